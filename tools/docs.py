"""Write measured numbers into the documents, or report which of them are stale.

A document holds a block between two comments, ``[[[cog measured("name") ]]]`` and ``[[[end]]]``.
``make docs`` (``python tools/docs.py``) runs cog, which calculates every block again with this
version of the program; ``python tools/docs.py --check`` changes nothing and shows how a stale block
would differ. Timings come from benchmarks and are not in blocks.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cogapp import Cog

# Importing a document's module registers its blocks.
from doc_blocks import (  # noqa: F401
    adjusted,
    audits,
    common,
    data,
    galleries,
    luck,
    measures,
    methods,
    normalization,
    reach,
    readme,
)
from doc_blocks.common import ROOT


def documents() -> list[Path]:
    """List the documents that hold a block."""
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [path for path in paths if "[[[cog" in path.read_text("utf-8")]


def measured(name: str) -> None:
    """Print a block for cog, with the empty lines that Markdown needs around a table."""
    print(f"\n{common.BLOCKS[name]()}\n")


def main(arguments: list[str] | None = None) -> int:
    """Rewrite or check documents; return cog's exit status, which is 5 for a stale block."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing; report stale blocks")
    parser.add_argument("documents", nargs="*", type=Path, help="default: all that hold blocks")
    asked = parser.parse_args(arguments)
    how = ["--check", "--diff", "--check-fail-msg", "Stale blocks. To rewrite them: make docs"]
    words = ["cog", *(how if asked.check else ["-r"]), "-P", "-U", "-n", "utf-8", "--verbosity=1"]
    words += ["-I", str(Path(__file__).parent), "-p", "from docs import measured"]
    return int(Cog().main([*words, *map(str, asked.documents or documents())]))


if __name__ == "__main__":
    sys.exit(main())
