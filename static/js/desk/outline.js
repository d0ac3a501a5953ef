// The outline on the page. A step is shown at once, then posted; what the server answers is what stands. Steps
// go one after another, and while a card is in somebody's hand nothing moves under it.
import { become, elementOf } from "./become.js";
import { flush, isDirty, refresh, watch } from "./saver.js";
import { Away, announce, get, post, reasonOf, tell, toast } from "./server.js";

const desk = document.querySelector("#desk");
export const outline = () => document.querySelector("#outline");
export const isClosed = () => "closed" in outline().dataset;
export const nameOf = (element) => element.querySelector(".h")?.value || element.dataset.label;

let queue = Promise.resolve();
let pending = 0;
let failures = 0;
let inHand = false;
let waiting = null; // an outline that came while a card was in somebody's hand
let opening = null; // the card that was asked for last
let shape = shapeOf();
let known = outline().dataset.steps; // as the server last told it

// Post a step. Resolves to the outline that it led to, or to null where it was not made.
export function step(url, values = {}, { undoes = false } = {}) {
  const begun = failures;
  return inTurn(async () => {
    if (begun !== failures) return null; // the one before it failed, so what this one meant is not so any more
    const before = withWhatIsTyped(known);
    const html = await asked(() => post(url, values));
    if (html === null) return null;
    const after = elementOf(html).dataset.steps;
    known = after;
    if (!undoes) tell("step", { before, after });
    show(html, "");
    return after;
  });
}

// When all that was asked for so far has been answered.
export const stepsMade = () => queue;

// Ask for the outline as it stands now.
function fetchAgain() {
  return inTurn(async () => {
    try {
      const response = await get(desk.dataset.outline);
      if (response.ok) show(await response.text(), " by a colleague");
    } catch (error) {
      if (!(error instanceof Away)) throw error; // the sign of saving says so; what is shown stays
    }
  });
}

// From now on nothing is moved by the server, until `letGo`.
export function hold() {
  inHand = true;
}

export function letGo() {
  inHand = false;
  if (waiting && !pending) replaceOutline(waiting);
}

// Put sections and cards back to where the server last had them.
export function putBack() {
  const here = document.activeElement;
  const [sections, lists] = shape;
  for (const card of outline().querySelectorAll("li.placing")) card.remove();
  document.querySelector("#sections").append(...sections);
  for (const [list, cards] of lists) list.append(...cards);
  if (document.activeElement !== here) here.focus({ preventScroll: true });
}

function inTurn(work) {
  pending += 1;
  const done = queue.then(work).finally(() => (pending -= 1));
  queue = done.catch(() => {});
  return done;
}

async function asked(ask) {
  try {
    const response = await ask();
    if (response.ok) return await response.text();
    refused(await reasonOf(response));
    if (response.status === 409) tell("outdated");
    fetchAgain();
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    refused(`${error.message} The step was not made; everything stands where it was.`);
  }
  return null;
}

function refused(sentence) {
  failures += 1;
  waiting = null;
  if (!inHand) putBack();
  toast(sentence, "bad");
  announce(sentence);
}

function show(html, byWhom) {
  if (inHand) waiting = html;
  else if (pending <= 1) replaceOutline(html, byWhom); // else the one after it brings a newer one
}

function replaceOutline(html, byWhom = "") {
  waiting = null;
  const fresh = elementOf(html);
  const here = focused();
  const gone = [...outline().querySelectorAll("li.slot.open")].filter((card) => !fresh.querySelector(`#${card.id}`));
  become(outline(), fresh);
  for (const card of gone) sayGone(card, byWhom);
  shape = shapeOf();
  known = outline().dataset.steps;
  focusAgain(here);
  watch(outline());
  tell("outline");
}

function sayGone(card, byWhom) {
  flush();
  toast(`“${nameOf(card)}” was taken out of this edition${byWhom}; its text is kept in the item.`);
}

function focused() {
  const field = document.activeElement;
  if (!outline().contains(field)) return null;
  const { id, selectionStart: from, selectionEnd: to } = field;
  const grips = [...outline().querySelectorAll("button.grip")];
  const at = grips.findIndex((grip) => grip.closest("li.slot, .sec") === field.closest("li.slot, .sec"));
  const wrote = field.matches("input, textarea, select");
  return { field, id, from, to, wrote, near: [...grips.slice(at), ...grips.slice(0, at).reverse()] };
}

function focusAgain(here) {
  const isOpen = (field) => field?.isConnected && !field.closest("[inert]");
  if (!here || (document.activeElement === here.field && isOpen(here.field))) return;
  const field = [here.field, document.getElementById(here.id)].find(isOpen);
  const near = here.wrote ? null : here.near.find((grip) => grip.isConnected); // which a Space would pick up
  (field ?? near ?? document.querySelector("#outline-title")).focus({ preventScroll: true });
  if (typeof here.from === "number") field?.setSelectionRange?.(here.from, here.to);
}

function shapeOf() {
  const lists = [...document.querySelectorAll("#sections ol.slots")].map((list) => [list, [...list.children]]);
  return [[...document.querySelectorAll("#sections > .sec")], lists];
}

// An outline to come back to has the words that were typed since it came from the server.
export function withWhatIsTyped(steps) {
  const parts = JSON.parse(steps);
  for (const part of parts) {
    const form = document.getElementById(`heading-${part.id}`);
    if (form) for (const name of ["heading", "layout", "text"]) part[name] = form.elements[name].value;
    for (const slot of part.slots) {
      const field = document.querySelector(`#section-${part.id} li[data-item="${slot[0]}"] [name=wording]`);
      if (field) slot[1] = field.value;
    }
  }
  return JSON.stringify(parts);
}

