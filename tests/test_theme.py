"""Colours that can be read, and the symbols of types."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.style import Style

from chrono.core.looks import OWN_LOOKS, own_look
from chrono.core.model import BUILT_IN_TYPES, STATUSES, EventType
from chrono.errors import UsageError
from chrono.view import theme
from samples import event


@pytest.mark.parametrize("kind", BUILT_IN_TYPES, ids=lambda kind: str(kind.id))
def test_the_colour_of_every_type_is_one_of_the_colours(kind: EventType) -> None:
    colours = theme._COLOURS
    colour = theme._STYLES.get(theme.style_of(kind))
    assert colour in colours, (
        f'view/theme.py: "{colour}" of {kind.id} is not in _COLOURS; choose {", ".join(colours)}'
    )


def luminance(color: Color) -> float:
    """The relative luminance of a colour as WCAG defines it, from 0 to 1."""
    channels = [value / 255 for value in color.get_truecolor()]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(color: Color, ground: str) -> float:
    """The contrast of a colour to a background as WCAG defines it, from 1 to 21."""
    darker, lighter = sorted((luminance(color), luminance(Color.parse(ground))))
    return (lighter + 0.05) / (darker + 0.05)


DARK = ("#000000", "#1e1e1e")  # black, and the background of VS Code's dark theme
LIGHT = ("#ffffff",)


@pytest.mark.parametrize(
    ("name", "grounds", "least"),
    [("usual", DARK + LIGHT, 3), ("dark", DARK, 4.5), ("light", LIGHT, 4.5)],
)
def test_colours_have_enough_contrast(name: str, grounds: tuple[str, ...], least: float) -> None:
    colors = {key: style.color for key, style in theme.themed(name).styles.items()}
    used = {key: color for key, color in colors.items() if color and not color.is_default}
    assert used
    for ground in grounds:
        assert {key: color for key, color in used.items() if contrast(color, ground) < least} == {}


SIGNS = {"axis", "bar", "bar.unsure", "severity.error", "severity.warning"}
"""The styles of lines, of bars and of the two bold words that begin the line of a problem."""


def test_in_the_usual_theme_text_has_the_terminals_own_colour_and_only_notes_are_faint() -> None:
    styles = theme.themed().styles
    coloured = {key for key, style in styles.items() if style.color or style.dim}
    assert {key for key in coloured if key.split(".")[0] not in ("type", "verdict")} == {
        *SIGNS,
        "note",
    }
    assert styles["note"] == Style(dim=True)
    assert all(styles[key].bold for key in SIGNS if key.startswith("severity"))


def test_no_colour_is_readable_as_text_on_dark_grey_and_on_white() -> None:
    # The product of the two contrasts is that of white on dark grey, whatever the colour.
    most = contrast(Color.parse("#ffffff"), "#1e1e1e") ** 0.5
    assert 4 < most < 4.1


@pytest.mark.parametrize(
    ("bright_black", "ground", "ratio"),
    [("#7f7f7f", "#ffffff", 4.0), ("#666666", "#1e1e1e", 2.9), ("#002b36", "#002b36", 1.0)],
    ids=["xterm on white", "VS Code dark", "Solarized Dark"],
)
def test_bright_black_cannot_be_used_for_dim_text(
    bright_black: str, ground: str, ratio: float
) -> None:
    assert round(contrast(Color.parse(bright_black), ground), 1) == ratio


SAME_MEANING = {
    "green": {"verdict.agrees", "verdict.stands"},
    "red": {"verdict.differs", "severity.error"},
    "yellow": {
        "verdict.depends",
        "verdict.not in the ledger",
        "severity.warning",
        "bar.unsure",
    },
    "amber": {"unsure"},
    "grey": {"axis", "bar"},
    "dim": {"quiet", "silence"},
}
"""The styles that share a colour, since they mean the same; any other colour has one style."""


def test_a_colour_has_one_meaning() -> None:
    users: dict[str, set[str]] = {}
    for style, words in theme._STYLES.items():
        for colour in set(words.split()) & set(theme._COLOURS) - {"ink"}:
            users.setdefault(colour, set()).add(style)
    assert users.keys() == theme._COLOURS.keys() - {"ink"}
    alone = {colour for colour, styles in users.items() if len(styles) == 1}
    assert {colour: users[colour] for colour in users.keys() - alone} == {
        colour: styles for colour, styles in SAME_MEANING.items() if len(styles) > 1
    }
    meanings = [colour.meaning for colour in theme._COLOURS.values()]
    assert len({*meanings}) == len(meanings)


@pytest.mark.parametrize("name", ["usual", "dark", "light"])
def test_no_two_types_of_contact_have_the_same_colour(name: str) -> None:
    styles = theme.themed(name).styles
    contacts = [kind for kind in BUILT_IN_TYPES if kind.contact]
    colours = {styles[theme.style_of(kind)].color for kind in contacts}
    assert len(colours) == len(contacts) > 2
    assert styles["type.contact"].color not in colours
    others = [kind for kind in BUILT_IN_TYPES if not kind.contact]
    assert [kind.id for kind in others if styles[theme.style_of(kind)].color] == []


def test_every_status_but_held_has_a_sign_of_its_own() -> None:
    assert theme.STATUS_SIGNS.keys() == {*STATUSES} - {"held"}
    call = event("2025-01-01")
    events = [call._replace(status=status) for status in STATUSES]
    signs = [theme.event_symbol(event).plain for event in events]
    assert len({*signs}) == len(signs)
    assert [theme.titled(event).plain for event in events] == [
        call.title if status == "held" else f"{status}: {call.title}" for status in STATUSES
    ]


def test_the_plain_theme_has_no_colour_but_bold_and_italic() -> None:
    styles = theme.themed("plain").styles
    assert all(style.color is None for style in styles.values())
    assert styles["number"].bold
    assert styles["unsure"].italic


def test_a_theme_changes_colours_alone() -> None:
    usual = theme.themed().styles
    for name in theme.THEMES:
        styles = theme.themed(name).styles
        assert {key: (style.bold, style.italic) for key, style in styles.items()} == {
            key: (style.bold, style.italic) for key, style in usual.items()
        }


def test_users_can_change_styles_and_the_colours_of_types() -> None:
    styles = theme.themed("dark", {"call": "bold red", "type.video": "#123456"}).styles
    assert str(styles["type.call"]) == "bold red"
    assert str(styles["type.video"]) == "#123456"


@pytest.mark.parametrize(
    "name, colors, why",
    [
        ("drak", {}, r'unknown colour theme "drak"; did you mean "dark"'),
        (None, {"cal": "red"}, r'unknown style "cal"'),
        (None, {"call": "rred"}, 'call "rred": write a colour such as "#0087d7"'),
    ],
)
def test_an_unknown_theme_style_or_colour_is_refused(
    name: str | None, colors: dict[str, str], why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        theme.themed(name, colors)


def test_every_type_has_a_colour() -> None:
    for name in theme.THEMES:
        styles = theme.themed(name).styles
        for kind in BUILT_IN_TYPES:
            style = theme.style_of(kind)
            assert style in styles, f'view/theme.py: give "{style}" a colour in _STYLES'


def test_every_type_has_a_symbol_of_its_own_which_is_filled_for_contacts() -> None:
    symbols = {kind.id: theme.symbol(kind).plain for kind in BUILT_IN_TYPES}
    for kind in BUILT_IN_TYPES:
        symbol = symbols[kind.id]
        same = [id for id, other in symbols.items() if other == symbol]
        assert same == [kind.id], f'"{symbol}" is the symbol of {same}: choose another'
        sign = unicodedata.name(symbol)
        word, what = ("BLACK", "a contact") if kind.contact else ("WHITE", "no contact")
        assert sign.startswith(word), (
            f'{kind.id} is {what}: choose a symbol that Unicode calls "{word} …"; '
            f'"{symbol}" is "{sign}"'
        )
    assert theme.symbol(EventType("own", "own", "own", contact=True)).plain == "★"


@given(st.lists(st.booleans(), max_size=20))
def test_the_first_seven_declared_types_have_shapes_of_their_own(contacts: list[bool]) -> None:
    shapes: list[str] = []
    for contact in contacts:
        look = own_look(contact, shapes)
        assert look in OWN_LOOKS[contact]
        shapes.append(look.shape)
    assert len({*shapes[:7]}) == len(shapes[:7])
    assert all(shapes.count(shape) <= 1 + len(shapes) // 7 for shape in shapes)


def test_the_symbols_of_declared_types_are_filled_for_contacts() -> None:
    filled, hollow = (
        {look.shape: unicodedata.name(look.symbol) for look in OWN_LOOKS[contact]}
        for contact in (True, False)
    )
    assert {name.split()[0] for name in filled.values()} == {"BLACK", "HEAVY"}
    assert {name.split()[0] for name in hollow.values()} == {"WHITE", "OUTLINED"}
    for shape, name in hollow.items():
        assert name.split(" ", 1)[1] == filled[shape].split(" ", 1)[1]
