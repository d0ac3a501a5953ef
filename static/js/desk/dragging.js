// Dragging: items and clippings into sections, cards between sections, sections themselves.
import Sortable from "../../vendor/sortable/sortable.esm.js";
import { hold, isClosed, letGo, outline, placing, settle } from "./outline.js";
import { tell } from "./server.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
// The browser's own dragging knows no touch and leaves the look of what is dragged to the system.
const OURS = { forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, delay: 180, delayOnTouchOnly: true };
const LOOKS = { ghostClass: "ghost-card", fallbackClass: "dragged", preventOnFilter: false };
const made = new Set();
let inHand = false; // from the moment it is pressed
let missed = false; // a list of what is ready, which would have taken the card out of the hand

function wire() {
  for (const one of made) if (!one.el?.isConnected) made.delete(one);
  if (isClosed()) return;
  for (const list of outline().querySelectorAll("ol.slots")) {
    sortable(list, { group: "items", draggable: "li.card", handle: ".grip, .t, .m", filter: ".open, .placing", emptyInsertThreshold: 12 });
  }
  for (const list of document.querySelectorAll("#ready-pane [data-ready]")) {
    sortable(list, {
      group: { name: "items", pull: "clone", put: false },
      sort: false,
      draggable: "li.card",
      filter: "[data-killed], .placing",
    });
  }
  sortable(document.querySelector("#sections"), { group: "sections", draggable: ".sec", handle: ".sec > header > .grip" });
}

function sortable(list, options) {
  if (Sortable.get(list)) return;
  const animation = CALM.matches ? 0 : 120;
  made.add(Sortable.create(list, { ...OURS, ...LOOKS, animation, onChoose, onUnchoose, onStart, onMove, onEnd, ...options }));
}

function onChoose() {
  hold();
  inHand = true;
}

// It is told before the end of a drag is; what came meanwhile waits for that.
function onUnchoose() {
  queueMicrotask(() => {
    inHand = false;
    letGo();
    if (missed) tell("outline");
    missed = false;
  });
}

function onStart() {
  document.body.classList.add("dragging");
  addEventListener("pointerup", catchUp, { capture: true, once: true });
}

// The library looks every 50 ms where the pointer is: a quick hand lets go before that.
const catchUp = () => Sortable.active?._emulateDragOver();

// Before or after what the pointer is over, as its middle says: not by where the card came from.
function onMove({ relatedRect: { top, height } }, { clientY }) {
  return clientY > top + height / 2 ? 1 : -1;
}

function onEnd({ item, from, to, clone, oldDraggableIndex: was, newDraggableIndex: is }) {
  document.body.classList.remove("dragging");
  if (from !== to && from.matches("[data-ready]")) place(item, clone, from);
  else if (from !== to || was !== is) settle(item);
}

// The card itself goes back to the left pane, where it waits unseen; the outline shows one like it.
async function place(card, clone, from) {
  const shown = placing(card);
  card.replaceWith(shown);
  if (clone.isConnected) clone.replaceWith(card);
  else from.append(card);
  card.classList.add("placing");
  if (!(await settle(shown))) card.classList.remove("placing");
}

wire();
document.addEventListener("desk:outline", wire);
document.addEventListener("htmx:afterSettle", wire);
document.querySelector("#ready-pane").addEventListener("htmx:beforeSwap", (event) => {
  if (!inHand) return;
  event.detail.shouldSwap = false;
  missed = true;
});
