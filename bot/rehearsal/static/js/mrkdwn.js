// Slack's mark-up as elements: bold, italic, strike, code, quotes and <...>; lists and headings are plain text there.
import { h } from "./dom.js";
import { state } from "./store.js";

const PIECE = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>/g;
const STYLES = { "*": "strong", _: "em", "~": "s" };

export const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function mrkdwn(text) {
  const out = [];
  let quoted = [];
  const flush = () => { if (quoted.length) out.push(h("blockquote", {}, lines(quoted.join("\n")))); quoted = []; };
  const plain = [];
  const flushPlain = () => { if (plain.length) out.push(...lines(plain.join("\n"))); plain.length = 0; };
  for (const line of fenced(text)) {
    if (line.startsWith("&gt;")) { flushPlain(); quoted.push(line.slice(4).trimStart()); }
    else { flush(); plain.push(line); }
  }
  flush();
  flushPlain();
  return out;
}

// Lines, with a code block kept in one.
function fenced(text) {
  const found = [];
  for (const part of text.split(/(```[\s\S]+?```)/)) {
    if (part.startsWith("```")) found.push((found.pop() ?? "") + part);
    else { const [first, ...rest] = part.split("\n"); found.push((found.pop() ?? "") + first, ...rest); }
  }
  return found;
}

function lines(text) {
  const out = [];
  let at = 0;
  for (const piece of text.matchAll(PIECE)) {
    out.push(...styled(text.slice(at, piece.index)));
    const [whole, block, code, angle] = piece;
    if (block !== undefined) out.push(h("pre", {}, h("code", {}, unescaped(block.replace(/^\n|\n$/g, "")))));
    else if (code !== undefined) out.push(h("code", {}, unescaped(code)));
    else out.push(special(angle));
    at = piece.index + whole.length;
  }
  return [...out, ...styled(text.slice(at))];
}

// *bold* and its kin hold only at the edges of words, on one line. They may surround a link or code, which is rare
// enough to be left as typed here.
function styled(text) {
  const found = /(^|[^\p{L}\p{N}*_~])([*_~])(?=\S)([^\n]*?[^\s*_~])\2(?![\p{L}\p{N}])/u.exec(text);
  if (!found) return text ? broken(text) : [];
  const [whole, before, mark, inner] = found;
  const rest = text.slice(found.index + whole.length);
  return [...broken(text.slice(0, found.index) + before), h(STYLES[mark], {}, styled(inner)), ...styled(rest)];
}

const broken = (text) => unescaped(text).split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));

function special(inner) {
  const [target, label] = inner.split("|");
  if (target.startsWith("@")) return mention(`@${state.people.get(target.slice(1))?.name ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${state.rooms.get(target.slice(1))?.name ?? label ?? target.slice(1)}`);
  if (/^!(here|channel|everyone)/.test(target)) return mention(`@${target.slice(1)}`);
  if (target.startsWith("!")) return unescaped(label ?? `<${inner}>`);
  return link(target, label);
}

const mention = (words) => h("span", { class: "mention" }, words);

export function link(target, label) {
  const words = unescaped(label ?? target);
  if (!/^(https?:|mailto:)/.test(target)) return words;
  return h("a", { href: unescaped(target), target: "_blank", rel: "noreferrer noopener" }, words);
}

// The text of a message as its author typed it, to be put right.
export const asTyped = (text) =>
  unescaped(text.replace(/<@(\w+)>/g, (_, id) => `@${state.people.get(id)?.name ?? id}`)
    .replace(/<#\w+\|([^>]*)>/g, "#$1").replace(/<(https?:[^>|]+)>/g, "$1"));

// The words of a message as a screen reader or a notification gets them.
export function spoken(text) {
  return h("div", {}, mrkdwn(text)).textContent;
}
