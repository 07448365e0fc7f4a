// A static page's own script: it unpacks what Python calculated, mounts the app's pictures, and keeps
// the setting in the fragment of the address. It asks for nothing; there is no server to ask.
const page = JSON.parse(document.getElementById("page").textContent);
const mounted = new Map();
let revisions = 0;

// Data lies in the page packed (gzip, base64); it is unpacked when it is first needed.
async function unpacked(id) {
  const text = atob(document.getElementById(id).textContent), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Splits at line ends: JSON without indentation has none inside.
function lines(bytes) {
  const parts = [];
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(10, from), end = found < 0 ? bytes.length : found;
    parts.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return parts;
}

// Shows a picture in a place of the page, or other data in the one that is there.
function show(place, name, data, tell = () => {}) {
  let root = mounted.get(place);
  if (!root || root.picture !== name) {
    const host = make("div", { class: `mounted ${name}-host` });
    root = host.attachShadow({ mode: "open" });
    root.append(document.getElementById(`frame-${name}`).content.cloneNode(true));
    root.picture = name;
    document.getElementById(place).replaceChildren(host);
    mounted.set(place, root);
  }
  mounts[name]({ parentElement: root, data, setStateValue: (_, value) => tell(value) });
}

// Sets a control: where the link or another page's setting says.
function set(channel, setting) {
  mounts.setting({ data: { channel, revision: `site-${++revisions}`, ...setting } });
}

function asked() {
  return new URLSearchParams(location.hash.slice(1));
}

// Writes the setting into the fragment; what is empty leaves it. A choice is a step of the history,
// a movement of the thumb is not.
function write(values, step = false) {
  const now = asked();
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === "") now.delete(name); else now.set(name, value);
  }
  const text = now.toString().replaceAll("%25", "%");
  if (text === location.hash.slice(1)) return;
  history[step ? "pushState" : "replaceState"](history.state, "", `#${text}`);
  carry();
}

// Links to the other pages take the setting along.
function carry() {
  const now = asked(), kept = new URLSearchParams();
  for (const name of ["threshold", "by", "gallery", "portrait", "embed"]) if (now.has(name)) kept.set(name, now.get(name));
  for (const link of document.querySelectorAll("a[data-page]")) {
    const all = link.dataset.page === "same" ? now : link.dataset.page === "setting" ? kept : new URLSearchParams(now.has("embed") ? { embed: now.get("embed") } : {});
    link.hash = all.toString();
  }
}

function trouble(name, expected, found) {
  const box = document.getElementById("trouble");
  setText(box, name ? fillIn(page.words.not_understood, { name, expected, found: `'${found.slice(0, 40)}'` }) : "");
  box.hidden = !name;
}

// The stop that a link names, as Stops.find does in Python: a key, a distance, or a confidence.
function findStop(stops, exact, text) {
  const named = stops.key.indexOf(text === "aclu-rate" && !stops.key.includes(text) ? "aclu-count" : text);
  if (named >= 0) return named;
  const percent = text.endsWith("%"), body = text.replace(/%+$/, "").trim();
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(body) ? Number(body) : NaN;
  const nearest = (values, wanted) => values.reduce((best, one, i) => (one !== null && (best < 0 || Math.abs(one - wanted) < Math.abs(values[best] - wanted)) ? i : best), -1);
  if (!percent && !(value >= 50 && value < 100)) return value >= 0 && value <= 2 ? nearest(exact.distance, value) : -1;
  if (!(value > 0 && value < 100)) return -1;
  return nearest(exact.log_odds, Math.log(value / 100 / (1 - value / 100)));
}

// Whoever embeds the page hears how high it is, to make the frame as high.
function tellHeight() {
  if (window.parent === window) return;
  const tell = () => window.parent.postMessage({ falsematch: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
}

function projector() {
  const button = document.getElementById("projector");
  const project = (on) => {
    document.documentElement.classList.toggle("projected", on);
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => { inTab("projector", document.documentElement.classList.contains("projected") ? "" : "on"); project(button.getAttribute("aria-pressed") !== "true"); });
  project(inTab("projector") === "on" || asked().get("projector") === "true");
}

function embed() {
  document.documentElement.classList.toggle("embedded", asked().has("embed") && asked().get("embed") !== "0");
}

const kinds = {};
function open() {
  projector();
  embed();
  carry();
  tellHeight();
  kinds[page.kind]?.();
}
