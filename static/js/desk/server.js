// What the desk asks of its server. Nothing is thrown for a refusal: the answer says so.

const PATIENCE = 15000; // milliseconds for an answer
const ROOM = 60000; // bytes that a browser still sends when its page is left; the limit is 64 KB
let away = false;

// A log-in in another tab gives the browser another token than this page was made with.
function token() {
  const [, current] = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) ?? [];
  return current ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// The server could not be reached, or is no longer the one we were logged in to.
export class Away extends Error {}

export async function post(url, values = {}) {
  const body = new URLSearchParams(values).toString();
  return ask(url, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-CSRFToken": token(),
      "HX-Request": "true",
    },
    keepalive: body.length < ROOM,
  });
}

export const get = (url) => ask(url, { headers: { "HX-Request": "true" } });

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw gone("The server does not answer.");
  }
  if (response.type === "opaqueredirect") {
    throw gone("You were logged out: log in again in another tab, and come back.");
  }
  if (response.status >= 500) throw gone("The server is in trouble.");
  passOn(response.headers.get("Desk-Said"));
  if (away) {
    away = false;
    tell("back");
  }
  return response;
}

function gone(sentence) {
  away = true;
  tell("away", { sentence });
  return new Away(sentence);
}

// Why a request was refused, in a sentence: ours where the server gave one, never a page of an error.
export async function reasonOf(response) {
  if (response.headers.get("Content-Type")?.startsWith("text/plain")) return response.text();
  if (response.status === 403) return "Your role does not allow this any more; ask a colleague whose role does.";
  if (response.status === 404) return "This was deleted meanwhile, so there is nothing to save it in.";
  return "The server could not take this.";
}

// What happened besides: an approval is void, say. A sentence a line, and all of it encoded.
function passOn(header) {
  if (!header) return;
  for (const sentence of decodeURIComponent(header).split("\n")) toast(sentence, "bad");
  tell("besides");
}

document.addEventListener("htmx:afterRequest", (event) => {
  passOn(event.detail.xhr?.getResponseHeader("Desk-Said"));
});

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
