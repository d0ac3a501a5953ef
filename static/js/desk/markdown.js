// Bold, italic and link in every text area that holds Markdown: by button and by keyboard.
// Text goes in by `insertText`, so that the browser's own undo takes it back.
const MARKS = { bold: "**", italic: "*" };
const LINK = /\[([^[\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/g;
const WORD = /[\p{L}\p{N}'’&-]/u;

export const isWriting = (field) => field?.matches?.("textarea[data-markdown]") && !field.readOnly;

// Put `text` where `from` to `to` stands.
export function replace(field, from, to, text) {
  field.focus();
  field.setSelectionRange(from, to);
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (done) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// The selection, or the word at the caret, without blanks at its ends.
function chosen({ value, selectionStart: from, selectionEnd: to }) {
  if (from === to) {
    while (from > 0 && WORD.test(value[from - 1])) from -= 1;
    while (to < value.length && WORD.test(value[to])) to += 1;
  }
  while (from < to && /\s/.test(value[from])) from += 1;
  while (to > from && /\s/.test(value[to - 1])) to -= 1;
  return [from, to];
}

const starsBefore = (text) => /\**$/.exec(text)[0].length;
const starsAfter = (text) => /^\**/.exec(text)[0].length;
// One star is italic, two are bold, three are both.
const isMarked = (stars, mark) => (mark === "*" ? stars % 2 === 1 : stars >= 2);

// Set a mark around what is chosen, or take it away where it has it.
export function toggle(field, name) {
  const mark = MARKS[name];
  let [from, to] = chosen(field);
  const text = field.value;
  while (to - from > 1 && text[from] === "*" && text[to - 1] === "*") [from, to] = [from + 1, to - 1];
  const stars = Math.min(starsBefore(text.slice(0, from)), starsAfter(text.slice(to)));
  const inside = text.slice(from, to);
  if (from < to && isMarked(stars, mark)) {
    replace(field, from - mark.length, to + mark.length, inside);
    field.setSelectionRange(from - mark.length, to - mark.length);
  } else if (inside.includes("\n\n")) {
    // A mark does not reach over paragraphs.
    const marked = inside.split(/(\n{2,})/).map((part) => (part.trim() ? mark + part + mark : part)).join("");
    replace(field, from, to, marked);
    field.setSelectionRange(from, from + marked.length);
  } else {
    replace(field, from, to, mark + inside + mark);
    field.setSelectionRange(from + mark.length, to + mark.length);
  }
}

export function linkTo(field, address) {
  const [from, to] = chosen(field);
  const words = field.value.slice(from, to) || address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
  replace(field, from, to, `[${words}](${address})`);
  field.setSelectionRange(from + 1, from + 1 + words.length);
}

// The link in which the caret stands: where it is, its words, its address.
function linkAt({ value, selectionStart: from, selectionEnd: to }) {
  for (const found of value.matchAll(LINK)) {
    const end = found.index + found[0].length;
    if (found.index <= from && to <= end) return { from: found.index, to: end, words: found[1], address: found[2] };
  }
  return null;
}

export function isAddress(text) {
  return /^https?:\/\/[^\s]+$/i.test(text);
}

// The small field that asks for the address, in the place of the tools.
function askForLink(field, tools) {
  if (tools.querySelector(".link-box")) return;
  const there = linkAt(field);
  const [from, to] = [field.selectionStart, field.selectionEnd];
  const box = document.createElement("span");
  box.className = "link-box";
  const input = Object.assign(document.createElement("input"), {
    className: "address",
    value: there?.address ?? "",
    placeholder: "https://",
    inputMode: "url",
    autocomplete: "off",
  });
  input.setAttribute("aria-label", "Address of the link");
  const set = Object.assign(document.createElement("button"), { type: "button", textContent: there ? "Change" : "Link" });
  box.append(input, set);
  tools.append(box);
  tools.classList.add("asking");
  input.focus();
  input.select();

  const close = () => {
    tools.classList.remove("asking");
    field.focus(); // which lets go of the box
    field.setSelectionRange(from, to);
    box.remove();
  };
  const apply = () => {
    const address = input.value.trim();
    const wanted = !address || isAddress(address) || address.startsWith("mailto:") ? address : `https://${address}`;
    close();
    if (there && !wanted) replace(field, there.from, there.to, there.words);
    else if (there) replace(field, there.from, there.to, `[${there.words}](${wanted})`);
    else if (wanted) linkTo(field, wanted);
  };
  set.addEventListener("click", apply);
  for (const name of ["input", "change"]) box.addEventListener(name, (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      event.preventDefault();
      apply();
    }
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (!relatedTarget || relatedTarget === field || box.contains(relatedTarget)) return;
    tools.classList.remove("asking");
    setTimeout(() => box.remove());
  });
}

// The tools of a field: those the page brings, or, once it is written in, some of its own.
const tools = new WeakMap();

function toolsOf(field) {
  if (!tools.has(field)) {
    const brought = field.id && document.querySelector(`.tools[aria-controls="${field.id}"]`);
    tools.set(field, brought || made(field));
  }
  const found = tools.get(field);
  found.field = field;
  return found;
}

function made(field) {
  const bar = document.createElement("span");
  bar.className = "tools own";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Marks of the text");
  const button = (mark, text, label) => {
    const one = Object.assign(document.createElement("button"), { type: "button", title: label });
    one.dataset.mark = mark;
    one.setAttribute("aria-label", label);
    one.append(text);
    bar.append(one);
  };
  const tag = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  button("bold", tag("b", "B"), "Bold");
  button("italic", tag("i", "I"), "Italic");
  button("link", "Link", "Link");
  if (field.dataset.companies) button("company", "@ Company", "@ Company");
  (field.closest("label") ?? field).after(bar);
  return bar;
}

export function press(field, name) {
  if (name === "link") askForLink(field, toolsOf(field));
  else if (name === "company") {
    const before = field.value.slice(0, field.selectionStart);
    replace(field, field.selectionStart, field.selectionEnd, /[\p{L}\p{N}]$/u.test(before) ? " @" : "@");
  } else toggle(field, name);
}

const KEYS = { b: "bold", i: "italic", k: "link" };

document.addEventListener("focusin", ({ target }) => isWriting(target) && toolsOf(target));
document.addEventListener("keydown", (event) => {
  const name = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
  if (!name || !isWriting(event.target)) return;
  event.preventDefault();
  press(event.target, name);
});
// The button must not take the focus: the selection is what it is for.
document.addEventListener("mousedown", (event) => event.target.closest("[data-mark]") && event.preventDefault());
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-mark]");
  if (!button) return;
  const bar = button.closest(".tools");
  const field = bar.field ?? document.getElementById(bar.getAttribute("aria-controls"));
  if (isWriting(field)) press(field, button.dataset.mark);
});
