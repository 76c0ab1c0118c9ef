// Where one writes: Enter sends, Shift and Enter begins a line; commands and mentions are offered while typing.
import { h, newId } from "./dom.js";
import { icon } from "./icons.js";
import { act, keep, problem, state } from "./store.js";

const drafts = new Map(); // what was typed and not sent, by place

export function composer({ room, thread = "", label, id = newId("composer"), focus = false }) {
  const place = `${room.id}/${thread}`;
  const listId = newId("hints");
  const files = [];
  let offered = [], at = -1;

  const text = h("textarea", {
    id, rows: 1, "aria-label": label, placeholder: label, autocomplete: "off", enterkeyhint: "send",
    "aria-autocomplete": "list", "aria-controls": listId,
    value: drafts.get(place) ?? "", oninput: typed, onkeydown: pressed, onblur: () => setTimeout(() => offer([]), 150),
  });
  const hints = h("ul", { id: listId, class: "hints", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const count = h("p", { class: "unseen", role: "status" });
  const usage = h("p", { class: "usage", "aria-live": "polite" });
  const attached = h("ul", { class: "attached" });
  const picker = h("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true", onchange: attach });
  const form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    hints, count, usage,
    h("div", { class: "box" }, text,
      h("div", { class: "bar" },
        h("button", { type: "button", class: "icon", "aria-label": "Attach a file", onclick: () => picker.click() }, icon("attach")), picker,
        h("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send")))),
    attached);
  grow();
  if (focus) queueMicrotask(() => text.focus());
  return form;

  async function send() {
    const words = text.value.trim();
    if (!words && !files.length) return;
    const names = files.splice(0).map((one) => one.id);
    text.value = "";
    drafts.delete(place);
    offer([]);
    usage.textContent = "";
    showFiles();
    grow();
    const found = await act("say", { room: room.id, thread, text: words, files: names });
    if (found.problem && !text.value) { text.value = words; grow(); }
  }

  async function attach() {
    for (const one of picker.files) {
      const kept = await keep(one);
      if (kept.id) files.push(kept);
    }
    picker.value = "";
    showFiles();
    text.focus();
  }

  function showFiles() {
    attached.replaceChildren(...files.map((one, number) => h("li", {}, one.name,
      h("button", { type: "button", class: "icon", "aria-label": `Remove ${one.name}`, onclick: () => { files.splice(number, 1); showFiles(); } }, icon("close")))));
  }

  function typed() {
    drafts.set(place, text.value);
    grow();
    problem("");
    const before = text.value.slice(0, text.selectionStart);
    const command = state.commands.find((one) => text.value.startsWith(`${one.command} `));
    usage.textContent = command ? `${command.command} ${command.hint}` : "";
    const name = /(^|\s)@([\w ]{0,20})$/.exec(before);
    if (/^\/\S*$/.test(before)) offer(commands(before));
    else if (name) offer(people(name[2]));
    else offer([]);
  }

  function commands(start) {
    const builtIn = room.kind === "channel" ? [{ command: "/invite", hint: `@${state.app.name}`, description: "Add the app to this channel" }] : [];
    return [...state.commands, ...builtIn].filter((one) => one.command.startsWith(start)).map((one) => ({
      shown: [h("strong", {}, one.command), ` ${one.hint} `, h("small", {}, one.description)],
      take: () => put(`${one.command} `),
    }));
  }

  function people(start) {
    const every = [...state.people.values()].filter((one) => one.id !== state.house && one.id !== state.me);
    every.sort((a, b) => (b.id === state.bot) - (a.id === state.bot));
    return every.filter((one) => one.name.toLowerCase().startsWith(start.toLowerCase())).map((one) => ({
      shown: [`@${one.name} `, h("small", {}, one.id === state.bot ? "app" : "")],
      take: () => put(`${text.value.slice(0, text.selectionStart).replace(/@[\w ]*$/, "")}@${one.name} ${text.value.slice(text.selectionStart)}`),
    }));
  }

  function put(words) {
    text.value = words;
    text.focus();
    typed();
  }

  function offer(list) {
    offered = list;
    at = list.length ? 0 : -1;
    hints.hidden = !list.length;
    count.textContent = list.length ? `${list.length} ${list.length === 1 ? "suggestion" : "suggestions"}` : "";
    hints.replaceChildren(...list.map((one, number) => h("li", {
      role: "option", id: `${listId}-${number}`, "aria-selected": "false",
      onpointerdown: (event) => { event.preventDefault(); one.take(); },
    }, one.shown)));
    mark();
  }

  function mark() {
    [...hints.children].forEach((node, number) => node.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) text.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else text.removeAttribute("aria-activedescendant");
  }

  function pressed(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (offered.length && step) { at = (at + step + offered.length) % offered.length; mark(); }
    else if (offered.length && event.key === "Escape") offer([]);
    else if (offered.length && (event.key === "Enter" || event.key === "Tab") && !exact(event)) offered[at].take();
    else if (event.key === "Enter" && !event.shiftKey) form.requestSubmit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Enter on a command typed whole sends it: nobody wants to choose what they have written.
  function exact(event) {
    return event.key === "Enter" && state.commands.some((one) => one.command === text.value.trim());
  }

  function grow() {
    queueMicrotask(() => {
      text.style.height = "auto";
      text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
    });
  }
}
