"""The command `chrono check`: what it reports on a ledger for each rule, and on broken files.

`ledgers/checks/RULE.toml` breaks that rule on its line that ends with `# wrong`, and is checked
with that rule alone, so that a new rule changes no other ledger. `every-rule.toml` has one fault
for every rule that does not keep others from running, each on a line that names its rule.
`RULE.expected` holds the output of `check --strict`; `pytest --accept` rewrites it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from pathlib import Path

import pytest

from check_helpers import (
    BY_NAME,
    DECLARED,
    HEAD,
    TODAY,
    call,
    check,
    claim,
    findings,
    places,
    rules_of,
)
from chrono.core.model import Event
from chrono.files.format.keys import COUNTED, EVENT
from chrono.files.index.load import load
from chrono.files.read import diagnostics
from chrono.files.read.load import examine
from replay import ROOT, Ran, clean_environment, compare, run, run_copy, run_on_terminal

CHECKS = Path(__file__).parent / "ledgers" / "checks"
HINDERING = {"file", "syntax", "version", "include", "local-dates"}
"""The rules whose breach leaves other rules nothing to look at."""
NEEDS_ALL = [rule.name for rule in BY_NAME.values() if rule.needs_all]


# -- the ledgers of ledgers/checks --------------------------------------------------------------


def check_ledger(name: str, *argv: str) -> Ran:
    """Check `ledgers/checks/NAME.toml` with the rule of that name alone, or with all rules."""
    others = ",".join(other for other in BY_NAME if other != name) if name in BY_NAME else ""
    return check(CHECKS, "-f", f"{name}.toml", *(["--ignore", others] if others else []), *argv)


def test_there_is_exactly_one_ledger_for_each_rule() -> None:
    stems = {*BY_NAME, "every-rule"}
    there = {path.stem for path in CHECKS.glob("*.toml")}
    missing = [f"{stem}.toml" for stem in sorted(stems - there)]
    assert not missing, f"tests/ledgers/checks lacks {missing}"
    others = sorted(path.name for path in CHECKS.iterdir() if path.stem not in stems)
    assert not others, f"tests/ledgers/checks has files of no rule: {others}"


@pytest.mark.parametrize("name", [*BY_NAME, "every-rule"])
def test_a_ledger_is_reported_with_these_lines(name: str, request: pytest.FixtureRequest) -> None:
    actual = check_ledger(name, "--strict").out
    compare(CHECKS / f"{name}.expected", actual, request.config.getoption("--accept"))


@pytest.mark.parametrize("name", BY_NAME)
def test_a_ledger_breaks_its_rule_on_the_marked_line(name: str) -> None:
    lines = check_ledger(name, "--strict").out.splitlines()
    assert rules_of("\n".join(lines)) == [name], f"{name}.toml must break its rule once"
    text = (CHECKS / f"{name}.toml").read_text("utf-8").splitlines()
    marked = [number for number, row in enumerate(text, 1) if row.endswith("# wrong")]
    number = int(lines[0].split(":")[1])
    assert marked == [number], f'{name}.toml: end line {number}, and no other, with "# wrong"'
    assert lines[0].startswith(f"{name}.toml:{number}: {BY_NAME[name].severity}: ")


@pytest.mark.parametrize("name", BY_NAME)
def test_the_severity_of_a_rule_decides_the_exit_status(name: str) -> None:
    ran = check_ledger(name)
    rule = BY_NAME[name]
    assert ran.status == int(rule.severity == "error")
    # A strict rule is asked for with --strict alone.
    assert rules_of(ran.out) == ([] if rule.strict else [name])
    assert check_ledger(name, "--strict").status == 1


@pytest.mark.parametrize("name", BY_NAME)
def test_an_ignored_rule_reports_nothing(name: str) -> None:
    ran = check_ledger(name, "--strict", "--ignore", name)
    assert (ran.status, ran.out) == (0, "")


def test_one_ledger_breaks_every_rule_once_on_its_own_line() -> None:
    ran = check(CHECKS, "--strict", "-f", "every-rule.toml")
    wanted = {*BY_NAME, *diagnostics.RULES} - HINDERING
    broken = Counter(rules_of(ran.out))
    missing = sorted(wanted - broken.keys())
    assert not missing, f"every-rule.toml needs a line that breaks {', '.join(missing)}"
    assert broken == dict.fromkeys(wanted, 1), "every-rule.toml breaks a rule more than once"
    assert ran.status == 1
    text = (CHECKS / "every-rule.toml").read_text("utf-8").splitlines()
    for line, rule in zip(ran.out.splitlines(), rules_of(ran.out), strict=True):
        number = int(line.split(":")[1])
        assert text[number - 1].endswith(f"  # {rule}"), f"every-rule.toml:{number}: add # {rule}"


# -- ledgers that could be read in part -----------------------------------------------------------

PARTS = [name for name in BY_NAME if name not in NEEDS_ALL]
CHECKED = {name: examine([f"{CHECKS / name}.toml"]).ledger for name in [*BY_NAME, "every-rule"]}


@pytest.mark.parametrize("name", PARTS)
def test_a_rule_that_runs_on_a_part_reports_nothing_that_the_whole_lacks(name: str) -> None:
    for whole in CHECKED.values():
        known = places(name, whole)
        for left in whole.events:
            part = whole._replace(events=tuple(one for one in whole.events if one is not left))
            new = [place for place in places(name, part) if place not in known]
            assert not new, f"the rule {name} lacks needs_all=True in core/checks"


@pytest.mark.parametrize("name", PARTS)
def test_a_rule_depends_on_the_keys_whose_values_make_its_problem_go_away(name: str) -> None:
    """Otherwise a problem would be reported because the value of such a key is invalid."""
    whole = CHECKED[name]
    (found,) = findings(name, whole)
    if not isinstance(found.record, Event):
        return
    full = load([str(CHECKS.parent / "valid" / "every-key.toml")]).event("2025-10-30-busan")
    for key in EVENT.keys.keys() - COUNTED:
        field = EVENT.keys[key].field or key
        value = getattr(full, field)
        events = [
            one._replace(**{field: value}) if one.id == found.id else one for one in whole.events
        ]
        if getattr(found.record, field) == Event._field_defaults[field]:
            depends = not findings(name, whole._replace(events=tuple(events)))
            assert not depends or key in BY_NAME[name].depends_on, (
                f'the rule {name} lacks depends_on=("{key}",) in core/checks'
            )


# -- the command ----------------------------------------------------------------------------------

CLEAN = HEAD + call("jan", "2025-01-17") + call("jun", "2025-06-05")
WARNED = CLEAN + call("bare", "2025-07-01", "") + call("again", "2025-07-02", "")
TWO_SOURCES = 'sources = [{ publisher = "AP" }, { publisher = "Reuters" }]\n'
NOWHERE = f'{TWO_SOURCES}follows = ["nowhere"]'
DIFFERS = claim("total = 9")

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes ledgers into a folder: `folder(a="…")` is a.toml there."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, "utf-8", newline="")
        return tmp_path

    return write


@pytest.mark.parametrize("argv", [(), ("--strict",), ("-o", "tsv")])
def test_a_ledger_without_problems_gives_one_note(folder: Folder, argv: Sequence[str]) -> None:
    ran = check(folder(a=CLEAN + claim("total = 2")), "-f", "a.toml", *argv)
    assert ran == (0, "", "note: checked 2 events and 1 claim: no problems\n")


def test_a_ledger_without_problems_is_an_empty_list_in_json(folder: Folder) -> None:
    ran = check(folder(a=CLEAN), "-f", "a.toml", "-o", "json")
    assert (ran.status, json.loads(ran.out)) == (0, [])


def test_the_ledger_of_the_folder_is_the_default(folder: Folder) -> None:
    ran = check(folder(events=CLEAN + DIFFERS))
    assert (ran.status, rules_of(ran.out)) == (1, ["claim"])
    assert ran.out.startswith("events.toml:")


def test_warnings_set_the_exit_status_only_with_strict(folder: Folder) -> None:
    place = folder(a=WARNED)
    loose, strict = check(place, "-f", "a.toml"), check(place, "--strict", "-f", "a.toml")
    assert (loose.status, strict.status) == (0, 1)
    assert loose.out == strict.out
    assert rules_of(loose.out) == ["duplicate", "no-source", "no-source"]
    assert loose.err == "note: checked 4 events and 0 claims: 0 errors and 3 warnings\n"


@pytest.mark.parametrize(
    "argv, left",
    [
        (["--ignore", "no-source"], ["duplicate"]),
        (["--ignore", "duplicate"], ["no-source", "no-source"]),
        (["--ignore", "no-source", "--ignore", "duplicate"], []),
        (["--ignore", "no-source,duplicate"], []),
        (["--ignore", "no-source, duplicate", "--ignore", "claim"], []),
        # Rules without findings and rules that do not run can be ignored too.
        (["--ignore", "future,undeclared"], ["duplicate", "no-source", "no-source"]),
    ],
)
def test_ignored_rules_are_left_out(folder: Folder, argv: Sequence[str], left: list[str]) -> None:
    ran = check(folder(a=WARNED), "--strict", "-f", "a.toml", *argv)
    assert (rules_of(ran.out), ran.status) == (left, int(bool(left)))


@pytest.mark.parametrize(
    "word, answer",
    [
        ("duplicates", 'unknown rule "duplicates"; did you mean "duplicate"?'),
        ("claim,sorce", 'unknown rule "sorce"'),
        ("No-Source", 'unknown rule "No-Source"; did you mean "no-source"?'),
        ("whatever-it-is", 'unknown rule "whatever-it-is"; choose claim, settled, '),
        ("", 'unknown rule ""'),
        *[(name, f'the rule "{name}" cannot be ignored') for name in diagnostics.RULES],
    ],
)
def test_a_rule_that_cannot_be_ignored_is_refused(folder: Folder, word: str, answer: str) -> None:
    ran = check(folder(a=CLEAN), "-f", "a.toml", "--ignore", word)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {answer}")


BARE = "".join(call(f"e{n}", f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}", "") for n in range(25))
MANY = HEAD.replace("covers", "# covers") + BARE


ONLY_SOURCES = ("check", "--today", f"{TODAY}", "-f", "a.toml", "--ignore", "duplicate")


def test_a_terminal_sums_up_the_warnings_of_a_rule_beyond_three(folder: Folder) -> None:
    plain = {"NO_COLOR": "1"}
    ran = run_on_terminal(*ONLY_SOURCES, folder=folder(a=MANY), environment=plain)
    numbers = [int(number) for number in re.findall(r"^a\.toml:([0-9]+): ", ran.out, re.M)]
    # Those that stand first in the file, whatever their dates are.
    first = [number for number, line in enumerate(MANY.splitlines(), 1) if line.startswith("id = ")]
    assert numbers == [*first[:3], first[2]]
    assert "… and 22 more like this; to list them, add --all [no-source]" in ran.out
    assert re.search(r"^no-source +25$|^no-source +0 +25$", ran.out, re.M)
    assert "note: 22 warnings not shown; add --all\n" in ran.err
    assert ran.status == 0
    every = run_on_terminal(*ONLY_SOURCES, "--all", folder=folder(a=MANY), environment=plain)
    assert every.out.count("[no-source]") == 25
    assert "not shown" not in every.err


@pytest.mark.parametrize("more, shown", [((), 4), (("--all",), 25)])
def test_a_pipe_and_a_file_have_the_warnings_of_a_terminal(
    folder: Folder, more: Sequence[str], shown: int
) -> None:
    place = folder(a=MANY)
    ran = check(place, "-f", "a.toml", "--ignore", "duplicate", *more)
    assert rules_of(ran.out) == ["no-source"] * shown
    assert ran.err.startswith("note: checked 25 events and 0 claims: 0 errors and 25 warnings\n")
    check(place, "-f", "a.toml", "--ignore", "duplicate", "--output", "found.txt", *more)
    assert (place / "found.txt").read_text("utf-8") == ran.out


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv"])
@pytest.mark.parametrize("more", [(), ("--all",)])
def test_formats_for_programs_have_every_warning(
    folder: Folder, format: str, more: Sequence[str]
) -> None:
    ran = check(folder(a=MANY), "-f", "a.toml", "--ignore", "duplicate", "-o", format, *more)
    assert ran.out.count("no-source") == 25
    assert "not shown" not in ran.err


def test_errors_are_never_summed_up(folder: Folder) -> None:
    text = MANY.replace("2025-", "2027-")
    ran = check(folder(a=text), "-f", "a.toml", "--ignore", "duplicate")
    assert Counter(rules_of(ran.out)) == {"future": 25, "no-source": 4}
    assert ran.status == 1
    shown = run_on_terminal(*ONLY_SOURCES, folder=folder(a=text), environment={"NO_COLOR": "1"})
    assert shown.out.count("[future]") == 25
    assert shown.out.count("[no-source]") == 4


@pytest.mark.parametrize("strict, status", [((), 0), (("--strict",), 1)])
def test_warnings_that_are_not_shown_count_for_the_exit_status(
    folder: Folder, strict: Sequence[str], status: int
) -> None:
    assert check(folder(a=MANY), "-f", "a.toml", *strict).status == status


def test_a_broken_link_does_not_keep_claims_from_being_checked(folder: Folder) -> None:
    ran = check(folder(a=CLEAN + call("jul", "2025-07-11", NOWHERE) + DIFFERS), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["link", "claim"])
    assert "the ledger has 3 contacts [claim]" in ran.out
    assert ran.err.startswith("note: checked 3 events and 1 claim: 2 errors and 0 warnings\n")


def test_an_error_in_one_claim_does_not_keep_others_from_being_checked(folder: Folder) -> None:
    broken = claim("total = { min = 3, max = 1 }", "broken")
    ran = check(folder(a=CLEAN + broken + DIFFERS), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["order", "claim"])


@pytest.mark.parametrize(
    "fault",
    [
        call("jul", "30/10/2025"),
        call("jul", "2025-07-11").replace('"call"', '"cal"'),
        call("jul", "2025-07-11").replace('"xi", ', "5, "),
        call("jul", "2025-07-11", 'status = "hold"'),
        call("jul", "2025-07-11", 'tags = "trade"'),
        call("jun", "2025-07-11"),
        '[types.summit]\ncontact = "yes"\nlabel = "summit"\n',
        '[actors.rubio]\nname = "Marco Rubio"\ncountry = 5\n',
    ],
    ids=["date", "type", "actors", "status", "tags", "id", "types", "country"],
)
def test_claims_are_not_checked_if_a_number_can_depend_on_an_error(
    folder: Folder, fault: str
) -> None:
    ran = check(folder(a=CLEAN + fault + DIFFERS), "--strict", "-f", "a.toml")
    assert ran.status == 1
    assert not {"claim", "unused", "role", "undeclared"} & {*rules_of(ran.out)}
    left = ", ".join(NEEDS_ALL)
    assert ran.err.endswith(f"note: because of the errors, these rules were not applied: {left}\n")


def test_ignored_rules_are_not_listed_as_skipped(folder: Folder) -> None:
    place = folder(a=CLEAN + call("jul", "30/10/2025"))
    others = ",".join(name for name in NEEDS_ALL if name != "role")
    loose = check(place, "-f", "a.toml", "--ignore", others)
    assert loose.err.endswith(" not applied: role\n")
    none = check(place, "-f", "a.toml", "--ignore", f"{others},role")
    assert none.err == "note: found 1 error and 0 warnings\n"


def test_other_rules_still_run_if_an_event_could_not_be_read(folder: Folder) -> None:
    place = folder(a=WARNED + call("jul", "30/10/2025"))
    ran = check(place, "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (
        1,
        ["no-source", "no-source", "format"],
    )


def test_a_broken_block_is_reported_once_and_other_blocks_are_checked(folder: Folder) -> None:
    broken = call("broken", "2025-08-01").replace('"Call"', '"Call')
    place = folder(a=WARNED + broken + call("jul", "2025-09-11", NOWHERE) + DIFFERS)
    ran = check(place, "-f", "a.toml")
    assert ran.status == 3
    assert rules_of(ran.out) == ["no-source", "no-source", "syntax", "link"]
    assert "because of the errors, these rules were not applied: claim" in ran.err


def test_other_files_are_checked_if_one_is_missing(folder: Folder) -> None:
    place = folder(a=CLEAN + call("bare", "2025-07-01", ""))
    alone = check(place, "-f", "nowhere.toml")
    assert (alone.status, alone.out) == (
        3,
        "nowhere.toml: error: cannot read this file: no such file or directory [file]\n",
    )
    both = check(place, "-f", "nowhere.toml", "-f", "a.toml")
    assert (both.status, rules_of(both.out)) == (3, ["no-source", "file"])


def test_a_file_that_is_not_utf_8_is_not_parsed(folder: Folder) -> None:
    place = folder()
    (place / "a.toml").write_bytes("title = 'Erdoğan'\nx = 'é'\n".encode("latin-1", "replace"))
    ran = check(place, "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (3, ["file"])
    assert ran.out.startswith("a.toml:2: error: ")


def test_an_empty_folder_holds_no_ledger(folder: Folder) -> None:
    place = folder()
    (place / "empty").mkdir()
    ran = check(place, "-f", "empty")
    assert (ran.status, rules_of(ran.out)) == (3, ["file"])


def test_a_ledger_of_a_newer_format_is_not_checked_further(folder: Folder) -> None:
    head = HEAD.replace("[ledger]", "[ledger]\nversion = 2")
    ran = check(folder(a=head + DIFFERS + call("bare", "2025-07-01", NOWHERE)), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["version"])
    assert ran.out.startswith("a.toml:2: error: format version 2 needs a newer chrono")


def test_standard_input_is_checked(folder: Folder) -> None:
    ran = check(folder(), "-f", "-", stdin=(CLEAN + DIFFERS).encode())
    assert (ran.status, rules_of(ran.out)) == (1, ["claim"])
    assert ran.out.startswith("<stdin>:")


def test_problems_are_sorted_by_file_and_line_in_any_order_of_files(folder: Folder) -> None:
    place = folder(
        b=HEAD + "".join(call(f"b{n}", f"2025-{n:02}-01", "") for n in range(1, 5)),
        a="".join(call(f"a{n}", f"2025-{n:02}-15", "") for n in range(5, 9)),
    )
    ran = check(place, "-f", "b.toml", "-f", "a.toml", "--all")
    places = [tuple(line.split(":")[:2]) for line in ran.out.splitlines()]
    numbered = [(name, int(line)) for name, line in places]
    assert [name for name, _ in numbered] == ["a.toml"] * 4 + ["b.toml"] * 4
    assert numbered == sorted(numbered)
    # By number: line 2 stands before line 16.
    assert [line for name, line in numbered if name == "a.toml"] == [2, 9, 16, 23]
    assert check(place, "-f", "a.toml", "-f", "b.toml", "--all").out == ran.out
    assert sorted(check(place, "-f", ".", "--all").out.splitlines()) == sorted(
        f"./{line}" for line in ran.out.splitlines()
    )


def test_a_problem_between_two_files_has_the_place_of_its_value(folder: Folder) -> None:
    place = folder(
        a=HEAD + call("one", "2025-06-05"),
        b=call("two", "2025-06-06")
        + call("three", "2025-01-06", NOWHERE.replace("nowhere", "one")),
    )
    ran = check(place, "-f", "a.toml", "-f", "b.toml")
    assert [line.split(" ")[0] for line in ran.out.splitlines()] == ["b.toml:3:", "b.toml:15:"]
    assert rules_of(ran.out) == ["duplicate", "sequence"]


IN_BLOCKS = """[[events.sources]]
publisher = "AP"
side = "CN"
[[events.sources]]
publisher = "Xinhua"
date = 2025-06-04
side = "CN"
"""


def test_a_problem_has_the_line_of_its_value_in_blocks_too(folder: Folder) -> None:
    place = folder(a=HEAD + call("a", "2025-06-05", IN_BLOCKS))
    text = (place / "a.toml").read_text("utf-8").splitlines()
    first = text.index("[[events.sources]]") + 1
    ran = check(place, "--strict", "-f", "a.toml")
    assert rules_of(ran.out) == ["one-sided", "early-source"]
    lines = [line.split(" ")[0] for line in ran.out.splitlines()]
    assert lines == [f"a.toml:{first}:", f"a.toml:{first + 3}:"]


def test_line_ends_and_a_byte_order_mark_do_not_change_line_numbers(folder: Folder) -> None:
    text = WARNED + DIFFERS
    place = folder(a=text, b="\ufeff" + text.replace("\n", "\r\n"))
    plain, other = (check(place, "-f", f"{name}.toml", "-o", "json") for name in "ab")
    assert other.out == plain.out.replace("a.toml", "b.toml")
    assert (plain.status, other.status) == (1, 1)


JSON_KEYS = ["path", "line", "severity", "rule", "message", "text"]


def test_json_is_one_array_of_problems(folder: Folder) -> None:
    place = folder(a=WARNED + call("jul", "2025-11-11", NOWHERE) + DIFFERS)
    plain = check(place, "-f", "a.toml")
    ran = check(place, "-f", "a.toml", "-f", "nowhere.toml", "-o", "json")
    assert ran.status == 3
    problems = json.loads(ran.out)
    assert [list(problem) for problem in problems] == [JSON_KEYS] * len(problems)
    *_, last = problems
    assert (last["path"], last["line"], last["text"]) == ("nowhere.toml", None, None)
    ran = check(place, "-f", "a.toml", "-o", "json")
    assert (ran.status, ran.err) == (plain.status, plain.err)
    problems = json.loads(ran.out)
    assert [
        f"{row['path']}:{row['line']}: {row['severity']}: {row['message']} [{row['rule']}]"
        for row in problems
    ] == plain.out.splitlines()
    text = (place / "a.toml").read_text("utf-8").splitlines()
    assert [row["text"] for row in problems] == [text[row["line"] - 1] for row in problems]


def test_jsonl_has_one_problem_per_line_and_tsv_has_columns(folder: Folder) -> None:
    place = folder(a=WARNED)
    array = json.loads(check(place, "-f", "a.toml", "-o", "json").out)
    lines = check(place, "-f", "a.toml", "-o", "jsonl").out.splitlines()
    assert list(map(json.loads, lines)) == array
    rows = check(place, "-f", "a.toml", "-o", "tsv").out.splitlines()
    assert [row.split("\t") for row in rows] == [
        [str(row[key]) for key in JSON_KEYS if key != "text"] for row in array
    ]


STEERING = {"\\u001b[31m", "\\u009b", "\\u0007", "\\u202e", "\\u2028", "\\t", "\\r", "\\u0000"}


@pytest.mark.parametrize("sign", sorted(STEERING))
@pytest.mark.parametrize("format", ["table", "tsv", "csv", "json", "jsonl", "markdown"])
def test_control_characters_of_a_ledger_are_escaped(folder: Folder, sign: str, format: str) -> None:
    place = folder(
        a=HEAD
        + call("a", "2025-06-05", f'present = ["He{sign}Lifeng"]')
        + call("b", "2025-06-06", 'sources = [{ publisher = "A{0}P", date = 2025-01-01 }]')
        .replace("{0}", sign)
        + call("c", "2025-09-06", f'initiator = "x{sign}y"')
        + f'[sources.s]\npublisher = "AP"\nurl = "x{sign}y"\n'
    )  # fmt: skip
    ran = check(place, "--strict", "-f", "a.toml", "-o", format)
    assert ran.status == 1
    # A name is of one line, and one with a line end in it is an error before it is a stranger.
    rules = ("url",) if sign == "\\r" else ("url", "undeclared", "early-source", "actor")
    assert all(rule in ran.out for rule in rules)
    # The line ends are chrono's own, and the tabs between columns; a tab in a cell of csv is one.
    own = "\n\t" if format in ("tsv", "csv") else "\n"
    assert controls(ran.out, own) == controls(ran.err, "\n") == []


def test_control_characters_of_a_broken_line_are_escaped(folder: Folder) -> None:
    place = folder(a=HEAD + 'x\x1b[31m = "\u202e"\n')
    for format in ("table", "json"):
        ran = check(place, "-f", "a.toml", "-o", format)
        assert ran.status == 3
        assert controls(ran.out, "\n") == []


def controls(text: str, own: Iterable[str]) -> list[str]:
    """The characters that can steer a terminal, but for those that are chrono's own."""
    return [sign for sign in re.findall("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", text)
            if sign not in own]  # fmt: skip


