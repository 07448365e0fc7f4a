// Shared by the components: one hub per browser tab, so that the picture and the list of pairs can
// follow each other without a round trip to the server.
const hub = (window.__falsematch ??= { events: new EventTarget(), settings: {}, flagged: {}, stops: {} });
// Whoever owns a thumb says where it is, at every input and every jump: other pictures follow it.
function tellMoved(channel, stop, settled) {
  hub.stops[channel] = stop;
  hub.events.dispatchEvent(new CustomEvent("moved", { detail: { channel, stop, settled } }));
}
// What this tab remembers over a reload, as text; where storage is blocked, nothing.
function inTab(name, value) {
  try {
    if (value !== undefined) sessionStorage.setItem(`falsematch-${name}`, value);
    return sessionStorage.getItem(`falsematch-${name}`);
  } catch { return null; }
}

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

// Fills in the names in braces of a text that Python sent.
function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
}

const formats = {};
function numberIn(language, value) {
  return (formats[language] ??= new Intl.NumberFormat(language, { useGrouping: "always" })).format(value);
}

function rootSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

// Paints what Python described, and again when the width or the size of type changes.
function keepPainted(pictures, parentElement, selector, spec, paint) {
  let picture = pictures.get(parentElement);
  if (!picture) {
    picture = { root: parentElement.querySelector(selector) };
    pictures.set(parentElement, picture);
    new ResizeObserver(() => {
      const size = [picture.root.clientWidth, rootSize()].join();
      if (picture.spec && picture.root.clientWidth && size !== picture.size) paint(picture);
    }).observe(picture.root);
  }
  picture.spec = spec;
  paint(picture);
}

// Fills the table behind a picture.
function fillTable(root, { title, head, as_table }, rows) {
  const heads = make("tr"), body = make("tbody"), top = make("thead");
  for (const text of head) heads.append(text ? make("th", { scope: "col" }, text) : make("td"));
  top.append(heads);
  for (const row of rows) {
    const line = make("tr");
    row.forEach((text, i) => line.append(make(i ? "td" : "th", i ? {} : { scope: "row" }, text)));
    body.append(line);
  }
  root.querySelector("table").replaceChildren(make("caption", {}, title), top, body);
  root.querySelector(".scroll").setAttribute("aria-label", title);
  setText(root.querySelector("summary"), as_table);
}
