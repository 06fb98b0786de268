// One chat: its bubbles, days, buttons, and what is on its way.

import { ask, byId, el, icon, lined, say } from "./dom.js";

const log = byId("log");
const newest = byId("newest");
let address = null;
let lines = []; // as they stand in the database, oldest first
let older = false; // more of them before the first
let pending = new Map(); // nonce -> { node, send }
let typing = null;
let onTap = () => {};

export const current = () => address;
export const tapped = (handler) => {
  onTap = handler;
};

const path = (more = "") => `/api/chats/${encodeURIComponent(address)}${more}`;

export async function open(chosen) {
  if (chosen !== address) {
    [address, lines, older, pending, typing] = [chosen, [], false, new Map(), null];
    log.replaceChildren();
  }
  await refresh();
}

export function close() {
  address = null;
  log.replaceChildren();
}

// What the database has, over what the page has; unsent bubbles stay below it.
export async function refresh() {
  const asked = address;
  const answer = await ask(path());
  if (asked !== address) return;
  const first = answer.lines[0]?.id ?? 0;
  const before = lines.filter((line) => line.id < first);
  older = before.length ? older : answer.more;
  lines = [...before, ...answer.lines];
  for (const line of lines) pending.delete(line.nonce);
  draw();
  bottom();
}

async function more() {
  const asked = address;
  const answer = await ask(path(`?before=${lines[0].id}`));
  if (asked !== address) return;
  lines = [...answer.lines, ...lines];
  older = answer.more;
  const below = log.scrollHeight - log.scrollTop;
  draw();
  log.scrollTop = log.scrollHeight - below;
  log.focus({ preventScroll: true });
}

function draw() {
  log.setAttribute("aria-live", "off");
  const nodes = lines.flatMap((line, n) => (line.day === lines[n - 1]?.day ? [bubble(line)] : [day(line), bubble(line)]));
  if (older) nodes.unshift(el("button", { type: "button", class: "older", onclick: more }, say("web.older")));
  if (!lines.length && !pending.size) nodes.push(el("p", { class: "empty" }, say("web.empty")));
  log.replaceChildren(...nodes, ...[...pending.values()].map((one) => one.node));
  if (typing) log.append(typing);
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

// A line that just happened.
export function add(line) {
  if (line.address !== address || lines.some((one) => one.id === line.id)) return;
  const stick = nearBottom() || line.author === "person";
  const last = lines.at(-1);
  lines.push(line);
  if (last && line.id < last.id) {
    lines.sort((one, other) => one.id - other.id);
    draw();
  } else {
    log.querySelector(".empty")?.remove();
    const drawn = line.day === last?.day ? [bubble(line)] : [day(line), bubble(line)];
    const waiting = pending.get(line.nonce);
    if (line.nonce && waiting) {
      waiting.node.replaceWith(...drawn);
      pending.delete(line.nonce);
    } else {
      const below = [...pending.values()][0]?.node ?? typing;
      if (below?.isConnected) below.before(...drawn);
      else log.append(...drawn);
    }
  }
  if (stick) bottom();
  else newest.hidden = false;
}

const day = (line) => el("h3", { class: "day" }, el("span", {}, line.day));

function bubble(line) {
  const who = el("span", { class: "visually-hidden" }, say(line.author === "bot" ? "web.from.bot" : "web.from.person"));
  const inside = el("div", { class: "bubble" }, who);
  if (line.file) inside.append(line.file.picture ? picture(line.file) : paper(line.file));
  if (line.body) inside.append(el("p", { class: "words" }, ...lined(line.body)));
  inside.append(el("span", { class: "hour" }, line.hour));
  const node = el("article", { class: `line ${line.author}`, "data-id": line.id }, inside);
  if (line.buttons.length) node.append(buttons(line));
  return node;
}

function buttons(line) {
  const taps = line.buttons.map((label, n) =>
    el("button", { type: "button", class: "tap", onclick: () => onTap(line.id, n, label) }, label),
  );
  return el("div", { class: "taps" }, ...taps);
}

function picture(file) {
  const image = el("img", { src: file.url, alt: say("web.picture", { name: file.name }), decoding: "async" });
  const frame = el("a", { class: "picture", href: file.url, target: "_blank", rel: "noopener" }, image);
  // Its room is kept before it is there; what is very long or very high stands in the middle of it.
  if (file.pixels) frame.style.aspectRatio = Math.min(3, Math.max(0.7, file.pixels[0] / file.pixels[1]));
  return frame;
}

function paper(file) {
  return el(
    "a",
    { class: "paper", href: file.url, download: file.name, "aria-label": say("web.file", { name: file.name }) },
    icon("file"),
    el("span", { class: "paper-name" }, file.name),
    el("span", { class: "paper-size" }, file.size),
  );
}

// The bubble of something on its way; `send` does it again where it failed.
export function onItsWay({ nonce, words, fileName, send }) {
  const state = el("span", { class: "state" }, say("web.sending"));
  const inside = el("div", { class: "bubble" });
  if (fileName) inside.append(el("span", { class: "paper" }, icon("file"), el("span", { class: "paper-name" }, fileName)));
  if (words) inside.append(el("p", { class: "words" }, ...lined(words)));
  inside.append(state);
  const node = el("article", { class: "line person pending" }, inside);
  pending.set(nonce, { node, state, send });
  log.querySelector(".empty")?.remove();
  log.append(node);
  bottom();
}

export function failed(nonce, why) {
  const one = pending.get(nonce);
  if (!one) return;
  one.node.classList.add("failed");
  const again = () => {
    one.node.classList.remove("failed");
    one.state.replaceChildren(say("web.sending"));
    one.send();
  };
  one.state.replaceChildren(why || say("web.failed"), " ", el("button", { type: "button", onclick: again }, say("web.retry")));
  bottom();
}

export function answering(yes, readsFile = false) {
  typing?.remove();
  typing = null;
  if (!yes) return;
  const dots = [1, 2, 3].map(() => el("i", {}));
  // A long file takes seconds to read.
  const reads = readsFile ? el("span", {}, say("web.reading")) : "";
  typing = el("div", { class: "line bot typing", role: "img", "aria-label": say("web.typing") }, el("div", { class: "bubble" }, ...dots, reads));
  log.append(typing);
  bottom();
}

const nearBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

export function bottom() {
  log.scrollTop = log.scrollHeight;
  newest.hidden = true;
}

newest.addEventListener("click", bottom);
log.addEventListener("scroll", () => {
  if (nearBottom()) newest.hidden = true;
});
// Keeps the last line in sight when the keyboard of a phone opens.
new ResizeObserver(() => {
  if (newest.hidden) bottom();
}).observe(log);