# -- what an error brings with it -----------------------------------------------------------------

NO_PUBLISHER = 'sources = [{ url = "https://example.org", side = "trump" }]'


@pytest.mark.parametrize(
    "text, rules",
    [
        # What is wrong with a key is said once.
        (call("a", "2025-06-05", TWO_SOURCES + 'present = ["Li Qiang", 5]'),
         ["format"]),
        (call("a", "2025-06-05", 'sources = [{ publisher = "AP", side = "US", urk = 1 }]'),
         ["format"]),
        (call("a", "2025-12-05", NOWHERE + '\nstatus = "planned"'), ["link", "overdue"]),
        # A source that is named wrongly is no source that is missing.
        pytest.param(
            call("a", "2025-06-05", 'sources = ["nowhere"]'), ["link"]),
        pytest.param(
            call("a", "2025-06-05", NO_PUBLISHER), ["format"]),
        # When it was announced is written down, and cannot be read.
        pytest.param(
            call("a", "2025-06-05", 'sources = [{ publisher = "AP", date = 2025-06-01 }, '
                                    '{ publisher = "Reuters" }]\n'
                                    'dates = { announced = "June 1" }'),
            ["format"]),
        # The capitals' dates would put them in order.
        pytest.param(
            call("a", "2025-10-18")
            + call("b", "2025-10-17", NOWHERE.replace("nowhere", "a")
                   + '\nlocal_dates = { US = 2025-10-17, ZZ = 2025-10-18 }'),
            ["format"]),
    ],
)  # fmt: skip
def test_an_error_causes_no_other_problem(folder: Folder, text: str, rules: list[str]) -> None:
    ran = check(folder(a=HEAD + text), "--strict", "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, rules)


BROKEN_CLAIM = claim("total = { min = 3, max = 1 }").replace('"trump"', '"xie-feng"')
TWO_XIES = DECLARED.replace("谢锋", "Xie") + DECLARED.replace("feng", "zhenhua").replace(
    "Feng", "Zhenhua"
).replace("谢锋", "Xie")


@pytest.mark.parametrize(
    "text, rules",
    [
        (DECLARED + BROKEN_CLAIM, ["order"]),
        (DECLARED + claim("total = 2")
         + claim("total = 2").replace('"trump"', '"xie-feng"'), ["id"]),
        (DECLARED + call("a", "2025-09-05", NO_PUBLISHER.replace("trump", "xie-feng")
                         .replace("}", '}, { publisher = "AP" }')), ["format"]),
        (DECLARED + call("a", "2025-09-05", TWO_SOURCES + 'initiator = "xie-feng"'), ["actor"]),
        (TWO_XIES + call("a", "2025-09-05", TWO_SOURCES + 'present = ["Xie"]'), ["actor"]),
    ],
    ids=["claim", "claim-twice", "source", "initiator", "ambiguous"],
)  # fmt: skip
def test_an_actor_named_only_in_a_record_with_an_error_is_not_unused(
    folder: Folder, text: str, rules: list[str]
) -> None:
    ran = check(folder(a=CLEAN + text), "-f", "a.toml")
    assert rules_of(ran.out) == rules


def test_options_can_come_before_or_after_the_command(folder: Folder) -> None:
    place = folder(a=WARNED)
    environment = clean_environment(place)
    words = (("-f", "a.toml"), ("--today", f"{TODAY}"))
    outs = {
        run(*before, "check", *after, "--strict", folder=place, environment=environment)
        for first, second in product(words, words)
        if first != second
        for before, after in [((), (*first, *second)), (first, second), ((*first, *second), ())]
    }
    assert len(outs) == 1


# -- what is nobody's to overwrite or to stand in for ---------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        (HEAD + call("jan", "2025-01-17")).encode(),
        b"[ledger]\nversion = 9\n",
        HEAD.encode() + b"# caf\xe9\n",
        HEAD.encode("utf-16"),
    ],
    ids=["sound", "too new", "Latin-1", "UTF-16"],
)
def test_output_never_overwrites_the_ledger(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(raw)
    ran = check(tmp_path, "-f", "a.toml", "--output", "a.toml")
    assert ran.status == 2
    assert "this file is part of the ledger" in ran.err
    assert (tmp_path / "a.toml").read_bytes() == raw


def test_output_never_overwrites_an_included_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "main.toml").write_text('[ledger]\ninclude = ["sub.toml"]\n')
    raw = "[ledger]\n".encode("utf-16")
    (tmp_path / "sub.toml").write_bytes(raw)
    assert check(tmp_path, "-f", "main.toml", "--output", "sub.toml").status == 2
    assert (tmp_path / "sub.toml").read_bytes() == raw