// A clipping or an item of the left pane as the outline shows it until the server has placed it.
export function placing(card) {
  const shown = element("li", "card slot placing");
  for (const name of ["item", "clipping", "label"]) if (name in card.dataset) shown.dataset[name] = card.dataset[name];
  const grip = Object.assign(element("button", "grip", "⠿"), { type: "button", ariaLabel: `Move “${nameOf(card)}”` });
  grip.setAttribute("aria-describedby", "how-to-move");
  shown.append(grip, element("span", "t", nameOf(card)), element("span", "m", "Not placed yet"));
  return shown;
}

const element = (tag, className, textContent = "") =>
  Object.assign(document.createElement(tag), { className, textContent });

// Tell the server where an element stands now; whether it took it.
export async function settle(element) {
  const values = { before: keyAfter(element) };
  if (element.matches(".sec")) return step(element.dataset.move, values);
  values.section = element.closest(".sec").dataset.section;
  if (element.dataset.move) return step(element.dataset.move, values);
  const { item, clipping } = element.dataset;
  return step(outline().dataset.place, { ...values, ...(item ? { item } : { clipping }) });
}

function keyAfter(element) {
  let next = element.nextElementSibling;
  while (next?.matches(".placing")) next = next.nextElementSibling;
  return next?.dataset.slot ?? next?.dataset.section ?? "";
}

export async function remove(element) {
  const isSection = element.matches(".sec");
  const items = element.querySelectorAll("li.slot").length;
  const name = nameOf(element);
  const next = element.nextElementSibling ?? element.previousElementSibling ?? element.closest("ol")?.closest(".sec");
  for (const card of outline().querySelectorAll("li.slot.open")) if (!(await closeCard(card))) return;
  await flush();
  element.remove();
  (next?.querySelector(".grip") ?? document.querySelector("#add-section"))?.focus({ preventScroll: true });
  if (!(await step(element.dataset.remove))) return;
  announce(`“${name}” was taken out.`);
  if (isSection) toast(`“${name}” was taken out${items ? " with what stood in it" : ""}. Undo brings it back.`);
}

async function addSection() {
  if (!(await step(outline().dataset.add))) return;
  const section = document.querySelector("#sections > .sec:last-of-type");
  section?.scrollIntoView({ block: "nearest" }); // none yet where another step is under way, which brings it
  section?.querySelector(".h").focus();
}

async function openCard(card) {
  if (opening === card) return; // a double click
  opening = card;
  const html = await editorOf(card);
  if (opening !== card) return; // another was asked for since
  opening = null;
  if (html === null) return;
  const place = card.querySelector(".editing");
  place.innerHTML = html;
  place.hidden = false;
  card.classList.add("open");
  card.querySelector(".t[data-open]").setAttribute("aria-expanded", "true");
  globalThis.htmx?.process(place);
  watch(place);
  place.querySelector("[name=body]")?.focus();
  card.scrollIntoView({ block: "nearest" });
}

// What a card opens with, once the one that is open is closed; null where it cannot open.
async function editorOf(card) {
  const other = outline().querySelector("li.slot.open");
  if (other && !(await closeCard(other))) return null;
  try {
    const response = await get(card.dataset.editor);
    if (response.ok) return await response.text();
    toast(await reasonOf(response), "bad");
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    toast(`${error.message} Open the card again when it is back.`, "bad");
  }
  return null;
}

// Whether it could be closed: a text that is not saved, or waits to be merged, stays before its writer.
async function closeCard(card) {
  await flush();
  if ([...card.querySelectorAll("form[data-save]")].some(isDirty)) {
    toast("This text is not saved yet, so its card stays open.", "bad");
    return false;
  }
  const place = card.querySelector(".editing");
  const inside = place.contains(document.activeElement);
  card.classList.remove("open");
  place.hidden = true;
  place.replaceChildren();
  const title = card.querySelector(".t[data-open]");
  title.setAttribute("aria-expanded", "false");
  if (inside) title.focus({ preventScroll: true });
  fetchAgain();
  return true;
}

// What a colleague saved in the card that is open here.
async function refreshEditor() {
  const card = outline().querySelector("li.slot.open");
  if (!card) return;
  try {
    const response = await get(card.dataset.editor);
    if (!response.ok) return;
    const place = document.createElement("template");
    place.innerHTML = await response.text();
    for (const form of card.querySelectorAll("form[data-save]")) {
      const fresh = place.content.querySelector(`#${form.id}`);
      if (fresh) refresh(form, fresh);
    }
  } catch (error) {
    if (!(error instanceof Away)) throw error; // it is asked again with the next change
  }
}

document.addEventListener("click", ({ target, detail }) => {
  if (!outline()?.contains(target)) return;
  const card = target.closest("li.slot");
  if (target.closest(".t[data-open]") && !card.matches(".placing")) openCard(card);
  if (target.closest("[data-done]")) closeCard(card);
  if (target.closest("[data-remove-slot]")) remove(card);
  if (target.closest("[data-remove-section]")) remove(target.closest(".sec"));
  if (target.closest("#add-section") && detail < 2) addSection(); // a double click adds one
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest("li.slot.open");
  const done = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
  if (!card || !done || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  closeCard(card);
});

document.addEventListener("desk:saved", ({ detail: { what } }) => {
  if (what === "edition" || what === "section") fetchAgain();
});
document.addEventListener("desk:stale", () => fetchAgain().then(refreshEditor));
document.addEventListener("desk:besides", fetchAgain);
document.addEventListener("desk:refused", ({ detail: { sentence } }) => sentence && fetchAgain());
