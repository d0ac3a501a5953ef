// How the edition looks: two frames, of which one is shown while the other is being made, so that nothing
// flickers. It is made anew after every save, and scrolled to what is being edited.
import { bring } from "./checks.js";
import { Away, get } from "./server.js";

const WIDTHS = { web: 720, email: 640, phone: 390, text: 640 }; // pixels that the page thinks it has
const TOGETHER = 40; // milliseconds in which saves are taken together
const PATIENCE = 15000;
const AWAY = "The preview could not be made; the server does not answer.";

const room = document.querySelector("#previews");
const stage = document.querySelector("#stage");
const said = document.querySelector("#stage-said");
const alone = document.querySelector("#alone");
const weighed = document.querySelector("#weighed");
let [shown, behind] = stage.querySelectorAll("iframe");
let form = "web";
let dark = false;
let edited = null; // what is being edited: { item, label }, { heading } or { field }
let making = false;
let again = false;
let timer;

const address = () => room.dataset[form === "phone" ? "web" : form];

function fit() {
  const width = form === "phone" ? WIDTHS.phone : Math.max(WIDTHS[form], stage.clientWidth);
  const scale = Math.min(1, stage.clientWidth / width) || 1;
  for (const frame of [shown, behind]) {
    frame.style.width = `${width}px`;
    frame.style.height = `${stage.clientHeight / scale}px`;
    frame.style.left = `${(stage.clientWidth - width * scale) / 2}px`;
    frame.style.transform = `scale(${scale})`;
  }
}

function refresh() {
  clearTimeout(timer);
  timer = setTimeout(make, TOGETHER);
}

async function make() {
  if (making) return (again = true);
  making = true;
  stage.setAttribute("aria-busy", "true");
  const wanted = form;
  weigh();
  try {
    await load(behind, address());
    if (form === wanted) show();
  } catch {
    said.textContent = AWAY;
    said.className = "stage-said bad";
  }
  making = false;
  stage.removeAttribute("aria-busy");
  if (again || form !== wanted) {
    again = false;
    make();
  }
}

function load(frame, url) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(reject, PATIENCE);
    frame.addEventListener("load", () => {
      clearTimeout(late);
      answered(frame, url) ? resolve() : reject();
    }, { once: true });
    // Not by its `src`: every load would be a step of the browser's history.
    frame.contentWindow.location.replace(new URL(url, location.href));
  });
}

// A page of the browser's own, which says that there is no answer, cannot be looked into.
function answered(frame, url) {
  try {
    const { location: at, performance } = frame.contentWindow;
    const [entry] = performance.getEntriesByType("navigation");
    return at.pathname === url && !(entry?.responseStatus >= 400);
  } catch {
    return false;
  }
}

function show() {
  const page = behind.contentDocument;
  lightOrDark(page);
  page.addEventListener("click", clicked);
  if (shown.dataset.form === form) behind.contentWindow.scrollTo(0, shown.contentWindow.scrollY);
  behind.dataset.form = form;
  behind.toggleAttribute("data-dark", dark);
  [shown, behind] = [behind, shown];
  shown.classList.remove("behind");
  behind.classList.add("behind");
  shown.removeAttribute("aria-hidden");
  behind.setAttribute("aria-hidden", "true");
  shown.removeAttribute("tabindex");
  behind.tabIndex = -1;
  said.textContent = "";
  said.className = "stage-said";
  follow();
}

// The rules of the page for readers who prefer the dark are always on, or never: whatever the editor prefers.
function lightOrDark(page) {
  page.documentElement.style.colorScheme = dark ? "dark" : "light";
  for (const sheet of page.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule.media?.mediaText.includes("prefers-color-scheme: dark")) rule.media.mediaText = dark ? "all" : "not all";
    }
  }
}

// The preview leads nowhere: a click on an item goes to its card.
function clicked(event) {
  event.preventDefault();
  const item = event.target.closest('[id^="item-"]')?.id.match(/^item-(\d+)/)?.[1];
  const card = item && document.querySelector(`li.slot[data-item="${item}"]`);
  if (card) bring(card);
  card?.querySelector("button[data-open]")?.focus({ preventScroll: true });
}

function follow() {
  const page = shown.contentDocument;
  if (!edited || !page?.body) return;
  const top = topOf(page);
  if (top === null) return;
  const view = shown.contentWindow;
  if (top > 0 && top < view.innerHeight * 0.6) return; // it is in sight
  view.scrollTo(0, Math.max(0, view.scrollY + top - view.innerHeight * 0.15));
}

// Where what is edited stands, in pixels below the upper edge of the frame, or null.
function topOf(page) {
  const { item, label, heading, field } = edited;
  if (field) return field === "signoff" ? page.documentElement.scrollHeight : -shown.contentWindow.scrollY;
  const found = item && page.getElementById(`item-${item}`);
  if (found) return found.getBoundingClientRect().top;
  return placeOf(page, item ? label : heading)?.getBoundingClientRect().top ?? null;
}

// The words as they stand in the page, however its lines are broken.
function placeOf(page, words) {
  const plain = words.replace(/…$/, "").trim().slice(0, 60);
  if (!plain) return null;
  const form = new RegExp(plain.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "i");
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    nodes.push([text.length, walker.currentNode]);
    text += walker.currentNode.data;
  }
  const at = text.search(form);
  if (at < 0) return null;
  const [start, node] = nodes.findLast(([from]) => from <= at);
  const range = page.createRange();
  range.setStart(node, at - start);
  range.setEnd(node, Math.min(node.length, at - start + 1));
  return range;
}

async function weigh() {
  try {
    const response = await get(room.dataset.figures);
    if (!response.ok) return;
    weighed.innerHTML = await response.text();
    const counted = weighed.querySelector("[data-counted]")?.dataset.counted;
    const figures = document.querySelector("#figures");
    if (figures && counted) figures.textContent = counted;
  } catch (error) {
    if (!(error instanceof Away)) throw error; // the frame says that the server is away
  }
}

function choose(name) {
  dark = name === "dark";
  if (!dark) form = name;
  else if (form === "text") form = "web"; // plain text has no colours
  for (const button of room.querySelectorAll("[data-form]")) {
    button.setAttribute("aria-pressed", String(button.dataset.form === name));
  }
  alone.href = address();
  fit();
  make();
}

// What an element of the outline stands for.
function thingOf(element) {
  const card = element.closest("li.slot[data-item]");
  if (card) return { item: card.dataset.item, label: wordsOf(card) || card.dataset.label };
  const section = element.closest(".sec");
  if (section) return { heading: section.querySelector(".h")?.value || section.dataset.label };
  return element.closest("#words-of") ? { field: element.name || "title" } : null;
}

// The first words of an item, as its open editor has them.
function wordsOf(card) {
  const [headline, body] = ["headline", "body"].map((name) => card.querySelector(`[name="${name}"]`)?.value.trim() ?? "");
  return headline || body.split("\n")[0].replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*_`#>]/g, "");
}

function edit(element) {
  const thing = thingOf(element);
  if (!thing) return;
  edited = thing;
  follow();
}

room.querySelector(".forms").addEventListener("click", (event) => {
  const name = event.target.closest("[data-form]")?.dataset.form;
  if (name) choose(name);
});
document.querySelector("#outline-pane").addEventListener("focusin", (event) => edit(event.target));
document.addEventListener("desk:saved", ({ detail: { form: saved } }) => {
  edited = (saved && thingOf(saved)) ?? edited;
  refresh();
});
for (const name of ["outline", "stale", "back"]) document.addEventListener(`desk:${name}`, refresh);
new ResizeObserver(fit).observe(stage);
fit();
make();
