// The left pane: clearing what is looked for, a word when the server is away, "w" on a clipping, and what of
// it ran before.
import { become, elementOf } from "./become.js";
import { Away, get } from "./server.js";

const pane = document.querySelector("#ready-pane");
let ran = {}; // marks by item, as they were told last

const form = () => pane.querySelector("#ready-form");
const look = () => htmx.trigger(form(), "submit");

pane.addEventListener("click", (event) => {
  const lifted = event.target.closest("[data-lift]");
  if (lifted) {
    pane.querySelector(`input[type=hidden][name="${lifted.dataset.lift}"]`).remove();
    look();
  }
  if (event.target.closest("[data-clear]")) {
    event.preventDefault();
    for (const one of form().querySelectorAll("select, #ready-q")) one.value = one.matches("#ready-state") ? "ready" : "";
    for (const one of form().querySelectorAll("input[type=hidden]")) one.remove();
    look();
    form().querySelector("#ready-q").focus();
  }
});

pane.addEventListener("keydown", (event) => {
  const card = event.target.closest("[data-clipping]");
  if (event.key !== "w" || event.ctrlKey || event.metaKey || event.altKey || !card) return;
  card.querySelector("[data-write]")?.click();
});

function away(is) {
  const said = pane.querySelector("#ready-away");
  if (said) said.hidden = !is;
  else if (is) pane.querySelector("#ready-first").textContent = "The list could not be read; reload the page.";
}

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  pane.addEventListener(name, () => away(true));
}
// Whoever is logged out is led to the page of the login, which is no list.
pane.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.responseText.includes('id="ready-list"')) return;
  detail.shouldSwap = false;
  away(true);
});
pane.addEventListener("htmx:afterSwap", listed);
// What is listed already stays the same element: it may be under somebody's keys. This comes after those who
// want no swap at all.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || detail.target.id !== "ready-list") return;
  detail.shouldSwap = false;
  become(detail.target, elementOf(detail.xhr.responseText).querySelector("#ready-list"));
  listed();
});

function listed() {
  away(false);
  mark();
  askWhatRan();
}

// It takes the archive to tell, so the list does not wait for it.
async function askWhatRan() {
  const list = pane.querySelector("#ready-list");
  const items = [...list.querySelectorAll("[data-item]")].map((card) => ["item", card.dataset.item]);
  if (!items.length) return;
  try {
    const response = await get(`${list.dataset.ran}?${new URLSearchParams(items)}`);
    if (!response.ok || !list.isConnected) return;
    ran = await response.json();
    mark();
  } catch (error) {
    if (!(error instanceof Away)) throw error; // the checks of the edition tell it, too
  }
}

function mark() {
  for (const place of pane.querySelectorAll("[data-ran-of]")) {
    const marks = (ran[place.dataset.ranOf] ?? []).map(([tone, words]) => {
      return Object.assign(document.createElement("span"), { className: tone, textContent: words });
    });
    place.replaceChildren(...marks);
  }
}

// A page that the browser kept shows what waited then.
addEventListener("pageshow", ({ persisted }) => persisted && form() && look());
