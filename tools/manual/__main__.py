"""Update the generated files that are out of date, and print their names."""

from __future__ import annotations

from tools.manual import MADE, ROOT

for name, make in MADE.items():
    path, text = ROOT / name, make()
    if not path.exists() or path.read_bytes() != text.encode():
        path.write_text(text, encoding="utf-8", newline="")
        print(name)
