"""The map of the world, its tables, and the page of a market or region."""

import re
from datetime import date, timedelta

import html5lib
import pytest

from editions.archive.listing import PART
from sources.models import FormerSlug, Market
from tests.factories import NOON, make_company, make_item, make_market, make_masthead

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def make_news(*markets, companies=(), days=0, **facts):
    """An item that is out, so many days after noon of the first."""
    at = NOON + timedelta(days=days)
    return make_item(markets=markets, companies=companies, status="published", published_at=at, **facts)


def place(slug):
    return Market.objects.get(slug=slug)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(answer.content.decode())


def words(element):
    return " ".join("".join(element.itertext()).split())


def table(tree, part):
    """The rows of the table in section `part`, as texts."""
    (section,) = tree.findall(f".//section[@aria-labelledby='{part}']")
    return [[words(cell) for cell in row] for row in section.findall(".//tbody/tr")]


def shaded(tree):
    return {
        words(link): (link.get("class"), link.get("href"))
        for link in tree.findall(f".//{SVG}svg[@class='world']/{SVG}a")
    }


def test_the_map_leads_to_a_market_and_says_what_ran_on_it(client):
    vivo, oppo = make_company("Vivo"), make_company("Oppo")
    make_news(place("thailand"), companies=[vivo])
    make_news(place("thailand"), companies=[vivo, oppo])
    make_news(place("peru"))

    assert shaded(read(client, "/markets/")) == {
        "Peru: 1 item, 0 companies": ("s1", "/markets/peru/"),
        "Thailand: 2 items, 2 companies": ("s2", "/markets/thailand/"),
    }


def test_the_map_may_be_shaded_by_companies(client):
    firms = [make_company() for _ in range(3)]
    make_news(place("peru"), companies=firms)
    for firm in (firms[0], firms[0]):
        make_news(place("thailand"), companies=[firm])

    tree = read(client, "/markets/?by=companies")

    assert {words[:4]: step for words, (step, _path) in shaded(tree).items()} == {"Peru": "s3", "Thai": "s1"}
    assert [row[0] for row in table(tree, "countries")] == ["Peru 秘鲁", "Thailand 泰国"]


@pytest.mark.parametrize("asked", ["", "size", "%00", "items'"])
def test_a_map_shaded_by_nothing_we_count_says_so(asked, client):
    make_news(place("peru"))

    tree = read(client, f"/markets/?by={asked}")

    assert "this one is by items" in words(tree.find(".//p[@role='alert']"))
    assert shaded(tree)


def test_a_place_smaller_than_the_geometry_is_a_dot(client):
    make_news(place("singapore"))

    (link,) = read(client, "/markets/").findall(f".//{SVG}svg[@class='world']/{SVG}a")

    assert [part.tag for part in link] == [f"{SVG}title", f"{SVG}circle"]


def test_the_tables_say_what_the_map_says(client):
    make_masthead(time_zone="Asia/Shanghai")
    make_news(place("thailand"), companies=[make_company()])
    make_news(place("thailand"), place("vietnam"), days=0.4)  # 21:36 UTC is the next day in Shanghai

    tree = read(client, "/markets/")

    assert table(tree, "countries") == [
        ["Thailand 泰国", "Southeast Asia", "2", "1", "15 Jul 2025"],
        ["Vietnam 越南", "Southeast Asia", "1", "0", "15 Jul 2025"],
    ]
    assert table(tree, "regions") == [
        ["Asia 亚洲", "", "2", "1", "15 Jul 2025"],
        ["Southeast Asia 东南亚", "Asia", "2", "1", "15 Jul 2025"],
    ]


def test_the_legend_says_what_a_step_stands_for(client):
    for slug, number in (("peru", 1), ("thailand", 12)):
        for _ in range(number):
            make_news(place(slug))

    (legend,) = read(client, "/markets/").findall(".//ul[@class='legend ui']")

    assert [words(step) for step in legend] == ["1", "2", "3–4", "5–7", "8–12"]


def test_a_merged_company_counts_as_the_one_it_is_now(client):
    kept = make_company("Vivo")
    middle = make_company("Vivo Mobile", merged_into=kept)
    make_news(place("peru"), companies=[kept])
    make_news(place("peru"), companies=[make_company("Vivo Peru", merged_into=middle)])

    assert "Peru: 2 items, 1 company" in shaded(read(client, "/markets/"))


def test_what_is_not_out_is_not_counted(client):
    make_item(markets=[place("peru")])
    make_item(markets=[place("peru")], status="killed", published_at=NOON)

    tree = read(client, "/markets/")

    assert "Nothing has run on any market yet." in words(tree)
    assert not shaded(tree)


def test_the_whole_map_weighs_little(client):
    for market in Market.objects.exclude(code=""):
        make_news(market)

    (svg,) = re.findall(r'<svg class="world".*?</svg>', client.get("/markets/").content.decode(), re.DOTALL)

    assert len(svg.encode()) < 70_000


def test_a_map_in_an_export_has_no_query(client):
    make_news(place("peru"))

    page = client.get("/markets/?by=companies", **{"recap.export": True}).content.decode()

    assert "by=companies" not in page
    assert "Map of the world by items" in page


