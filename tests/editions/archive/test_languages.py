"""The reader's site below /zh/: Chinese around what we wrote, and every way on stays there."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sources.models import Deal, FormerSlug, Market
from tests.desk import kept_for_a_module
from tests.editions.test_archive import parsed, text_of, values
from tests.factories import (
    make_company,
    make_item,
    make_published_edition,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db

# Frequent in the words of the interface, and in none of what `make_site` writes.
ENGLISH = re.compile(
    r"\b(the|and|of|by|in|on|is|are|what|this|that|all|items?|editions?|markets?|deals?|compan(?:y|ies)|sources?|"
    r"topics?|kinds?|years?|search|subscribe|follow|feed|older|latest|corrected|published|read|email|language|"
    r"about|more|January|July|Mon|Jul|No)\b",
    re.IGNORECASE,
)
UNSEEN = ("script", "style", "head", "code", "pre")
# Of machines, which are told everything in one language, and of pages that were frozen.
ONE_LANGUAGE = re.compile(r"/(static|api/v1|media)/.*|.*\.(xml|rss|json|csv)$")


def make_site():
    """Something for every page to show; return the English addresses of the pages by name."""
    company, market = make_company("Vivo", local_name="维沃"), Market.objects.get(name="Peru")
    company.sectors.add("Phones")
    item = make_item(
        "Vivo opened a shop.",
        headline="Vivo opens",
        kind="market_entry",
        companies=[company],
        markets=[market],
        credit="Reuters",
    )
    item.topics.add("Shops")
    Deal.objects.create(item=item, type="funding", amount=3_000_000_000, currency="USD")
    make_published_edition(make_item("Oppo sells phones."), number=26, title="Ports", heading="Ports")
    edition = make_published_edition(item, number=27, title="Vivo", heading="Vivo")
    item.refresh_from_db()
    bare = ["home", "latest", "editions", "companies", "markets", "topics", "sources", "deals", "entries"]
    bare += ["search", "api", "about", "tips"]
    return {
        **{name: reverse(f"archive:{name}") for name in bare},
        "year": "/editions/2025/",
        "edition": edition.get_absolute_url(),
        "item": item.get_absolute_url(),
        "letter": "/companies/letter/v/",
        "sector": "/companies/sector/phones/",
        "company": company.get_absolute_url(),
        "market": market.get_absolute_url(),
        "kind": "/kinds/market-entry/",
        "topic": "/topics/shops/",
        "source": item.credits.get().source.get_absolute_url(),
        "wrong deals": "/deals/?type=x&year=x&sort=x&company=x&market=x&page=x",
        "wrong search": "/search/?q=x&kind=x&year=x",
        "subscribe": reverse("subscribers:subscribe"),
    }


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        yield make_site()


@pytest.fixture(scope="module")
def pages(site):
    """The answers below /zh/ and in English by name, asked for once."""
    client = Client()
    return {name: (client.get("/zh" + address), client.get(address)) for name, address in site.items()}


@pytest.fixture(scope="module")
def trees(pages):
    return {name: (parsed(chinese), parsed(english)) for name, (chinese, english) in pages.items()}


def words(tree):
    """The text of a page without what is marked as English, what is not shown, and addresses."""
    if tree.tag in UNSEEN or tree.get("lang") == "en" or not isinstance(tree.tag, str):
        return ""
    text = " ".join([tree.text or "", *(words(one) + " " + (one.tail or "") for one in tree)])
    return re.sub(r"https?://\S+", "", text)


def test_every_page_is_chinese_below_zh(pages, trees):
    for name, (chinese, _english) in pages.items():
        assert chinese.status_code == 200, name
        assert trees[name][0].get("lang") == "zh-Hans", name


def test_no_word_of_the_interface_stays_english(trees):
    for name, (chinese, _english) in trees.items():
        assert ENGLISH.findall(words(chinese.find("body"))) == [], name


def test_english_pages_say_the_same_in_english(trees):
    """What the test above looks for is there to be found."""
    for name, (_chinese, english) in trees.items():
        assert len(ENGLISH.findall(words(english.find("body")))) > 10, name


def test_every_way_on_stays_below_zh(trees):
    for name, (tree, _english) in trees.items():
        links = [*tree.iter("form"), *(link for link in tree.iter("a") if link.get("hreflang") != "en")]
        paths = [link.get("href") or link.get("action") or "" for link in links]

        away = [path for path in paths if path.startswith("/") and not path.startswith("/zh/")]
        assert [path for path in away if not ONE_LANGUAGE.fullmatch(path.partition("?")[0])] == [], name


def test_each_language_names_the_other(site, trees):
    for name, path in site.items():
        if "?" in path:  # the page without the question is among the others
            continue
        pairs = []
        for tree in trees[name]:
            links = tree.findall(".//link[@hreflang]")
            pairs.append({link.get("hreflang"): link.get("href") for link in links})

        assert pairs[0] == pairs[1], path
        assert pairs[0] in ({}, {"en": settings.SITE_URL + path, "zh-Hans": settings.SITE_URL + "/zh" + path})


def test_redirects_keep_the_language(client, site):
    FormerSlug.objects.create(slug="bbk", company=make_company("Oppo", slug="oppo"))

    assert client.get("/zh/companies/bbk/")["Location"] == "/zh/companies/oppo/"
    assert client.get("/zh/editions/27-old/")["Location"] == "/zh" + site["edition"]
    assert client.get("/zh" + site["item"].replace("vivo", "old"))["Location"] == "/zh" + site["item"]


def test_days_and_amounts_are_written_as_the_chinese_do(pages):
    edition, deals = (text_of(pages[name][0]) for name in ("edition", "deals"))

    assert "第 27 期 · 2025年7月7日至13日当周" in edition
    assert "2025年7月14日 20:00 CST" in edition
    assert "USD 30 亿" in edition
    assert ">2025年7月14日</time>" in deals


@pytest.mark.parametrize("address", ["/nothing/", "/editions/28-ports/"])
def test_what_is_not_there_is_told_in_chinese(address, client):
    make_withdrawn_edition(number=28, title="Ports", reason="1")
    answer = client.get("/zh" + address)

    assert answer.status_code in (404, 410)
    assert ENGLISH.findall(words(parsed(answer).find("body"))) == []
    assert values(answer, ".//h1", "lang") == [None]


def test_who_leaves_out_the_slash_comes_to_the_chinese_pages(client):
    assert client.get("/zh")["Location"] == "/zh/"
