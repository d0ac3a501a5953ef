"""Ten years of a newsroom: 520 editions, 10,000 items, 3,000 companies, 100,000 clippings.

`RECAP_VAR=var/ten python bench/ten_years.py` makes them in that folder's database, or in the one that
DATABASE_URL names, which must be empty, and says how long it took; `RECAP_VAR=var/ten make run` then shows
them. Without RECAP_VAR they are thrown away. The same years each time. With a number the archive is that many
times smaller.
"""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FIRST = date(2016, 1, 4)  # a Monday
EDITIONS, ITEMS, COMPANIES, CLIPPINGS = 520, 10_000, 3_000, 100_000
AFTER = 12  # items on the wire that stand in no edition yet
SLICE = 2_000

SYLLABLES = "an bei cheng da feng guo hua jin ke lan ming neng peng qi rui shan tong wei xin yuan"
CHARACTERS = dict(zip(SYLLABLES.split(), "安北成达丰国华金科兰明能鹏奇瑞山通威新远", strict=True))
TRADES = {
    "Motor": ("汽车", "Cars"),
    "Foods": ("食品", "Food and drink"),
    "Robotics": ("机器人", "Robots"),
    "Express": ("速递", "Logistics"),
    "Energy": ("能源", "Energy"),
    "Mobile": ("移动", "Phones"),
    "Toys": ("玩具", "Toys and games"),
    "Pharma": ("医药", "Health"),
    "Cloud": ("云", "Software"),
    "Pay": ("支付", "Payments"),
}
PLACES = """
    hungary turkey thailand brazil mexico germany japan spain indonesia vietnam malaysia peru chile france
    italy india egypt kenya nigeria south-africa poland united-kingdom united-states canada australia
    singapore philippines saudi-arabia united-arab-emirates morocco kazakhstan pakistan south-korea
"""
CITIES = "Shenzhen Shanghai Beijing Hangzhou Guangzhou Chengdu Wuhan Xiamen Hefei Qingdao"
TOPICS = """
    electric cars, batteries, tariffs, data protection, instant retail, short video, parcel lockers, solar,
    chips, robotaxis, bubble tea, cosmetics, drones, influencers, patents, labour, ports, remittances, games,
    satellites, fast fashion, e-scooters, medical devices, smart homes
"""
OUTLETS = """
    Harbour Post, The Ledger, Strait Times Review, Caravan Daily, Northern Wire, Delta Business, Pearl Weekly,
    Monsoon Journal, Andes Economist, Sahel Monitor, Baltic Trade News, The Customs Gazette
"""
SIGNERS = "Ada Lindqvist, Tomás Ferreira, Mei Tan, Kofi Mensah, Sanna Virtanen, Arjun Rao"
TYPES = {"funding": "series A, series B, series C, angel, strategic", "acquisition": "", "listing": "IPO"}
# kind: how often of a hundred, headline, body
NEWS = {
    "market_entry": (
        20,
        "{name} opens in {place}",
        "**{name}** opened its first {shop} in {place} and wants {n} by the end of next year. It hires {m}"
        " people and rents a warehouse near the capital.",
    ),
    "launch": (
        20,
        "{name} brings its {thing} to {place}",
        "**{name}** began to sell its {thing} in {place} at ${n}, some {p}% below its rivals. Deliveries"
        " start in spring.",
    ),
    "funding": (
        12,
        "{name} raises money for {place}",
        "**{name}** raised USD {n} million, led by a fund from {place}, and will spend most of it on {thing}"
        " for export.",
    ),
    "partnership": (
        12,
        "{name} and a partner in {place} join forces",
        "**{name}** signed with a distributor in {place} that runs {n} {shop}s. The two share the cost of"
        " advertising for {p} months.",
    ),
    "results": (
        12,
        "{name} sells {p}% more abroad",
        "**{name}** sold {p}% more abroad than a year ago; {place} brought {n} million of it. At home sales"
        " fell for the second quarter.",
    ),
    "acquisition": (
        6,
        "{name} buys a rival in {place}",
        "**{name}** paid USD {n} million for a maker of {thing} in {place} with {m} workers. The brand"
        " stays.",
    ),
    "listing": (
        4,
        "{name} files to list",
        "**{name}** filed for an offering of up to USD {n} million. {place} is its largest market outside"
        " China.",
    ),
    "regulation": (
        7,
        "{place} looks at {name}",
        "The regulator of {place} asked **{name}** for papers on its {thing}. A decision is due within {p}"
        " weeks.",
    ),
    "recall": (
        4,
        "{name} recalls {thing} in {place}",
        "**{name}** calls back {n},000 {thing} sold in {place} since last year, after {p} reports of heat."
        " Buyers get their money back.",
    ),
    "people": (
        3,
        "A new chief for {name} in {place}",
        "**{name}** named a chief for {place} who came from a rival and leads {m} people from Monday.",
    ),
}
SHOPS = "shop, showroom, depot, kiosk, factory, service point"
THINGS = "cars, phones, power banks, robots, scooters, solar panels, drinks, drones, games, lamps, printers"


