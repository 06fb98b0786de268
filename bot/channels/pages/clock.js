// The office's clock, winding it, and the page's colours.

import { ask, byId, remember, remembered, say, Unsent } from "./dom.js";
import { warn } from "./composer.js";
import * as people from "./people.js";

const THEMES = ["auto", "light", "dark"];
const steps = [...document.querySelectorAll("[data-step]")];
const progress = byId("progress");
let winding = false;

export function show(clock) {
  byId("now").textContent = clock.label;
  people.today(clock.day);
  for (const button of steps) button.disabled = clock.winding;
  progress.hidden = !clock.winding;
  if (clock.winding) {
    const done = Math.round(clock.done * 100);
    progress.setAttribute("aria-valuenow", done);
    progress.firstElementChild.style.transform = `scaleX(${clock.done})`;
  }
  if (clock.winding !== winding) {
    winding = clock.winding;
    const key = winding ? "web.wind.running" : "web.wound";
    byId("clock-says").textContent = say(key, { target: winding ? clock.target : clock.label });
  }
}

async function wind(step) {
  warn("clock", "");
  for (const button of steps) button.disabled = true;
  const body = new FormData();
  body.set("step", step);
  try {
    show((await ask("/api/clock", body)).clock);
  } catch (error) {
    if (!(error instanceof Unsent)) throw error;
    warn("clock", error.message);
    for (const button of steps) button.disabled = winding;
  }
}

for (const button of steps) button.addEventListener("click", () => wind(button.dataset.step));

function dress(theme) {
  document.documentElement.dataset.theme = theme;
  const button = byId("theme");
  button.setAttribute("aria-label", say(`web.theme.${theme}`));
  button.title = say(`web.theme.${theme}`);
  button.querySelector("use").setAttribute("href", `#i-${theme}`);
}

byId("theme").addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  remember("nhacviec.theme", next);
  dress(next);
});
const kept = remembered("nhacviec.theme", "auto");
dress(THEMES.includes(kept) ? kept : "auto");
