"""The first page opens at once: it needs none of the heavy libraries."""

import json
import subprocess
import sys
from pathlib import Path

from simulator.ui import cached

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "numpy", "scipy", "altair", "pyarrow", "sklearn", "cv2", "dlib", "babel")
OPEN = f"""
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(ROOT / "streamlit_app.py")!r}, default_timeout=60).run()
assert not app.exception and not app.error
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""


def test_no_heavy_library_on_the_first_page():
    """With its tables on disk, the first page imports neither NumPy nor pandas nor a matcher."""
    cached._first_board.clear()
    cached.first_board()  # makes the tables where they are missing
    done = subprocess.run(
        [sys.executable, "-c", OPEN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
