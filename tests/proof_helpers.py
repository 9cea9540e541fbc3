"""Provide a small ledger and a short form of findings, for the tests of `chrono proof`."""

from __future__ import annotations

import datetime as dt

from chrono.core.proof.engine import findings
from chrono.core.proof.passages import Passage
from chrono.files.read.load import loads

LEDGER = loads(
    """\
[ledger]
title = "France and Brazil"
covers = "2024"

[actors]
marie-duval = { name = "Marie Duval", country = "FR" }
paul-lenoir = { name = "Paul Lenoir", country = "FR" }
luc-petit = { name = "Luc Petit", country = "FR" }
bruno-mota = { name = "Bruno Mota", country = "BR" }
clara-souza = { name = "Clara Souza", country = "BR" }
davi-ramos = { name = "Davi Ramos", country = "BR" }

[[events]]
id = "lyon-1"
date = "2024-02-05/2024-02-06"
type = "talks"
title = "First round of talks, in Lyon"
actors = ["marie-duval", "bruno-mota"]
present = ["luc-petit", "davi-ramos"]
place = "Lyon"
place_country = "FR"
tags = ["round"]

[[events]]
id = "recife-2"
date = "2024-04-10/2024-04-12"
type = "talks"
title = "Second round of talks, in Recife"
actors = ["marie-duval", "bruno-mota", "paul-lenoir"]
present = ["davi-ramos"]
place = "Recife"
place_country = "BR"
tags = ["round"]

[[events]]
id = "vienna-3"
date = "2024-09-02/2024-09-03"
type = "talks"
title = "Third round of talks, in Vienna"
actors = ["marie-duval", "bruno-mota"]
present = ["davi-ramos"]
place = "Vienna"
place_country = "AT"
tags = ["round"]

[[events]]
id = "call-1"
date = 2024-03-01
type = "call"
title = "First call of Duval and Souza"
actors = ["marie-duval", "clara-souza"]
initiator = "marie-duval"

[[events]]
id = "call-2"
date = 2024-05-20
type = "call"
title = "Second call of Duval and Souza"
actors = ["marie-duval", "clara-souza"]
initiator = "BR"

[[events]]
id = "call-3"
date = 2024-08-15
type = "call"
title = "Third call of Duval and Souza"
actors = ["marie-duval", "clara-souza"]

[[events]]
id = "video"
date = 2024-06-07
type = "video"
title = "Video call of Lenoir and Souza"
actors = ["paul-lenoir", "clara-souza"]
initiator = "disputed"

[[events]]
id = "summit"
date = 2024-10-10
type = "meeting"
title = "Duval and Souza meet in Natal"
actors = ["marie-duval", "clara-souza"]
present = ["luc-petit", "bruno-mota"]
place = "Natal"
place_country = "BR"
"""
)

ROUNDS = "Marie Duval and Bruno Mota have led three rounds of talks. "
CALLS = "Marie Duval and Clara Souza have spoken by phone three times this year. "
SUMMIT = "Marie Duval and Clara Souza met in Natal on Oct. 10. "


def found(text: str, before: str = "") -> list[tuple[str, str, str]]:
    """Return (words, verdict, ids of the events) of each finding in a text of 1 December 2024.

    `before`: sentences before the text. Findings in these sentences are left out.
    """
    whole = before + text
    passage = Passage("paragraph", 0, whole)
    return [
        (whole[one.start : one.end], one.verdict, " ".join(event.id for event in one.events))
        for one in findings([passage], LEDGER, dt.date(2024, 12, 1))
        if one.start >= len(before)
    ]
