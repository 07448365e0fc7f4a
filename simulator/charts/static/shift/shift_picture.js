// The first page's picture: the rows of people under a threshold's control, its question and its
// switches. Python hears only where the thumb was let go.
const views = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let view = views.get(parentElement);
  if (!view) {
    view = new ShiftPicture(parentElement);
    views.set(parentElement, view);
  }
  view.tell = (setting) => setStateValue("setting", setting);
  view.load(data);
}

class ShiftPicture extends ShiftRows {
  constructor(root) {
    super(root.querySelector(".shift-picture"));
    this.dragging = false;
    this.input = this.$("input");
    this.under = this.$(".switches");
    listenToThumb(this.input, this);
    this.watch();
  }

  load(data) {
    if (!this.take(data)) return;
    this.input.max = this.tables.stops.flagged.length - 1;
    if (hub.settings[this.channel]?.predict === false) hub.predicted ??= "off";
    this.words();
    this.adopt(hub.settings[this.channel]);
    if (!this.rows.length) this.layout();
  }

  adopt(setting) {
    if (!setting || !this.tables || this.dragging) return;
    this.$(".portraits").hidden = !setting.switches || !this.tables.another;
    this.$(".galleries").hidden = !setting.switches || !this.tables.galleries;
    if (setting.predict === false && !hub.predicted) { hub.predicted = "off"; this.reveal(); }
    if (setting.revision === this.revision) return;
    const first = this.revision === undefined;
    this.revision = setting.revision;
    // Another search's setting may come before its tables.
    if (!first) this.left = this.state();
    if (!first && setting.stop !== this.stop) this.began();
    this.stop = this.opens(setting);
    const wanted = this.tables.groupings.find((g) => g.key === setting.grouping);
    const other = wanted && wanted !== this.grouping;
    if (wanted) this.grouping = wanted;
    if (other || !this.rows.length) this.layout();
    this.$("select").value = this.grouping.key;
    this.show(true);
  }

  // Before the prediction, and where no link says otherwise, the picture opens at its loosest plain stop.
  opens(setting) {
    const plain = this.tables.presets.filter((preset) => preset.plain);
    return this.hidden && setting.opening && plain.length ? Math.min(...plain.map((preset) => preset.stop)) : setting.stop;
  }

  go(stop) {
    if (stop !== this.stop) this.began();
    this.stop = stop;
    this.show(false);
    this.commit();
  }

  commit() {
    this.publish();
    tellMoved(this.channel, this.stop, true);
    this.spoken();
    this.table();
    Object.assign(hub.settings[this.channel] ?? {}, { stop: this.stop, grouping: this.grouping.key });
    this.tell({ channel: this.channel, stop: this.stop, grouping: this.grouping.key });
  }

  words() {
    const { words, presets, people, galleries, another } = this.tables;
    const inside = this.$(".inside");
    setText(this.$(".live label"), words.scale);
    setText(this.$(".of"), fillIn(words.of_matched, { total: this.number(people.name.length) }));
    this.$(".presets").setAttribute("aria-label", words.presets);
    const button = ({ stop, label, text }) => {
      const one = make("button", { type: "button", "aria-pressed": "false", "data-stop": stop, "data-label": label }, text);
      one.addEventListener("click", () => { this.go(stop); this.more?.hidePopover?.(); });
      return one;
    };
    const plain = presets.filter((p) => p.plain), others = presets.filter((p) => !p.plain);
    this.root.querySelectorAll(".explanation, .menu").forEach((one) => one.remove());
    const box = this.$(".presets");
    box.replaceChildren(...plain.map(button));
    if (others.length) {
      this.more = make("div", { class: "menu", popover: "auto", role: "group", "aria-label": words.more });
      this.more.append(...others.map(button));
      const open = make("button", { type: "button", class: "more", "aria-expanded": "false" }, words.more);
      inside.append(this.more);
      popUp(open, this.more);
      box.append(open);
    }
    box.append(...helpButton(words, inside, "setting"));
    this.question();
    this.readings = {
      value: this.$(".value"), count: this.$(".live .count"),
      buttons: [...box.querySelectorAll("[data-stop]"), ...(this.more?.querySelectorAll("[data-stop]") ?? [])],
      ...this.wordsOfRows(),
    };
    if (another) this.switch(this.$(".portraits"), "portrait", another.words.switch,
      ["first", "second"].map((name) => [name, another.words[name]]), another.portrait);
    if (galleries) this.switch(this.$(".galleries"), "gallery", galleries.switch, galleries.choices, galleries.shown);
  }

