// Undoing the last steps, and doing them again: the outline before a step is brought back, unless a colleague
// changed it since. They are kept while this tab lives, for each edition.
import { isClosed, outline, step, stepsMade, withWhatIsTyped } from "./outline.js";
import { flush } from "./saver.js";
import { announce } from "./server.js";

const KEY = `recap:steps:${document.querySelector("#desk").dataset.edition}`;
const MOST = 30;
const WRITING = "input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]";
let { done, undone } = JSON.parse(sessionStorage.getItem(KEY)) ?? { done: [], undone: [] };
let turn = Promise.resolve();

function keep() {
  done = done.slice(-MOST);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ done, undone }));
  } catch {
    sessionStorage.removeItem(KEY); // no room: then they end with this page
  }
  show();
}

function show() {
  const here = document.activeElement;
  for (const [id, steps] of [["undo", done], ["redo", undone]]) {
    const button = document.getElementById(id);
    if (button) button.disabled = !steps.length;
  }
  if (here.disabled && here.closest("#undoing")) document.querySelector("#undoing :enabled")?.focus();
}

function forget() {
  [done, undone] = [[], []];
  keep();
}

// One after another, and after the steps that are still under way.
function go(from, to, [wanted, found], said) {
  turn = turn.then(async () => {
    await Promise.all([stepsMade(), flush()]);
    const one = from().at(-1);
    if (!one || isClosed()) return;
    one[found] = withWhatIsTyped(one[found]); // doing it again shall bring these words back
    const after = await step(outline().dataset.arrange, { wanted: one[wanted], found: one[found] }, { undoes: true });
    if (!after) return;
    to().push(from().pop());
    rename(JSON.parse(one[wanted]), JSON.parse(after));
    keep();
    announce(said);
  });
}

// A section that was taken out comes back as another row: the steps kept here shall know it.
function rename(wanted, after) {
  const names = new Map(wanted.map((part, place) => [part.id, after[place]?.id ?? part.id]));
  const renamed = (steps) =>
    JSON.stringify(JSON.parse(steps).map((part) => ({ ...part, id: names.get(part.id) ?? part.id })));
  for (const one of [...done, ...undone]) Object.assign(one, { before: renamed(one.before), after: renamed(one.after) });
}

const undo = () => go(() => done, () => undone, ["before", "after"], "Undone.");
const redo = () => go(() => undone, () => done, ["after", "before"], "Done again.");

document.addEventListener("desk:step", ({ detail: { before, after } }) => {
  done.push({ before, after });
  undone = [];
  keep();
});
document.addEventListener("desk:outdated", forget);
document.addEventListener("desk:outline", show);
document.addEventListener("click", ({ target }) => {
  if (target.closest("#undo")) undo();
  if (target.closest("#redo")) redo();
});
document.addEventListener("keydown", (event) => {
  const [key, pressed] = [event.key.toLowerCase(), event.ctrlKey || event.metaKey];
  if (!pressed || event.altKey || (key !== "z" && key !== "y")) return;
  if (event.target.closest(WRITING) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (key === "z" && !event.shiftKey) undo();
  else redo();
});
show();
