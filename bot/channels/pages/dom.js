// Small things that every part of the page needs.

const words = JSON.parse(document.getElementById("words").textContent);

export const byId = (id) => document.getElementById(id);

export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);
}

// Children are nodes or text; text never becomes markup.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

const LINK = /https?:\/\/[^\s<>"'“”]+/gi;

// Without the full stop, or the bracket, that belongs to the sentence.
function bare(found) {
  let kept = found.replace(/[.,;:!?…\]}]+$/, "");
  while (kept.endsWith(")") && kept.split(")").length > kept.split("(").length) {
    kept = kept.slice(0, -1).replace(/[.,;:!?…]+$/, "");
  }
  return kept;
}

function isAddress(text) {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

// The text with its http and https addresses as links.
export function linked(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const address = bare(found[0]);
    if (!isAddress(address)) continue;
    parts.push(text.slice(from, found.index));
    parts.push(el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, address));
    from = found.index + address.length;
  }
  parts.push(text.slice(from));
  return parts;
}

// The lines of a message, each a block of its own: of a numbered or quoted one, what runs over the edge is set in.
const ITEM = /^(?:(?:\p{Extended_Pictographic}\uFE0F? )?\d+\. |[☑☐-] |")/u;
const HEAD = /^\p{Extended_Pictographic}/u;

export function lined(text) {
  return text.split(/\r?\n/).map((line) => el("span", { class: `row ${rowKind(line)}` }, ...linked(line)));
}

function rowKind(line) {
  if (line === "") return "blank";
  if (ITEM.test(line)) return "item";
  return HEAD.test(line) ? "head" : "";
}

// What this browser remembers; a browser that keeps nothing still works.
export function remembered(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch (error) {
    console.info("nothing is remembered here:", error.name);
  }
}

export class Unsent extends Error {}

// Answers the JSON; raises Unsent with a sentence for people where there is one.
export async function ask(url, form = null) {
  let answer;
  try {
    answer = await fetch(url, form ? { method: "POST", body: form } : {});
  } catch {
    throw new Unsent("");
  }
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  throw new Unsent(said.error ?? "");
}
