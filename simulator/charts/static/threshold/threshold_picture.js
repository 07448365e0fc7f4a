// What happens while the threshold is dragged: dots, bars and numbers follow the thumb. Everything is
// looked up in the tables that Python sent (simulator/board/board.py); Python hears only where the
// thumb was let go.
const COLORS = 8;
const MOST_DOTS = 2500;
const views = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let view = views.get(parentElement);
  if (!view) {
    view = new ThresholdPicture(parentElement);
    views.set(parentElement, view);
  }
  view.tell = (setting) => setStateValue("setting", setting);
  view.load(data);
}

class ThresholdPicture {
  constructor(root) {
    this.root = root.querySelector(".threshold-picture");
    this.id = undefined;
    this.revision = undefined;
    this.dragging = false;
    this.$ = (selector) => this.root.querySelector(selector);
    this.input = this.$("input");
    this.picture = this.$(".picture");
    this.listen();
  }

  load(data) {
    const head = new TextDecoder().decode(data.subarray(0, 120)).match(/"id":"(\w+)","channel":"(\w+)"/);
    if (head[1] === this.id) return;
    [, this.id, this.channel] = head;
    this.tables = readTables(data);
    this.grouping = this.tables.groupings[0];
    this.stop = this.tables.presets[0]?.stop ?? 0;
    this.input.max = this.tables.stops.flagged.length - 1;
    this.words();
    // What is drawn belongs to the tables before; nothing is shown until it is drawn again.
    this.xOf = undefined;
    this.revision = undefined;
    this.adopt(hub.settings[this.channel]);
    this.layout();
  }

  adopt(setting) {
    if (!setting || !this.tables || this.dragging) return;
    if (setting.revision === this.revision) return;
    this.revision = setting.revision;
    this.stop = setting.stop;
    const wanted = this.tables.groupings.find((g) => g.key === setting.grouping);
    const other = wanted && wanted !== this.grouping;
    if (wanted) this.grouping = wanted;
    if (other) this.layout();
    this.$("select").value = this.grouping.key;
    this.show(true);
  }

  listen() {
    listenToThumb(this.input, this);
    this.$("select").addEventListener("change", (event) => {
      this.grouping = this.tables.groupings.find((g) => g.key === event.target.value);
      this.layout();
      this.commit();
    });
    hub.events.addEventListener("setting", (event) => {
      if (event.detail.channel === this.channel) this.adopt(event.detail);
    });
    this.$("details").addEventListener("toggle", () => this.table());
    new ResizeObserver(() => {
      const size = [this.root.clientWidth, rootSize()].join();
      if (this.tables && size !== this.size && this.root.clientWidth) this.layout();
    }).observe(this.root);
  }

  go(stop) {
    this.stop = stop;
    this.show(false);
    this.commit();
  }

  commit() {
    this.publish();
    tellMoved(this.channel, this.stop, true);
    this.spoken();
    this.table();
    // A picture that is mounted again (after another page) starts from here.
    Object.assign(hub.settings[this.channel] ?? {}, { stop: this.stop, grouping: this.grouping.key });
    this.tell({ channel: this.channel, stop: this.stop, grouping: this.grouping.key });
  }

  publish() {
    const k = this.tables.stops.flagged[this.stop];
    hub.flagged[this.channel] = k;
    hub.events.dispatchEvent(new CustomEvent("flagged", { detail: { channel: this.channel, count: k } }));
  }

