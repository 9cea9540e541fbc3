"""A calendar: what other programs show of it, and the changes that they make."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from chrono.core.dates import When
from chrono.core.model import Ledger, Status
from chrono.core.subset import subset
from chrono.errors import LedgerError, UsageError
from chrono.files.exchange.calendar_entries import PROPERTY
from chrono.files.exchange.ics import export_ics
from chrono.files.index.load import load
from chrono.files.merge.merge import RowMerger
from chrono.files.merge.rules import Rules
from chrono.files.read.load import loads
from replay import ROOT, clean_environment, run
from test_exchange import EMPTY, imported, opened, read

SHIPPED = loads((ROOT / "data" / "events.toml").read_text(encoding="utf-8"))


STATUSES: dict[Status, str] = {
    "held": "CONFIRMED", "planned": "TENTATIVE", "postponed": "TENTATIVE",
    "unconfirmed": "TENTATIVE", "cancelled": "CANCELLED", "denied": "CANCELLED",
}  # fmt: skip


def calendar(coarse: bool = False) -> bytes:
    return b"".join(export_ics(subset(SHIPPED, SHIPPED.events), coarse=coarse).pieces())


def entries(raw: bytes) -> dict[str, Any]:
    found: Any = Calendar.from_ical(raw)
    return {str(one["UID"]): one for one in found.walk("VEVENT")}


def test_an_entry_has_the_date_title_and_status_of_its_event() -> None:
    raw = calendar()
    found = entries(raw)
    exact = [event for event in SHIPPED.events if event.when.exact]
    assert [*found] == [f"{event.id}@chrono" for event in exact]
    for event in exact:
        entry = found[f"{event.id}@chrono"]
        assert entry["DTSTART"].dt == event.when.start
        assert event.when.end is not None
        assert entry["DTEND"].dt == event.when.end + dt.timedelta(days=1)
        status = "" if event.status == "held" else f" ({event.status})"
        assert str(entry["SUMMARY"]) == event.title + status
        assert "ATTENDEE" not in entry
        assert str(entry["STATUS"]) == STATUSES[event.status]
    assert raw == calendar()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n")


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_one_of_a_calendar_and_is_read_back(status: Status) -> None:
    (event,) = (one for one in SHIPPED.events if one.id == "2025-10-30-busan")
    ledger = SHIPPED._replace(
        events=(event._replace(id="x", status=status, follows=()),), claims=(), principals=()
    )
    content = b"".join(export_ics(subset(ledger, ledger.events)).pieces())
    assert isinstance(content, bytes)
    assert str(entries(content)["x@chrono"]["STATUS"]) == STATUSES[status]
    new, _ = imported(EMPTY, read("ics", content.decode(), "c.ics"))
    assert [event.status for event in loads(new).events if event.id == "x"] == [status]


def stamp_and_alarm(today: str, **values: Any) -> tuple[str, int]:
    (event,) = (one for one in SHIPPED.events if one.id == "2025-10-30-busan")
    ledger = SHIPPED._replace(events=(event._replace(follows=(), **values),), claims=())
    day = dt.date.fromisoformat(today)
    document = export_ics(subset(ledger, ledger.events), alarm=["1d"], today=day)
    (entry,) = entries(b"".join(document.pieces())).values()
    return entry["DTSTAMP"].dt.date().isoformat(), len(entry.subcomponents)


def test_a_stamp_is_never_in_the_future_and_only_future_events_have_an_alarm() -> None:
    (event,) = (one for one in SHIPPED.events if one.id == "2025-10-30-busan")
    source = event.sources[0]._replace(date=When.parse("2025-10-20"), accessed=None)
    seen = source._replace(accessed=When.parse("2025-10-22"))
    assert stamp_and_alarm("2025-10-30") == ("2025-10-30", 0)
    assert stamp_and_alarm("2025-10-29", sources=()) == ("2025-10-29", 1)
    assert stamp_and_alarm("2025-10-29", sources=(source,)) == ("2025-10-20", 1)
    assert stamp_and_alarm("2025-10-29", sources=(source, seen)) == ("2025-10-22", 1)
    assert stamp_and_alarm("2025-10-21", sources=(source, seen)) == ("2025-10-20", 1)
    assert stamp_and_alarm("2025-10-01", sources=(), status="planned") == ("2025-10-01", 1)
    assert stamp_and_alarm("2025-10-01", sources=(), status="cancelled") == ("2025-10-01", 0)


def revision(ledger: Ledger) -> tuple[dt.datetime, int]:
    (entry,) = entries(b"".join(export_ics(subset(ledger, ledger.events)).pieces())).values()
    return entry["LAST-MODIFIED"].dt, int(entry["SEQUENCE"])


def test_a_saved_correction_is_newer_for_subscribers(tmp_path: Path) -> None:
    event = '[[events]]\nid = "a"\ndate = 2025-02-01\ntype = "call"\ntitle = "{}"\nactors = ["A"]\n'
    file, more = tmp_path / "events.toml", tmp_path / "more.toml"
    file.write_text(event.format("A cal"))
    more.write_text("[actors.b]\nname = 'B'\n")
    paths = [str(file), str(more)]
    os.utime(file, (1_700_000_000,) * 2)
    os.utime(more, (1_600_000_000,) * 2)
    first = revision(load(paths))
    assert first[0] == dt.datetime.fromtimestamp(1_700_000_000, dt.UTC)
    assert revision(load(paths)) == first
    file.write_text(event.format("A call"))
    os.utime(file, (1_700_000_060,) * 2)
    assert revision(load(paths)) == (first[0] + dt.timedelta(minutes=1), first[1] + 1)
    # Of a ledger without files, only its facts are known.
    assert revision(loads(event.format("A call")))[0] == dt.datetime(2025, 2, 1, tzinfo=dt.UTC)


def test_entries_for_subscribers_are_short() -> None:
    made = subset(SHIPPED, SHIPPED.events)
    raw = b"".join(export_ics(made, coarse=True, compact=True, alarm=["1d"]).pieces())
    sizes = [len(one) for one in raw.split(b"BEGIN:VEVENT")[1:]]
    assert len(sizes) == len(SHIPPED.events)
    assert max(sizes) < 1000
    assert PROPERTY.encode() not in raw
    read = entries(raw)
    for event in SHIPPED.events:
        entry = read[f"{event.id}@chrono"]
        assert str(entry["SUMMARY"]).startswith(event.title)
        words = str(entry["DESCRIPTION"])
        assert all(actor.name in words for actor in event.actors)
        assert words.count("\n- ") <= 1
    (event,) = (one for one in SHIPPED.events if one.id == "2025-10-30-busan")
    wordy = SHIPPED._replace(events=(event._replace(summary="word " * 900, follows=()),))
    raw = b"".join(export_ics(subset(wordy, wordy.events), compact=True).pieces())
    assert len(raw) < 1250
    assert b"word" in raw.replace(b"\r\n ", b"")
    assert "…".encode() in raw


COARSE = """
[[events]]
id = "a"
date = "2025-02"
type = "call"
title = "A call"
actors = ["ann", "ben"]

