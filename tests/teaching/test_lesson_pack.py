"""The teacher's pack: computed numbers, plans that add up, links that open, pages that print."""

from __future__ import annotations

import html
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from support.command_line import falsematch
from support.lesson_content import calculated_pack
from support.reading_level import grade

from simulator.board.build_board import make_board
from simulator.board.first_page import LFW
from simulator.errors import FalseMatchError, TeachingError
from simulator.experiment.choices import conditions
from simulator.experiment.portraits import FIRST, SECOND
from simulator.experiment.run import run
from simulator.lessons.lesson_file import load_lessons
from simulator.teaching.documents import DOCUMENTS, HERE, Document, documents, fields, fill
from simulator.teaching.figures import PackContent
from simulator.teaching.lesson_pack import write_pack
from simulator.teaching.printable import page
from simulator.ui.lab.rail import QUESTIONS, panel_of

pytestmark = pytest.mark.slow

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "teaching"
TEMPLATES = {name: (HERE / "en" / f"{name}.md").read_text("utf-8") for name in DOCUMENTS}
PLANS = {"lesson-45": 45, "lesson-45-second": 45, "lesson-90": 90}
SHEETS_WITH_FACES = ("pairs-sheet", "pairs-sheet-es")
FOR_LEARNERS = ("worksheet", "exit-ticket", "paper-threshold", "role-cards", "one-of-these")
MONTHS = "January February March April May June July August September October November December"


@pytest.fixture(scope="module")
def content() -> PackContent:
    return calculated_pack()


@pytest.fixture(scope="module")
def replay():
    return run()


@pytest.fixture(scope="module")
def board(replay):
    return make_board(replay)


@pytest.fixture(scope="module")
def by_name(content: PackContent) -> dict[str, Document]:
    return {document.name: document for document in documents(content.figures)}


@pytest.fixture(scope="module")
def told(replay) -> dict:
    """Return the output of ``falsematch run --json``."""
    return replay.at().to_dict(with_measures=True)


