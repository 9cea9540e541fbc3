"""Convert the introduction of a web page from Markdown to HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from chrono.core.text import escape_controls_in_lines
from chrono.files.read.text import read_plain


def introduction(text: str) -> tuple[Markup, str]:
    """Return (HTML, words without markup) of a Markdown text.

    Images become links, so that a browser does not load them.

    `text`: a text of several words, or the path of a file. Raises LedgerError if the file cannot be
    read.
    """
    lines = escape_controls_in_lines(text if _is_text(text) else _read(text))
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
    tokens = reader.parse("\n".join(lines))
    inline = [one for token in tokens for one in _inside(token)]
    for token in tokens:
        if token.type.startswith("heading_"):  # below the headline of the page
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    for token in inline:
        if token.type == "link_open":
            token.attrSet("rel", "noopener noreferrer")
    html = reader.renderer.render(tokens, reader.options, {})
    return Markup(html), " ".join("".join(one.content or " " for one in inline).split())


def _inside(token: Token) -> Sequence[Token]:
    return [*(token.children or ()), *([Token("softbreak", "br", 0)] if token.children else [])]


def _is_text(intro: str) -> bool:
    return " " in intro and not re.search(r"\.\w{1,8}$", intro) and not Path(intro).exists()


def _read(path: str) -> str:
    is_name = re.search(r"\.\w+$", path)  # otherwise it is probably the text itself
    hint = "" if is_name else "; to use a text instead of a file, write several words in quotes"
    return read_plain(path, "the introduction", hint)