[[events]]
id = "b"
date = "2025-03-01/.."
type = "talks"
title = "Talks"
actors = ["ann", "ben"]
"""


def test_a_coarse_date_spans_its_days_and_is_named_or_is_left_out() -> None:
    ledger = loads(COARSE)
    document = export_ics(subset(ledger, ledger.events))
    assert document.notes == (
        "2 events with inexact dates were omitted (to include them, add --coarse): a, b",
    )
    assert b"VEVENT" not in b"".join(document.pieces())
    content = b"".join(export_ics(subset(ledger, ledger.events), coarse=True).pieces())
    assert isinstance(content, bytes)
    shown = [
        (entry["DTSTART"].dt.isoformat(), entry["DTEND"].dt.isoformat(), str(entry["SUMMARY"]))
        for entry in entries(content).values()
    ]
    assert shown == [
        ("2025-02-01", "2025-03-01", "A call (February 2025)"),
        ("2025-03-01", "2025-03-02", "Talks (since 1 Mar 2025)"),
    ]


def test_changes_in_a_calendar_program_are_read_and_the_rest_is_unchanged() -> None:
    changed: Any = Calendar.from_ical(calendar())
    (entry,) = (one for one in changed.walk("VEVENT") if one["UID"] == "2025-10-30-busan@chrono")
    entry["SUMMARY"] = "Busan, renamed"
    entry["DTSTART"].dt = dt.date(2025, 10, 31)
    entry["DTEND"].dt = dt.date(2025, 11, 2)
    text, merged = imported(EMPTY, read("ics", changed.to_ical().decode(), "c.ics"))
    assert merged.counts["added"] == len(entries(calendar()))
    (event,) = (event for event in loads(text).events if event.id == "2025-10-30-busan")
    (before,) = (event for event in SHIPPED.events if event.id == "2025-10-30-busan")
    assert (event.title, event.when.text) == ("Busan, renamed", "2025-10-31/2025-11-01")
    assert (event.summary, event.tags, event.place) == (before.summary, before.tags, before.place)
    assert event.sources == before.sources


FOREIGN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//EN
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20250101T000000Z
DTSTART;TZID=Asia/Shanghai:20251030T110000
DTEND;TZID=Asia/Shanghai:20251030T124000
SUMMARY:Two hours\\, with lunch
DESCRIPTION:Line one\\nLine
  two
LOCATION:Busan
CATEGORIES:a,b
ATTENDEE;CN=Ann Ash:mailto:ann@example.org
ORGANIZER:mailto:ben@example.org
END:VEVENT
BEGIN:VEVENT
UID:2@example.org
DTSTAMP:20250101T000000Z
DTSTART:20251101T220000Z
DURATION:P2D
SUMMARY:Three days
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_of_another_program_is_read_by_its_properties() -> None:
    rules = Rules(map={"actors": ["ATTENDEE", "ORGANIZER"]}, set={"type": "meeting"})
    table = read(
        "ics",
        FOREIGN.replace("DTSTART:20251101", "ORGANIZER:mailto:x@y\nDTSTART:20251101"),
        "c.ics",
    )
    text, _ = imported(EMPTY, table, rules)
    one, two = loads(text).events
    assert (one.when.text, one.title, one.summary) == (
        "2025-10-30T11:00:00+08:00", "Two hours, with lunch", "Line one\nLine two",
    )  # fmt: skip
    assert [actor.name for actor in one.actors] == ["Ann Ash", "ben@example.org"]
    assert (one.tags, one.place, one.id) == (("a", "b"), "Busan", "1-example-org")
    assert (two.when.text, two.status) == ("2025-11-01/2025-11-03", "cancelled")
    assert opened(text).source_files[0].data["events"][1]["id"] == "2-example-org"


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
@pytest.mark.slow
def test_khal_shows_the_calendar(tmp_path: Path) -> None:
    (tmp_path / "cal").mkdir()
    (tmp_path / "october.ics").write_bytes(calendar())
    (tmp_path / "config").write_text(
        f"[calendars]\n[[c]]\npath = {tmp_path}/cal\n[sqlite]\npath = {tmp_path}/db\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )

    def khal(*argv: str) -> str:
        done = subprocess.run(
            ["khal", "-c", str(tmp_path / "config"), *argv],
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        return done.stdout

    khal("import", "--batch", "-a", "c", str(tmp_path / "october.ics"))
    shown = khal("list", "--format", "{start-date} {end-date} {title}", "2025-10-30", "1d")
    assert "2025-10-30 2025-10-30 Xi and Trump meet in Busan" in shown
    talks = khal("list", "--format", "{start-date} {end-date} {title}", "2025-05-11", "1d")
    assert "2025-05-10 2025-05-11 Trade teams hold the first round of talks in Geneva" in talks


ONE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//EN
X-WR-TIMEZONE:America/New_York
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20250101T000000Z
{0}
SUMMARY:One
END:VEVENT
END:VCALENDAR
"""


