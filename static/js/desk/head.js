// The head of the desk: the state of the edition and what comes next. A save of ours may change it, and so may a
// colleague.
import { elementOf } from "./become.js";
import { outline } from "./outline.js";
import { Away, get, toast } from "./server.js";

const desk = document.querySelector("#desk");
const state = () => outline().dataset.state.split(".")[1];
let shown = state();

async function follow() {
  const wanted = state();
  if (wanted === shown) return;
  try {
    const response = await get(desk.dataset.head);
    if (!response.ok) return;
    shown = wanted;
    put(elementOf(await response.text()));
  } catch (error) {
    if (!(error instanceof Away)) throw error; // it is asked for again with the next outline
  }
}

function put(fresh) {
  const isHere = document.querySelector("#next").contains(document.activeElement);
  for (const id of ["steps", "next"]) document.getElementById(id).replaceWith(fresh.querySelector(`#${id}`));
  if (isHere) document.querySelector("#next a").focus();
  const now = document.querySelector("#steps [aria-current]");
  if (now) toast(`This edition is now: ${now.textContent}.`);
}

document.addEventListener("desk:outline", follow);