def main(smaller: int) -> None:
    began = time.monotonic()
    folder = tempfile.TemporaryDirectory()  # until the end of the process
    os.environ.setdefault("RECAP_VAR", folder.name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recap.settings")
    os.environ.setdefault("RECAP_MODE", "development")
    import django
    from django.core.management import call_command

    django.setup()
    from editions.models import Edition

    call_command("migrate", verbosity=0)
    if Edition.objects.exists():
        sys.exit("There are editions in this database; name a folder for another one.")
    counts = fill(random.Random(1), smaller)
    print(", ".join(f"{number:,} {name}" for name, number in counts.items()))
    print(f"made in {time.monotonic() - began:.0f} s")


def fill(chance: random.Random, smaller: int = 1) -> dict[str, int]:
    """Store the ten years; return how much of what there is now."""
    from django.contrib.auth.models import User
    from django.db import transaction

    from editions.models import Edition, Masthead, Snapshot
    from editions.searching.index import index_all
    from sources.models import Clipping, Company, Deal, NewsItem

    facts = {"name": "Outbound", "tagline": "Chinese companies abroad, every Monday"}
    facts |= {"time_zone": "Asia/Shanghai", "about": "Outbound has been written for **ten years**."}
    Masthead.objects.update_or_create(pk=1, defaults={**facts, "postal_address": "1 Example Road, Singapore"})
    editor = User.objects.create_superuser("editor", password=None)
    with transaction.atomic():
        companies = make_companies(chance, COMPANIES // smaller)
        editions = make_editions(EDITIONS // smaller)
        items = make_items(chance, ITEMS // smaller, editions, companies)
        place_items(editions, items)
    with transaction.atomic():
        freeze(editions)
        correct(items[:: max(1, len(items) // 40)], editor)
        make_clippings(chance, CLIPPINGS // smaller)
    index_all()
    models = (Edition, Snapshot, NewsItem, Deal, Company, Clipping)
    return {model._meta.verbose_name_plural: model.objects.count() for model in models}


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


def make_companies(chance: random.Random, count: int) -> list:
    from django.contrib.contenttypes.models import ContentType
    from taggit.models import Tag, TaggedItem

    from sources.models import Company

    names = {}
    while len(names) < count:
        parts = tuple(chance.choices(list(CHARACTERS), k=chance.choice((2, 3, 3))))
        names.setdefault(("".join(parts).title(), chance.choice(list(TRADES))), parts)
    companies = Company.objects.bulk_create(
        Company(
            name=f"{name} {trade}",
            local_name="".join(CHARACTERS[part] for part in parts) + TRADES[trade][0],
            aliases=name if place % 4 == 0 else "",
            former_names=f"{name} Works" if place % 30 == 0 else "",
            slug=f"{name}-{trade}".lower(),
            ticker=f"HKEX {1000 + place}" if place % 9 == 0 else "",
            headquarters=chance.choice(CITIES.split()),
            summary=f"Maker of {chance.choice(words(THINGS))}, founded in {2000 + place % 20}.",
        )
        for place, ((name, trade), parts) in enumerate(names.items())
    )
    for child, parent in pairwise(companies[::50]):
        child.parent = parent
    for merged, into in zip(companies[7::200], companies[8::200], strict=False):
        merged.merged_into = into
    Company.objects.bulk_update(companies[::50] + companies[7::200], ["parent", "merged_into"])
    sectors = {
        trade: Tag.objects.create(name=sector, slug=sector.lower().replace(" ", "-"))
        for trade, (_, sector) in TRADES.items()
    }
    kind = ContentType.objects.get_for_model(Company)
    TaggedItem.objects.bulk_create(
        TaggedItem(tag=sectors[trade], content_type=kind, object_id=company.pk)
        for company, (_, trade) in zip(companies, names, strict=True)
    )
    return [company for company in companies if company.merged_into_id is None]


def make_editions(count: int) -> list:
    from editions.models import Edition

    mondays = [FIRST + timedelta(weeks=week) for week in range(count)]
    return Edition.objects.bulk_create(
        Edition(
            number=number,
            title=f"{words(TOPICS)[number % 24].capitalize()} and {words(TOPICS)[(number * 7 + 1) % 24]}",
            slug=f"{words(TOPICS)[number % 24].replace(' ', '-')}-and-more",
            dek=f"Also this week: what {words(THINGS)[number % 11]} cost abroad, and who pays.",
            week_first=monday,
            week_last=monday + timedelta(days=6),
            introduction="Good morning. Here is the week.",
            introduction_html="<p>Good morning. Here is the week.</p>",
            signoff="That was the week.",
            signoff_html="<p>That was the week.</p>",
            status="published",
            publish_at=None,
            published_at=hour_of(monday + timedelta(days=7)),
            approved_hash="0" * 64,
        )
        for number, monday in enumerate(mondays, start=1)
    )


def hour_of(day: date, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)


def make_items(chance: random.Random, count: int, editions: list, companies: list) -> list:
    """Store the items with all that hangs on them, each on the wire in the week of its edition."""
    from sources.models import Market, NewsItem

    markets = list(Market.objects.filter(slug__in=PLACES.split()).order_by("pk"))
    # A few companies are in the news every week and most of them once: so it is in life.
    weights = [1 / (place + 8) for place in range(len(companies))]
    about = chance.choices(companies, weights, k=count)
    where = chance.choices(markets, [1 / (place + 2) for place in range(len(markets))], k=count)
    kinds = chance.choices(list(NEWS), [facts[0] for facts in NEWS.values()], k=count)
    rows = []
    for place, (company, market, kind) in enumerate(zip(about, where, kinds, strict=True)):
        edition = editions[min(place * len(editions) // (count - AFTER), len(editions) - 1)]
        late = place >= count - AFTER  # not in an edition yet
        minute = place % 20 * 401 + (10_080 if late else 0)
        rows.append(make_item(chance, company, market, kind, hour_of(edition.week_first, minute), place))
    items = NewsItem.objects.bulk_create(rows, batch_size=SLICE)
    hang_on(chance, items, about, where)
    return items


def make_item(chance: random.Random, company, market, kind: str, at: datetime, place: int):
    from sources.models import NewsItem

    facts = {
        "name": company.name,
        "place": market.name,
        "shop": chance.choice(words(SHOPS)),
        "thing": chance.choice(words(THINGS)),
        "n": chance.randrange(12, 900),
        "m": chance.randrange(40, 2_000),
        "p": chance.randrange(3, 70),
    }
    _, headline, body = NEWS[kind]
    body = body.format(**facts)
    shape = "commentary" if place % 97 == 0 else "story" if place % 5 == 0 else "brief"
    if shape != "brief":
        more = f"Rivals watch it. {company.local_name} is known at home for its {facts['thing']}."
        body = "\n\n".join([body] + [more] * (2 if shape == "story" else 6))
    html = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
    return NewsItem(
        headline=headline.format(**facts) if shape != "brief" or place % 3 else "",
        body=body,
        body_html=html.replace("**", "<strong>", 1).replace("**", "</strong>", 1),
        kind=kind,
        format=shape,
        event_date=at.date() if place % 2 else None,
        status="published",
        published_at=at,
    )


def hang_on(chance: random.Random, items: list, about: list, where: list) -> None:
    """Companies, markets, topics, credits, deals, bylines and what an item follows up."""
    from django.contrib.contenttypes.models import ContentType
    from taggit.models import Tag, TaggedItem

    from sources.models import Byline, Contributor, Credit, NewsItem, Source
    from sources.models.moves import ItemMove

    in_company, in_market = NewsItem.companies.through, NewsItem.markets.through
    pairs = list(zip(items, about, where, strict=True))
    store(in_company(newsitem=item, company=company) for item, company, _ in pairs)
    store(in_market(newsitem=item, market=market) for item, _, market in pairs)
    tags = [Tag.objects.create(name=name, slug=name.replace(" ", "-")) for name in words(TOPICS)]
    kind = ContentType.objects.get_for_model(NewsItem)
    store(TaggedItem(tag=chance.choice(tags), content_type=kind, object_id=item.pk) for item in items)
    outlets = Source.objects.bulk_create(Source(name=name) for name in words(OUTLETS))
    addresses = [f"https://example.com/{item.pk}" for item in items]
    store(
        Credit(item=item, source=chance.choice(outlets), url=url, canonical_url=url)
        for item, url in zip(items, addresses, strict=True)
    )
    places = enumerate(items)
    store(deal_of(chance, item, place) for place, item in places if item.kind in TYPES or place % 8 < 3)
    people = Contributor.objects.bulk_create(
        Contributor(name=name, role="correspondent", biography=f"{name} writes on trade.")
        for name in words(SIGNERS)
    )
    signed = [item for item in items if item.format == "commentary"]
    store(Byline(item=item, contributor=chance.choice(people)) for item in signed)
    store(
        ItemMove(item=item, name="publish", came_from="ready", went_to="published", at=item.published_at)
        for item in items
    )
    follow_up(items, about)


def deal_of(chance: random.Random, item, place: int):
    from sources.models import Deal

    kind = item.kind if item.kind in TYPES else "funding"
    millions = Decimal(chance.randrange(3, 900)) * 1_000_000
    currency = chance.choice(("USD", "USD", "CNY", "EUR", "HKD"))
    return Deal(
        item=item,
        type=kind,
        amount=millions,
        currency=currency,
        usd=millions if currency == "USD" else None if place % 3 else millions / 7,
        round=chance.choice(words(TYPES[kind])),
    )


def follow_up(items: list, about: list) -> None:
    """Every sixth item goes on with what was last told of its company."""
    from sources.models import NewsItem

    last, following = {}, []
    for place, (item, company) in enumerate(zip(items, about, strict=True)):
        if place % 6 == 0 and company.pk in last:
            item.follows_up = last[company.pk]
            following.append(item)
        last[company.pk] = item
    NewsItem.objects.bulk_update(following, ["follows_up"], batch_size=200)


def store(rows) -> None:
    rows = list(rows)
    type(rows[0]).objects.bulk_create(rows, batch_size=SLICE)


def place_items(editions: list, items: list) -> None:
    """Three sections an edition; what is long stands alone."""
    from editions.models import Section, Slot

    placed = len(items) - AFTER
    sections, slots = [], []
    for number, edition in enumerate(editions):
        first, last = (placed * one // len(editions) for one in (number, number + 1))
        mine = items[first:last]
        for position, (heading, layout) in enumerate(
            [("Shops and factories", "briefs"), ("Money", "briefs"), ("", "single")]
        ):
            part = mine[position::3] if layout == "briefs" else [one for one in mine[2::3] if one.headline]
            section = Section(edition=edition, heading=heading, layout=layout, position=position)
            sections.append(section)
            slots += [Slot(section=section, item=item, position=place) for place, item in enumerate(part)]
            slots += [
                Slot(section=sections[-2], item=item, position=900 + place)
                for place, item in enumerate(mine[2::3])
                if layout == "single" and not item.headline
            ]
    Section.objects.bulk_create(sections, batch_size=SLICE)
    Slot.objects.bulk_create(slots, batch_size=SLICE)


def freeze(editions: list) -> None:
    from editions.assembly import assemble
    from editions.models import Edition, Masthead, Snapshot

    masthead = Masthead.objects.the()
    for first in range(0, len(editions), 20):
        numbers = [edition.pk for edition in editions[first : first + 20]]
        for edition in Edition.objects.for_rendering().filter(pk__in=numbers).order_by("number"):
            Snapshot.objects.take(edition, assemble(edition, masthead), now=edition.published_at)


def correct(items: list, editor) -> None:
    from editions.models import Correction

    for item in items:
        slot = item.slots.select_related("section__edition").first()
        newest = slot and slot.section.edition.snapshots.first()
        if newest and not hasattr(newest, "correction"):
            note = "An earlier version gave the wrong number of workers."
            at = item.published_at + timedelta(days=9)
            Correction.objects.create(
                edition=slot.section.edition, item=item, snapshot=newest, note=note, by=editor, at=at
            )


def make_clippings(chance: random.Random, count: int) -> None:
    from sources.models import Clipping, Source

    outlets = list(Source.objects.all())
    state = Clipping.State
    for first in range(0, count, SLICE):
        store(
            Clipping(
                url=f"https://example.com/wire/{number}",
                canonical_url=f"https://example.com/wire/{number}",
                title=f"Wire story {number} on {chance.choice(words(THINGS))}",
                source=chance.choice(outlets),
                clipped_at=hour_of(FIRST, number * EDITIONS * 10_080 // count),
                state=state.NEW if number > count - 300 else state.DISMISSED,
                reason="" if number > count - 300 else "Not about a company abroad.",
            )
            for number in range(first, min(first + SLICE, count))
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
