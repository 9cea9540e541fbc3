"""The content of a new ledger."""

from __future__ import annotations

from pathlib import Path

from chrono.files.toml.emit import pair

_TITLE = 'title = "A chronology"'


def template(title: str | None = None) -> bytes:
    """Return the content of a new ledger, with comments."""
    text = (Path(__file__).parent / "new_ledger.toml").read_text(encoding="utf-8")
    if title is not None:
        text = text.replace(f"\n{_TITLE}\n", f"\n{pair('title', title).rstrip()}\n")
    return text.encode()
