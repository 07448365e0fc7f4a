// The first page, and the walk past the camera: the same four searches, one setting.
const CHANNEL = "test";

function searchAsked() {
  const link = asked(), named = link.get("gallery"), portrait = link.get("portrait");
  const old = named === null && ["threshold", "by", "portrait"].some((name) => link.has(name));
  const gallery = page.galleries.includes(named) ? named : old ? page.old_gallery : page.galleries[0];
  return { gallery, portrait: page.portraits.includes(portrait) ? portrait : page.portraits[0] };
}

function complain(tables, exact) {
  const link = asked(), named = link.get("gallery"), portrait = link.get("portrait"), by = link.get("by"), threshold = link.get("threshold");
  const keys = tables.groupings.map((one) => one.key);
  if (named && !page.galleries.includes(named)) trouble("gallery", page.galleries.join(", "), named);
  else if (portrait && !page.portraits.includes(portrait)) trouble("portrait", page.portraits.join(", "), portrait);
  else if (threshold && findStop(tables.stops, exact, threshold) < 0) trouble("threshold", `${tables.stops.key.at(-1)}, 99.9%, ${tables.presets[0]?.stop !== undefined ? tables.stops.key[tables.presets[0].stop] : "80%"}`, threshold);
  else if (by && !keys.includes(by)) trouble("by", keys.join(", "), by);
  else trouble();
}

// Shows the search that the link names; `draw` mounts the pictures of a page.
function searches(draw) {
  let shown = "", now = null;
  const tell = (said) => {
    const choice = { gallery: said.gallery ?? now.gallery, portrait: said.portrait ?? now.portrait };
    const other = choice.gallery !== now.gallery || choice.portrait !== now.portrait;
    write({ threshold: now.tables.stops.key[said.stop], by: said.grouping, gallery: choice.gallery,
      portrait: choice.portrait === page.portraits[0] ? null : choice.portrait }, other);
    trouble();
    if (other) adopt();
  };
  async function adopt() {
    const { gallery, portrait } = searchAsked(), name = `${gallery}-${portrait}`;
    const other = name !== shown;
    if (other) {
      const parts = lines(await unpacked(`search-${name}`));
      if (name !== Object.values(searchAsked()).join("-")) return;
      const [head, ...data] = parts;
      now = { gallery, portrait, data, ...readTables(head) };
      now.tables = draw.tables(now);
    }
    shown = name;
    const link = asked(), { tables, exact } = now, threshold = link.get("threshold"), found = threshold ? findStop(tables.stops, exact, threshold) : -1;
    const by = tables.groupings.some((one) => one.key === link.get("by")) ? link.get("by") : tables.groupings[0].key;
    complain(tables, exact);
    set(CHANNEL, { stop: found >= 0 ? found : exact.opens, grouping: by, switches: true, predict: link.get("predict") !== "off", opening: !threshold });
    if (other) draw.show(now, tell);
  }
  window.addEventListener("hashchange", adopt);
  window.addEventListener("popstate", adopt);
  adopt();
}

kinds.first = () => searches({
  tables: ({ data }) => readTables(data[0]),
  show({ data, story }, tell) {
    setText(document.getElementById("story"), story);
    show("picture", "shift_picture", data[0], tell);
    show("pairs", "pairs", data[1]);
  },
});

kinds.tonight = () => searches({
  tables: ({ data }) => readTables(data[0]).tables,
  show({ data }, tell) { show("picture", "tonight", data[0], tell); },
});

kinds.lessons = async () => { show("picture", "lesson", await unpacked("lessons")); };
