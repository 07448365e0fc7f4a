// The place below the live matcher where the lesson goes on: lesson.js moves the end of its step here.
export default function ({ parentElement }) {
  const foot = parentElement.querySelector(".foot");
  hub.lessonFoot = foot;
  hub.events.dispatchEvent(new Event("lesson-foot"));
  return () => {
    if (hub.lessonFoot !== foot) return;
    hub.lessonFoot = undefined;
    hub.events.dispatchEvent(new Event("lesson-foot"));
  };
}
