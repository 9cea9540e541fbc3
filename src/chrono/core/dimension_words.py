"""Words for the dimensions of a count, such as `people` for the dimension `actor`."""

from __future__ import annotations

OTHER_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("person", "persons", "people", "participant", "participants", "who", "name"),
                    ("actor",)),
    **dict.fromkeys(("role", "roles", "offices", "title", "post"), ("office",)),
    **dict.fromkeys(("pairs", "actor-pair", "actor-pairs"), ("pair",)),
    **dict.fromkeys(("counterpart", "counterparts", "partner", "partners"), ("pair",)),
    **dict.fromkeys(("country-pair", "country-pairs", "countrypair", "country_pair", "bilateral"),
                    ("dyad",)),
    **dict.fromkeys(("countries", "party", "parties"), ("country", "dyad")),
    **dict.fromkeys(("state", "states", "nation", "nations"), ("country",)),
    **dict.fromkeys(("location", "city", "venue", "where"), ("place",)),
    **dict.fromkeys(("host", "host-country", "location-country", "continent", "region"),
                    ("place-country",)),
    **dict.fromkeys(("kind", "event-type", "category"), ("type",)),
    **dict.fromkeys(("topic", "topics", "subject", "theme"), ("tag",)),
    **dict.fromkeys(("outlet", "outlets", "media", "source", "sources", "newspaper"),
                    ("publisher",)),
}  # fmt: skip
"""Other words for dimensions, with the dimensions that they may mean."""

SEVERAL = {
    "actor": "several actors", "pair": "more than two actors", "country": "several countries",
    "dyad": "more than two countries", "tag": "several tags",
    "publisher": "several publishers", "origin": "several origins", "office": "several offices",
}  # fmt: skip
"""Phrases about events with several buckets in a dimension."""
