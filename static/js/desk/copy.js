// The edition, to be pasted elsewhere.
import { Away, get } from "./server.js";

const room = document.querySelector("#copies");
const said = document.querySelector("#copied");

async function copy({ copy: url, type, name }) {
  said.textContent = "";
  try {
    const response = await get(url);
    if (!response.ok) throw new Away("The server would not give it.");
    await write(await partsOf(await response.text(), type));
    const items = document.querySelectorAll("#outline li.slot").length;
    said.textContent = `Copied: ${name}, ${items} item${items === 1 ? "" : "s"}.`;
  } catch (error) {
    if (error instanceof Away) said.textContent = `Nothing was copied. ${error.message}`;
    else aside(url);
  }
}

// By the event of a copy: what is written thus arrives as it is, styles and all, and without HTTPS, too.
// Where a browser has given that up, by its clipboard.
async function write(parts) {
  const fill = (event) => {
    event.preventDefault();
    for (const [kind, text] of Object.entries(parts)) event.clipboardData.setData(kind, text);
  };
  document.addEventListener("copy", fill);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  if (done) return;
  const blobs = Object.entries(parts).map(([kind, text]) => [kind, new Blob([text], { type: kind })]);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

// The clipboard was refused: the text itself, for a copy by hand.
function aside(url) {
  open(url, "_blank", "noopener");
  said.textContent = "The browser keeps its clipboard closed: copy it from the page that opened.";
}

async function partsOf(text, type) {
  if (type !== "rich") return { "text/plain": text };
  const words = await (await get(room.dataset.words)).text();
  const [, body] = text.match(/<body[^>]*>([^]*)<\/body>/i) ?? [, text];
  return { "text/html": body, "text/plain": words };
}

room.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button.dataset);
});
