"""Colours that can be read, and the symbols of types."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color

from chrono.core.looks import OWN_LOOKS, own_look
from chrono.core.model import BUILT_IN_TYPES, EventType
from chrono.errors import UsageError
from chrono.view import theme


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


@pytest.mark.parametrize(
    "name, on_black, on_white", [("usual", 3.5, 3.5), ("dark", 7, 0), ("light", 0, 6)]
)
def test_colours_have_enough_contrast(name: str, on_black: float, on_white: float) -> None:
    colors = {key: style.color for key, style in theme.themed(name).styles.items()}
    light = {
        key: luminance(color) + 0.05
        for key, color in colors.items()
        if color is not None and not color.is_default
    }
    assert light
    assert {key for key, value in light.items() if value / 0.05 < on_black} == set()
    assert {key for key, value in light.items() if 1.05 / value < on_white} == set()


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
    looks = [kind.look for kind in BUILT_IN_TYPES]
    for contact in contacts:
        look = own_look(contact, looks)
        assert look in OWN_LOOKS[contact]
        looks.append(look)
    shapes = [look.shape for look in looks[len(BUILT_IN_TYPES) :] if look]
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
