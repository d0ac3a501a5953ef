// A field of rows: credits and deals. What it says is a list of objects, in `data-value`; an empty row says nothing.
import "./chips.js";
import { offer } from "./completion.js";

class Rows extends HTMLElement {
  connectedCallback() {
    if (this.list) return; // it was only moved
    this.list = this.querySelector("ol");
    this.template = this.querySelector("template");
    this.closed = this.hasAttribute("data-readonly");
    this.querySelector("[data-add-row]")?.addEventListener("click", () => this.row().querySelector("[data-part]").focus());
    this.addEventListener("desk:set", (event) => event.target === this && this.set(event.detail));
    // A part that changed is this field that changed.
    for (const name of ["input", "change"]) {
      this.addEventListener(name, (event) => event.target !== this && this.typed(event));
    }
    // Whoever is done here by a key has left no field yet.
    this.addEventListener("keydown", ({ key }) => (key === "Enter" || key === "Escape") && this.changed("change"));
    this.show();
  }

  set(text) {
    this.dataset.value = text;
    this.show();
  }

  show() {
    this.list.replaceChildren();
    for (const entry of JSON.parse(this.dataset.value)) this.row(entry);
  }

  row(entry = {}) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    this.list.append(row);
    for (const part of row.querySelectorAll("[data-part]")) this.fill(part, entry, row);
    if (!this.closed) row.append(this.remover(row));
    return row;
  }

  fill(part, entry, row) {
    const value = entry[part.dataset.part];
    if (part.localName === "desk-chips") {
      if (value) part.set(JSON.stringify(value));
    } else part.value = value ?? "";
    if (this.closed && part.localName === "select") part.disabled = true;
    else if (this.closed) part.readOnly = true;
    else if (part.dataset.search && part.localName === "input") {
      if (entry.id) this.means(row, entry.id, value);
      offer(part, {
        one: part.dataset.one,
        eager: false,
        choose: ({ id, name }) => {
          part.value = name;
          this.means(row, id, name);
          part.dispatchEvent(new Event("change", { bubbles: true }));
        },
      });
    }
  }

  // Two sources may be credited by one name: the row remembers which was meant.
  means(row, key, name) {
    Object.assign(row.dataset, { key, name });
  }

  remover(row) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "x shown", textContent: "×" });
    button.setAttribute("aria-label", "Take this line out");
    button.addEventListener("click", () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("[data-part]") ?? this.querySelector("[data-add-row]")).focus();
      this.changed("change");
    });
    return button;
  }

  typed(event) {
    event.stopPropagation();
    // A name half typed is no source yet: it counts when it was chosen, or when the field is left.
    const isHalf = event.type === "input" && event.target.dataset.search;
    if (!isHalf) this.changed(event.type);
  }

  changed(kind) {
    const text = JSON.stringify([...this.list.children].map((row) => this.said(row)).filter(Boolean));
    if (text === this.dataset.value) return;
    this.dataset.value = text;
    this.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  said(row) {
    const entry = {};
    for (const part of row.querySelectorAll("[data-part]")) {
      const { part: name } = part.dataset;
      entry[name] = part.localName === "desk-chips" ? part.keys : part.value.trim();
      if (name === "source" && row.dataset.name === entry.source) entry.id = Number(row.dataset.key);
    }
    const isEmpty = Object.values(entry).every((value) => !value || value.length === 0);
    return isEmpty ? null : entry;
  }
}

customElements.define("desk-rows", Rows);
