"""The notes of an import: one line for each kind, with the number and the first few."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.files.merge import notes
from chrono.files.merge.notes import ALIKE, ID_REPLACED, MATCHED, OTHER_COUNTRY, OTHER_NAME
from replay import clean_environment, run

KINDS = {
    MATCHED: ("Erdogan{0}", "Erdoğan{0}", "erdogan-{0}"),
    OTHER_NAME: ("a{0}", "Ann{0}", "Anna{0}"),
    OTHER_COUNTRY: ("a{0}", "FR"),
    ID_REPLACED: ("li-wei-{0}", "李玮{0}", "li-wei-{0}-2"),
    ALIKE: ("Xi{0}", "xi-{0}", "Xi Jinping{0}", "xi-jinping-{0}"),
}


def sentences(kind: notes.NoteKind, number: int) -> list[str]:
    found = notes.Notes()
    for at in [*range(1, number + 1), 1]:  # the first one twice
        found.add(kind, *(part.replace("{0}", str(at)) for part in KINDS[kind]))
    return [*found.sentences()]


@pytest.mark.parametrize(
    "kind, one, many",
    [
        (
            MATCHED,
            '"Erdogan1" was matched to Erdoğan1 (erdogan-1)',
            "7 names were matched to actors whose names differ in case or accents: "
            '"Erdogan1" to Erdoğan1 (erdogan-1), "Erdogan2" to Erdoğan2 (erdogan-2), ',
        ),
        (
            OTHER_NAME,
            'a1 is Ann1 in the ledger but "Anna1" in the file; kept yours',
            '7 actors have other names in the file; kept yours: a1 ("Anna1" in the file), ',
        ),
        (
            OTHER_COUNTRY,
            "a1 has no country in the ledger but FR in the file; kept yours",
            "7 actors have no country in the ledger but have one in the file; kept yours: "
            "a1 (FR in the file), a2 (FR in the file), ",
        ),
        (
            ID_REPLACED,
            'the id "li-wei-1" is already used; 李玮1 gets the id "li-wei-1-2"',
            "7 new actors get other ids, because theirs are already used: 李玮1 (li-wei-1-2), ",
        ),
        (
            ALIKE,
            "possible duplicate: the new actor Xi1 (xi-1) may be the same as "
            "Xi Jinping1 (xi-jinping-1)",
            "7 possible duplicates among actors: Xi1 (xi-1) and Xi Jinping1 (xi-jinping-1), ",
        ),
    ],
)
def test_notes_of_one_kind_are_summed_up(kind: notes.NoteKind, one: str, many: str) -> None:
    assert sentences(kind, 1) == [one]
    (several,) = sentences(kind, 7)
    assert several.startswith(many)
    assert several.endswith(", and 2 more")


def test_braces_in_names_are_no_part_of_a_note() -> None:
    found = notes.Notes()
    found.add(MATCHED, "{0} {x}", "{1}", "a")
    assert [*found.sentences()] == ['"{0} {x}" was matched to {1} (a)']


def test_each_kind_of_note_is_one_line_of_an_import(tmp_path: Path) -> None:
    actors = "".join(f'[actors.erdogan-{n}]\nname = "Erdoğan {n}"\n\n' for n in range(6))
    (tmp_path / "l.toml").write_text(actors)
    rows = [f"2024-01-0{n + 1},call,T,Erdogan {n};Ann {n};Ann {n} Ash" for n in range(6)]
    (tmp_path / "t.csv").write_text("\n".join(["date,type,title,actors", *rows]) + "\n")
    ran = run(
        "-f", "l.toml", "import", "t.csv",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    assert ran.status == 0
    assert [line.split(":")[1].strip() for line in ran.err.splitlines()] == [
        "6 rows read from t.csv",
        "6 names were matched to actors whose names differ in case or accents",
        "6 possible duplicates among actors",
        "12 new actors",
        "12 new actors without a country, treated as countries of their own",
    ]


@pytest.mark.parametrize(
    "names, note",
    [
        (["Merz, Barrot", "Barrot", "Ann"], '1 new actor may be several people: "Merz, Barrot"; if '
         "so, add --split ,"),
        (
            ["Wang Yi and Iwaya", "Iwaya & Rubio (US)", "Rubio"],
            '2 new actors may each be several people: "Wang Yi and Iwaya", "Iwaya & Rubio (US)"; '
            "if so, add --split ' and ' --split '&'",
        ),
        (["Johnson & Johnson", "Ministry of Trade and Industry", "Surangel Whipps, Jr"], None),
        (["Nyrstar (Ann, Ben)", "Ann", "Ben"], None),
    ],
)  # fmt: skip
def test_names_that_may_be_lists_are_questioned(
    tmp_path: Path, names: list[str], note: str | None
) -> None:
    (tmp_path / "l.toml").write_text("")
    rows = [f'2024-01-0{at},call,T,"{name}"' for at, name in enumerate(names, 1)]
    (tmp_path / "t.csv").write_text("\n".join(["date,type,title,actors", *rows]) + "\n")
    ran = run(
        "-f", "l.toml", "import", "t.csv",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    found = [line for line in ran.err.splitlines() if "several people" in line]
    assert found == ([f"note: {note}"] if note else [])
