"""Changes to files that know their structure: a value, a cell, a line, a member, or plain bytes."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

HUGE = "9" * 5000
TEXTS = [
    "",
    "x" * 300,
    "../../../ESCAPED",
    "/../../ESCAPED",
    "\x1b[31m",
    "[/x]",
    "![x](http://host/x)",
    "<script>x</script>",
    "=1+1",
    "²",
    "NaN",
    "-0",
    "1e999",
    "a\nb",
    "a*b|c,d=e",
    "ﷺ" * 50,
    "gender*gender*gender*gender",
    "~nosuchuser",
    "\u202e",
]
VALUES: list[Any] = [None, True, False, -1, 0, 2**63, 1e308, 0.5, [], {}, [[]], {"": None}, *TEXTS]


def changed_bytes(content: bytes, chance: random.Random) -> bytes:
    """Flip, cut, double or insert some bytes."""
    at = chance.randrange(len(content) + 1)
    end = min(len(content), at + chance.choice([1, 4, 50, 1000]))
    return chance.choice(
        [
            content[:at],
            content[:at] + content[end:],
            content[:end] + content[at:end] * chance.choice([1, 9]) + content[end:],
            content[:at] + chance.randbytes(chance.choice([1, 4, 30])) + content[end:],
            content[:at] + bytes([chance.choice([0, 255, 0x80, 10, 34])]) + content[at + 1 :],
            content[at:],
            b"",
        ]
    )


def changed_json(content: bytes, chance: random.Random) -> bytes:
    """Replace, delete or nest a value anywhere in the tree."""
    tree = json.loads(content)
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            places.append((node, key))
            if isinstance(node[key], (dict, list)):
                walk(node[key])

    walk(tree)
    for _ in range(chance.choice([1, 1, 2])):
        node, key = chance.choice(places)
        if isinstance(node, dict) and chance.random() < 0.2:
            node.pop(key, None)
        elif isinstance(node, dict) or key < len(node):
            node[key] = chance.choice(VALUES)
    text = json.dumps(tree)
    kind = chance.random()
    if kind < 0.05:
        return re.sub(r"\d+", HUGE, text, count=1).encode()
    if kind < 0.1:
        return b"[" * 100_000
    if kind < 0.13:
        return text.replace('"', '"\\ud800', 2).encode()
    return text.encode()


def changed_toml(content: bytes, chance: random.Random) -> bytes:
    """Give a key another value, or a line another place."""
    lines = content.decode().splitlines()
    at = chance.randrange(len(lines))
    key = lines[at].partition("=")[0]
    value = chance.choice(
        [
            *(json.dumps(text) for text in TEXTS),
            *("1", "-1", "0", "1e308", "nan", "inf", "true", "[]", "{}", "[[1]]", '[""]', HUGE),
            *("1979-05-27", "[" * 3000, '{a = {b = "c"}}', "[1, 'a', true]", "0x7fffffffffffffff"),
        ]
    )
    choice = chance.random()
    if choice < 0.7 and "=" in lines[at]:
        lines[at] = f"{key}= {value}"
    elif choice < 0.8:
        del lines[at]
    elif choice < 0.9:
        lines.insert(chance.randrange(len(lines)), lines[at])
    else:
        lines.insert(at, f"{chance.choice(['x', 'seed', 'mix', '[labels.x]', 'a.b.c'])} = {value}")
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def changed_csv(content: bytes, chance: random.Random) -> bytes:
    """Change a cell, drop or repeat a column or a line, or another encoding."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    row = chance.choice(rows)
    at = chance.randrange(len(row))
    choice = chance.random()
    if choice < 0.6:
        row[at] = chance.choice([*TEXTS, HUGE, "nan", "-1"])
    elif choice < 0.7:
        del row[at]
    elif choice < 0.8:
        row.insert(at, row[at])
    elif choice < 0.9:
        rows.remove(row)
    else:
        rows.append(row)
    text = io.StringIO()
    csv.writer(text, delimiter=chance.choice(",,,;\t|")).writerows(rows)
    return text.getvalue().encode(chance.choice(["utf-8", "utf-8", "utf-16", "latin-1"]), "replace")


def changed_sums(content: bytes, chance: random.Random) -> bytes:
    """Change a line of checksums."""
    lines = content.decode().splitlines()
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(
        ["", "0" * 64 + lines[at][64:], lines[at][:60], lines[at] + "\0", *TEXTS]
    )
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def changed_zip(content: bytes, chance: random.Random) -> bytes:
    """Change a member: its name, its bytes, its packing, what its header claims."""
    packing = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = [(one.filename, old.read(one)) for one in old.infolist()]
    at = chance.randrange(len(members))
    name, inside = members[at]
    choice = chance.random()
    if choice < 0.15:
        del members[at]
    elif choice < 0.3:
        members[at] = (chance.choice(["../ESCAPED.jpg", "/ESCAPED.jpg", "a" * 300, "x"]), inside)
    elif choice < 0.6:
        members[at] = (name, changed_bytes(inside, chance))
    elif choice < 0.8:
        header = re.sub(
            rb"\((\d+)", lambda _: b"(" + b"9" * chance.choice([9, 12, 19]), inside[:128]
        )
        members[at] = (name, header + inside[128:])
    new = io.BytesIO()
    with zipfile.ZipFile(new, "w", chance.choice(packing)) as file:
        for one, data in members:
            file.writestr(one, data)
    packed = bytearray(new.getvalue())
    if chance.random() < 0.3:  # a flag that asks for a password, or a size that is not true
        place = packed.rfind(b"PK\x01\x02")
        packed[place + chance.choice([8, 10, 20, 24, 26])] ^= chance.choice([1, 0x7F, 0xFF])
    return bytes(packed)


Change = Callable[[bytes, random.Random], bytes]


def mutate(content: bytes, change: Change, chance: random.Random) -> bytes:
    """Apply the change of a format three times of four, and else of bytes."""
    if chance.random() < 0.75:
        return change(content, chance)
    return changed_bytes(content, chance)
