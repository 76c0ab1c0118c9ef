// Modals: the topmost view of the stack in a native dialog; what was typed stays when the app changes the view.
import { blocks, missing, showErrors } from "./blocks.js";
import { h, newId } from "./dom.js";
import { icon } from "./icons.js";
import { act, state } from "./store.js";

let dialog = null, opener = null;
const kept = new Map(); // what was chosen, by view

export function drawViews() {
  const view = state.views.stack.at(-1);
  if (!view) return shut();
  const name = `${view.id}/${view.hash}`;
  if (dialog?.dataset.name === name) return undefined;
  if (!kept.has(view.id)) kept.set(view.id, {});
  if (!dialog) {
    opener = document.activeElement;
    dialog = h("dialog", { class: "modal" });
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    document.body.append(dialog);
    dialog.showModal();
  }
  const focused = document.activeElement?.dataset?.action;
  dialog.dataset.name = name;
  dialog.replaceChildren(...content(view));
  const back = focused && dialog.querySelector(`[data-action="${CSS.escape(focused)}"]`);
  (back || first(dialog.querySelector(".form input, .form select, .form textarea, .form button")) || dialog.querySelector("footer button"))?.focus();
  return undefined;
}

// Of a group of choices it is the chosen one that has the focus, as with the Tab key.
function first(control) {
  return control?.type === "radio" ? control.closest(".choices").querySelector(":checked") ?? control : control;
}

function content(view) {
  const values = kept.get(view.id), id = newId("view");
  dialog.setAttribute("aria-labelledby", id);
  const surface = { values, use: (action) => act("use", { view: view.id, action, values }) };
  const form = h("form", { class: "form", novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(view, form); } }, blocks(view.blocks, surface));
  if (!form.querySelector("a, button, input, select, textarea")) form.tabIndex = 0; // to be read on by the arrow keys
  const submitter = view.submit && h("button", { class: "button primary", type: "button", onclick: () => submit(view, form) }, view.submit.text);
  return [
    h("header", {}, h("h2", { id }, view.title.text), h("button", { class: "icon", "aria-label": "Close", onclick: () => close(true) }, icon("close"))),
    form,
    h("p", { class: "trouble", role: "alert" }),
    h("footer", {}, h("button", { class: "button", type: "button", onclick: () => close() }, view.close?.text ?? "Cancel"), submitter)];
}

async function submit(view, form) {
  if (!view.submit) return;
  const values = kept.get(view.id);
  if (showErrors(form, missing(view, values))) return;
  dialog.setAttribute("aria-busy", "true");
  const found = await act("submit", { view: view.id, values });
  dialog?.removeAttribute("aria-busy");
  if (found.problem && dialog) dialog.querySelector(".trouble").textContent = found.problem;
  if (found.errors) showErrors(form, found.errors);
}

function close(whole = false) {
  const view = state.views.stack.at(-1);
  if (view) act("close", { view: view.id, whole });
}

function shut() {
  if (!dialog) return;
  dialog.close();
  dialog.remove();
  dialog = null;
  kept.clear();
  if (opener?.isConnected) opener.focus();
  else document.getElementById("composer-text")?.focus();
}
