// Who else is here. The page says that it is open, with the item that is being written in, and is told who else
// is, and whether something was changed by somebody else: then "desk:stale" is told.
import { Away, post, tell } from "./server.js";

const EVERY = 15000; // milliseconds
const place = document.querySelector("#desk[data-here]");
const sign = document.querySelector("#here");
let [timer, busy, told] = [null, false, null];
let [seen, ours] = ["", { words: 0, items: 0 }];

// The item whose editor is open, or in which somebody writes: the one with the caret, or the last opened.
function itemHere() {
  const form = document.activeElement?.closest("form[data-item]") ?? [...document.querySelectorAll("form[data-item]")].at(-1);
  return form?.dataset.item ?? "";
}

const stateOf = () => document.querySelector("#outline")?.dataset.state ?? place.dataset.state ?? "";

// The state as our own saves have left it: they raise the version of the edition, or of one of its items.
function expected() {
  const state = stateOf();
  if (state !== seen) [seen, ours] = [state, { words: 0, items: 0 }];
  if (place.dataset.item) return String(Number(state) + ours.items);
  const [version, status, items] = state.split(".");
  return [Number(version) + ours.words, status, Number(items) + ours.items].join(".");
}

async function speak() {
  clearTimeout(timer);
  if (busy || document.visibilityState === "hidden") return;
  busy = true;
  try {
    told = itemHere();
    const response = await post(place.dataset.here, { item: told });
    if (response.ok) heard(await response.json());
  } catch (error) {
    if (!(error instanceof Away)) throw error;
  } finally {
    busy = false;
    timer = setTimeout(speak, EVERY);
  }
}

function heard({ here, state }) {
  const said = here.join(" · ");
  if (sign.textContent !== said) sign.textContent = said;
  if (state === expected()) return;
  tell("stale", { state });
}

if (place) {
  document.addEventListener("desk:saved", ({ detail: { changed, what } }) => {
    if (!changed?.length) return;
    expected(); // so that what is counted is counted from the state that stands
    ours[what === "item" ? "items" : "words"] += 1;
  });
  document.addEventListener("visibilitychange", speak);
  document.addEventListener("focusin", () => itemHere() !== told && speak());
  speak();
}
