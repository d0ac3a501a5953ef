// The queue by keyboard: j and k walk, t h d judge, z undoes; rows come in as somebody nears the end.
import { Away, announce, get, post, reasonOf, toast } from "./desk/server.js";
import "./desk/shortcuts.js";

const list = document.querySelector("#queue");
const form = document.querySelector("#queue-form");
const count = document.querySelector("#queue-count");
const empty = document.querySelector("#queue-empty");
const dialogs = { hold: document.querySelector("#hold-dialog"), dismiss: document.querySelector("#dismiss-dialog") };
const merge = document.querySelector("#merge");
const undoing = document.querySelector("#undo");
const away = document.querySelector("#queue-away");
const FAR = 34; // parts that are read to find the way back
const WRITING = "input:not([type=checkbox]), textarea, select, summary, dialog *";
let current = null; // the row that keys are for
let judged = null; // the row that a dialog asks about
let judging = false;
let reading = null; // the request for further rows that is under way

const rows = () => [...list.querySelectorAll(".story")];
const here = () => (current?.isConnected ? current : null);

function stand(row) {
  current?.classList.remove("here");
  current = row;
  row?.classList.add("here");
}

function go(row) {
  stand(row);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

async function walk(step) {
  if (!here()) return go(list.querySelector(".story"));
  if (step > 0 && !from(here(), step)) await readMore();
  go(from(here(), step) ?? here());
}

// The row after or before this one. Step by step, so that it costs the same in a list of thousands.
function from(row, step) {
  const [side, end] = step > 0 ? ["nextElementSibling", "firstElementChild"] : ["previousElementSibling", "lastElementChild"];
  if (row[side]) return row[side];
  for (let part = row.parentElement?.[side]; part?.matches(".part"); part = part[side]) if (part[end]) return part[end];
  return null;
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
      const fresh = await rowsOf(response);
      for (const row of fresh.querySelectorAll(".story")) if (document.getElementById(row.id)) row.remove();
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

// The rows of an answer, which may break off on its way.
async function rowsOf(response) {
  const html = await response.text().catch(() => {
    throw new Away("The server does not answer.");
  });
  return document.createRange().createContextualFragment(html);
}

const near = new IntersectionObserver(
  (seen) => seen.some((one) => one.isIntersecting) && readMore(),
  { rootMargin: "3000px" },
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
    for (const [key, marks] of Object.entries(await response.json().catch(() => ({})))) {
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
    const done = await response.json().catch(() => {
      throw new Away("The server’s answer broke off: reload the page to see what became of it.");
    });
    if (!done.refused) return done;
    toast(done.refused, "bad");
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    toast(error.message, "bad");
  }
  return null;
}

// The next row is at hand at once, so that whoever types fast judges that one, and not this one again.
async function decide(row, url, values) {
  if (row.classList.contains("going")) return null;
  row.classList.add("going");
  const next = beside(row);
  if (here() === row) go(next);
  const done = await judge(url, values);
  if (done) {
    document.getElementById(row.id)?.remove(); // which may have been drawn anew meanwhile
    counted(-1);
    // Held for longer, it is still among these; merged meanwhile, it took other rows along.
    const others = [...(form.dataset.state ? [row.dataset.story] : []), ...(done.stories ?? [])];
    if (others.length) await refresh(others);
    toast(done.said);
    if (rows().length < 15) readMore();
  } else {
    row.classList.remove("going");
    await refresh([row.dataset.story]); // a colleague may have judged it meanwhile
  }
  return done;
}

// The row that comes after this one is gone; one that is judged already does not count.
function beside(row) {
  for (const step of [1, -1]) {
    let one = from(row, step);
    while (one?.classList.contains("going")) one = from(one, step);
    if (one) return one;
  }
  return null;
}

// How these stories stand now: their rows change, go, or come back to their place.
async function refresh(keys) {
  const query = new URLSearchParams(form.dataset.query);
  for (const key of keys) query.append("story", key);
  try {
    const response = await get(`${form.dataset.stories}?${query}`);
    if (!response.ok) return;
    const fresh = await rowsOf(response);
    for (const key of new Set(keys.map(String))) {
      const [old, row] = [list.querySelector(`#story-${key}`), fresh.querySelector(`#story-${key}`)];
      const wasHere = old?.matches(".here");
      if (!row && wasHere) go(beside(old));
      counted(Boolean(row) - Boolean(old));
      if (row && !old) putIn(row);
      else if (row) old.replaceWith(row);
      else old?.remove();
      if (old && judged === old) judged = row;
      if (row && wasHere) go(row);
      if (row?.isConnected) mark([row]);
    }
  } catch (error) {
    if (!(error instanceof Away)) throw error;
  }
}

// Held stories stand in the order in which they come back, others newest first; a feed brings many in one moment.
function putIn(row) {
  const way = form.dataset.state === "held" ? 1 : -1;
  const apart = (one) => Date.parse(one.dataset.at) - Date.parse(row.dataset.at) || one.dataset.story - row.dataset.story;
  const behind = rows().find((one) => way * apart(one) > 0);
  if (behind) behind.before(row);
  else if (!list.querySelector(".next")) list.lastElementChild.append(row);
}

function counted(by) {
  if (!("over" in count.dataset)) {
    count.dataset.count = Math.max(0, Number(count.dataset.count) + by);
    count.textContent = count.dataset.count;
  }
  empty.hidden = Boolean(list.querySelector(".story:not(.going), .next"));
  list.hidden = !empty.hidden;
}

const VERBS = {
  async take(row) {
    const button = row.querySelector('[data-verb="take"]');
    if (!button) return;
    const done = await decide(row, button.formAction);
    if (!done?.opens) return;
    comeBackTo(here());
    window.location.assign(done.opens);
  },
  putBack: (row) => decide(row, row.querySelector('[data-verb="putBack"]').formAction),
  hold: (row) => ask("hold", row),
  dismiss: (row) => ask("dismiss", row),
  open: (row) => row.querySelector("[data-open]").click(),
  tick(row) {
    const box = row.querySelector("[name=story]:enabled");
    if (!box) return;
    box.checked = !box.checked;
    announce(box.checked ? "Ticked." : "No longer ticked.");
  },
};

function ask(verb, row) {
  if (!row.querySelector(`[data-verb="${verb}"]`) || row.classList.contains("going")) return;
  judged = row;
  dialogs[verb].showModal();
}

function answer(verb, values) {
  const row = judged;
  judged = null; // so that closing does not lead back to it
  dialogs[verb].close();
  if (!row) return; // it went while the dialog was open
  go(row);
  decide(row, row.querySelector(`[data-verb="${verb}"]`).dataset.url, values);
}

// A decision on several rows: one at a time, however often the key is pressed.
async function judgeSeveral(url, values, keys = []) {
  if (judging) return;
  judging = true;
  const done = await judge(url, values);
  if (done?.opens) window.location.assign(done.opens);
  else if (done) {
    await refresh(done.stories);
    go(list.querySelector(`#story-${done.stories[0]}`) ?? here());
    toast(done.said);
  } else if (keys.length) await refresh(keys); // a colleague may have judged one of them meanwhile
  judging = false;
}

function mergeTicked() {
  const ticked = rows().filter((row) => row.querySelector("[name=story]:checked"));
  const keys = ticked.map((row) => row.dataset.story);
  if (merge) judgeSeveral(merge.formAction, keys.map((key) => ["story", key]), keys);
}

function undo() {
  if (undoing) judgeSeveral(undoing.form.action);
}

// The way back from another page leads to the row that is named in the address.
function comeBackTo(row) {
  if (row) history.replaceState(null, "", `#${row.id}`);
}

async function goBack() {
  const id = window.location.hash.slice(1);
  if (!id.startsWith("story-")) return;
  for (let part = 0; part < FAR && !document.getElementById(id) && list.querySelector(".next"); part++) await readMore();
  go(document.getElementById(id));
}

list.addEventListener("click", (event) => {
  const row = event.target.closest(".story");
  const verb = event.target.closest("[data-verb]")?.dataset.verb;
  if (row) stand(row);
  if (row && event.target.closest("a:not([target])")) comeBackTo(row);
  const several = event.target.closest("[data-judge]");
  if (several) {
    event.preventDefault();
    judgeSeveral(several.formAction, {}, [row.dataset.story]);
  }
  if (!verb) return;
  event.preventDefault();
  if (event.detail < 2) VERBS[verb](row); // the rest of a double click meets the row that moved up
});
merge?.addEventListener("click", (event) => {
  event.preventDefault();
  mergeTicked();
});
undoing?.addEventListener("click", (event) => {
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
    const chosen = dialog.querySelectorAll(".choices button")[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
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

document.addEventListener("desk:away", ({ detail }) => {
  away.textContent = detail.sentence;
  away.hidden = false;
});
document.addEventListener("desk:back", () => (away.hidden = true));

watch();
mark(rows());
goBack();
