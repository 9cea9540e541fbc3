"""On a terminal what is missing is asked for, checked at once, and nothing is done unasked."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from terminal_dialogue import Terminal, talk

pytestmark = pytest.mark.slow

LEDGER = """\
[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.wang-yi]
name = "Wang Yi"
country = "CN"

[actors.wang-wentao]
name = "Wang Wentao"
country = "CN"

[sources.wire]
publisher = "The Wire"

[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "\\u001b[31mA\\u009b"
actors = ["ann", "wang-yi"]
"""


GIVEN = "--date 2025-02 --title T --place Rome --place-country IT --source wire --status held"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(LEDGER)
    return tmp_path


def test_missing_keys_are_asked_for_until_they_are_valid(desk: Path) -> None:
    status, shown = talk(
        desk,
        "chrono add",
        [
            ("Enter skips an optional field, < goes back, Tab completes, Ctrl-C cancels", ""),
            ("Title?", "16 April 2024\r"), ("is a date. Is it the title? [y/N]", "\r"),
            ("Title?", "A call\r"),
            ("Date (such as 16 April 2024 or 2025-10)?", "3/4/2025\r"), ("or", ""),
            ("Date", "October 30, 2025\r"), ('"October 30, 2025" becomes 2025-10-30', ""),
            ("Types: meeting, call", ""), ("measure or other", ""),
            ("Type?", "cal\r"), ('did you mean "call"?', ""), ("Type?", "call\r"),
            ("Participant?", "\r"), ("an answer is required", ""),
            ("Participant?", "https://a.example\r"), ("is a web address, not a name", ""),
            ("Participant?", "Wang\r"),
            ("matches 2 actors", ""), ("Participant?", "Wang Yi\r"),
            ("Another participant", "Jane Roe\r"),
            ('Add "Jane Roe" as a new person or organisation? [y/N]', "perhaps\r"),
            ("Type y for yes or n for no", ""), ("[y/N]", "y\r"),
            ("Country of Jane Roe (CN", "xx\r"), ("country \"xx\" is not", ""),
            ("Country of Jane Roe (CN", "Chancellor\r"),
            ('"Chancellor" is not a country. Is it an organisation? [y/N]', "\r"),
            ("Country of Jane Roe (CN", "United States\r"),
            ('"United States" becomes US', ""),
            ("Another participant", "wang yi\r"), ('"Wang Yi" is already listed', ""),
            ("Another participant", "\r"), ("Place (optional)?", "Rome\r"),
            ("Country of Rome", "it\r"), ("Status [held]?", "\r"), ("Source (", "wires\r"),
            ('did you mean "wire"?', ""), ("as a new publisher? [y/N]", "\r"),
            ("Source (", "https://example.org/a\r"), ("Publisher?", "A Paper\r"),
            ("Add this event? [Y/n]", "\r"),
        ],
    )  # fmt: skip
    assert status == 0
    said = "2025-10-30-rome\nnote: new actor jane-roe: Jane Roe (US)\n"
    assert shown.strip().endswith(said.strip())
    assert (desk / "events.toml").read_text() == LEDGER.replace(
        "[sources.wire]", '[actors.jane-roe]\nname = "Jane Roe"\ncountry = "US"\n\n[sources.wire]'
    ) + (
        '\n[[events]]\nid = "2025-10-30-rome"\ndate = 2025-10-30\ntype = "call"\n'
        'title = "A call"\nactors = ["wang-yi", "jane-roe"]\nplace = "Rome"\nplace_country = "IT"\n'
        'sources = [{ publisher = "A Paper", url = "https://example.org/a" }]\n'
    )


def test_a_publisher_is_enough_for_a_source(desk: Path) -> None:
    status, shown = talk(
        desk,
        "chrono add --date 2025-02 --type call --actor Ann --actor wang-yi --place Rome",
        [
            ("Title?", "T\r"), ("Country of Rome (optional)?", "Italy\r"),
            ("Status [held]?", "\r"), ("Source (", "Daily Post\r"),
            ("URL (https", "example.org\r"), ("write https://example.org", ""),
            ("URL (https", "\r"),
            ("Add this event? [Y/n]", "\r"),
        ],
    )  # fmt: skip
    assert status == 0
    assert "2025-02-rome\n" in shown
    text = (desk / "events.toml").read_text()
    assert 'place_country = "IT"\nsources = [{ publisher = "Daily Post" }]\n' in text


C = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"
ASCII = "PYTHONUTF8=0 PYTHONIOENCODING=ascii"


@pytest.mark.parametrize("locale", ["", "LC_ALL=C", C])
@pytest.mark.parametrize("piped", ["", "| cat"])
def test_answers_are_utf_8_in_every_locale(desk: Path, locale: str, piped: str) -> None:
    given = f"{GIVEN} --type call --actor ann".replace("--title T ", "")
    # Two letters whose bytes would be commands of line editing, and a plain one.
    answers = [("Title?", "标题 – x\r"), ("[Y/n]", "y\r")]
    status, _ = talk(desk, f"export {locale or '_='}; chrono add {given} {piped}", answers)
    assert status == 0
    assert 'title = "标题 – x"\n' in (desk / "events.toml").read_text(encoding="utf-8")


def test_an_answer_that_is_not_utf_8_is_asked_for_again(desk: Path) -> None:
    given = f"{GIVEN} --type call --actor ann".replace("--title T", "")
    answers = [
        ("Title?", "标题\r"), ("the input is not UTF-8; try again", ""), ("Title?", "plain\r"),
        ("[Y/n]", "y\r"),
    ]  # fmt: skip
    assert talk(desk, f"export {ASCII}; chrono add {given}", answers)[0] == 0
    assert 'title = "plain"' in (desk / "events.toml").read_text(encoding="utf-8")


def test_only_missing_keys_are_asked_for_and_tab_completes(desk: Path) -> None:
    status, _ = talk(
        desk,
        f"chrono add {GIVEN} --type meeting",
        [
            ("Participant?", "wang w\t\r"),
            ("Another participant", "an\t\r"),
            ("Another participant", "\r"),
            ("[Y/n]", "yes\r"),
        ],
    )
    assert status == 0
    assert 'actors = ["wang-wentao", "ann"]' in (desk / "events.toml").read_text()


def test_invalid_options_are_reported_before_anything_is_asked(desk: Path) -> None:
    status, shown = talk(desk, "chrono add --actor Wang --type meetng --date 1/2/2025", [])
    assert status == 2
    assert [line.split()[:3] for line in shown.splitlines()] == [
        ["error:", "unknown", "type"], ["error:", '"Wang"', "matches"],
        ["error:", "date", '"1/2/2025"'],
    ]  # fmt: skip


def test_nothing_is_asked_if_nothing_is_missing(desk: Path) -> None:
    status, shown = talk(
        desk, "chrono add -q --date 2025-02 --type visit --title T --actor Ann --place Rome", []
    )
    assert (status, shown) == (0, "2025-02-rome\n")


@pytest.mark.parametrize("options, red", [("", "\x1b[1;38;5;196m"), ("--color never", "")])
def test_an_error_at_a_prompt_has_the_colours_of_other_errors(
    desk: Path, options: str, red: str
) -> None:
    terminal = Terminal(desk, f"TERM=xterm-256color chrono {options} add --type call")
    terminal.wait_for("Title?")
    os.write(terminal.side, b"T\r")
    terminal.wait_for("Date (")
    os.write(terminal.side, b"2025-02-31\r")
    terminal.wait_for("2025-02-31\n")
    plain = "\x1b[0m" if red else ""
    terminal.wait_for(f'{red}error: {plain}date "2025-02-31" does not exist')
    assert terminal.end(b"\x03")[0] == 130


@pytest.mark.parametrize("answer, status", [("n\r", 1), ("\x03", 130), ("\x04", 130)])
def test_cancelling_writes_nothing(desk: Path, answer: str, status: int) -> None:
    words = "--date 2025-02 --type call --actor Ann"
    last = [
        ("Title?", "T\r"),
        ("Place (optional)?", "\r"),
        ("Status [held]?", "\r"),
        ("Source (", "\r"),
        ("[Y/n]", answer),
    ]
    found, _ = talk(desk, f"chrono add {words}", last)
    assert found == status
    assert (desk / "events.toml").read_text() == LEDGER


def test_the_id_goes_to_the_pipe_and_the_questions_to_the_terminal(desk: Path) -> None:
    status, shown = talk(
        desk,
        f'id=$(chrono add {GIVEN} --type call) && echo "<$id>"',
        [
            ("Participant?", "Ann\r"), ("Another participant", "\r"),
            ("There is one participant, so the event is not counted as a contact", ""),
            ("Another participant", "\r"), ("Add this event? [Y/n]", "\r"),
        ],
    )  # fmt: skip
    assert (status, shown.split()[-1]) == (0, "<2025-02-rome>")


@pytest.mark.parametrize("answer", ["n\r", "\r", "maybe\rno\r"])
def test_nothing_is_removed_without_confirmation(desk: Path, answer: str) -> None:
    status, shown = talk(desk, "chrono remove a", [("(6 lines)? [y/N]", answer)])
    assert status == 1
    assert shown.endswith("note: nothing was removed\n")
    assert (desk / "events.toml").read_text() == LEDGER


@pytest.mark.parametrize(("answer", "undone"), [("n\r", False), ("\r", False), ("y\r", True)])
def test_a_change_is_shown_before_the_question_whether_to_undo_it(
    desk: Path, answer: str, undone: bool
) -> None:
    assert talk(desk, "chrono edit a --set place=Rome", [])[0] == 0
    changed = (desk / "events.toml").read_text()
    asked = [('-place = "Rome"', ""), ("Undo this change? [y/N]", answer)]
    status, shown = talk(desk, "chrono undo", asked)
    assert (status, "-place" in shown) == (0 if undone else 1, False)
    assert shown.endswith("note: nothing was undone\n") is not undone
    assert (desk / "events.toml").read_text() == (LEDGER if undone else changed)


def test_a_change_that_is_made_during_the_question_is_not_undone(desk: Path) -> None:
    assert talk(desk, "chrono edit a --set place=Rome", [])[0] == 0
    terminal = Terminal(desk, "chrono undo")
    terminal.wait_for("Undo this change? [y/N]")
    assert talk(desk, "chrono edit a --set place=Oslo", [])[0] == 0
    os.write(terminal.side, b"y\r")
    status, shown = terminal.end()
    assert (status, "in the meantime; nothing was undone" in shown) == (1, True)
    assert 'place = "Oslo"' in (desk / "events.toml").read_text()


def test_removed_lines_are_printed_without_control_characters(desk: Path) -> None:
    terminal = Terminal(desk, "chrono remove a")
    terminal.wait_for('Remove "\\x1b[31mA\\x9b", a (6 lines)? [y/N]')
    os.write(terminal.side, b"y\r")
    status, shown = terminal.end()
    assert status == 0
    assert "\x1b" not in shown
    assert 'id = "a"' in shown
    assert "[[events]]" not in (desk / "events.toml").read_text()


def test_an_event_that_changed_during_the_question_is_not_removed(desk: Path) -> None:
    terminal = Terminal(desk, "chrono remove a")
    terminal.wait_for("[y/N]")
    changed = LEDGER.replace("2025-01-01", "2025-01-02")
    (desk / "events.toml").write_text(changed)
    os.write(terminal.side, b"y\r")
    status, shown = terminal.end()
    assert status == 1
    assert re.search(r"note: a was changed by someone else in the meantime", shown)
    assert (desk / "events.toml").read_text() == changed


JOIN = "chrono join wang-yi wang-wentao"


@pytest.mark.parametrize("answer", ["\r", "n\r", "no\r"])
def test_nothing_is_joined_without_confirmation(desk: Path, answer: str) -> None:
    question = 'Join "Wang Wentao" (wang-wentao) to "Wang Yi" (wang-yi), and remove 3 lines? [y/N]'
    status, shown = talk(desk, JOIN, [(question, answer)])
    assert status == 1
    assert shown.endswith("note: nothing was changed\n")
    assert (desk / "events.toml").read_text() == LEDGER


@pytest.mark.parametrize("line", [JOIN, f"{JOIN} --yes"])
def test_two_actors_are_joined_after_confirmation_or_with_yes(desk: Path, line: str) -> None:
    status, shown = talk(desk, line, [] if "--yes" in line else [("[y/N]", "y\r")])
    assert status == 0
    assert "[actors.wang-wentao]" in shown
    assert (
        'note: "wang-wentao" becomes part of "wang-yi": 0 references moved, 1 file changed' in shown
    )
    assert "[actors.wang-wentao]" not in (desk / "events.toml").read_text()


@pytest.mark.parametrize("answer", ["\r", "n\r", "y\r"])
def test_an_id_is_changed_after_confirmation(desk: Path, answer: str) -> None:
    question = 'Rename "wang-yi" to "wang", 2 occurrences in 1 file? [y/N]'
    status, shown = talk(desk, 'chrono rename "Wang Yi" wang', [(question, answer)])
    is_renamed = answer == "y\r"
    assert status == int(not is_renamed)
    assert ('note: renamed "wang-yi" to "wang": 2 occurrences' in shown) is is_renamed
    assert ((desk / "events.toml").read_text() == LEDGER) is not is_renamed


def test_what_would_not_be_kept_is_shown_before_the_question(desk: Path) -> None:
    text = LEDGER + '\n[[events]]\nid = "b"\ndate = 2025-01-02\ntype = "call"\ntitle = "B"\n'
    (desk / "events.toml").write_text(text + 'actors = ["ann", "wang-yi"]\n')
    terminal = Terminal(desk, "chrono join b a")
    terminal.wait_for('note: joining keeps the date "2025-01-02", not "2025-01-01"')
    terminal.wait_for('Join "\\x1b[31mA\\x9b" (a) to "B" (b), and remove 6 lines? [y/N]')
    os.write(terminal.side, b"y\r")
    status, shown = terminal.end()
    assert status == 0
    assert "joining keeps" not in shown


def test_a_ledger_that_changed_during_the_question_is_not_joined(desk: Path) -> None:
    terminal = Terminal(desk, JOIN)
    terminal.wait_for("[y/N]")
    changed = LEDGER.replace('"wang-yi"]', '"wang-wentao"]')
    (desk / "events.toml").write_text(changed)
    os.write(terminal.side, b"y\r")
    status, shown = terminal.end()
    assert status == 1
    assert "note: the ledger was changed by someone else in the meantime; try again" in shown
    assert (desk / "events.toml").read_text() == changed


def test_a_change_made_during_an_edit_and_the_edited_text_are_both_kept(desk: Path) -> None:
    (desk / "slow.sh").write_text("sed -i s/call/meeting/ $1; echo edited; read line\n")
    terminal = Terminal(desk, "EDITOR='bash slow.sh' TMPDIR=. chrono edit a")
    terminal.wait_for("edited")
    changed = LEDGER.replace("2025-01-01", "2025-01-02")
    (desk / "events.toml").write_text(changed)
    os.write(terminal.side, b"\r")
    status, shown = terminal.end()
    assert status == 4
    assert "error: a was changed by someone else while you were editing" in shown
    assert (desk / "events.toml").read_text() == changed
    kept = re.search(r"your text is saved in (\S+)", shown)
    assert kept is not None
    assert 'type = "meeting"' in (desk / kept[1]).read_text()


def test_a_change_of_another_event_does_not_disturb_an_edit(desk: Path) -> None:
    (desk / "slow.sh").write_text("sed -i s/call/meeting/ $1; echo edited; read line\n")
    terminal = Terminal(desk, "EDITOR='bash slow.sh' chrono edit a")
    terminal.wait_for("edited")
    more = LEDGER.replace('[sources.wire]\npublisher = "The Wire"\n', "")
    (desk / "events.toml").write_text(more)
    os.write(terminal.side, b"\r")
    status, _ = terminal.end()
    assert status == 0
    assert (desk / "events.toml").read_text() == more.replace('"call"', '"meeting"')


def test_going_back_from_the_preview_keeps_the_participants(desk: Path) -> None:
    status, _ = talk(
        desk,
        "chrono add",
        [
            ("Title?", "Ash in Rme\r"), ("Date", "2025-02-01\r"), ("Type?", "meeting\r"),
            ("Participant?", "Ann\r"), ("Another participant (Enter if none)?", "wang yi\r"),
            ("Another participant (Enter if none)?", "\r"), ("Place (optional)?", "\r"),
            ("Status [held]?", "\r"), ("Source (", "\r"), ("[Y/n]", "<\r"), ("Source (", "<\r"),
            ("Status", "<\r"), ("Place", "<\r"), ("Participants so far: Ann Ash, Wang Yi", ""),
            ("Another participant (Enter if none, - removes the last)?", "<\r"),
            ("Type [meeting]?", "<\r"), ("[2025-02-01]?", "<\r"),
            ("Title [Ash in Rme]?", "Ash in Rome\r"), ("[2025-02-01]?", "\r"),
            ("Type [meeting]?", "\r"), ("Participants so far: Ann Ash, Wang Yi", ""),
            ("- removes the last)?", "-\r"), ('Removed "Wang Yi"', ""),
            ("- removes the last)?", "wang wentao\r"), ("- removes the last)?", "<\r"),
            ('Removed "Wang Wentao"', ""), ("- removes the last)?", "wang wentao\r"),
            ("- removes the last)?", "\r"), ("Place (optional)?", "\r"),
            ("Status [held]?", "\r"), ("Source (", "\r"), ("[Y/n]", "y\r"),
        ],
    )  # fmt: skip
    assert status == 0
    assert (desk / "events.toml").read_text().endswith(
        'date = 2025-02-01\ntype = "meeting"\ntitle = "Ash in Rome"\n'
        'actors = ["ann", "wang-wentao"]\n'
    )  # fmt: skip


def test_a_wrong_answer_can_be_changed_later(desk: Path) -> None:
    status, _ = talk(
        desk,
        "chrono add",
        [
            ("Title?", "<\r"), ("This is the first question", ""), ("Title?", "Ash in Rme\r"),
            ("Date", "2025-02-01\r"), ("Type?", "<\r"), ("[2025-02-01]?", "<\r"),
            ("Title [Ash in Rme]?", "Ash in Rome\r"), ("[2025-02-01]?", "\r"),
            ("Type?", "meeting\r"), ("Participant?", "Ann\r"),
            ("Another participant", "wang yi\r"), ("Another participant", "wang wentao\r"),
            ("Another participant", "Jane\r"), ("[y/N]", "<\r"),
            ("Another participant", "<\r"), ('Removed "Wang Wentao"', ""),
            ("Another participant", "\r"), ("Place (optional)?", "Rome\r"),
            ("Country of Rome", "Italy\r"), ("Status [held]?", "\r"),
            ("Source (", "Daily Post\r"), ("URL (", "<\r"),
            ("Source (", "<\r"), ("Status", "<\r"),
            ("Country of Rome [IT]", "<\r"), ("Place [Rome]", "-\r"),
            ("Status", "<\r"), ("Place (optional)?", "<\r"),
            ("Participants so far: Ann Ash, Wang Yi", ""), ("Another participant", "\r"),
            ("Place (optional)?", "\r"), ("Status [held]?", "\r"),
            ("Source (", "wire\r"), ("[Y/n]", "<\r"),
            ("Enter keeps it, - removes it)?", "\r"), ("[Y/n]", "y\r"),
        ],
    )  # fmt: skip
    assert status == 0
    assert (desk / "events.toml").read_text().endswith(
        'date = 2025-02-01\ntype = "meeting"\ntitle = "Ash in Rome"\n'
        'actors = ["ann", "wang-yi"]\nsources = ["wire"]\n'
    )  # fmt: skip


BEGUN = [
    ("Title?", "It's a call\r"), ("Date", "1 Feb 2025\r"), ("Type?", "call\r"),
    ("Participant?", "Ann\r"), ("Another participant", "Jane Roe\r"), ("[y/N]", "y\r"),
    ("Country of Jane Roe (", "Germany\r"),
]  # fmt: skip


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_a_cancelled_dialogue_shows_the_command_that_continues(desk: Path, key: str) -> None:
    status, shown = talk(desk, "chrono add --tag trade", [*BEGUN, ("Another participant", key)])
    assert status == 130
    command = (
        "chrono add --tag trade --title 'It'\"'\"'s a call' --date 2025-02-01 --type call "
        "--actor ann --new-actor 'Jane Roe (DE)'\n"
    )
    assert f"Nothing was written\nTo continue later, run:\n{command}" in shown
    assert (desk / "events.toml").read_text() == LEDGER
    assert talk(desk, f"{command.strip()} --place Rome --source wire", [])[0] == 0


def test_nothing_is_shown_to_continue_before_the_first_answer(desk: Path) -> None:
    status, shown = talk(desk, "chrono add", [("Title?", "\x03")])
    assert (status, "continue" in shown) == (130, False)


def test_several_people_in_one_answer_are_taken_apart_after_a_question(desk: Path) -> None:
    status, _ = talk(
        desk,
        f"chrono add {GIVEN} --type call",
        [
            ("Participant?", "Ann and Wang Yi\r"),
            ('"Ann and Wang Yi" looks like 2 names: Ann Ash (ann); Wang Yi (wang-yi)', ""),
            ("Add each as a participant? [Y/n]", "\r"),
            ("Another participant", "Trade and Industry\r"), ("[Y/n]", "n\r"),
            ('Add "Trade and Industry" as a new', "y\r"), ("Country", "\r"),
            ("Another participant", "\r"), ("Add this event? [Y/n]", "\r"),
        ],
    )  # fmt: skip
    assert status == 0
    text = (desk / "events.toml").read_text()
    assert 'actors = ["ann", "wang-yi", "trade-and-industry"]' in text
    assert 'name = "Trade and Industry"' in text


def test_an_answer_about_one_name_of_a_line_keeps_the_other_names(desk: Path) -> None:
    status, shown = talk(
        desk,
        f"chrono add {GIVEN} --type call",
        [
            ("Participant?", "Eva Fir, Gus Elm, Wang Yu, Ann, Wang\r"),
            ("5 names: Eva Fir (new); Gus Elm (new); Wang Yu (new; did you mean Wang Yi", ""),
            ("Add each as a participant? [Y/n]", "<\r"),
            ("Participant?", "Eva Fir, Gus Elm, Wang Yu, Ann, Wang\r"),
            ("Add each as a participant? [Y/n]", "y\r"), ("Country of Eva Fir (", "y\r"),
            ("write a country's name or code, or the organisation's name in full", ""),
            ("Country of Eva Fir (", "DE\r"),
            ("Country of Gus Elm (", "<\r"), ('Removed "Eva Fir (DE)"', ""),
            ("Participant?", "Eva Fir, Ann, Wang\r"),
            ("Add each as a participant? [Y/n]", "y\r"), ("Country of Eva Fir (", "DE\r"),
            ('error: "Wang" matches 2 actors', ""), ('"Wang" was not added', ""),
            ("Participants so far: Eva Fir (DE), Ann Ash", ""),
            ("Another participant", "eva fir\r"), ('"eva fir" is already listed', ""),
            ("Another participant", "Ida Yew (US)\r"), ("[y/N]", "y\r"),
            ("Participants so far: Eva Fir (DE), Ann Ash, Ida Yew (US)", ""),
            ("Another participant", "\r"), ("Add this event? [Y/n]", "\r"),
        ],
    )  # fmt: skip
    assert status == 0, shown
    assert 'actors = ["ann", "eva-fir", "ida-yew"]' in (desk / "events.toml").read_text()


DONE = [("Status [held]?", "\r"), ("Source (", "wire\r"), ("[Y/n]", "y\r")]
AT = "chrono add --date 2025-02 --type visit --actor Ann"


@pytest.mark.parametrize(
    "given, answers, written",
    [
        ("", [("Place", "Berlin, Germany\r"), ('becomes place "Berlin" and', "")],
         ("Berlin", "DE")),
        ("", [("Place", "Atlanta, Georgia\r"), ("Country of Atlanta, Georgia (GE or US)?", "\r"),
              ("an answer is required", ""), ("Georgia (", "US\r")], ("Atlanta, Georgia", "US")),
        ("", [("Place", "Tbilisi, Georgia\r"), ("(GE or US)?", "FR\r"), ("but place_country", ""),
              ("(GE or US)?", "ge\r"), ('becomes place "Tbilisi"', "")], ("Tbilisi", "GE")),
        ("", [("Place", "Berlin, Germany\r"), ("Status", "<\r"), ("Place [Berlin]", "Bern\r"),
              ("Country of Bern (optional)?", "CH\r")], ("Bern", "CH")),
        ("", [("Place", "https://a.example\r"), ("put the web address after --source", ""),
              ("Place", "Rome\r"), ("Country of Rome (optional)?", "Italy\r")], ("Rome", "IT")),
        ("", [("Place", "Oslo\r"), ("Country of Oslo [NO] (Enter keeps it", "\r")], ("Oslo", "NO")),
        ("--place-country FR", [("Place", "Berlin, Germany\r"), ("place_country is FR", ""),
                                ("Place", "Paris, France\r")], ("Paris", "FR")),
    ],
)  # fmt: skip
def test_a_place_may_be_typed_with_its_country(
    desk: Path, given: str, answers: Sequence[tuple[str, str]], written: tuple[str, str]
) -> None:
    oslo = LEDGER[LEDGER.index("[[events]]") :].replace('"a"', '"b"')
    (desk / "events.toml").write_text(f'{LEDGER}\n{oslo}place = "Oslo"\nplace_country = "NO"\n')
    assert talk(desk, f"{AT} {given}", [("Title?", "T\r"), *answers, *DONE])[0] == 0
    place, country = written
    text = (desk / "events.toml").read_text()
    assert f'place = "{place}"\nplace_country = "{country}"\n' in text


@pytest.mark.parametrize(
    "answers, why, added",
    [
        (["Ann"], "There is one participant", ["Wang Yi"]),
        (["Ann", "Eva Fir (FR)"], "All participants are from FR", ["Wang Yi"]),
        (["Ann"], "There is one participant", []),
    ],
)
def test_a_second_country_is_asked_for_once(
    desk: Path, answers: Sequence[str], why: str, added: Sequence[str]
) -> None:
    named = [("articipant", f"{name}\r") for name in answers]
    confirmed = [("[y/N]", "y\r")] if "Eva Fir (FR)" in answers else []
    more = [("Another", f"{name}\r") for name in (*added, "")]
    asked = [("Another", "\r"), (f"{why}, so the event is not counted as a contact", ""), *more]
    status, shown = talk(
        desk, f"chrono add {GIVEN} --type call", [*named, *confirmed, *asked, ("[Y/n]", "y\r")]
    )
    assert (status, "is not counted as a contact: the event has one" in shown) == (0, not added)


@pytest.mark.parametrize(
    "option, answers, actors",
    [
        ("--actor 'Ann, Wang Yi'", ["y"], '["ann", "wang-yi"]'),
        ("--actor Ann --new-actor 'Eva Fir, Wang Yi & Gus (FR)'", ["y"],
         '["ann", "wang-yi", "eva-fir", "gus"]'),
        ("--actor Ann --new-actor 'Fir and Gum'", ["n"], '["ann", "fir-and-gum"]'),
        ("--actor Ann --new-present 'Eva, Fay' --actor wang-yi", ["y"],
         '["ann", "wang-yi"]\npresent = ["eva", "fay"]'),
    ],
)  # fmt: skip
def test_an_option_with_several_names_is_a_question_on_a_terminal(
    desk: Path, option: str, answers: Sequence[str], actors: str
) -> None:
    questions = [("Add each as a participant? [Y/n]", f"{answer}\r") for answer in answers]
    assert talk(desk, f"chrono add {GIVEN} --type call {option}", questions)[0] == 0
    assert f"actors = {actors}\n" in (desk / "events.toml").read_text()


def test_an_unknown_actor_is_an_error_also_after_a_question(desk: Path) -> None:
    answers = [("[Y/n]", "n\r")]
    status, shown = talk(desk, f"chrono add {GIVEN} --type call --actor 'Fir and Gum'", answers)
    assert (status, 'unknown actor "Fir and Gum"' in shown) == (2, True)
    assert (desk / "events.toml").read_text() == LEDGER


def test_the_sources_of_the_last_event_can_be_taken_in_a_dialogue(desk: Path) -> None:
    first = "--date 2025-02-01 --type call --title T --actor Ann --source wire"
    status, _ = talk(
        desk,
        f"chrono add {first}; chrono add --date 2025-03-01 --type call --actor Ann",
        [
            ("Title?", "U\r"), ("Place (optional)?", "\r"),
            ("Status [held]?", "\r"), ("Type = for the sources of 2025-02-01-ash-call", ""),
            ("Source (", "=\r"), ("the source is the same as for 2025-02-01-ash-call: wire", ""),
            ("[Y/n]", "y\r"),
        ],
    )  # fmt: skip
    assert status == 0
    assert (desk / "events.toml").read_text().count('sources = ["wire"]\n') == 2


def test_the_sources_of_an_event_that_was_removed_are_not_offered(desk: Path) -> None:
    first = "--date 2025-02-01 --type call --title T --actor Ann --source wire"
    status, shown = talk(
        desk,
        f"chrono add {first}; chrono remove 2025-02-01-ash-call --yes; "
        "chrono add --date 2025-03-01 --type call --actor Ann",
        [
            ("Title?", "U\r"), ("Place (optional)?", "\r"), ("Status [held]?", "\r"),
            ("Source (", "\r"), ("[Y/n]", "y\r"),
        ],
    )  # fmt: skip
    assert (status, "Type = for the sources" in shown) == (0, False)


TWICE = "chrono add --date 2025-01-01 --type call --title B --actor Ann --actor wang-yi"


@pytest.mark.parametrize("key, status", [("c\r", 1), ("\x03", 130), ("\x04", 130)])
def test_a_possible_duplicate_is_shown_and_not_written(desk: Path, key: str, status: int) -> None:
    answers = [
        ("Possible duplicate of a (* marks what differs):", ""),
        ("* title   \\x1b[31mA\\x9b     B", ""),
        ("a different event: add it", ""), ("Same or different? [d/c]", "s\r"),
        ("Type d or c", ""), ("Same or different? [d/c]", key),
    ]  # fmt: skip
    assert talk(desk, TWICE, answers)[0] == status
    assert (desk / "events.toml").read_text() == LEDGER


def test_only_the_first_sources_of_a_possible_duplicate_are_shown(desk: Path) -> None:
    sources = ", ".join(f'{{ publisher = "P{number}" }}' for number in range(5))
    (desk / "events.toml").write_text(f"{LEDGER}sources = [{sources}]\n")
    answers = [("* sources  P0, P1, and 3 more", ""), ("Same or different? [d/c]", "c\r")]
    assert talk(desk, TWICE, answers)[0] == 1


def test_a_different_event_is_added_and_not_reported_again(desk: Path) -> None:
    _, shown = talk(desk, f"{TWICE} && chrono check", [("[d/c]", "d\r")])
    assert "[duplicate]" not in shown
    text = (desk / "events.toml").read_text()
    assert 'extra = { not_duplicate_of = "a" }\n' in text


def test_the_source_of_the_same_event_is_added_to_that_event(desk: Path) -> None:
    answers = [("s = the same event: add only the source to a", ""), ("[s/d/c]", "s\r")]
    status, shown = talk(desk, f'{TWICE} --source wire --new-actor "Eva (DE)"', answers)
    assert status == 0
    assert shown.endswith('a\nnote: added 1 source to "a"; no event was added\n')
    assert (desk / "events.toml").read_text() == f'{LEDGER}sources = ["wire"]\n'


def test_a_dialogue_asks_about_a_duplicate_instead_of_a_confirmation(desk: Path) -> None:
    answers = [
        ("Title?", "B\r"), ("Place", "\r"), ("Status [held]?", "\r"),
        ("Source", "\r"), ("Same or different? [d/c]", "<\r"),
        ("Source", "wire\r"), ("Same or different? [s/d/c]", "c\r"),
        ("To continue later, run:", ""),
    ]  # fmt: skip
    status, _ = talk(desk, TWICE.replace(" --title B", ""), answers)
    assert status == 1
    assert (desk / "events.toml").read_text() == LEDGER


def test_a_dry_run_of_a_dialogue_shows_the_event_without_a_question(desk: Path) -> None:
    answers = [("Title?", "T\r"), ("Place", "\r"), ("Status", "\r"), ("Source", "\r")]
    status, shown = talk(desk, f"{TWICE.replace(' --title B', '')} --dry-run", answers)
    assert (status, "Add this" in shown, 'title = "T"\n' in shown) == (0, False, True)
    assert (desk / "events.toml").read_text() == LEDGER


def test_a_dry_run_only_notes_a_possible_duplicate(desk: Path) -> None:
    status, shown = talk(desk, f"{TWICE} --dry-run", [])
    assert (status, "[duplicate]" in shown) == (0, True)


@pytest.mark.parametrize(
    "line, error",
    [
        ("chrono -f events.toml -f more.toml add", "choose one with --to"),
        ("chrono add --same-source", "you have added no event to this ledger yet"),
        ("chrono add --same-source-as a", "a has no source"),
        ("chrono add --same-source-as b", 'unknown event "b"'),
    ],
)
def test_what_prevents_an_addition_is_reported_before_anything_is_asked(
    desk: Path, line: str, error: str
) -> None:
    (desk / "more.toml").write_text("")
    status, shown = talk(desk, line, [])
    assert (status, error in shown, "Title" in shown) == (2, True, False)


def test_several_events_of_one_source_are_added_one_after_the_other(desk: Path) -> None:
    source = "--source https://wire.example/a --publisher Wire --source-date 2024-01-01"
    status, shown = talk(
        desk,
        f"chrono add --today 2025-06-01 --date 2025-02-01 --type call --place Rome {source}",
        [
            ("Title?", "T\r"), ("Participant?", "Ann\r"), ("Another participant", "\r"),
            ("Another participant", "\r"), ("Country of Rome", "\r"), ("Statuses: ", ""),
            ("Status [held]?", "\r"),
            ("Add this event? [Y/n]", "\r"), ("[early-source]", ""),
            ("Add another event? [y/N]", "y\r"),
            ("Title?", "U\r"), ("Type = for the date of 2025-02-01-rome: 2025-02-01", ""),
            ("Date", "=\r"), ("Type?", "meeting\r"), ("Participant?", "Wang Yi\r"),
            ("Another participant", "\r"), ("Another participant", "\r"), ("Place", "\r"),
            ("Status [held]?", "\r"), ("Source (", "=\r"), ("[Y/n]", "y\r"),
            ("2025-02-01-wang", ""),
            ("Add another event? [y/N]", "y\r"),
            ("Title?", "V\r"), ("Date", "24 December 2026\r"), ("Type?", "meeting\r"),
            ("Participant?", "Wang Yi\r"), ("Another participant", "\r"),
            ("Another participant", "\r"), ("Place", "\r"), ("Status [planned]?", "\r"),
            ("Source (", "\r"), ("[Y/n]", "y\r"),
            ("note: no source given; to add a source, run `chrono edit 2026-12-24-wang", ""),
            ("Add another event? [y/N]", "\x04"),
        ],
    )  # fmt: skip
    assert (status, "Nothing was written" in shown) == (0, False)
    text = (desk / "events.toml").read_text()
    assert text.count("date = 2025-02-01\n") == 2
    assert text.count("https://wire.example/a") == 2
    assert 'date = 2026-12-24\ntype = "meeting"\ntitle = "V"\nactors = ["wang-yi"]\n' in text
    assert text.count('status = "planned"') == 1
