// Words selected in the proof become the passage of the note, unless one was typed. Links out of the proof
// open a page of their own, which is not told where they were followed.
const frame = document.querySelector('iframe[name="proof"]');
const passage = document.querySelector("#note_passage");
let taken = "";

function attend() {
  const proof = frame.contentDocument;
  if (!proof) return;
  proof.addEventListener("selectionchange", () => {
    const words = proof.getSelection().toString().replace(/\s+/g, " ").trim().slice(0, passage.maxLength);
    if (words && (passage.value === "" || passage.value === taken)) passage.value = taken = words;
  });
  for (const link of proof.links) {
    if (link.origin !== location.origin) Object.assign(link, { target: "_blank", rel: "noreferrer" });
  }
}

frame.addEventListener("load", attend);
if (frame.contentDocument?.readyState === "complete") attend();

// A note that was written and not sent is not lost by pressing another button.
const note = document.querySelector("form[data-keep]");
const warning = note.querySelector("[hidden]");
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form === note || !warning.hidden || !note.elements.text.value.trim()) return;
    event.preventDefault();
    warning.hidden = false;
    note.elements.text.focus();
  });
}
