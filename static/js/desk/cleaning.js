// What was pasted from a portal: the server tells which lines belong to its page. They go in one step, which
// the browser's own undo takes back, and are shown under the field. Without an answer the paste stays as it is.
import { replace } from "./markdown.js";
import { Away, announce, post } from "./server.js";

let composing = false; // with an input method, whose text must not be disturbed

// Clean `text`, which was just pasted into `field` at `from`; `captions` are lines that its page marked as such.
export async function clean(field, from, text, captions) {
  const answer = await ask(field.dataset.cleans, [["text", text], ...captions.map((one) => ["caption", one])]);
  if (!answer?.html) return;
  if (composing) await new Promise((done) => addEventListener("compositionend", () => setTimeout(done), { once: true }));
  const at = field.value.startsWith(text, from) ? from : field.value.indexOf(text);
  if (at < 0 || !field.isConnected) return; // somebody has written in it meanwhile
  exchange(field, at, text, answer.text);
  show(field, text, answer);
}

async function ask(url, values) {
  try {
    const response = await post(url, values);
    return response.ok ? await response.json() : null;
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    return null;
  }
}

// The caret stays where somebody writes on.
function exchange(field, at, was, now) {
  const { activeElement: here } = document;
  const caret = field.selectionStart;
  const after = caret >= at + was.length ? caret - was.length + now.length : at + now.length;
  replace(field, at, at + was.length, now);
  field.setSelectionRange(...Array(2).fill(caret <= at ? caret : after));
  if (here !== field && here !== document.body) here.focus({ preventScroll: true });
}

function show(field, was, { text: now, html }) {
  const place = field.closest(".field") ?? field;
  place.insertAdjacentHTML("afterend", html);
  const box = place.nextElementSibling;
  const gone = () => {
    box.remove();
    field.removeEventListener("input", undone);
  };
  const undone = () => field.value.includes(was) && gone();
  field.addEventListener("input", undone);
  box.querySelector("[data-agree]").addEventListener("click", () => {
    gone();
    field.focus();
  });
  box.querySelector("[data-put-back]").addEventListener("click", () => {
    const lines = [...box.querySelectorAll("[data-dropped]")].map((one) => one.textContent);
    gone();
    putBack(field, was, now, lines);
  });
  announce(box.querySelector("strong").textContent);
}

// The paste as it was; where somebody has changed it since, the lines stand at the end.
function putBack(field, was, now, lines) {
  const [at, end] = [field.value.indexOf(now), field.value.length];
  if (at >= 0) exchange(field, at, now, was);
  else replace(field, end, end, `\n\n${lines.join("\n\n")}`);
  field.focus();
  announce(at >= 0 ? "Put back." : "Put back at the end, as the text has changed since.");
}

addEventListener("compositionstart", () => {
  composing = true;
});
addEventListener("compositionend", () => {
  composing = false;
});
