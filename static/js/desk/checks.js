// What the checks find: asked for after the page and after saves, never while somebody waits for it.
import { Away, get, post, tell, toast } from "./server.js";

const QUIET = 1000; // milliseconds after a save
const place = document.querySelector("#found");
let timer;
let asked = 0;

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
    const text = await response.text();
    if (!response.ok) return toast(text.startsWith("<") ? "The checks could not be made." : text, "bad");
    if (isWanted()) put(text);
    if (response.headers.get("X-Recap-Changed")) tell("mended");
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
  place.innerHTML = html;
  for (const one of place.querySelectorAll("details[id]")) one.open = open.get(one.id) ?? one.open;
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
  place.querySelector("h2 + .told ~ .hint")?.remove();
}

// To the words that a finding is about.
function go({ item, section, field }) {
  const panes = document.querySelector('.panes [data-pane="outline-pane"]');
  if (panes?.offsetParent) panes.click(); // on a narrow screen one pane is shown at a time
  const sections = document.querySelectorAll("#sections > .sec");
  if (item) return open(document.querySelector(`li.slot[data-item="${item}"]`));
  if (section !== "") return sections[Number(section)]?.querySelector(`[name="${field}"], .h`)?.focus();
  const words = document.querySelector("#words-of");
  if (words) words.open = true;
  (words?.querySelector(`[name="${field}"]`) ?? words?.querySelector("[name=title]"))?.focus();
}

function open(card) {
  const button = card?.querySelector("[data-open]");
  card?.scrollIntoView({ block: "center" });
  if (button?.getAttribute("aria-expanded") === "false") button.click();
  button?.focus({ preventScroll: true });
}

place.addEventListener("click", (event) => {
  const finding = event.target.closest(".goto");
  if (finding) go(finding.dataset);
});
place.addEventListener("submit", (event) => {
  event.preventDefault();
  asked += 1;
  answer(() => post(event.target.action, new FormData(event.target)));
});
document.addEventListener("desk:saved", soon);
document.addEventListener("desk:outline", soon);
look();