  words() {
    const { words, presets, groupings, focus, people } = this.tables;
    const total = people.name.length, inside = this.$(".inside");
    setText(this.$(".by label"), words.group_by);
    setText(this.$("summary"), words.as_table);
    this.$(".presets").setAttribute("aria-label", words.presets);
    this.$(".scroll").setAttribute("aria-label", words.table);
    setText(this.$(".setting label"), words.scale);
    setText(this.$(".why"), words.why);
    const box = this.$(".presets");
    box.replaceChildren(...presets.map(({ stop, label, text }) => {
      const button = make("button", { type: "button", "aria-pressed": "false", "data-label": label }, text);
      button.addEventListener("click", () => this.go(stop));
      return button;
    }));
    const select = this.$("select");
    select.replaceChildren(...groupings.map((g) => make("option", { value: g.key }, g.name)));
    select.value = this.grouping.key;
    const numbers = this.$(".numbers");
    this.root.querySelectorAll(".explanation").forEach((explanation) => explanation.remove());
    this.$(".setting .help")?.remove();
    this.$(".beside").after(...helpButton(words, inside, "setting"));
    numbers.replaceChildren(numberCard(words, inside, "matched", words.title, words.published?.matched));
    if (this.tables.kin) numbers.querySelector(".matched .sub").after(make("div", { class: "sub kin" }));
    if (focus) numbers.append(focusCard(this.tables, inside));
    this.readings = {
      ...cardReadings(numbers),
      value: this.$(".value"), beside: this.$(".beside"),
      buttons: [...box.children],
      another: this.$(".another .line"), really: this.$(".another .really"),
    };
    this.another();
    const of = numbers.querySelector(".matched .big small");
    setText(of, ` ${fillIn(words.of, { total: this.number(total) })}`);
  }

  // The same people with another portrait: a line.
  another() {
    const another = this.tables.another, box = this.$(".another");
    box.hidden = !another;
    box.querySelector(".help")?.remove();
    if (another) this.$(".another .really").after(...helpButton({ help: { another: another.words.help } }, this.$(".inside"), "another"));
  }

  // The geometry of the picture for this width; nothing here depends on the threshold.
  layout() {
    const rem = rootSize(), width = this.root.clientWidth;
    this.size = [width, rem].join();
    if (!width) return;
    const narrow = width < 46 * rem;
    const left = narrow ? 0 : 11.5 * rem, right = narrow ? 0 : 17.5 * rem;
    const thumb = 1.75 * rem, gutter = 1.9 * rem;
    const x0 = left + 1.3 * rem, x1 = width - right - gutter;
    const last = this.tables.stops.flagged.length - 1;
    const xOf = (at) => at < 0 ? Math.max(x0 + (at / last) * (x1 - x0), x0 - 1.1 * rem)
      : at > last ? x1 + Math.min(0.55 * rem + (at - last) * (0.7 * rem / 100), gutter - 0.5 * rem)
      : x0 + (at / last) * (x1 - x0);
    this.xOf = xOf;
    const top = 4.9 * rem;
    const svg = this.picture;
    svg.replaceChildren();
    const input = this.input;
    input.style.left = `${x0 - thumb / 2}px`;
    input.style.width = `${x1 - x0 + thumb}px`;
    this.matched = draw("rect", { class: "matched", x: 0, y: 3.3 * rem, width: 1 }, svg);
    this.matchedEnd = x1 + gutter - 0.2 * rem;
    const words = this.tables.words, ticks = this.tables.ticks;
    for (const [i, [at, text]] of ticks.entries()) {
      if (narrow && (i === 1 || i === ticks.length - 2)) continue;
      draw("line", { class: "edge", x1: xOf(at), x2: xOf(at), y1: 3 * rem, y2: 3.3 * rem }, svg);
      draw("text", { x: xOf(at), y: 4.2 * rem, "text-anchor": "middle", class: "soft" }, svg, text);
    }
    draw("text", { x: x0 - 0.8 * rem, y: 0.75 * rem, class: "soft" }, svg, words.looser);
    draw("text", { x: x1 + 0.8 * rem, y: 0.75 * rem, class: "soft", "text-anchor": "end" }, svg, words.stricter);
    if (!narrow) {
      const b0 = width - right + 1.6 * rem;
      draw("text", { x: b0, y: 2.3 * rem, class: "soft" }, svg, words.bars);
      for (const [share, text, anchor] of [[0, words.shares[0], "start"], [0.5, words.shares[1], "middle"], [1, words.shares[2], "end"]])
        draw("text", { x: b0 + share * (width - b0), y: 4.2 * rem, "text-anchor": anchor, class: "soft" }, svg, text);
    }
    // Drawn before the bars on narrow screens, so that it is under them: their scale is different.
    if (narrow) this.line = draw("line", { class: "threshold", x1: 0, x2: 0, y1: 2.2 * rem }, svg);
    this.dots = this.tables.people.name.map(() => []);
    this.bars = [];
    let y = top;
    this.grouping.groups.forEach((group, g) => { y = this.lane(svg, group, g, y, { rem, width, narrow, right, x1, gutter }); });
    this.matched.setAttribute("height", y - 3.3 * rem);
    if (!narrow) this.line = draw("line", { class: "threshold", x1: 0, x2: 0, y1: 2.2 * rem }, svg);
    this.line.setAttribute("y2", y);
    svg.setAttribute("height", y + 0.3 * rem);
    svg.setAttribute("viewBox", `0 0 ${width} ${y + 0.3 * rem}`);
    this.$(".stage").style.height = `${y + 0.3 * rem}px`;
    this.painted = 0;
    const notes = [];
    if (this.grouping.several) notes.push(words.several);
    const absent = this.grouping.groups.filter((g) => g.absent).map((g) => `${g.label} ${g.absent}`);
    if (this.tables.people.name.length > MOST_DOTS) notes.push(fillIn(words.too_many, { count: this.number(this.tables.people.name.length) }));
    if (absent.length) notes.push(fillIn(words.absent, { groups: absent.join(", ") }));
    notes.push(words.about_bars);
    setText(this.$(".note"), notes.join(" "));
    this.table();
    this.show(true);
  }

