// Puts the parts together: who is chosen, and what arrives.

import * as chat from "./chat.js";
import * as clock from "./clock.js";
import * as composer from "./composer.js";
import * as people from "./people.js";
import { ask, byId, say, Unsent } from "./dom.js";

const wide = matchMedia("(min-width: 820px)");
let broken = null;

const lookedAt = (address) => address === chat.current() && document.visibilityState === "visible";

function chosen() {
  const address = decodeURIComponent(location.hash.slice(1));
  return people.person(address) ? address : null;
}

async function follow() {
  const address = chosen();
  byId("app").dataset.view = address ? "chat" : "people";
  people.choose(address);
  if (!address) {
    chat.close();
    return;
  }
  const someone = people.person(address);
  byId("head-face").textContent = people.initials(someone.name);
  byId("head-face").dataset.hue = people.hue(address);
  byId("head-name").textContent = someone.name;
  byId("head-posts").replaceChildren(...people.fully(someone));
  await chat.open(address);
  people.seen(address);
  if (wide.matches) composer.focus();
}

// After the first connection and after every break: what was missed is asked for.
async function synchronise() {
  const state = await ask("/api/state");
  if (state.edition !== document.documentElement.dataset.edition) {
    location.reload();
    return;
  }
  clock.show(state.clock);
  people.fill(state.people);
  if (chat.current() === null) await follow();
  else await chat.refresh();
  if (chat.current()) people.seen(chat.current());
}

function listen() {
  const events = new EventSource("/api/events");
  events.addEventListener("open", async () => {
    clearTimeout(broken);
    broken = null;
    composer.warn("connection", "");
    try {
      await synchronise();
    } catch (error) {
      if (!(error instanceof Unsent)) throw error;
    }
  });
  events.addEventListener("error", () => {
    broken ??= setTimeout(() => composer.warn("connection", say("web.offline")), 1500);
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  events.addEventListener("clock", (event) => clock.show(JSON.parse(event.data)));
  events.addEventListener("line", (event) => {
    const line = JSON.parse(event.data);
    if (line.author === "bot") chat.answering(false);
    chat.add(line);
    people.heard(line, { seen: lookedAt(line.address) });
  });
}

addEventListener("hashchange", follow);
document.addEventListener("visibilitychange", () => {
  if (chat.current() && lookedAt(chat.current())) people.seen(chat.current());
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !wide.matches && chat.current()) location.hash = "";
});
listen();
