// How many readers a segment has is counted anew a moment after something in its form was changed.
const [form, reach] = [document.querySelector("#segment"), document.querySelector("#reach")];
const QUIET = 400; // milliseconds
let timer;
let asked = 0;

async function count() {
  const mine = ++asked;
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("csrfmiddlewaretoken");
  const answer = await fetch(`${reach.dataset.reach}?${fields}`, { redirect: "error" }).catch(() => null);
  if (mine !== asked) return;
  if (answer?.ok) reach.innerHTML = await answer.text();
  else reach.textContent = "They could not be counted; they will be when it is kept.";
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(count, QUIET);
}

form.addEventListener("change", later);
form.addEventListener("input", later);
// The pickers of companies, markets and topics are of the admin, and tell of a change through its jQuery.
globalThis.django?.jQuery(form).on("change", "select", later);
