// The live matcher's panel: it tells Python where the dials stand and draws what comes back.
// Other parts of the page can listen: hub.matcher and the event "matcher" carry the last answer.
const PAUSE = 60;
const panels = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let panel = panels.get(parentElement);
  if (!panel) {
    panel = new Matcher(parentElement.querySelector(".matcher"));
    panels.set(parentElement, panel);
  }
  panel.tell = (asked) => setStateValue("asked", asked);
  panel.load(readTables(data));
}

class Matcher {
  constructor(root) {
    this.root = root;
    this.$ = (selector) => root.querySelector(selector);
    this.inputs = [];
    this.wanted = false;
    this.timer = 0;
    this.$(".show").addEventListener("click", () => {
      this.wanted = !this.wanted;
      this.$(".photograph").setAttribute("aria-pressed", "false");
      this.ask(0);
    });
    this.$(".photograph").addEventListener("click", ({ currentTarget }) => currentTarget.setAttribute(
      "aria-pressed", String(currentTarget.getAttribute("aria-pressed") !== "true")));
    this.$(".reset").addEventListener("click", () => {
      for (const input of this.inputs) input.value = 0;
      this.read();
      this.ask(0);
    });
    this.$("details").addEventListener("toggle", () => this.table());
    new ResizeObserver(() => {
      const size = [root.clientWidth, rootSize()].join();
      if (this.data && size !== this.size && root.clientWidth) this.pictures();
    }).observe(root);
  }

  load(data) {
    const first = !this.data, steps = JSON.stringify(data.steps);
    this.data = data;
    if (steps !== this.steps) { this.steps = steps; this.dials(); }
    const pending = this.timer || (this.asked && this.asked.join() !== data.asked.join());
    // An answer to a setting that was left in the meantime does not move the dials back.
    if (first || !pending) {
      data.steps.forEach((dial, i) => { this.inputs[i].value = dial.values.indexOf(data.dials[i]); });
      this.read();
      this.root.classList.remove("busy");
      this.root.removeAttribute("aria-busy");
    }
    this.words();
    this.pictures();
    hub.matcher = { dials: data.dials, live: data.live, failure: data.failure ?? "",
      distance: data.found?.distance ?? null, closest: data.found?.closest ?? null };
    hub.events.dispatchEvent(new CustomEvent("matcher", { detail: hub.matcher }));
  }

  dials() {
    const box = this.$(".dials");
    this.inputs = this.data.steps.map((dial) => {
      const line = make("div", { class: "dial" }), id = `dial-${dial.name}`;
      const input = make("input", { id, type: "range", min: 0, max: dial.values.length - 1, step: 1, value: 0 });
      input.addEventListener("input", () => { this.read(); this.ask(PAUSE); });
      line.append(make("label", { for: id }, dial.label), make("output", { for: id }), input);
      return input;
    });
    box.replaceChildren(...this.inputs.map((input) => input.parentElement));
  }

  read() {
    this.data.steps.forEach((dial, i) => {
      const text = dial.texts[this.inputs[i].value];
      setText(this.inputs[i].previousElementSibling, text);
      this.inputs[i].setAttribute("aria-valuetext", text);
    });
  }

  ask(pause) {
    clearTimeout(this.timer);
    this.root.classList.add("busy");
    this.root.setAttribute("aria-busy", "true");
    this.timer = setTimeout(() => {
      this.timer = 0;
      const at = this.data.steps.map((dial, i) => dial.values[this.inputs[i].value]);
      this.asked = [...at, this.wanted];
      this.tell({ light: at[0], blur: at[1], size: at[2], photo: this.wanted });
    }, pause);
  }

  words() {
    const { data } = this, { words, found } = data;
    setText(this.$(".source span"), data.source);
    setText(this.$(".looking"), words.busy);
    setText(this.$(".note"), data.note);
    setText(this.$(".credit"), words.credit);
    setText(this.$(".reset"), words.reset);
    this.$(".show").hidden = !data.can_show;
    setText(this.$(".show"), this.wanted ? words.hide : words.show);
    const photograph = this.$(".photograph"), image = photograph.firstElementChild;
    const shown = this.wanted && data.photo;
    photograph.hidden = !shown;
    this.$(".stage").classList.toggle("over", Boolean(shown));
    photograph.setAttribute("aria-label", words.unblur);
    photograph.setAttribute("title", words.unblur);
    if (shown && image.getAttribute("src") !== data.photo) image.src = data.photo;
    image.alt = words.photo;
    setText(this.$(".failure"), found ? "" : data.failure);
    setText(this.$(".meaning"), found ? "" : data.meaning);
    setText(this.$(".verdict"), found ? data.verdict : "");
    this.$(".facts").replaceChildren(...(found ? data.facts : []).map(([name, large, small, sketch]) => {
      const fact = make("div", { class: "fact" });
      fact.append(make("span", {}, name), make("b", {}, large), make("small", {}, small));
      if (sketch) fact.insertAdjacentHTML("beforeend", faceDrawing(sketch, words.stranger_sketch, words.turned));
      return fact;
    }));
    setText(this.$("h2"), words.numbers);
    setText(this.$(".how"), words.how);
    setText(this.$("summary"), words.table);
    this.$(".scroll").setAttribute("aria-label", words.table);
    this.$(".numbers").hidden = !found;
    this.table();
  }

