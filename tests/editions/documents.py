"""Documents for tests: called with only what matters."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from editions.document import (
    CompanyDoc,
    ContributorDoc,
    CorrectionDoc,
    CreditDoc,
    DealDoc,
    EditionDocument,
    ItemDoc,
    MarketDoc,
    MastheadDoc,
    PictureDoc,
    SectionDoc,
    SeeAlsoDoc,
)
from sources.markup import to_html

MASTHEAD = MastheadDoc(
    name="China Recap",
    tagline="The week in Chinese companies going abroad",
    site_url="https://recap.example",
    postal_address="China Recap, 1 Example Road, Singapore 048624",
    time_zone="Asia/Shanghai",
)
XIAOMI = CompanyDoc("Xiaomi", "小米", ("Mi",), "/companies/xiaomi/")
VIVO = CompanyDoc("Vivo", path="/companies/vivo/")
JT = CompanyDoc("J&T Express", "极兔速递", ("J&T",), "/companies/jt-express/")
BYD = CompanyDoc("BYD", "比亚迪", path="/companies/byd/")
THE_PAPER = CreditDoc("The Paper", "https://paper.example/news/1?from=home&page=2")


def make_item(body="Vivo opened its first shop in Lima, with forty more to come by spring.", **fields):
    """An item whose HTML is made of its body."""
    return ItemDoc(body=body, **{"html": str(to_html(body)), "label": body[:40], **fields})


def make_section(*items, text="", **fields):
    return SectionDoc(text=text, html=str(to_html(text)), items=items, **fields)


def make_document(*sections, introduction="", signoff="", **fields):
    """An edition of one week; without sections, of one section of one brief."""
    return EditionDocument(
        **{
            "masthead": MASTHEAD,
            "number": 27,
            "title": "Shops, ships and a recall",
            "slug": "shops-ships-and-a-recall",
            "path": "/editions/27-shops-ships-and-a-recall/",
            "week_first": date(2025, 7, 7),
            "week_last": date(2025, 7, 13),
            "published_at": datetime(2025, 7, 14, 0, 0, tzinfo=UTC),
            "introduction": introduction,
            "introduction_html": str(to_html(introduction)),
            "signoff": signoff,
            "signoff_html": str(to_html(signoff)),
            "sections": sections or (make_section(make_item(), heading="Shops abroad"),),
            **fields,
        }
    )


def make_full_document():
    """An edition with every layout and every field in use."""
    return make_document(
        make_section(
            make_item(
                "Romoss keeps its works shut while 491,700 power banks come home, and 小米 (Xiaomi) waits.",
                id=1,
                path="/items/1-romoss/",
                kind="recall",
                companies=(CompanyDoc("Romoss", path="/companies/romoss/"), XIAOMI),
                credits=(THE_PAPER,),
                markets=(MarketDoc("Shenzhen", "/markets/shenzhen/"), MarketDoc("Peru")),
            ),
            make_item(id=2, path="/items/2-vivo/", kind="launch", companies=(VIVO,)),
            make_item(
                "小米把第一座海外工厂建在印尼，年底投产。",
                id=3,
                path="/items/3-xiaomi/",
                headline="小米海外建厂",
                kind="market_entry",
                companies=(XIAOMI,),
                credits=(CreditDoc("36氪", note="citing two people who have seen the plans", via="Caixin"),),
            ),
            heading="Device makers, at home and away",
            text="Three makers, three *very* different weeks.",
        ),
        make_section(
            make_item(
                "J&T Express counted 7.39 billion parcels in a quarter.\n\n- Southeast Asia grew fastest\n"
                "- [China](https://jt.example/china) grew too",
                id=4,
                path="/items/4-jt/",
                headline="J&T carries seven billion parcels",
                format="story",
                kind="results",
                companies=(JT,),
                deals=(DealDoc("", Decimal(20_000_000_000), "CNY", Decimal(2_800_000_000)),),
                image=PictureDoc("/media/jt.jpg", 1200, 800, "A depot at night", "The depot", "J&T Express"),
            ),
            layout="single",
        ),
        make_section(
            make_item(
                "## The first wave\n\nBYD ships cars on vessels of its own.\n\n## The second\n\nOthers rent.",
                id=5,
                path="/items/5-ships/",
                headline="Whoever owns the ship",
                dek="Why carmakers have become shipping lines",
                format="commentary",
                companies=(BYD,),
                byline=(ContributorDoc("Lin Yue", "Editor", "Lin Yue covers ports.", "Owns no shares."),),
                authors_note="The author travelled at her own cost.",
                follows_up=SeeAlsoDoc("A first ship sails", "/items/2-vivo/"),
                see_also=(
                    SeeAlsoDoc("Port fees, explained", "https://ports.example/"),
                    SeeAlsoDoc("In print"),
                ),
            ),
            heading="The long read",
            layout="feature",
        ),
        make_section(heading="In numbers", layout="numbers", text="- **65.9%** more parcels\n- **3** ships"),
        make_section(heading="Overheard", layout="quote", text="We sell where the roads are bad."),
        make_section(
            make_item(
                "Paid words about [a fair](https://fair.example/).", id=6, companies=(CompanyDoc("Fair"),)
            ),
            heading="A word from the fair",
            layout="sponsor",
        ),
        introduction="China Recap follows companies abroad.\n\nHere is the week:",
        signoff="That is the week. [Tell us yours.](/tips/)",
        dek="Romoss waits, Vivo opens, and J&T’s parcels climb",
        preheader="A recall, a shop, and parcels by the billion",
    )


REASON = "A court asked for it."


def make_corrected_document():
    """An edition that was corrected, an item of it too, and from which another item was removed."""
    day = datetime(2025, 8, 2, 20, 0, tzinfo=UTC)  # the third of August in Shanghai
    price = CorrectionDoc("The price was wrong.", "It cost 5 yuan.", "It cost 6 yuan.", day, 1)
    place = CorrectionDoc("Lima was misspelt.", "Shops in Lyma", "Shops in Lima", day.replace(day=1))
    corrected = make_item("It cost 6 yuan.", id=1, path="/items/1-price/", credits=(THE_PAPER,))
    return make_document(
        make_section(
            replace(corrected, corrections=(price,)),
            ItemDoc(id=2, removed=REASON, removed_at=day),
            heading="Shops in Lima",
        ),
        corrections=(place,),
    )


def make_large_document(items=60):
    """A heavy week: ten items a section, each with a credit, chips and a company."""
    briefs = [
        make_item(
            f"{company.name} signed its {place}th agreement abroad, worth more than the **last three**"
            f" together, and named a new head for the region. Deliveries of the first [hundred units]"
            f"(https://maker.example/{place}) begin in the spring; its partner wants"
            " twice as many a year later.",
            id=place,
            path=f"/items/{place}-agreement/",
            kind=kind,
            companies=(company,),
            credits=(replace(THE_PAPER, url=f"https://paper.example/{place}"),),
            markets=(MarketDoc("Thailand", "/markets/thailand/"),),
            deals=(DealDoc("", Decimal(place * 1_000_000), "USD"),),
        )
        for place in range(1, items + 1)
        for company, kind in [((XIAOMI, "launch"), (VIVO, "partnership"), (BYD, "market_entry"))[place % 3]]
    ]
    sections = [
        make_section(*briefs[first : first + 10], heading=f"Agreements, part {first // 10 + 1}")
        for first in range(0, items, 10)
    ]
    return make_document(*sections, introduction="The week:", signoff="That is all.")


HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;{{ 7 }}{% now %}"


def make_hostile_document():
    """Every field that people fill in holds HTML, and every address a script."""
    bad = "javascript:alert(3)"
    seen = SeeAlsoDoc(HOSTILE, bad)
    wrong = CorrectionDoc(HOSTILE, HOSTILE, f"{HOSTILE} {HOSTILE}", datetime(2025, 8, 3, tzinfo=UTC))
    item = make_item(
        HOSTILE,
        headline=HOSTILE,
        label=HOSTILE,
        dek=HOSTILE,
        format="commentary",
        kind=HOSTILE,
        path=bad,
        credits=(CreditDoc(HOSTILE, bad, HOSTILE, HOSTILE),),
        companies=(CompanyDoc(HOSTILE, HOSTILE, (HOSTILE, "alert"), bad),),
        markets=(MarketDoc(HOSTILE, bad),),
        deals=(DealDoc(HOSTILE, Decimal(1), HOSTILE, None, HOSTILE),),
        byline=(ContributorDoc(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        authors_note=HOSTILE,
        image=PictureDoc(bad, 1, 1, HOSTILE, HOSTILE, HOSTILE),
        follows_up=seen,
        see_also=(seen,),
        corrections=(wrong,),
    )
    layouts = ("briefs", "single", "feature", "numbers", "quote", "sponsor", HOSTILE)
    masthead = replace(MASTHEAD, name=HOSTILE, postal_address=HOSTILE, accent=HOSTILE, time_zone=HOSTILE)
    return make_document(
        *(make_section(item, heading=HOSTILE, text=HOSTILE, layout=layout) for layout in layouts),
        make_section(ItemDoc(removed=HOSTILE)),
        masthead=masthead,
        title=HOSTILE,
        dek=HOSTILE,
        path=bad,
        preheader=HOSTILE,
        introduction=HOSTILE,
        signoff=HOSTILE,
        hero=PictureDoc(bad, 1, 1, HOSTILE, HOSTILE, HOSTILE),
        corrections=(wrong,),
    )
