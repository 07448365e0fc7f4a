// Two searches under the bar's thumb: for each group two bars, one above the other. Which stop of the
// second belongs to the thumb's place, and every count and rate, is looked up (simulator/board/two_boards.py).
const views = new WeakMap();
const LOW = 2.1;
const HIGH = 3.8;
const NARROW = 36;

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let view = views.get(parentElement);
  if (!view) {
    view = new LabTwo(parentElement);
    views.set(parentElement, view);
  }
  view.tell = (setting) => setStateValue("setting", { ...setting, asked: Date.now() });
  view.load(readTables(data));
}

class LabTwo {
  constructor(root) {
    this.root = root.querySelector(".lab-two");
    this.$ = (selector) => this.root.querySelector(selector);
    this.stop = 0;
    this.moving = false;
    this.$(".by select").addEventListener("change", (event) => this.report({ grouping: event.target.value }));
    hub.events.addEventListener("setting", (event) => {
      if (event.detail.channel === this.channel) this.adopt(event.detail);
    });
    hub.events.addEventListener("moved", (event) => {
      if (event.detail.channel === this.channel && this.root.isConnected) this.follow(event.detail);
    });
    const resized = () => {
      const size = [this.root.clientWidth, innerHeight, rootSize(), this.above()].join();
      if (this.data && this.root.clientWidth && size !== this.size) this.layout();
    };
    const observer = new ResizeObserver(resized), block = this.root.getRootNode().host?.closest("[data-testid=stMainBlockContainer]");
    for (const one of [this.root, block]) if (one) observer.observe(one);
    addEventListener("resize", resized);
  }

  load(data) {
    const text = JSON.stringify(data);
    if (text === this.loaded) return;
    this.loaded = text;
    this.data = data;
    this.channel = data.channel;
    this.ghost = null;
    this.stop = hub.settings[this.channel]?.stop ?? this.stop;
    this.words();
    this.layout();
  }

  adopt(setting) {
    this.stop = setting.stop;
    if (this.data) this.show();
  }

  follow({ stop, settled }) {
    if (!this.data) return;
    if (!this.moving && stop !== this.stop) this.ghost = this.stop;
    this.moving = !settled;
    this.stop = stop;
    this.show();
  }

  report(more) {
    const menus = Object.fromEntries([...this.$(".choose").querySelectorAll("select")].map((select) => [select.name, select.value]));
    this.tell({ channel: this.channel, stop: this.stop, grouping: this.data.grouping, ...menus, ...more });
  }

  words() {
    const { choose, menus, same, group_by, grouping, groupings, names } = this.data;
    const box = this.$(".choose"), focused = box.getRootNode().activeElement?.name;
    const words = Object.fromEntries(menus.map((menu) => [menu.name, this.menu(menu)]));
    box.replaceChildren(...choose.split(/(\{\w+\})/).filter(Boolean).map((part) => words[part.slice(1, -1)] ?? part));
    if (focused) box.querySelector(`select[name="${focused}"]`)?.focus({ preventScroll: true });
    setText(this.$(".same"), same);
    setText(this.$(".by label"), group_by);
    this.$(".by").hidden = groupings.length < 2;
    const select = this.$(".by select");
    select.replaceChildren(...groupings.map(([value, text]) => make("option", { value }, text)));
    select.value = grouping;
    this.heads = ["one", "other"].map((side, i) => {
      const line = make("p", { class: side }), value = make("b"), count = make("b"), of = make("span", { class: "of" });
      line.append(make("i", { class: i ? "key hatched" : "key" }), make("span", {}, `${names[i]}:`), value, count, of);
      return { line, value, count, of };
    });
    this.$(".sides").replaceChildren(...this.heads.map(({ line }) => line));
  }

  menu({ name, label, options, chosen }) {
    const select = make("select", { name, "aria-label": label });
    for (const [value, text] of options) select.append(make("option", { value }, text));
    select.value = chosen;
    select.addEventListener("change", () => this.report({}));
    return select;
  }

