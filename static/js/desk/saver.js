// Saving by itself. Every form with `data-save` saves the fields with `data-field` that were changed, each with
// the stamp of the text it started from. What the server has not confirmed is kept in this browser.
import { Shelf, cannotKeep, drop, leftBehind, whoTypes } from "./kept.js";
import { showMerge, showStranded } from "./merge.js";
import { Away, post, reasonOf, tell, toast } from "./server.js";

const QUIET = 1200; // milliseconds after the last key
const MOST = 8000; // milliseconds that somebody who never pauses goes unsaved
const [FIRST, LONGEST] = [2000, 30000]; // milliseconds before a server that is away is asked again
const LATELY = 20000; // milliseconds in which a fragment may come that is older than the last save
const FORMS = "form[data-save]:not([inert])";
const savers = new Set();
const looksAfter = new WeakMap(); // form: its saver

// What a field says, as one text: fields with rows or chips put theirs into `dataset.value`.
function valueOf(field) {
  return field.dataset.value ?? field.value;
}

function setValue(field, text) {
  if (!("value" in field.dataset)) field.value = text;
  field.dispatchEvent(new CustomEvent("desk:set", { detail: text }));
}

// What the server wrote into the page, whatever was typed before this script ran.
function written(field) {
  if ("value" in field.dataset) return field.dataset.value;
  if (field.options) return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
  const copy = field.cloneNode();
  copy.value = field.defaultValue;
  return copy.value; // as a field of its kind gives it back
}

const nameOf = (field) => field.name || field.dataset.name;
const fieldsOf = (form) => (form ? [...form.querySelectorAll("[data-field]")] : []);

function savedOf(field) {
  return (field.dataset.saved ??= written(field));
}

const isChanged = (field) => valueOf(field) !== savedOf(field);

class Saver {
  constructor(url) {
    this.url = url;
    this.shelf = new Shelf(url);
    this.shelfOfDrafts = new Shelf(url);
    this.form = null; // none yet, where a page before this one left text behind
    this.drafts = new Map(); // by field: text that waits without standing in its field
    this.merges = new Map(); // by field: two texts, and a person has to decide
    this.unanswered = new Map(); // by field: texts that were sent; nobody knows what became of them
    this.wrong = new Map(); // by field: the text that the server refused
    this.lately = new Map(); // by field: what was saved a moment ago, and instead of which text
    this.pause = FIRST;
  }

  // Look after this form, in the place of one that is gone: with what was typed there.
  attach(form) {
    const typed = this.#inFields();
    this.form = form;
    looksAfter.set(form, this);
    for (const field of fieldsOf(form)) this.#catchUp(field);
    for (const [name, merge] of this.merges) this.#show(name, merge);
    for (const [name, draft] of [...this.drafts, ...typed]) if (!this.merges.has(name)) this.#put(name, draft);
    this.save();
  }

