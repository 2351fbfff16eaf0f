"""Values that break things: what spreadsheets leave, what people mistype, and what programs choke on."""

from __future__ import annotations

from random import Random
from typing import Any, Final

# Characters that deceive, that are spoilt, that no text may hold, or that few programs know.
CHARACTERS: Final = (
    "\0", "\x01", "\x08", "\t", "\x0b", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u034f", "\u061c", "\u180e",
    "\u2003",
    "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2066", "\u2800", "\u3000", "\u3164", "\ufe0f",
    "\ufeff", "\ufdd0", "\ufffd", "\ufffe", "\uffff", "\U0001fffe", "\U000e0041", "\U0010ffff", "\U000f0000", "\ue000",
    "⼀", "豈", "\U0002f800", "𠮷", "é", "e\u0301", "‼", "🏘️", "👨‍👩‍👧", "ｱ", "①", "㎡", "锟斤拷", "�", "İ", "ß",
)  # fmt: skip
# What stands in a cell that nobody meant.
CELLS: Final = (
    "", " ", "  \t", "0", "00", "-1", "+1", "1.0", "1e9", "9.90101E+11", "1,000", "９９", "99999999999999999999",
    "true", "yes",
    "no", "YES", "是", "否", "无", "null", "NULL", "None", "nan", "NaN", "#NAME?", "#REF!", "Err:501", "=1+1",
    "@SUM(A1)",
    "+86", "-", "—", "/", "?", "？", "合计", "小区名称", "备注", "1月5日", "5-Jan", "44931", "2022-11-28", "2022/11/28",
    "2022-02-30", "2022-13-01", "0000-00-00", "0001-01-01", "9999-12-31", "2062-11-28", "20221128", "2022-11-28T24:00",
    "2022-11-28T10:00:00+08:00", "2022-11-28T10:00+99:99", "2022-11-28T23:59:60+08:00", "2022-11-28 10:00",
    "2022年11月28日",
    "2022-11-28T10:00Z", "2022-11-28T10:00:00.000000000001+08:00", "990101", "99010", "9901010010021",
    "990101001001-001",
    "990101001001-000", "990101001001-9999", "990101001001-001 ", "990101-20221122-1", "990101-20220230-1", "500241",
    "110101",
    "甲；乙", "甲、乙", "甲;乙;;", "<b>x</b>", "<script>alert(1)</script>", "&amp;", "]]>", "<!--", "{{ x }}",
    "{% x %}", "[[url]]",
    "%s", "{}", "{value}", "$(x)", "`x`", "'; --", "\\", "\\n", '"', '""', '"x', "'", ",", "，", ";", "<<<<<<< HEAD",
    "=======",
    "../../etc/passwd", "http://x", "https://", "javascript:alert(1)", "13800138000", "110101199003070000",
    "a@b.example",
    "禄苑小区2栋301室", "x" * 199, "x" * 10_000, "x" * 10_001, "字" * 201, "9" * 4301, "a\nb", "a\r\nb", "a\rb", " x",
    "x ",
    "certify", "revoke", "correct", "apply", "compound", "community", "active", "archived", *CHARACTERS,
)  # fmt: skip
# The same for JSON; depth and size are tried as text (`documents`).
VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 7, 1.5, 1.0, 10**20, -(10**400), [], {}, [[]], [None], {"": ""}, {"x": None}, [{}], "",
    [1, 2, 3], {"a": [{"b": "c"}]}, *(cell for cell in CELLS if len(cell) < 30),
)  # fmt: skip
# Names that people, systems and programs give to what lies about; those of bytes are no UTF-8.
NAMES: Final = (
    ".DS_Store", "Thumbs.db", "desktop.ini", "~$areas.xlsx", ".~lock.areas.csv#", "areas.csv~", "areas.csv.bak",
    "areas.xlsx",
    "areas (1).csv", "areas - 副本.csv", "Areas.csv", "AREAS.CSV", "areas.CSV", "areas .csv", " areas.csv",
    "areas.csv ",
    "areas.tsv", "areas.csv.orig", ".areas.csv.swp", "#areas.csv#", "county.yaml", "README.md", ".gitkeep",
    "readme.txt",
    ".git", "..areas", "-rf", "--help", "a\nb.csv", "a\x1b[31mb", "a\u202egnp.csv", "x" * 250, "字" * 80, "990199",
    "99", "9901",
    "99010", "9901011", "９９０１０１", "990101 ", "abc", "\udcff\udcfe.csv", "\udce9\udc87.csv", "%00", "a:b", "a,b",
    "::error::x",
    "former.csv", "former.json", "workdays.json", "99.csv", "50.csv", "00.csv", "XX.csv", "99.json", "unplaced.csv",
    "cases.json",
)  # fmt: skip


def spoilt(random: Random, cell: str) -> str:
    """A cell that is not what it was: another value, or its own with something amiss."""
    at = random.randrange(len(cell) + 1)
    match random.randrange(12):
        case 0:
            return cell[:at]
        case 1:
            return cell[:at] + random.choice(CHARACTERS) + cell[at:]
        case 2:
            return cell + random.choice(CHARACTERS)
        case 3:
            return cell[:at] + cell[at + 1 :]
        case 4:
            return cell + cell
        case 5:
            digit = random.choice("0123456789")
            return cell[:at] + digit + cell[at + 1 :]
        case 6:
            return cell.upper() if random.random() < 0.5 else cell.swapcase()
        case 7:
            return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in cell)
        case 8:
            return chr(
                random.choice((random.randrange(0x80), random.randrange(0xD800), random.randrange(0xE000, 0x110000)))
            )
        case _:
            return random.choice(CELLS)
