// Pictures: of a block, of a file. What cannot be loaded says so with its description.
import { h } from "./dom.js";

export function picture(one, size = "") {
  const source = one.image_url ?? (one.slack_file?.id ? `/files/${one.slack_file.id}` : one.slack_file?.url);
  const own = source && new URL(source, location.href).origin === location.origin;
  if (!own) return missing(one.alt_text, "a picture from elsewhere: this page loads nothing from outside");
  const node = h("img", { class: `picture ${size}`, src: source, alt: one.alt_text ?? "", loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(missing(one.alt_text, "the picture could not be loaded")));
  return node;
}

export function file(one) {
  if (!one.mimetype.startsWith("image/")) {
    return h("a", { class: "file", href: one.url, download: one.name }, `📄 ${one.title}`, h("small", {}, ` ${Math.ceil(one.size / 1024)} KB`));
  }
  return h("figure", { class: "file" }, h("figcaption", {}, one.title), picture({ image_url: one.url, alt_text: one.alt || one.title }));
}

const missing = (alt, why) => h("div", { class: "undrawn" }, `${alt || "Picture"} (${why})`);