def test_own_never_checks_the_bundled_ledger(tmp_path: Path) -> None:
    assert check(tmp_path).status == 0
    ran = check(tmp_path, "--own")
    assert (ran.status, ran.out) == (3, "")
    assert (
        ran.err
        == "events.toml: error: no ledger found; name a ledger with -f, or run `chrono init`\n"
    )
    (tmp_path / "events.toml").write_text(CLEAN, encoding="utf-8")
    assert check(tmp_path, "--own").status == 0


def line_of(place: Path, beginning: str) -> int:
    """The number of the first line of a.toml that begins so."""
    lines = (place / "a.toml").read_text(encoding="utf-8").splitlines()
    return 1 + next(n for n, line in enumerate(lines) if line.startswith(beginning))


def test_a_misspelt_speaker_is_reported(folder: Folder) -> None:
    place = folder(a=CLEAN + claim("total = { min = 0 }").replace('"trump"', '"Donald Trmp"'))
    ran = check(place, "-f", "a.toml")
    assert rules_of(ran.out) == ["near-name"]
    assert ran.out.startswith(f"a.toml:{line_of(place, 'by = ')}: ")
    assert 'did you mean "Donald Trump"?' in ran.out


SARKOZY = 'actors = ["xi", "Sarkozy"]'


def test_an_undeclared_actor_of_a_claim_is_reported_under_strict(folder: Folder) -> None:
    first, second = (claim(f"total = 0\n{SARKOZY}", id) for id in "cd")
    place = folder(a=CLEAN + first + second)
    assert rules_of(check(place, "-f", "a.toml").out) == []
    ran = check(place, "-f", "a.toml", "--strict")
    assert rules_of(ran.out) == ["undeclared"]
    assert ran.out.startswith(f"a.toml:{line_of(place, SARKOZY)}: ")
    assert '"Sarkozy" is not declared and takes part in no event' in ran.out


