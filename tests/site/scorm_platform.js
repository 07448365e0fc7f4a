// A learning platform of its own for one test: the run-time's eight functions and the part of the data
// model that SCORM 1.2 (Run-Time Environment, 3.4) makes every platform keep, with its types and limits.
// What a package does against them is refused, as a platform refuses it, and listed.
const DECIMAL = /^-?\d*\.?\d+$/, TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/, SPAN = /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
const score = (value) => value === "" || (DECIMAL.test(value) && Number(value) >= 0 && Number(value) <= 100);
const READ = {
  "cmi.core.student_id": "77", "cmi.core.student_name": "Doe, Jo", "cmi.core.credit": "credit", "cmi.core.lesson_mode": "normal",
  "cmi.launch_data": "", "cmi.comments_from_lms": "",
};
const KEPT = {
  "cmi.core.lesson_location": (v) => v.length <= 255,
  "cmi.core.lesson_status": (v) => /^(passed|completed|failed|incomplete|browsed)$/.test(v),
  "cmi.core.score.raw": score, "cmi.core.score.min": score, "cmi.core.score.max": score,
  "cmi.suspend_data": (v) => v.length <= 4096,
};
const WRITTEN = {
  "cmi.core.exit": (v) => /^(time-out|suspend|logout|)$/.test(v),
  "cmi.core.session_time": (v) => SPAN.test(v),
};
const RESPONSES = { numeric: (v) => DECIMAL.test(v), choice: (v) => /^[a-z0-9](,[a-z0-9])*$/.test(v), "fill-in": (v) => v.length <= 255, performance: (v) => v.length <= 255 };
const INTERACTION = {
  id: (v) => /^[A-Za-z0-9_-]{1,255}$/.test(v),
  type: (v) => v in RESPONSES,
  time: (v) => TIME.test(v),
  "correct_responses.0.pattern": (v, one) => RESPONSES[one.type]?.(v),
  student_response: (v, one) => RESPONSES[one.type]?.(v),
  result: (v) => /^(correct|wrong|unanticipated|neutral)$/.test(v) || DECIMAL.test(v),
};

class Platform {
  constructor(kept) {
    this.kept = { "cmi.core.lesson_status": "not attempted", ...kept };
    this.written = {};
    this.interactions = [];
    this.refused = [];
    this.state = "new";
    this.error = "0";
  }
  refuse(code, what) { this.error = code; this.refused.push(`${code} ${what}`); return "false"; }
  running(what) { this.error = "0"; return this.state === "running" || (this.refuse("301", what), false); }
  LMSInitialize(none) {
    if (none !== "" || this.state !== "new") return this.refuse("101", "LMSInitialize");
    this.state = "running";
    return "true";
  }
  LMSFinish(none) {
    if (none !== "" || !this.running("LMSFinish")) return this.refuse("101", "LMSFinish");
    this.state = "finished";
    return "true";
  }
  LMSCommit(none) { return none === "" && this.running("LMSCommit") ? "true" : "false"; }
  LMSGetValue(name) {
    if (!this.running(name)) return "";
    if (name === "cmi.interactions._count") return String(this.interactions.length);
    if (name in READ || name in KEPT) return READ[name] ?? this.kept[name] ?? "";
    this.refuse(name in WRITTEN || name.startsWith("cmi.interactions.") ? "404" : "401", name);
    return "";
  }
  LMSSetValue(name, value) {
    if (!this.running(name)) return "false";
    if (typeof value !== "string") return this.refuse("405", name);
    const [, at, field] = name.match(/^cmi\.interactions\.(\d+)\.(.+)$/) ?? [];
    if (field) {
      if (Number(at) > this.interactions.length || !(field in INTERACTION)) return this.refuse("201", name);
      const one = this.interactions[at] ?? {};
      if (field !== "id" && !one.id) return this.refuse("201", `${name} before its id`);
      if (!INTERACTION[field](value, one)) return this.refuse("405", `${name} = ${value}`);
      this.interactions[at] = { ...one, [field]: value };
      return "true";
    }
    const allowed = KEPT[name] ?? WRITTEN[name];
    if (!allowed) return this.refuse(name in READ ? "403" : "401", name);
    if (!allowed(value)) return this.refuse("405", `${name} = ${value.slice(0, 50)} (${value.length})`);
    (name in KEPT ? this.kept : this.written)[name] = value;
    return "true";
  }
  LMSGetLastError() { return this.error; }
  LMSGetErrorString(code) { return code; }
  LMSGetDiagnostic(code) { return code; }
}
