"""Pictures and scripts that stand in pages outside Streamlit."""

from simulator.charts import embedding as page_parts


def test_a_component_becomes_mountable():
    """Its default export becomes a function of that name, and no export is left."""
    for name in page_parts.MOUNTED:
        script = page_parts.mountable(name)
        assert "function mount(component)" in script
        assert "export default" not in script


def test_the_lesson_script_exports_one_function():
    """The pictures are mounted inside it, each with names of its own."""
    script = page_parts.lesson_script()
    assert script.count("export default function (") == 1
    assert all(f"{name}: (() =>" in script for name in page_parts.MOUNTED)


def test_nothing_ends_the_element_early():
    """A script or a text that holds an end tag stays inside its element."""
    assert "</script" not in page_parts.in_a_page('a = "</script>"')
    assert "<" not in page_parts.json_in_a_page('{"a": "</script><b>"}')
