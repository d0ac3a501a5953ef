// Rich text from a clipboard as clean Markdown. Word, Google Docs, web pages and WeChat each bring their own
// wrappers; what is left of them is paragraphs, headings, lists, bold, italic and links.
import TurndownService from "../../vendor/turndown/turndown.browser.es.js";

const TELLS_SOMETHING = "a, b, strong, i, em, h1, h2, h3, h4, h5, h6, li, blockquote, p, table";
const GONE =
  "style, script, noscript, template, meta, link, title, head, img, picture, svg, video, audio, iframe, object, canvas, button, input, select, textarea, form, o\\:p, [hidden], [aria-hidden='true'], mp-style-type, .Apple-converted-space:empty";
const TRACKING = /^(utm_.*|fbclid|gclid|igshid|mc_cid|mc_eid|spm|yclid)$/i;
// Addresses that only count who came by: the true one is one of their parameters.
const WRAPPERS = [
  [/^(www\.)?google\.[a-z.]+$/, "/url", ["q", "url"]],
  [/\.safelinks\.protection\.outlook\.com$/, "", ["url"]],
  [/^l\.(facebook|instagram)\.com$/, "", ["u"]],
  [/^link\.zhihu\.com$/, "", ["target"]],
];

const turndown = new TurndownService({
  headingStyle: "atx",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "*",
  strongDelimiter: "**",
  br: "",
});
turndown.addRule("item", {
  filter: "li",
  replacement(content, node) {
    const inOrder = node.parentNode.nodeName === "OL";
    const first = Number(node.parentNode.getAttribute("start") || 1);
    const mark = inOrder ? `${first + [...node.parentNode.children].indexOf(node)}. ` : "- ";
    const text = content.trim().replace(/\n{2,}/g, "\n").replaceAll("\n", "\n    ");
    return `${mark}${text}\n`;
  },
});
// A table of figures; one that only lays out a page is taken apart.
turndown.addRule("table", {
  filter: (node) => node.nodeName === "TABLE" && isOfFigures(node),
  replacement(_, node) {
    const rows = [...node.rows].map((row) => [...row.cells].map(cellOf)).filter((row) => row.some(Boolean));
    const columns = Math.max(...rows.map((row) => row.length));
    const lines = rows.map((row) => `| ${[...row, ...Array(columns - row.length).fill("")].join(" | ")} |`);
    return `\n\n${[lines[0], `|${" --- |".repeat(columns)}`, ...lines.slice(1)].join("\n")}\n\n`;
  },
});
const isOfFigures = (table) =>
  !table.querySelector("table, ul, ol, blockquote, pre, h1, h2, h3") &&
  [...table.rows].filter((row) => row.cells.length > 1 && row.textContent.trim()).length > 1;
const cellOf = (cell) => turndown.turndown(cell).replace(/\s+/g, " ").replaceAll("|", "\\|").trim();

