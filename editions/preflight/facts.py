"""Facts: whom an item credits, and whom it is about. Pure.

What a sponsor wrote, figures and a quote need neither: they are not reported.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from editions.document import CreditDoc, EditionDocument, ItemDoc
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Place, rule
from editions.preflight.texts import masked

NOT_REPORTED = {"numbers", "quote", "sponsor"}  # layouts
# A rule of a ministry and a trend may concern no company; a person who comes or goes leaves one.
WITHOUT_COMPANY = {"regulation", "other"}  # kinds

# Publications that are cited for their reporting. A bank, a ministry or a researcher is a source itself.
PUBLICATIONS = """
    36Kr, AFP, Agence France-Presse, Al Jazeera, Associated Press, Axios, Bangkok Post, BBC, Bloomberg,
    Bloomberg News, Business Insider, Caixin, China Daily, China Securities Journal, CNBC, CNN,
    Der Spiegel, DigiTimes, Economic Daily, Economic Information Daily, Economic Times, El País,
    Financial Times, Global Times, Handelsblatt, Jiemian, Jiemian News, Kyodo, LatePost, Le Monde,
    Les Echos, National Business Daily, New York Times, Nikkei, Nikkei Asia, People's Daily, Politico,
    Reuters, Securities Times, Shanghai Securities News, Sina, Sixth Tone, South China Morning Post,
    Straits Times, TechCrunch, The Economist, The Guardian, The Information, The Paper, The Verge,
    Times of India, Vedomosti, Wall Street Journal, Washington Post, Xinhua, Xinhua News Agency, Yicai,
    Yonhap
"""
CHINESE_PUBLICATIONS = """
    36氪, 彭博, 彭博社, 财联社, 财新, 第一财经, 法新社, 华尔街日报, 界面新闻, 金融时报, 经济观察报,
    路透, 路透社, 每日经济新闻, 美联社, 南华早报, 澎湃新闻, 日经, 晚点, 晚点LatePost, 新华社, 证券时报
"""


@rule(
    "facts.no-credit",
    WARNING,
    "Item without credit",
    example="A brief about a recall that does not say who reported it.",
    piecewise=True,
)
def no_credit(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, item in _reported(document, "credits"):
        if item.credits or (item.format == "commentary" and item.byline):
            continue
        if item.format == "commentary":
            yield Finding(place, "The commentary has neither a byline nor a credit: say whose it is.")
        else:
            yield Finding(place, "The item has no credit: say where the news comes from.")


@rule(
    "facts.credit-without-link",
    WARNING,
    "Credit without link",
    example="—The Paper",
    piecewise=True,
)
def credit_without_link(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, item in _reported(document, "credits"):
        for credit in item.credits:
            if not credit.url:
                sentence = f"The credit to “{credit.source}” has no link: add the address of the article."
                yield Finding(place, sentence, credit.source)


@rule(
    "facts.second-hand",
    WARNING,
    "Second-hand credit without “via”",
    example="—Caixin, citing Reuters",
    piecewise=True,
)
def second_hand(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, item in _reported(document, "credits"):
        cited = [(credit, found) for credit in item.credits if (found := _cited(credit, item))]
        for credit, name in cited:
            sentence = f"{credit.source} cites {name}: if that is where the news comes from, credit"
            yield Finding(place, f"{sentence} “{name} via {credit.source}”.", credit.note)
        opening = masked(item.body).strip().partition("\n")[0]
        reported = _REPORTED.search(opening)
        if reported and item.credits and not cited and not _is_credited(_name(reported), item.credits):
            name, credit = _name(reported), item.credits[0]
            sentence = f"{name} is said to have reported it, and {credit.source} is credited: if it was read"
            sentence += f" there, credit “{name} via {credit.source}”."
            yield Finding(replace(place, field="body"), sentence, reported[0].strip(" ,—"))


@rule(
    "facts.no-company",
    WARNING,
    "Item without company",
    example="A brief about a launch that is on no company's page.",
    piecewise=True,
)
def no_company(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, item in _reported(document, "companies"):
        if not item.companies and item.format != "commentary" and item.kind not in WITHOUT_COMPANY:
            yield Finding(place, "The item names no company: add the one it is about.")


def _reported(document: EditionDocument, field: str) -> Iterator[tuple[Place, ItemDoc]]:
    """Yield the items that report news, each with the place of its `field`."""
    for number, section in enumerate(document.sections):
        if section.layout not in NOT_REPORTED:
            for place, item in enumerate(section.items):
                yield Place(field, number, place), item


def _cited(credit: CreditDoc, item: ItemDoc) -> str:
    """Return the publication that the note of `credit` cites, if it ought to stand before "via"."""
    found = None if credit.via else _CITED.search(credit.note)
    return _name(found) if found and not _is_credited(_name(found), item.credits) else ""


def _name(match: re.Match[str]) -> str:
    return next(filter(None, match.groups()))


def _is_credited(name: str, credits: tuple[CreditDoc, ...]) -> bool:
    """Tell whether a credit names the publication, also under a longer or shorter name."""
    credited = [_plain(part) for credit in credits for part in (credit.source, credit.via) if part]
    return any(_plain(name) in part or part in _plain(name) for part in credited)


def _plain(name: str) -> str:
    return name.casefold().replace("’", "'").removeprefix("the ").strip()


def _any_of(names: str) -> str:
    listed = sorted((name.strip() for name in names.replace("\n", " ").split(",")), key=len, reverse=True)
    return "|".join(re.escape(name).replace("'", "['’]").replace(r"\ ", " ") for name in listed)


_NAME = rf"(?:[Tt]he )?({_any_of(PUBLICATIONS)})\b"
_CHINESE = rf"《?({_any_of(CHINESE_PUBLICATIONS)})》?"
_CITED = re.compile(
    rf"\b(?:citing|quoting) (?:an? )?{_NAME}(?! (?:analyst|Intelligence|NEF))"
    rf"|\b(?:citing|quoting) an? (?:\w+ )?(?:report|article|story) (?:by|in|from) {_NAME}"
    rf"|(?:援引|引述){_CHINESE}"
)
# "In November, Reuters reported that" is background, and not the news in hand
_REPORTED = re.compile(
    rf"[,—] ?{_NAME} (?:has |have )?reported\b(?! (?:that|in|last)\b)"
    rf"|\b[Aa]ccording to (?:an? )?{_NAME}(?= report\b| ?[,.;])"
    rf"|\bfirst reported by {_NAME}"
    rf"|据{_CHINESE}(?:消息)?报道"
)
CHECKS = (no_credit, credit_without_link, second_hand, no_company)
