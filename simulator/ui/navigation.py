"""The pages. Each is imported when it is opened: the first page does not need their libraries."""


def test() -> None:
    """Show the test, the first page."""
    from simulator.ui.pages.replay import page

    page()


def tonight() -> None:
    """Show the walk past the camera."""
    from simulator.ui.pages.tonight import page

    page()


def one_of_these() -> None:
    """Show the numbered cards that stand and sit."""
    from simulator.ui.pages.one_of_these import page

    page()


def lab() -> None:
    """Show the Lab."""
    from simulator.ui.pages.lab import page

    page()


def audit() -> None:
    """Show the audit of a gender classifier."""
    from simulator.ui.pages.audit import page

    page()


def batch() -> None:
    """Show the batch experiments."""
    from simulator.ui.pages.batch import page

    page()


def data() -> None:
    """Show the data sets and what their people agreed to."""
    from simulator.ui.pages.data import page

    page()


def lessons() -> None:
    """Show the lessons."""
    from simulator.ui.pages.lessons import page

    page()


def own_photo() -> None:
    """Show the page for an own photo."""
    from simulator.ui.pages.own_photo import page

    page()
