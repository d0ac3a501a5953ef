// A proof to oneself or to colleagues, from a dialog that stays open until it is on its way.
import { Away, get, post, reasonOf } from "./server.js";

const dialog = document.querySelector("#proof");
const place = document.querySelector("#proof-form");

async function show() {
  dialog.showModal();
  if (place.firstElementChild?.matches("form")) return; // what was filled in before is still there
  place.textContent = "One moment…";
  try {
    const response = await get(dialog.dataset.proof);
    if (response.ok) place.innerHTML = await response.text();
    else place.textContent = await reasonOf(response);
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    place.textContent = error.message;
  }
}

async function send(form, values) {
  const said = form.querySelector(".told");
  const buttons = form.querySelectorAll("button");
  const here = document.activeElement;
  for (const button of buttons) button.disabled = true;
  said.className = "told";
  said.textContent = "Sending…";
  try {
    const response = await post(form.action, values);
    said.textContent = response.ok ? await response.text() : await reasonOf(response);
    said.classList.add(response.ok ? "ok" : "bad");
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    said.textContent = `${error.message} Nothing was sent, as far as this page knows.`;
    said.classList.add("bad");
  }
  for (const button of buttons) button.disabled = false;
  if (dialog.open && !dialog.contains(document.activeElement)) here.focus(); // which a disabled button lets go
}

if (dialog) {
  document.body.append(dialog); // on a narrow screen its pane may be hidden
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-does="proof"]')) show();
    const myself = event.target.closest("[data-myself]");
    if (myself) send(myself.form, { to: myself.dataset.myself });
  });
  place.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, new FormData(event.target));
  });
}
