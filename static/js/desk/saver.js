// Saving by itself. Every form with `data-save` saves the fields with `data-field` that were changed, each with
// the stamp of the text it started from. What the server has not confirmed is kept in this browser.
import { Away, post, tell, toast } from "./server.js";

const QUIET = 1200; // milliseconds after the last key
const AGAIN = 3000; // milliseconds before a server that is away is asked again
const savers = new Map();

// What a field says, as one text: fields with rows or chips put theirs into `dataset.value`.
export function valueOf(field) {
  return field.dataset.value ?? field.value;
}

export function setValue(field, text) {
  if ("value" in field.dataset) field.dispatchEvent(new CustomEvent("desk:set", { detail: text }));
  else field.value = text;
}

const nameOf = (field) => field.name || field.dataset.name;
const fieldsOf = (form) => [...form.querySelectorAll("[data-field]")];

class Saver {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.save;
    this.key = `recap:${this.url}`;
    this.timer = null;
    this.busy = false;
    this.held = new Set(); // fields that wait for a person to merge them
    for (const field of fieldsOf(form)) field.dataset.saved = valueOf(field);
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("change", (event) => this.typed(event));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.restore();
  }

  dirty() {
    return fieldsOf(this.form).filter((field) => valueOf(field) !== field.dataset.saved);
  }

  typed(event) {
    if (!event.target.closest("[data-field]")) return;
    this.keep();
    tell("dirty");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), event.type === "change" ? 0 : QUIET);
  }

  // In this browser, until the server has it.
  keep() {
    const kept = Object.fromEntries(
      this.dirty().map((field) => [nameOf(field), { text: valueOf(field), stamp: field.dataset.stamp }]),
    );
    if (Object.keys(kept).length) localStorage.setItem(this.key, JSON.stringify(kept));
    else localStorage.removeItem(this.key);
  }

  restore() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (!kept) return;
    for (const field of fieldsOf(this.form)) {
      const one = kept[nameOf(field)];
      if (!one || one.text === valueOf(field)) continue;
      setValue(field, one.text);
      field.dataset.stamp = one.stamp; // where a colleague saved since, the server will say so
    }
    this.save();
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.busy) return (this.again = true);
    const fields = this.dirty().filter((field) => !this.held.has(nameOf(field)));
    if (!fields.length) return this.keep();
    const sent = new Map(fields.map((field) => [field, valueOf(field)]));
    const values = {};
    for (const [field, text] of sent) {
      values[nameOf(field)] = text;
      values[`started.${nameOf(field)}`] = field.dataset.stamp;
    }
    this.busy = true;
    try {
      const response = await post(this.url, values, { keepalive });
      await this.answered(response, sent);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      tell("away", { sentence: error.message });
      this.timer = setTimeout(() => this.save(), AGAIN);
    } finally {
      this.busy = false;
    }
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  async answered(response, sent) {
    if (!response.headers.get("Content-Type").startsWith("application/json")) {
      const sentence = await response.text();
      tell("refused", { sentence });
      toast(sentence, "bad");
      return; // kept in this browser
    }
    const answer = await response.json();
    for (const [field, text] of sent) {
      const name = nameOf(field);
      const [error, merge] = [answer.errors[name], answer.merge[name]];
      this.say(field, error);
      if (merge) this.merge(field, merge, answer.stamps[name]);
      else if (!error) {
        field.dataset.saved = text;
        field.dataset.stamp = answer.stamps[name];
      }
    }
    this.keep();
    const saved = sent.size > Object.keys(answer.errors).length + Object.keys(answer.merge).length;
    if (saved) tell("saved", { at: answer.saved, what: this.form.dataset.what, form: this.form });
  }

  // One clear sentence where it happened.
  say(field, sentence = "") {
    const id = `${this.form.id}-${nameOf(field)}-said`;
    let said = document.getElementById(id);
    if (!said && sentence) {
      said = Object.assign(document.createElement("p"), { id, className: "said" });
      said.setAttribute("role", "alert");
      (field.closest(".field") ?? field).after(said);
    }
    if (said) said.textContent = sentence;
    field.toggleAttribute("aria-invalid", Boolean(sentence));
  }

  // A colleague saved first: both texts side by side, until a person has put them together.
  merge(field, { html, theirs }, stamp) {
    const name = nameOf(field);
    this.held.add(name);
    const place = document.createElement("div");
    place.innerHTML = html;
    const mine = valueOf(field);
    const merged = place.querySelector("[data-merged]");
    place.addEventListener("input", (event) => event.stopPropagation());
    place.addEventListener("click", (event) => {
      const take = event.target.dataset.take;
      if (!take) return;
      const text = { theirs, mine, merged: merged.value }[take];
      this.held.delete(name);
      field.dataset.saved = theirs;
      field.dataset.stamp = stamp;
      setValue(field, text);
      place.remove();
      field.focus();
      tell("merged", { form: this.form });
      this.keep();
      this.save();
    });
    (field.closest(".field") ?? field).after(place);
  }
}

export function saverOf(form) {
  return savers.get(form);
}

export function watch(root = document) {
  for (const form of root.querySelectorAll("form[data-save]")) {
    if (!savers.has(form)) savers.set(form, new Saver(form));
  }
}

// Send what is dirty now; resolves when the server has answered.
export function flush(options) {
  return Promise.all([...savers.values()].filter((one) => one.form.isConnected).map((one) => one.save(options)));
}

export function isDirty(form) {
  return Boolean(savers.get(form)?.dirty().length);
}

addEventListener("pagehide", () => flush({ keepalive: true }));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flush({ keepalive: true });
});
addEventListener("online", () => flush());
