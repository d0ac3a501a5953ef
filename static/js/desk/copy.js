// The edition, to be pasted elsewhere.
import { Away, get } from "./server.js";

const room = document.querySelector("#copies");
const said = document.querySelector("#copied");

async function copy({ copy: url, type, name }) {
  said.textContent = "";
  try {
    const response = await get(url);
    if (!response.ok) throw new Away("The server would not give it.");
    const text = await response.text();
    await navigator.clipboard.write([new ClipboardItem(await partsOf(text, type))]);
    const items = document.querySelectorAll("#outline li.slot").length;
    said.textContent = `Copied: ${name}, ${items} item${items === 1 ? "" : "s"}.`;
  } catch (error) {
    if (error instanceof Away) said.textContent = `Nothing was copied. ${error.message}`;
    else aside(url);
  }
}

// The clipboard was refused, as it is without HTTPS: the text itself, for a copy by hand.
function aside(url) {
  open(url, "_blank", "noopener");
  said.textContent = "The browser keeps its clipboard closed: copy it from the page that opened.";
}

async function partsOf(text, type) {
  if (type !== "rich") return { "text/plain": blob(text, "text/plain") };
  const words = await (await get(room.dataset.words)).text();
  const [, body] = text.match(/<body[^>]*>([^]*)<\/body>/i) ?? [, text];
  return { "text/html": blob(body, "text/html"), "text/plain": blob(words, "text/plain") };
}

const blob = (text, type) => new Blob([text], { type });

room.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button.dataset);
});
