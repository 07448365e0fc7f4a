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