def test_a_market_is_named_as_the_page_speaks(client):
    for address, name in (("/markets/peru/", "Peru 秘鲁"), ("/zh/markets/peru/", "秘鲁 Peru")):
        assert words(read(client, address).find(".//h1")) == name


def test_a_market_without_news_says_so(client):
    assert "Nothing has run here yet." in words(read(client, "/markets/peru/"))


def test_a_region_gathers_its_countries_and_theirs_each_item_once(client):
    make_news(place("thailand"), place("vietnam"), headline="Both at once")
    make_news(place("southeast-asia"), headline="The region itself")
    make_news(place("japan"), headline="Elsewhere in Asia")
    make_news(place("peru"), headline="Far away")

    def titles(slug):
        return [
            words(title) for title in read(client, f"/markets/{slug}/").findall(".//ul[@class='rows']/li//h3")
        ]

    assert titles("southeast-asia") == ["The region itself", "Both at once"]
    assert titles("asia") == ["Elsewhere in Asia", "The region itself", "Both at once"]


def test_a_region_counts_what_each_of_its_places_has(client):
    make_news(place("thailand"), place("vietnam"))
    make_news(place("japan"))
    make_news(place("thailand"))

    (section,) = read(client, "/markets/asia/").findall(".//section[@aria-labelledby='children']")

    assert [words(line) for line in section.findall(".//li")] == ["Southeast Asia2 items", "East Asia1 item"]


def test_a_market_stands_below_its_regions(client):
    tree = read(client, "/markets/thailand/")

    links = tree.findall(".//nav[@class='crumbs ui']/a")
    assert [link.get("href") for link in links] == ["/markets/", "/markets/asia/", "/markets/southeast-asia/"]


def test_markets_within_each_other_are_shown_all_the_same(client):
    Market.objects.filter(slug="asia").update(parent=place("thailand"))
    make_news(place("thailand"))

    assert len(read(client, "/markets/asia/").findall(".//ul[@class='rows']/li")) == 1
    assert "Thailand: 1 item, 0 companies" in shaded(read(client, "/markets/"))


def test_a_market_says_who_entered_and_when_by_the_first_day(client):
    vivo, oppo = make_company("Vivo"), make_company("Oppo")
    entry = {"kind": "market_entry", "companies": [vivo]}
    make_news(place("peru"), headline="A second shop", days=3, **entry)
    make_news(place("peru"), headline="The first shop", days=5, event_date=date(2025, 7, 1), **entry)
    make_news(place("peru"), headline="A deal", companies=[vivo], event_date=date(2020, 1, 1))
    make_news(place("peru"), headline="Oppo comes", kind="market_entry", companies=[oppo])

    (section,) = read(client, "/markets/peru/").findall(".//section[@aria-labelledby='entered']")

    assert [words(line) for line in section.findall(".//li")] == [
        "Oppo14 Jul 2025: Oppo comes",
        "Vivo1 Jul 2025: The first shop",
    ]


def test_a_market_counts_its_items_by_year_those_without_any_too(client):
    for days in (0, 1, -800):
        make_news(place("peru"), days=days)

    (chart,) = read(client, "/markets/peru/").findall(".//section[@aria-labelledby='years']")

    assert [words(row) for row in chart.findall(".//tbody/tr")] == ["20231", "20240", "20252"]


def test_the_timeline_goes_on_after_its_last_item(client):
    news = [make_news(place("peru"), headline=f"Tale {day}", days=day) for day in range(PART + 1)]
    first = read(client, "/markets/peru/")

    (older,) = first.findall(".//a[@rel='next']")
    assert older.get("href") == f"/markets/peru/before/{news[1].pk}/"
    assert [words(title) for title in read(client, older.get("href")).findall(".//h3")] == ["Tale 0"]


def test_a_market_may_be_followed(client):
    tree = read(client, "/markets/peru/")

    assert tree.findall(f".//a[@href='/subscribe/?market={place('peru').pk}']")
    feeds = [link.get("href") for link in tree.findall(".//link[@rel='alternate']")]
    assert "/markets/peru/feed.json" in feeds


def test_a_slug_that_a_market_gave_up_leads_to_it_for_good(client):
    FormerSlug.objects.create(slug="siam", market=place("thailand"))

    answer = client.get("/markets/siam/")

    assert (answer.status_code, answer["Location"]) == (301, "/markets/thailand/")


def test_what_is_no_market_is_not_found(client):
    news = make_news(place("peru"))

    assert client.get("/markets/nowhere/").status_code == 404
    assert client.get(f"/markets/peru/before/{news.pk + 1}/").status_code == 404


@pytest.mark.parametrize(("address", "limit"), [("/markets/", 6), ("/markets/asia/", 16)])
def test_a_page_of_markets_costs_the_same_whatever_its_size(
    address, limit, client, django_assert_max_num_queries
):
    make_masthead()
    costs = []
    for size in (3, 60):
        region = [make_market(parent=place("asia")) for _ in range(size)]
        for market in region:
            make_news(market, companies=[make_company()], kind="market_entry")
        with django_assert_max_num_queries(limit) as ran:
            assert client.get(address).status_code == 200
        costs.append(len(ran))

    assert costs[0] == costs[1]
