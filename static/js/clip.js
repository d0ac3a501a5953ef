// Clipping a page: says that it is being read, and what the bookmark is for.
const WAITING = "aria-busy";

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute(WAITING)) return event.preventDefault();
    form.setAttribute(WAITING, "true");
    form.querySelector(".wait").textContent = form.dataset.busy;
  });
}
// Back from the next page: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(`form[${WAITING}]`)) {
    form.removeAttribute(WAITING);
    form.querySelector(".wait").textContent = "";
  }
});

for (const button of document.querySelectorAll("[data-close]")) {
  button.hidden = false;
  button.addEventListener("click", () => close());
  if (button.autofocus) button.focus();
}

const bookmarklet = document.querySelector("#bookmarklet");
bookmarklet?.addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#drag").textContent = "Drag it to the bookmarks bar; it works on other pages, not here.";
});

const code = document.querySelector("#code");
code?.addEventListener("focus", () => code.select());
const copy = document.querySelector("#copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.value);
      copy.textContent = "Copied";
    } catch {
      code.select();
    }
  });
}
