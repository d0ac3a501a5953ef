// What can be named, offered as one types: after "@" in a text, and in fields for companies, markets, sources.
import { isWriting, replace } from "./markdown.js";
import { announce, Away, get, post, toast } from "./server.js";

const PAUSE = 60; // milliseconds, so that a fast typist asks once
let number = 0;

async function found(url, query) {
  try {
    const response = await get(`${url}?q=${encodeURIComponent(query)}`);
    return response.ok ? (await response.json()).found : [];
  } catch (error) {
    if (error instanceof Away) return []; // nothing is offered, and typing goes on
    throw error;
  }
}

// Add a new row of this name; null where it may not be, after the page has said why.
async function added(url, name) {
  try {
    const response = await post(url, { name });
    if (response.ok) return await response.json();
    toast(await response.text(), "bad");
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    toast(`“${name}” could not be added: ${error.message}`, "bad");
  }
  return null;
}

// The list itself: under `field`, worked by keys while the focus stays in the field.
class Offers {
  constructor(field, choose) {
    this.field = field;
    this.choose = choose;
    this.list = null;
    this.active = -1;
    this.marked = null; // what somebody moved to by keys
    this.id = `offers-${(number += 1)}`;
  }

  show(options, { left, top, bottom }, active = 0) {
    const { marked } = this;
    this.close();
    if (!options.length) return;
    this.options = options;
    this.list = document.createElement("ul");
    this.list.id = this.id;
    this.list.className = "offers";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "What can be named");
    this.list.append(...options.map((option, place) => this.line(option, place)));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    document.body.append(this.list);
    const { width, height } = this.list.getBoundingClientRect();
    const above = bottom + height > innerHeight && top > height;
    this.list.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
    this.list.style.top = `${above ? top - height - 4 : bottom + 4}px`;
    this.field.setAttribute("aria-controls", this.id);
    if (this.field.role === "combobox") this.field.setAttribute("aria-expanded", "true");
    // An answer that comes late does not take away the mark that somebody has moved meanwhile.
    const still = marked ? options.findIndex(({ id, name }) => id === marked.id && name === marked.name) : -1;
    this.mark(still < 0 ? active : still);
    announce(`${options.length} offered`);
    addEventListener("scroll", this.away, { capture: true, passive: true });
  }

  away = (event) => event.target !== this.list && this.close();

  line(option, place) {
    const line = document.createElement("li");
    line.id = `${this.id}-${place}`;
    line.setAttribute("role", "option");
    line.append(option.add ? `Add ${option.one} “${option.name}”` : option.name);
    if (option.also) line.append(Object.assign(document.createElement("span"), { textContent: ` ${option.also}` }));
    line.addEventListener("click", () => this.take(place));
    return line;
  }

  mark(place) {
    this.active = place;
    [...this.list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", `${this.id}-${place}`);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  move(place) {
    this.mark(place);
    this.marked = this.options[place];
  }

  take(place) {
    const option = this.options[place];
    this.close();
    this.choose(option);
  }

  close() {
    if (!this.list) return;
    removeEventListener("scroll", this.away, { capture: true });
    this.list.remove();
    this.list = null;
    this.marked = null;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
    if (this.field.role === "combobox") this.field.setAttribute("aria-expanded", "false");
  }

  // Tell whether the key was for the list.
  key(event) {
    if (!this.list || event.isComposing) return false;
    const count = this.options.length;
    if (event.key === "ArrowDown") this.move((this.active + 1) % count);
    else if (event.key === "ArrowUp") this.move((this.active <= 0 ? count : this.active) - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0 && !event.ctrlKey && !event.metaKey) this.take(this.active);
    else if (event.key === "Tab" && this.active >= 0 && !this.options[this.active].add) this.take(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}

// A one-line field that offers what the address in `data-search` finds, and may add what it does not.
export function offer(input, { choose, one, eager = true }) {
  const { search, add } = input.dataset;
  let asked = 0;
  input.role = "combobox";
  input.autocomplete = "off";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  const offers = new Offers(input, async (option) => {
    const chosen = option.add ? await added(add, option.name) : option;
    if (chosen) choose(chosen);
  });
  input.addEventListener("input", async () => {
    const query = input.value.trim();
    const turn = (asked += 1);
    if (!query) return offers.close();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (turn !== asked) return;
    const options = await found(search, query);
    if (turn !== asked || document.activeElement !== input) return;
    const same = options.findIndex((option) => option.name.toLowerCase() === query.toLowerCase());
    if (add && same < 0) options.push({ add: true, name: query, one });
    offers.show(options, input.getBoundingClientRect(), eager ? 0 : same);
  });
  input.addEventListener("keydown", (event) => {
    if (offers.key(event)) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
  input.addEventListener("blur", () => {
    asked += 1;
    offers.close();
  });
}

// "@" in a text: what stands between it and the caret is looked for. An "@" in an address is none.
const AT = /(?<![A-Za-z0-9._%+-])[@＠]([^\s@＠][^\n@＠]{0,39})$/;
const mentions = new WeakMap();

function mentionsOf(field) {
  if (!mentions.has(field)) {
    const state = { asked: 0, hopeless: null };
    state.offers = new Offers(field, (option) => {
      replace(field, state.from, field.selectionStart, option.insert);
      if (!field.dataset.companies) return; // a colleague
      field.closest(".editor-of")?.querySelector("desk-chips[data-name=companies]")?.add(option.id, option.name);
    });
    mentions.set(field, state);
  }
  return mentions.get(field);
}

async function mention(field) {
  const state = mentionsOf(field);
  const turn = (state.asked += 1);
  const before = field.value.slice(0, field.selectionStart);
  const at = AT.exec(before);
  const from = at && before.length - at[0].length;
  const known = state.hopeless;
  if (!at || (known && known.from === from && at[1].startsWith(known.query))) return state.offers.close();
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (turn !== state.asked) return;
  const options = await found(namesOf(field), at[1]);
  if (turn !== state.asked || document.activeElement !== field) return;
  state.from = from;
  state.hopeless = options.length ? null : { from, query: at[1] };
  state.offers.show(options, caretOf(field, from));
}

// Where the letter at `place` stands on the screen: a copy of the field is laid out and measured.
function caretOf(field, place) {
  const copy = document.createElement("div");
  const style = getComputedStyle(field);
  const box = field.getBoundingClientRect();
  for (const name of ["font", "letterSpacing", "padding", "border", "boxSizing", "textIndent", "tabSize"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "fixed", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  Object.assign(copy.style, { left: `${box.left}px`, top: `${box.top - field.scrollTop}px`, width: `${box.width}px` });
  const letter = Object.assign(document.createElement("span"), { textContent: "@" });
  copy.append(field.value.slice(0, place), letter);
  document.body.append(copy);
  const found = letter.getBoundingClientRect();
  copy.remove();
  return found;
}

// Where the names are asked for: companies in a text, colleagues in a note.
const namesOf = (field) => field.dataset?.colleagues ?? (isWriting(field) && field.dataset.companies);
document.addEventListener("input", (event) => {
  if (namesOf(event.target) && !event.isComposing) mention(event.target);
});
document.addEventListener("compositionend", ({ target }) => namesOf(target) && mention(target));
// Before anybody else's keys: Escape closes the list and not the card, Enter chooses.
document.addEventListener("keydown", (event) => mentions.get(event.target)?.offers.key(event), true);
document.addEventListener("focusout", ({ target }) => {
  const state = mentions.get(target);
  if (!state) return;
  state.asked += 1;
  state.offers.close();
});
