"""A repository of one's own: data and texts, and around them what a code platform and its people need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from generator import __version__
from generator.errors import UsageError
from generator.reading.leftovers import NAMES
from generator.staff.founding import registers, stamp, texts
from generator.staff.founding.registers import Binding, Keeper, Site
from generator.staff.founding.source import County, Source
from generator.staff.founding.stamp import Values

OWNERS: Final = "CODEOWNERS"
REQUIREMENTS: Final = "requirements.txt"
_OWNER: Final = re.compile(r"@[A-Za-z0-9][A-Za-z0-9._/-]{0,100}")
_OWNERS_HEAD: Final = """\
# 每个区县一行：这个文件夹的合并请求由谁核对。写代码平台的账号或组，以 @ 开头；去掉行首的“# ”才算数。
"""


class Founding(NamedTuple):
    """What a register that begins is asked for. `requirement` is how pip gets the program."""

    source: Source
    site: Site
    keeper: Keeper
    counties: Sequence[County]
    bound: Mapping[str, Sequence[Binding]]
    owner: str | None = None
    requirement: str | None = None


def data_files(founding: Founding) -> dict[str, bytes]:
    """The files of the data folder, by their paths in it. Raises UsageError where they cannot be published."""
    codes = [county.code for county in founding.counties]
    schemes = {binding.scheme.id: binding.scheme for own in founding.bound.values() for binding in own}
    files = registers.site_file(founding.site, founding.keeper, codes)
    files |= registers.shared_files(founding.source, codes, [*schemes.values()])
    for county in founding.counties:
        files |= registers.county_files(county, founding.bound[county.code], founding.keeper)
    return files


def files(founding: Founding) -> dict[str, bytes]:
    """The files of the whole repository, by their paths. Raises UsageError where they cannot be published."""
    values = Values(
        founding.counties[0].code, _a_place(founding), _titles(founding), founding.site.tag_authority,
        founding.site.name, founding.site.name_en is not None,
    )  # fmt: skip
    data = data_files(founding)
    own = program_files(values)
    made = {f"data/{name}": content for name, content in data.items()} | own
    made[REQUIREMENTS] = _starter(values, _requirement(founding.requirement))[REQUIREMENTS]
    shown = {f"data/{name}": content for name, content in shipped_data(data).items()}
    made[stamp.NAME] = stamp.encoded(stamp.of_now(values, own | shown))
    lines = [owner_line(county.code, founding.owner) for county in founding.counties]
    made[OWNERS] = (_OWNERS_HEAD + "".join(lines)).encode()
    return dict(sorted(made.items()))


def program_files(values: Values) -> dict[str, bytes]:
    """What the program writes around the data, and as texts, by paths: it may write them anew in a later version."""
    facts = texts.Facts(values.county, values.place, values.titles, values.tag_authority)
    made = {f"content/{name}": content for name, content in texts.texts(facts, english=values.english).items()}
    made |= {name: content for name, content in _starter(values, "").items() if name != REQUIREMENTS}
    return dict(sorted(made.items()))


def shipped_data(names: Iterable[str]) -> dict[str, bytes]:
    """As they ship: those of some files of a data folder that came with the program, lists of codes and schemes."""
    source = Source()
    found = {}
    for name in names:
        folder, _, file = name.partition("/")
        stem = file.rpartition(".")[0]
        if folder == "schemes" and stem in source.scheme_ids():
            found[name] = source.scheme(stem).content
        elif folder == "divisions" and stem in source.provinces:
            found[name] = source.table(stem)
    return found


def _starter(values: Values, requirement: str) -> dict[str, bytes]:
    named = {
        "@county@": values.county, "@name@": values.name, "@version@": __version__, "@requirement@": requirement,
    }  # fmt: skip
    made = {}
    for path in sorted(texts.STARTER.rglob("*")):
        within = path.relative_to(texts.STARTER)
        if path.is_file() and within.parts[0] != "content":
            text = path.read_text(encoding="utf-8")
            for name, value in named.items():
                text = text.replace(name, value)
            made[within.as_posix().replace("dot.", ".")] = text.encode()
    made[".gitignore"] += "".join(f"{pattern.replace('#*', chr(92) + '#*', 1) if pattern[0] == '#' else pattern}\n"
                                  for _, pattern in NAMES).encode()  # fmt: skip
    return made


def owner_line(code: str, owner: str | None) -> str:
    """The line of a county in CODEOWNERS. Raises UsageError for an owner that is no account."""
    if owner is not None and not _OWNER.fullmatch(owner):
        raise UsageError(f"“{owner}”不是代码平台的账号或组；以 @ 开头，如 @example/xiushan")
    return f"/data/registers/{code}/ {owner}\n" if owner else f"# /data/registers/{code}/ @账号\n"


def _requirement(text: str | None) -> str:
    if text is None:
        return f"wuyi=={__version__}"
    if not text.strip() or "\n" in text or text.startswith("#"):
        raise UsageError("--requirement 写 pip 认得的一行，如 wuyi==版本、安装包的位置或 git 地址")
    return text.strip()


def _titles(founding: Founding) -> tuple[str, ...]:
    """The names of all titles of the schemes, each once."""
    profiles = [binding.scheme.profile for own in founding.bound.values() for binding in own]
    return tuple(dict.fromkeys(str(title["name"]) for profile in profiles for title in profile["titles"]))


def _a_place(founding: Founding) -> str:
    """A community of the first county, for examples; one that could be where the lists have none."""
    code = founding.counties[0].code
    units = founding.source.units(code[:2])
    return next((unit for unit in sorted(units) if len(unit) == 12 and unit.startswith(code)), f"{code}001001")
