"""A database for measuring, and a newsroom in it: an edition of 60 items among 10,000 of 2,000 companies."""

import os
import random
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
ITEMS, PAST, COMPANIES, READY = 60, 10_000, 2_000, 2_000
TODAY = date(2025, 7, 14)
NOON = datetime(2025, 7, 14, 12, tzinfo=UTC)

SYLLABLES = "an bei cheng da feng guo hua jin ke lan ming neng peng qi rui shan tong wei xin yuan"
CHARACTERS = "安北成达丰国华金科兰明能鹏奇瑞山通威新远"
KINDS = "market_entry funding launch partnership acquisition results listing recall"
DEEDS = "opens launches recalls lists signs expands cuts reports enters sues buys ships"
THINGS = """
    factory, flagship store, power banks, electric cars, phones, solar panels, funding round, data centre,
    robots, delivery vans, battery plant, design studio, shipping line, coffee shops, toy shop, software team,
    bus depot, charging network, warehouse, test track, research lab, chip line, bond sale, drone fleet
"""
PLACES = "Hungary Turkey Thailand Brazil Mexico Germany Japan Spain Indonesia Vietnam Malaysia Peru Chile"
REASONS = "after record exports, as tariffs bite, with a local partner, despite weak demand, for once"
BODY = (
    "{name} {deed} a {thing} in {place}, its chief executive said on Monday. The company spent 20 million"
    " yuan ($2.8 million) on it, {share}% more than a year ago, and hires {people} people by spring. Its"
    " [partner]({url}) called the deal “a first step” and expects sales to rise from 100 to {people}"
    " units.\n\nRivals such as {rival} have built there since 2023; analysts doubt that all of them stay."
)


@contextmanager
def prepared():
    """Yield the connection to a migrated database.

    It is the one that DATABASE_URL or RECAP_VAR names, or else lies in a folder that is thrown away.
    """
    with tempfile.TemporaryDirectory(prefix="recap-bench-") as folder:
        os.environ.setdefault("RECAP_VAR", folder)
        os.environ |= {"DJANGO_SETTINGS_MODULE": "recap.settings", "RECAP_MODE": "development"}
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        yield connection
        connection.close()


def fill(chance: random.Random):
    """Store the newsroom, and return the edition in hand."""
    from editions.models import Edition, Masthead
    from sources.models import Source

    Masthead.objects.update_or_create(pk=1, defaults={"name": "Outbound", "time_zone": "Asia/Shanghai"})
    source = Source.objects.create(name="The Paper")
    companies = _companies(chance)
    editions = Edition.objects.bulk_create(
        Edition(
            number=number,
            title=f"Shops and ships, part {number}",
            slug="shops-and-ships",
            week_first=TODAY - timedelta(weeks=weeks, days=7),
            week_last=TODAY - timedelta(weeks=weeks, days=1),
            status="published" if weeks else "draft",
            published_at=NOON - timedelta(weeks=weeks) if weeks else None,
            approved_hash="0" * 64 if weeks else "",
        )
        for number, weeks in enumerate(range(PAST // ITEMS + 1, -1, -1), 1)
    )
    _items(chance, editions[:-1], PAST, companies, source)
    _items(chance, editions[-1:], ITEMS, companies, source)
    return editions[-1]


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES.split(), k=chance.choice((2, 3, 3)))).title()


def _companies(chance: random.Random) -> list:
    from sources.models import Company

    names = {_name(chance) for _ in range(3 * COMPANIES)}
    return Company.objects.bulk_create(
        Company(
            name=f"{name} Motor" if place % 5 == 0 else name,
            aliases=f"{name} Group\n{name}" if place % 5 == 0 else f"{name} Group",
            local_name="".join(chance.choices(CHARACTERS, k=4)),
            ambiguous_name=place % 100 == 0,
            slug=name.lower(),
        )
        for place, name in enumerate(sorted(names)[:COMPANIES])
    )


def _items(chance: random.Random, editions: list, count: int, companies: list, source) -> None:
    """Store `count` items of one company each, ten a section, and the last ones in the last edition."""
    from editions.models import Section, Slot
    from sources.models import Credit, NewsItem
    from sources.models.items import compared

    about = [chance.choice(companies) for _ in range(count)]
    places = [editions[-1 - place // ITEMS] for place in range(count)]
    items = NewsItem.objects.bulk_create(
        _item(chance, company, edition) for company, edition in zip(about, places, strict=True)
    )
    NewsItem.companies.through.objects.bulk_create(
        NewsItem.companies.through(newsitem=item, company=company)
        for item, company in zip(items, about, strict=True)
    )
    urls = [f"https://paper.example/news/{chance.randrange(50_000)}" for _ in items]
    Credit.objects.bulk_create(
        Credit(item=item, source=source, url=url, canonical_url=compared(url))
        for item, url in zip(items, urls, strict=True)
    )
    sections = Section.objects.bulk_create(
        Section(edition=places[first], heading=f"Part {first // 10 % 6 + 1}", position=first // 10 % 6)
        for first in range(0, count, 10)
    )
    Slot.objects.bulk_create(
        Slot(section=sections[place // 10], item=item, position=place % 10)
        for place, item in enumerate(items)
    )


def _item(chance: random.Random, company, edition=None):
    from sources.models import NewsItem

    name, deed, place = company.name, chance.choice(DEEDS.split()), chance.choice(PLACES.split())
    thing, reason = (chance.choice(words.split(",")).strip() for words in (THINGS, REASONS))
    published = edition is not None and edition.status == "published"
    body = BODY.format(
        name=name,
        deed=deed,
        thing=thing,
        place=place,
        share=chance.randrange(5, 90),
        people=chance.randrange(200, 900),
        url=f"https://partner.example/{chance.randrange(50_000)}",
        rival=_name(chance),
    )
    return NewsItem(
        headline=f"{name} {deed} {thing} in {place} {reason}",
        body=body,
        body_html=f"<p>{body}</p>",
        kind=chance.choice(KINDS.split()),
        format="story",
        status="published" if published else "ready",
        published_at=edition.published_at if published else None,
    )


def fill_queue(chance: random.Random) -> None:
    """Store what waits at the desk: items ready to be placed, and clippings."""
    from sources.models import Clipping, Company, Credit, NewsItem, Source
    from sources.models.items import compared

    source, companies = Source.objects.get(), list(Company.objects.all())
    about = [chance.choice(companies) for _ in range(READY)]
    items = NewsItem.objects.bulk_create(_item(chance, company) for company in about)
    NewsItem.companies.through.objects.bulk_create(
        NewsItem.companies.through(newsitem=item, company=company)
        for item, company in zip(items, about, strict=True)
    )
    urls = [f"https://paper.example/news/{chance.randrange(50_000)}" for _ in items]
    Credit.objects.bulk_create(
        Credit(item=item, source=source, url=url, canonical_url=compared(url))
        for item, url in zip(items, urls, strict=True)
    )
    Clipping.objects.bulk_create(
        Clipping(
            url=f"https://paper.example/wire/{number}",
            canonical_url=f"https://paper.example/wire/{number}",
            title=f"{company.name} {chance.choice(DEEDS.split())} in {chance.choice(PLACES.split())}",
            source=source,
            clipped_at=NOON - timedelta(minutes=number),
        )
        for number, company in enumerate(about)
    )
