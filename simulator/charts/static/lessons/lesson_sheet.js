// The student's sheet: built from the answers in this page's memory, then printed or saved here.
function sheetTable(data) {
  const w = data.words, main = make("main");
  main.append(make("h1", {}, w.sheet));
  if (memory.name) main.append(make("p", { class: "name" }, memory.name));
  for (const lesson of data.lessons) {
    const rows = lesson.steps.filter((step) => memory.answers[`${lesson.key}/${step.name}`] && !memory.answers[`${lesson.key}/${step.name}`].quiet);
    if (!rows.length) continue;
    const table = make("table"), thead = make("thead"), head = make("tr"), body = make("tbody");
    for (const text of [w.sheet_question, w.sheet_answer, w.sheet_result]) head.append(make("th", { scope: "col" }, text));
    thead.append(head);
    for (const step of rows) {
      const answer = memory.answers[`${lesson.key}/${step.name}`], line = make("tr"), question = make("th", { scope: "row" });
      question.append(make("b", {}, step.title), document.createTextNode(` ${words(step.do.ask, { answerText: () => "–" })}`));
      line.append(question, make("td", {}, answer.text), make("td", {}, answer.result || ""));
      body.append(line);
    }
    table.append(make("caption", {}, lesson.title), thead, body);
    main.append(table);
  }
  const date = new Date().toLocaleDateString(data.language, { dateStyle: "long" });
  main.append(make("p", { class: "foot" }, fillIn(w.sheet_foot, { date })));
  return main;
}

// Text becomes markup only through the browser's own serializing, which escapes it.
function sheetPage(data) {
  const page = document.implementation.createHTMLDocument(data.words.sheet);
  page.documentElement.lang = data.language;
  const charset = page.createElement("meta"), style = page.createElement("style");
  charset.setAttribute("charset", "utf-8");
  style.textContent = data.sheet_css;
  page.head.prepend(charset);
  page.head.append(style);
  page.body.append(page.importNode(sheetTable(data), true));
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
}

function sheetView(box, data) {
  const w = data.words, empty = !Object.keys(memory.answers).length;
  box.append(make("p", { class: "lead" }, w.sheet_intro));
  if (empty) { box.append(make("p", {}, w.sheet_empty)); return; }
  const label = make("label", { for: "name" }, w.sheet_name), name = make("input", { id: "name", type: "text", maxlength: 80, autocomplete: "off" });
  name.value = memory.name;
  name.addEventListener("input", () => { memory.name = name.value.trim(); show(); });
  const line = make("div", { class: "line" });
  line.append(label, name);
  const actions = make("div", { class: "actions" });
  actions.append(button(w.sheet_print, "main", () => printSheet(data)), button(w.sheet_save, "main", () => saveSheet(data)));
  const preview = make("div", { class: "sheet" });
  const show = () => preview.replaceChildren(...[...sheetTable(data).children].slice(1));
  show();
  box.append(line, actions, preview);
}

function printSheet(data) {
  document.querySelector("iframe.falsematch-sheet")?.remove();
  const frame = make("iframe", { class: "falsematch-sheet", "aria-hidden": "true", tabindex: -1, title: data.words.sheet });
  frame.style.cssText = "position:fixed;right:0;bottom:0;width:0;height:0;border:0;visibility:hidden";
  frame.srcdoc = sheetPage(data);
  frame.addEventListener("load", () => frame.contentWindow.print());
  document.body.append(frame);
}

function saveSheet(data) {
  const url = URL.createObjectURL(new Blob([sheetPage(data)], { type: "text/html" }));
  const link = make("a", { href: url, download: `${data.words.sheet_file}.html` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
