// The queue by keyboard: j and k walk, t h d judge, z undoes; rows come in as somebody nears the end.
import { Away, announce, get, post, reasonOf, toast } from "./desk/server.js";
import "./desk/shortcuts.js";

const list = document.querySelector("#queue");
const form = document.querySelector("#queue-form");
const count = document.querySelector("#queue-count");
const empty = document.querySelector("#queue-empty");
const dialogs = { hold: document.querySelector("#hold-dialog"), dismiss: document.querySelector("#dismiss-dialog") };
const WRITING = "input:not([type=checkbox]), textarea, select, summary, dialog *";
let judged = null; // the row that a dialog asks about
let reading = null; // the request for further rows that is under way

const rows = () => [...list.querySelectorAll(".story")];
const here = () => list.querySelector(".story.here");

function go(row) {
  here()?.classList.remove("here");
  if (!row) return;
  row.classList.add("here");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

async function walk(step) {
  const all = rows();
  const at = all.indexOf(here());
  if (step > 0 && at === all.length - 1) await readMore();
  go(rows()[Math.max(0, at + step)] ?? here());
}

// The rows after the last, once: whoever asks meanwhile waits for the same answer.
function readMore() {
  const last = list.querySelector(".next");
  if (!last) return Promise.resolve();
  reading ??= (async () => {
    const query = new URLSearchParams(form.dataset.query);
    query.set("at", last.dataset.at);
    query.set("pk", last.dataset.pk);
    try {
      const response = await get(`${form.dataset.more}?${query}`);
      if (!response.ok) throw new Away("The rest of the queue could not be read.");
      const known = new Set(rows().map((row) => row.id));
      const fresh = document.createRange().createContextualFragment(await response.text());
      for (const row of fresh.querySelectorAll(".story")) if (known.has(row.id)) row.remove();
      const added = [...fresh.querySelectorAll(".story")];
      last.replaceWith(fresh);
      watch();
      mark(added);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      toast(error.message, "bad");
    } finally {
      reading = null;
    }
  })();
  return reading;
}

const near = new IntersectionObserver(
  (seen) => seen.some((one) => one.isIntersecting) && readMore(),
  { rootMargin: "1200px" },
);
function watch() {
  near.disconnect();
  const last = list.querySelector(".next");
  if (last) near.observe(last);
}

// It takes the archive to tell what ran before, so rows do not wait for it.
async function mark(some) {
  const keys = some.map((row) => ["clipping", row.dataset.story]);
  if (!keys.length) return;
  try {
    const response = await get(`${form.dataset.ran}?${new URLSearchParams(keys)}`);
    if (!response.ok) return;
    for (const [key, marks] of Object.entries(await response.json())) {
      const place = list.querySelector(`[data-ran-of="${key}"]`);
      place?.replaceChildren(
        ...marks.map(([tone, words]) => Object.assign(document.createElement("span"), { className: tone, textContent: words })),
      );
    }
  } catch (error) {
    if (!(error instanceof Away)) throw error; // the checks of the edition tell it, too
  }
}

// What was done, or null where it was refused: then why is said.
async function judge(url, values = {}) {
  try {
    const response = await post(url, values);
    if (response.status !== 422 && !response.ok) throw new Away(await reasonOf(response));
    const done = await response.json();
    if (done.refused) throw new Away(done.refused);
    return done;
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    toast(error.message, "bad");
    return null;
  }
}

async function decide(row, url, values) {
  row.classList.add("going");
  const done = await judge(url, values);
  row.classList.remove("going");
  if (!done) return null;
  const next = row.nextElementSibling?.matches(".story") ? row.nextElementSibling : row.previousElementSibling;
  row.remove();
  counted(-1);
  go(next);
  toast(done.said);
  if (rows().length < 15) readMore();
  return done;
}

function counted(by) {
  count.dataset.count = Math.max(0, Number(count.dataset.count) + by);
  count.textContent = Number(count.dataset.count).toLocaleString("en");
  empty.hidden = rows().length > 0 || Boolean(list.querySelector(".next"));
}

const VERBS = {
  async take(row) {
    const button = row.querySelector('[data-verb="take"]');
    if (!button) return;
    const done = await decide(row, button.formAction);
    if (done?.opens) window.location.assign(done.opens);
  },
  hold: (row) => ask("hold", row),
  dismiss: (row) => ask("dismiss", row),
  open: (row) => row.querySelector("[data-open]").click(),
  tick(row) {
    const box = row.querySelector("[name=story]");
    box.checked = !box.checked && !box.disabled;
    announce(box.checked ? "Ticked." : "No longer ticked.");
  },
};

function ask(verb, row) {
  if (!row.querySelector(`[data-verb="${verb}"]`)) return;
  judged = row;
  dialogs[verb].showModal();
}

async function answer(verb, values) {
  dialogs[verb].close();
  const row = judged;
  await decide(row, row.querySelector(`[data-verb="${verb}"]`).dataset.url, values);
}

async function mergeTicked() {
  const ticked = rows().filter((row) => row.querySelector("[name=story]").checked);
  const done = await judge(document.querySelector("#merge").formAction, ticked.map((row) => ["story", row.dataset.story]));
  if (done) window.location.reload();
}

async function undo() {
  if (await judge(document.querySelector("#undo-form").action)) window.location.reload();
}

list.addEventListener("click", (event) => {
  const row = event.target.closest(".story");
  const verb = event.target.closest("[data-verb]")?.dataset.verb;
  if (row) {
    here()?.classList.remove("here");
    row.classList.add("here");
  }
  if (!verb) return;
  event.preventDefault();
  VERBS[verb](row);
});
document.querySelector("#merge")?.addEventListener("click", (event) => {
  event.preventDefault();
  mergeTicked();
});
document.querySelector("#undo")?.addEventListener("click", (event) => {
  event.preventDefault();
  undo();
});
dialogs.hold.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-until]");
  if (chosen) answer("hold", { until: chosen.dataset.until });
});
dialogs.dismiss.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-reason]");
  if (chosen) answer("dismiss", { reason: chosen.dataset.reason });
});
dialogs.dismiss.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = dialogs.dismiss.querySelector("#dismiss-words");
  if (!words.value.trim()) return words.focus();
  answer("dismiss", { words: words.value });
  words.value = "";
});
for (const dialog of Object.values(dialogs)) {
  dialog.addEventListener("close", () => judged?.isConnected && go(judged));
  dialog.addEventListener("keydown", (event) => {
    if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    dialog.querySelectorAll(".choices button")[Number(event.key) - 1]?.click();
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest(WRITING) || document.querySelector("dialog[open]")) return;
  const keys = { j: () => walk(1), k: () => walk(-1), m: mergeTicked, z: undo };
  const verbs = { t: "take", h: "hold", d: "dismiss", o: "open", x: "tick" };
  if (keys[event.key]) keys[event.key]();
  else if (verbs[event.key] && here()) VERBS[verbs[event.key]](here());
  else return;
  event.preventDefault();
});

watch();
mark(rows());