  // The fragment may be older than the last save.
  #catchUp(field) {
    const last = this.#justSaved(nameOf(field), field.dataset.stamp);
    const untouched = valueOf(field) === savedOf(field);
    if (last) this.#settle(field, last.text, last.stamp, { show: untouched });
  }

  #justSaved(name, stamp) {
    const last = this.lately.get(name);
    return last?.instead === stamp && Date.now() - last.at < LATELY ? last : null;
  }

  field(name) {
    return fieldsOf(this.form).find((field) => nameOf(field) === name);
  }

  dirty() {
    return fieldsOf(this.form).filter((field) => isChanged(field) && !this.merges.has(nameOf(field)));
  }

  #inFields() {
    const found = new Map();
    for (const field of this.dirty()) {
      const { saved: base, stamp } = field.dataset;
      const sent = this.unanswered.get(nameOf(field)) ?? [];
      found.set(nameOf(field), { text: valueOf(field), base, stamp, sent });
    }
    for (const [name, { mine, base, stamp, draft }] of this.merges) {
      found.set(name, { text: mine, base, stamp, draft, sent: [] });
    }
    return found;
  }

  // The fields of which the server has not confirmed all that was typed.
  unsaved() {
    return new Set([...this.drafts.keys(), ...this.#inFields().keys()]);
  }

  isIdle() {
    return !this.busy && !this.unsaved().size;
  }

  typed(event) {
    if (!event.target.closest("[data-field]")) return;
    this.keep();
    tell("dirty");
    if (!this.dirty().length) return;
    this.since ??= Date.now();
    this.#in(event.type === "change" ? 0 : Math.min(QUIET, Math.max(0, this.since + MOST - Date.now())));
  }

  #in(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  keep() {
    this.shelf.keep(this.#inFields());
    this.shelfOfDrafts.keep(this.drafts);
  }

  // Put back what a page before this one left behind; where the text has changed since, both are merged.
  restore(found) {
    for (const { key, name, text, base, stamp, sent, draft } of found) {
      if (this.unsaved().has(name)) {
        this.more = true; // when this one is saved
      } else {
        drop(key);
        this.#put(name, { text, base, stamp, sent, draft });
      }
    }
    this.keep();
    this.save();
  }

  #put(name, draft) {
    const field = this.field(name);
    this.drafts.delete(name);
    if (!field) return void this.drafts.set(name, draft);
    if (savedOf(field) === draft.text) return void this.unanswered.delete(name);
    const isOurs = field.dataset.stamp === draft.stamp || draft.sent?.includes(savedOf(field));
    if (!isOurs || draft.draft !== undefined) return void this.drafts.set(name, draft);
    if (draft.sent?.length) this.unanswered.set(name, draft.sent);
    setValue(field, draft.text);
  }

  // What goes next, by field. A text whose answer never came goes again as it was, before what was typed since.
  #next() {
    const found = new Map();
    for (const [name, one] of this.#inFields()) found.set(name, { ...one, text: one.sent.at(-1) ?? one.text });
    for (const [name, draft] of this.drafts) {
      if (!draft.waits) found.set(name, { ...draft, sent: draft.sent ?? [], isDraft: true });
    }
    for (const [name, { text }] of found) {
      if (this.merges.has(name) || this.wrong.get(name) === text) found.delete(name);
    }
    return found;
  }

  // Never two at once: what is typed while one is under way goes after it.
  save() {
    clearTimeout(this.timer);
    if (this.left) return Promise.resolve();
    this.again = Boolean(this.busy);
    this.busy ??= this.#run().finally(() => {
      this.busy = null;
    });
    return this.busy;
  }

  async #run() {
    do {
      this.again = false;
      this.since = null;
      const going = this.#next();
      if (!going.size) break;
      this.#note(going);
      try {
        await this.#answered(await post(this.url, this.#values(going)), going);
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        this.#in(this.pause);
        this.pause = Math.min(2 * this.pause, LONGEST);
        return;
      }
      this.pause = FIRST;
    } while (this.again);
    this.keep();
    if (this.more && !this.unsaved().size) {
      this.more = false;
      restore();
    }
  }

  // Nobody knows what becomes of these until the answer comes, perhaps on another page.
  #note(going) {
    for (const [name, { text, sent, isDraft }] of going) {
      const texts = [...new Set([...sent, text])];
      if (isDraft) this.drafts.get(name).sent = texts;
      else this.unanswered.set(name, texts);
    }
    this.keep();
  }

  #values(going, { withBase = true } = {}) {
    const values = [["person", whoTypes()]];
    for (const [name, { text, base, stamp, sent }] of going) {
      values.push([name, text], [`started.${name}`, stamp]);
      if (withBase && base !== undefined) values.push([`base.${name}`, base]);
      values.push(...sent.map((one) => [`unanswered.${name}`, one]));
    }
    return values;
  }

  // The page is left: what nobody has sent yet goes at once, even beside what is under way.
  leave() {
    const going = this.#next();
    for (const [name, one] of going) {
      if (!one.isDraft) one.text = valueOf(this.field(name));
      if (this.busy && one.sent.at(-1) === one.text) going.delete(name);
    }
    this.left = true;
    if (!going.size) return;
    this.#note(going);
    post(this.url, this.#values(going, { withBase: false })).catch(() => {});
  }

  async #answered(response, going) {
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
      return this.#strand(await reasonOf(response), going);
    }
    const answer = await response.json();
    this.#freed();
    for (const [name, one] of going) this.#settled(name, one, answer);
    this.keep();
    const { saved: at, changed } = answer;
    const kept = [...going.keys()].some((name) => !(name in answer.errors) && !(name in answer.merge));
    const form = this.form ?? document.createElement("form"); // of none on this page
    if (kept) tell("saved", { at, changed, what: form.dataset.what ?? "", form });
    else tell("refused", { sentence: "" });
  }

  #settled(name, one, { stamps, errors, merge, overtaken }) {
    const field = this.field(name);
    this.unanswered.delete(name);
    if (this.drafts.has(name)) this.drafts.get(name).sent = [];
    if (field) this.#say(field, errors[name]);
    if (errors[name]) return this.#isWrong(name, one, errors[name]);
    if (merge[name]) return this.#hold(name, one, merge[name], stamps[name]);
    if (one.isDraft) this.drafts.delete(name);
    if (!(name in overtaken)) this.#confirm(name, one, stamps[name]);
    else if (field && valueOf(field) === one.text) this.#settle(field, overtaken[name], stamps[name]);
    this.#goOn(name, field);
  }

  #isWrong(name, one, sentence) {
    this.wrong.set(name, one.text);
    if (one.isDraft) this.#strand(sentence, new Map([[name, one]]));
  }

  // After a save of one field: what was typed in it meanwhile, or what waited for it.
  #goOn(name, field) {
    const waiting = this.drafts.get(name);
    if (waiting) delete waiting.waits;
    if (waiting || (field && isChanged(field) && !this.merges.has(name))) this.again = true;
  }

  #confirm(name, one, stamp) {
    const field = this.field(name);
    this.lately.set(name, { instead: one.stamp, text: one.text, stamp, at: Date.now() });
    if (field) {
      this.#settle(field, one.text, stamp, { show: !isChanged(field) });
    }
  }

  // The server has this text; it is shown unless the field says something newer.
  #settle(field, text, stamp, { show = true } = {}) {
    field.dataset.saved = text;
    field.dataset.stamp = stamp;
    if (show && valueOf(field) !== text) setQuietly(field, text);
  }

  // One clear sentence where it happened.
  #say(field, sentence = "") {
    const id = `${this.form.id}-${nameOf(field)}-said`;
    let said = document.getElementById(id);
    if (!said && sentence) {
      said = Object.assign(document.createElement("p"), { id, className: "said" });
      said.setAttribute("role", "alert");
      (field.closest(".field") ?? field).after(said);
    }
    if (said) said.textContent = sentence;
    if (sentence) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (sentence) field.setAttribute("aria-describedby", id);
    else if (field.getAttribute("aria-describedby") === id) field.removeAttribute("aria-describedby");
  }

  // A colleague saved first: both texts side by side, until a person has put them together.
  #hold(name, { text: mine, base, stamp: started, draft, isDraft }, { html, theirs }, stamp) {
    const field = this.field(name);
    if (field && isDraft && isChanged(field)) return void (this.drafts.get(name).waits = true);
    if (field && !isDraft && valueOf(field) !== mine) return this.#in(QUIET); // still typing: ask again then
    const merge = { mine, base, stamp: started, html, theirs, theirStamp: stamp, draft };
    this.drafts.delete(name);
    this.merges.set(name, merge);
    if (field) this.#show(name, merge);
    else toast("A text of yours is not saved: a colleague changed it too. Open it, and both are shown.", "bad");
  }

  #show(name, merge) {
    const field = this.field(name);
    if (!field) return;
    merge.hide?.();
    merge.hide = showMerge(field, merge, {
      types: (text) => {
        merge.draft = text;
        this.keep();
      },
      takes: (take, merged) => {
        this.merges.delete(name);
        merge.hide();
        field.dataset.saved = merge.theirs;
        field.dataset.stamp = merge.theirStamp;
        setValue(field, { theirs: merge.theirs, mine: merge.mine, merged }[take]);
        this.keep();
        tell("merged", { form: this.form });
        this.save();
      },
    });
  }

  // The server will not take it: it stays in this browser, and is shown to be copied.
  #strand(sentence, going) {
    for (const [name, { text }] of going) {
      this.unanswered.delete(name);
      this.wrong.set(name, text);
    }
    this.keep();
    tell("refused", { sentence });
    this.#freed();
    this.unstrand = showStranded(sentence, [...going.values()].map((one) => one.text), () => {
      for (const name of going.keys()) {
        const field = this.field(name);
        this.drafts.delete(name);
        if (field) setValue(field, savedOf(field));
      }
      this.keep();
      tell("dirty");
    });
  }

  #freed() {
    this.unstrand?.();
    this.unstrand = null;
  }

  // What a colleague saved, in the fields that nobody here is writing in. `fresh` is the form as it is now.
  refresh(fresh) {
    const now = new Map(fieldsOf(fresh).map((field) => [nameOf(field), field]));
    for (const field of fieldsOf(this.form)) {
      const [name, one] = [nameOf(field), now.get(nameOf(field))];
      const isTouched = isChanged(field) || this.merges.has(name) || this.drafts.has(name);
      if (!one || isTouched || this.#justSaved(name, one.dataset.stamp)) continue;
      this.#settle(field, written(one), one.dataset.stamp);
    }
  }
}

