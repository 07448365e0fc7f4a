// The pair behind a mark: who was searched for, and who looked closest. It stays while the threshold
// moves, and says when it falls under the line. The pairs are those of the list below the picture.
class ShiftPair {
  constructor(box, picture) {
    this.box = box;
    this.picture = picture;
    this.rank = null;
    this.laid = false;
    picture.root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    for (const name of ["pairs", "photos", "drawings"])
      hub.events.addEventListener(name, (event) => {
        if (this.rank !== null && (event.detail ?? picture.channel) === picture.channel) this.draw();
      });
  }

  open(rank, mark) {
    this.rank = rank;
    this.from = mark;
    this.draw();
    this.box.querySelector("button").focus({ preventScroll: true });
  }

  close() {
    if (this.rank === null) return;
    this.rank = null;
    this.box.hidden = true;
    this.picture.chosen(null);
    this.from?.focus({ preventScroll: true });
  }

  draw() {
    const pairs = hub.pairs?.[this.picture.channel], { words, people } = this.picture.tables, i = this.rank;
    const close = make("button", { type: "button", class: "close", "aria-label": words.close }, "×");
    close.addEventListener("click", () => this.close());
    const name = people.name[i];
    this.box.setAttribute("aria-label", name);
    this.status = make("p", { class: "status" });
    const parts = [close];
    const lay = make("button", { type: "button", class: "lay", "aria-pressed": String(this.laid) }, pairs?.words.over);
    lay.addEventListener("click", () => { this.laid = !this.laid; this.draw(); });
    const { top, up } = this.picture.besides(i);
    this.box.style.setProperty("--top", `${top}px`);
    this.box.style.setProperty("--up", `${up}%`);
    if (pairs && i < pairs.probe.length) {
      const faces = make("div", { class: this.laid && canLay(pairs, i) ? "faces laid" : "faces" });
      for (const side of ["probe", "stand_in"]) faces.append(this.side(pairs, i, side));
      parts.push(faces);
    } else parts.push(make("b", {}, name));
    parts.push(make("p", { class: "groups" }, this.picture.groupsOf(i)), this.status);
    if (pairs?.relation?.[i]) parts.push(make("p", { class: "relation" }, pairs.relation[i]));

    if (pairs && canLay(pairs, i)) parts.push(lay);

    // Faces that arrive while the pair is open must not take the keyboard's focus away.
    const active = this.box.getRootNode().activeElement, focused = this.box.contains(active);
    this.box.replaceChildren(...parts);
    this.box.hidden = false;
    if (focused) (active.matches(".lay") ? lay : close).focus({ preventScroll: true });
    this.follow();
  }

  side(pairs, i, side) {
    const figure = make("figure"), key = pairs[`${side}_face`]?.[i];
    const address = hub.drawings || (this.laid && canLay(pairs, i)) ? undefined : (pairs.faces?.[key] ?? hub.photos?.[this.picture.channel]?.faces?.[key]);
    const name = pairs[side][i];
    if (address) figure.append(make("img", { src: address, width: 96, height: 120, alt: fillIn(pairs.words.portrait, { name }) }));
    else figure.insertAdjacentHTML("afterbegin", faceDrawing(pairs[`${side}_sketch`][i],
      fillIn(pairs.words.sketch, { name }), pairs.words.turned, side === "probe" ? "" : "stand-in"));
    const caption = make("figcaption");
    caption.append(make(side === "probe" ? "b" : "span", {}, name));
    const office = pairs[`${side}_office`]?.[i];
    if (office) caption.append(make("small", {}, office));
    figure.append(caption);
    return figure;
  }

  // Says on which side of the threshold the pair is.
  follow() {
    if (this.rank === null) return;
    const { tables, stop } = this.picture, on = this.rank < tables.stops.flagged[stop];
    this.box.classList.toggle("on", on);
    setText(this.status, fillIn(on ? tables.words.pair_on : tables.words.pair_off,
      { distance: tables.people.distance[this.rank], threshold: tables.stops.distance[stop] }));
  }
}
