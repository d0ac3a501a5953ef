"""How long the checks of a 60-item edition take: `python bench/preflight.py [rounds]`.

Against 10,000 published items and 2,000 companies, on a SQLite database that is made for it and thrown
away. Each round checks a changed edition, as after a save, so that nothing kept of the last one helps.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
ITEMS, PAST, COMPANIES = 60, 10_000, 2_000
LIMIT, AGAIN = 300, 100  # milliseconds
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


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="recap-bench-") as folder:
        _configure(folder)
        edition = _fill(random.Random(1))
        _measure(edition, rounds)


def _measure(edition, rounds: int) -> None:
    from editions import checking, preflight
    from editions.past import past_items

    document = edition.document()
    times = {"past items": [], "context": [], **{check.code: [] for check in preflight.CHECKS}}
    for number in range(rounds):
        changed = replace(document, preheader=f"Round {number}")
        _timed(times["past items"], past_items, changed, day=TODAY)
        context = _timed(times["context"], checking.context, changed, day=TODAY, edition=edition)
        found = [_timed(times[check.code], check, changed, context) for check in preflight.CHECKS]
    _report(times)
    _measure_again(edition, document, rounds)
    print(f"{len(context.past)} past items compared, {sum(map(len, found))} findings")


def _measure_again(edition, document, rounds: int) -> None:
    """A report of the edition as the desk asks for it after every save: one item has changed."""
    from editions import checking

    checking.edition_report(edition, document, day=TODAY)
    first, *sections = document.sections
    taken = []
    for number in range(rounds):
        item = first.items[0]
        headline, body = f"{item.headline}, round {number}", f"{item.body} Round {number}."
        part = replace(first, items=(replace(item, headline=headline, body=body), *first.items[1:]))
        changed = replace(document, sections=(part, *sections))
        _timed(taken, checking.edition_report, edition, changed, day=TODAY)
    clock, processor = _median(taken)
    print(f"{'after one item changed':34}{clock:8.1f} ms, of processor{processor:8.1f} ms; limit {AGAIN} ms")


def _timed(taken: list[tuple[float, float]], run, *args, **kwargs):
    """Run it, and note the milliseconds of the clock and of the processor."""
    start = time.perf_counter(), time.process_time()
    result = run(*args, **kwargs)
    taken.append((1000 * (time.perf_counter() - start[0]), 1000 * (time.process_time() - start[1])))
    return result


def _report(times: dict[str, list[tuple[float, float]]]) -> None:
    past, context, checks = times.pop("past items"), times.pop("context"), times
    of_checks = [_sum(taken) for taken in zip(*checks.values(), strict=True)]
    whole = [_sum(taken) for taken in zip(context, of_checks, strict=True)]
    slowest = sorted(checks, key=lambda code: -_median(checks[code])[0])[:5]
    rows = {
        "context": context,
        "  past items in it": past,
        f"{len(checks)} checks": of_checks,
        **{f"  {code}": checks[code] for code in slowest},
        "all": whole,
        "all, the first time": whole[:1],
    }
    for name, taken in rows.items():
        clock, processor = _median(taken)
        print(f"{name:34}{clock:8.1f} ms, of processor{processor:8.1f} ms")
    print(f"limit {LIMIT} ms for {ITEMS} items against {PAST:,} past items and {COMPANIES:,} companies")


def _sum(taken: Iterable[tuple[float, float]]) -> tuple[float, float]:
    return tuple(map(sum, zip(*taken, strict=True)))


def _median(taken: list[tuple[float, float]]) -> tuple[float, float]:
    return tuple(map(statistics.median, zip(*taken, strict=True)))


def _configure(folder: str) -> None:
    os.environ.update(DJANGO_SETTINGS_MODULE="recap.settings", RECAP_MODE="development", RECAP_VAR=folder)
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _fill(chance: random.Random):
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
    items = NewsItem.objects.bulk_create(_item(chance, *pair) for pair in zip(about, places, strict=True))
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


def _item(chance: random.Random, company, edition):
    from sources.models import NewsItem

    name, deed, place = company.name, chance.choice(DEEDS.split()), chance.choice(PLACES.split())
    thing, reason = (chance.choice(words.split(",")).strip() for words in (THINGS, REASONS))
    published = edition.status == "published"
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
        published_at=edition.published_at,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