// As a person would not notice: the caret stays where it was.
function setQuietly(field, text) {
  const [here, { selectionStart: from, selectionEnd: to }] = [document.activeElement === field, field];
  setValue(field, text);
  if (here && from !== null && from !== undefined) field.setSelectionRange(from, to);
}

export function saverOf(form) {
  return looksAfter.get(form);
}

// Look after the forms in `root`. A form that takes the place of another goes on where that one was.
export function watch(root = document) {
  const forms = [...root.querySelectorAll(FORMS), ...(root.matches?.(FORMS) ? [root] : [])];
  for (const form of forms) if (!savers.has(saverOf(form))) saverFor(form.dataset.save).attach(form);
  for (const saver of savers) if (saver.form && !saver.form.isConnected && saver.isIdle()) savers.delete(saver);
}

function saverFor(url) {
  const free = [...savers].find((saver) => saver.url === url && !saver.form?.isConnected);
  const saver = free ?? new Saver(url);
  savers.add(saver);
  return saver;
}

// What pages before this one left behind: into their fields, or sent as it is where they are not on this page.
async function restore() {
  const found = await leftBehind();
  for (const url of new Set(found.map((one) => one.url))) {
    const saver = [...savers].find((one) => one.url === url) ?? saverFor(url);
    saver.restore(found.filter((one) => one.url === url));
  }
}

