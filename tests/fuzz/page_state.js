// What the fuzzer sees of a page, through all shadow roots, in one call.
() => {
  const roots = [document];
  for (let i = 0; i < roots.length; i++)
    for (const element of roots[i].querySelectorAll("*")) if (element.shadowRoot) roots.push(element.shadowRoot);
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const visible = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const text = (root, selector) => root.querySelector(selector)?.textContent.trim() ?? null;
  const pressed = (root, selector) => root.querySelector(`${selector} [aria-pressed="true"]`)?.textContent ?? null;
  const app = document.querySelector("[data-testid=stApp]");
  const pictures = all(".shift-picture, .lab-who").filter(visible).map((root) => ({
    stop: Number(root.querySelector("input[type=range]")?.value ?? -1),
    last: Number(root.querySelector("input[type=range]")?.max ?? -1),
    value: text(root, ".live .value"),
    count: text(root, ".live .count"),
    hidden: root.classList.contains("unanswered"),
    dragging: root.querySelector("input[type=range]")?.matches(":active") ?? false,
    grouping: root.querySelector(".by select")?.value ?? null,
    gallery: pressed(root, ".galleries"),
    portrait: pressed(root, ".portraits"),
    galleries: [...root.querySelectorAll(".galleries button")].map((b) => b.textContent),
    portraits: [...root.querySelectorAll(".portraits button")].map((b) => b.textContent),
    verdict: text(root, ".verdict .line"),
    small: text(root, ".verdict .small"),
    said: root.querySelector("input[type=range]")?.getAttribute("aria-valuetext") ?? null,
    color: text(root, ".card.focus .big b"),
    card: text(root, ".card.matched .big b"),
    rows: [...root.querySelectorAll(".row")].map((row) => ({
      group: text(row, "h2 span"), percent: text(row, ".rate b"), counted: text(row, ".rate span"),
      interval: text(row, ".rate small"), marks: row.querySelectorAll(".mark").length,
      on: row.querySelectorAll(".mark.on").length,
    })),
  }));
  const seen = (selector) => all(selector).filter(visible);
  const range = seen(".lab-bar input[type=range], .threshold-picture input[type=range]")[0];
  return {
    url: location.href,
    language: document.documentElement.lang,
    running: app ? app.getAttribute("data-test-script-state") === "running" : null,
    connected: app ? app.getAttribute("data-test-connection-state") : null,
    stale: Boolean(document.querySelector("[data-stale=true]")),
    busy: seen("[data-testid=stProgress], [data-testid=stSpinner]").length > 0,
    exceptions: all("[data-testid=stException]").map((e) => e.textContent.slice(0, 300)),
    alerts: seen("[data-testid=stAlert]").map((e) => e.innerText.slice(0, 500)),
    dialogs: seen("[data-testid=stDialog], [role=dialog]").map((e) => e.innerText.slice(0, 200)),
    main: document.querySelector("[data-testid=stMain]")?.innerText.trim().length ?? 0,
    bad: (document.body.innerText.match(/\b(NaN|\[object Object\]|Infinity|Traceback|IndexError|KeyError|TypeError)\b/) ?? [])[0] ?? null,
    braces: (seen(".fm").map((e) => e.innerText).join(" ").match(/\{\w+\}|\bundefined\b/) ?? [])[0] ?? null,
    controls: seen("a[href], button:not([disabled]), input:not([disabled]), select, summary, [tabindex='0']").length,
    nav: seen("[data-testid=stTopNav] a, [data-testid=stTopNavLink], [data-testid=stTopNavLinkContainer] a, [data-testid=stTopNavSection], [data-testid=stSidebarNav] a, [data-testid=stExpandSidebarButton], [data-testid=stSidebarCollapsedControl] button").length,
    wide: document.documentElement.scrollWidth - innerWidth,
    pictures,
    lab: range ? { stop: Number(range.value), last: Number(range.max), said: range.getAttribute("aria-valuetext"), dragging: range.matches(":active"),
      count: seen(".lab-bar .live .count")[0]?.textContent ?? seen(".card.matched .big b")[0]?.textContent ?? null } : null,
  };
}
