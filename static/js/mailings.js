// The bar of a mailing asks for itself every other second (htmx). Here is what happens when that fails.
const away = document.querySelector("#away");

const tell = (isAway) => {
  if (away) away.hidden = !isAway;
};

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(name, () => tell(true));
}
document.body.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && tell(false));

// Who was logged out meanwhile is led to the page of the log-in; it is no part of this one.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(pathInfo.requestPath, location.href).pathname) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});
