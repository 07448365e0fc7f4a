"""Pictures and scripts for pages outside Streamlit: found, mountable and safely embedded."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from simulator.charts import embedding

STATIC = Path(embedding.__file__).resolve().parent / "static"
COMPONENTS = [
    *embedding.MOUNTED,
    "lesson",
    "lesson_foot",
    "matcher",
    "own_photo",
    "own_result",
    "groups",
]


def test_a_file_is_found_by_its_name_alone():
    """Names are unique under ``static``, so the folder that holds a file does not matter."""
    names = [path.name for path in STATIC.rglob("*") if path.is_file()]
    assert len(names) == len(set(names)) > 20
    for path in STATIC.rglob("*.js"):
        assert embedding.ui_file(path.name) == path.read_text("utf-8")


def test_a_missing_file_is_named():
    """The error says which file was expected and what to do."""
    with pytest.raises(FileNotFoundError, match="nonsense.js.*Reinstall"):
        embedding.ui_file("nonsense.js")


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_picture_has_a_frame(name):
    """Its styles begin with the shared ones, and it has markup of its own."""
    frame = embedding.frame_of(name)
    assert frame["css"].startswith(embedding.ui_file("common.css"))
    assert frame["html"].strip().startswith("<")


@pytest.mark.parametrize("name", embedding.MOUNTED)
def test_a_component_becomes_mountable(name):
    """Its default export becomes a function of that name, and no export is left."""
    script = embedding.mountable(name)
    assert "function mount(component)" in script
    assert "export default" not in script


def test_the_lesson_script_exports_one_function():
    """The pictures are mounted inside it, each with names of its own."""
    script = embedding.lesson_script()
    assert script.count("export default function (") == 1
    assert all(f"{name}: (() =>" in script for name in embedding.MOUNTED)


def test_the_end_of_a_step_looks_the_same_in_another_place():
    """Below the live matcher it has the lesson's styles."""
    assert embedding.frame_of("lesson_foot")["css"] == embedding.frame_of("lesson")["css"]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("node"), reason="needs node to parse JavaScript")
def test_the_scripts_can_be_parsed(tmp_path):
    """A script in several files is one valid module, and so is the lesson runner."""
    scripts = {
        name: embedding.ui_file("common.js") + embedding.script_of(name) for name in COMPONENTS
    }
    scripts["lesson"] = embedding.lesson_script()
    for name, script in scripts.items():
        file = tmp_path / f"{name}.mjs"
        file.write_text(script, "utf-8")
        checked = subprocess.run(["node", "--check", file], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr.decode()


def test_nothing_ends_the_element_early():
    """A script or a text that holds an end tag stays inside its element, and reads back whole."""
    assert "</script" not in embedding.in_a_page('a = "</script>"')
    hostile = '{"a": "</script><b><!--"}'
    escaped = embedding.json_in_a_page(hostile)
    assert "<" not in escaped
    assert json.loads(escaped) == json.loads(hostile)