  pictures() {
    this.size = [this.root.clientWidth, rootSize()].join();
    if (!this.root.clientWidth) return;
    this.sketch();
    this.scale();
    this.bars();
  }

  sketch() {
    const { side, found, words, lines } = this.data, svg = this.$(".sketch");
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
    svg.setAttribute("aria-label", found ? words.sketch : words.no_sketch);
    if (!found) return;
    const [top, right, bottom, left] = found.box;
    draw("rect", { x: left, y: top, width: right - left, height: bottom - top }, svg);
    draw("path", { d: facePath((i) => found.landmarks[i], lines) }, svg);
    for (const [x, y] of found.landmarks) draw("circle", { cx: x, cy: y, r: 1.6 }, svg);
  }

  // Where she and the closest stranger stand, and what the matcher's default would accept.
  scale() {
    const { found, words, axis, threshold } = this.data, svg = this.$(".scale"), rem = rootSize();
    svg.replaceChildren();
    svg.style.display = found ? "" : "none";
    if (!found) return;
    const width = svg.clientWidth || this.$(".side").clientWidth, height = 6.4 * rem;
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const y = 4.4 * rem, x = (distance) => rem + Math.min(distance / axis, 1) * (width - 2 * rem);
    draw("text", { x: 0, y: 0.9 * rem, class: "soft" }, svg, words.scale);
    draw("line", { class: "axis", x1: x(0), x2: x(axis), y1: y, y2: y }, svg);
    draw("line", { class: "default", x1: x(threshold), x2: x(threshold), y1: y - 0.8 * rem, y2: y + 0.8 * rem }, svg);
    const label = (at, above, text, cls) => draw("text", { class: cls, x: x(at), y: above ? y - 0.9 * rem : y + 1.7 * rem,
      "text-anchor": x(at) < 0.3 * width ? "start" : x(at) > 0.7 * width ? "end" : "middle" }, svg, text);
    label(threshold, false, words.default, "soft");
    draw("circle", { class: "own", cx: x(found.distance), cy: y, r: 0.45 * rem }, svg);
    draw("rect", { class: "other", x: x(found.closest) - 0.42 * rem, y: y - 0.42 * rem, width: 0.84 * rem, height: 0.84 * rem }, svg);
    const near = Math.abs(x(found.distance) - x(found.closest)) < 13 * rem;
    const own = label(found.distance, true, `● ${words.herself}`, "");
    const other = label(found.closest, true, `☐ ${words.stranger}`, "");
    if (near) (found.distance < found.closest ? own : other).setAttribute("y", y - 2.1 * rem);
    svg.setAttribute("aria-label", `${words.scale}. ${this.data.facts.slice(0, 2).map(([name, large]) => `${name}: ${large}`).join(". ")}.`);
  }

  bars() {
    const { found, words } = this.data, svg = this.$(".bars"), rem = rootSize(), width = this.root.clientWidth;
    svg.replaceChildren();
    if (!found) return;
    const row = 3.9 * rem, head = 1.15 * rem, half = (row - head) / 2, most = 0.45;
    svg.setAttribute("height", 3 * row);
    svg.setAttribute("viewBox", `0 0 ${width} ${3 * row}`);
    svg.setAttribute("aria-label", words.numbers_label);
    found.vectors.forEach((values, i) => {
      const middle = i * row + head + half, step = width / values.length;
      draw("text", { x: 0, y: i * row + 0.9 * rem }, svg, [words.now, words.clean, words.difference][i]);
      draw("line", { class: "zero", x1: 0, x2: width, y1: middle, y2: middle }, svg);
      values.forEach((value, n) => {
        const tall = Math.min(Math.abs(value) / most, 1) * half;
        draw("rect", { class: value < 0 ? "down" : "up", x: n * step, y: value < 0 ? middle : middle - tall,
          width: Math.max(step - 1, 1), height: tall }, svg);
      });
    });
  }

  table() {
    const { found, words } = this.data ?? {};
    if (!this.$("details").open || !found) return;
    const head = make("thead"), body = make("tbody"), top = make("tr");
    for (const text of [words.number, words.now, words.clean, words.difference]) top.append(text ? make("th", { scope: "col" }, text) : make("td"));
    head.append(top);
    found.texts[0].forEach((_, n) => {
      const line = make("tr");
      line.append(make("th", { scope: "row" }, String(n + 1)));
      for (const row of found.texts) line.append(make("td", {}, row[n]));
      body.append(line);
    });
    this.$("table").replaceChildren(head, body);
  }
}
