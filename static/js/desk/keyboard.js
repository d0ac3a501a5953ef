// The outline by keyboard alone: walk along the grips, pick a card or a section up, carry it, drop it.
import { hold, isClosed, letGo, nameOf, outline, placing, putBack, remove, settle } from "./outline.js";
import { announce, toast } from "./server.js";

const ARROWS = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 };
const ready = document.querySelector("#ready-pane");
const places = new Map(); // by pane: where somebody last was
let carried = null; // what is picked up, and the card of the left pane that it stands for
let lastSection = null; // where an item was dropped last: the next one starts there

const sections = () => [...document.querySelectorAll("#sections > .sec")];
const listOf = (section) => section.querySelector("ol.slots");
const isSection = (element) => element.matches(".sec");
const thingOf = (grip) => grip.closest("li.card") ?? grip.closest(".sec");

function walk(from, key) {
  const pane = from.closest(".pane");
  const same = from.matches(".grip") ? "button.grip" : ".t[data-open]";
  if (key === "ArrowLeft" || key === "ArrowRight") return cross(pane, key);
  const stops = [...pane.querySelectorAll(same)].filter((one) => one.checkVisibility());
  stops[stops.indexOf(from) + ARROWS[key]]?.focus();
}

function cross(pane, key) {
  const other = key === "ArrowLeft" ? ready : outline().closest(".pane");
  if (other === pane) return;
  const was = places.get(other);
  const stop = was?.isConnected && was.checkVisibility() ? was : document.getElementById(was?.id ?? "");
  (stop ?? other.querySelector("button.grip"))?.focus();
}

function pickUp(grip) {
  const thing = thingOf(grip);
  if (isClosed() || thing.matches(".placing, .open")) return;
  if ("killed" in thing.dataset) return say(`“${nameOf(thing)}” was killed, so it cannot be placed.`);
  if (ready.contains(thing)) return pickReady(thing);
  take({ thing, from: null });
}

function pickReady(card) {
  const section = sections().find((one) => one.id === lastSection) ?? sections()[0];
  if (!section) return say("There is no section yet: add one, then place items in it.");
  const thing = placing(card);
  thing.dataset.label = nameOf(card);
  listOf(section).append(thing);
  take({ thing, from: card });
}

function take(what) {
  carried = what;
  hold();
  what.thing.classList.add("picked");
  what.home = spotOf(what.thing);
  hand(`Picked up “${nameOf(what.thing)}”. ${where(what.thing)} Arrow keys move it, Space drops it, Escape puts it back.`);
}

function carry(key) {
  const { thing } = carried;
  const step = ARROWS[key];
  const beside = step < 0 ? thing.previousElementSibling : thing.nextElementSibling;
  if (isSection(thing)) {
    if (beside) exchange(thing, beside, step);
  } else if (beside && (key === "ArrowUp" || key === "ArrowDown")) exchange(thing, beside, step);
  else crossOver(thing, step, key);
  hand(where(thing));
}

function exchange(thing, beside, step) {
  if (step < 0) beside.before(thing);
  else beside.after(thing);
}

// Upwards out of a section is to the end of the one before; downwards, to the beginning of the next.
function crossOver(thing, step, key) {
  const all = sections();
  const next = all[all.indexOf(thing.closest(".sec")) + step];
  if (!next) return;
  if (key === "ArrowDown") listOf(next).prepend(thing);
  else listOf(next).append(thing);
}

async function drop() {
  const { thing, from, home } = carried;
  const said = `Dropped “${nameOf(thing)}”. ${where(thing)}`;
  const [list, place] = [thing.parentElement, [...thing.parentElement.children].indexOf(thing)];
  if (!isSection(thing)) lastSection = thing.closest(".sec").id;
  release();
  if (!from && home === spotOf(thing)) {
    hand(said);
    letGo();
    return;
  }
  from?.classList.add("placing");
  const done = settle(thing);
  letGo();
  announce(said);
  if (await done) focusOn(list.isConnected ? list.children[place] : thing);
  else from?.classList.remove("placing");
}

function focusOn(thing) {
  const here = document.activeElement;
  if (here === document.body || thing?.contains(here)) thing?.querySelector(".grip")?.focus({ preventScroll: true });
}

function giveUp() {
  const { thing, from } = carried;
  release();
  putBack();
  letGo();
  const grip = (from ?? thing).querySelector(".grip");
  (grip.isConnected ? grip : document.getElementById(grip.id))?.focus();
  announce(`Put “${nameOf(thing)}” back.`);
}

function release() {
  carried.thing.classList.remove("picked");
  carried = null;
}

// The focus goes with what is carried.
function hand(sentence) {
  const thing = carried?.thing;
  if (thing) {
    thing.querySelector(".grip").focus({ preventScroll: true });
    thing.scrollIntoView({ block: "nearest" });
  }
  announce(sentence);
}

const spotOf = (thing) => `${thing.parentElement.dataset.section ?? ""} ${[...thing.parentElement.children].indexOf(thing)}`;

function where(thing) {
  const all = [...thing.parentElement.children];
  const position = `Position ${all.indexOf(thing) + 1} of ${all.length}`;
  return isSection(thing) ? `${position}.` : `${position} in “${nameOf(thing.closest(".sec"))}”.`;
}

function say(sentence) {
  toast(sentence);
  announce(sentence);
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const grip = target.closest(".desk .grip, .desk .t[data-open]");
  if (!grip) return;
  if ((key === "Enter" || key === " ") && event.repeat) event.preventDefault();
  else if (carried && key === "Escape") giveUp();
  else if (carried && key === "Tab") announce("Drop it with Space first, or put it back with Escape.");
  else if (key in ARROWS) carried ? carry(key) : walk(grip, key);
  else if (!carried && key === "Delete" && outline().contains(grip) && !isClosed()) remove(thingOf(grip));
  else return;
  event.preventDefault();
});

// Space and Enter, and what a screen reader does instead of them, press a grip without a pointer.
document.addEventListener("click", ({ target, detail }) => {
  const grip = target.closest(".desk .grip");
  if (!grip || detail) return;
  if (carried) drop();
  else pickUp(grip);
});

document.addEventListener("focusin", ({ target }) => {
  const pane = target.closest(".pane");
  if (pane && target.matches(".grip")) places.set(pane, target);
});
document.addEventListener("pointerdown", () => carried && giveUp());
