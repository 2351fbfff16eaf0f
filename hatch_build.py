"""Puts the official divisions into the wheel, compressed: 3.4 MB instead of 22. Hatchling calls it."""

from __future__ import annotations

import lzma
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Divisions(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """One file for each province, `share/data/divisions/50.csv.xz`, read by `generator.shipped`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compresses the tables and says where they go. An editable install finds them where they are."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        for table in sorted((Path(self.root) / "data" / "divisions").glob("[0-9][0-9].csv")):
            packed = Path(self.folder.name) / f"{table.name}.xz"
            packed.write_bytes(lzma.compress(table.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
            build_data["force_include"][str(packed)] = f"generator/share/data/divisions/{packed.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """The compressed tables are in the wheel; they are needed nowhere else."""
        if version != "editable":
            self.folder.cleanup()
