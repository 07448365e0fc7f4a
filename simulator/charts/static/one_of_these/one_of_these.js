// One of these is you: large numbers, one for each card in the room, light up where the threshold
// matches the member on the card. Who is matched is looked up; nothing is sent.
const views = new WeakMap();

export default function (component) {
  const { parentElement, data } = component;
  let view = views.get(parentElement);
  if (!view) { view = new OneOfThese(parentElement); views.set(parentElement, view); }
  view.load(data);
}

class OneOfThese {
  constructor(root) {
    this.root = root.querySelector(".one-of-these");
    this.$ = (selector) => this.root.querySelector(selector);
    this.input = this.$("input");
    this.dragging = false;
    this.number = (value) => numberIn(this.data.words.language, value);
    listenToThumb(this.input, this);
    this.$("select").addEventListener("change", (event) => { this.cards = Number(event.target.value); this.deal(); });
    this.$(".back").addEventListener("click", () => this.turn(-1));
    this.$(".next").addEventListener("click", () => this.turn(1));
    const resized = () => { if (this.data) this.layout(); };
    new ResizeObserver(resized).observe(this.root);
    addEventListener("resize", resized);
    document.fonts.ready.then(resized);
  }

  load(bytes) {
    const head = new TextDecoder().decode(bytes.subarray(0, 60)).match(/"id":"(\w+)"/)[1];
    if (head === this.id) return;
    const first = !this.id;
    this.id = head;
    this.data = readTables(bytes);
    if (first) Object.assign(this, { stop: this.data.stop, cards: this.data.cards, step: 0 });
    const { words, classes, presets, stops } = this.data;
    this.input.max = stops.flagged.length - 1;
    setText(this.$(".live label"), words.scale);
    setText(this.$(".play span"), words.in_play);
    setText(this.$(".back"), words.back);
    setText(this.$(".next"), words.next);
    this.$(".presets").setAttribute("aria-label", words.presets);
    this.$(".numbers").setAttribute("aria-label", words.numbers);
    this.$("select").replaceChildren(...classes.map((n) => make("option", { value: n }, this.number(n))));
    this.presets = presets.map(({ stop, label }) => this.preset(label, () => stop));
    this.everyone = this.preset(words.everyone, () => this.everybody);
    this.$(".presets").replaceChildren(this.everyone, ...this.presets);
    this.ask();
    this.deal();
  }

  preset(label, stop) {
    const one = make("button", { type: "button", "aria-pressed": "false" }, label);
    one.stop = stop;
    one.addEventListener("click", () => this.go(stop()));
    return one;
  }

  // The cards in play, and the strictest setting that matches every one of them.
  deal() {
    const { flagged } = this.data.stops, last = Math.max(...this.data.ranks.slice(0, this.cards));
    this.everybody = flagged.findLastIndex((count) => count > last);
    this.everyone.hidden = this.everybody < 0;
    this.$("select").value = this.cards;
    this.tiles = Array.from({ length: this.cards }, (_, i) => {
      const tile = make("li", {}, this.number(i + 1));
      tile.append(make("span", { class: "spoken" }));
      return tile;
    });
    this.$(".numbers").replaceChildren(...this.tiles);
    this.layout();
    this.show(true);
  }

  // As many columns as give the largest numbers.
  layout() {
    const rem = rootSize(), width = this.root.clientWidth, narrow = width < 40 * rem;
    if (!width) return;
    const top = this.$(".room").getBoundingClientRect().top + scrollY, asks = narrow ? this.$(".asks").offsetHeight + 0.5 * rem : 0;
    const height = Math.max((narrow ? 8 : 12) * rem, Math.min(40 * rem, innerHeight - Math.min(top, innerHeight / 2) - 1.2 * rem - asks));
    this.root.style.setProperty("--room", `${height}px`);
    const across = this.$(".numbers").clientWidth;
    let best = { size: 0 };
    for (let columns = 1; columns <= this.cards; columns++) {
      const rows = Math.ceil(this.cards / columns), size = Math.min((across / columns - 0.5 * rem) / 1.5, height / rows - 0.7 * rem);
      if (size > best.size) best = { size, columns, rows };
    }
    for (const [name, value] of Object.entries({ columns: best.columns, rows: best.rows, type: `${Math.max(0.9 * rem, 0.82 * best.size)}px` })) this.root.style.setProperty(`--${name}`, value);
  }

