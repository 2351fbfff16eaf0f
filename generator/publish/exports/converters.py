"""What makes files that are no text of the plain table of the country. No county needs it, nor what it imports.

The only home of pyarrow, which is imported only where the site asks for Parquet. In it codes and times are strings (a
time may be a day alone), a day is a date, `demonstration` is a boolean, an empty cell is null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from generator.publish.exports.dictionary import Column, TableKind
from generator.publish.exports.formats import parquet
from generator.publish.exports.formats.cells import GUARDED

_GROUP: Final = 50_000


def to_parquet(plain: Path, file: IO[bytes], table: TableKind) -> None:
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


# By key of the format.
CONVERTERS: Final[Mapping[str, Callable[[Path, IO[bytes], TableKind], None]]] = {parquet.FORMAT.key: to_parquet}
