// The one sign of saving: "Saved 14:02", or that the server is away.
const sign = document.querySelector("#saved");
const say = (text, tone = "") => {
  sign.textContent = text;
  sign.className = tone;
};

document.addEventListener("desk:dirty", () => say("Not saved yet"));
document.addEventListener("desk:saved", (event) => say(`Saved ${event.detail.at}`));
document.addEventListener("desk:away", (event) => {
  say(`${event.detail.sentence} What you type is kept in this browser.`, "bad");
});
document.addEventListener("desk:refused", (event) => say(event.detail.sentence, "bad"));
