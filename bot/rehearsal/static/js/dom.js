// Elements in one line each. Text is only ever set as text: nothing that was said can become markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let numbers = 0;
export const newId = (word) => `${word}-${(numbers += 1)}`;

// Keeps the nodes of a list whose content did not change where they are: a node that is moved loses the focus.
export function keyed(parent, items, key, draw) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const after = items.map((item) => {
    const content = JSON.stringify(item);
    const old = before.get(key(item));
    if (old && old.dataset.content === content) return old;
    const focused = old && old.contains(document.activeElement) ? document.activeElement : null;
    const node = draw(item);
    node.dataset.key = key(item);
    node.dataset.content = content;
    if (focused) queueMicrotask(() => refocus(node, focused));
    return node;
  });
  const kept = new Set(after);
  [...parent.childNodes].filter((node) => !kept.has(node)).forEach((node) => node.remove());
  after.forEach((node, place) => { if (parent.childNodes[place] !== node) parent.insertBefore(node, parent.childNodes[place] ?? null); });
}

function refocus(node, lost) {
  const same = [...node.querySelectorAll("button, input, select, textarea")].find(
    (one) => one.dataset.action && one.dataset.action === lost.dataset.action,
  );
  node.tabIndex = -1;
  (same ?? node).focus({ preventScroll: true });
}

// A native dialog keeps the focus inside, makes the rest inert and closes with Escape.
export function ask({ title, text, yes = "Yes", no = "Cancel", danger = false }) {
  return new Promise((answer) => {
    const name = newId("ask");
    const done = (value) => { dialog.close(); dialog.remove(); answer(value); };
    const dialog = h("dialog", { class: "ask", "aria-labelledby": name, oncancel: (event) => { event.preventDefault(); done(false); } },
      h("h2", { id: name }, title),
      h("div", { class: "text" }, text),
      h("div", { class: "buttons" },
        h("button", { class: "button", onclick: () => done(false) }, no),
        h("button", { class: `button ${danger ? "danger" : "primary"}`, onclick: () => done(true) }, yes)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

// A menu under a button: arrow keys move, Escape and a click elsewhere close it.
export function menu(button, items) {
  document.querySelector(".menu")?.remove();
  const close = (back = true) => {
    list.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (back) button.focus();
  };
  const outside = (event) => { if (!list.contains(event.target)) close(event.target === button); };
  const list = h("div", { class: "menu", role: "menu", "aria-label": button.getAttribute("aria-label"), onkeydown: (event) => moved(event, close) },
    items.map(({ label, act, danger }) =>
      h("button", { role: "menuitem", class: danger ? "danger" : "", tabindex: "-1", onclick: () => { close(); act(); } }, label)));
  const layer = button.closest("dialog") ?? document.body;
  layer.append(list);
  const at = button.getBoundingClientRect();
  const wide = list.offsetWidth, high = list.offsetHeight;
  list.style.left = `${Math.max(8, Math.min(at.right - wide, innerWidth - wide - 8))}px`;
  list.style.top = `${at.bottom + high > innerHeight - 8 ? Math.max(8, at.top - high - 4) : at.bottom + 4}px`;
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  list.querySelector("button")?.focus();
}

function moved(event, close) {
  const every = [...event.currentTarget.querySelectorAll("button")];
  const at = every.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: every.length - 1 }[event.key];
  if (next !== undefined) every[(next + every.length) % every.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