def one(lines: str) -> Any:
    """Return the event that is imported from a calendar with these lines."""
    rules = Rules(set={"type": "meeting", "actors": ["Ann"]})
    text, _ = imported(EMPTY, read("ics", ONE.format(lines), "c.ics"), rules)
    (event,) = loads(text).events
    return event


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("DTSTART:20251213T010000Z", "2025-12-12T20:00:00-05:00"),
        ("DTSTART:20251213T040000Z\nDTEND:20251213T070000Z", "2025-12-12T23:00:00-05:00"),
        ("DTSTART;VALUE=DATE:20251213\nDTEND;VALUE=DATE:20251214", "2025-12-13"),
        ("DTSTART;VALUE=DATE:20251213\nDURATION:P3D", "2025-12-13/2025-12-15"),
    ],
)
def test_a_time_has_the_day_of_the_calendars_time_zone(lines: str, date: str) -> None:
    assert one(lines).when.text == date


def test_a_private_entry_is_a_private_event() -> None:
    assert one("DTSTART;VALUE=DATE:20251213\nCLASS:CONFIDENTIAL").private is True


def test_a_called_off_entry_is_cancelled() -> None:
    rules = Rules(set={"type": "meeting", "actors": ["Ann"]})
    text = ONE.format("DTSTART;VALUE=DATE:20251213").replace(
        "BEGIN:VEVENT", "METHOD:CANCEL\nBEGIN:VEVENT"
    )
    new, _ = imported(EMPTY, read("ics", text, "c.ics"), rules)
    assert [event.status for event in loads(new).events] == ["cancelled"]


