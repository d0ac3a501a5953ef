// The item's own desk: its name, its preview and its fields follow what is saved, and "Done" goes back to the
// items.
import { flush, refresh } from "./saver.js";
import { get } from "./server.js";

const place = document.querySelector("#desk");
const preview = document.querySelector("#item-preview");
let top = 0; // where the preview was read
let loading = false; // it stands at its beginning then

function showAgain() {
  if (!loading) top = preview.contentWindow.scrollY;
  loading = true;
  preview.contentWindow.location.reload();
}

function name({ detail: { form } }) {
  const headline = form?.elements.headline?.value.trim();
  if (headline) document.querySelector(".top h1").textContent = headline;
}

preview.addEventListener("load", () => {
  loading = false;
  preview.contentWindow.scrollTo(0, top);
});

// What a colleague saved, or a fix mended, in the fields that nobody here is writing in.
async function readAgain({ detail: { state } }) {
  const response = await get(place.dataset.editor).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const form of document.querySelectorAll("form[data-save]")) {
    const one = fresh.getElementById(form.id);
    if (one) refresh(form, one);
  }
  if (state) place.dataset.state = state;
}

document.addEventListener("desk:saved", showAgain);
document.addEventListener("desk:saved", name);
document.addEventListener("desk:stale", showAgain);
document.addEventListener("desk:stale", readAgain);

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-done]")) return;
  await flush();
  document.querySelector(".top .back").click();
});
