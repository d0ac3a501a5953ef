// One piece of the page becomes another. What has an id and is there already stays the same element, so that
// whoever writes in it, or has the focus there, notices nothing.
import { refresh, saverOf } from "./saver.js";

const OURS = ["open", "aria-expanded", "disabled"]; // what the page itself decides

export function elementOf(html) {
  const place = document.createElement("template");
  place.innerHTML = html;
  return place.content.firstElementChild;
}

export function become(old, fresh) {
  const there = new Map([...old.querySelectorAll("[id]")].map((one) => [one.id, one]));
  turn(old, fresh, there);
}

function turn(old, fresh, there) {
  if (old.isEqualNode(fresh)) return;
  const isOpen = old.matches("li.slot.open");
  dress(old, fresh);
  if (isOpen) old.classList.add("open");
  if (old.matches("form[data-save]")) return refresh(old, fresh);
  let next = old.firstChild;
  for (const one of [...fresh.childNodes]) {
    const node = kept(one, there, isOpen);
    if (node === next) next = next.nextSibling;
    else old.insertBefore(node, next);
  }
  while (next) {
    const after = next.nextSibling;
    next.remove();
    next = after;
  }
}

// The element that stands for `fresh`: the one of its name that is there already, or itself.
function kept(fresh, there, inOpenCard) {
  const old = fresh.id && there.get(fresh.id);
  if (!old || old.tagName !== fresh.tagName) return fresh;
  if (old.matches("form[data-save]") && !saverOf(old)) return fresh;
  if (!(inOpenCard && old.matches(".editing"))) turn(old, fresh, there);
  return old;
}

function dress(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OURS.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!OURS.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
