"""The one gate through which clippings come."""

from datetime import timedelta

import pytest

from sources import intake, judging
from sources.models import Clipping, CompanySuggestion
from tests.factories import NOON, make_clipping, make_company, make_person, make_source

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL = "https://paper.example/news/1"


def keep(*found, now=NOON, **facts):
    return intake.keep(found, source=None, now=now, **facts)


def found(title="", url=URL, **facts):
    return intake.Found(url=url, title=title, **facts)


def names():
    return list(CompanySuggestion.objects.order_by("name").values_list("name", flat=True))


@pytest.mark.parametrize(
    "second",
    [
        found(url=f"{URL}?utm_source=rss"),
        found(url=f"{URL}#comments"),
        found(url="https://m.paper.example/1", canonical=URL),
        found(url="HTTPS://Paper.example/news/1"),
        found(url="http://paper.example/news/1"),
    ],
    ids=["tracking", "fragment", "canonical", "capitals", "http"],
)
def test_an_address_is_clipped_once(second):
    assert len(keep(found("First"), second)) == 1
    assert keep(second, found("Again")) == []
    assert Clipping.objects.get().title == "First"


def test_a_name_copied_with_signs_that_nobody_sees_is_found():
    company = make_company("Lanhe\u200b", aliases="蓝河\ufeff泵业\n\u200b")

    assert [one.companies.get() for one in keep(found("蓝河泵业在越南建厂"))] == [company]


def test_what_is_clipped_is_in_the_order_of_the_feed():
    kept = keep(*(found(str(number), url=f"{URL}/{number}") for number in range(120)))

    assert [one.title for one in Clipping.objects.order_by("pk")] == [one.title for one in kept]
    assert kept[0].title == "0"


def test_parts_of_a_page_are_clipped_each():
    kept = keep(found("One", part="1"), found("Two", part="2"))

    assert [one.canonical_url for one in kept] == [f"{URL}#1", f"{URL}#2"]


def test_what_its_words_name_is_noted():
    company = make_company("Luvo")
    keep(found("Luvo recalls scooters sold in Brazil"))

    clipping = Clipping.objects.get()
    assert clipping.companies.get() == company
    assert clipping.markets.get().name == "Brazil"
    assert clipping.kind == "recall"


def test_a_company_that_nobody_entered_is_suggested_with_its_clippings():
    one, two = keep(
        found("Scooter maker Luvo opens in Chile"), found("Scooter maker LUVO expands", url=f"{URL}/2")
    )
    [third] = keep(found("Scooter maker Luvo goes on", url=f"{URL}/3"), now=NOON + DAY)

    suggestion = CompanySuggestion.objects.get()
    assert (suggestion.name, suggestion.first_seen_at, suggestion.last_seen_at) == ("Luvo", NOON, NOON + DAY)
    assert set(suggestion.clippings.all()) == {one, two, third}


@pytest.mark.parametrize("known", ["company", "alias", "source"])
def test_whoever_is_known_is_not_suggested(known):
    if known == "source":
        make_source("Luvo")
    else:
        make_company(**({"name": "Luvo"} if known == "company" else {"name": "Lu Group", "aliases": "Luvo"}))
    keep(found("Scooter maker Luvo opens in Chile"))

    assert names() == []


def test_what_somebody_said_is_no_company_is_not_suggested_again():
    CompanySuggestion.objects.create(name="LUVO", first_seen_at=NOON, last_seen_at=NOON, dismissed_at=NOON)
    keep(found("Scooter maker Luvo opens in Chile"), now=NOON + DAY)

    suggestion = CompanySuggestion.objects.get()
    assert (suggestion.last_seen_at, suggestion.clippings.count()) == (NOON, 0)


@pytest.mark.parametrize("count", [3, 120])
def test_many_cost_no_more_queries_than_few(count, django_assert_max_num_queries):
    make_company("Luvo")
    kept = [
        found(f"Scooter maker Nuvo{number} and Luvo open shop {number} in Chile", url=f"{URL}/{number}")
        for number in range(count)
    ]
    with django_assert_max_num_queries(42):
        assert len(keep(*kept)) == count


@pytest.mark.parametrize(
    "url",
    ["", "ftp://paper.example/", "http://paper.example:x/", f"{URL}?a={'你' * 300}", f"{URL}/{'你' * 700}"],
    ids=["none", "scheme", "port", "query", "path"],
)
def test_what_does_not_fit_its_column_is_told_before(url):
    assert not intake.can_be_kept(url)
    assert intake.can_be_kept(URL)


# A page that can be read at last


def silent(**facts):
    return make_clipping(trouble="The server answered 503.", **facts)


def mended(clipping, title="Luvo recalls scooters over brake fault"):
    return intake.mend(clipping.pk, found(title, summary="It says so."), source=None, now=NOON)


def test_what_a_page_tells_at_last_is_filled_in_and_placed():
    company = make_company("Luvo")
    [lead] = keep(found("Luvo to recall scooters over brake fault"))
    clipping = mended(silent())

    assert (clipping.summary, clipping.trouble, clipping.kind) == ("It says so.", "", "recall")
    assert clipping.companies.get() == company
    assert clipping.cluster == lead


def test_what_somebody_wrote_meanwhile_stays():
    assert mended(silent(title="Ours")).title == "Ours"


def test_what_somebody_judged_meanwhile_stays():
    keep(found("Luvo to recall scooters over brake fault"))
    clipping = silent()
    judging.dismiss(clipping.pk, "Dead.", by=make_person(), now=NOON)

    clipping = mended(clipping)
    assert (clipping.state, clipping.reason, clipping.cluster) == ("dismissed", "Dead.", None)
    assert clipping.title


def test_what_is_gone_is_not_mended():
    assert intake.mend(999, found("News"), source=None, now=NOON) is None