@pytest.fixture(scope="module")
def pages(content: PackContent, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pack") / "teacher"
    write_pack(out, content=content)
    return out


def test_an_edited_page_is_not_replaced(content, tmp_path):
    """An unchanged pack is written again; an edited one only where that is asked for."""
    out = tmp_path / "pack"
    names = write_pack(out, content=content, markdown=True)
    write_pack(out, content=content, markdown=True)
    page = out / names[1]
    page.write_text("mine")
    with pytest.raises(FalseMatchError, match=r"expected .*unchanged pack, found .*--replace"):
        write_pack(out, content=content, markdown=True)
    assert page.read_text() == "mine"
    write_pack(out, content=content, markdown=True, replace=True)
    assert page.read_text() != "mine"


def test_the_committed_documents_are_what_this_version_computes(content, tmp_path):
    """After a change: falsematch lesson-pack --out docs/teaching --markdown --replace."""
    names = write_pack(tmp_path / "pack", content=content, markdown=True)
    assert sorted(path.name for path in COMMITTED.iterdir()) == sorted(names)
    for name in names:
        assert (COMMITTED / name).read_text("utf-8") == (tmp_path / "pack" / name).read_text(
            "utf-8"
        )


def test_no_result_is_typed():
    """A template's own numbers are minutes, ages, dates, and names of settings."""
    settings = {"80", "95", "99", "99.9"}
    allowed = settings | {"20", "30", "32", "45", "90"}
    for name, template in TEMPLATES.items():
        if name == "standards":  # identifiers and editions of standards
            continue
        text = re.sub(r"`[^`]*`|<app:[^>]*>|\{[^}]*\}", " ", template)
        text = re.sub(rf"\b({'|'.join(MONTHS.split())}) \d{{1,2}}\b", " ", text)
        text = re.sub(r"\b(20[0-2]\d|8501|8502|M1\d|\d:\d\d)\b", " ", text)
        assert not re.search(r"\d\s+(of|in)\s+\d", text), name
        for number in re.findall(r"\d+(?:[.,]\d+)*(?=%)", text):
            assert number in settings, f"{name}: {number}%"
        for number in re.findall(r"\d+(?:[.,]\d+)*", text):
            assert number in allowed or re.fullmatch("1?[0-9]", number), f"{name}: {number}"


def test_the_key_says_what_run_json_says(by_name, told):
    """Groups, the count with its interval, and luck."""
    key = by_name["answer-key"].text
    groups = {
        row[0].removesuffix(" †"): row[1:]
        for row in rows_below(key, "| Group | Falsely matched | Searched")
    }
    for column in ("person_of_color", "gender", "race_ethnicity"):
        for row in told["groups"][column]:
            matched, searched, rate, interval = groups.pop(row["label"])
            assert (int(matched), int(searched)) == (row["false_matches"], row["searches"])
            assert rate == f"{100 * row['fpir']:.1f}%"
            if row["false_matches"]:
                assert interval == f"{100 * row['low']:.1f}% to {100 * row['high']:.1f}%"
            else:
                assert interval.startswith("at most")
    assert groups == {}
    count = next(r for r in rows_below(key, "| Setting | Distance") if r[0] == "the ACLU's count")
    total = told["fpir"]
    assert count[2] == f"{told['false_matches']} of {told['probes']['searched']}"
    assert f"({100 * total['low']:.1f}% to {100 * total['high']:.1f}%)" in count[3]
    for column in ("race_ethnicity", "person_of_color", "gender"):
        p = told["measures"]["significance"][column]["p"]
        assert f"in {round(p * 10000):,} of 10,000" in " ".join(key.split())


def test_the_key_at_every_setting(by_name, replay):
    """80% to 99.9%: what the search itself says."""
    rows = {row[0]: row for row in rows_below(by_name["answer-key"].text, "| Setting | Distance")}
    for confidence in (0.8, 0.95, 0.99, 0.999):
        view = replay.at(confidence=confidence)
        row = rows[f"our {100 * confidence:g}% (not Amazon's)"]
        assert row[1] == f"{view.distance:.3f}"
        assert row[2] == f"{view.fpir.events} of {view.fpir.trials}"
        color = view.by("person_of_color").set_index("group").loc["true"]
        assert row[4] == f"{color['false_matches']} of {view.fpir.events}"


def test_the_eight_comparisons_are_as_the_key_says(by_name):
    """Every line's errors, counted again from the students' own table."""
    text = by_name["worksheet"].text
    pairs = re.findall(r" ([A-H]) \| (one|two) (?:person|people) \| ([\d.]+)", text)
    assert sorted(letter for letter, _, _ in pairs) == list("ABCDEFGH")
    rows = rows_below(by_name["answer-key"].text, "| Line at")
    for line, false, missed in rows:
        at = float(line)
        assert false == listed(x for x, who, d in pairs if who == "two" and float(d) <= at)
        assert missed == listed(x for x, who, d in pairs if who == "one" and float(d) > at)
        assert (false, missed) != ("none", "none")


def listed(letters) -> str:
    return ", ".join(letters) or "none"


def rows_below(text: str, head: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(head))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_what_the_words_claim(content, told):
    """Sentences that hold only for such numbers; if one fails, the text has to change."""
    texts = content.figures
    assert float(texts["pair_stranger_1"]) < float(texts["pair_same_4"])
    columns = ("race_ethnicity", "person_of_color", "gender")
    chance = {c: told["measures"]["significance"][c]["p"] for c in columns}
    assert min(chance.values()) > 0.05
    low, high = percents(texts["color_share_aclu.interval"])
    assert low < percents(texts["color_searched.percent"])[0] < high
    assert low < percents(texts["aclu_color.percent"])[0] < high
    assert texts["searched"] == texts["aclu_searches"]
    assert texts["aclu_names_searched"] == texts["aclu_flagged"] == texts["flagged_aclu.events"]
    # "Zero is not never, here too": the bound is one of zero events.
    assert texts["black_aclu.events"] == "0" != texts["other_portrait_black.events"]
    assert texts["other_portrait_flagged.events"] == texts["flagged_aclu.events"]
    again, another = (int(texts[f"other_portrait_again.{x}"]) for x in ("events", "trials"))
    assert 0 < again < another < int(texts["flagged_aclu.events"])
    assert int(texts["other_portrait_new.events"]) > 0
    flagged = [int(texts[f"flagged_{s}.events"]) for s in ("p80", "p95", "p99", "p999")]
    missed = [
        int(texts[f"missed_lfw_{s}.events"].replace(",", "")) for s in ("p80", "p95", "p99", "p999")
    ]
    assert flagged == sorted(flagged, reverse=True)
    assert missed == sorted(missed)
    assert int(texts["asian_aclu.trials"]) < 20


def percents(text: str) -> list[float]:
    """Return the percentages in a text."""
    return [float(number) for number in re.findall(r"([\d.]+)%", text)]


@pytest.mark.parametrize("plan", PLANS)
def test_the_timing_adds_up(plan):
    """Table, clock, headings and the minutes inside each step."""
    text = TEMPLATES[plan]
    *steps, total = rows_below(text, "| Clock | Minutes")
    clock = 0
    for at, minutes, _step, _screen in steps:
        hours, rest = at.split(":")
        assert 60 * int(hours) + int(rest) == clock, at
        clock += int(minutes)
    assert clock == PLANS[plan]
    assert total[1] == f"**{PLANS[plan]}**"
    assert total[0] == f"{clock // 60}:{clock % 60:02d}"
    headings = re.findall(r"^## (?:\d\. )?(.+) \((\d+) minutes\)$", text, re.MULTILINE)
    planned = [
        (re.sub(r"^\d\. ", "", step).split(".")[0], minutes) for _, minutes, step, _ in steps
    ]
    assert [(title.split(".")[0], minutes) for title, minutes in headings] == planned
    for section in re.split(r"^## ", text, flags=re.MULTILINE):
        whole = re.search(r"\((\d+) minutes\)$", section.partition("\n")[0])
        inside = [int(n) for n in re.findall(r"^\*\*[^*]*\((\d+) minutes?[^)]*\)", section, re.M)]
        if whole and len(inside) > 1:
            assert sum(inside) == int(whole[1]), section.partition("\n")[0]
    hearing = rows_below(text, "| Minutes | What") if "| Minutes | What" in text else []
    assert sum(int(minutes) for minutes, _ in hearing) in (0, 15)


def links() -> set[str]:
    found: set[str] = set()
    for template in TEMPLATES.values():
        found |= set(re.findall(r"app:(/[^\s>)]*)", template))
    return found


@pytest.mark.parametrize("link", sorted(links()))
def test_every_link_opens_at_a_setting_that_exists(link, board, content):
    """Thresholds, groupings, panels, conditions, lessons and steps are known to the app."""
    parts = urlsplit(fill(link, content.figures, "link"))
    query = {
        name: values[0]
        for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()
    }
    known = {
        "/": {"threshold", "by", "portrait", "gallery", "predict"},
        "/lab": {"panel", "threshold", "condition"},
        "/lessons": {"lesson", "step"},
        "/one-of-these": {"threshold", "cards"},
    }
    assert set(query) <= known[parts.path]
    if "threshold" in query:
        stop = board.stops.find(query["threshold"])
        assert query["threshold"] in (stop.key, f"{stop.distance:.4f}")
    if "by" in query:
        assert query["by"] in board.groupings
    if parts.path == "/" and "threshold" in query:
        # The plan asks its own questions.
        assert query["predict"] == "off"
    if "portrait" in query:
        assert query["portrait"] in (FIRST, SECOND)
    if parts.path == "/" and query:
        assert query["gallery"] == LFW, "the plans quote figures of the news photos"
    if "condition" in query:
        assert query["condition"] in conditions("congress-115", "lfw")
    if "panel" in query:
        assert panel_of(query["panel"], list(QUESTIONS), unknown="") in QUESTIONS
    if "lesson" in query:
        lesson = next(lesson for lesson in load_lessons() if lesson.key == query["lesson"])
        if "step" in query:
            assert query["step"] in [step.name for step in lesson.steps]


def test_the_links_of_another_server(content, tmp_path):
    write_pack(tmp_path / "pack", content=content, app="https://school.example/faces/")
    text = (tmp_path / "pack" / "lesson-45.html").read_text("utf-8")
    link = "/lab?panel=What%20it%20costs&amp;threshold=99%25"
    assert f'href="https://school.example/faces{link}"' in text
    assert "localhost" not in text


@pytest.mark.parametrize("name", FOR_LEARNERS)
def test_learners_can_read_it(name, by_name):
    """Flesch–Kincaid grade 9 at most; tables and rows to fill in are left out."""
    text = re.sub(r"^(\|.*|```.*|#+ .*|---)$", "", by_name[name].text, flags=re.MULTILINE)
    text = re.sub(r"\([^)]*\)|[*_\\`☐]|^[-\d.]+ ", "", text, flags=re.MULTILINE)
    text = re.sub(r"\d[\d,.]*%?", "ten", text)
    assert grade(text) <= 9.0


class Outline(HTMLParser):
    """Tags that must be closed, and everything that could load or run something."""

    VOID = frozenset({"meta", "hr", "br", "path", "circle", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in {"srcset", "data", "xlink:href"}
            assert name != "src" or value.startswith("data:image/webp;base64,")
            if name == "href":
                self.links.append(value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def outline(text: str) -> Outline:
    parsed = Outline()
    parsed.feed(text)
    parsed.close()
    assert parsed.open == []
    return parsed


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_is_whole_and_loads_nothing(name, pages):
    """Valid nesting, one h1, no level left out; no script, image or foreign style."""
    file = "index.html" if name == "README" else f"{name}.html"
    text = (pages / file).read_text("utf-8")
    found = outline(text)
    assert not found.seen & {"script", "iframe", "link", "object", "form"}
    assert ("img" in found.seen) == (name in SHEETS_WITH_FACES)
    assert found.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(found.headings, found.headings[1:], strict=False))
    for link in found.links:
        if not urlsplit(link).scheme:
            assert (pages / link.partition("#")[0]).is_file(), link
        else:
            assert urlsplit(link).scheme in {"http", "https"}
    assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert "url(" not in text
    assert "@import" not in text


def test_what_a_figure_or_a_template_says_is_text(content):
    """Neither can bring markup, a script or a link that runs one."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    document = Document(
        "worksheet", f"T {evil}", f"# T {evil}\n\n{evil}\n\n[x](javascript:alert(3))\n"
    )
    text = page(document, [document], evil, content.pictures)
    found = outline(text)
    assert not found.seen & {"script", "img"}
    assert found.links == []
    assert html.escape(evil) in text


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("# T\n\n{no_such_figure}\n", "{no_such_figure} in worksheet.md, line 3"),
        ("# T\n\n{flagged_p9}\n", "near it: flagged_p9"),
        ("# T\n\nopen { and\n", "a single { in worksheet.md, line 3"),
        ("# T\n\n{a\nb}\n", "in worksheet.md, line 3"),
        ("no title\n", "first line of worksheet.md"),
        (None, "worksheet.md"),
    ],
)
def test_a_broken_template_is_one_line_that_names_the_file(content, tmp_path, template, words):
    """The command fails, and nothing is written."""
    shutil.copytree(HERE / "en", tmp_path / "en")
    target = tmp_path / "en" / "worksheet.md"
    target.unlink() if template is None else target.write_text(template, "utf-8")
    with pytest.raises(TeachingError) as caught:
        write_pack(tmp_path / "out", content=content, folder=tmp_path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_template_that_is_not_text(content, tmp_path):
    shutil.copytree(HERE / "en", tmp_path / "en")
    (tmp_path / "en" / "worksheet.md").write_bytes(b"# T\n\xff\xfe")
    with pytest.raises(TeachingError, match="worksheet.md.*not UTF-8"):
        write_pack(tmp_path / "out", content=content, folder=tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost:8501",
        "javascript:alert(1)",
        "http://",
        "http://a b",
        'http://x/"y',
        "http://x/<s>",
        "http://x/?q=1",
    ],
)
def test_an_address_that_is_none(content, tmp_path, address):
    with pytest.raises(TeachingError, match="the app's address"):
        write_pack(tmp_path / "out", content=content, app=address)
    assert not (tmp_path / "out").exists()


def test_every_field_is_used_as_a_figure(content):
    """Templates name only what there is (their errors are tested above)."""
    for template in TEMPLATES.values():
        assert set(fields(template)) <= set(content.figures)


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ([], 2, "--out DIR"),
        (["--out", "{tmp}/file/pack"], 1, "could not"),
        (["--out", "{tmp}/mine"], 1, "notes.txt"),
        (["--out", "{tmp}/pack", "--lang", "xx"], 2, "'xx'"),
        (["--out", "{tmp}/pack", "--app", "x"], 1, "the app's address"),
    ],
)
def test_the_command_fails_with_one_line(tmp_path, words, status, message, here):
    (tmp_path / "file").write_text("x")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    done = here("lesson-pack", *(word.replace("{tmp}", str(tmp_path)) for word in words))
    assert done.returncode == status
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "pack").exists()


def test_the_command_writes_the_pages(tmp_path, pages):
    done = falsematch("lesson-pack", "--out", str(tmp_path / "teacher"))
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in pages.iterdir())
    assert sorted(path.name for path in (tmp_path / "teacher").iterdir()) == names
    assert f"{len(names)} pages" in done.stdout
    for name in names:
        assert (tmp_path / "teacher" / name).read_bytes() == (pages / name).read_bytes()


def test_the_errors_are_expected_ones():
    assert issubclass(TeachingError, FalseMatchError)
