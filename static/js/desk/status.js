// The one sign of saving: "Saved 14:02", or that the server is away.
import { cannotKeep } from "./kept.js";
import { tally } from "./saver.js";

const sign = document.querySelector("#saved");
let [at, away] = ["", ""];

function say(text, tone = "") {
  sign.setAttribute("aria-live", tone ? "polite" : "off"); // nobody wants to hear of every save
  if (sign.textContent !== text) sign.textContent = text;
  sign.className = tone;
}

function show() {
  const { unsaved, merging } = tally();
  if (away) return say(`${away} ${kept()}`, "bad");
  if (merging) return say(merging > 1 ? `${merging} texts wait to be merged` : "A text waits to be merged", "warn");
  if (unsaved) return say("Not saved yet");
  say(at && `Saved ${at}`);
}

function kept() {
  if (cannotKeep()) return "Leave this page open: what you type is kept nowhere else.";
  return "What you type is kept in this browser.";
}

document.addEventListener("desk:saved", (event) => {
  at = event.detail.at;
});
document.addEventListener("desk:away", (event) => {
  away = event.detail.sentence;
});
document.addEventListener("desk:back", () => {
  away = "";
});
for (const name of ["dirty", "saved", "away", "back", "refused", "merged", "unkept"]) {
  document.addEventListener(`desk:${name}`, show);
}
