// Block Kit as elements. A block that is not drawn here says so: nothing is ever left out silently.
import { h, newId } from "./dom.js";
import { element, words } from "./elements.js";
import { picture } from "./pictures.js";
import { richText } from "./richtext.js";

export const blocks = (list, surface) => list.map((block) => (DRAW[block.type] ?? undrawn)(block, surface));

const DRAW = {
  header: (block) => h("div", { class: "b header", role: "heading", "aria-level": "2" }, words(block.text)),
  divider: () => h("hr", { class: "b" }),
  rich_text: (block) => h("div", { class: "b rich" }, richText(block)),

  section(block, surface) {
    const label = { text: block.text?.text?.slice(0, 80) };
    return h("div", { class: `b section ${block.accessory ? `with-${block.accessory.type}` : ""}` },
      h("div", { class: "main" },
        block.text && h("div", { class: "text" }, words(block.text)),
        block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, words(field))))),
      block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, surface, label)));
  },

  context: (block) => h("div", { class: "b context" },
    block.elements.map((one) => (one.type === "image" ? picture(one, "tiny") : h("span", {}, words(one))))),

  actions: (block, surface) => h("div", { class: "b actions" }, block.elements.map((one) => element(one, block, surface))),

  image: (block) => h("figure", { class: "b image" },
    block.title && h("figcaption", {}, words(block.title)), picture(block)),

  input(block, surface) {
    const id = newId("input"), described = newId("hint"), named = newId("label");
    const grouped = ["radio_buttons", "checkboxes"].includes(block.element.type);
    const optional = block.optional && h("span", { class: "optional" }, " (optional)");
    const label = grouped ? { labelledby: named, describedby: described } : { id, describedby: described };
    return h("div", { class: "b input", "data-block": block.block_id },
      grouped ? h("div", { class: "label", id: named }, block.label.text, optional)
        : h("label", { class: "label", id: named, for: id }, block.label.text, optional),
      element(block.element, block, surface, label),
      h("div", { class: "hint", id: described }, h("span", { class: "error" }), block.hint && h("span", {}, block.hint.text)));
  },
};

function undrawn(block) {
  return h("details", { class: "b undrawn" },
    h("summary", {}, `Block “${block.type}” is not drawn here; Slack may draw it.`),
    h("pre", {}, JSON.stringify(block, null, 2)));
}

// Errors by block, as Slack shows them under a field; the first one gets the focus.
export function showErrors(form, errors) {
  let first = null;
  for (const field of form.querySelectorAll("[data-block]")) {
    const words = errors[field.dataset.block] ?? "";
    field.classList.toggle("wrong", words !== "");
    field.querySelector(".error").textContent = words;
    for (const control of field.querySelectorAll("input, select, textarea")) {
      if (words) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (words && !first) first = control;
    }
  }
  first?.focus();
  return first !== null;
}

// What a client refuses before the app is asked: a required field left empty, a number out of its range.
export function missing(view, values) {
  const found = {};
  for (const block of view.blocks.filter((one) => one.type === "input")) {
    const one = block.element;
    const initial = one.initial_option ?? one.initial_options ?? one.initial_value ?? one.initial_date ?? one.initial_time;
    const chosen = values[block.block_id]?.[one.action_id] ?? (values[block.block_id]?.[one.action_id] === undefined ? initial : null);
    const empty = chosen === undefined || chosen === null || chosen === "" || (Array.isArray(chosen) && !chosen.length);
    if (empty && !block.optional) found[block.block_id] = "Please complete this required field.";
    else if (!empty && one.type === "number_input") found[block.block_id] = number(one, chosen);
    else if (!empty && one.min_length && chosen.length < one.min_length) found[block.block_id] = `Must be at least ${one.min_length} characters.`;
    if (!found[block.block_id]) delete found[block.block_id];
  }
  return found;
}

function number(one, chosen) {
  const pattern = one.is_decimal_allowed ? /^-?\d+([.]\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(chosen)) return one.is_decimal_allowed ? "Must be a valid number." : "Must be a whole number.";
  if (one.min_value !== undefined && Number(chosen) < Number(one.min_value)) return `Must be ${one.min_value} or more.`;
  if (one.max_value !== undefined && Number(chosen) > Number(one.max_value)) return `Must be ${one.max_value} or less.`;
  return "";
}
