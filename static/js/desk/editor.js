// The editor of an item: words counted, text areas that grow, suggestions taken, and what the bar says of it.
import "./markdown.js";
import "./paste.js";
import "./completion.js";
import "./rows.js";
import { Away, get } from "./server.js";

// As in editions/render/figures.py: Latin words and Chinese characters together.
const WORDS = /(?:(?![㐀-鿿])[\p{L}\p{N}_])+(?:[.,’'-](?:(?![㐀-鿿])[\p{L}\p{N}_])+)*/gu;
const CHINESE = /[㐀-鿿]/g;
const ADDRESS = /\]\([^)\s]*\)|https?:\/\/\S+/g;

const countOf = (text, pattern) => text.match(pattern)?.length ?? 0;
const wordsIn = (markdown) => {
  const text = markdown.replace(ADDRESS, " ");
  return countOf(text, WORDS) + countOf(text, CHINESE);
};

function count(editor) {
  const words = wordsIn(editor.querySelector("textarea[name=body]").value);
  editor.querySelector("[data-words]").textContent = `${words} word${words === 1 ? "" : "s"}`;
}

function credit(editor) {
  const credits = JSON.parse(editor.querySelector("[data-name=credits]").dataset.value);
  editor.querySelector("[data-credited]").textContent = credits.length
    ? `—${credits.map((one) => one.source).join(", ")}`
    : "no credit yet";
}

// "38 of about 45": inboxes cut what is longer.
function measure(said) {
  const { counts, best } = said.dataset;
  const length = [...said.closest("form").elements[counts].value].length;
  said.textContent = `${length} of about ${best}`;
  said.classList.toggle("over", length > Number(best));
}

const GROWS = CSS.supports("field-sizing", "content");
function grow(field) {
  if (GROWS || !field.matches(".editor-of textarea, .words-of textarea, .own-text textarea")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function look(root) {
  for (const editor of root.querySelectorAll(".editor")) {
    count(editor);
    credit(editor);
  }
  for (const said of root.querySelectorAll("[data-counts]")) measure(said);
  for (const field of root.querySelectorAll("textarea")) grow(field);
}

document.addEventListener("input", ({ target }) => {
  const editor = target.closest(".editor");
  if (editor && target.name === "body") count(editor);
  if (target.matches("textarea")) grow(target);
  const said = target.form?.querySelector(`[data-counts="${target.name}"]`);
  if (said) measure(said);
  if (target.matches("[data-one-line]") && target.value.includes("\n")) {
    const at = target.selectionStart;
    target.value = target.value.replaceAll("\n", " ");
    target.setSelectionRange(at, at);
  }
});

document.addEventListener("change", ({ target }) => {
  const editor = target.closest(".editor");
  if (!editor) return;
  if (target.dataset.name === "credits") credit(editor);
  if (target.name === "format") dek(editor);
});

function dek(editor) {
  const field = editor.querySelector("[data-dek]");
  field.hidden = editor.elements.format.value === "brief" && !editor.elements.dek.value;
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey) return; // which closes the card
  if (key === "Enter" && target.matches("[data-one-line]") && !event.isComposing) event.preventDefault();
});

// Suggestions are taken by hand, and asked for again after a save.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-suggest]");
  if (!button) return;
  const editor = button.closest(".editor");
  const { suggest, id, name } = button.dataset;
  if (suggest === "kind") {
    editor.elements.kind.value = id;
    editor.elements.kind.dispatchEvent(new Event("change", { bubbles: true }));
  } else editor.querySelector(`desk-chips[data-name="${suggest}"]`).add(Number(id), name);
  const next = button.nextElementSibling ?? button.previousElementSibling;
  button.remove();
  if (next?.matches("button")) next.focus();
  else editor.querySelector("textarea[name=body]").focus();
});

document.addEventListener("desk:saved", async ({ detail: { form } }) => {
  const place = form?.querySelector("[data-suggestions]");
  if (!place) return;
  try {
    const response = await get(place.dataset.suggestions);
    const html = await response.text();
    if (response.ok && !place.contains(document.activeElement)) place.innerHTML = html;
  } catch (error) {
    if (!(error instanceof Away)) throw error; // suggestions can wait
  }
});

// Editors come and go with the cards of the outline.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) look(node.parentElement ?? node);
  }
}).observe(document.querySelector("#content"), { childList: true, subtree: true });
look(document);
