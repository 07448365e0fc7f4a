"""The pages, each imported when it is first opened: the first one needs none of their libraries."""


def test() -> None:
    """The test: first of all."""
    from simulator.ui.pages.replay import page

    page()


def lab() -> None:
    """The Lab."""
    from simulator.ui.pages.lab import page

    page()


def audit() -> None:
    """The audit of a gender classifier."""
    from simulator.ui.pages.audit import page

    page()


def batch() -> None:
    """Batch experiments."""
    from simulator.ui.pages.batch import page

    page()


def data() -> None:
    """Data and consent."""
    from simulator.ui.pages.data import page

    page()


def lessons() -> None:
    """The lessons."""
    from simulator.ui.pages.lessons import page

    page()


def own_photo() -> None:
    """Your own photo."""
    from simulator.ui.pages.own_photo import page

    page()
