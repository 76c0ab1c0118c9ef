// The traffic: every request to the bot with its signature, every call of the bot, and how long each took.
import { h, keyed } from "./dom.js";
import { icon } from "./icons.js";
import { act, state } from "./store.js";

const METHODS = ["chat.postMessage", "chat.update", "response_url", "views.open", "views.publish"];

export function drawInspector() {
  const pane = document.getElementById("inspector");
  if (pane.hidden) return;
  if (!pane.firstChild) pane.replaceChildren(
    h("header", { class: "roomhead" }, h("h2", {}, "Traffic"), h("p", { class: "topic" }, "Real HTTP on this computer: what Slack would send and be asked."),
      h("button", { class: "icon close", "aria-label": "Close inspector", onclick: toggle }, icon("close"))),
    trouble(),
    h("ol", { class: "traffic", "aria-label": "Requests, newest first", tabindex: "0" }));
  keyed(pane.querySelector(".traffic"), [...state.traffic].reverse(), (one) => String(one.number), entry);
}

export function toggle() {
  const pane = document.getElementById("inspector"), button = document.getElementById("inspect");
  pane.hidden = !pane.hidden;
  document.body.classList.toggle("inspecting", !pane.hidden);
  button.setAttribute("aria-expanded", String(!pane.hidden));
  drawInspector();
  if (pane.hidden) button.focus();
  else pane.querySelector("button").focus();
}

function trouble() {
  const method = h("select", { class: "select", "aria-label": "Method" }, METHODS.map((name) => h("option", {}, name)));
  const status = h("select", { class: "select", "aria-label": "Trouble" }, h("option", { value: "429" }, "429, too many"), h("option", { value: "500" }, "500, failed"));
  const told = h("span", { role: "status" });
  return h("div", { class: "makes" }, "Next call of ", method, " meets ", status,
    h("button", { class: "button", onclick: async () => {
      await act("trouble", { method: method.value, status: Number(status.value) });
      told.textContent = "Set, once.";
    } }, "Set"), told);
}

function entry(one) {
  const well = one.status >= 200 && one.status < 300 && one.answered?.ok !== false;
  const outcome = one.answered?.ok === false ? one.answered.error : one.fault || one.status;
  return h("li", {}, h("details", {},
    h("summary", {}, h("span", { class: "way" }, one.to === "bot" ? "→ bot" : "← bot"), h("code", {}, one.what),
      h("span", { class: well ? "well" : "ill" }, String(outcome)), h("span", { class: "took" }, `${one.took} ms`)),
    part("Headers", one.headers), part("Sent", one.sent), part("Answered", one.answered || "(empty)")));
}

const part = (name, value) => [h("h3", {}, name), h("pre", { tabindex: "0", "aria-label": name }, typeof value === "string" ? value : JSON.stringify(value, null, 2))];
