"""The three-way merge of ledger files, by examples; its laws are in test_merge_laws.py."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

import chrono
from chrono.files.read.source_files import parse
from chrono.files.write.three_way import findings
from chrono.files.write.three_way.entry import Markers
from chrono.files.write.three_way.ledgers import MergedFile, Unmergeable, merge_files
from chrono.files.write.three_way.renames import find_renames
from chrono.files.write.three_way.values import MISSING, Conflict, merge_values
from replay import ROOT, Ran, clean_environment, run, run_on_terminal

PEOPLE = """\
# top

[ledger]
title = "Ash and Birch"

# people
[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.ben]
name = "Ben Birch"
country = "DE"
"""


def event(id: str, date: str, more: str = "", title: str = "T") -> str:
    """The text of a call."""
    return (
        f'\n[[events]]\nid = "{id}"\ndate = {date}\ntype = "call"\ntitle = "{title}"\n'
        f'actors = ["ann", "ben"]\n{more}'
    )


A = event("a", "2025-10-01", 'place = "Rome" # the city\ntags = ["x"]\n')
B = event("b", "2025-10-20")
BASE = PEOPLE + A + B


def merge(base: str, ours: str, theirs: str, markers: Markers | None = None) -> MergedFile:
    return merge_files(parse("base", base), parse("ours", ours), parse("theirs", theirs), markers)


def merged(base: str, ours: str, theirs: str) -> str:
    """The merged text, which has no conflicts."""
    result = merge(base, ours, theirs)
    assert not result.conflicts
    assert result.text == result.file.text
    assert result.file.data == tomli.loads(result.text)
    return result.text


def sentences(base: str, ours: str, theirs: str) -> list[str]:
    return [
        findings.conflict_sentence(one, Markers()) for one in merge(base, ours, theirs).conflicts
    ]


# -- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (1, 1, 2, 2),
        (1, 2, 1, 2),
        (1, 2, 2, 2),
        (MISSING, 1, 1, 1),
        (1, MISSING, MISSING, MISSING),
        (1, MISSING, 1, MISSING),
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 3}, {"a": 3, "b": 2}),
        ({"a": 1}, {}, {"a": 1, "b": 2}, {"b": 2}),
        (["x"], ["x", "o"], ["x", "t"], ["x", "o", "t"]),
        (["x", "y"], ["y"], ["x", "y", "z"], ["y", "z"]),
        (["x", "y"], ["y", "x"], ["x", "y", "z"], ["y", "z", "x"]),
        (["x", "y"], ["x", "y", "z"], ["y", "x"], ["y", "z", "x"]),
        (MISSING, ["o"], ["t"], ["o", "t"]),
        ([1, 1], [1, 1, 1], [1], [1, 1]),
        (["s", {"url": "u"}], [{"url": "u", "title": "T"}], ["s", {"url": "u", "grade": "A"}],
         [{"url": "u", "title": "T", "grade": "A"}]),
    ],
)  # fmt: skip
def test_values_are_merged(base: object, ours: object, theirs: object, expected: object) -> None:
    conflicts: list[Conflict] = []
    assert merge_values(base, ours, theirs, conflicts) == (expected, expected)
    assert conflicts == []


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "paths"),
    [
        (1, 2, 3, [()]),
        (1, 2, MISSING, [()]),
        (MISSING, 1, True, [()]),
        ({"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a": 3, "b": 1}, [("a",)]),
        (4, {"min": 4}, {"max": 4}, [()]),
        ([{"url": "u"}], [], [{"url": "u", "title": "T"}], [(0,)]),
        (1, [1], {"a": 1}, [()]),
    ],
)
def test_two_changes_of_one_value_are_a_conflict(
    base: object, ours: object, theirs: object, paths: list[object]
) -> None:
    conflicts: list[Conflict] = []
    result = merge_values(base, ours, theirs, conflicts)
    assert [one.path for one in conflicts] == paths
    assert result[0] != result[1] or type(result[0]) is not type(result[1])


# -- texts ------------------------------------------------------------------------------------


def test_only_changed_keys_change() -> None:
    ours = BASE.replace('"Rome"', '"Oslo"')
    theirs = BASE.replace('title = "T"', 'title = "New" # why', 1)
    assert merged(BASE, ours, theirs) == ours.replace('title = "T"', 'title = "New" # why', 1)


def test_comments_of_both_sides_are_kept() -> None:
    ours = BASE.replace("# people\n", "# people of ours\n").replace('"Rome"', '"Oslo"')
    theirs = BASE.replace("# people\n", "# people of theirs\n").replace("the city", "a city")
    theirs = theirs.replace(B, "\n# -- a heading --\n\n# over b" + B)
    text = merged(BASE, ours, theirs)
    assert "# people of ours\n# people of theirs\n[actors.ann]\n" in text
    assert '# a city\nplace = "Oslo" # the city\n' in text
    assert text.endswith("\n# -- a heading --\n\n# over b" + B)


def test_a_comment_that_one_side_removes_goes() -> None:
    ours = BASE.replace('"Rome"', '"Oslo"')
    theirs = BASE.replace("# top\n\n", "").replace("# people\n", "")
    assert merged(BASE, ours, theirs) == ours.replace("# top\n\n", "").replace("# people\n", "")


def test_new_entries_keep_their_text_and_go_to_their_place() -> None:
    first = event("n1", "2025-10-10", '# inside\nplace = """\nBonn"""\n').replace(
        "\n[", "\n# over\n[", 1
    )
    actor = '\n[actors.cat]\nname = "Cat"\n'
    theirs = PEOPLE + actor + A + first + B
    ours = BASE + event("n2", "2025-10-25")
    assert merged(BASE, ours, theirs) == PEOPLE + actor + A + first + B + event("n2", "2025-10-25")


def test_the_place_of_a_new_event_is_by_date() -> None:
    ours = BASE + "\n# -- November --\n" + event("n3", "2025-11-03") + event("n9", "2025-11-09")
    theirs = BASE + event("n1", "2025-11-01") + event("n5", "2025-11-05") + event("z", "2026-01-01")
    text = merged(BASE, ours, theirs)
    ids = [one["id"] for one in tomli.loads(text)["events"]]
    assert ids == ["a", "b", "n1", "n3", "n5", "n9", "z"]
    assert text.index("-- November --") < text.index('"n1"')


def test_an_unsorted_ledger_keeps_its_order() -> None:
    base = PEOPLE + B + A
    new = event("n", "2024-01-01")
    assert merged(base, base.replace('"Rome"', '"Oslo"'), PEOPLE + B + new + A) == (
        PEOPLE + B + new + A.replace('"Rome"', '"Oslo"')
    )


def test_a_text_without_a_last_line_end_stays_so() -> None:
    ours = BASE.replace('"Rome"', '"Oslo"').rstrip("\n")
    assert merged(BASE, ours, BASE + event("n", "2026-01-01")) == (
        ours + "\n" + event("n", "2026-01-01").rstrip("\n")
    )


def test_lists_keep_their_layout() -> None:
    sources = 'sources = [\n  { publisher = "AP", url = "https://a.org" }, # wire\n  "s2",\n]\n'
    base = PEOPLE + event("a", "2025-10-01", sources)
    ours = base.replace('  "s2",\n', '  "s2",\n  "s3", # three\n')
    theirs = base.replace(" }, # wire", ', grade = "A" }, # wire\n  "s0",')
    assert merged(base, ours, theirs) == ours.replace(
        " }, # wire", ', grade = "A" }, # wire\n  "s0",'
    )


def test_sections_are_merged_as_sections() -> None:
    first = '\n[[events.sources]]\npublisher = "AP"\nurl = "https://a.org"\n'
    base = PEOPLE + event("a", "2025-10-01") + first
    ours = base + '\n[[events.sources]]\npublisher = "O"\n'
    theirs = base + 'title = "T"\n\n[[events.sources]]\npublisher = "T"\n'
    assert merged(base, ours, theirs) == (
        base
        + 'title = "T"\n\n[[events.sources]]\npublisher = "O"\n'
        + '\n[[events.sources]]\npublisher = "T"\n'
    )


def test_a_value_whose_comments_would_be_lost_is_a_conflict() -> None:
    base = PEOPLE + event("a", "2025-10-01", 'tags = [\n  "x", # ex\n  "y",\n]\n')
    ours = base.replace('  "y",\n', '  "y", "z",\n')
    theirs = base.replace('  "x", # ex\n  "y",\n', '  "y",\n  "x", # why\n')
    result = merge(base, ours, theirs)
    assert [one.path for one in result.conflicts] == [("tags",)]
    assert (result.text.count("# ex"), result.text.count("# why")) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        '[actors]\nann = { name = "Ann", country = "FR" } # a\nben = { name = "Ben" }\n',
        'actors = { ann = { name = "Ann", country = "FR" }, ben = { name = "Ben" } }\n',
        '[actors.ann]\nname = "Ann"\n[actors.ben]\nname = "Ben"\n[actors.ann.extra]\nx = 1\n',
        '[actors.ben]\nname = "Ben"\n[actors."ann"]\n"name" = "Ann"\n',
        '[actors.ann]\nextra.a = 1\nname = "Ann"\nextra.b = 2\n[actors.ben]\nname = "Ben"\n',
    ],
)
def test_actors_are_merged_in_every_layout(text: str) -> None:
    ours, theirs = text.replace('"Ann"', '"Anne"'), text.replace('"Ben"', '"Benn"')
    assert merged(text, ours, theirs) == ours.replace('"Ben"', '"Benn"')


def test_events_in_one_list_are_merged() -> None:
    rows = ['  { id = "a", date = 2025-01-01 }, # one\n', '  { id = "b", date = 2025-01-02 },\n']
    base = f"events = [\n{''.join(rows)}]\n"
    ours = base.replace("]\n", '  { id = "o", date = 2025-01-03 },\n]\n')
    theirs = base.replace("01-01 }", '01-01, title = "T" }')
    assert merged(base, ours, theirs) == ours.replace("01-01 }", '01-01, title = "T" }')


def test_entries_with_one_id_are_paired_by_their_order() -> None:
    base = BASE + event("a", "2025-11-01", title="second")
    ours, theirs = base.replace('"second"', '"2nd"'), base.replace('"Rome"', '"Oslo"')
    assert merged(base, ours, theirs) == ours.replace('"Rome"', '"Oslo"')


def test_coverage_rows_are_known_by_what_they_cover() -> None:
    row = '[[coverage]]\nperiod = "{}"\n\n'
    base = row.format("2025") + B
    ours = row.format("2024") + base
    theirs = base.replace('"2025"\n', '"2025"\nnote = "N"\n', 1).replace(B, row.format("2026") + B)
    text = merged(base, ours, theirs)
    periods = [(one["period"], one.get("note")) for one in tomli.loads(text)["coverage"]]
    assert periods == [("2024", None), ("2025", "N"), ("2026", None)]


# -- conflicts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        (BASE.replace("Rome", "Oslo"), BASE.replace("Rome", "Bonn"),
         '"a": place is "Oslo" in ours and "Bonn" in theirs'),
        (BASE.replace('place = "Rome" # the city\n', ""), BASE.replace("Rome", "Bonn"),
         '"a": place is removed in ours and "Bonn" in theirs'),
        (BASE.replace(A, ""), BASE.replace("Rome", "Bonn"),
         '"a" is removed in ours, but changed in theirs (place)'),
        (BASE.replace("Rome", "Bonn").replace('"x"', '"y"'), BASE.replace(A, ""),
         '"a" is changed in ours (place and tags), but removed in theirs'),
        (BASE.replace("the city", "a city"), BASE.replace(A, ""),
         '"a" is changed in ours (layout or comments), but removed in theirs'),
        (BASE.replace('place = "Rome" # the city\n', ""), BASE.replace(A, ""),
         '"a" is changed in ours (place), but removed in theirs'),
        (BASE + event("n", "2025-11-01"), BASE + event("n", "2025-11-02"),
         '"n": ours and theirs differ in date'),
        (BASE.replace('"a"', '"a1"'), BASE.replace('"a"', '"a2"'),
         '"a1": id is "a1" in ours and "a2" in theirs'),
        (BASE.replace("Ann Ash", "Anne"), BASE.replace("Ann Ash", "Anna"),
         '"actors.ann": name is "Anne" in ours and "Anna" in theirs'),
        (BASE.replace("Ash and Birch", "A"), BASE.replace("Ash and Birch", "x" * 99),
         f'[ledger]: title is "A" in ours and "{"x" * 58}… in theirs'),
    ],
)  # fmt: skip
def test_each_conflict_is_named(ours: str, theirs: str, sentence: str) -> None:
    assert sentences(BASE, ours, theirs) == [sentence]
    assert len(parse("merged", merge(BASE, ours, theirs).text).problems) == 1


def test_markers_have_the_length_and_the_names_that_git_gives() -> None:
    ours, theirs = BASE.replace("Rome", "Oslo"), BASE.replace("Rome", "Bonn")
    text = merge(BASE, ours, theirs, Markers("HEAD", "anna", 9)).text
    lines = 'place = "{}" # the city\n'
    block = (
        f"{'<' * 9} HEAD\n{lines.format('Oslo')}{'=' * 9}\n{lines.format('Bonn')}{'>' * 9} anna\n"
    )
    assert text == BASE.replace(lines.format("Rome"), block)
    assert len(parse("merged", text).problems) == 1


def test_the_rest_of_an_entry_in_conflict_is_merged() -> None:
    ours = BASE.replace("Rome", "Oslo").replace('["x"]', '["x", "o"]')
    theirs = BASE.replace("Rome", "Bonn").replace('["x"]', '["x", "t"]')
    result = merge(BASE, ours, theirs)
    assert 'tags = ["x", "o", "t"]\n' in result.text
    assert result.file.data["events"][0]["place"] == "Oslo"


def test_a_base_with_conflicts_agrees_with_no_side() -> None:
    place = 'place = "Rome" # the city\n'
    marks = '<<<<<<<<< a\nplace = "Oslo"\n=========\nplace = "Bonn"\n>>>>>>>>> b\n'
    base = BASE.replace(place, marks)
    ours, theirs = (BASE.replace(place, f'place = "{one}"\n') for one in ("Oslo", "Bonn"))
    assert sentences(base, ours, theirs) == ['"a": place is "Oslo" in ours and "Bonn" in theirs']


def test_a_base_with_errors_is_read_as_far_as_possible() -> None:
    base = BASE + "\n[[events]]\nid = \n"
    assert merged(base, BASE.replace("Rome", "Oslo"), BASE + event("n", "2026-01-01")) == (
        BASE.replace("Rome", "Oslo") + event("n", "2026-01-01")
    )


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_side_with_errors_is_refused(side: str) -> None:
    broken = BASE + "\n[[events]]\nid = \n"
    with pytest.raises(Unmergeable, match="version: missing value"):
        merge(BASE, *((broken, BASE) if side == "ours" else (BASE, broken)))


def test_a_newer_format_is_refused() -> None:
    newer = BASE.replace("[ledger]\n", "[ledger]\nversion = 9\n")
    with pytest.raises(Unmergeable, match="needs a newer chrono"):
        merge(BASE, BASE + event("n", "2026-01-01"), newer)


# -- renamed entries --------------------------------------------------------------------------


def test_renamed_entries_are_found() -> None:
    base = tomli.loads(PEOPLE + A + B)
    assert find_renames(base, tomli.loads(PEOPLE + A.replace('"a"', '"n"') + B)) == {
        ("events", "a"): "n"
    }
    renamed = PEOPLE.replace("actors.ann", "actors.x").replace('"FR"', '"FR"\nformer_ids = ["ann"]')
    renamed = renamed.replace("Ann Ash", "Someone")
    assert find_renames(base, tomli.loads(renamed + A + B)) == {("actors", "ann"): "x"}


def test_other_events_are_not_taken_for_renamed_ones() -> None:
    base = tomli.loads(PEOPLE + event("a", "2025-10-01") + event("b", "2025-10-01"))
    side = tomli.loads(PEOPLE + event("c", "2025-10-01") + event("d", "2025-10-02"))
    assert find_renames(base, side) == {}


def test_references_to_a_renamed_actor_follow() -> None:
    theirs = BASE.replace("[actors.ann]", "[actors.anne]").replace('"ann"', '"anne"')
    ours = BASE.replace('"Rome"', '"Oslo"') + event("n", "2026-01-01")
    assert merged(BASE, ours, theirs) == (
        ours.replace("[actors.ann]", "[actors.anne]").replace('"ann"', '"anne"')
    )


def test_an_entry_that_one_side_has_joined_is_not_renamed() -> None:
    base = PEOPLE + A + B
    joined = (PEOPLE + A).replace('tags = ["x"]', 'tags = ["x"]\nformer_ids = ["b"]')
    theirs = base.replace('id = "b"', 'id = "n"')
    assert merged(base, joined, theirs) == joined


# -- findings ---------------------------------------------------------------------------------


def duplicates(base: str, ours: str, theirs: str) -> list[tuple[str, str]]:
    result = merge(base, ours, theirs)
    ledger, _ = findings.read(result.file, ())
    return [(one.ours.id, one.theirs.id) for one in findings.possible_duplicates(result, ledger)]


def test_one_contact_under_two_ids_is_found() -> None:
    ours, theirs = BASE + event("o", "2025-11-03"), BASE + event("t", "2025-11-03")
    assert duplicates(BASE, ours, theirs) == [("o", "t")]
    assert duplicates(BASE, theirs, ours) == [("t", "o")]


def test_only_pairs_of_both_sides_are_found() -> None:
    twice = BASE + event("c", "2025-10-20")
    assert duplicates(twice, twice.replace("Rome", "Oslo"), twice + event("t", "2026-01-01")) == []
    ours = BASE + event("o1", "2025-11-03") + event("o2", "2025-11-03")
    assert duplicates(BASE, ours, BASE.replace("Rome", "Oslo")) == []


def test_an_event_moved_to_the_day_of_a_new_one_is_found() -> None:
    ours = BASE.replace("2025-10-20", "2025-11-03")
    assert duplicates(BASE, ours, BASE + event("t", "2025-11-03")) == [("b", "t")]


def test_one_actor_under_two_ids_is_named(tmp_path: Path) -> None:
    ours, theirs = (f'\n[actors.{id}]\nname = "{name}"\n' for id, name in
                    (("cat", "Cat Cole"), ("cat-cole", "Cat Cole")))  # fmt: skip
    ran = command(tmp_path, base=BASE, ours=BASE + ours, theirs=BASE + theirs)
    assert '"cat" (ours.toml) and "cat-cole" (theirs.toml) may be one actor' in ran.err
    assert "may be one" not in command(tmp_path, theirs=BASE.replace("Rome", "Oslo")).err


def test_two_new_events_with_one_id_are_two_events() -> None:
    own = event("n", "2025-11-01", title="Ours")
    others = event("n-2", "2025-11-02") + event("o", "2025-11-03", 'follows = ["n"]\n')
    their = event("n", "2025-11-01", 'sources = ["s"]\n', title="Theirs")
    link = event("t", "2025-11-04", 'follows = ["a", "n"]\npart_of = "n"\n')
    result = merge(BASE, BASE + own + others, BASE + their + link)
    assert (result.conflicts, result.new_ids) == ([], {"n": "n-3"})
    their, link = (text.replace('"n"', '"n-3"') for text in (their, link))
    assert result.text == BASE + their + own + others + link


def test_new_events_with_one_id_and_title_are_one_event() -> None:
    own, their = (event("n", "2025-11-01", f'place = "{place}"\n') for place in ("Oslo", "Bonn"))
    assert sentences(BASE, BASE + own, BASE + their) == [
        '"n": place is "Oslo" in ours and "Bonn" in theirs'
    ]


def test_a_new_id_is_named_with_both_titles(tmp_path: Path) -> None:
    own, their = (event("n", "2025-11-01", title=title) for title in ("Ours", "Theirs"))
    ran = command(tmp_path, base=BASE, ours=BASE + own, theirs=BASE + their)
    assert (
        'warning: both versions added an event "n": "Ours" (ours.toml) keeps this id, and '
        '"Theirs" (theirs.toml) gets the id "n-2"\n'
    ) in ran.err


@pytest.mark.parametrize(
    "label, shown",
    [("a\nb", "a\\nb"), ("a\u00a0b", "a\u00a0b"), ("a\u202eb", "a\\u202eb"), ("\udcff", "\\udcff")],
)
def test_labels_are_one_line(tmp_path: Path, label: str, shown: str) -> None:
    names = ("base.toml", "ours.toml", "theirs.toml", "--label", label)
    texts = [BASE, BASE.replace("Rome", "Oslo"), BASE.replace("Rome", "Bonn")]
    ran = command(tmp_path, *names, **dict(zip(("base", "ours", "theirs"), texts, strict=True)))
    assert f"<<<<<<< {shown}\n" in ran.out


def test_a_summary_counts_what_each_side_did() -> None:
    ours = BASE.replace(B, "").replace("Rome", "Oslo") + event("o", "2026-01-01")
    theirs = BASE.replace('"x"', '"y"') + event("t", "2026-01-02") + '\n[actors.c]\nname = "C"\n'
    assert findings.summary(merge(BASE, ours, theirs), Markers()) == (
        "merged 1 event from ours, 1 event removed in ours, 1 event and 1 actor from theirs, "
        "and 1 event that changed in both versions"
    )
    assert findings.summary(merge(BASE, BASE, BASE), Markers()) == "no entry has changed"


# -- the command ------------------------------------------------------------------------------


def command(folder: Path, *argv: str, stdin: str = "", **texts: str) -> Ran:
    """Run `chrono merge` on files with these texts."""
    for name, text in texts.items():
        (folder / f"{name}.toml").write_bytes(text.encode())
    names = [name if name == "-" else f"{name}.toml" for name in ("base", "ours", "theirs")]
    return run("merge", *(argv or names), folder=folder, environment=clean_environment(folder),
               stdin=stdin.encode())  # fmt: skip


def test_a_byte_order_mark_and_line_ends_of_ours_stay(tmp_path: Path) -> None:
    ours = "\ufeff" + BASE.replace("Rome", "Oslo").replace("\n", "\r\n")
    theirs = BASE.replace('"x"', '"y"')
    ran = command(tmp_path, base=BASE, ours=ours, theirs=theirs)
    assert (ran.status, ran.out) == (0, ours.replace('"x"', '"y"'))
    names = ("base.toml", "ours.toml", "theirs.toml", "--output", "ours.toml")
    assert command(tmp_path, *names).status == 0
    assert (tmp_path / "ours.toml").read_bytes().decode() == ours.replace('"x"', '"y"')


def test_one_file_may_be_standard_input(tmp_path: Path) -> None:
    ours, theirs = BASE.replace("Rome", "Oslo"), BASE.replace('"x"', '"y"')
    names = ("-", "ours.toml", "theirs.toml")
    ran = command(tmp_path, *names, stdin=BASE, ours=ours, theirs=theirs)
    assert (ran.status, ran.out) == (0, ours.replace('"x"', '"y"'))


def test_new_errors_are_reported_and_those_of_one_side_are_not(tmp_path: Path) -> None:
    link = event("n", "2026-01-01", 'follows = ["elsewhere", "b"]\n')
    ran = command(tmp_path, base=BASE, ours=BASE.replace(B, ""), theirs=BASE + link)
    assert ran.status == 1
    assert 'unknown event "b" in "follows"' in ran.err
    assert "elsewhere" not in ran.err
    assert "run `chrono check`" in ran.err


def test_other_files_of_the_ledger_are_known(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text('[ledger]\ninclude = ["people.toml", "ours.toml"]\n')
    (tmp_path / "people.toml").write_text(
        '[actors.ann]\nname = "Ann"\ncountry = "FR"\n[actors.ben]\nname = "Ben"\ncountry = "DE"\n'
        '[types.chat]\nlabel = "chat"\ncontact = true\n'
    )
    chat = event("o", "2026-01-01").replace('"call"', '"chat"')
    other = event("t", "2026-01-01").replace('"call"', '"chat"').replace('"ann"', '"Ann"')
    ran = command(tmp_path, base=B, ours=B + chat, theirs=B + other)
    assert '"o" (ours.toml) and "t" (theirs.toml) may be one event' in ran.err


def test_a_warning_is_in_colour_on_a_terminal(tmp_path: Path) -> None:
    command(tmp_path, base=BASE, ours=BASE + event("o", "2026-01-01"),
            theirs=BASE + event("t", "2026-01-01"))  # fmt: skip
    shown = run_on_terminal("merge", "base.toml", "ours.toml", "theirs.toml", folder=tmp_path)
    assert "\x1b[" in shown.err.partition("warning")[0]


def test_the_bundled_ledger_is_merged_as_fast_as_it_is_read(tmp_path: Path) -> None:
    text = (ROOT / "data" / "events.toml").read_text("utf-8")
    ours = text.replace('place = "Busan"', 'place = "Gimhae"')
    theirs = text.replace('tags = ["leaders"', 'tags = ["summits", "leaders"')
    assert merged(text, ours, theirs) == theirs.replace('place = "Busan"', 'place = "Gimhae"')


def test_programs_can_merge() -> None:
    ours, theirs = BASE + event("o", "2025-11-03"), BASE + event("t", "2025-11-03")
    result = chrono.merge(BASE, ours.replace("Rome", "Oslo"), theirs.replace("Rome", "Bonn"))
    assert result.conflicts == ('"a": place is "Oslo" in ours and "Bonn" in theirs',)
    assert [(one.id, other.id) for one, other in result.possible_duplicates] == [("o", "t")]
    with pytest.raises(chrono.LedgerError, match="<theirs>:1"):
        chrono.merge(BASE, ours, "[[events]\n")
