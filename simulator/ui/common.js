// Shared by the components: one small meeting place per browser tab, so that the picture and the
// list of pairs can follow each other without a round trip to the server.
const hub = (window.__falsematch ??= { events: new EventTarget(), settings: {}, flagged: {} });
const SVG = "http://www.w3.org/2000/svg";

function readTables(data) {
  return JSON.parse(new TextDecoder().decode(data));
}

function make(tag, attributes = {}, text = undefined) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function draw(tag, attributes = {}, parent = undefined, text = undefined) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
}

function setText(element, text) {
  if (element && element.firstChild?.nodeValue !== text) element.textContent = text;
}

function rootSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
