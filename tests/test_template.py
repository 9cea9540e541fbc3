"""Templates: what they can use, what they must not do, and where an error is."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given

from chrono.core.model import Ledger
from chrono.core.subset import subset
from chrono.errors import LedgerError
from chrono.files.exchange.template import export_template
from chrono.files.index.load import load
from chrono.files.read.load import loads
from replay import ROOT, clean_environment, run
from samples import law
from test_formats import HOSTILE, RAW, TEXTS, escape_controls, hostile_ledger

EVERY_KEY = load([str(ROOT / "tests" / "ledgers" / "valid" / "every-key.toml")])
EXAMPLES = sorted((ROOT / "examples").glob("*.wiki")) + sorted((ROOT / "examples").glob("*.txt"))


def made(ledger: Ledger, template: Path | None = None) -> str:
    part = subset(ledger, ledger.events, private=True)
    content = export_template(part, None if template is None else str(template)).content
    assert isinstance(content, str)
    return content


def rendered(folder: Path, text: str, name: str = "t.txt", ledger: Ledger = EVERY_KEY) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return made(ledger, folder / name)


def problem(folder: Path, text: str, name: str = "t.txt") -> str:
    with pytest.raises(LedgerError) as error:
        rendered(folder, text, name)
    (line,) = error.value.lines()
    return line.replace(f"{folder}/", "")


# -- values --------------------------------------------------------------------------------------


def test_the_page_about_exchange_names_every_value_of_a_template() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    _, _, section = page.partition("\n### Templates\n")
    section, _, _ = section.partition("\n### ")
    named = {*re.findall(r"`([a-z_]+(?:\[\]\.[a-z_]+|\.[a-z_]+)*)`", section)}
    values = json.loads(made(EVERY_KEY))
    event, claim = values["events"][0], values["claims"][0]
    source = next(one["sources"][0] for one in values["events"] if one["sources"])
    assert {*values} <= named
    for name, table, keys in (
        ("event", event, EXTRA_OF_EVENTS), ("source", source, EXTRA_OF_SOURCES),
        ("claim", claim, EXTRA_OF_CLAIMS), ("numbers", values["numbers"], None),
    ):  # fmt: skip
        for key in keys or table:
            assert key in table, (name, key)
            assert key in named, f"docs/exchange.md: name `{key}` of {name} under Templates"


EXTRA_OF_EVENTS = (
    "sentence", "date_words", "month", "month_words", "type_words", "place_words", "marks",
    "people", "people_present", "facts",
)  # fmt: skip
EXTRA_OF_SOURCES = ("key", "name", "words")
EXTRA_OF_CLAIMS = ("by_name", "date_words", "verdict", "details", "explanation")


def test_without_a_template_the_values_are_printed_as_json() -> None:
    values = json.loads(made(EVERY_KEY))
    assert [event["id"] for event in values["events"]] == [one.id for one in EVERY_KEY.events]
    assert all({*EXTRA_OF_EVENTS} <= {*event} for event in values["events"])


COARSE = """
[ledger]
covers = "2025"

[[events]]
id = "a"
date = "2025-10"
type = "call"
title = "A calls B"
actors = ["A", "B"]

