"""Fails unless a wheel holds exactly the package, its data, its manual page and its metadata."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parent.parent
source = [path for path in (ROOT / "src" / "chrono").rglob("*") if path.is_file()]
expected = {
    *(str(path.relative_to(ROOT / "src")) for path in source if "__pycache__" not in path.parts),
    "chrono/events.toml",
    "chrono/ledger.schema.json",
}
name, version, *_ = Path(sys.argv[1]).name.split("-")
metadata = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
expected |= {f"{name}-{version}.dist-info/{file}" for file in metadata}
expected.add(f"{name}-{version}.data/data/share/man/man1/chrono.1")
found = {*ZipFile(sys.argv[1]).namelist()}
assert "chrono/py.typed" in found
lines = [f"+ {path}" for path in found - expected] + [f"- {path}" for path in expected - found]
sys.exit("\n".join(["the wheel has other files (-: missing):", *sorted(lines)]) if lines else 0)
