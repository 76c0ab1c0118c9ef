// The page begins here: it follows one person and draws what changed.
import { icon } from "./icons.js";
import { spoken } from "./mrkdwn.js";
import { drawInspector, toggle } from "./inspector.js";
import { closeDrawer, drawHome, drawMessages, drawPrompts, drawRoom, drawSidebar, drawThread } from "./room.js";
import { follow, onchange, state } from "./store.js";
import { drawViews } from "./views.js";

const draws = {
  whole: [drawSidebar, drawRoom, drawThread, drawViews, drawInspector],
  place: [drawSidebar, drawRoom, drawThread],
  thread: [drawThread],
  said: [drawSidebar, drawMessages, drawThread],
  removed: [drawMessages, drawThread],
  room: [drawMessages],
  prompts: [drawPrompts],
  views: [drawViews, drawHome],
  traffic: [drawInspector],
};

onchange((kind, change) => {
  (draws[kind] ?? []).forEach((draw) => draw());
  if (kind === "said") announce(change.said);
});

// A screen reader hears the sentences of a message, as in Slack: its text, not its blocks.
function announce(said) {
  if (said.author === state.me || said.room !== state.room) return;
  const author = state.people.get(said.author)?.name ?? "";
  const words = `${author}${said.only ? ", only visible to you" : ""}: ${spoken(said.text)}`;
  const line = document.createElement("p");
  line.textContent = words;
  const place = document.getElementById("said");
  place.append(line);
  while (place.children.length > 5) place.firstChild.remove();
}

for (const [id, name] of [["drawer", "rooms"], ["theme", "theme"], ["inspect", "traffic"]]) document.getElementById(id).append(icon(name));

const dark = matchMedia("(prefers-color-scheme: dark)");
const button = document.getElementById("theme");
function paint(theme) {
  document.documentElement.dataset.theme = theme;
  button.setAttribute("aria-pressed", String(theme === "dark"));
}
button.addEventListener("click", () => {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme);
  paint(theme);
});
dark.addEventListener("change", () => { if (!localStorage.getItem("theme")) paint(dark.matches ? "dark" : "light"); });
paint(localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light"));

document.getElementById("inspect").addEventListener("click", toggle);
document.getElementById("drawer").addEventListener("click", (event) => {
  const open = document.body.classList.toggle("drawer");
  event.currentTarget.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("#sidebar button").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("drawer")) { closeDrawer(); document.getElementById("drawer").focus(); }
  else document.querySelector("#thread:not([hidden]) .close, #inspector:not([hidden]) .close")?.click();
});

if (location.search) history.replaceState(null, "", "/"); // the key has done its work; it need not stand there
follow(state.me);
