// A paste into a text area that holds Markdown: rich text arrives as clean Markdown, and an address that is
// pasted on a selection makes a link of it. Plain text stays as it is.
import { markdownOf } from "./clean.js";
import { isAddress, isWriting, linkTo, replace } from "./markdown.js";

document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!isWriting(field) || !event.clipboardData) return;
  const plain = event.clipboardData.getData("text/plain").trim();
  if (isAddress(plain) && field.selectionStart < field.selectionEnd) {
    event.preventDefault();
    return linkTo(field, plain);
  }
  const html = event.clipboardData.getData("text/html");
  const text = html && markdownOf(html);
  if (!text) return;
  event.preventDefault();
  replace(field, field.selectionStart, field.selectionEnd, text);
});
