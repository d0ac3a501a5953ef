// What is typed and not yet confirmed by the server, kept in this browser: by person, address, field and tab.
// Another tab of the same person keeps its own; what a tab left behind that is gone is found by the next page.
import { tell, toast } from "./server.js";

const person = document.querySelector("[data-person]")?.dataset.person ?? "";
const tab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
const PREFIX = `recap:typed:${person}:`;
const lockOf = (one) => `recap:tab:${one}`;
let fails = false;
let count = 0;

// Held as long as the page lives, so that other tabs leave alone what it keeps. Where the site has no TLS
// there are no locks: then what a living tab keeps is sent by both, and the server takes it once.
navigator.locks?.request(lockOf(tab), () => new Promise(() => {}));

export const whoTypes = () => person;

// Whether what is typed would be lost with this page.
export const cannotKeep = () => fails;

export class Shelf {
  constructor(url) {
    this.url = url;
    this.mark = `${tab}.${(count += 1)}`;
    this.names = new Set();
  }

  // `drafts`: by field, all that is unsaved now.
  keep(drafts) {
    for (const name of this.names) if (!drafts.has(name)) drop(this.#key(name));
    this.names = new Set(drafts.keys());
    fails = false;
    for (const [name, draft] of drafts) put(this.#key(name), { ...draft, at: Date.now() });
  }

  #key(name) {
    return PREFIX + JSON.stringify([this.url, name, this.mark]);
  }
}

function put(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    if (!put.told) toast("This browser has no room to keep what you type; leave the page open until it is saved.", "bad");
    put.told = fails = true;
    tell("unkept");
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept where nothing can be taken away.
  }
}

// What pages that are gone left behind, the newest first: {key, url, name, text, stamp …}.
export async function leftBehind() {
  const { held = [] } = (await navigator.locks?.query().catch(() => null)) ?? {};
  const living = new Set(held.map((lock) => lock.name));
  return stored()
    .filter(({ mark }) => !mark.startsWith(`${tab}.`) && !living.has(lockOf(mark.split(".")[0])))
    .sort((one, other) => other.at - one.at);
}

function stored() {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const [url, name, mark] = JSON.parse(key.slice(PREFIX.length));
      found.push({ ...JSON.parse(localStorage.getItem(key)), key, url, name, mark });
    }
  } catch {
    // A browser that keeps nothing has nothing left.
  }
  return found;
}
