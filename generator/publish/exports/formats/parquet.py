"""Parquet, written in row groups. The only home of pyarrow: an extra that is imported only where the site asks for it.

Codes and times are strings (a time may be a day alone), a day is a date, `demonstration` is a boolean, an empty cell is
null.
"""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from types import TracebackType
from typing import IO, Any, Final

from generator.errors import UsageError
from generator.publish.exports.dictionary import Column, TableKind
from generator.publish.exports.formats.cells import value
from generator.publish.exports.formats.kind import Format, Rows, Sink

_GROUP: Final = 50_000


def require() -> None:
    """Raises UsageError where the library is missing."""
    if find_spec("pyarrow") is None:
        raise UsageError(
            "data/site.json 要求生成 Parquet（parquet），但没有安装 pyarrow；请运行 pip install 'wuyi[parquet]'，"
            "或者把 parquet 改为 false"
        )


class _Parquet:
    """A table as a Parquet file; rows are held until they fill a group. Its context gives what adds rows."""

    def __init__(self, file: IO[bytes], table: TableKind) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._table = table
        self._held: list[list[Any]] = [[] for _ in table.columns]
        self._schema = pa.schema(
            [
                pa.field(
                    column.name,
                    _type(column),
                    nullable=not column.required,
                    metadata={"description": column.english},
                )
                for column in table.columns
            ]
        )
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")

    def __enter__(self) -> Sink:
        return self.write

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def write(self, rows: Rows) -> None:
        """Adds rows of cells."""
        for row in rows:
            for held, column, cell in zip(self._held, self._table.columns, row, strict=True):
                typed = value(column, cell)
                held.append(date.fromisoformat(typed) if typed and column.is_day else typed)
        if len(self._held[0]) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._held[0]:
            arrays = [pa.array(held, field.type) for held, field in zip(self._held, self._schema, strict=True)]
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
            self._held = [[] for _ in self._table.columns]


def _type(column: Column) -> Any:
    import pyarrow as pa

    if column.is_day:
        return pa.date32()
    return {"boolean": pa.bool_(), "integer": pa.int64()}.get(column.kind, pa.string())


FORMAT: Final = Format(
    "parquet", ".parquet", "application/vnd.apache.parquet", "Parquet", "Apache Parquet", _Parquet, encoding=None,
    cells=None, of_provinces=False, is_wanted=lambda site: site.parquet, require=require,
)  # fmt: skip
