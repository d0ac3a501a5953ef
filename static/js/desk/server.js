// What the desk asks of its server. Nothing is thrown for a refusal: the answer says so.
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// The server could not be reached, or is no longer the one we were logged in to.
export class Away extends Error {}

export async function post(url, values = {}, { keepalive = false } = {}) {
  return ask(url, {
    method: "POST",
    body: new URLSearchParams(values),
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
    keepalive,
  });
}

export const get = (url) => ask(url, { headers: { "HX-Request": "true" } });

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, redirect: "manual", signal: AbortSignal.timeout(15000) });
  } catch {
    throw new Away("The server does not answer.");
  }
  if (response.type === "opaqueredirect") {
    throw new Away("You were logged out: log in again in another tab, and come back.");
  }
  if (response.status >= 500) throw new Away("The server is in trouble.");
  return response;
}

// An event that other modules of the desk listen to.
export function tell(name, detail = {}) {
  document.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }));
}

export function toast(sentence, tone = "") {
  const said = document.createElement("p");
  said.className = `toast ${tone}`;
  said.textContent = sentence;
  document.querySelector("#toasts").append(said);
  setTimeout(() => said.remove(), 8000);
}

// For a screen reader alone.
export function announce(sentence) {
  document.querySelector("#said").textContent = sentence;
}
