// A paste into a text area that holds Markdown: rich text arrives as clean Markdown, and an address that is
// pasted on a selection makes a link of it. Where the field asks for it, a portal's own lines are left out of
// what has more than one. Other plain text stays as it is.
import { captionsOf, markdownOf } from "./clean.js";
import { clean } from "./cleaning.js";
import { isAddress, isWriting, linkTo, replace } from "./markdown.js";

const hasLines = (text) => text.trim().includes("\n");

document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!isWriting(field) || !event.clipboardData) return;
  const plain = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
  if (isAddress(plain.trim()) && field.selectionStart < field.selectionEnd) {
    event.preventDefault();
    return linkTo(field, plain.trim());
  }
  const html = event.clipboardData.getData("text/html");
  const rich = html && markdownOf(html);
  const text = rich || plain;
  const isCleaned = "cleans" in field.dataset && hasLines(text);
  if (!rich && !isCleaned) return;
  event.preventDefault();
  const from = field.selectionStart;
  replace(field, from, field.selectionEnd, text);
  if (isCleaned) clean(field, from, text, rich ? captionsOf(html) : []);
});
