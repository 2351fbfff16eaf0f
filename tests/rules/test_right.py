"""The nearest right neighbour of each wrong folder: what the rules must let pass.

`right/<CODE>-<slug>/data/` is laid over `cases/base`, like the wrong folders of `cases/`; a folder that is next to
several findings has all their codes in its name. It stands as close to the fault as the data can: the last day of
a time limit, the same day, the one body that may. There is nothing to report of any of them.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from generator.findings import CATALOGUE
from tests.support.folders import CASES, ROOT, copy_data, report_of

RIGHT: Final = ROOT / "tests" / "right"
ALL: Final = sorted(path.name for path in RIGHT.iterdir())

# Codes whose nearest right neighbour is the base itself, and what in it is next to the fault.
BASE: Final = {
    "E124": "its texts lead to pages that there are",
    "E125": "each of its texts has an address of its own",
    "E126": "its texts name totals that there are",
    "E127": "the pages that every page leads to are written",
    "W124": "its texts stand in the folders that are published",
    "E101": "its Chinese names are UTF-8",
    "E102": "its headers leave out optional last columns",
    "E103": "its rows are as long as their headers, empty cells included",
    "E104": "its JSON files can be read",
    "E105": "its files are small",
    "E106": "its fields have no quotes",
    "E107": "it has site.json and county.json",
    "E108": "it has nothing but data files",
    "E109": "its folder 990101 is a county of divisions/99.csv",
    "E110": "it has one county, which is enough",
    "E111": "each of its tables stands there once",
    "E112": "its headers name each column once",
    "E113": "its tables have headers",
    "E114": "its divisions are sorted as text: a county stands before its streets",
    "E115": "none of its rows is wrong",
    "E117": "none of its files has a mark of a merge",
    "E118": "its tables and documents are text",
    "E119": "its tables have commas",
    "E120": "the texts of the project say their title, slug, description and day, and no more",
    "E121": "the texts of the project hold characters that are seen",
    "E122": "the texts of the project hold what Markdown makes, links and code",
    "E123": "the texts of the project are short",
    "E130": "there are texts beside its data wherever a site is made of it",
    "E131": "the pictures of its guide lie in content/pictures/, and are what their names say",
    "E132": "the pictures of its guide are small",
    "E133": "the drawings of its guide are made of lines and words alone",
    "E134": "each picture of its guide has a text that stands for it",
    **dict.fromkeys(("E135", "E136", "E137", "E221", "W135", "W136", "W137"), "it has the look that ships"),
    **dict.fromkeys(("E138", "E139", "E140"), "its texts lead to no files"),
    "E129": "its official list has the city and the province of its county",
    "E201": "its optional cells are empty, its required ones are not",
    "E202": "its 12-digit codes are whole",
    "E203": "its declared count is a whole number",
    "E204": "its names hold a hyphen only inside (1-5栋)",
    "E205": "its texts hold only visible characters",
    "E206": "its address is https",
    "E207": "its codes are those of the lists",
    "E208": "its JSON files have the known keys, and leave some out",
    "E209": "county.json has a list of schemes",
    "E211": "its names were read in the encoding that they were written in",
    "E212": "its empty cells are empty",
    "E214": "its names are names",
    "E219": "its source has one blank",
    "W213": "its official names have no private characters",
    "E405": "its bodies are the community, its street, its county and its province, and 99 is two levels above",
    "E407": "its folder, its settings and its notice name the same county",
    "E410": "its areas are of province 99, and it is marked as a demonstration",
    "E501": "its lines are numbered from 1",
    "W603": "its publication names a notice; the steps before it need none",
    "E670": "it has no table of keys, and asks for no signatures",
    "E671": "nobody has put a key into it",
    "E672": "nobody's key is in it twice",
    "E673": "it has no key that could end",
    "W674": "it has no key for a county without a folder",
    "E675": "it asks for no signatures, so nobody need hold keys",
    "E680": "its commits need no signature",
    "E681": "nothing of it was signed and altered",
    "E682": "it takes nobody for a stranger",
    "E683": "it has no key that has ended",
    "E684": "it has no key that is yet to begin",
    "E685": "it has no key that was taken back",
    "E686": "its settings are anybody's, as signatures are not asked for",
    "E687": "it has nothing beside what the rules name",
    "E688": "it has no table that two must sign",
    "E689": "none of its commits needs a time",
    "E696": "nothing was removed of it before",
    "E697": "nothing of it is removed now",
}


def _codes(name: str) -> list[str]:
    return re.findall(r"\b[EW][0-9]{3}\b", name)


@pytest.mark.parametrize("name", ALL)
def test_a_right_folder_has_no_finding(name: str, tmp_path: Path) -> None:
    """The nearest neighbour of a fault is no fault."""
    data = copy_data(CASES / "base", tmp_path / "data")
    shutil.copytree(RIGHT / name / "data", data, dirs_exist_ok=True)
    if (RIGHT / name / "case.json").is_file():  # as in `cases/`
        for path in json.loads((RIGHT / name / "case.json").read_text(encoding="utf-8"))["delete"]:
            shutil.rmtree(data / path)
    report = report_of(data)
    assert [(one.code, one.path, one.line, one.message) for one in report.findings] == []
    assert report.counties == 1


def test_every_code_has_a_right_neighbour() -> None:
    """A finding comes with a folder next to it, or the base is that folder.

    History is judged between two folders, but for the end of an area (E813), which stands in one.
    """
    own = {code for name in ALL for code in _codes(name)}
    assert own.isdisjoint(BASE)
    assert own | BASE.keys() == {code for code in CATALOGUE if code[1] != "8" or code == "E813"}
