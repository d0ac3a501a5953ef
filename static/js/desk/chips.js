// A field of chips: companies, markets, counterparties. What it says is a list of keys, in `data-value`.
import { offer } from "./completion.js";
import { Away, get } from "./server.js";

const named = {}; // what chips say, by address of the search and key

class Chips extends HTMLElement {
  connectedCallback() {
    if (this.list) return; // it was only moved
    this.list = document.createElement("ul");
    this.append(this.list);
    this.names = named[this.dataset.search] ??= {};
    Object.assign(this.names, JSON.parse(this.dataset.names ?? "{}"));
    if (!this.hasAttribute("data-readonly")) this.typed();
    this.addEventListener("desk:set", (event) => this.set(event.detail));
    this.show();
  }

  typed() {
    const { search, add, one } = this.dataset;
    this.input = document.createElement("input");
    Object.assign(this.input.dataset, { search, ...(add && { add }) });
    this.input.placeholder = `+ ${one}`;
    this.input.setAttribute("aria-label", `Add a ${one}`);
    // What is typed here is no value yet.
    for (const name of ["input", "change"]) this.input.addEventListener(name, (event) => event.stopPropagation());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Backspace" && !this.input.value) this.list.querySelector("li:last-child button")?.focus();
    });
    offer(this.input, { one, choose: ({ id, name }) => this.add(id, name) });
    this.append(this.input);
    this.addEventListener("click", (event) => event.target === this && this.input.focus());
  }

  get keys() {
    return JSON.parse(this.dataset.value);
  }

  add(key, name) {
    if (this.input) this.input.value = "";
    this.names[key] = name;
    if (!this.keys.includes(key)) this.changed([...this.keys, key]);
  }

  remove(key) {
    const at = this.keys.indexOf(key);
    this.changed(this.keys.filter((one) => one !== key));
    (this.list.querySelectorAll("button")[at] ?? this.input).focus();
  }

  changed(keys) {
    this.set(JSON.stringify(keys));
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  set(text) {
    this.dataset.value = text;
    this.show();
  }

  show() {
    this.list.replaceChildren(...this.keys.map((key) => this.chip(key)));
    if (this.keys.some((key) => !(key in this.names))) this.ask();
  }

  chip(key) {
    const chip = document.createElement("li");
    chip.className = "chip";
    chip.append(this.names[key] ?? "…");
    if (this.input) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
      button.setAttribute("aria-label", `Take out ${this.names[key] ?? "this"}`);
      button.addEventListener("click", () => this.remove(key));
      button.addEventListener("keydown", (event) => {
        if (event.key === "Backspace" || event.key === "Delete") {
          event.preventDefault();
          event.stopPropagation();
          this.remove(key);
        }
      });
      chip.append(button);
    }
    return chip;
  }

  // The names of what was set from outside.
  async ask() {
    const unknown = this.keys.filter((key) => !(key in this.names));
    try {
      const response = await get(`${this.dataset.search}?${unknown.map((key) => `id=${key}`).join("&")}`);
      const { found } = await response.json();
      for (const key of unknown) this.names[key] = "one deleted since";
      for (const { id, name } of found) this.names[id] = name;
      this.show();
    } catch (error) {
      if (!(error instanceof Away)) throw error; // the chips stay without their names until it answers
    }
  }
}

customElements.define("desk-chips", Chips);
