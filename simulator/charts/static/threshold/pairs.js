// The pairs behind the numbers: they follow the picture, without a round trip.
const lists = new WeakMap();
// A portrait is fetched when it comes this near to the part of the page that is seen.
const NEAR = "200px";

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
    this.switch = root.querySelector(".drawings");
    this.over = root.querySelector(".over");
    this.shown = 0;
    this.turned = new Set();  // pairs whose own button differs from the switch of the list
    hub.photos ??= {};
    hub.events.addEventListener("flagged", (event) => {
      if (event.detail.channel === this.channel) this.show(event.detail.count);
    });
    hub.events.addEventListener("photos", (event) => {
      if (event.detail === this.channel) this.renew(this.photos.faces && hub.photos[this.channel]?.faces ? ".waiting" : "li");
    });
    hub.events.addEventListener("drawings", () => this.renew("li"));
    this.switch.querySelector("input").addEventListener("change", (event) => {
      hub.drawings = event.target.checked;
      hub.events.dispatchEvent(new CustomEvent("drawings"));
    });
    this.over.querySelector("input").addEventListener("change", () => { this.turned.clear(); this.renew("li"); });
    this.grid.addEventListener("click", (event) => {
      const button = event.target.closest(".lay");
      if (button) this.lay([...this.grid.children].indexOf(button.closest("li")));
    });
    this.seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.fetch(target);
    }, { rootMargin: NEAR });
    addEventListener("beforeprint", () => {
      for (const image of this.grid.querySelectorAll("img[data-face]")) this.fetch(image);
    });
  }

  fetch(image) {
    this.seen.unobserve(image);
    image.src = image.dataset.face;
    delete image.dataset.face;
  }

  load(data) {
    const head = new TextDecoder().decode(data.subarray(0, 120)).match(/"id":"(\w+)","channel":"(\w+)"/);
    if (head[1] === this.id) return;
    [, this.id, this.channel] = head;
    this.tables = readTables(data);
    (hub.pairs ??= {})[this.channel] = this.tables;
    hub.events.dispatchEvent(new CustomEvent("pairs", { detail: this.channel }));
    this.photos = {};
    const { words, probe_face: faces } = this.tables;
    this.switch.hidden = !faces?.some(Boolean);
    setText(this.switch.querySelector("span"), words.drawings);
    setText(this.over.querySelector("span"), words.over);
    this.turned.clear();
    this.shown = hub.flagged[this.channel] ?? 0;
    this.renew("li");
  }

  // Draws again the pairs that a selector finds, where photographs or the switch have changed.
  renew(selector) {
    if (!this.tables) return;
    this.photos = hub.photos[this.channel] ?? {};
    this.faces = { ...this.tables.faces, ...this.photos.faces };
    this.switch.querySelector("input").checked = Boolean(hub.drawings);
    if (selector === "li") { this.grid.replaceChildren(); this.show(this.shown); return; }
    for (const item of this.grid.querySelectorAll(selector)) this.replace(item, [...this.grid.children].indexOf(item));
    this.watch();
  }

  isLaid(i) {
    return this.over.querySelector("input").checked !== this.turned.has(i);
  }

  // Lays the two faces of a pair over each other, or side by side again.
  lay(i) {
    if (!this.turned.delete(i)) this.turned.add(i);
    this.replace(this.grid.children[i], i);
    this.grid.children[i].querySelector(".lay").focus();
    this.watch();
  }

  replace(item, i) {
    item.insertAdjacentHTML("afterend", this.pair(i));
    item.remove();
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
    const faces = !this.switch.hidden && !hub.drawings;
    let sides = faces ? words.sides : words.sketches;
    if (faces && [...Array(total).keys()].some((i) => !this.tables.probe_face[i] || !this.tables.stand_in_face[i])) sides += ` ${words.missing}`;
    setText(this.words, total === 0 ? words.nobody
      : `${fillIn(total === 1 ? words.one : words.many, { count: numberIn(words.language, total) })} ${sides}`);
    this.watch();
  }

  watch() {
    for (const image of this.grid.querySelectorAll("img[data-face]")) this.seen.observe(image);
    for (const button of this.grid.querySelectorAll(".faces button:not([data-wired])")) {
      button.dataset.wired = "1";
      button.addEventListener("click", () => button.setAttribute("aria-pressed",
        String(button.getAttribute("aria-pressed") !== "true")));
    }
  }

  pair(i) {
    const t = this.tables, confidence = t.confidence[i], relation = t.relation?.[i];
    const measure = fillIn(confidence ? t.words.measures : t.words.measure, { distance: t.distance[i], confidence });
    const waits = !hub.drawings && [t.probe_face?.[i], t.stand_in_face?.[i]].some((key) => key && !this.faces[key]);
    const both = canLay(t, i), laid = both && this.isLaid(i);
    return `<li class="pair${waits ? " waiting" : ""}"><div class="faces${laid ? " laid" : ""}">` +
      `${this.face(i, "probe", laid)}${this.face(i, "stand_in", laid)}</div>` +
      `<div class="names">${this.name("b", t.probe[i], t.probe_office?.[i])}${this.name("span", t.stand_in[i], t.stand_in_office?.[i])}</div>` +
      (t.group?.[i] ? `<p class="group">${escaped(t.group[i])}</p>` : "") +
      (relation ? `<p class="relation">${escaped(relation)}</p>` : "") +
      `<p class="measure">${escaped(measure)}</p>` +
      (both ? `<button type="button" class="lay" aria-pressed="${laid}" aria-label="${escaped(`${t.words.over}: ${t.probe[i]}`)}">${escaped(t.words.over)}</button>` : "") + "</li>";
  }

  name(tag, name, office) {
    return `<div><${tag}>${escaped(name)}</${tag}>${office ? `<small>${escaped(office.replace("–", "\u2060–\u2060"))}</small>` : ""}</div>`;
  }

  // One side of a pair: an official portrait, a photograph from the user's disk (blurred), or a drawing.
  face(i, side, laid) {
    const t = this.tables, words = t.words, name = t[side][i];
    const written = (text) => escaped(fillIn(text, { name }));
    const drawn = () => faceDrawing(t[`${side}_sketch`][i], fillIn(words.sketch, { name }), words.turned, side === "probe" ? "" : "stand-in");
    if (laid) return drawn();
    const portrait = hub.drawings ? undefined : this.faces[t[`${side}_face`]?.[i]];
    if (portrait) return `<img class="portrait" loading="lazy" width="96" height="120" data-face="${escaped(portrait)}" ` +
      `alt="${written(words.portrait)}">`;
    const photo = this.photos[side]?.[i];
    if (photo) return `<button type="button" aria-pressed="false" aria-label="${written(words.show)}">` +
      `<img src="${photo}" alt="${written(words.photo)}"></button>`;
    return drawn();
  }
}
