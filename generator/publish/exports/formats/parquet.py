"""Parquet, written in row groups. The only home of pyarrow, which is imported only where the site asks for it.

Codes and times are strings (a time may be a day alone), a day is a date, `demonstration` is a boolean, an empty cell is
null.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Final

from generator.errors import UsageError
from generator.publish.exports.dictionary import Column, TableKind
from generator.publish.exports.formats.cells import GUARDED
from generator.publish.exports.formats.kind import Format

_GROUP: Final = 50_000


def require() -> None:
    """Raises UsageError where the library is missing."""
    if find_spec("pyarrow") is None:
        raise UsageError(
            "data/site.json 要求生成 Parquet（parquet），但没有安装 pyarrow；请运行 pip install pyarrow，"
            "或者把 parquet 改为 false"
        )


def convert(plain: Path, file: IO[bytes], table: TableKind) -> None:
    """Writes the plain table of the country as Parquet; no more rows are held than a group has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([_field(column) for column in table.columns])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        held: list[Any] = []
        rows = 0
        for batch in _batches(plain, table):
            while rows + len(batch) >= _GROUP:
                held.append(batch[: _GROUP - rows])
                writer.write_table(_group(held, schema))
                batch = batch[_GROUP - rows :]
                held, rows = [], 0
            held.append(batch)
            rows += len(batch)
        if rows:
            writer.write_table(_group(held, schema))


def _batches(plain: Path, table: TableKind) -> Any:
    """The rows of a plain table, typed, a piece at a time."""
    from pyarrow import csv

    return csv.open_csv(
        plain,
        csv.ReadOptions(use_threads=False),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types={column.name: _type(column) for column in table.columns},
            null_values=[""], true_values=["true"], false_values=["false"], strings_can_be_null=True,
        ),
    )  # fmt: skip


def _group(batches: list[Any], schema: Any) -> Any:
    """Rows as one table, each column in one piece: what is written depends on the rows alone."""
    import pyarrow as pa
    from pyarrow import compute

    columns = pa.Table.from_batches(batches).combine_chunks().columns
    for place, column in enumerate(columns):
        if pa.types.is_string(column.type) and compute.any(compute.starts_with(column, "'")).as_py():
            columns[place] = compute.replace_substring_regex(column, f"^{GUARDED}", r"\1")
    return pa.Table.from_arrays(columns, schema=schema)


def _field(column: Column) -> Any:
    import pyarrow as pa

    return pa.field(
        column.name, _type(column), nullable=not column.required, metadata={"description": column.english}
    )  # fmt: skip


def _type(column: Column) -> Any:
    import pyarrow as pa

    if column.is_day:
        return pa.date32()
    return {"boolean": pa.bool_(), "integer": pa.int64()}.get(column.kind, pa.string())


FORMAT: Final = Format(
    "parquet", ".parquet", "application/vnd.apache.parquet", "Parquet", "Apache Parquet", convert=convert,
    encoding=None, of_provinces=False, is_wanted=lambda site: site.parquet, require=require,
)  # fmt: skip
