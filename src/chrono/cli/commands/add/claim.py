"""`chrono add claim`: what somebody said about how many."""

from __future__ import annotations

import typer

from chrono.cli.fields import ClaimFields
from chrono.cli.options import command
from chrono.cli.session import Session
from chrono.cli.writing import Writing

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "What somebody said about how many contacts there were.")
def claim(session: Session, fields: ClaimFields, writing: Writing) -> None:
    """Make a claim."""
    writing.add(session, lambda meant: [meant.claim(fields)])
