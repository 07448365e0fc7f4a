// The static folder's own script: mounts the lesson runner, and switches to large type.
{
  const host = document.getElementById("lessons"), root = host.attachShadow({ mode: "open" });
  root.append(document.getElementById("lesson-frame").content.cloneNode(true));
  const data = new TextEncoder().encode(document.getElementById("lesson-data").textContent);
  mount({ parentElement: root, data, setStateValue() {} });
  const projector = document.getElementById("projector");
  projector.addEventListener("click", () => {
    const on = document.documentElement.classList.toggle("projected");
    projector.setAttribute("aria-pressed", String(on));
  });
}
