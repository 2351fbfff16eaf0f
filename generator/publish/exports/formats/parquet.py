"""Parquet, for programs that read it: types are in the file, codes and times are strings, an empty cell is null."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from generator.errors import UsageError
from generator.publish.exports.formats.kind import Format


def require() -> None:
    """Raises UsageError where the library is missing."""
    if find_spec("pyarrow") is None:
        raise UsageError(
            "data/site.json 要求生成 Parquet（parquet），但没有安装 pyarrow；请运行 pip install 'wuyi[parquet]'，"
            "或者把 parquet 改为 false"
        )


FORMAT: Final = Format(
    "parquet", ".parquet", "application/vnd.apache.parquet", "Parquet", "Apache Parquet", encoding=None,
    of_provinces=lambda site: False, is_wanted=lambda site: site.parquet, require=require,
)  # fmt: skip
