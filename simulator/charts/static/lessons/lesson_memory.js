// What a learner did: kept in this tab, so that a reload and the browser's Back forget nothing. It ends
// with the tab, or with the button. The name for the sheet is kept in the page only.
const KEPT = "falsematch-lessons";
const memory = (hub.lessons ??= { answers: {}, place: null, name: "", review: {}, ...recalled() });

function recalled() {
  try {
    const { answers, review } = JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
    return { answers: answers ?? {}, review: review ?? {} };
  } catch { return {}; } // no storage, or not ours: the page's memory alone
}

function remember() {
  const { answers, review } = memory;
  try { sessionStorage.setItem(KEPT, JSON.stringify({ answers, review })); } catch { /* blocked or full */ }
  hub.events.dispatchEvent(new Event("remembered"));
}

function forgetAll() {
  Object.assign(memory, { answers: {}, review: {}, name: "" });
  try { sessionStorage.removeItem(KEPT); } catch { /* blocked */ }
  hub.events.dispatchEvent(new Event("remembered"));
}
