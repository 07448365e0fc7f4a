"""Choosing a matcher and an encoder, and the one notice when the fast encoder cannot run."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from PIL import Image

from simulator.errors import FalseMatchError, SlowerEncoder
from simulator.matchers import fast, registry
from simulator.matchers.registry import load_matcher, matcher_info, usable_encoder


def test_unknown_names() -> None:
    """The message lists what there is."""
    with pytest.raises(FalseMatchError, match="expected a matcher among dlib, found 'x'"):
        matcher_info("x")
    with pytest.raises(FalseMatchError, match="expected an encoder among fast, dlib, found 'x'"):
        load_matcher("dlib", "x")


def test_the_notice_comes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference is used, and the second time nothing is said."""
    monkeypatch.setattr(fast, "why_unusable", lambda: "ONNX Runtime was expected, found none")
    monkeypatch.setattr(registry, "_warned", set())
    with pytest.warns(SlowerEncoder, match="ONNX Runtime was expected, found none. The dlib"):
        assert usable_encoder("dlib", "fast") == "dlib"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert usable_encoder("dlib", "fast") == "dlib"
        assert usable_encoder("dlib", "dlib") == "dlib"


def test_the_fast_encoder_where_it_can_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """No notice, and the name that was asked for."""
    monkeypatch.setattr(fast, "why_unusable", lambda: None)
    assert usable_encoder("dlib", "fast") == "fast"


@pytest.mark.slow
def test_the_command_line_says_it_in_one_line(tmp_path: Path) -> None:
    """Without ONNX Runtime `encode` works all the same."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")
    Image.fromarray(data.astronaut()[:260, 95:355]).save(tmp_path / "eileen.png")
    code = (
        "import sys; sys.modules['onnxruntime'] = None; sys.argv[1:] = ['encode', sys.argv[1]];"
        "from simulator.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    notices = [line for line in done.stderr.splitlines() if "ONNX" in line]
    assert len(notices) == 1
    assert notices[0].startswith("falsematch: the fast encoder cannot run: ONNX Runtime was expec")
    assert "warn" not in done.stderr.lower()
    assert "1 enrolled, 0 failed to enroll." in done.stdout
