// The rooms: the list at the side, the messages of the one that is open, and the thread beside it.
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h, keyed } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, drawn } from "./messages.js";
import { act, directRoom, follow, goTo, inRoom, isReply, message, openThread, state } from "./store.js";

const at = (id) => document.getElementById(id);
const title = (room) => (room.kind === "im" ? state.app.name : `# ${room.name}`);

export function drawSidebar() {
  const rooms = [...state.rooms.values()];
  const entry = (room) => h("li", {}, h("button", {
    class: "room", "aria-current": room.id === state.room ? "page" : undefined, onclick: () => { closeDrawer(); goTo(room.id); },
  }, room.kind === "im" ? [avatar(state.people.get(state.bot)), state.app.name, h("span", { class: "tag" }, "APP")] : [h("span", { class: "hash", "aria-hidden": "true" }, "#"), h("span", {}, room.name)],
  state.unread.get(room.id) && h("span", { class: "unread" }, String(state.unread.get(room.id)), h("span", { class: "unseen" }, " unread"))));
  at("sidebar").replaceChildren(
    h("h2", {}, "Channels"), h("ul", {}, rooms.filter((one) => one.kind === "channel").map(entry)),
    h("h2", {}, "Direct messages"), h("ul", {}, rooms.filter((one) => one.kind === "im").map(entry)),
    h("h2", {}, "You act as"),
    h("ul", {}, [...state.people.values()].filter((one) => !one.bot).map((one) => h("li", {}, h("button", {
      class: "person", "aria-pressed": String(one.id === state.me), onclick: () => { closeDrawer(); follow(one.id); },
    }, avatar(one), one.name)))));
}

export function closeDrawer() {
  document.body.classList.remove("drawer");
  at("drawer").setAttribute("aria-expanded", "false");
}

// The frame of a room: its title, its tabs, the list and the composer. Drawn anew only when another room is opened.
export function drawRoom() {
  const room = state.rooms.get(state.room);
  const app = room.kind === "im";
  const tabs = app && state.app.home && h("div", { class: "tabs", role: "tablist", "aria-label": state.app.name },
    ["home", "messages"].map((tab) => h("button", {
      role: "tab", "aria-selected": String(tab === state.tab), tabindex: tab === state.tab ? "0" : "-1",
      onclick: () => goTo(room.id, { tab }),
      onkeydown: (event) => { if (event.key.startsWith("Arrow")) { goTo(room.id, { tab: tab === "home" ? "messages" : "home" }); at("room").querySelector('[aria-selected="true"]').focus(); } },
    }, tab === "home" ? "Home" : "Messages")));
  at("room").replaceChildren(
    h("header", { class: "roomhead" }, h("h1", {}, title(room)), h("p", { class: "topic" }, app ? "Direct messages with the app" : room.topic), tabs),
    ...(state.tab === "home" && app ? [h("div", { class: "home", role: "tabpanel", "aria-label": "Home" })]
      : [h("ol", { class: "messages", "aria-label": `Messages in ${title(room)}`, tabindex: "0" }), h("div", { class: "prompts" }),
        composer({ room, id: "composer-text", label: `Message ${app ? state.app.name : `#${room.name}`}` })]));
  drawMessages();
  drawHome();
  drawPrompts();
  toEnd(at("room").querySelector(".messages"));
}

export function drawMessages() {
  const list = at("room").querySelector(".messages");
  if (!list) return;
  const shown = inRoom(state.room).filter((one) => !isReply(one));
  const down = nearEnd(list) || ours(list, shown.at(-1));
  const replies = (one) => inRoom(state.room).filter((other) => other.thread === one.ts).length;
  keyed(list, shown.map((one) => ({ ...one, replies: replies(one) })), (one) => one.ts, (one) => drawn(one));
  if (!shown.length) list.replaceChildren(h("li", { class: "empty" }, beginning()));
  if (down) toEnd(list);
}

function beginning() {
  const room = state.rooms.get(state.room), first = state.commands[0];
  const example = first ? `${first.command} ${first.hint}` : "";
  if (room.kind === "im") return `Write to ${state.app.name} as you would to a colleague: ANC 0.4 T 38.6 62M AML`;
  if (!room.members.includes(state.bot)) return `${state.app.name} is not in this channel: mention it to see what happens, or /invite @${state.app.name}.`;
  return [`Nothing was said here yet. Try `, h("code", {}, example), ` (seen by you alone), or mention `, h("code", {}, `@${state.app.name} ANC 0.4 T 38.6`), ` (answered in a thread).`];
}

export function drawPrompts() {
  const place = at("room").querySelector(".prompts");
  const room = state.rooms.get(state.room), found = room.prompts;
  if (!place) return;
  place.replaceChildren(...(found ? [h("p", {}, found.title || "Suggestions"), ...found.prompts.map((one) =>
    h("button", { class: "button", onclick: () => act("say", { room: room.id, text: one.message }) }, one.title))] : []));
}

const homeSurface = { values: {}, id: "", use: (action) => act("use", { view: homeSurface.id, action, values: homeSurface.values }) };

export function drawHome() {
  const place = at("room").querySelector(".home");
  if (!place) return;
  const home = state.views.home;
  if (home?.id !== homeSurface.id) homeSurface.values = {};
  homeSurface.id = home?.id;
  keyed(place, home ? home.blocks : [], (block) => block.block_id, (block) => blocks([block], homeSurface)[0]);
  if (!home) place.replaceChildren(h("p", { class: "empty" }, `${state.app.name} has not published its Home yet.`));
}

export function drawThread() {
  const pane = at("thread"), root = message(state.room, state.thread);
  pane.hidden = !root;
  document.body.classList.toggle("threaded", Boolean(root));
  if (!root) { pane.replaceChildren(); pane.dataset.of = ""; return; }
  const name = `${state.me}/${state.room}/${root.ts}`;
  if (pane.dataset.of !== name) {
    pane.dataset.of = name;
    pane.replaceChildren(
      h("header", { class: "roomhead" }, h("h2", {}, "Thread"), h("p", { class: "topic" }, title(state.rooms.get(state.room))),
        h("button", { class: "icon close", "aria-label": "Close thread", onclick: () => leaveThread(root.ts) }, icon("close"))),
      h("ol", { class: "messages", "aria-label": "Messages in the thread", tabindex: "0" }),
      composer({ room: state.rooms.get(state.room), thread: root.ts, label: "Reply in thread", focus: true }));
  }
  const list = pane.querySelector(".messages");
  const replies = inRoom(state.room).filter((one) => one.thread === root.ts && one.ts !== root.ts);
  const down = nearEnd(list) || ours(list, replies.at(-1));
  keyed(list, [root, ...replies], (one) => one.ts, (one) => drawn(one, { inThread: true }));
  if (down) toEnd(list);
}

function leaveThread(ts) {
  openThread("");
  const from = document.querySelector(`#room .message[data-ts="${ts}"] .replies`) ?? at("composer-text");
  from?.focus();
}

// Whether what is new is what one has just sent, or an answer to oneself alone: it is gone to from wherever one reads.
const ours = (list, last) => last && last.ts !== list.lastElementChild?.dataset.key && (last.author === state.me || last.only);

const nearEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 80;

// A new answer is read from its beginning: what is longer than the pane is shown from its first line.
function toEnd(list) {
  if (!list) return;
  const last = list.lastElementChild;
  list.scrollTop = last && last.offsetHeight > list.clientHeight ? last.offsetTop - list.offsetTop : list.scrollHeight;
}
