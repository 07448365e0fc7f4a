// Shows what a matcher found in the user's own photo: a sketch, the nearest stand-ins, counts. Python
// calculated it.
export default function (component) {
  const root = component.parentElement.querySelector(".result"), data = readTables(component.data);
  const $ = (selector) => root.querySelector(selector), { words } = data;
  const failed = Boolean(data.failure);
  setText($(".failure"), data.failure ?? "");
  setText($(".failed"), failed ? words.failed : "");
  for (const part of [".all", ".counts", ".scroll"]) $(part).hidden = failed;
  setText($(".meaning"), failed ? "" : words.meaning);
  if (failed) return;
  yours($(".yours"), data);
  setText($("figcaption"), words.yours);
  setText($(".others"), data.others);
  setText($(".heading"), words.nearest);
  setText($(".counts"), words.table);
  $(".scroll").setAttribute("aria-label", words.table);
  $(".nearest").replaceChildren(...data.nearest.map((one) => {
    const item = make("li");
    item.innerHTML = faceDrawing(one.sketch, one.label, words.turned);
    item.append(make("b", {}, one.name), make("div", {}, one.distance), make("div", {}, one.confidence));
    return item;
  }));
  const head = make("thead"), top = make("tr"), body = make("tbody");
  for (const text of words.heads) top.append(text ? make("th", { scope: "col" }, text) : make("td"));
  head.append(top);
  for (const row of data.rows) {
    const line = make("tr");
    row.forEach((text, i) => line.append(make(i ? "td" : "th", i ? {} : { scope: "row" }, text)));
    body.append(line);
  }
  $("table").replaceChildren(head, body);
}

// Box and points in a window around the face, so that a small face is seen as well.
function yours(svg, { size, box, landmarks, lines, words }) {
  const [height, width] = size, [top, right, bottom, left] = box;
  const side = Math.min(2 * (right - left), Math.max(height, width)), x = (left + right - side) / 2, y = (top + bottom - side) / 2;
  const thin = side / 130;
  svg.replaceChildren();
  svg.setAttribute("viewBox", `${x} ${y} ${side} ${side}`);
  svg.setAttribute("aria-label", words.yours);
  draw("rect", { x: left, y: top, width: right - left, height: bottom - top, "stroke-width": 1.2 * thin }, svg);
  const at = (i) => [landmarks[2 * i], landmarks[2 * i + 1]];
  draw("path", { d: facePath(at, lines), "stroke-width": thin }, svg);
  for (let i = 0; i < landmarks.length / 2; i++) {
    const [cx, cy] = at(i);
    draw("circle", { cx, cy, r: 0.9 * thin }, svg);
  }
}