def test_an_address_of_several_lines_is_one_place() -> None:
    place = r"LOCATION:Palais\n 55 rue du Faubourg\, Paris\n"
    assert one(f"DTSTART;VALUE=DATE:20251213\n{place}").place == "Palais, 55 rue du Faubourg, Paris"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE.format("DTSTART:20251213T010000Z")[:120], "no complete VCALENDAR"),
        (ONE.format("DTSTART:20251213T010000Z").replace("END:VEVENT\n", ""), "calendar|truncated"),
        ("", "not a calendar"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\n", "no complete VCALENDAR"),
    ],
)
def test_a_calendar_that_is_cut_off_is_refused(text: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        read("ics", text, "c.ics")


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART;VALUE=DATE:20251213\nDTEND;VALUE=DATE:20251211",
        "DTSTART;TZID=Nowhere:20251213T010000",
        "DTSTART;VALUE=DATE:20251213\nRRULE:FREQ=DAILY",
        "DTSTART;VALUE=DATE:20251213\nDTEND;VALUE=DATE:20251214\nDTEND;VALUE=DATE:20251215",
        "DTSTART;VALUE=DATE:20251213\nDURATION:P1D\nDURATION:P2D",
        "DTSTART;VALUE=DATE:20251213\nRECURRENCE-ID:20251213\nRECURRENCE-ID:20251214",
    ],
)
def test_an_entry_that_is_not_one_event_of_a_known_day_is_a_bad_row(lines: str) -> None:
    (row,) = read("ics", ONE.format(lines), "c.ics").rows
    assert row.problem