  lane(svg, group, g, y, { rem, width, narrow, right, x1, gutter }) {
    const r = 0.205 * rem, shape = SHAPES[g % SHAPES.length], color = `g${g % COLORS}`;
    const people = this.tables.people;
    const members = people.name.length > MOST_DOTS ? [] : group.members;
    const loose = swarm(members.map((rank) => this.xOf(this.tables.people.at[rank] ?? -1e9)), r * 2.25);
    // A large group is compressed so that it does not outgrow the screen.
    const reach = Math.max(...loose.map(Math.abs), 0), press = Math.min(1, 3.6 * rem / reach);
    const spots = loose.map((offset) => offset * press);
    const half = reach * press + r * 1.6;
    const head = narrow ? 1.5 * rem : 0, foot = narrow ? 2.5 * rem : 0;
    const height = Math.max(2 * half + 0.7 * rem, narrow ? 1.6 * rem : 2.9 * rem) + head + foot;
    const middle = y + head + (height - head - foot) / 2;
    const lane = draw("g", { class: color }, svg);
    draw("line", { class: "edge", x1: 0, x2: width, y1: y, y2: y }, lane);
    const mark = draw("g", { transform: `translate(${0.5 * rem},${narrow ? y + 0.85 * rem : middle})` }, lane);
    draw("path", { class: "dot on", d: shape(0.33 * rem) }, mark);
    const label = draw("text", { x: 1.15 * rem, y: narrow ? y + 1.17 * rem : middle + 0.3 * rem, class: "strong" }, lane);
    wrapped(label, group.label, narrow ? 99 : 22, 1.15 * rem, rem);
    members.forEach((rank, i) => {
      const at = this.tables.people.at[rank];
      if (at === null) return;
      const dot = draw("path", { class: "dot", d: shape(r),
        transform: `translate(${this.xOf(at).toFixed(1)},${(middle + spots[i]).toFixed(1)})` }, lane);
      draw("title", {}, dot, fillIn(this.tables.words.dot, { name: people.name[rank], distance: people.distance[rank] }));
      this.dots[rank].push(dot);
    });
    const b0 = narrow ? 0 : width - right + 1.6 * rem, length = width - b0;
    const barY = narrow ? y + height - foot + 0.1 * rem : middle - 0.95 * rem;
    if (narrow) draw("rect", { class: "cover", x: 0, y: y + height - foot, width, height: foot + 0.1 * rem }, lane);
    draw("rect", { class: "rail", x: b0, y: barY, width: length, height: 0.75 * rem }, lane);
    const fill = draw("rect", { class: "fill", x: 0, y: barY, width: 1, height: 0.75 * rem }, lane);
    const whisker = draw("line", { class: "whisker", x1: 0, x2: 1, y1: barY + 0.375 * rem, y2: barY + 0.375 * rem,
      "vector-effect": "non-scaling-stroke" }, lane);
    const ends = [0, 1].map(() => draw("line", { class: "whisker", x1: 0, x2: 0, y1: barY + 0.1 * rem, y2: barY + 0.65 * rem }, lane));
    const count = draw("text", { x: b0, y: barY + 1.75 * rem }, lane);
    const strong = draw("tspan", { "font-weight": 700 }, count, " ");
    const rest = draw("tspan", {}, count, " ");
    this.bars.push({ group, fill, whisker, ends, strong, rest, b0, length });
    return y + height;
  }

