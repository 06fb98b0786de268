// What people write, attach and tap.

import * as chat from "./chat.js";
import { ask, byId, say, Unsent } from "./dom.js";

const LARGEST = 20 * 1024 * 1024; // bytes; the server counts again
const form = byId("composer");
const typed = byId("words-typed");
const picker = byId("file");
const trouble = byId("trouble");
const drop = byId("drop");
let attached = null;
let flying = 0;
let filesFlying = 0;

export const focus = () => typed.focus();

// One sentence above the composer; `about` says who may take it away again.
export function warn(about, sentence) {
  if (!sentence && trouble.dataset.about !== about) return;
  trouble.dataset.about = about;
  trouble.textContent = sentence;
  trouble.hidden = !sentence;
}

function attach(file) {
  if (file && file.size > LARGEST) {
    warn("file", say("web.error.too_big"));
    return;
  }
  warn("file", "");
  attached = file;
  byId("attached").hidden = !file;
  byId("attached-name").textContent = file?.name ?? "";
  byId("detach").setAttribute("aria-label", say("web.attach.remove", { name: file?.name ?? "" }));
  ready();
  typed.focus();
}

function ready() {
  form.classList.toggle("ready", Boolean(typed.value.trim() || attached));
  typed.style.height = "auto";
  typed.style.height = `${Math.min(typed.scrollHeight, 140)}px`;
}

function submit(event) {
  event.preventDefault();
  const words = typed.value.trim();
  if (!words && !attached) return;
  const body = new FormData();
  body.set("text", words);
  if (attached) body.set("file", attached);
  deliver(body, { words, fileName: attached?.name });
  typed.value = "";
  picker.value = "";
  attach(null);
}

function deliver(body, { words, fileName }) {
  const address = chat.current();
  const nonce = crypto.randomUUID();
  body.set("nonce", nonce);
  const send = async () => {
    filesFlying += fileName ? 1 : 0;
    answering(address, +1);
    try {
      const { lines } = await ask(`/api/chats/${encodeURIComponent(address)}`, body);
      lines.forEach(chat.add);
    } catch (error) {
      if (!(error instanceof Unsent)) throw error;
      if (chat.current() === address) chat.failed(nonce, error.message);
    } finally {
      filesFlying -= fileName ? 1 : 0;
      answering(address, -1);
    }
  };
  chat.onItsWay({ nonce, words, fileName, send });
  send();
}

function answering(address, change) {
  flying += change;
  // A quick answer needs no sign that one is coming.
  if (flying) setTimeout(() => chat.answering(flying > 0 && chat.current() === address, filesFlying > 0), 250);
  else chat.answering(false);
}

chat.tapped((line, button, label) => {
  const body = new FormData();
  body.set("line", line);
  body.set("button", button);
  deliver(body, { words: label });
});

form.addEventListener("submit", submit);
typed.addEventListener("input", ready);
typed.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
});
typed.addEventListener("paste", (event) => {
  const [file] = event.clipboardData?.files ?? [];
  if (!file) return;
  event.preventDefault();
  attach(file);
});
byId("attach").addEventListener("click", () => picker.click());
byId("detach").addEventListener("click", () => attach(null));
picker.addEventListener("change", () => attach(picker.files[0] ?? null));

let over = 0;
const holdsFiles = (event) => chat.current() !== null && event.dataTransfer?.types.includes("Files");
addEventListener("dragenter", (event) => {
  if (!holdsFiles(event)) return;
  over += 1;
  drop.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (!holdsFiles(event)) return;
  over = Math.max(0, over - 1);
  drop.hidden = over === 0;
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  over = 0;
  drop.hidden = true;
  if (holdsFiles(event)) attach(event.dataTransfer.files[0]);
});
