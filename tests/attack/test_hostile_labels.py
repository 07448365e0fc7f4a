"""Hostile labels, questions and reasons through reports and comparisons: text, and nothing else."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attack.targets import write_run

from simulator.errors import FalseMatchError
from simulator.storage.escaping import PAGE_POLICY
from simulator.storage.files import sha256_of_file
from simulator.sweep.compare import compare, comparison_html
from simulator.sweep.folder_report import write_folder_report
from simulator.sweep.sweep_folder import CARD, RESULTS, write_card

HOSTILE = (
    "<img src=http://host/x onerror=alert(1)>\"'><script>alert(1)</script>\x1b[31m![x](http://h/)"
)


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.policy = ""
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.names |= set(values)
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""
        self.addresses += [values[n] or "" for n in ("src", "href", "action") if n in values]


def hostile_run(folder: Path) -> Path:
    write_run(folder)
    table = pq.read_table(folder / RESULTS)
    for name in ("probes", "gallery", "group", "label", "group_by"):
        at = table.schema.get_field_index(name)
        texts = [
            HOSTILE + (str(i) if name in ("group", "label") else "") for i in range(len(table))
        ]
        table = table.set_column(at, table.schema.field(at), pa.array(texts, pa.string()))
    pq.write_table(table, folder / RESULTS)
    card = json.loads((folder / CARD).read_text())
    card |= {"question": HOSTILE, "failures": [{"cell": 0, "reason": HOSTILE}], "command": HOSTILE}
    card |= {"datasets": {HOSTILE: HOSTILE}, "machine": {HOSTILE: HOSTILE}, HOSTILE: HOSTILE}
    write_card(folder, card | {"results_sha256": sha256_of_file(folder / RESULTS)})
    (folder / "grid.toml").write_text(f"# {HOSTILE}\n")
    return folder


@pytest.mark.parametrize("kind", ["report", "comparison"])
def test_pages_show_it_as_text_and_reach_nothing(tmp_path: Path, kind: str) -> None:
    folder = hostile_run(tmp_path / "run")
    if kind == "report":
        write_folder_report(folder, folder / "report.html")
        text = (folder / "report.html").read_text("utf-8")
    else:
        text = comparison_html(*compare(folder, folder))
    page = Page(text)
    assert "img" not in page.tags
    assert not {name for name in page.names if name.startswith("on")}
    assert not [address for address in page.addresses if address.startswith("http")]
    assert page.policy == PAGE_POLICY
    assert text.index("Content-Security-Policy") < text.index("<title>")
    assert "\x1b" not in text


def test_script_as_the_number_of_a_failed_cell_is_refused(tmp_path: Path) -> None:
    folder = hostile_run(tmp_path / "run")
    card = json.loads((folder / CARD).read_text())
    write_card(folder, card | {"failures": [{"cell": HOSTILE, "reason": "x"}]})
    with pytest.raises(FalseMatchError, match="wrong value of 'failures'"):
        write_folder_report(folder, tmp_path / "report.html")
