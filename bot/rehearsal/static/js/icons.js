// The few signs of the page as drawings: a letter of a font may be missing on somebody's computer.
const PATHS = {
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  more: "M3 8h.01 M8 8h.01 M13 8h.01",
  reply: "M2 3h12v8H7l-3 2.5V11H2Z",
  attach: "M8 2.5v11 M2.5 8h11",
  send: "M2 2.5 14 8 2 13.5 4 8Z M4 8h5",
  close: "M3.5 3.5l9 9 M12.5 3.5l-9 9",
  rooms: "M2 4h12 M2 8h12 M2 12h12",
  theme: "M8 2a6 6 0 1 0 0 12Z M8 2a6 6 0 0 1 0 12",
  traffic: "M2 5.5h11 M10 2.5l3 3-3 3 M14 10.5H3 M6 7.5l-3 3 3 3",
};

export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("class", `sign sign-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}
