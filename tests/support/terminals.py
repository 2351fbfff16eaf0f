"""Sessions on a real terminal, as a person has them, and drawings of what then stands on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

WIDTH: Final = 48  # columns; a Chinese character takes two
_CELL, _LINE, _EDGE, _BAR = 8, 22, 14, 30
_PATIENCE: Final = 20
_INK, _TYPED, _PAPER, _HEAD = "#e6e6e6", "#9be08f", "#1f2430", "#39414f"
_SEQUENCE: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


def session(
    command: Sequence[str | Path], folder: Path, talk: Sequence[tuple[str, str]], environment: Mapping[str, str]
) -> tuple[str, int]:
    """What stands on the screen, with what is typed, and how it ended. `talk` are questions, each with its answer.

    Questions that do not come, and a program that says nothing for long, end it.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(command[0], [str(word) for word in command], dict(environment))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    said, mark, waiting = b"", 0, list(talk)
    while True:
        if not select.select([terminal], [], [], _PATIENCE)[0]:
            os.kill(child, signal.SIGKILL)
            break
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
        if waiting and waiting[0][0].encode() in said[mark:]:
            mark = len(said)
            os.write(terminal, waiting.pop(0)[1].encode())
    os.close(terminal)
    return _SEQUENCE.sub("", said.decode("utf-8", "replace")), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def drawing(title: str, text: str) -> str:
    """A window with the lines of a session, as SVG. Lines that begin with "$ " are what was typed."""
    rows = [(line.startswith("$ "), row) for line in text.rstrip("\n").split("\n") for row in _wrapped(line)]
    width, height = WIDTH * _CELL + 2 * _EDGE, _BAR + len(rows) * _LINE + _EDGE
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" rx="6" fill="{_PAPER}"/>',
        f'<path d="M0 {_BAR}V6a6 6 0 0 1 6-6H{width - 6}a6 6 0 0 1 6 6V{_BAR}z" fill="{_HEAD}"/>',
        f'<g font-family="monospace" font-size="14" fill="{_INK}" xml:space="preserve">',
        f'<text x="{_EDGE}" y="20" font-family="sans-serif">{escape(title)}</text>',
    ]
    for number, (typed, row) in enumerate(rows):
        y = _BAR + (number + 1) * _LINE - 4
        colour = f' fill="{_TYPED}"' if typed else ""
        runs = "".join(
            f'<tspan x="{_EDGE + at * _CELL}" textLength="{_cells(run) * _CELL}">{escape(run)}</tspan>'
            for at, run in _runs(row)
        )
        if runs:
            drawn.append(f'<text y="{y}"{colour}>{runs}</text>')
    return "\n".join([*drawn, "</g>", "</svg>", ""])


def _cells(text: str) -> int:
    return sum(_wide(character) + 1 for character in text)


def _wide(character: str) -> bool:
    # Quotes and dots of Chinese are wide on a terminal that is set up for it.
    return unicodedata.east_asian_width(character) in "WFA"


def _wrapped(line: str) -> Iterator[str]:
    """A line as rows of the screen; what was typed goes on in the next one word by word."""
    row = ""
    for character in line if not line.startswith("$ ") else re.findall(r" *[^ ]+", line):
        if _cells(row + character) > WIDTH:
            yield row
            row = ""
        row += character
    yield row


def _runs(row: str) -> Iterator[tuple[int, str]]:
    """The pieces of a row that are of one width and hold no two blanks, each with the column where it begins."""
    at = 0
    for piece in re.split(r"( {2,})", row):
        for _, characters in groupby(piece, _wide):
            run = "".join(characters)
            if run.strip():
                yield at, run
            at += _cells(run)
