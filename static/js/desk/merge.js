// Where a person decides: between a colleague's text and their own, and about a text that cannot be saved.
import { announce, toast } from "./server.js";

// Both texts of a field side by side, in the place of the field until one of them is taken.
export function showMerge(field, { html, draft }, { takes, types }) {
  const place = document.createElement("div");
  place.className = "merging";
  place.innerHTML = html;
  const view = place.querySelector("[data-merge]");
  const merged = place.querySelector("[data-merged]");
  if (merged && draft !== undefined) merged.value = draft;
  for (const name of ["input", "change", "focusout"]) place.addEventListener(name, (event) => event.stopPropagation());
  merged?.addEventListener("input", () => types(merged.value));
  place.addEventListener("click", ({ target }) => {
    const take = target.closest("[data-take]")?.dataset.take;
    if (take) takes(take, merged?.value);
  });
  place.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the keys of the desk are not for this
    const finished = event.ctrlKey || event.metaKey || merged?.tagName === "INPUT";
    if (event.key !== "Enter" || event.target !== merged || !finished) return;
    event.preventDefault();
    takes("merged", merged.value);
  });
  const shown = field.closest(".field") ?? field;
  const wasWriting = shown.contains(document.activeElement);
  shown.after(place);
  shown.hidden = true;
  if (wasWriting) goOn(merged, view, field);
  else announce(view.getAttribute("aria-label"));
  return () => {
    const isHere = place.contains(document.activeElement);
    place.remove();
    shown.hidden = false;
    if (isHere) field.focus();
  };
}

// Whoever was writing writes on in the text that shall stand, at the place where they were.
function goOn(merged, view, field) {
  (merged ?? view).focus();
  const caret = field.selectionEnd ?? merged?.value.length;
  merged?.setSelectionRange(caret, caret);
  view.scrollIntoView({ block: "nearest" });
}

// A text that the server refuses for good: why, and the text to be copied, until the person lets it go.
export function showStranded(sentence, texts, letGo) {
  const place = document.createElement("div");
  place.className = "stranded";
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", "Text that could not be saved");
  const why = Object.assign(document.createElement("p"), { className: "why" });
  why.setAttribute("role", "alert");
  why.textContent = `${sentence} What you typed is kept here:`;
  place.append(why, ...texts.map(textBox));
  const copy = button("Copy", () => copyAll(texts));
  const away = button("Let it go", () => {
    const pane = place.parentElement;
    place.remove();
    letGo();
    pane.querySelector("summary, button:enabled")?.focus();
  });
  const acts = Object.assign(document.createElement("p"), { className: "kept-acts" });
  acts.append(copy, " ", away);
  place.append(acts);
  (document.querySelector("#outline-pane") ?? document.querySelector("#content")).prepend(place);
  return () => place.remove();
}

function textBox(text) {
  const box = document.createElement("textarea");
  box.readOnly = true;
  box.value = text;
  box.rows = Math.min(8, text.split("\n").length + 1);
  box.setAttribute("aria-label", "What you typed");
  return box;
}

function button(label, does) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn" });
  made.textContent = label;
  made.addEventListener("click", does);
  return made;
}

async function copyAll(texts) {
  try {
    await navigator.clipboard.writeText(texts.join("\n\n"));
    toast("Copied.");
  } catch {
    toast("This browser does not let a page copy; select the text and copy it yourself.", "bad");
  }
}
