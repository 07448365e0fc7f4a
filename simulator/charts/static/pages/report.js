// The report's own script: mounts the app's picture of the threshold and its list of pairs, and sorts
// tables.
function bytesOf(id) {
  return new TextEncoder().encode(document.getElementById(id).textContent);
}

function place(name, mount, picture = name) {
  const host = document.getElementById(name);
  if (!host) return;
  const root = host.attachShadow({ mode: "open" });
  root.append(document.getElementById(`${picture}-frame`).content.cloneNode(true));
  const data = JSON.parse(document.getElementById(`${name}-data`).textContent);
  if (data.photos) (window.__falsematch.photos ??= {})[data.channel] = data.photos;
  if (host.dataset.stop) {
    const grouping = data.groupings[0].key;
    window.__falsematch.settings[data.channel] = { revision: 1, stop: Number(host.dataset.stop), grouping };
  }
  mount({ parentElement: root, data: bytesOf(`${name}-data`), setStateValue() {} });
}

function value(cell) {
  const number = parseFloat(cell.dataset.value ?? cell.textContent.replaceAll(",", ""));
  return Number.isNaN(number) ? cell.textContent : number;
}

for (const button of document.querySelectorAll("table.sorts th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th"), table = head.closest("table"), body = table.tBodies[0];
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const at = head.cellIndex;
    const order = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    const rows = [...body.rows].sort((a, b) => order(value(a.cells[at]), value(b.cells[at])) * (down ? -1 : 1));
    body.append(...rows);
  });
}
