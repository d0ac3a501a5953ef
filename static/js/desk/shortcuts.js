// A key presses what carries its name: the table stands in the dialog under "?", written by the server.
const dialog = document.querySelector("#shortcuts");
const table = new Map(
  [...dialog.querySelectorAll("[data-keys]")].map((row) => [row.dataset.keys, row.dataset.name]),
);
const WRITING = "input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]";
const PAUSE = 1000; // milliseconds in which the second key of a pair is awaited
let begun = "";
let timer;
let wrote = null; // the field that the last key was for

document.addEventListener("keydown", (event) => {
  if (event.target.closest(WRITING)) wrote = { field: event.target, at: Date.now() };
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWritingOn()) return;
  if (event.target.closest(WRITING) || document.querySelector("dialog[open]")) return;
  const keys = begun ? `${begun} ${event.key}` : event.key;
  begun = "";
  clearTimeout(timer);
  if (table.has(keys)) {
    event.preventDefault();
    does(table.get(keys));
  } else if ([...table.keys()].some((one) => one.startsWith(`${event.key} `))) {
    begun = event.key;
    timer = setTimeout(() => (begun = ""), PAUSE);
  }
});

// Somebody typed in a field that a colleague took away or closed: the rest of the sentence presses nothing.
function isWritingOn() {
  const isGone = wrote && (!wrote.field.isConnected || wrote.field.closest("[inert]"));
  if (!isGone || Date.now() - wrote.at > PAUSE) return false;
  wrote.at = Date.now();
  return true;
}

function does(name) {
  if (name === "help") return dialog.showModal();
  const element = document.querySelector(`[data-does="${name}"]`);
  if (!element) return;
  element.matches(WRITING) ? element.focus() : element.click();
}

document.addEventListener("click", (event) => {
  if (event.target.closest('[data-does="help"]')) dialog.showModal();
  const isBeside = event.target.matches("dialog[open]") && event.detail < 2; // not the rest of a double click
  if (isBeside || event.target.closest("[data-close]")) {
    event.target.closest("dialog").close(); // a click beside it, or on its button
  }
});