  above() {
    const scroller = this.root.getRootNode().host?.closest("[data-testid=stMain]") ?? document.scrollingElement;
    return Math.round(this.$(".rows").getBoundingClientRect().top + scroller.scrollTop);
  }

  layout() {
    const rem = rootSize(), width = this.root.clientWidth, { rows, sides } = this.data.tables;
    if (!width) return;
    const shown = [[this.data.everybody, "everybody", "everybody"], ...rows];
    this.rows = shown.map(([label, one, other]) => {
      const box = make("section", { class: "row" }), bars = make("div", { class: "bars" }), texts = make("div", { class: "texts" });
      const lines = [one, other].map((place, i) => {
        const group = place === "everybody" ? sides[i].everybody : sides[i].groups[place];
        const bar = make("div", { class: `bar ${i ? "other" : "one"}` }), text = make("span"), percent = make("b"), rest = make("small");
        const was = make("i", { class: "was" }), now = make("i", { class: i ? "now hatched" : "now" }), whisker = make("i", { class: "whisker" });
        bar.append(was, now, whisker);
        text.append(percent, rest);
        bars.append(bar);
        texts.append(text);
        return { group, side: i, was, now, whisker, percent, rest };
      });
      box.append(make("h2", {}, label), bars, texts);
      return { box, lines };
    });
    this.$(".rows").replaceChildren(...this.rows.map(({ box }) => box));
    const top = this.above(), free = (innerHeight - top - 0.6 * rem) / shown.length;
    const least = width < NARROW * rem ? 2.3 : LOW;
    this.$(".rows").style.setProperty("--row", `${Math.min(HIGH * rem, Math.max(least * rem, free))}px`);
    this.size = [width, innerHeight, rem, top].join();
    this.show();
  }

  // The stop of a side that belongs to a stop of the thumb.
  at(side, stop) {
    return side ? this.data.tables.alike[stop] : stop;
  }

  rate({ group, side }, stop) {
    const s = this.at(side, stop), n = group.counts[s];
    const [low, high, percent, interval, , value = group.searched ? n / group.searched : 0] = group.rates ? group.rates[s]
      : this.data.tables.sides[side].rates[group.searched][n];
    return { n, low, high, percent, interval, value };
  }

  number(value) {
    return numberIn(this.data.tables.words.language, value);
  }

  show() {
    if (!this.rows || this.stop >= this.data.tables.alike.length) return;
    const { words, sides, both } = this.data.tables;
    this.heads.forEach(({ line, value, count, of }, i) => {
      const { stops, everybody } = sides[i], s = this.at(i, this.stop), confidence = stops.confidence[s];
      const total = this.number(everybody.searched), matched = this.number(everybody.counts[s]);
      setText(value, confidence || stops.distance[s]);
      setText(count, matched);
      setText(of, fillIn(words.of_matched, { total }));
      line.setAttribute("aria-label", fillIn(confidence ? words.at_confidence : words.at_distance,
        { confidence, distance: stops.distance[s], count: matched, total }));
    });
    for (const { lines } of this.rows) {
      for (const line of lines) {
        if (!line.group) continue;
        const { n, low, high, percent, interval, value } = this.rate(line, this.stop);
        line.now.style.transform = `scaleX(${value})`;
        line.whisker.style.transform = `translateX(${100 * low}%) scaleX(${high - low})`;
        line.was.style.transform = `scaleX(${this.ghost === null ? 0 : this.rate(line, this.ghost).value})`;
        setText(line.percent, percent);
        setText(line.rest, `${fillIn(words.count, { count: this.number(n), total: this.number(line.group.searched) })} (${interval})`);
      }
    }
    if (!both) { setText(this.$(".overlap"), ""); return; }
    const [one, other] = sides.map(({ everybody }, i) => everybody.counts[this.at(i, this.stop)]), shared = both[this.stop];
    setText(this.$(".overlap"), fillIn(this.data.overlap, { both: this.number(shared), one: this.data.names[0], other: this.data.names[1],
      only_one: this.number(one - shared), only_other: this.number(other - shared) }));
  }
}
