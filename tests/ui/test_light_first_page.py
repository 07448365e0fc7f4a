"""The first page opens at once: it needs none of the heavy libraries."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("pandas", "numpy", "scipy", "altair", "pyarrow", "sklearn", "cv2", "dlib", "babel")
OPEN = f"""
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(ROOT / "streamlit_app.py")!r}, default_timeout=60).run()
assert not app.exception and not app.error
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""


def loaded() -> list[str]:
    """Which of the heavy libraries a new process has after opening the first page."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_no_heavy_library_on_the_first_page(monkeypatch):
    """Once its tables are on disk, the first page imports no NumPy, pandas or matcher.

    Where photographs can be shown, it looks for them in the data set.
    """
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    loaded()  # makes them where they are missing
    assert loaded() == []
