// The lessons inside a learning platform, by SCORM 1.2: which tasks are done, their share as the score,
// and what is needed to go on next week. Answers go there only where the package was made with them.
// On a platform nothing is kept in the browser, which the next pupil may use.
const LIMIT = 4096; // of cmi.suspend_data
const TYPES = { number: "numeric", choose: "choice", write: "fill-in", threshold: "performance", review: "performance" };

// The platform's object is in a window around this one, or in the one that opened it.
function platformApi() {
  for (const from of [window, window.opener]) {
    try {
      for (let at = from, up = 0; at && up < 20; at = at.parent === at ? null : at.parent, up++) if (at.API) return at.API;
    } catch { /* a window of another origin is not the platform's */ }
  }
  return null;
}

function clock(ms) {
  const s = Math.floor(ms / 1000), two = (n) => String(n).padStart(2, "0");
  return `${String(Math.floor(s / 3600)).padStart(4, "0")}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

async function asText(kept) {
  const bytes = await through(new CompressionStream("gzip"), new TextEncoder().encode(JSON.stringify(kept)));
  return `z${btoa(String.fromCharCode(...bytes))}`;
}

// What was kept: the names of done tasks, or the answers. Whatever is neither begins anew.
async function fromText(text, tasks) {
  try {
    if (text.startsWith("z")) {
      const bytes = Uint8Array.from(atob(text.slice(1)), (c) => c.charCodeAt(0));
      const { answers, review } = readTables(await through(new DecompressionStream("gzip"), bytes));
      return { answers: Object.fromEntries(Object.entries(answers).filter(([id]) => tasks.has(id))), review };
    }
    const done = text.startsWith("d") ? text.slice(1).split(",").filter((id) => tasks.has(id)) : [];
    return { answers: Object.fromEntries(done.map((id) => [id, { text: "–", result: "" }])), review: {} };
  } catch { return { answers: {}, review: {} }; }
}

function doneOnly(answers) {
  return `d${Object.keys(answers).join(",")}`;
}

// Answers as short as the platform asks: the longest sentences end early.
async function answersAsText({ answers, review }) {
  const kept = structuredClone({ answers, review });
  for (;;) {
    const text = await asText(kept);
    if (text.length <= LIMIT) return text;
    const longest = Object.values(kept.answers).reduce((a, b) => (b.text.length > a.text.length ? b : a));
    if (longest.text.length < 60) return doneOnly(answers);
    longest.text = `${longest.text.slice(0, longest.text.length / 2)}…`;
  }
}

async function continueOnPlatform(lessons) {
  const api = platformApi();
  if (!api || String(api.LMSInitialize("")) !== "true") {
    const box = document.getElementById("trouble");
    setText(box, page.scorm.alone);
    box.hidden = false;
    return;
  }
  const get = (name) => String(api.LMSGetValue(`cmi.${name}`) ?? ""), put = (name, value) => api.LMSSetValue(`cmi.${name}`, String(value));
  const tasks = new Map(lessons.flatMap((lesson) => lesson.steps.filter((step) => step.do.what !== "read").map((step) => [`${lesson.key}/${step.name}`, step.do])));
  const { answers: withAnswers } = page.scorm, began = Date.now(), looking = ["browse", "review"].includes(get("core.lesson_mode"));
  Object.assign(hub.lessons, await fromText(get("suspend_data"), tasks));
  const told = new Set(Object.keys(hub.lessons.answers)), place = get("core.lesson_location");
  if (place && !location.hash) history.replaceState(history.state, "", `#${place}`);
  let completed = ["completed", "passed"].includes(get("core.lesson_status")), over = false, last = Promise.resolve();

  function interaction(id) {
    const { what, right } = tasks.get(id), answer = hub.lessons.answers[id];
    if (!TYPES[what] || told.has(id)) return;
    told.add(id);
    const at = `interactions.${Number(get("interactions._count")) || 0}`;
    const response = what === "number" ? answer.value : what === "choose" ? String.fromCharCode(97 + answer.value) : answer.text.replace(/\s+/g, " ").slice(0, 255);
    const judged = what === "choose" && right !== null;
    put(`${at}.id`, id.replace(/[^\w-]/g, "_"));
    put(`${at}.type`, TYPES[what]);
    put(`${at}.time`, new Date().toTimeString().slice(0, 8));
    if (judged) put(`${at}.correct_responses.0.pattern`, String.fromCharCode(97 + right));
    put(`${at}.student_response`, response);
    put(`${at}.result`, !judged ? "neutral" : answer.value === right ? "correct" : "wrong");
  }

  const here = () => location.hash.slice(1, 255);
  function commit(values) {
    for (const [name, value] of Object.entries(values)) put(name, value);
    api.LMSCommit("");
  }

  function report() {
    const done = [...tasks.keys()].filter((id) => hub.lessons.answers[id]);
    for (const id of told) if (!hub.lessons.answers[id]) told.delete(id);
    if (withAnswers) done.forEach(interaction);
    completed ||= done.length === tasks.size;
    commit({
      "core.score.min": 0, "core.score.max": 100, "core.score.raw": Math.floor((100 * done.length) / tasks.size),
      "core.lesson_status": completed ? "completed" : "incomplete",
      "core.lesson_location": here(),
      ...(withAnswers ? {} : { suspend_data: doneOnly(hub.lessons.answers) }),
    });
    // What is compressed takes a moment; writings follow each other.
    if (withAnswers) last = last.then(() => answersAsText(hub.lessons)).then((text) => { if (!over) commit({ suspend_data: text }); });
  }

  function finish() {
    if (over) return;
    over = true;
    if (!looking) {
      commit({ "core.lesson_location": here(), "core.session_time": clock(Date.now() - began), "core.exit": completed ? "" : "suspend" });
    }
    api.LMSFinish("");
  }

  hub.events.addEventListener("remembered", () => {
    try { sessionStorage.removeItem("falsematch-lessons"); } catch { /* blocked */ }
    if (!looking) report();
  });
  hub.events.dispatchEvent(new Event("remembered"));
  window.addEventListener("pagehide", finish);
  // A page that comes back from the browser's memory has said goodbye already.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

kinds.lessons = async () => {
  const bytes = await unpacked("lessons");
  await continueOnPlatform(readTables(bytes).lessons);
  show("picture", "lesson", bytes);
};
