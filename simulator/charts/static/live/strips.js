// Rows of one group each: a dot on a scale of rates, the band that luck alone would fill, and marks for
// the other choices. Every place and text comes from Python for each stop (simulator/charts/live/strips.py).
const pictures = new WeakMap();
const NARROW_STRIPS = 36;

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  const spec = readTables(data), known = pictures.get(parentElement);
  const other = !known || known.data !== spec.id;
  keepPainted(pictures, parentElement, ".strips", spec, (picture) => lay(picture));
  const picture = pictures.get(parentElement);
  picture.tell = (mix) => setStateValue("mix", mix);
  if (!other) return;
  picture.data = spec.id;
  picture.chosen = Math.max(0, spec.choices.findIndex((choice) => choice.key === spec.chosen));
  picture.waiting = false;
  lay(picture);
}

function lay(picture) {
  const { root, spec } = picture, rem = rootSize(), width = root.clientWidth;
  picture.size = [width, rem].join();
  if (!width) return;
  picture.chosen = Math.min(picture.chosen ?? 0, spec.choices.length - 1);
  const $ = (selector) => root.querySelector(selector);
  follow(picture, moveStrips);
  root.classList.toggle("narrow", width < NARROW_STRIPS * rem);
  root.classList.toggle("dialed", Boolean(spec.dials));
  $(".choices").setAttribute("aria-label", spec.choose);
  $(".choices").replaceChildren(...(spec.choices.length < 2 ? [] : spec.choices.map((choice, i) => {
    const button = make("button", { type: "button" }, choice.label);
    button.addEventListener("click", () => { picture.chosen = i; picture.waiting = false; dialsShow(picture); moveStrips(picture); });
    return button;
  })));
  if (spec.dials) dials(picture);
  else $(".dials").replaceChildren();
  setText($(".wait"), spec.wait);
  const head = [make("span"), make("span", { class: "track" }), make("span", { class: "text" }, spec.right)];
  $(".scale").replaceChildren(...head);
  picture.ticks = head[1];
  picture.axis = undefined;
  picture.rows = spec.rows.map((row, r) => {
    const lane = make("div", { class: `lane g${r % 8}` }), track = make("span", { class: "track" });
    const text = make("span", { class: "text" }), part = (name) => { const i = make("i", { class: name }); track.append(i); return i; };
    const drawn = { row, text, band: row.band && part("band"), all: spec.everyone && part("all"),
      others: spec.choices.map(() => part("other")), was: part("was"), dot: part("dot") };
    lane.append(make("span", { class: "name" }, row.label), track, text);
    $(".all-rows").append(lane);
    return { ...drawn, lane };
  });
  $(".all-rows").replaceChildren(...picture.rows.map((row) => row.lane));
  const free = heightLeft($(".all-rows"), 2.2 * rem, 0, 1e6) / Math.max(1, spec.rows.length);
  root.style.setProperty("--lane", `${Math.min(2.6 * rem, Math.max(1.7 * rem, free))}px`);
  moveStrips(picture);
}

function moveStrips(picture) {
  const { root, spec, stop, ghost, chosen } = picture, axis = spec.axes[spec.tops[stop]];
  if (axis !== picture.axis) {
    picture.axis = axis;
    picture.ticks.replaceChildren(...axis.ticks.map(([at, text]) => {
      const tick = make("span", {}, text);
      tick.style.left = `${100 * at}%`;
      return tick;
    }));
  }
  const put = (mark, at) => {
    const hidden = at === undefined || at === NOWHERE || at > axis.top;
    if (hidden !== mark.classList.contains("none")) mark.classList.toggle("none", hidden);
    if (!hidden) mark.style.left = `${(100 * at) / axis.top}%`;
  };
  const ghosted = ghost !== null && ghost !== undefined;
  for (const { row, text, band, all, others, was, dot } of picture.rows) {
    put(dot, row.dots[chosen][stop]);
    put(was, ghosted ? row.dots[chosen][ghost] : undefined);
    others.forEach((mark, i) => put(mark, i === chosen ? undefined : row.dots[i][stop]));
    if (all) put(all, spec.everyone[stop]);
    if (band) {
      const [low, high] = [row.band.low[stop], row.band.high[stop]];
      put(band, low);
      if (low !== NOWHERE) band.style.width = `${(100 * (Math.min(high, axis.top) - low)) / axis.top}%`;
    }
    setText(text, atStop(row.texts[chosen], stop));
  }
  const choice = spec.choices[chosen], said = atStop(choice.says, stop);
  sayBoldly(root.querySelector(".says"), said);
  setText(root.querySelector(".note"), choice.note);
  root.classList.toggle("waiting", Boolean(picture.waiting));
  root.querySelector(".wait").hidden = !picture.waiting;
  root.querySelectorAll(".choices button").forEach((button, i) => button.setAttribute("aria-pressed", String(i === chosen)));
  if (picture.settled) setText(root.querySelector(".spoken"), plainly(said));
}

// A mix of one's own: its rates are calculated when a slider is released; until then the rows fade.
function dials(picture) {
  const { root, spec } = picture, box = root.querySelector(".dials");
  box.setAttribute("aria-label", spec.dials.label);
  picture.inputs = spec.dials.groups.map(({ label }, g) => {
    const line = make("label", {}), shown = make("output"), input = make("input", { type: "range", min: 0, max: 100, step: 1 });
    line.append(make("span", {}, label), shown, input);
    input.addEventListener("input", () => { setText(shown, input.value); picture.waiting = true; moveStrips(picture); });
    input.addEventListener("change", () => {
      const parts = picture.inputs.map((one) => Number(one.input.value));
      if (parts.some((part) => part > 0)) picture.tell({ parts, asked: Date.now() });
    });
    return { line, input, shown, g };
  });
  box.replaceChildren(...picture.inputs.map(({ line }) => line));
  dialsShow(picture);
}

function dialsShow({ spec, inputs, chosen }) {
  if (!spec.dials) return;
  inputs.forEach(({ input, shown }, g) => {
    input.value = spec.choices[chosen].parts[g];
    setText(shown, input.value);
  });
}
