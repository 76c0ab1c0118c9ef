// The rich_text block: sections, lists, quotes and code, with the styles of their pieces.
import { h } from "./dom.js";
import { link } from "./mrkdwn.js";
import { state } from "./store.js";

export const richText = (block) => block.elements.map(part);

function part(one) {
  const inner = (one.elements ?? []).map((piece) => (piece.elements ? part(piece) : styled(piece)));
  switch (one.type) {
    case "rich_text_section": return h("div", {}, inner);
    case "rich_text_list": return h(one.style === "ordered" ? "ol" : "ul", { class: `indent-${one.indent ?? 0}` }, inner.map((item) => h("li", {}, item)));
    case "rich_text_quote": return h("blockquote", {}, inner);
    case "rich_text_preformatted": return h("pre", {}, h("code", {}, inner));
    default: return h("div", { class: "undrawn" }, `Part “${one.type}” is not drawn here.`);
  }
}

function styled(piece) {
  let node = plain(piece);
  for (const [style, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) {
    if (piece.style?.[style]) node = h(tag, {}, node);
  }
  return node;
}

function plain(piece) {
  switch (piece.type) {
    case "text": return h("span", { class: "kept" }, piece.text);
    case "link": return link(piece.url, piece.text);
    case "user": return h("span", { class: "mention" }, `@${state.people.get(piece.user_id)?.name ?? piece.user_id}`);
    case "channel": return h("span", { class: "mention" }, `#${state.rooms.get(piece.channel_id)?.name ?? piece.channel_id}`);
    case "broadcast": return h("span", { class: "mention" }, `@${piece.range}`);
    case "emoji": return `:${piece.name}:`;
    default: return `[${piece.type} is not drawn here]`;
  }
}
