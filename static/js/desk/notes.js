// Notes where they were made: under an item, and beside the outline. <desk-notes data-from="…"> fetches them.
// What is typed and not sent yet is kept in this browser.
import { announce, Away, get, post, tell, toast } from "./server.js";

const OPENS = 4000; // milliseconds within which a card must have opened its editor
const LONGEST = 1000; // of a passage, as in editions/desk/notes.py
let typedIn; // the field of a text in which a person last was

const draftOf = (form) => `recap:note:${form.getAttribute("action")}`;

class Notes extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.submit(event));
    this.addEventListener("input", (event) => this.typed(event));
    this.addEventListener("focusin", (event) => event.target.name === "text" && this.quote());
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.elsewhere = ({ detail }) => detail.from !== this && !this.draft() && this.fetch();
    document.addEventListener("desk:noted", this.elsewhere);
    if (!this.firstElementChild) this.fetch();
    else this.rendered();
  }

  disconnectedCallback() {
    document.removeEventListener("desk:noted", this.elsewhere);
  }

  async fetch() {
    await this.asked(() => get(this.dataset.from));
  }

  // Ask, and show what comes back; whether it was taken.
  async asked(ask) {
    try {
      const response = await ask();
      const text = await response.text();
      const isPart = response.headers.get("Content-Type").startsWith("text/html");
      if (isPart) {
        this.innerHTML = text;
        this.rendered();
      } else this.say(text);
      return response.ok;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.say(`${error.message} What you wrote is kept in this browser.`);
      return false;
    }
  }

  say(sentence) {
    if (this.firstElementChild) toast(sentence, "bad");
    else this.textContent = sentence;
  }

  rendered() {
    const form = this.form();
    if (form) {
      const kept = JSON.parse(localStorage.getItem(draftOf(form)) ?? "null");
      for (const name of ["text", "passage"]) {
        const field = form.elements[name];
        field.value ||= kept?.[name] ?? "";
      }
      form.elements.text.placeholder = "Write a note. @ names a colleague.";
      this.about();
    }
    for (const quote of this.querySelectorAll("blockquote.passage")) {
      quote.tabIndex = 0;
      quote.role = "button";
      quote.title = "Show these words in the text";
    }
    this.count();
  }

  form() {
    return this.querySelector("form.note-form");
  }

  draft() {
    return this.form()?.elements.text.value.trim() ?? "";
  }

  typed() {
    const form = this.form();
    if (!form) return;
    const { text, passage } = form.elements;
    if (text.value) localStorage.setItem(draftOf(form), JSON.stringify({ text: text.value, passage: passage.value }));
    else localStorage.removeItem(draftOf(form));
    this.about();
  }

  // The field of the passage is there where it holds one.
  about() {
    const { passage } = this.form().elements;
    passage.closest(".field").hidden = !passage.value && passage !== document.activeElement;
  }

  // Words chosen in the text are what a note begun now is about.
  quote() {
    const { text, passage } = this.form().elements;
    if (text.value || !typedIn?.isConnected || !this.texts(this.item()).includes(typedIn)) return;
    const { value, selectionStart, selectionEnd } = typedIn;
    passage.value = value.slice(selectionStart, selectionEnd).trim().slice(0, LONGEST);
    this.about();
  }

  item() {
    return this.firstElementChild?.dataset.item;
  }

  // The fields in which the words of an item, or of the edition itself, are written.
  texts(item) {
    const forms = item
      ? document.querySelectorAll(`form[data-item="${item}"]`)
      : document.querySelectorAll('form[data-what="edition"], form[data-what="section"]');
    return [...forms].flatMap((form) => [...form.querySelectorAll("textarea[data-field], input[data-field]")]);
  }

  // Ctrl Enter sends the note, and does not close the card around it.
  key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.form) return;
    event.preventDefault();
    event.stopPropagation();
    event.target.form.requestSubmit();
  }

  async submit(event) {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    if (button.disabled) return;
    button.disabled = true; // pressed twice, it is one note
    const had = document.activeElement === button || form.contains(document.activeElement);
    const values = Object.fromEntries(new FormData(form));
    const isNote = form.matches(".note-form");
    const taken = await this.asked(async () => {
      const response = await post(form.action, values);
      if (response.ok && isNote) localStorage.removeItem(draftOf(form));
      return response;
    });
    button.disabled = false;
    if (taken) {
      typedIn = null; // the next note is about other words
      if (had) (isNote ? this.form()?.elements.text : (this.querySelector("li button") ?? this.form()?.elements.text))?.focus();
      announce(isNote ? (this.querySelector(".told")?.textContent ?? "") : "");
      tell("noted", { from: this });
    }
  }

  // The card in the outline says how many are open.
  count() {
    const item = this.item();
    if (!item) return;
    const open = Number(this.firstElementChild.dataset.open);
    for (const marks of document.querySelectorAll(`.slot[data-item="${item}"] > .m`)) {
      let said = marks.querySelector(".note-count");
      if (!said && open) marks.append((said = Object.assign(document.createElement("span"), { className: "note-count" })));
      if (said && open) said.textContent = `${open} note${open === 1 ? "" : "s"}`;
      else said?.remove();
    }
  }

  clicked(event) {
    const quote = event.target.closest("blockquote.passage");
    const opens = event.target.closest("[data-open-item]");
    if (quote) this.show(quote);
    else if (opens && cardOf(opens.dataset.openItem)) {
      event.preventDefault();
      open(opens.dataset.openItem);
    }
  }

  // Choose the words of a note in the text, where they still stand.
  async show(quote) {
    const { item } = quote.dataset;
    const words = quote.innerText.trim();
    quote.parentElement.querySelector(".gone")?.remove();
    let fields = this.texts(item);
    if (item && !fields.length && cardOf(item)) {
      await open(item);
      fields = this.texts(item);
    }
    const field = fields.find((one) => one.value.includes(words));
    if (!field) {
      const gone = Object.assign(document.createElement("p"), { className: "gone", textContent: "These words are gone from the text." });
      quote.after(gone);
      return announce(gone.textContent);
    }
    for (let folded = field.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    const at = field.value.indexOf(words);
    field.focus();
    field.setSelectionRange(at, at + words.length);
    field.scrollIntoView({ block: "center" });
  }
}

const cardOf = (item) => document.querySelector(`.slot[data-item="${item}"]`);

// Open the card of an item; resolves once its editor is there, or after a while.
async function open(item) {
  const card = cardOf(item);
  card.scrollIntoView({ block: "center" });
  const button = card.querySelector("[data-open]");
  if (button.getAttribute("aria-expanded") !== "true") button.click();
  const until = performance.now() + OPENS;
  while (!document.querySelector(`form[data-item="${item}"]`) && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("form[data-save] textarea, form[data-save] input")) typedIn = target;
});
document.addEventListener("keydown", (event) => {
  if (!["Enter", " "].includes(event.key) || !event.target.matches("desk-notes blockquote.passage")) return;
  event.preventDefault();
  event.target.click();
});
customElements.define("desk-notes", Notes);
