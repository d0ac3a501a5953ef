"""The real texts as the editions that an editor makes of them, with the companies of the demo."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from editions import commentary, roundup, stream
from editions.document import CompanyDoc
from recap.demo.companies import COMPANIES
from recap.demo.sources import SOURCES
from sources.mentions import KnownCompany, Name, Names, suggest_companies
from sources.suggest import suggest_kind
from tests.editions.documents import MASTHEAD

KNOWN = tuple(
    KnownCompany(
        number,
        company.name,
        company.local_name,
        tuple(company.aliases),
        tuple(company.former_names),
        company.ambiguous_name,
    )
    for number, company in enumerate(COMPANIES)
)
NAMES = Names(
    Name(text, one.id, one.ambiguous and text == one.name)
    for one in KNOWN
    for text in filter(None, (one.name, one.local_name, *one.aliases, *one.former_names))
)
WEEKS = {
    "china-recap-2025-07.txt": (date(2025, 7, 7), date(2025, 7, 13)),
    "cx-tech-2021-01.txt": (date(2021, 1, 18), date(2021, 1, 24)),
    "commentary-phoenix-2025.txt": (date(2025, 7, 7), date(2025, 7, 13)),
}


def read(samples, name):
    """The edition of one sample, whole: parsed, and with the companies and kinds that are suggested."""
    text = (samples / name).read_text(encoding="utf-8")
    if name.startswith("china"):
        parsed = roundup.parse(text, sources=[source.name for source in SOURCES])
    elif name.startswith("cx"):
        parsed = stream.parse(text, zone=ZoneInfo("Asia/Shanghai"))
    else:
        parsed = commentary.parse(text)
    first, last = WEEKS[name]
    sections = tuple(
        replace(section, items=tuple(_understood(item, place) for place, item in enumerate(section.items, 1)))
        for section in parsed.document.sections
    )
    return replace(
        parsed.document, masthead=MASTHEAD, number=27, week_first=first, week_last=last, sections=sections
    )


def _understood(item, number):
    text = f"{item.headline}\n{item.body}"
    known = [KNOWN[company] for company in suggest_companies(text, NAMES)]
    companies = tuple(
        CompanyDoc(one.name, one.local_name, one.aliases, f"/companies/company-{one.id}/") for one in known
    )
    kind = item.kind or suggest_kind(item.body, item.headline)
    return replace(item, companies=companies, kind=kind, label=item.headline or item.body[:60])
