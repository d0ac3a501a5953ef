// The left pane: clearing what is looked for, a word when the server is away, and "w" on a clipping.
const pane = document.querySelector("#ready-pane");

const form = () => pane.querySelector("#ready-form");
const look = () => htmx.trigger(form(), "submit");

pane.addEventListener("click", (event) => {
  const lifted = event.target.closest("[data-lift]");
  if (lifted) {
    pane.querySelector(`input[type=hidden][name="${lifted.dataset.lift}"]`).remove();
    look();
  }
  if (event.target.closest("[data-clear]")) {
    event.preventDefault();
    for (const one of form().querySelectorAll("select, #ready-q")) one.value = one.matches("#ready-state") ? "ready" : "";
    for (const one of form().querySelectorAll("input[type=hidden]")) one.remove();
    look();
    form().querySelector("#ready-q").focus();
  }
});

pane.addEventListener("keydown", (event) => {
  const card = event.target.closest("[data-clipping]");
  if (event.key !== "w" || event.ctrlKey || event.metaKey || event.altKey || !card) return;
  card.querySelector("[data-write]")?.click();
});

function away(is) {
  const said = pane.querySelector("#ready-away");
  if (said) said.hidden = !is;
  else if (is) pane.querySelector("#ready-first").textContent = "The list could not be read; reload the page.";
}

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  pane.addEventListener(name, () => away(true));
}
pane.addEventListener("htmx:afterSwap", () => away(false));
