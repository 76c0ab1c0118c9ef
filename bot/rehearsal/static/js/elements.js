// What can be used inside a block: each element draws itself and tells its surface what was chosen.
import { ask, h, menu, newId } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { picture } from "./pictures.js";

export const words = (text) => (text?.type === "mrkdwn" ? mrkdwn(text.text) : lined(text?.text ?? ""));
const lined = (text) => text.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));

// `surface` has values, use(action, element) and, for an input block, silent: chosen values wait for the submission.
export function element(one, block, surface, label = {}) {
  const draw = DRAW[one.type];
  if (!draw) return h("div", { class: "undrawn" }, `Element “${one.type}” is not drawn here.`);
  return draw(one, new Use(one, block, surface), label);
}

class Use {
  constructor(one, block, surface) { Object.assign(this, { one, block, surface }); }
  get name() { return `${this.block.block_id}/${this.one.action_id}`; }
  get chosen() { return this.surface.values[this.block.block_id]?.[this.one.action_id]; }
  keep(chosen) { (this.surface.values[this.block.block_id] ??= {})[this.one.action_id] = chosen; }
  async act(chosen) {
    const { confirm } = this.one;
    const sure = !confirm || (await ask({
      title: confirm.title?.text, text: h("div", {}, words(confirm.text)),
      yes: confirm.confirm?.text ?? "Yes", no: confirm.deny?.text ?? "Cancel", danger: confirm.style === "danger",
    }));
    if (!sure) return false;
    if (chosen !== undefined && this.one.type !== "overflow") this.keep(chosen);
    await this.surface.use({ block_id: this.block.block_id, action_id: this.one.action_id, chosen });
    return true;
  }
  // In an input block a choice is only kept, unless the block asks to be told.
  async choose(chosen) {
    if (this.block.type !== "input") return this.act(chosen);
    this.keep(chosen);
    return this.block.dispatch_action ? this.act(chosen) : true;
  }
}

const DRAW = {
  button(one, use) {
    const node = h("button", {
      type: "button", class: `button ${one.style ?? ""}`, "aria-label": one.accessibility_label, "data-action": use.name,
      onclick: async () => {
        node.setAttribute("aria-busy", "true");
        if (one.url) window.open(one.url, "_blank", "noopener");
        await use.act();
        node.removeAttribute("aria-busy");
      },
    }, one.text.text);
    return node;
  },

  static_select(one, use, label) {
    const groups = one.option_groups ?? [{ options: one.options }];
    const every = groups.flatMap((group) => group.options);
    const now = use.chosen ?? one.initial_option ?? null;
    const options = (list) => list.map((option) => h("option", { value: option.value, selected: option.value === now?.value }, option.text.text));
    const node = h("select", {
      class: "select", "data-action": use.name, ...naming(one, label),
      onkeydown: (event) => { if (event.key.startsWith("Arrow") && node.showPicker) { event.preventDefault(); node.showPicker(); } },
      onchange: async () => {
        const chosen = every.find((option) => option.value === node.value) ?? null;
        if (!(await use.choose(chosen))) node.value = now?.value ?? "";
      },
    },
    h("option", { value: "", selected: !now, disabled: use.block.type !== "input" || !use.block.optional }, one.placeholder?.text ?? "Choose an option"),
    one.option_groups ? groups.map((group) => h("optgroup", { label: group.label.text }, options(group.options))) : options(every));
    return node;
  },

  multi_static_select(one, use, label) {
    const every = one.option_groups?.flatMap((group) => group.options) ?? one.options;
    const now = new Set((use.chosen ?? one.initial_options ?? []).map((option) => option.value));
    const node = h("select", {
      class: "select many", multiple: true, "data-action": use.name, ...naming(one, label),
      onchange: () => use.choose([...node.selectedOptions].map((picked) => every.find((option) => option.value === picked.value))),
    }, every.map((option) => h("option", { value: option.value, selected: now.has(option.value) }, option.text.text)));
    return node;
  },

  radio_buttons(one, use, label) {
    const now = use.chosen ?? one.initial_option;
    const name = newId("radio");
    return choices(one, label, "radiogroup", one.options.map((option, number) => ({
      option,
      control: h("input", {
        type: "radio", name, value: option.value, checked: option.value === now?.value, "data-action": `${use.name}/${number}`,
        onchange: () => use.choose(option),
      }),
    })));
  },

  checkboxes(one, use, label) {
    const now = new Set((use.chosen ?? one.initial_options ?? []).map((option) => option.value));
    const controls = one.options.map((option, number) => ({
      option,
      control: h("input", {
        type: "checkbox", value: option.value, checked: now.has(option.value), "data-action": `${use.name}/${number}`,
        onchange: () => use.choose(controls.filter((each) => each.control.checked).map((each) => each.option)),
      }),
    }));
    return choices(one, label, "group", controls);
  },

  overflow(one, use) {
    const node = h("button", {
      type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More choices", "data-action": use.name,
      onclick: () => menu(node, one.options.map((option) => ({ label: option.text.text, act: () => use.act(option) }))),
    }, icon("more"));
    return node;
  },

  plain_text_input: (one, use, label) => typed(one.multiline ? "textarea" : "input", one, use, label, { maxlength: one.max_length, rows: one.multiline ? 4 : undefined }),
  number_input: (one, use, label) => typed("input", one, use, label, { inputmode: one.is_decimal_allowed ? "decimal" : "numeric" }),
  datepicker: (one, use, label) => typed("input", { ...one, initial_value: one.initial_date }, use, label, { type: "date" }),
  timepicker: (one, use, label) => typed("input", { ...one, initial_value: one.initial_time }, use, label, { type: "time" }),
  image: (one) => picture(one, "small"),
};

const naming = (one, label) => ({
  id: label.id, "aria-describedby": label.describedby,
  "aria-label": label.id ? undefined : one.placeholder?.text ?? label.text ?? "Choose an option",
});

function typed(tag, one, use, label, more) {
  const node = h(tag, {
    class: "typed", "data-action": use.name, ...naming(one, label), placeholder: one.placeholder?.text, autocomplete: "off",
    value: use.chosen ?? one.initial_value ?? "", ...more,
    oninput: () => use.keep(node.value || null),
    onchange: () => { if (use.block.type !== "input" || more.type) use.choose(node.value || null); },
    onkeydown: (event) => {
      if (event.key !== "Enter" || tag === "textarea" || !use.block.dispatch_action) return;
      event.preventDefault();
      use.act(node.value || null);
    },
  });
  return node;
}

function choices(one, label, role, controls) {
  return h("div", { class: "choices", role, "aria-labelledby": label.labelledby, "aria-describedby": label.describedby, "aria-label": label.labelledby ? undefined : label.text ?? "Choices" },
    controls.map(({ option, control }) =>
      h("label", { class: "choice" }, control, h("span", {}, h("span", {}, words(option.text)),
        option.description && h("span", { class: "described" }, words(option.description))))));
}