def changed_data(change: Callable[[dict[str, Any]], object]) -> str:
    """Return a calendar with an entry of `export ics` whose X-CHRONO-EVENT was changed."""
    (event,) = (one for one in SHIPPED.events if one.id == "2025-10-30-busan")
    ledger = SHIPPED._replace(events=(event._replace(follows=()),), claims=())
    whole: Any = Calendar.from_ical(b"".join(export_ics(subset(ledger, ledger.events)).pieces()))
    (entry,) = whole.walk("VEVENT")
    data = json.loads(base64.b64decode(str(entry[PROPERTY])))
    change(data)
    entry[PROPERTY] = type(entry["SUMMARY"])(base64.b64encode(json.dumps(data).encode()).decode())
    return str(whole.to_ical().decode())


@pytest.mark.parametrize("value", [["x"], {"x": "y"}, 3, None], ids=str)
@pytest.mark.parametrize(
    "path",
    [
        "type/id", "type/label", "type/plural", "people/xi-jinping/name", "people/xi-jinping",
        "people", "event", "around", "shown",
    ],
)  # fmt: skip
def test_changed_data_of_an_export_give_a_bad_row_or_are_ignored(path: str, value: Any) -> None:
    def change(data: dict[str, Any]) -> None:
        *above, last = path.split("/")
        for key in above:
            data = data[key]
        data[last] = value

    table = read("ics", changed_data(change), "c.ics")
    (row,) = table.rows
    assert row.problem or all(isinstance(kind.label, str) for kind in table.types)
    with suppress(UsageError):  # an entry without the data has no type
        RowMerger(opened(EMPTY), table, Rules()).merge({})


def test_each_repetition_of_an_event_has_its_own_id() -> None:
    days = ["20251213", "20251220"]
    entry = ONE[ONE.index("BEGIN:VEVENT") : ONE.index("END:VCALENDAR")]
    both = "".join(
        entry.format(f"DTSTART;VALUE=DATE:{day}\nRECURRENCE-ID;VALUE=DATE:{day}") for day in days
    )
    table = read("ics", ONE[: ONE.index("BEGIN:VEVENT")] + both + "END:VCALENDAR\n", "c.ics")
    assert len({row.values["UID"] for row in table.rows}) == 2


def test_words_that_an_export_adds_to_a_text_are_removed() -> None:
    changed: Any = Calendar.from_ical(calendar())
    (entry,) = (one for one in changed.walk("VEVENT") if one["UID"] == "2025-10-30-busan@chrono")
    entry["DESCRIPTION"] = type(entry["DESCRIPTION"])(
        str(entry["DESCRIPTION"]).replace("Sources:", "And more.\n\nSources:")
    )
    entry["LOCATION"] = type(entry["LOCATION"])("Seoul, South Korea")
    entry["CATEGORIES"].cats.append(type(entry["SUMMARY"])("new"))
    text, _ = imported(EMPTY, read("ics", changed.to_ical().decode(), "c.ics"))
    (event,) = (event for event in loads(text).events if event.id == "2025-10-30-busan")
    (before,) = (event for event in SHIPPED.events if event.id == "2025-10-30-busan")
    assert event.summary == f"{before.summary}\n\nAnd more."
    assert (event.place, event.place_country) == ("Seoul", "KR")
    assert event.tags == (*before.tags, "new")


def test_people_who_declined_an_invitation_take_no_part(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "a.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\n"
        "DTSTART:20250203T090000Z\r\nATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:a@e.org\r\n"
        "ATTENDEE;CN=Ben;PARTSTAT=DECLINED:mailto:b@e.org\r\nATTENDEE;CN=Cy:mailto:c@e.org\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    argv = ("import", "a.ics", "--map", "actors=ATTENDEE", "--set", "type=meeting")
    ran = run("-f", "l.toml", *argv, folder=tmp_path, environment=clean_environment(tmp_path))
    assert (ran.status, "note: 1 declined invitation was ignored\n" in ran.err) == (0, True)
    (event,) = load([str(tmp_path / "l.toml")]).events
    assert [actor.name for actor in event.actors] == ["Ann", "Cy"]
