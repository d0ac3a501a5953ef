"""The table of market entries, and the files of it."""

import csv
import io
from datetime import date

import pytest

from editions.models import Edition, Section, Slot
from sources.models import Company, Market, NewsItem
from tests.editions.archive.test_markets import make_news, place, read, words
from tests.factories import make_company, make_item, make_masthead, make_published_edition

pytestmark = pytest.mark.django_db


def make_entry(company="Vivo", market="peru", day="2025-07-01", **facts):
    """One market entry of one company, on that day."""
    company = company if not isinstance(company, str) else make_company(company)
    facts = {"headline": f"{company.name} comes", **facts}
    return make_news(
        place(market), companies=[company], kind="market_entry", event_date=date.fromisoformat(day), **facts
    )


def shown(client, address="/entries/"):
    """The rows of the table as texts, without item and edition."""
    return [
        [words(cell) for cell in row][:3]
        for row in read(client, address).findall(".//table[@class='plain entries']/tbody/tr")
    ]


def companies(client, address="/entries/"):
    return [company for _day, company, _market in shown(client, address)]


def test_there_is_a_row_for_each_market_and_company_of_an_item(client):
    vivo, oppo = make_company("Vivo"), make_company("Oppo")
    make_news(place("peru"), place("chile"), companies=[vivo, oppo], kind="market_entry")
    make_news(place("peru"), companies=[vivo], kind="launch")
    make_item(markets=[place("peru")], companies=[vivo], kind="market_entry")

    rows = shown(client)

    assert sorted(row[1:] for row in rows) == [
        ["Oppo", "Chile"], ["Oppo", "Peru"], ["Vivo", "Chile"], ["Vivo", "Peru"],
    ]  # fmt: skip


def test_an_entry_without_company_or_market_is_not_lost(client):
    make_news(kind="market_entry")

    assert shown(client) == [["14 Jul 2025", "–", "–"]]


def test_the_day_is_that_of_the_event_or_of_publication_in_the_newsroom(client):
    make_masthead(time_zone="Asia/Shanghai")
    make_entry("Vivo", day="2025-03-05")
    make_news(place("peru"), kind="market_entry", days=0.4)

    assert [day for day, _company, _market in shown(client)] == ["15 Jul 2025", "5 Mar 2025"]


def test_a_row_leads_to_its_item_and_edition(client):
    item = make_item("Vivo opened.", kind="market_entry", companies=[make_company("Vivo")])
    edition = make_published_edition(item, number=7)

    (row,) = read(client, "/entries/").findall(".//table[@class='plain entries']/tbody/tr")

    assert edition.get_absolute_url() in [link.get("href") for link in row.findall(".//a")]
    assert words(row).endswith("Vivo opened. No. 7")


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "CAB"),
        ("-date", "CAB"),
        ("date", "BAC"),
        ("company", "ABC"),
        ("-company", "CBA"),
        ("market", "BCA"),
        ("-market", "ACB"),
    ],
)
def test_the_table_is_sorted_as_it_is_asked(sort, order, client):
    make_entry("B", "chile", "2023-01-01")
    make_entry("A", "thailand", "2024-01-01")
    make_entry("C", "peru", "2025-01-01")

    assert "".join(companies(client, f"/entries/?sort={sort}")) == order


def test_a_head_sorts_and_says_how_it_is_sorted(client):
    make_entry()

    heads = read(client, "/entries/?sort=company").findall(".//table[@class='plain entries']/thead//th")

    assert [head.get("aria-sort") for head in heads] == [None, "ascending", None, None, None]
    assert [head.find("a").get("href") for head in heads[:3]] == [
        "?", "?sort=-company", "?sort=market",
    ]  # fmt: skip


def test_a_region_stands_for_its_countries(client):
    make_entry("Vivo", "thailand")
    make_entry("Oppo", "japan")
    make_entry("BYD", "peru")

    assert sorted(companies(client, "/entries/?market=asia")) == ["Oppo", "Vivo"]
    assert companies(client, "/entries/?market=southeast-asia") == ["Vivo"]


@pytest.mark.parametrize("asked", ["xiaomi", "XIAOMI", "小米", "xia", "xiaomi-corp"])
def test_a_company_is_found_by_its_names(asked, client):
    make_entry(make_company("Xiaomi", local_name="小米", slug="xiaomi-corp"))
    make_entry("Vivo")

    assert companies(client, f"/entries/?company={asked}") == ["Xiaomi"]


def test_a_whole_name_is_not_taken_for_a_part(client):
    make_entry("Nio")
    make_entry("Union Nio Parts")

    assert companies(client, "/entries/?company=nio") == ["Nio"]


def test_a_year_has_a_page_and_may_be_asked_for(client):
    make_entry("Vivo", day="2023-12-31")
    make_entry("Oppo", day="2024-01-01")

    assert companies(client, "/entries/2024/") == companies(client, "/entries/?year=2024") == ["Oppo"]
    assert client.get("/entries/2022/").status_code == 404


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("company=Nobody", "no market entry of a company of that name"),
        ("company=%00", ""),
        ("market=atlantis", "There is no such market"),
        ("year=soon", "A year has four digits"),
        ("year=²", "A year has four digits"),
        ("sort=price", "cannot be sorted by that"),
        ("page=0x", "no such part"),
        ("page=99", "no such part"),
        ("page=99999999999999999999", "no such part"),
    ],
)
def test_what_cannot_be_had_is_said_in_one_sentence(query, sentence, client):
    make_entry()

    tree = read(client, f"/entries/?{query}")

    said = [words(one) for one in tree.iter() if "wrong" in (one.get("class") or "").split()]
    assert len(said) == bool(sentence)
    assert sentence in "".join(said)


