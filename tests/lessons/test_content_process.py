"""Another process calculates what the lessons show, and it equals what this one calculates."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from support.lesson_content import calculated_content

from simulator.errors import FalseMatchError
from simulator.i18n.language import speaking
from simulator.lessons import content_process, make_content
from simulator.processes import worker_process


def test_the_process_answers_in_the_language_asked_for(monkeypatch):
    """The content comes in each language, as plain values."""
    monkeypatch.setattr(make_content, "make_content", lambda: {"said": content_process.language()})
    assert content_process.answers(None, ["es", "en"]) == [{"said": "es"}, {"said": "en"}]


@pytest.mark.slow
def test_it_is_the_same_and_needs_no_library_here(tmp_path):
    """The server's process imports neither NumPy nor pandas, and gets what it would have made."""
    code = (
        "import json, sys\n"
        "from simulator.lessons.content_process import make_content_in_process\n"
        "made = make_content_in_process()\n"
        "heavy = sorted({'numpy', 'pandas', 'sklearn'} & set(sys.modules))\n"
        "print(json.dumps([heavy, made]))"
    )
    environment = {**os.environ, "FALSEMATCH_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    )
    heavy, made = json.loads(done.stdout)
    assert heavy == []
    with speaking("en"):
        assert made == json.loads(json.dumps(calculated_content()))


def test_a_process_that_ends_is_one_sentence(monkeypatch):
    """No half answer and no traceback."""
    dies = [sys.executable, "-c", "print('\"ready\"', flush=True)"]
    monkeypatch.setattr(worker_process, "command", lambda module: dies)
    with pytest.raises(FalseMatchError, match="process"):
        content_process.make_content_in_process()
