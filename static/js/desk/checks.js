// What the checks find: asked for after the page and after saves, never while somebody waits for it.
import { Away, get, post, reasonOf, tell, toast } from "./server.js";

const QUIET = 1000; // milliseconds after a save
const place = document.querySelector("#found");
let timer;
let asked = 0;
let sends = false;

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, QUIET);
}

async function look() {
  const mine = ++asked;
  await answer(() => get(place.dataset.found), () => mine === asked);
}

// Show what `ask` is answered with, unless something newer was asked for since.
async function answer(ask, isWanted = () => true) {
  place.setAttribute("aria-busy", "true");
  try {
    const response = await ask();
    if (!response.ok) return toast(await reasonOf(response), "bad");
    const html = await response.text();
    if (isWanted()) put(html);
    if (response.headers.get("X-Recap-Changed")) tell("stale"); // the outline and its editors, too
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    say(`The checks could not be made. ${error.message}`);
  } finally {
    place.removeAttribute("aria-busy");
  }
}

// The new list, with the same parts open as before.
function put(html) {
  const open = new Map([...place.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const top = place.parentElement.scrollTop;
  const isHere = place.contains(document.activeElement);
  place.innerHTML = html;
  for (const told of place.querySelectorAll(".told")) {
    toast(told.textContent, told.classList.contains("bad") ? "bad" : ""); // which outlasts the next list
    told.remove();
  }
  for (const one of place.querySelectorAll("details[id]")) one.open = open.get(one.id) ?? one.open;
  if (isHere) place.querySelector("summary, button")?.focus({ preventScroll: true });
  place.parentElement.scrollTop = top;
}

function say(sentence) {
  let said = place.querySelector(".told.bad");
  if (!said) {
    said = Object.assign(document.createElement("p"), { className: "told bad" });
    said.setAttribute("role", "status");
    place.querySelector("h2").after(said);
  }
  said.textContent = sentence;
  for (const waiting of place.querySelectorAll(":scope > .hint")) waiting.remove();
}

// Into the middle of its pane; `scrollIntoView` would move the whole desk with it.
export function bring(element) {
  const pane = element.closest(".pane");
  const [box, room] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  pane.scrollTop += box.top - room.top - Math.max(0, room.height - box.height) / 2;
}

// To the words that a finding is about.
function go({ item, section, field }) {
  const panes = document.querySelector('.panes [data-pane="outline-pane"]');
  if (panes?.offsetParent) panes.click(); // on a narrow screen one pane is shown at a time
  const editor = document.querySelector(`.of-item form.editor[data-item="${item}"]`);
  if (editor) return (editor.querySelector(`[name="${field}"], [data-name="${field}"] input`) ?? editor.elements.body).focus();
  const sections = document.querySelectorAll("#sections > .sec");
  if (item) return open(document.querySelector(`li.slot[data-item="${item}"]`));
  if (section !== "") return sections[Number(section)]?.querySelector(`[name="${field}"], .h`)?.focus();
  const words = document.querySelector("#words-of");
  if (words) words.open = true;
  (words?.querySelector(`[name="${field}"]`) ?? words?.querySelector("[name=title]"))?.focus();
}

function open(card) {
  const button = card?.querySelector("button[data-open]");
  if (card) bring(card);
  if (button?.getAttribute("aria-expanded") === "false") button.click();
  button?.focus({ preventScroll: true });
}

place.addEventListener("click", (event) => {
  const finding = event.target.closest(".goto");
  if (finding) go(finding.dataset);
});
place.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sends) return; // a double click
  sends = true;
  asked += 1;
  await answer(() => post(event.target.action, new FormData(event.target)));
  sends = false;
});
for (const name of ["saved", "outline", "stale", "back"]) document.addEventListener(`desk:${name}`, soon);
look();