# -- the recipe of CONTRIBUTING.md ----------------------------------------------------------------


WHOLE_LEDGER = '''

@rule("lone-tag", "warning")
def lone_tag(context: RuleContext) -> Iterator[Finding]:
    """An event has a tag `recipe-…` that no other event has."""
    tags = [tag for event in context.ledger.events for tag in event.tags]
    for event in context.ledger.events:
        for tag in event.tags:
            if tag.startswith("recipe-") and tags.count(tag) == 1:
                yield Finding(event, ("tags",), f'no other event has the tag "{tag}"')
'''


@pytest.mark.slow
def test_the_recipe_for_a_check_works_as_written(tmp_path: Path) -> None:
    for name in ("src", "tests", "tools", "docs", "data", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    recipe = re.search(r"```python\n(@rule.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.S)
    assert recipe is not None
    with (tmp_path / "src" / "chrono" / "core" / "checks" / "events.py").open("a") as module:
        module.write(f"\n\n{recipe[1]}{WHOLE_LEDGER}")
    ledgers = tmp_path / "tests" / "ledgers" / "checks"
    visit = call("v", "2025-06-05").replace('"call"', '"visit"')
    visit = visit.replace('id = "v"', 'id = "v"  # wrong')
    (ledgers / "no-place.toml").write_text(HEAD + visit, encoding="utf-8")
    tagged = call("t", "2025-06-05", 'sources = ["ap"]\ntags = ["recipe-a"]  # wrong')
    ap = '[sources.ap]\npublisher = "AP"\n'
    (ledgers / "lone-tag.toml").write_text(HEAD + ap + tagged, encoding="utf-8")
    with (ledgers / "every-rule.toml").open("a", encoding="utf-8") as every_rule:
        every_rule.write(
            '\n[[events]]\nid = "2025-12-20-visit"  # no-place\ndate = 2025-12-20\ntype = "visit"\n'
            'title = "Trump visits Beijing"\nactors = ["donald-trump"]\nsources = ["ap"]\n'
            'tags = ["recipe-a"]  # lone-tag\n'
        )

    def python(*argv: str, **more: str) -> None:
        """Run a module in the copy; it must succeed."""
        ran = run_copy(tmp_path, "-m", *argv, **more)
        assert ran.returncode == 0, ran.stdout + ran.stderr

    python("tools.manual")
    tests = ["tests/test_check_command.py", "tests/test_checks.py", "tests/test_manual.py"]
    quiet = ["-q", "-p", "no:cacheprovider"]
    python("pytest", *quiet, "--accept", tests[0], "-k", "reported_with")
    # The pages of --help and their examples have nothing of a rule.
    selected = "not recipe and not link and not help and not example"
    python("pytest", *quiet, *tests, "-k", selected)
    broken = tagged.replace("2025-06-05", "5 June") + tagged.replace('"t"', '"u"')
    (tmp_path / "events.toml").write_text(HEAD + ap + broken, encoding="utf-8")
    ran = run_copy(tmp_path, "-m", "chrono", "check")
    assert "[format]" in ran.stdout
    assert "lone-tag" not in ran.stdout
    assert ", lone-tag, " in ran.stderr
    assert "### no-place" in (tmp_path / "docs" / "checks.md").read_text(encoding="utf-8")


def test_rule_applies_only_the_named_rules(folder: Folder) -> None:
    place = folder(a=WARNED)
    assert rules_of(check(place, "-f", "a.toml", "--rule", "duplicate").out) == ["duplicate"]
    both = check(place, "-f", "a.toml", "--rule", "no-source,duplicate").out
    assert rules_of(both) == ["duplicate", "no-source", "no-source"]
    assert "did you mean" in check(place, "-f", "a.toml", "--rule", "duplicat").err
    assert (
        'the rule "syntax" always applies' in check(place, "-f", "a.toml", "--rule", "syntax").err
    )
    twice = check(place, "-f", "a.toml", "--rule", "duplicate", "--ignore", "claim")
    assert (twice.status, "--rule" in twice.err) == (2, True)
