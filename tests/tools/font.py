"""Makes the font of the share pictures: `python -m tests.tools.font NotoSansCJK-Bold.ttc` (Debian: fonts-noto-cjk).

What ships is the part of Noto Sans CJK SC Bold with the characters of everyday Chinese (GB 2312), of every name of a
province, city and county, and of what the pictures say; the rest of the font is five times as large. The file is made
anew only when characters are wanted that it lacks: pictures change with it.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from generator.publish.pages import share
from tests.support.folders import ROOT

# The member of the collection with the forms of the mainland.
_FAMILY = "Noto Sans CJK SC"
# A name of a street or village may have any character; those of counties and above stand in the pictures.
_COUNTY = 6
# Rows of GB 2312: signs and letters, then the characters themselves.
_ROWS = ((0xA1, 0xA3), (0xB0, 0xF7))


def characters() -> set[str]:
    """The characters that the font has to have."""
    return {*map(chr, range(0x20, 0x7F)), *"·—…《》“”（），。：；、○●◆■▲", *_everyday(), *_names()}


def _everyday() -> Iterator[str]:
    for first, last in _ROWS:
        for row in range(first, last + 1):
            for cell in range(0xA1, 0xFF):
                yield bytes((row, cell)).decode("gb2312", errors="ignore")


def _names() -> Iterator[str]:
    for path in sorted((ROOT / "data" / "divisions").glob("[0-9][0-9].csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if len(row["code"]) <= _COUNTY:
                    yield from row["name"]


def _chosen(collection: Path) -> TTFont:
    for number in range(64):
        font = TTFont(collection, fontNumber=number)
        if font["name"].getDebugName(1) == _FAMILY or font["name"].getDebugName(16) == _FAMILY:
            return font
    raise ValueError(f"{collection} has no {_FAMILY}")


def make(collection: Path, target: Path) -> None:
    """Writes the part of a collection that the pictures need."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "DSIG"]
    options.recalc_timestamp = False
    font = _chosen(collection)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(ord(character) for character in characters() if character))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    """The tool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    make(parser.parse_args().collection, share.FONT)


if __name__ == "__main__":
    main()
