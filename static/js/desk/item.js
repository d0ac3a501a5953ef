// The item's own desk: its preview follows the text, and "Done" goes back to the list of items.
import { flush } from "./saver.js";

const preview = document.querySelector("#item-preview");

document.addEventListener("desk:saved", () => {
  const top = preview.contentWindow.scrollY;
  preview.addEventListener("load", () => preview.contentWindow.scrollTo(0, top), { once: true });
  preview.contentWindow.location.reload();
});

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-done]")) return;
  await flush();
  document.querySelector(".top a[href$='/newsitem/']").click();
});
