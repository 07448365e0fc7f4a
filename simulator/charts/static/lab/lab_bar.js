// The Lab's bar: the search as a sentence whose words are menus, and the control of the threshold.
// Moving the thumb tells the other pictures of the page; Python hears only where it was let go.
const bars = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let bar = bars.get(parentElement);
  if (!bar) {
    bar = new LabBar(parentElement);
    bars.set(parentElement, bar);
  }
  // The time makes the second of two equal wishes new to the server, after the Back button.
  bar.tell = (setting) => setStateValue("setting", { ...setting, asked: Date.now() });
  bar.load(readTables(data));
}

class LabBar {
  constructor(root) {
    this.root = root.querySelector(".lab-bar");
    this.$ = (selector) => this.root.querySelector(selector);
    this.input = this.$("input");
    this.stop = 0;
    this.dragging = false;
    listenToThumb(this.input, this);
    hub.events.addEventListener("setting", (event) => {
      if (event.detail.channel === this.channel) this.adopt(event.detail);
    });
  }

  load(data) {
    const text = JSON.stringify(data);
    if (text === this.loaded) return;
    this.loaded = text;
    this.channel = data.channel;
    this.tables = data.tables;
    this.sentence(data);
    this.root.classList.toggle("searching", !data.tables);
    this.input.disabled = !data.tables;
    this.revision = undefined;
    if (!data.tables) return;
    this.input.max = data.tables.stops.flagged.length - 1;
    this.stop = Math.min(this.stop, this.input.max);
    this.words();
    this.adopt(hub.settings[this.channel]);
  }

  // Each name in braces is a menu, or a word where there is nothing to choose.
  sentence({ sentence, menus }) {
    const box = this.$(".sentence"), focused = box.getRootNode().activeElement?.name;
    const words = Object.fromEntries(menus.map((menu) => [menu.name, this.menu(menu)]));
    box.replaceChildren(...sentence.split(/(\{\w+\})/).filter(Boolean).map((part) => words[part.slice(1, -1)] ?? part));
    if (focused) box.querySelector(`select[name="${focused}"]`)?.focus({ preventScroll: true });
  }

  menu({ name, label, options, chosen }) {
    if (options.length < 2) return make("b", {}, options[0]?.[1] ?? "");
    const select = make("select", { name, "aria-label": label, title: label });
    for (const [value, words] of options) select.append(make("option", { value }, words));
    select.value = chosen;
    select.addEventListener("change", () => this.report());
    return select;
  }

  words() {
    const { words, presets, total } = this.tables, box = this.$(".presets");
    setText(this.$(".of"), fillIn(words.of_matched, { total: this.number(total) }));
    setText(this.$(".track label"), words.scale);
    box.setAttribute("aria-label", words.presets);
    this.more?.remove();
    const button = ({ stop, label, text }) => {
      const one = make("button", { type: "button", "aria-pressed": "false", "data-stop": stop, "data-label": label }, text);
      one.addEventListener("click", () => { this.go(stop); this.more.hidePopover?.(); });
      return one;
    };
    // On a phone, all of them are folded away.
    const plain = presets.filter((one) => one.plain), first = plain.length ? plain : presets.slice(0, 3);
    this.more = make("div", { class: "menu", popover: "auto", role: "group", "aria-label": words.more });
    this.more.append(...presets.map(button));
    const open = make("button", { type: "button", class: "more", "aria-expanded": "false" }, words.more);
    this.root.append(this.more);
    popUp(open, this.more);
    box.replaceChildren(...first.map(button), open);
    this.buttons = [...this.root.querySelectorAll("[data-stop]")];
  }

  adopt(setting) {
    if (!setting || !this.tables || this.dragging || setting.revision === this.revision) return;
    this.revision = setting.revision;
    this.stop = Math.min(setting.stop, this.input.max);
    this.show(true);
  }

  go(stop) {
    this.stop = stop;
    this.show(false);
    this.commit();
  }

  commit() {
    setText(this.$(".said"), this.spoken());
    hub.flagged[this.channel] = this.count();
    hub.events.dispatchEvent(new CustomEvent("flagged", { detail: { channel: this.channel, count: this.count() } }));
    tellMoved(this.channel, this.stop, true);
    Object.assign(hub.settings[this.channel] ?? {}, { stop: this.stop });
    this.report();
  }

  // Tells Python every choice of the bar.
  report() {
    const menus = Object.fromEntries([...this.root.querySelectorAll("select")].map((select) => [select.name, select.value]));
    const at = this.tables ? { stop: this.stop } : {};
    this.tell({ channel: this.channel, ...at, grouping: hub.settings[this.channel]?.grouping, ...menus });
  }

  count() {
    return this.tables.stops.flagged[this.stop];
  }

  number(value) {
    return numberIn(this.tables.words.language, value);
  }

  spoken() {
    const { stops, words, total } = this.tables, s = this.stop, confidence = stops.confidence[s];
    return fillIn(confidence ? words.at_confidence : words.at_distance, { confidence, distance: stops.distance[s],
      count: this.number(this.count()), total: this.number(total) });
  }

  show(settled) {
    if (!this.tables) return;
    const { stops } = this.tables, s = this.stop;
    if (Number(this.input.value) !== s) this.input.value = s;
    setText(this.$(".value"), stops.confidence[s] || stops.distance[s]);
    setText(this.$(".count"), this.number(this.count()));
    this.input.setAttribute("aria-valuetext", this.spoken());
    for (const button of this.buttons) {
      const pressed = String(Number(button.dataset.stop) === s);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
    tellMoved(this.channel, s, settled);
  }
}
