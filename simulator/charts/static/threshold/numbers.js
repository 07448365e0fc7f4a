// The cards with the numbers beside the threshold, and the buttons that explain their terms.
function numberCard(words, inside, name, title, published) {
  const card = make("section", { class: `card ${name}` });
  const head = make("div", { class: "head" });
  head.append(make("h2", {}, title), ...helpButton(words, inside, name));
  card.append(head);
  const ours = make("div", { class: "ours" });
  const big = make("div", { class: "big" });
  big.append(make("b"), make("small"));
  ours.append(big);
  if (name === "matched") ours.append(make("div", { class: "sub" }));
  card.append(ours);
  if (published) {
    const box = make("div", { class: "published" });
    box.append(make("span", { class: "tag" }, words.published.tag), make("b", {}, published[0]),
      make("span", {}, published[1]));
    card.append(box);
  }
  return card;
}

// Returns a button that explains the terms beside it; none if there is nothing to explain.
function helpButton(words, inside, name) {
  const help = words.help?.[name];
  if (!help) return [];
  const button = make("button", { type: "button", class: "help", "aria-label": help.ask, "aria-expanded": "false" }, "?");
  const explanation = make("dl", { class: "explanation", popover: "auto" });
  for (const [term, meaning] of help.terms) explanation.append(make("dt", {}, term), make("dd", {}, meaning));
  inside.append(explanation);
  button.popoverTargetElement = explanation;
  explanation.addEventListener("toggle", (event) => {
    const open = event.newState === "open", at = button.getBoundingClientRect();
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    explanation.style.left = `${Math.max(8, Math.min(at.left, innerWidth - explanation.offsetWidth - 8))}px`;
    explanation.style.top = `${Math.max(8, Math.min(at.bottom + 6, innerHeight - explanation.offsetHeight - 8))}px`;
  });
  return [button];
}

function bar(name) {
  const box = make("span", { class: `bar ${name}` });
  box.append(make("i"));
  return box;
}

// The card of one group's share among the falsely matched.
function focusCard({ words, focus }, inside) {
  const card = numberCard(words, inside, "focus", focus.title, words.published?.focus);
  const share = make("div", { class: "share" });
  share.append(make("span", { class: "sub of-matched" }), bar("of-matched"),
    make("span", { class: "sub" }, focus.searched_words),
    bar("of-searched"));
  card.firstElementChild.nextElementSibling.append(share);
  share.querySelector(".of-searched i").style.transform = `scaleX(${focus.searched_share})`;
  return card;
}

// What changes on the cards.
function cardReadings(numbers) {
  return {
    big: numbers.querySelector(".matched .big b"),
    sub: numbers.querySelector(".matched .sub"),
    kin: numbers.querySelector(".matched .kin"),
    focus: numbers.querySelector(".focus .big b"),
    focusOf: numbers.querySelector(".focus .big small"),
    share: numbers.querySelector(".focus .of-matched"),
    shareBar: numbers.querySelector(".focus .bar.of-matched i"),
  };
}

function showCards(tables, s, readings, number) {
  const { stops, rates, total_rates: once, people, focus, another, kin, words } = tables;
  const k = stops.flagged[s], total = once ? once[s] : rates[people.name.length][k];
  setText(readings.big, number(k));
  setText(readings.sub, fillIn(k ? words.rate : words.rate_of_none, { rate: total[2], interval: total[k ? 3 : 4] }));
  if (kin) setText(readings.kin, fillIn(kin.line, { count: number(kin.flagged[s]), total: number(people.name.length), rate: rates[people.name.length][kin.flagged[s]][2] }));
  if (focus) {
    setText(readings.focus, String(focus.events[s]));
    setText(readings.focusOf, ` ${fillIn(words.of, { total: number(k) })}`);
    setText(readings.share, k ? fillIn(words.share_matched, { share: focus.texts[s] }) : words.no_share);
    readings.shareBar.style.transform = `scaleX(${focus.shares[s]})`;
  }
  if (another) {
    setText(readings.another, othersLine(tables, s, number));
    setText(readings.really, fillIn(another.words.really, { really: number(another.really[s]),
      flagged: number(k), again: number(another.again[s]) }));
  }
}

// How many are falsely matched only with the other portrait.
function othersLine({ another }, s, number) {
  const { others, flagged, words } = another, n = others[s];
  return fillIn(words.line[n === 1 ? 0 : 1], { others: number(n), count: number(flagged[s]) });
}

// The picture as a table.
function groupTable(table, { words, rates }, grouping, s, title, number) {
  const head = make("thead"), body = make("tbody"), row = make("tr");
  for (const text of words.heads) row.append(text ? make("th", { scope: "col" }, text) : make("td"));
  head.append(row);
  for (const group of grouping.groups) {
    const n = group.counts[s], [, , percent, , long] = group.rates ? group.rates[s] : rates[group.searched][n];
    const line = make("tr");
    line.append(make("th", { scope: "row" }, group.label));
    for (const text of [number(n), number(group.searched), percent, long, number(group.absent)])
      line.append(make("td", {}, text));
    body.append(line);
  }
  table.replaceChildren(make("caption", {}, title), head, body);
}