  // listenToThumb calls these.
  go(stop) { this.stop = stop; this.show(true); }

  commit() { this.show(true); }

  show(settled) {
    const { words, stops, ranks } = this.data, count = stops.flagged[this.stop], standing = [];
    this.tiles.forEach((tile, i) => {
      const on = ranks[i] < count;
      if (on) standing.push(i + 1);
      tile.classList.toggle("on", on);
      tile.classList.toggle("mine", i + 1 === this.mine());
      setText(tile.lastChild, ` ${on ? words.stands : words.sits}`);
    });
    if (Number(this.input.value) !== this.stop) this.input.value = this.stop;
    const distance = fillIn(words.distance, { distance: stops.distance[this.stop] }), confidence = stops.confidence[this.stop];
    const stand = fillIn(words.stand, { standing: this.number(standing.length), cards: this.number(this.cards) });
    const congress = fillIn(words.congress, { flagged: this.number(count) });
    setText(this.$(".value"), confidence || stops.distance[this.stop]);
    setText(this.$(".stand"), stand);
    setText(this.$(".congress"), congress);
    this.input.setAttribute("aria-valuetext", [confidence, distance, stand].filter(Boolean).join(", "));
    for (const one of [this.everyone, ...this.presets]) one.setAttribute("aria-pressed", String(one.stop() === this.stop));
    if (settled) {
      const numbers = standing.map(this.number).join(", ");
      setText(this.$("div.spoken"), standing.length ? fillIn(words.who, { standing: this.number(standing.length), cards: this.number(this.cards), numbers }) : words.nobody);
    }
  }

  turn(by) {
    this.step += by;
    this.ask();
    this.layout();
    this.$(".card h2").focus({ preventScroll: true });
  }

  // What to read aloud and to ask; the first also draws a card for who has none on paper.
  ask() {
    const { asks, words } = this.data, { title, text, ask, source, draw } = asks[this.step], card = this.$(".card");
    card.replaceChildren(make("h2", { tabindex: -1 }, title), make("p", {}, text));
    if (ask) card.append(make("p", { class: "ask" }, ask));
    if (source) card.append(make("p", { class: "source" }, source));
    const mine = this.mine();
    if (draw && mine) {
      const drawn = make("p", { class: "drawn" });
      drawn.append(make("span", {}, words.your_card), make("b", {}, this.number(mine)));
      card.append(drawn);
    }
    if (draw) {
      const button = make("button", { type: "button", class: "draw" }, mine ? words.again : draw);
      button.addEventListener("click", () => this.draw());
      card.append(button);
    }
    setText(this.$(".step"), fillIn(words.step, { step: this.number(this.step + 1), steps: this.number(asks.length) }));
    this.$(".back").disabled = this.step === 0;
    this.$(".next").disabled = this.step === asks.length - 1;
  }

  // The card that this tab has drawn; chance alone decides which.
  mine() {
    const known = Number(inTab("card"));
    return known >= 1 && known <= this.cards ? known : 0;
  }

  draw() {
    const most = Math.floor(2 ** 32 / this.cards) * this.cards, drawn = new Uint32Array(1);
    do crypto.getRandomValues(drawn); while (drawn[0] >= most);
    inTab("card", (drawn[0] % this.cards) + 1);
    this.ask();
    this.layout();
    this.show(false);
    this.$(".draw").focus({ preventScroll: true });
  }
}