[[events]]
id = "b"
date = "2024/2025"
type = "video"
title = "A and B"
actors = ["A", "B"]
summary = "One.\\n\\nTwo."
"""


def test_numbers_are_ranges_where_dates_are_vague(tmp_path: Path) -> None:
    text = "{{ numbers.contacts.number }} {{ numbers.by_type | map(attribute='words') | list }}"
    folder = tmp_path / "x"
    folder.mkdir()
    (tmp_path / "events.toml").write_text(COARSE)
    (folder / "t.txt").write_text(text)
    argv = ["export", "template", "2025-10-15..2025-12", "--template", "x/t.txt"]
    ran = run(*argv, folder=tmp_path, environment=clean_environment(tmp_path))
    assert ran.out == "0–1 ['0–1 phone call']"


def test_a_value_that_is_not_known_is_empty(tmp_path: Path) -> None:
    text = "{% for event in events %}{{ event.place }}|{{ event.summary }}|{% endfor %}"
    assert rendered(tmp_path, text, ledger=loads(COARSE)) == "|One.\n\nTwo.|||"


# -- texts ---------------------------------------------------------------------------------------

PAGE = """<h1>{{ title }}</h1>
{% for event in events %}<p title="{{ event.title }}">{{ event.sentence }}{{ event.summary }}</p>
{% for source in event.sources %}<a href="{{ source.url }}">{{ source.words }}</a>{% endfor %}
{% endfor %}"""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates")


@law(40)
@given(text=TEXTS)
@example("".join(HOSTILE))
@example("</p><script>alert(1)</script>")
def test_every_value_is_escaped_in_a_template_whose_name_ends_in_html(
    desk: Path, text: str
) -> None:
    ledger = hostile_ledger(text)
    page = rendered(desk, PAGE, "page.html.j2", ledger)
    found = _Tags()
    found.feed(page)
    assert {*found.tags} <= {("h1", ()), ("p", ("title",)), ("a", ("href",))}
    assert " ".join(escape_controls(ledger.name).split()) in " ".join(found.text.split())


@law(40)
@given(text=TEXTS)
@example("".join(HOSTILE))
def test_no_template_gets_a_raw_control_character(desk: Path, text: str) -> None:
    page = rendered(desk, "{{ title }}{{ events }}{{ claims }}", ledger=hostile_ledger(text))
    assert RAW.findall(page) == []


WIKI = [
    ("[[File:x]] <ref>", "&#91;&#91;File:x&#93;&#93; &#60;ref&#62;"),
    ("{{x}}", "&#123;&#123;x&#125;&#125;"),
    ("China's ''it'' '''b'''", "China's &#39;&#39;it&#39;&#39; &#39;&#39;&#39;b&#39;&#39;&#39;"),
    ("* a", "&#42;&#32;a"),
    ("a * b = c", "a * b = c"),
    ("= a =", "&#61;&#32;a ="),
    ("~~~~ __TOC__", "&#126;&#126;&#126;&#126; &#95;&#95;TOC&#95;&#95;"),
    ("see https://x.org", "see https:&#47;&#47;x.org"),
    ("a | b & c", "a &#124; b &#38; c"),
]  # fmt: skip


@pytest.mark.parametrize("text, code", WIKI)
def test_the_filter_for_mediawiki_leaves_no_markup(tmp_path: Path, text: str, code: str) -> None:
    assert rendered(tmp_path, "{{ " + repr(text) + " | wiki }}") == code


def test_the_filter_for_markdown_leaves_no_markup(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ '*a* [b](c)' | markdown }}") == r"\*a\* \[b\](c)"


def test_a_template_can_include_another_of_its_folder_only(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inner / "part.txt").write_text("part of {{ title }}")
    ledger = EVERY_KEY._replace(title="T")
    assert rendered(inner, "{% include 'part.txt' %}", ledger=ledger) == "part of T"
    for name in ("../secret.txt", str(tmp_path / "secret.txt")):
        line = problem(inner, f"\n{{% include '{name}' %}}")
        assert line == f't.txt:2: error: unknown template "{name}" in this folder'


# -- errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, line",
    [
        ("a\n{{ evnts }}", 't.txt:2: error: unknown name "evnts"; did you mean "events"?'),
        (
            "{{ nothing_like_it }}",
            't.txt:1: error: unknown name "nothing_like_it"; choose title, description, period, ',
        ),
        (
            "{% for event in events %}{{ event.when }}{% endfor %}",
            't.txt:1: error: unknown key "when"; choose id, date, ',
        ),
        (
            "{% for event in events %}\n\n{{ event.titel }}\n{% endfor %}",
            't.txt:3: error: unknown key "titel"; did you mean "title"?',
        ),
        (
            "{% if evnts %}{% endif %}",
            't.txt:1: error: unknown name "evnts"; did you mean "events"?',
        ),
        ("{{ events | nofilter }}", "t.txt:1: error: no filter named 'nofilter'"),
        ("a\n{% for event in events %}", "t.txt:2: error: unexpected end of template"),
        ("{{ 1 + 'a' }}", "t.txt:1: error: unsupported operand type(s) for +: 'int' and 'str'"),
        ("\n{{ 1 / 0 }}", "t.txt:2: error: division by zero"),
        ("{{ ().__class__ }}", "t.txt:1: error: access to attribute '__class__'"),
        ("{{ events.append(1) }}", "t.txt:1: error: "),
        ("{{ 'a' * 10000000 }}", "t.txt:1: error: the result of this multiplication is too large"),
        ("{{ 9 ** 99999 }}", "t.txt:1: error: the result of this multiplication is too large"),
        ("{{ (9 ** 1000) ** 1000 }}", "result of this multiplication is too large"),
        ("{{ '%0999999999d' % 1 }}", "t.txt:1: error: the width of this text is too large"),
        ("{{ '%.999999999f' % 1 }}", "the width of this text is too large"),
        ("{{ '%*d' % (999999999, 1) }}", "the width of this text is too large"),
        ("{{ '%(a)999999999d' % {'a': 1} }}", "the width of this text is too large"),
        ("{{ '%999999999s' | format('a') }}", "the width of this text is too large"),
        ("{{ '{:>999999999}'.format('a') }}", "the width of this text is too large"),
        ("{{ '{:>{}}'.format('a', 999999999) }}", "the width of this text is too large"),
        ("{{ 'a'.center(999999999) }}", "the width of this text is too large"),
        ("{{ 'a' | center(999999999) }}", "the width of this text is too large"),
        ("{{ 'a' | indent(width=999999999) }}", "the width of this text is too large"),
        ("{{ range(10000000) | list }}", "t.txt:1: error: range too big"),
        (
            "{% for _ in range(300) %}{{ 'a' * 100000 }}{% endfor %}",
            "t.txt: error: the template writes more than 20 million characters; does a loop end?",
        ),
        (
            "{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}",
            "error: the template includes or calls itself without end",
        ),
    ],
)
def test_an_error_in_a_template_names_its_line(tmp_path: Path, text: str, line: str) -> None:
    assert line in problem(tmp_path, text)


def test_a_width_within_the_limits_is_written(tmp_path: Path) -> None:
    text = "{{ '%05d' % 7 }} {{ '{:>3}'.format('a') }} {{ 'b'.ljust(2) }}| {{ 7 % 4 }} 100%"
    assert rendered(tmp_path, text) == "00007   a b | 3 100%"
    assert rendered(tmp_path, "{{ '%.2f' | format(1) }} {{ 'a' | center(3) }}|") == "1.00  a |"


def test_the_byte_order_mark_of_a_template_is_not_written(tmp_path: Path) -> None:
    assert rendered(tmp_path, "\ufeff{{ 1 + 1 }}") == "2"


def test_an_error_in_an_included_template_names_that_template(tmp_path: Path) -> None:
    (tmp_path / "part.txt").write_text("\n\n{{ evnts }}")
    line = problem(tmp_path, "{% include 'part.txt' %}")
    assert line == 'part.txt:3: error: unknown name "evnts"; did you mean "events"?'


def test_a_template_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"none.txt: error: cannot read the template: no such"):
        made(EVERY_KEY, tmp_path / "none.txt")
    (tmp_path / "latin.txt").write_bytes(b"\xe9")
    with pytest.raises(LedgerError, match=r"latin.txt: error: .*: it is not UTF-8"):
        made(EVERY_KEY, tmp_path / "latin.txt")


def export(folder: Path, *argv: str) -> Any:
    environment = clean_environment(folder)
    return run("export", "template", *argv, folder=folder, environment=environment)


def test_an_error_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(COARSE)
    (tmp_path / "t.txt").write_text("before\n{{ evnts }}")
    (tmp_path / "out.txt").write_text("old")
    ran = export(tmp_path, "--template", "t.txt", "--output", "out.txt")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == 't.txt:2: error: unknown name "evnts"; did you mean "events"?\n'
    assert (tmp_path / "out.txt").read_text() == "old"


def test_half_a_character_is_written_as_an_escape(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(COARSE)
    (tmp_path / "t.txt").write_text(r"{{ '\ud800' }}, {{ filters }}")
    ran = export(tmp_path, "--text", "word \udcff", "--template", "t.txt")
    assert (ran.status, ran.out) == (0, r"\ud800, ['text word \udcff']")


def test_a_broken_ledger_makes_no_text(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(COARSE.replace('"call"', '"cal"'))
    (tmp_path / "t.txt").write_text("text")
    ran = export(tmp_path, "--template", "t.txt")
    assert (ran.status, ran.out) == (3, "")


def test_the_template_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(COARSE)
    (tmp_path / "t.txt").write_text("text")
    ran = export(tmp_path, "--template", "t.txt", "--output", "./t.txt")
    assert ran.status == 2
    assert ran.err == ("error: --output ./t.txt: this file is the template; choose another name\n")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.name))
def test_an_example_needs_no_event(path: Path) -> None:
    assert made(Ledger(), path).endswith("\n")
    assert len(EXAMPLES) == 2
