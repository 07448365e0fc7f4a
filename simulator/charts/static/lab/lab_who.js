// The rows of people in the Lab: they follow the bar's thumb.
const views = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let view = views.get(parentElement);
  if (!view) {
    view = new LabWho(parentElement);
    views.set(parentElement, view);
  }
  view.tell = (setting) => setStateValue("setting", { ...setting, asked: Date.now() });
  view.load(data);
}

class LabWho extends ShiftRows {
  constructor(root) {
    super(root.querySelector(".lab-who"));
    this.moving = false;
    this.watch();
    hub.events.addEventListener("moved", (event) => {
      if (event.detail.channel === this.channel && this.tables && this.root.isConnected) this.follow(event.detail);
    });
  }

  load(data) {
    if (!this.take(data)) return;
    this.readings = this.wordsOfRows();
    this.adopt(hub.settings[this.channel]);
    if (!this.rows.length) this.layout();
  }

  adopt(setting) {
    if (!setting || !this.tables || setting.revision === this.revision) return;
    const first = this.revision === undefined;
    this.revision = setting.revision;
    // Another search's setting may come before its tables.
    if (!first) this.left = this.state();
    if (!first && setting.stop !== this.stop) this.began();
    this.stop = Math.min(setting.stop, this.tables.stops.flagged.length - 1);
    const wanted = this.tables.groupings.find((g) => g.key === setting.grouping);
    const other = wanted && wanted !== this.grouping;
    if (wanted) this.grouping = wanted;
    this.$("select").value = this.grouping.key;
    if (other || !this.rows.length) this.layout(); else this.show(true);
  }

  // A movement begins where the thumb was; what was matched there stays pale.
  follow({ stop, settled }) {
    if (stop > this.tables.stops.flagged.length - 1) return;
    if (!this.moving && stop !== this.stop) this.began();
    this.moving = !settled;
    this.stop = stop;
    this.show(settled);
  }

  commit() {
    this.spoken();
    this.table();
    Object.assign(hub.settings[this.channel] ?? {}, { grouping: this.grouping.key });
    this.tell({ channel: this.channel, stop: this.stop, grouping: this.grouping.key });
  }

  show(settled) {
    if (!this.rows.length) return;
    this.paint();
    this.pair.follow();
    showCards(this.tables, this.stop, this.readings, (value) => this.number(value));
    if (settled) { this.publish(); this.describe(); this.table(); }
  }
}
