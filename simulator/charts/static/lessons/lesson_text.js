// Texts as Python prepared them (simulator/lessons/fill_in.py): parts, shown as text, never as markup.

// Puts a paragraph's parts into an element; definitions open below it.
function inline(parent, parts, ctx) {
  for (const part of parts) {
    const text = "answer" in part ? ctx.answerText(part.answer) : part.text;
    const tag = part.means ? "button" : part.bold ? "b" : "span";
    const element = make(tag, {}, text);
    if (part.figure) {
      element.className = `figure ${part.figure}`;
      element.title = ctx.data.origins[part.figure];
    }
    if ("answer" in part) element.className = "mine";
    if (part.means) term(element, part, parent);
    parent.append(element);
  }
  return parent;
}

function term(button, part, paragraph) {
  button.type = "button";
  button.className = "term";
  button.setAttribute("aria-expanded", "false");
  let note;
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    if (!open) { note.remove(); return; }
    note ??= make("div", { class: "means", role: "note" });
    note.replaceChildren(make("b", {}, part.text), document.createTextNode(` – ${part.means}`));
    (paragraph.closest("ul") ?? paragraph).after(note);
  });
}

function words(parts, ctx) {
  return parts.map((part) => ("answer" in part ? ctx.answerText(part.answer) : part.text)).join("");
}

// Paragraphs and lists.
function blocks(parent, list, ctx) {
  let items = null;
  for (const block of list) {
    if (block.item) {
      if (!items) { items = make("ul"); parent.append(items); }
      items.append(inline(make("li"), block.parts, ctx));
    } else {
      items = null;
      const paragraph = make("p");
      parent.append(paragraph);
      inline(paragraph, block.parts, ctx);
    }
  }
  return parent;
}

function button(text, kind, click) {
  const element = make("button", { type: "button", class: kind }, text);
  element.addEventListener("click", click);
  return element;
}
