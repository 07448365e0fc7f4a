"""An audit as one HTML file that opens offline: pictures, published audits, data cards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.audit.audit import Audit
from simulator.audit.charts import group_picture, published_picture, refused_picture
from simulator.audit.facts import label_facts, training_facts
from simulator.audit.result import AuditTestView, AuditView, left_out
from simulator.audit.run import run_audit
from simulator.audit.words import (
    CRITIQUE,
    CRITIQUE_SOURCES,
    DIFFERENCE_HEAD,
    DIFFERENCES,
    NOT_SOURCED,
    NOT_THE_SAME,
    QUESTION,
    SKIN_TYPE,
    left_out_words,
)
from simulator.charts.html_report import data, data_cards, document, facts, frames, run_card
from simulator.errors import ExperimentError
from simulator.i18n.language import percent
from simulator.stats.published_audits import ACTIONABLE_AUDITING, BENCHMARK, GENDER_SHADES, STORY
from simulator.storage.escaping import html_text as escape
from simulator.storage.files import write_bytes
from simulator.storage.formats.json_files import read_json

JSON = "audit.json"
REPORT = "report.html"
METHODS = (
    "One photo of each person is drawn at random; people in a test, under whatever name, are left "
    "out of training, and a quarter of the training data's women and men are held out. An answer "
    "is wrong where it differs from the label. Rates are wrong answers ÷ answers; intervals are "
    "Wilson's, and with no wrong answer the one-sided 95% bound. Refused people have no answer: "
    "they are shown beside the rate and never counted in it. A person with two "
    "categories counts in both."
)


def audit_html(view: AuditView) -> str:
    """Return the report as HTML. Everything from data is escaped."""
    pictures: dict[str, bytes] = {}
    tests = "".join(_test(view, test, pictures) for test in view.tests)
    pictures["published"] = published_picture().to_bytes()
    result = view.to_dict()
    parts = [
        frames(["groups"]),
        f"<h1>{escape(QUESTION)}</h1>",
        f'<p class="answer">{escape(_answer(view))}</p>',
        "<h2>Trained in the open</h2>",
        facts(dict(training_facts(view))),
        tests,
        published_section(),
        critique_section(),
        f"<h2>Methods</h2><p>{escape(METHODS)}</p>",
        data_cards([view.result.audit.train, *view.result.audit.tests]),
        run_card({**result["audit"], **result["classifier"], **result["provenance"]}),
        *(data(place, content) for place, content in pictures.items()),
    ]
    return document(QUESTION, parts, dict.fromkeys(pictures, "groups"))


def published_section() -> str:
    """Return the section on what others published, with a picture and an axis of its own."""
    sources = " ".join(f"{text}." for text in (BENCHMARK, GENDER_SHADES, ACTIONABLE_AUDITING))
    return (
        f"<h2>Published elsewhere, not measured here</h2><p>{escape(STORY)}</p>"
        f'<div id="published"></div><p>{escape(SKIN_TYPE)}</p><p>{escape(NOT_SOURCED)}</p>'
        f'<p class="note">{escape(sources)}</p>'
    )


def critique_section() -> str:
    """Return the sections on how the audit differs from the search and what no error rate says."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in DIFFERENCE_HEAD)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(text)}</td>" for text in row[1:])
        + "</tr>"
        for row in DIFFERENCES
    )
    critique = "".join(f"<p><b>{escape(title)}</b> {escape(text)}</p>" for title, text in CRITIQUE)
    return (
        "<h2>Not the search</h2>"
        '<div class="scroll" tabindex="0" role="region" aria-label="The search and the audit">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"<p>{escape(NOT_THE_SAME)}</p><h2>What these numbers are not</h2>{critique}"
        f'<p class="note">{escape(CRITIQUE_SOURCES)}</p>'
    )


def _answer(view: AuditView) -> str:
    answers = []
    for test in view.tests[1:]:
        rows = test.by("gender").sort_values("rate", ascending=False)
        groups = "; ".join(
            f"{row.label} {row.errors:,} of {row.answered:,}"
            + (f" ({percent(row.rate)})" if row.answered else "")
            for row in rows.itertuples()
        )
        refused = test.refusals
        if refused.events:
            groups += f"; {refused.events:,} of {refused.trials:,} refused"
        answers.append(f"{test.test.people.dataset.card.title}: {groups}.")
    return "Wrong answers. " + " ".join(answers)


def _test(view: AuditView, test: AuditTestView, pictures: dict[str, bytes]) -> str:
    title = test.test.people.dataset.card.title
    held = ", people held out of training" if test.test.held_out else ""
    section = [f"<h2>{escape(title + held)}</h2>"]
    for column in view.columns(test):
        place = f"picture-{len(pictures)}"
        pictures[place] = group_picture(test, column).to_bytes()
        section.append(f'<div id="{place}"></div>')
        if test.refusals.events:
            place = f"picture-{len(pictures)}"
            pictures[place] = refused_picture(test, column).to_bytes()
            section.append(f'<div id="{place}"></div>')
    section.append(facts(dict(label_facts(test))))
    absent = left_out_words(left_out(test.test.people))
    if absent and not test.test.held_out:
        section.append(f'<p class="note">Left out: {escape("; ".join(absent))}.</p>')
    return "".join(section)


def rewrite_report(folder: Path, out: Path) -> None:
    """Write the report of an audit that was written to a folder before.

    The audit is run again from its settings: the report's numbers are computed, not read.

    Raises:
        ExperimentError: ``audit.json`` does not hold an audit, or the data sets have changed since.
        FalseMatchError: the audit cannot be run, or the file not be written.
    """
    saved = _read(folder / JSON)
    view = run_audit(_settings(saved, folder)).at()
    if _numbers(json.loads(json.dumps(view.to_dict()))) != _numbers(saved):
        raise ExperimentError(
            f"expected the numbers of {folder / JSON}, found others: the data sets or their "
            "labels have changed. Run the audit again into a new folder."
        )
    write_bytes(out, audit_html(view).encode())


def _read(path: Path) -> dict[str, Any]:
    saved = read_json(path, ExperimentError, content="an audit", repair="Run the audit again.")
    if not isinstance(saved, dict) or not isinstance(saved.get("audit"), dict):
        raise ExperimentError(
            f"expected an audit in {path}, found another object. Run the audit again."
        )
    return saved


def _settings(saved: dict[str, Any], folder: Path) -> Audit:
    """Return the settings in a file, whose types are checked: anyone may have written it."""
    raw = saved["audit"]
    kinds: dict[str, tuple[type, ...]] = {
        "train": (str,),
        "tests": (list,),
        "share_of_women": (float, int, type(None)),
        "people": (int, type(None)),
        "mix": (dict, type(None)),
        "seed": (int,),
        "abstain": (float, int),
        "group_by": (list,),
    }
    texts = [*_items(raw.get("tests")), *_items(raw.get("group_by"))]
    counts = raw["mix"].values() if isinstance(raw.get("mix"), dict) else ()
    fits = all(isinstance(raw.get(name), kind) for name, kind in kinds.items())
    well_typed = all(isinstance(t, str) for t in texts) and all(type(n) is int for n in counts)
    if not fits or not well_typed or raw.keys() != kinds.keys():
        raise ExperimentError(
            f"expected the settings of an audit in {folder / JSON}, found others. Run the audit "
            "again."
        )
    return Audit(**raw | {"tests": tuple(raw["tests"]), "group_by": tuple(raw["group_by"])})


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _numbers(saved: dict[str, Any]) -> tuple[Any, Any]:
    return saved.get("training"), saved.get("tests")
