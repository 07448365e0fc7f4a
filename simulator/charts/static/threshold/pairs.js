// The pairs behind the numbers: they follow the picture, without a round trip.
const lists = new WeakMap();

export default function (component) {
  const { parentElement, data } = component;
  let list = lists.get(parentElement);
  if (!list) { list = new Pairs(parentElement); lists.set(parentElement, list); }
  list.load(data);
}

class Pairs {
  constructor(root) {
    this.grid = root.querySelector(".grid");
    this.words = root.querySelector(".count");
    this.shown = 0;
    hub.events.addEventListener("flagged", (event) => {
      if (event.detail.channel === this.channel) this.show(event.detail.count);
    });
    hub.events.addEventListener("photos", (event) => {
      this.photos = event.detail;
      const count = this.shown;
      this.grid.replaceChildren();
      this.shown = 0;
      this.show(count);
    });
    this.photos = hub.photos ?? {};
  }

  load(data) {
    const head = new TextDecoder().decode(data.subarray(0, 120)).match(/"id":"(\w+)","channel":"(\w+)"/);
    if (head[1] === this.id) return;
    [, this.id, this.channel] = head;
    this.tables = readTables(data);
    this.grid.replaceChildren();
    this.shown = 0;
    this.show(hub.flagged[this.channel] ?? 0);
  }

  // Pairs are in the order of their distance: a looser threshold appends, a stricter one cuts off.
  show(count) {
    if (!this.tables) return;
    const words = this.tables.words;
    const total = Math.min(count, this.tables.probe.length);
    while (this.grid.children.length > total) this.grid.lastElementChild.remove();
    const added = [];
    for (let i = this.grid.children.length; i < total; i++) added.push(this.pair(i));
    this.grid.insertAdjacentHTML("beforeend", added.join(""));
    this.shown = total;
    setText(this.words, total === 0 ? words.nobody
      : fillIn(total === 1 ? words.one : words.many, { count: numberIn(words.language, total) }));
    for (const button of this.grid.querySelectorAll("button:not([data-wired])")) {
      button.dataset.wired = "1";
      button.addEventListener("click", () => button.setAttribute("aria-pressed",
        String(button.getAttribute("aria-pressed") !== "true")));
    }
  }

  pair(i) {
    const t = this.tables, confidence = t.confidence[i];
    const measure = fillIn(confidence ? t.words.measures : t.words.measure, { distance: t.distance[i], confidence });
    return `<li class="pair"><div class="faces">${this.face(t.probe_sketch[i], t.probe[i], "", this.photos.probe?.[i])}` +
      `${this.face(t.stand_in_sketch[i], t.stand_in[i], "stand-in", this.photos.stand_in?.[i])}</div>` +
      `<div class="names"><b>${escaped(t.probe[i])}</b><span>${escaped(t.stand_in[i])}</span></div>` +
      `<p class="measure">${escaped(measure)}</p></li>`;
  }

  face(sketch, name, kind, photo) {
    const words = this.tables.words, written = (text) => escaped(fillIn(text, { name }));
    if (photo) return `<button type="button" aria-pressed="false" aria-label="${written(words.show)}">` +
      `<img src="${photo}" alt="${written(words.photo)}"></button>`;
    return `<svg class="${kind}" viewBox="-8 -6 116 116" role="img" aria-label="${written(words.sketch)}">` +
      `<path d="${sketchPath(sketch, this.tables.lines)}"/></svg>`;
  }
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
}
