"""`chrono add claim`: what somebody said about how many."""

from __future__ import annotations

import typer

from chrono.cli.options import command
from chrono.cli.record_options import ClaimOptions
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_and
from chrono.errors import UsageError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "What somebody said about how many contacts there were.",
    examples=(
        (
            "chrono add claim --by Xie --date 2026-01-10 "
            '--statement "four calls in the past year" --window "the past year" '
            '--period "calendar year=2025" --period "twelve months=2025-01-10..2026-01-10" '
            "--actor Xi --actor Trump --count call=4",
            "A claim with two readings of its window.",
        ),
        (
            'chrono add claim --by "The Wire" --date 2026-01-12 '
            '--statement "40 contacts or more" --period 2025 --total 40..',
            "A number with a lower bound alone.",
        ),
    ),
)
def claim(session: Session, fields: ClaimOptions, writing: WriteOptions) -> None:
    """Make a claim."""
    missing = [f"--{key}" for key in ("by", "date", "statement", "period") if key not in fields]
    if not {"counts", "total"} & {*fields}:
        missing.append("--count or --total")
    if missing:
        raise UsageError(f"a claim needs {join_and(missing)}")
    writing.add(session, lambda meant: [meant.claim(fields)])