def test_a_table_without_entries_says_so(client):
    assert "No market entry has been reported yet." in words(read(client, "/entries/"))
    make_entry(day="2024-05-01")
    assert "No market entry is like that." in words(read(client, "/entries/?year=1999"))


def make_many(number):
    company = make_company("Vivo")
    for place_of in range(number):
        make_entry(company, day=f"20{10 + place_of % 10}-05-05", headline=f"Entry {place_of}")


def test_the_table_goes_on_after_fifty_rows(client):
    make_many(51)

    first = read(client, "/entries/?sort=date")
    (next_part,) = first.findall(".//a[@rel='next']")

    assert next_part.get("href") == "?sort=date&page=2"
    assert len(shown(client, "/entries/?sort=date")) == 50
    assert len(shown(client, "/entries/" + next_part.get("href"))) == 1


def test_a_file_of_the_site_has_no_query_and_a_year_has_all_of_its_rows(client):
    company = make_company("Vivo")
    for number in range(51):
        make_entry(company, day="2024-05-05", headline=f"Entry {number}")

    pages = [
        client.get(path, **{"recap.export": True}).content.decode()
        for path in ("/entries/2024/", "/entries/")
    ]

    for page in pages:
        assert page.count("Entry ") == 51
        assert ("<form" in page, "/entries/?" in page, 'href="?' in page) == (False, False, False)


def test_quarters_are_counted_those_without_any_too(client):
    for day in ("2024-11-01", "2025-05-01", "2025-06-30"):
        make_entry(make_company(), day=day)

    (figure,) = read(client, "/entries/").findall(".//figure[@class='chart']")

    assert [words(row) for row in figure.findall(".//tbody/tr")] == ["2024 Q41", "2025 Q10", "2025 Q22"]


def test_files_hold_what_is_shown_in_all_of_its_parts(client):
    make_many(51)
    make_entry("Oppo", "thailand")

    text = client.get("/entries/entries.csv?market=peru&sort=date").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    data = client.get("/entries/entries.json?market=peru&sort=date").json()["market_entries"]

    assert (len(lines), {line["company"] for line in lines}) == (51, {"Vivo"})
    assert lines == [{name: value or "" for name, value in line.items()} for line in data]
    first = shown(client, "/entries/?market=peru&sort=date")
    assert [line["date"][:4] for line in lines[:50]] == [day[-4:] for day, _company, _market in first]


def test_the_page_leads_to_the_files_of_what_it_shows(client):
    make_entry("Vivo")

    links = [link.get("href") for link in read(client, "/entries/?company=vivo").findall(".//a")]

    assert "/entries/entries.csv?company=vivo" in links
    assert "/entries/entries.json?company=vivo" in links


def test_a_csv_is_one_that_spreadsheets_read_and_do_not_run(client):
    make_entry(make_company('=HYPERLINK("https://x.example")'), headline='Comes, "at last"\n小米')

    answer = client.get("/entries/entries.csv")
    head, line = answer.content.decode("utf-8-sig").split("\r\n")[:2]

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="market-entries.csv"'
    assert head == "date,company,market,item,item_url,edition,edition_url"
    assert line.startswith(
        '2025-07-01,"\'=HYPERLINK(""https://x.example"")",Peru,"Comes, ""at last""\n小米",http'
    )


def test_a_file_of_what_cannot_be_had_says_why(client):
    make_entry()

    answer = client.get("/entries/entries.csv?market=atlantis")

    assert (answer.status_code, answer.content.decode()) == (
        400,
        "There is no such market; choose one of the list.",
    )


LIMITS = {"/entries/": 8, "/entries/entries.csv": 11}


def test_entries_cost_the_same_whatever_their_number(client, django_assert_max_num_queries):
    make_masthead()
    costs = []
    for size in (3, 120):
        for _ in range(size):
            make_entry(make_company())
        for address, limit in LIMITS.items():
            with django_assert_max_num_queries(limit, info=address) as ran:
                assert client.get(address).status_code == 200
            costs.append((address, len(ran)))

    assert costs[:2] == costs[2:]
    assert Market.objects.exists()


def test_who_has_the_table_is_told_so_without_a_row_of_it(client, django_assert_max_num_queries):
    make_entry()
    name = client.get("/entries/entries.csv").headers["ETag"]

    with django_assert_max_num_queries(9):
        assert client.get("/entries/entries.csv", headers={"if-none-match": name}).status_code == 304


CHANGES = {
    "a renamed company": lambda item: item.companies.update(name="Vivo Mobile"),
    "another company": lambda item: item.companies.add(Company.objects.get(name="Oppo")),
    "a merger": lambda item: item.companies.update(merged_into=Company.objects.get(name="Oppo")),
    "a renamed market": lambda item: item.markets.update(name="The Andes"),
    "another market": lambda item: item.markets.add(Market.objects.get(name="Chile")),
    "a headline": lambda item: NewsItem.objects.update(headline="Vivo is here"),
    "a day": lambda item: NewsItem.objects.update(event_date=date(2020, 1, 1)),
    "another number of its edition": lambda item: Edition.objects.filter(number=71).update(number=73),
    "a move to another edition": lambda item: Slot.objects.filter(item=item).update(
        section=Section.objects.get(edition__number=72)
    ),
    "another entry": lambda item: make_entry(Company.objects.get(name="Oppo")),
    "one that is killed": lambda item: NewsItem.objects.update(status="killed"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_has_the_table_gets_another_when_a_row_is_another(change, client):
    make_company("Oppo"), place("chile")
    item = make_entry()
    make_published_edition(item, number=71), make_published_edition(number=72)
    before = client.get("/entries/entries.csv")
    CHANGES[change](item)

    after = client.get("/entries/entries.csv", headers={"if-none-match": before.headers["ETag"]})

    assert (after.status_code, after.content == before.content) == (200, False)