  // The prediction, once per tab, whatever is reloaded: no group's rate is shown before it is answered.
  question() {
    const { words } = this.tables, box = this.$(".predict");
    setText(this.$(".question"), words.predict);
    box.setAttribute("aria-label", words.predict);
    const said = inTab("prediction"), skip = words.predictions.length - 1;
    if (said !== null) hub.predicted = Number(said) === skip ? "off" : words.predictions[said];
    this.$(".answers").replaceChildren(...words.predictions.map((text, i) => {
      const one = make("button", { type: "button" }, text);
      one.addEventListener("click", () => {
        const skipped = i === skip, known = hub.settings[this.channel];
        inTab("prediction", i);
        hub.predicted = skipped ? "off" : text;
        this.reveal();
        this.layout();
        this.input.focus({ preventScroll: true });
        // Whoever skips sees what the page opens with elsewhere; the others make it stricter themselves.
        if (skipped && known?.opening) this.go(known.stop); else this.commit();
      });
      return one;
    }));
    this.reveal();
  }

  reveal() {
    this.hidden = !hub.predicted;
    this.root.classList.toggle("unanswered", this.hidden);
    this.$(".predict").hidden = !this.hidden;
    this.$(".verdict").hidden = this.hidden;
  }

  // Fills a switch whose choice the server makes: another search's tables come back.
  switch(box, name, label, choices, shown) {
    const focused = box.contains(this.root.getRootNode().activeElement);
    box.replaceChildren(make("span", { id: `${box.className}-name` }, label), ...choices.map(([choice, text]) => {
      const button = make("button", { type: "button", "aria-pressed": String(choice === shown) }, text);
      // The time makes the second of two equal wishes new to the server, after the Back button.
      if (choice !== shown) button.addEventListener("click", () => this.tell({ channel: this.channel, stop: this.stop,
        grouping: this.grouping.key, [name]: choice, asked: Date.now() }));
      return button;
    }));
    if (focused) box.querySelector('[aria-pressed="true"]').focus();
  }

  ticks(rem) {
    const svg = this.$(".ticks"), { ticks, stops, words } = this.tables;
    const thumb = 1.75 * rem, width = svg.clientWidth - thumb, last = stops.flagged.length - 1;
    svg.replaceChildren();
    const narrow = width < 30 * rem;
    for (const [i, [at, text]] of ticks.entries()) {
      const end = i === 0 || i === ticks.length - 1;
      if (!end && (narrow || (width < 62 * rem && (i === 1 || i === ticks.length - 2)))) continue;
      const anchor = i === 0 ? "start" : i === ticks.length - 1 ? "end" : "middle";
      const x = i === 0 ? 0 : i === ticks.length - 1 ? svg.clientWidth : thumb / 2 + (at / last) * width;
      const ended = i === 0 ? `${text} ${words.looser}` : i === ticks.length - 1 ? `${words.stricter} ${text}` : text;
      draw("text", { x, y: 0.8 * rem, "text-anchor": anchor }, svg, narrow && width < 18 * rem ? text : ended);
    }
  }

  // Everything that follows the thumb.
  show(settled) {
    if (!this.rows.length) return;
    const { stops } = this.tables, s = this.stop, readings = this.readings;
    if (Number(this.input.value) !== s) this.input.value = s;
    setText(readings.value, stops.confidence[s] || stops.distance[s]);
    setText(readings.count, this.number(this.count()));
    this.paint();
    this.input.setAttribute("aria-valuetext", this.sentence());
    for (const button of readings.buttons) {
      const pressed = String(Number(button.dataset.stop) === s);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
    this.pair.follow();
    this.cards();
    tellMoved(this.channel, s, settled);
    if (settled) { if (!this.hidden) this.publish(); this.describe(); this.table(); }
  }

  cards() {
    showCards(this.tables, this.stop, this.readings, (value) => this.number(value));
  }
}
