// Reads a photo in the browser, makes it small, and hands it over as an event: no state
// is stored. The canvas draws the picture upright and drops the file's metadata.
const QUALITY = 0.92;
const fields = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let field = fields.get(parentElement);
  if (!field) {
    const root = parentElement.querySelector(".own");
    field = { input: root.querySelector("input"), state: root.querySelector(".state"), root };
    fields.set(parentElement, field);
    field.input.addEventListener("change", () => chosen(field));
  }
  field.tell = (photo) => setTriggerValue("photo", photo);
  const before = field.data?.answered;
  field.data = readTables(data);
  // A server's connection holds its last message until the next one comes: it gets one.
  if (before !== undefined && before !== field.data.answered) setTriggerValue("seen", field.data.answered);
  setText(field.root.querySelector("span"), field.data.words.choose);
  setText(field.root.querySelector(".hint"), field.data.words.hint);
}

async function chosen(field) {
  const file = field.input.files[0];
  if (!file) return;
  const { words, longest } = field.data;
  setText(field.state, "");
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const paper = canvas.getContext("2d");
    paper.imageSmoothingQuality = "high";
    paper.fillStyle = "white"; // where the picture is transparent
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const photo = canvas.toDataURL("image/jpeg", QUALITY);
    canvas.width = canvas.height = 0;
    field.tell(photo.slice(photo.indexOf(",") + 1));
  } catch {
    setText(field.state, words.unreadable);
  }
  field.input.value = ""; // the same file can be chosen again, and the page does not hold on to it
}
