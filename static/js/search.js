// Suggests under a search field while words are typed. The server makes the list; where it does not answer,
// the form works as it does without this. Pattern: WAI-ARIA, "Editable Combobox With List Autocomplete".
"use strict";
const PAUSE = 150; // milliseconds without a key before the server is asked

for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("div");
  list.className = "suggestions";
  list.hidden = true;
  field.parentElement.append(list);
  let timer, request, chosen = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  field.autocomplete = "off";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-expanded", "false");

  field.addEventListener("input", () => {
    stop();
    timer = setTimeout(ask, PAUSE);
  });

  field.addEventListener("keydown", event => {
    if (event.isComposing) return; // the keys are those of who writes Chinese
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      stop();
      close();
    } else if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      stop();
      ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen - 1);
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      options()[chosen].click();
    }
  });

  field.addEventListener("blur", () => {
    stop();
    close();
  });
  list.addEventListener("mousedown", event => event.preventDefault()); // the field keeps the focus

  async function ask() {
    const query = field.value.trim();
    if (!query) return close();
    request = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({q: query})}`, {signal: request.signal});
      show(answer.ok ? await answer.text() : "");
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
  }

  function show(html) {
    list.innerHTML = html; // of our own server, which escapes what it shows
    const found = list.querySelector("[role=listbox]");
    if (!found) return close();
    found.setAttribute("aria-label", field.dataset.suggestions);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", found.id);
    choose(-1);
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    for (const name of ["aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
  }

  // -1 is the field itself, between the last suggestion and the first.
  function choose(next) {
    const all = options();
    chosen = next < -1 ? all.length - 1 : next >= all.length ? -1 : next;
    all.forEach((one, at) => one.setAttribute("aria-selected", at === chosen));
    if (chosen < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({block: "nearest"});
  }
}
