// A form that asks somebody else's server says so while it waits, and is not sent twice.
for (const form of document.querySelectorAll("form[data-waits]")) {
  const said = document.getElementById(form.dataset.waits);
  const wait = (waits) => {
    said.hidden = !waits;
    form.ariaBusy = String(waits);
    for (const button of form.querySelectorAll("button")) button.disabled = waits;
  };
  form.addEventListener("submit", () => setTimeout(wait, 0, true)); // once the browser has read the form
  window.addEventListener("pageshow", () => wait(false)); // who came back looks anew
}
