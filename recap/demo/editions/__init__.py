"""The five editions of the demo newsroom.

The words stand beside this file as roundup text, `24.txt` to `28.txt`. Here stands what such a text does
not hold. `facts` are in the order of the items, so that the demo does not depend on what rules suggest.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from editions.document import DealDoc
from recap.demo.masthead import PUBLISH_HOUR, TIME_ZONE


@dataclass(frozen=True)
class Facts:
    """What an editor settles about one item. A `byline` makes it a commentary, by a contributor's name."""

    kind: str
    markets: tuple[str, ...] = ()
    deals: tuple[DealDoc, ...] = ()
    byline: str = ""


@dataclass(frozen=True)
class DemoEdition:
    number: int
    title: str
    dek: str
    subject: str
    preheader: str
    week_first: date
    week_last: date
    facts: tuple[Facts, ...]
    published: bool = True

    @property
    def publish_at(self) -> datetime:
        """The Monday after the week, aware. Of a draft: when it is meant to go out."""
        monday = self.week_last + timedelta(days=1)
        return datetime.combine(monday, time(PUBLISH_HOUR), ZoneInfo(TIME_ZONE))

    @property
    def text(self) -> str:
        return Path(__file__).with_name(f"{self.number}.txt").read_text(encoding="utf-8")


def _deal(type: str, amount: int, currency: str = "USD", usd: int | None = None) -> DealDoc:
    """Return a deal; one in US dollars needs no `usd` of its own."""
    if currency == "USD":
        usd = amount
    return DealDoc(type, Decimal(amount), currency, None if usd is None else Decimal(usd))


EDITIONS = (
    DemoEdition(
        number=24,
        title="Brussels sets terms for Chinese sellers",
        dek="AliExpress makes promises, device makers lose tenders, and two power bank brands call "
        "their goods back.",
        subject="Brussels sets terms for Chinese sellers",
        preheader="Also: 90 more days for TikTok, and soy sauce on the Hong Kong exchange",
        week_first=date(2025, 6, 16),
        week_last=date(2025, 6, 22),
        facts=(
            Facts("regulation", ("europe",)),
            Facts("regulation", ("europe",)),
            Facts("recall", ("china",)),
            Facts("recall", ("china", "united-states")),
            Facts("legal", ("thailand", "indonesia")),
            Facts("launch"),
            Facts("market_entry", ("south-korea",)),
            Facts("other"),
            Facts("regulation", ("united-states",)),
            Facts("listing", ("hong-kong",), (_deal("listing", 10_100_000_000, "HKD", 1_300_000_000),)),
        ),
    ),
    DemoEdition(
        number=25,
        title="Batteries for Java, questions in Berlin",
        dek="CATL starts to build in Indonesia, a German regulator turns to the app stores, and "
        "Xiaomi sells a year’s worth of cars in an hour.",
        subject="Batteries for Java, questions in Berlin",
        preheader="CATL’s cornerstone, DeepSeek’s complaint, Sanhua’s USD 1.2 billion",
        week_first=date(2025, 6, 23),
        week_last=date(2025, 6, 29),
        facts=(
            Facts("market_entry", ("indonesia",), (_deal("investment", 6_000_000_000),)),
            Facts("launch", ("china",), (_deal("price", 253_500, "CNY", 35_000),)),
            Facts("other", ("united-kingdom", "united-states")),
            Facts("regulation", ("germany",)),
            Facts("regulation", ("china",)),
            Facts("listing", ("china",)),
            Facts("listing", ("hong-kong",)),
            Facts("launch", ("china",), (_deal("price", 1_999, "CNY", 280),)),
            Facts("other", ("germany",)),
            Facts("listing", ("hong-kong",), (_deal("listing", 9_300_000_000, "HKD", 1_200_000_000),)),
        ),
    ),
    DemoEdition(
        number=26,
        title="BYD starts in Bahia and stops in Mexico",
        dek="Two decisions of one carmaker, Luckin’s first cups in Manhattan, and a French fine for Shein.",
        subject="BYD starts in Bahia and stops in Mexico",
        preheader="With a commentary: what Brazil asks of its new carmakers",
        week_first=date(2025, 6, 30),
        week_last=date(2025, 7, 6),
        facts=(
            Facts("market_entry", ("united-states",)),
            Facts("legal", ("france",), (_deal("fine", 40_000_000, "EUR", 47_000_000),)),
            Facts("launch", ("china",)),
            Facts("listing", ("hong-kong", "hungary", "malaysia")),
            Facts("market_entry", ("malaysia", "philippines", "singapore")),
            Facts("funding", ("hong-kong",), (_deal("funding", 12_000_000_000, "HKD", 1_500_000_000),)),
            Facts("launch"),
            Facts("people", ("india",)),
            Facts("other", ("china",)),
            Facts("other", ("mexico",)),
            Facts("other", ("brazil",), byline="Tomás Brandileone"),
        ),
    ),
    DemoEdition(
        number=27,
        title="Device makers juggle recalls and reinvention",
        dek="Romoss stands still, Anker names a cause, Vivo and Nothing bring new phones, and J&T’s "
        "vans fill up in Southeast Asia.",
        subject="Device makers juggle recalls and reinvention",
        preheader="Power banks, mugs and a smaller flagship; Neta falls behind in Thailand",
        week_first=date(2025, 7, 7),
        week_last=date(2025, 7, 13),
        facts=(
            Facts("recall", ("china",)),
            Facts("launch"),
            Facts("partnership", ("germany",)),
            Facts("recall"),
            Facts("legal", ("china",)),
            Facts("regulation", ("ireland", "europe")),
            Facts("legal", ("united-states",)),
            Facts("listing", ("hong-kong", "united-kingdom")),
            Facts("launch"),
            Facts("launch", ("china",), (_deal("price", 799),)),
            Facts("results", ("southeast-asia", "china")),
            Facts("results", ("thailand",)),
        ),
    ),
    DemoEdition(
        number=28,
        title="Robotaxis book a ride abroad",
        dek="Uber lists Baidu’s driverless cars, Beijing guards its battery recipes, and Geely takes "
        "Zeekr home.",
        subject="Robotaxis book a ride abroad",
        preheader="Uber lists Baidu’s driverless cars; Geely takes Zeekr home",
        week_first=date(2025, 7, 14),
        week_last=date(2025, 7, 20),
        facts=(
            Facts("partnership", ("asia", "middle-east")),
            Facts("regulation", ("china",)),
            Facts("legal", ("greece", "belgium", "netherlands")),
            Facts("legal", ("united-states",)),
            Facts("launch", ("india",), (_deal("price", 54_999, "INR", 640),)),
            Facts("listing", ("china",)),
            Facts("other", ("southeast-asia", "united-states")),
            Facts("acquisition", ("united-states",), (_deal("acquisition", 2_400_000_000),)),
            Facts("results", ("hong-kong",)),
        ),
        published=False,
    ),
)
