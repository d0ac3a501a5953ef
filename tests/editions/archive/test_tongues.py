"""What is written in another language than the page around it says so, and names are in that of the page."""

import pytest
from django.utils import translation

from editions.archive.listing import Ref
from editions.models import Edition
from editions.searching.index import index_due
from editions.templatetags.tongues import foreign, named
from sources.models import Deal, Market, NewsItem
from tests.editions.test_archive import parsed, text_of
from tests.factories import make_company, make_item, make_published_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page_in", "text", "said"),
    [
        ("en", "Vivo opens", ""),
        ("en", "小米在秘鲁开店", ' lang="zh"'),
        ("zh-hans", "Vivo opens", ' lang="en"'),
        ("zh-hans", "小米在秘鲁开店", ""),
        ("zh-hans", "Vivo (维沃) opens in Lima", ' lang="en"'),
        ("en", "<mark>小米</mark>", ' lang="zh"'),
        ("zh-hans", "", ""),
    ],
)
def test_words_in_another_language_say_which(page_in, text, said):
    with translation.override(page_in):
        assert foreign(text) == said


def test_a_name_is_in_the_language_of_the_page_where_it_has_one():
    both, one = Ref("Peru", "/", "秘鲁"), Ref("Peru", "/")

    assert named(both) == "Peru"
    with translation.override("zh-hans"):
        assert (named(both), named(one)) == ("秘鲁", "Peru")


def make_site():
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
    make_published_edition(item, number=27, title="Ports", heading="Ports")
    index_due()


LISTS = ["/", "/latest/", "/deals/", "/entries/", "/search/?q=vivo", "/kinds/market-entry/", "/topics/shops/"]


@pytest.mark.parametrize("address", LISTS)
def test_lists_name_markets_in_chinese_below_zh(client, address):
    make_site()

    links = parsed(client.get("/zh" + address)).iterfind(".//main//a[@href='/zh/markets/peru/']")

    assert {("".join(link.itertext()), link.get("lang")) for link in links} == {("秘鲁", None)}


def test_what_was_printed_names_markets_as_the_page_does(client):
    make_site()

    for thing in (Edition.objects.get(), NewsItem.objects.get()):
        tree = parsed(client.get("/zh" + thing.get_absolute_url()))
        links = tree.findall(".//main//a[@href='/zh/markets/peru/']")
        assert {(link.text, link.get("lang")) for link in links} == {("秘鲁", None)}


def test_a_market_s_new_chinese_name_makes_the_page_anew(client):
    make_site()
    page = "/zh" + Edition.objects.get().get_absolute_url()
    had = client.get(page)
    Market.objects.filter(slug="peru").update(local_name="秘魯")

    since = {"if-modified-since": had["Last-Modified"]}
    for asked in ({"if-none-match": had["ETag"]}, since):
        assert "秘魯" in text_of(client.get(page, headers=asked))


@pytest.mark.parametrize(
    "address", [*LISTS, "/companies/vivo/", "/markets/peru/", "/sources/", "/companies/"]
)
def test_no_english_word_is_taken_for_chinese(client, address):
    make_site()

    def unmarked(tree, lang):
        lang = tree.get("lang", lang)
        own = [tree.text or "", *(child.tail or "" for child in tree)]
        found = [text for text in own if lang.startswith("zh") and ("Vivo" in text or "Peru" in text)]
        return found + [text for child in tree for text in unmarked(child, lang)]

    assert unmarked(parsed(client.get("/zh" + address)).find(".//main"), "zh-Hans") == []


def test_chinese_words_on_an_english_page_are_marked(client):
    make_published_edition(
        make_item("维沃在利马开店。", headline="维沃开店"), number=27, title="港口", heading="港口"
    )

    tree = parsed(client.get("/"))

    assert [one.get("lang") for one in (tree.find(".//h1"), tree.find(".//ul[@class='rows']/li//h3"))] == [
        "zh"
    ] * 2
