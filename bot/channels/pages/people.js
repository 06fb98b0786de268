// The list of people: who they are, what was said last, how much is unread.

import { byId, el, remember, remembered, say } from "./dom.js";

const MEMORY = `nhacviec.read.${document.documentElement.dataset.edition}`;
const read = remembered(MEMORY, {}); // address -> how many of the bot's lines were seen here
let now = ""; // the office's day, as lines name theirs
let home = null; // the office of whoever stands first: it goes without saying
const known = new Map(); // address -> { person, said, last, parts }

export const person = (address) => known.get(address)?.person;

// Post and office; where the office is another one, it is what matters first. Home is left out where room is scarce.
export function fully({ office, posts }) {
  return office === home ? [posts, el("span", { class: "home" }, ` · ${office}`)] : [`${office} · ${posts}`];
}

export function initials(name) {
  return name.trim().split(/\s+/).at(-1).slice(0, 1).toUpperCase();
}

// One of eight colours, always the same for the same person.
export const hue = (address) => [...address].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 8, 3);

export function fill(people) {
  for (const someone of people) {
    const entry = known.get(someone.address) ?? added(someone);
    entry.said = someone.said;
    if (someone.newest) preview(entry, someone.newest);
    count(entry);
  }
  title();
}

function added(someone) {
  home ??= someone.office;
  const parts = {
    last: el("span", { class: "last" }, say("web.silent")),
    hour: el("span", { class: "hour" }, ""),
    badge: el("span", { class: "badge", hidden: true }),
  };
  parts.link = el(
    "a",
    { href: `#${encodeURIComponent(someone.address)}`, class: "person", "data-address": someone.address },
    el("span", { class: "face", "data-hue": hue(someone.address), "aria-hidden": "true" }, initials(someone.name)),
    el("span", { class: "name" }, someone.name),
    parts.hour,
    el("span", { class: "posts" }, ...(someone.office === home ? [someone.posts] : fully(someone))),
    parts.last,
    parts.badge,
  );
  byId(someone.featured ? "usual" : "others").append(el("li", {}, parts.link));
  const entry = { person: someone, said: 0, last: null, parts };
  known.set(someone.address, entry);
  return entry;
}

export function heard(line, { seen }) {
  const entry = known.get(line.address);
  if (!entry || line.id <= (entry.last?.id ?? 0)) return;
  preview(entry, line);
  if (line.author === "bot") entry.said += 1;
  if (seen) read[line.address] = entry.said;
  count(entry);
  title();
  if (seen) remember(MEMORY, read);
}

export function seen(address) {
  const entry = known.get(address);
  if (!entry) return;
  read[address] = entry.said;
  count(entry);
  title();
  remember(MEMORY, read);
}

export function choose(address) {
  for (const [one, entry] of known) {
    if (one === address) entry.parts.link.setAttribute("aria-current", "page");
    else entry.parts.link.removeAttribute("aria-current");
  }
}

// Lines of another day show their date instead of their hour.
export function today(day) {
  if (day === now) return;
  now = day;
  for (const entry of known.values()) when(entry);
}

function when(entry) {
  if (entry.last) entry.parts.hour.textContent = entry.last.day === now ? entry.last.hour : entry.last.date;
}

function preview(entry, line) {
  entry.last = line;
  const words = line.body || line.file?.name || "";
  entry.parts.last.textContent = words.split("\n", 1)[0];
  when(entry);
}

const unread = (entry) => Math.max(0, entry.said - (read[entry.person.address] ?? 0));

function count(entry) {
  const waiting = unread(entry);
  entry.parts.badge.hidden = waiting === 0;
  entry.parts.badge.textContent = waiting > 99 ? "99+" : String(waiting);
  entry.parts.badge.setAttribute("aria-label", say("web.unread", { count: waiting }));
  entry.parts.link.classList.toggle("waiting", waiting > 0);
}

function title() {
  const total = [...known.values()].reduce((sum, entry) => sum + unread(entry), 0);
  document.title = total ? `(${total}) ${say("web.title")}` : say("web.title");
}