// Send what is unsaved now; resolves when the server has answered.
export function flush() {
  return Promise.all([...savers].map((saver) => saver.save()));
}

// Whether a form must be left as it is: something in it is unsaved, under way or being merged.
export function isDirty(form) {
  const saver = saverOf(form);
  return Boolean(saver && !saver.isIdle());
}

// Show in `form` what `fresh`, the same form as it is on the server now, says in fields nobody here writes in.
export function refresh(form, fresh) {
  saverOf(form)?.refresh(fresh);
}

// How many texts are unsaved, and how many of them wait to be merged.
export function tally() {
  const all = [...savers];
  return {
    unsaved: all.reduce((sum, saver) => sum + saver.unsaved().size, 0),
    merging: all.reduce((sum, saver) => sum + saver.merges.size, 0),
  };
}

function at(event, does) {
  const saver = saverOf(event.target.closest?.(FORMS));
  if (saver) does(saver);
}

document.addEventListener("input", (event) => at(event, (saver) => saver.typed(event)));
document.addEventListener("change", (event) => at(event, (saver) => saver.typed(event)));
document.addEventListener("focusout", (event) => at(event, (saver) => saver.save()));
document.addEventListener("submit", (event) => {
  at(event, (saver) => {
    event.preventDefault();
    saver.save();
  });
});
document.addEventListener("visibilitychange", flush);
document.addEventListener("desk:back", flush);
addEventListener("online", flush);
addEventListener("pagehide", () => savers.forEach((saver) => saver.leave()));
addEventListener("pageshow", () => {
  for (const saver of savers) saver.left = false;
});
addEventListener("beforeunload", (event) => {
  if (cannotKeep() && tally().unsaved) event.preventDefault();
});
restore();
