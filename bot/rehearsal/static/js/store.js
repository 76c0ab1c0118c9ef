// What the page knows: all of it comes from the feed of one person, and what they do goes back as an act.

export const state = {
  me: sessionStorage.getItem("me") ?? "U0REGISTRAR",
  room: sessionStorage.getItem("room") ?? "C0ONCOLOGY",
  thread: "",
  tab: "messages",
  people: new Map(),
  rooms: new Map(),
  said: new Map(),
  unread: new Map(),
  views: { stack: [], home: null },
  traffic: [],
  commands: [],
  shortcuts: [],
  app: { name: "", home: false },
  bot: "",
};

const listeners = new Set();
export const onchange = (listener) => listeners.add(listener);
const tell = (kind, detail) => listeners.forEach((listener) => listener(kind, detail));

let feed;
export function follow(user) {
  state.me = user;
  sessionStorage.setItem("me", user);
  feed?.close();
  feed = new EventSource(`/feed?user=${encodeURIComponent(user)}`);
  feed.onmessage = (event) => {
    const change = JSON.parse(event.data);
    take[change.kind]?.(change);
    tell(change.kind, change);
  };
  feed.onopen = () => problem("");
  feed.onerror = () => problem("The rehearsal does not answer. Is it still running?");
}

const key = (room, ts) => `${room}/${ts}`;
const take = {
  whole(change) {
    Object.assign(state, {
      bot: change.bot, house: change.house, app: change.app, commands: change.commands, shortcuts: change.shortcuts,
      views: change.views, traffic: change.traffic,
      people: new Map(change.people.map((one) => [one.id, one])),
      rooms: new Map(change.rooms.map((one) => [one.id, one])),
      said: new Map(change.said.map((one) => [key(one.room, one.ts), one])),
    });
    if (!state.rooms.has(state.room)) state.room = state.room.startsWith("D") ? directRoom() : "C0ONCOLOGY";
    if (!message(state.room, state.thread)) state.thread = "";
  },
  said({ said }) {
    const known = state.said.has(key(said.room, said.ts));
    state.said.set(key(said.room, said.ts), said);
    const away = said.room !== state.room && said.author !== state.me;
    if (!known && away) state.unread.set(said.room, (state.unread.get(said.room) ?? 0) + 1);
  },
  removed: ({ room, ts }) => state.said.delete(key(room, ts)),
  room: ({ room, members }) => { if (state.rooms.has(room)) state.rooms.get(room).members = members; },
  prompts: ({ room, prompts }) => { if (state.rooms.has(room)) state.rooms.get(room).prompts = prompts; },
  views: ({ stack, home }) => { state.views = { stack, home }; },
  traffic: ({ entry }) => { state.traffic = [...state.traffic.slice(-199), entry]; },
};

export const message = (room, ts) => state.said.get(key(room, ts));
export const directRoom = () => [...state.rooms.values()].find((room) => room.kind === "im")?.id;
export const inRoom = (room) =>
  [...state.said.values()].filter((one) => one.room === room).sort((a, b) => (a.ts < b.ts ? -1 : 1));
export const isReply = (one) => one.thread !== "" && one.thread !== one.ts;

export function goTo(room, { thread = "", tab = "messages" } = {}) {
  Object.assign(state, { room, thread, tab });
  sessionStorage.setItem("room", room);
  state.unread.delete(room);
  if (room === directRoom()) act("look", { tab });
  tell("place");
}

export function openThread(ts) {
  state.thread = ts;
  tell("thread");
}

// Does something as the person we are. The answer has a `problem` when it went wrong; it is shown, too.
export async function act(name, what = {}) {
  try {
    const answer = await fetch(`/act/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: state.me, ...what }),
    });
    const found = await answer.json();
    problem(found.problem ?? "");
    return found;
  } catch {
    problem("The rehearsal does not answer. Is it still running?");
    return { problem: "no answer" };
  }
}

export async function keep(file) {
  const address = `/file?user=${encodeURIComponent(state.me)}&name=${encodeURIComponent(file.name)}`;
  const answer = await fetch(address, { method: "POST", headers: { "content-type": file.type || "application/octet-stream" }, body: file });
  const found = await answer.json();
  problem(found.problem ?? "");
  return found;
}

export function problem(words) {
  const place = document.getElementById("problem");
  if (place.textContent !== words) place.textContent = words;
}