// Only what Markdown would take for a mark.
turndown.escape = (text) =>
  text
    .replace(/([\\*`])/g, "\\$1")
    .replace(/(^|\W)_(?=\S)|(\S)_(?=\W|$)/g, (found) => found.replace("_", "\\_"))
    .replace(/\[(?=[^\]]*\]\()/g, "\\[")
    .replace(/^(\s*)([#>+-])(?=\s)/, "$1\\$2")
    .replace(/^(\s*\d+)\.(?=\s)/, "$1\\.");

// Styles are read and not applied: the policy of the page allows none.
function parsed(html) {
  const quiet = html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<!\[[^\]]*\]>/g, "")
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  return new DOMParser().parseFromString(quiet, "text/html").body;
}

const styleOf = (node) => node.dataset.style ?? "";
const weighs = (style) => Number(/font-weight:\s*(\d+)/.exec(style)?.[1] ?? (/font-weight:\s*bold/.test(style) ? 700 : 0));

function wrap(node, name) {
  if (!node.textContent.trim() || node.querySelector("p, li, h1, h2, h3, h4, h5, h6, div, section")) return;
  const made = document.createElement(name);
  made.append(...node.childNodes);
  node.append(made);
}

function plainHref(href) {
  let url;
  try {
    url = new URL(href);
  } catch {
    return ""; // of the page it came from
  }
  if (url.protocol === "mailto:") return href;
  if (!/^https?:$/.test(url.protocol)) return "";
  for (const [host, path, names] of WRAPPERS) {
    const inner = host.test(url.hostname) && url.pathname.startsWith(path) && names.map((one) => url.searchParams.get(one)).find(Boolean);
    if (inner && /^https?:/.test(inner)) return plainHref(inner);
  }
  const parameters = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  if (!parameters.length) return href.trim();
  for (const name of parameters) url.searchParams.delete(name);
  return url.href;
}

// Word's lists are paragraphs with a bullet in their text.
function listsOfWord(body) {
  let list = null;
  for (const line of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, div")) {
    if (!/mso-list:\s*l\d/.test(styleOf(line))) continue;
    const bullet = line.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']");
    const inOrder = /^\s*\(?\w{1,3}[.)]/.test(bullet?.textContent ?? "");
    bullet?.remove();
    const item = document.createElement("li");
    item.append(...line.childNodes);
    if (!list || list.nextElementSibling !== line || (list.nodeName === "OL") !== inOrder) {
      list = document.createElement(inOrder ? "ol" : "ul");
      line.before(list);
    }
    list.append(item);
    line.remove();
  }
}

function cleaned(body) {
  listsOfWord(body);
  for (const node of body.querySelectorAll(GONE)) node.remove();
  for (const node of [...body.querySelectorAll("*")]) {
    const style = styleOf(node);
    if (/display:\s*none|mso-hide:\s*all/.test(style)) node.remove();
    else if (/^(B|STRONG)$/.test(node.nodeName) && (/font-weight:\s*normal/.test(style) || (weighs(style) && weighs(style) < 600))) {
      node.replaceWith(...node.childNodes); // the wrapper of Google Docs
    } else if (/^(I|EM)$/.test(node.nodeName) && /font-style:\s*normal/.test(style)) node.replaceWith(...node.childNodes);
    else if (node.nodeName === "SPAN" || node.nodeName === "FONT") {
      if (weighs(style) >= 600 && !node.closest("b, strong, h1, h2, h3, h4, h5, h6")) wrap(node, "strong");
      if (/font-style:\s*italic/.test(style) && !node.closest("i, em")) wrap(node, "em");
    } else if (node.nodeName === "A") {
      const href = plainHref(node.getAttribute("href") ?? "");
      if (href && node.textContent.trim()) node.setAttribute("href", href);
      else node.replaceWith(...node.childNodes);
      node.removeAttribute("title");
    }
  }
  for (const title of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    for (const bold of title.querySelectorAll("b, strong")) bold.replaceWith(...bold.childNodes);
  }
  // Two halves of one bold phrase are one.
  for (const name of ["strong", "b", "em", "i"]) {
    for (const node of [...body.querySelectorAll(name)]) {
      while (node.nextSibling?.nodeName === node.nodeName) {
        node.append(...node.nextSibling.childNodes);
        node.nextSibling.remove();
      }
    }
  }
  return body;
}

// The Markdown of `html`, or null where it says no more than the plain text beside it.
export function markdownOf(html) {
  const body = cleaned(parsed(html));
  if (!body.querySelector(TELLS_SOMETHING)) return null;
  return turndown
    .turndown(body)
    .replace(/[\u00a0\u2002\u2003\u2009\u202f]/g, " ")
    .replace(/[\u200b\u200c\u2060\ufeff\u00ad]/g, "")
    .replace(/(\S) {2,}/g, "$1 ")
    .replace(/[ \t]+$/gm, "")
    .replace(/^ (?=\S)/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

// The lines that `html` itself marks as captions of its pictures.
export function captionsOf(html) {
  const marked = parsed(html).querySelectorAll("figcaption, [class*='caption' i]");
  return [...marked].flatMap((one) => one.innerText.split("\n")).map((line) => line.trim()).filter(Boolean);
}