  // Everything that follows the thumb. Only what changed is touched.
  show(settled) {
    if (!this.xOf) return;
    const { stops, rates, words } = this.tables;
    const s = this.stop, k = stops.flagged[s], readings = this.readings;
    if (Number(this.input.value) !== s) this.input.value = s;
    const x = this.xOf(s);
    this.line.setAttribute("transform", `translate(${x},0)`);
    this.matched.setAttribute("transform", `translate(${x},0) scale(${this.matchedEnd - x},1)`);
    for (let rank = this.painted; rank < k; rank++) for (const dot of this.dots[rank]) dot.classList.add("on");
    for (let rank = k; rank < this.painted; rank++) for (const dot of this.dots[rank]) dot.classList.remove("on");
    this.painted = k;
    setText(readings.value, stops.confidence[s] || stops.distance[s]);
    setText(readings.beside, stops.confidence[s] ? fillIn(words.distance, { distance: stops.distance[s] }) : "");
    showCards(this.tables, s, readings, (value) => this.number(value));
    for (const { group, fill, whisker, ends, strong, rest, b0, length } of this.bars) {
      // Where people have several photos, a rate counts each person once.
      const n = group.counts[s], [low, high, percent, interval, , rate = n / group.searched] = group.rates ? group.rates[s] : rates[group.searched][n];
      fill.setAttribute("transform", `translate(${b0},0) scale(${rate * length},1)`);
      whisker.setAttribute("transform", `translate(${b0 + low * length},0) scale(${(high - low) * length},1)`);
      ends[0].setAttribute("transform", `translate(${b0 + low * length},0)`);
      ends[1].setAttribute("transform", `translate(${b0 + high * length},0)`);
      setText(strong, fillIn(words.count, { count: this.number(n), total: this.number(group.searched) }));
      setText(rest, ` = ${percent} (${interval})`);
    }
    this.input.setAttribute("aria-valuetext", this.sentence());
    readings.buttons.forEach((button, i) => {
      const pressed = String(this.tables.presets[i].stop === s);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    });
    tellMoved(this.channel, s, settled);
    if (settled) { this.publish(); this.describe(); this.table(); }
  }

  number(value) {
    return numberIn(this.tables.words.language, value);
  }

  sentence() {
    const { stops, people, words } = this.tables, s = this.stop, confidence = stops.confidence[s];
    return fillIn(confidence ? words.at_confidence : words.at_distance, { confidence, distance: stops.distance[s],
      count: this.number(stops.flagged[s]), total: this.number(people.name.length) });
  }

  describe() {
    const words = this.tables.words;
    const parts = this.grouping.groups.map((g) => fillIn(words.group,
      { group: g.label, count: this.number(g.counts[this.stop]), total: this.number(g.searched) }));
    this.picture.setAttribute("aria-label",
      fillIn(words.picture, { grouping: this.grouping.name, setting: this.sentence(), groups: parts.join(", ") }));
  }

  spoken() {
    this.describe();
    const another = this.tables.another ? ` ${othersLine(this.tables, this.stop, (value) => this.number(value))}` : "";
    setText(this.$(".spoken"), this.sentence() + another);
  }

  table() {
    if (!this.$("details").open || !this.tables) return;
    groupTable(this.$("table"), this.tables, this.grouping, this.stop,
      fillIn(this.tables.words.at, { setting: this.sentence() }), (value) => this.number(value));
  }
}

function wrapped(text, words, limit, x, rem) {
  const lines = [""];
  for (const word of words.split(" ")) {
    if (lines.at(-1) && (lines.at(-1) + " " + word).length > limit) lines.push(word);
    else lines[lines.length - 1] = (lines.at(-1) + " " + word).trim();
  }
  lines.forEach((line, i) => draw("tspan", { x, dy: i ? 1.15 * rem : -0.575 * rem * (lines.length - 1) }, text, line));
}
