"""Files of every kind that an import reads, damaged by the thousand: each ends with rows or with problems.

`python -m tests.tools.lists --seed 1 --first 0 --count 1000` prints what came of them as JSON; the process may take no
more memory than said, and each file no more time.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import sys
import traceback
from collections import Counter
from time import monotonic
from typing import Any, Final

from generator.staff.intake.reader import read_list
from tests.support.lists import csv, docx, ods, ods_row, paragraph, repacked, xls, xlsx

MEMORY: Final = 2 << 30
SECONDS: Final = 20
NAMES: Final = ("a.xlsx", "a.xls", "a.ods", "a.docx", "a.csv", "a.txt", "a.pdf", "a.html", "名单")
# Pieces that mean something to a reader of such files.
PIECES: Final = (
    b"", b"\0", b"\xff" * 4, b"\x80\x00\x00\x00", b"PK\x03\x04", b"%PDF-1.7\n", b"<", b">", b"<a>" * 2_000, b"&#0;",
    b"&x;", b'"', b",", b"\t", b"\r", b'="9999999999"', b"9" * 50, b"-1", b"A1:XFD1048576", b"1e999",
    b"\xe5\xb0\x8f\xe5\x8c\xba", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
ROWS: Final = [("街道", "小区名称", "日期"), ("罗店镇", "甲苑", "2022-12-07"), ("罗店镇", "乙苑(1-5栋)", "5")]


class LateError(BaseException):
    """A file takes too long."""


def _late(number: int, frame: object) -> None:
    raise LateError


def _old(sheet: Any) -> None:
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.write(number, column, text)


def sound() -> tuple[bytes, ...]:
    """Files that can be read, of every kind."""
    return (
        xlsx(rows=ROWS),
        ods(*(ods_row(*row) for row in ROWS)),
        docx(paragraph("关于公布第三批无疫小区的通告") + paragraph("无疫小区（2个）：甲苑、乙苑")),
        csv(*(",".join(row) for row in ROWS)),
        csv(*("\t".join(row) for row in ROWS)),
        xls(_old),
        "无疫小区（2个）\n中和街道\n凤凰社区：甲苑、乙苑\n".encode("gb18030"),
        "<html><body><table><tr><td>小区名称<tr><td>甲苑</table>".encode(),
    )


def damaged(files: tuple[bytes, ...], seed: int, number: int) -> tuple[bytes, str]:
    """A file with some damage, also below its compression, and its name."""
    chance = random.Random(f"{seed}-{number}")
    content = chance.choice(files)
    if content.startswith(b"PK") and chance.random() < 0.7:
        content = repacked(content, lambda name, part: _put(chance, part) if chance.random() < 0.2 else part)
    else:
        content = _put(chance, content)
    return content, chance.choice(NAMES)


def _put(chance: random.Random, content: bytes) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(content) + 1)
        piece = chance.choice((*PIECES, chance.randbytes(3), content[at : at + 200] * 3))
        content = content[:at] + piece + content[at + chance.choice((0, 0, 1, len(piece), 100)) :]
    return content


def run(seed: int, first: int, count: int) -> dict[str, Any]:
    """So many files."""
    files, tally, failures, longest = sound(), Counter[str](), [], 0.0
    signal.signal(signal.SIGALRM, _late)
    for number in range(first, first + count):
        content, name = damaged(files, seed, number)
        began = monotonic()
        signal.alarm(SECONDS)
        try:
            found = read_list(content, name)
            if not found.rows and not found.problems:
                raise ValueError("neither rows nor problems")
            tally["rows" if found.rows and not found.problems else "both" if found.rows else "problems"] += 1
        except (Exception, LateError):
            failures.append(f"{seed}-{number} {name}: {traceback.format_exc(limit=-4)}")
        finally:
            signal.alarm(0)
        longest = max(longest, monotonic() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"files": count, "tally": dict(tally), "failures": failures, "longest": round(longest, 2), "memory": memory}


def main() -> int:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1_000)
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    told = run(given.seed, given.first, given.count)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if told["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
