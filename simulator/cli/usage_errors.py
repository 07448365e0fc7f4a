"""Wrong usage in one line: what was expected, what was found, and what to do next.

Click says what is wrong, and leaves the rest to its usage text, which is several lines.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any

import click

MEANT = {
    "--threshold": "A threshold is given as --distance 0.5, --confidence 99.9 (percent), "
    "--false-matches 28, --fpir 0.01 or --fmr 1e-6.",
    "--similarity-threshold": "Write --similarity 80, with --scores FILE.",
    "--size": "Write --gallery-size 5000.",
    "--n": "Write --gallery-size 5000.",
    "--by": "Write --group-by gender.",
    "--group": "Write --group-by gender.",
    "--groups": "Write --group-by gender.",
    "--dataset": "Write --probes NAME for those searched for, --gallery NAME for those searched.",
    "--output": "Write --out DIR.",
    "--verbose": "Write --full to see everything.",
    "--quiet": "Write --json to print no table.",
    "--csv": "Write --out DIR for CSV and JSON.",
    "--format": "Write --json.",
    "--license": "Write --licence.",
    "--labeled-by": "Write --labelled-by.",
}
"""Options that people try, and what serves instead, where it is an option of that command."""

_FRACTIONS = ("fpir", "fmr")
"""Parameters that are shares of 1; all others with a percent sign are percentages."""


def in_one_line(error: click.UsageError, group: click.Group, words: Sequence[str]) -> str:
    """Return a usage error as one line.

    Args:
        error: what Click raised.
        group: the whole command line.
        words: the words that were typed after the command's own name.
    """
    path, command = _command_of(group, words)
    line = " ".join(error.format_message().split())
    if isinstance(error, click.MissingParameter) and error.param is not None:
        line = _missing(error.param)
    elif isinstance(error, click.BadParameter):
        line = _bad_value(error)
    else:
        for pattern, say in _OTHERS:
            found = pattern.search(error.format_message())
            if found is not None:
                line = say(found[1], path, command)
    return f"{line} See `{path} --help`."


def _command_of(group: click.Group, words: Sequence[str]) -> tuple[str, click.Command]:
    path, command = "falsematch", group
    for word in words:
        inner = command.commands.get(word)
        if inner is None:
            break
        path = f"{path} {word}"
        if not isinstance(inner, click.Group):
            return path, inner
        command = inner
    return path, command


def _missing(param: click.Parameter) -> str:
    return f"expected {_name(param)}, found none. Add it."


def _name(param: click.Parameter) -> str:
    """Return a parameter as people type it: ``--out DIR``, or ``EXPERIMENT``."""
    if isinstance(param, click.Option):
        name = next((o for o in param.opts if o.startswith("--")), param.opts[0])
        return f"{name} {param.make_metavar(click.Context(click.Command(''))).strip('[]')}"
    return (param.metavar or str(param.name)).upper()


def _bad_value(error: click.BadParameter) -> str:
    param = error.param
    option = param.opts[-1] if isinstance(param, click.Option) else ""
    where = f"for {option}, " if option else ""
    if error.message.startswith("expected"):
        return where + error.message
    value = next(iter(re.findall(r"^'?(.*?)'? is not ", error.message)), error.message)
    wanted = _wanted(None if param is None else param.type)
    return f"{where}expected {wanted}, found {value!r}. {_correction(value, param)}"


def _wanted(kind: click.ParamType[Any] | None) -> str:
    if isinstance(kind, click.Choice):
        choices = ", ".join(map(str, kind.choices))
        return f"one of {choices}" if len(kind.choices) > 1 else choices
    if isinstance(kind, (click.IntRange, click.FloatRange)):
        number = "a whole number" if isinstance(kind, click.IntRange) else "a number"
        if kind.max is None:
            return f"{number} of {kind.min} or more"
        return f"{number} from {kind.min} to {kind.max}"
    if kind is click.INT:
        return "a whole number"
    return "a number" if kind is click.FLOAT else "another value"


def _correction(value: str, param: click.Parameter | None) -> str:
    kind = None if param is None else param.type
    if isinstance(kind, click.Choice):
        close = difflib.get_close_matches(value.lower(), list(map(str, kind.choices)), 1)
        return f"Did you mean {close[0]!r}?" if close else "Choose one of those."
    whole = isinstance(kind, click.IntRange) or kind is click.INT
    if whole and re.fullmatch(r"\d{1,3}([,. _']\d{3})+", value):
        return f"Write it without signs for thousands: {re.sub(r'[^0-9]', '', value)}."
    percent = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*%", value)
    if percent is not None and not whole:
        number = float(percent[1].replace(",", "."))
        if param is not None and param.name in _FRACTIONS:
            return f"Write the share as a fraction: {number / 100:g}."
        return f"Leave the percent sign out: {number:g}."
    if re.fullmatch(r"[+-]?\d+,\d+", value) and not whole:
        return f"Write decimals with a point: {value.replace(',', '.')}."
    return "Correct the value."


def _no_option(found: str, path: str, command: click.Command) -> str:
    known = [o for param in command.params for o in param.opts if o.startswith("--")]
    close = difflib.get_close_matches(found, [*known, "--help"], 1)
    instead = MEANT.get(found, "")
    if {*re.findall(r"--[\w-]+", instead)} & {*known}:
        advice = instead
    elif close:
        advice = f"Did you mean {close[0]!r}?"
    else:
        advice = "Leave it out."
    return f"expected an option of `{path}`, found {found!r}. {advice}"


def _no_command(found: str, path: str, command: click.Command) -> str:
    known = list(command.commands) if isinstance(command, click.Group) else []
    close = difflib.get_close_matches(found, known, 1)
    advice = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(known)}."
    return f"expected a command of `{path}`, found {found!r}. {advice}"


def _no_value(found: str, _path: str, command: click.Command) -> str:
    param = next((one for one in command.params if found in one.opts), None)
    shown = found if param is None else _name(param)
    return f"expected a value after {found}, found none. Write {shown}."


def _flag_with_value(found: str, _path: str, _command: click.Command) -> str:
    return f"expected {found} alone, found a value after it. Leave the value out."


def _extra(found: str, _path: str, command: click.Command) -> str:
    takes = [_name(p) for p in command.params if isinstance(p, click.Argument)]
    expected = f"only {' and '.join(takes)}" if takes else "no argument"
    return (
        f"expected {expected}, found also {found!r}. Leave it out, or put names with spaces "
        "in quotes."
    )


_OTHERS: tuple[tuple[re.Pattern[str], Callable[[str, str, click.Command], str]], ...] = (
    (re.compile(r"^No such option:? '?(-[^\s'.]*)'?"), _no_option),
    (re.compile(r"^No such command '(.*?)'\."), _no_command),
    (re.compile(r"^Option '(.*?)' requires"), _no_value),
    (re.compile(r"^Option '(.*?)' does not take a value"), _flag_with_value),
    (re.compile(r"^Got unexpected extra arguments? \((.*)\)"), _extra),
)
