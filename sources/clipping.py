"""Clipping a page: what a colleague or a program names is fetched, read and kept, readable or not."""

import re
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from sources import intake, parsing
from sources.canonical import both, canonical_url
from sources.models import Clipping, Source
from sources.networks import LONGEST, FetchError
from sources.parsing.facts import SUMMARY, TITLE
from sources.parsing.plain import plain

PAGES = ("", "text/html", "application/xhtml+xml")
NAME = 120  # characters of the name of a source
# As apps of newspapers copy a story: its headline, its address, a word of their own.
SHARED = re.compile(
    r"(?!https?://).*?[\s\u3000-\u9fff\uff00-\uffef]"
    r"(?P<url>https?://[^\s\u3000-\u303f\uff00-\uffef]+)",
    re.DOTALL,
)


def clip(address, *, by, clock, visit, title="", summary=""):
    """Return the clipping of a page, and whether it is new.

    `visit(url)` asks its server, or raises FetchError: then the clipping holds the reason, and the `title`
    that whoever saw the page gave. A `summary` that is given counts before the page's own. One whose page
    could not be read is read again.
    Raises ValueError, with a sentence, where `address` is no web address.
    """
    url = _whole(address)
    there = _at(url)
    if there and not there.trouble:
        return there, False
    page, trouble = _read(url, visit)
    found = intake.Found(
        url=url,
        canonical=page.canonical_url if intake.can_be_kept(page.canonical_url) else "",
        title=page.title or plain(title, TITLE),
        summary=plain(summary, SUMMARY) or page.summary,  # a passage that somebody chose tells more
        author=page.author,
        image_url=page.image_url,
        language=page.language,
        published_at=page.published_at,
        trouble=trouble[:300],
    )
    source = source_of(page.url) or (None if trouble else _new_source(page))
    now = clock()
    if there and (mended := intake.mend(there.pk, found, source=source, now=now)):
        return mended, False
    new = intake.keep([found], source=source, now=now, by=by)
    return (new[0], True) if new else (_at(found.canonical or found.url), False)


def put_right(pk, facts, *, now):
    """Store what somebody mended of a clipping, its source by name; one that had no words until now is put
    to its story."""
    name = " ".join(facts["source"].split())
    with transaction.atomic():
        source = source_named(name, facts["canonical_url"], facts["language"]) if name else None
        there = Clipping.objects.get(pk=pk)
        if facts["title"] and not there.title:
            words = {name: facts[name] for name in ("title", "summary")}
            found = intake.Found(there.url, trouble=there.trouble, **words)
            intake.mend(pk, found, source=source, now=now)
        Clipping.objects.filter(pk=pk).update(**{**facts, "source": source})


def source_of(url):
    """The source whose home page stands on the server of `url`, or None."""
    host = _host(url)
    pages = Source.objects.filter(home_page__icontains=host)
    return next((source for source in pages if _host(source.home_page) == host), None)


def _read(url, visit):
    """What the page says, and why it could not be read or nothing."""
    nothing = parsing.Page(url)
    try:
        got = visit(url)
    except FetchError as error:
        return nothing, str(error)
    if not 200 <= got.status < 300:
        return nothing, f"The server answered {got.status}."
    said = got.headers.get("content-type", "")
    kind = said.partition(";")[0].strip().lower()
    if kind not in PAGES:
        return nothing, f"This is no web page but {kind[:60]}."
    return parsing.page(got.body, url=got.url, content_type=said), ""


def _whole(address):
    """The address as a browser would understand it: people leave out https://, and apps put words before."""
    address = address.strip()
    if shared := SHARED.match(address):
        address = shared["url"]
    url = address if "://" in address else f"https://{address}"
    is_mailbox = url != address and "@" in address.partition("/")[0]
    is_clean = url.isprintable() and " " not in url and len(url) <= LONGEST
    if is_mailbox or not (is_clean and intake.can_be_kept(url) and "." in urlsplit(url).hostname):
        raise ValueError(f"“{address[:100]}” is no web address.")
    return url


def _new_source(page):
    """The source that a page names, or one with the name of its server."""
    host = _host(page.url)
    return source_named(page.site_name or host, page.url, page.language)


def source_named(name, url, language):
    """The source of this name, made where there is none, with the site of `url` as its home page."""
    name = name[:NAME]
    if found := Source.objects.named(name):
        return found
    parts = urlsplit(url)
    try:
        with transaction.atomic():
            return Source.objects.create(
                name=name, home_page=f"{parts.scheme}://{parts.netloc}/"[:200], language=language or "en"
            )
    except IntegrityError:  # a colleague clipped another page of it in the same moment
        return Source.objects.named(name)


def _at(url):
    return Clipping.objects.filter(canonical_url__in=both(canonical_url(url))).first()


def _host(url):
    return (urlsplit(url).hostname or "").removeprefix("www.")
