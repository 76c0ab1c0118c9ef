// Messages: how one is drawn, and what can be done with it.
import { blocks } from "./blocks.js";
import { ask, h, menu } from "./dom.js";
import { icon } from "./icons.js";
import { asTyped, mrkdwn } from "./mrkdwn.js";
import { file } from "./pictures.js";
import { act, inRoom, isReply, openThread, state } from "./store.js";

const surfaces = new Map(); // what was chosen in a message and not yet sent, by message

export function drawn(said, { inThread = false } = {}) {
  const author = state.people.get(said.author);
  const replies = inThread || isReply(said) ? [] : inRoom(said.room).filter((one) => one.thread === said.ts && one.ts !== said.ts);
  const actions = toolbar(said, inThread);
  return h("li", { class: `message ${said.only ? "only" : ""}`, "data-ts": said.ts, "aria-label": `${author?.name ?? ""}, ${clock(said.ts)}` },
    avatar(author),
    h("div", { class: "content" },
      said.only && h("div", { class: "private" }, icon("eye"), " Only visible to you"),
      h("div", { class: "by" },
        h("strong", {}, author?.name ?? said.author),
        author?.bot && h("span", { class: "tag" }, said.author === state.bot ? "APP" : "PAGE"),
        h("time", { datetime: new Date(said.ts * 1000).toISOString() }, clock(said.ts))),
      h("div", { class: "body" }, body(said)),
      said.edited && h("span", { class: "edited" }, "(edited)"),
      said.files.map(file),
      replies.length > 0 && h("button", { class: "replies", onclick: () => openThread(said.ts) },
        `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`)),
    actions);
}

function body(said) {
  if (!said.blocks.length) return said.text ? h("div", { class: "b text" }, mrkdwn(said.text)) : [];
  const name = `${said.room}/${said.ts}`;
  if (!surfaces.has(name)) surfaces.set(name, {});
  const surface = {
    values: surfaces.get(name),
    use: (action) => act("press", { room: said.room, ts: said.ts, action, values: surface.values }),
  };
  return blocks(said.blocks, surface);
}

function toolbar(said, inThread) {
  const items = [];
  const mine = said.author === state.me && !said.only;
  if (!inThread && !said.only) items.push({ label: "Reply in thread", act: () => openThread(said.thread || said.ts) });
  if (!said.only) for (const one of state.shortcuts) {
    items.push({ label: `${one.name} (${state.app.name})`, act: () => act("shortcut", { room: said.room, ts: said.ts, callback_id: one.callback_id }) });
  }
  if (mine) items.push({ label: "Edit message", act: () => edit(said) });
  if (mine) items.push({ label: "Delete message", danger: true, act: () => remove(said) });
  if (said.only) items.push({ label: "Dismiss message", act: () => act("dismiss", { room: said.room, ts: said.ts }) });
  if (!items.length) return null;
  const more = h("button", { class: "icon", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More actions", onclick: () => menu(more, items) }, icon("more"));
  const reply = !inThread && !said.only &&
    h("button", { class: "icon", "aria-label": "Reply in thread", onclick: () => openThread(said.thread || said.ts) }, icon("reply"));
  return h("div", { class: "tools" }, reply, more);
}

async function remove(said) {
  const sure = await ask({ title: "Delete message", text: "Are you sure you want to delete this message?", yes: "Delete", danger: true });
  if (sure) act("delete", { room: said.room, ts: said.ts });
}

function edit(said) {
  for (const place of document.querySelectorAll(`.message[data-ts="${said.ts}"] .body`)) {
    const before = [...place.childNodes];
    const back = () => { place.replaceChildren(...before); place.closest(".message").querySelector(".tools button:last-child")?.focus(); };
    const save = async () => { await act("edit", { room: said.room, ts: said.ts, text: text.value }); back(); };
    const text = h("textarea", {
      class: "typed", "aria-label": "Edit message", rows: 3, value: asTyped(said.text),
      onkeydown: (event) => {
        if (event.key === "Escape") back();
        else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
      },
    });
    place.replaceChildren(text, h("div", { class: "buttons" },
      h("button", { class: "button", onclick: back }, "Cancel"), h("button", { class: "button primary", onclick: save }, "Save")));
    text.focus();
  }
}

export const clock = (ts) =>
  new Date(ts * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

export function avatar(person) {
  if (person?.id === state.bot) return h("img", { class: "avatar", src: "/static/mark.svg", alt: "" });
  const at = [...state.people.keys()].indexOf(person?.id);
  const letters = (person?.name ?? "?").split(" ").map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  return h("span", { class: `avatar a${at}`, "aria-hidden": "true" }, letters);
}
