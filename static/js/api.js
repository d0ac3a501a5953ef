// The form to try the API: Swagger UI, fetched only by who wants it. It weighs more than the site.
const place = document.getElementById("try");
const button = place.querySelector("button");
const dark = matchMedia("(prefers-color-scheme: dark)");

function coloured() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

function added(name, facts) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(name), facts);
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });
}

async function open() {
  button.disabled = true;
  try {
    await Promise.all([
      added("link", { rel: "stylesheet", href: place.dataset.styles }),
      added("script", { src: place.dataset.script }),
    ]);
  } catch {
    button.disabled = false;
    place.querySelector("[role=status]").textContent = place.dataset.failed;
    return;
  }
  coloured();
  dark.addEventListener("change", coloured);
  window.SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    supportedSubmitMethods: ["get"],
    validatorUrl: null, // it would ask another host
  });
}

button.addEventListener("click", open);
place.hidden = false;
