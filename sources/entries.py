"""What of a feed's entries is clipped, and what tells one from another where their address does not."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from urllib.parse import urlsplit

from sources import intake
from sources.canonical import canonical_url
from sources.models import Clipping
from sources.networks import LONGEST
from sources.parsing import Entry

LONGEST_MARK = 100  # characters of what stands behind the # of an address


def found_in(entries: Iterable[Entry], feed_url: str) -> dict[str, intake.Found]:
    """Return what is clipped of `entries`, each once, by the digest that it is known by from then on."""
    once = {}
    for one in filter(None, (_found(entry, feed_url) for entry in entries)):
        once.setdefault(one.part or (canonical_url(one.url), *_wording(one)), one)
    marks = _marks(once)
    return dict(_marked(one, marks.get(key, "")) for key, one in once.items())


def _found(entry, feed_url):
    """An entry without an address of its own is known by its words."""
    if not (entry.url or entry.title or entry.summary):
        return None
    url = entry.url if intake.can_be_kept(entry.url) else feed_url
    return intake.Found(
        url=url,
        part="" if url == entry.url and _is_own(url) else _hashed(f"{entry.title}\n{entry.summary}"),
        title=entry.title or entry.summary[:200],
        summary=entry.summary,
        author=entry.author,
        image_url=entry.image_url,
        language=entry.language,
        published_at=entry.published_at,
    )


def _is_own(url):
    """Tell whether an address can be that of one entry alone: some feeds lead to the front page with all."""
    parts = urlsplit(canonical_url(url))
    return parts.path != "/" or bool(parts.query)


def _wording(found):
    """What differs between two entries of one page: a story at `#rss` and at `#comments` is one."""
    return found.title, found.summary if _fragment(found) else ""


def _marks(once):
    """By key: what tells an entry from others of its page, such as the posts of a live report.

    One of them is the page: the one that was clipped as it, or else the last. So what came alone stays the
    same when others join it, and what stays behind alone is nothing new.
    """
    pages = defaultdict(dict)
    for key, one in once.items():
        if not one.part and len(key[0].encode()) < LONGEST - LONGEST_MARK:  # its canonical address
            pages[key[0]][key] = one
    crowded = {address: crowd for address, crowd in pages.items() if len(crowd) > 1}
    if not crowded:
        return {}
    clipped = {one.canonical_url: one for one in Clipping.objects.filter(canonical_url__in=crowded)}
    marks = {}
    for address, crowd in crowded.items():
        fragments = Counter(map(_fragment, crowd.values()))
        page = clipped.get(address) or min(reversed(crowd.values()), key=lambda one: bool(_fragment(one)))
        for key, one in crowd.items():
            is_alone = fragments[_fragment(one)] == 1
            if _fragment(one) != _fragment(page) or not (is_alone or one.title == page.title):
                marks[key] = _mark(one, is_alone)
    return marks


def _mark(found, is_alone):
    fragment = _fragment(found)
    is_fit = is_alone and fragment.isascii() and fragment.isprintable() and len(fragment) < LONGEST_MARK
    return fragment if fragment and is_fit else _hashed(found.title)


def _fragment(found):
    return urlsplit(found.url).fragment


def _marked(found, mark):
    """Its digest, and itself as a part of its page where it has a mark."""
    if mark:
        return _hashed(f"{canonical_url(found.url)}#{mark}"), replace(found, part=mark)
    return _hashed(found.part or canonical_url(found.url)), found


def _hashed(text):
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
