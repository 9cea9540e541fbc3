"""Find the sources that new entries and edits cite, and the publishers of these sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from chrono.core.english import first_few, plural
from chrono.core.names import holds_words, other_ids, words
from chrono.core.sentences import needs, shell_word
from chrono.errors import UsageError
from chrono.files.format.content import source_reference
from chrono.files.format.dump import source_fields, without_empty
from chrono.files.format.new_entry import DATED, Fields
from chrono.files.read.source_files import list_of, table_of
from chrono.files.write.ledger_files import LedgerFiles

_SHARED = frozenset((
    "archive.is", "archive.org", "archive.ph", "archive.today", "bit.ly", "bsky.app",
    "docs.google.com", "doi.org", "drive.google.com", "dropbox.com", "facebook.com",
    "gist.github.com", "github.com", "instagram.com", "issuu.com", "jstor.org", "linkedin.com",
    "m.facebook.com", "m.weibo.cn", "m.youtube.com", "mastodon.social", "medium.com",
    "mobile.twitter.com", "mp.weixin.qq.com", "msn.com", "news.google.com", "news.yahoo.com",
    "proquest.com", "reddit.com", "scribd.com", "sites.google.com", "t.co", "t.me",
    "telegram.me", "threads.net", "tiktok.com", "tinyurl.com", "truthsocial.com", "twitter.com",
    "vk.com", "web.archive.org", "weibo.cn", "weibo.com", "x.com", "yahoo.com", "youtu.be",
    "youtube.com",
))  # fmt: skip
"""Hosts with the texts of many publishers, or with copies of these texts."""

_OF_ONE_EVENT = ("quote", "says", "locator")
"""The keys of a source whose values are about one event only."""


class SourceResolver:
    """A resolver that finds the sources cited in new entries and edits, and their publishers."""

    def __init__(self, files: LedgerFiles) -> None:
        self._files = files

    def source(self, item: str | Fields) -> Any:
        """Return a source as a ledger has it: an id, a URL or a table."""
        sources = self._files.names.sources
        if isinstance(item, str):
            item = self._files.current_id("sources", item)
            if item in sources or "://" in item:
                return item
            wanted = words(item) or [item]
            labels = {id: f"{source.publisher} {id}" for id, source in sources.items()}
            ids = [id for id, label in labels.items() if holds_words(label, wanted)]
            new = f"; instead of --source {shell_word(item)}, write --publisher {shell_word(item)}"
            hint = other_ids(item, ids, sources) or new
            raise UsageError(f'unknown source "{item}"{hint}')
        id, fields = item.get("id"), without_empty(item, ("id",))
        if isinstance(url := fields.get("url"), str) and not {"publisher", "ref"} & {*fields}:
            fields = {"publisher": self._publisher(url), **fields}
        if not isinstance(id, str):
            return fields if id is None else item
        id = self._files.current_id("sources", id)
        if id not in sources:
            return fields
        declared = without_empty(source_fields(sources[id]), ("id",))
        return source_reference(id, fields, declared, item.get("private") is False)

    def _publisher(self, url: str) -> str:
        host = host_of(url)
        publishers = self._by_host.get(host, Counter())
        of_url = self._by_url.get(url, Counter())
        for known, where in ((of_url, "with this URL"), (publishers, f"from {host}")):
            if len(known) == 1 and (known is of_url or host not in _SHARED):
                ((publisher, number),) = known.items()
                sources = f"{plural(number, 'other source')} {where}"
                self._files.notes.append(f'the publisher is set to "{publisher}", as in {sources}')
                return publisher
        message = needs("--source URL", "--publisher")
        if len(publishers) > 1:
            names = first_few([f'"{name}"' for name, _ in publishers.most_common()], word="and")
            message += (
                f", since sources from {host} have {plural(len(publishers), 'publisher')}: {names}"
            )
        raise UsageError(message)

    @cached_property
    def _by_host(self) -> Mapping[str, Counter[str]]:
        by_host: dict[str, Counter[str]] = {}
        for url, publishers in self._by_url.items():
            by_host.setdefault(host_of(url), Counter()).update(publishers)
        return by_host

    @cached_property
    def _by_url(self) -> Mapping[str, Counter[str]]:
        by_url: dict[str, Counter[str]] = {}
        for source in self._all():
            url, publisher = source.get("url"), source.get("publisher")
            declared = self._files.names.sources.get(str(source.get("ref", "")))
            if declared is not None:
                url, publisher = url or declared.url, publisher or declared.publisher
            if isinstance(url, str) and isinstance(publisher, str):
                by_url.setdefault(url, Counter())[publisher.strip()] += 1
        return by_url

    def _all(self) -> Iterator[Mapping[str, Any]]:
        for file in self._files.source_files:
            entries = [table_of(one) for kind in DATED for one in list_of(file.data.get(kind))]
            items = [item for entry in entries for item in list_of(entry.get("sources"))]
            yield from map(table_of, (*items, *table_of(file.data.get("sources")).values()))

    def same_as(self, event: str) -> list[Any]:
        """Return the sources of another event, as sources for a new event."""
        kind, id = self._files.identify(f"events.{event}")
        found: list[Any] = []
        labels: list[str] = []
        for item in self._files.fields(kind, id).get("sources") or ():
            fields = item if isinstance(item, Mapping) else {"ref": item}
            kept = {key: value for key, value in fields.items() if key not in _OF_ONE_EVENT}
            found.append(kept["ref"] if [*kept] == ["ref"] else kept)
            labels.append(str(kept.get("url") or kept.get("publisher") or kept.get("ref")))
        if not found:
            raise UsageError(f"{id} has no source to copy; name a source with --source")
        same = "the sources are" if labels[1:] else "the source is"
        self._files.notes.append(f"{same} the same as for {id}: {', '.join(labels)}")
        return found


def host_of(url: str) -> str:
    """Return the host of a web address, without `www.`, or "" for other texts."""
    try:
        host = urlsplit(url.strip()).hostname if "://" in url else None
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
