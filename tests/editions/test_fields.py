"""Each field as one text: what is read can be written back, and what cannot be is refused in a sentence."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from editions import saving
from editions.fields import EDITION, ITEM, SECTION, SLOT, stamp, stamps, texts
from sources.models import Deal, NewsItem, Source
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_picture,
    make_source,
    make_superuser,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    """An item with something in every field, none of it as plain as it could be."""
    make_masthead(time_zone="Asia/Shanghai")
    item = make_item(
        "**Vivo** opened\n\na shop.",
        headline="Vivo opens in Lima, “its first”",
        dek="Two floors\nand a café",
        slugline="vivo-lima",
        kind="market_entry",
        format="story",
        event_date="2025-07-07",
        image=make_picture(),
        image_caption="The shop",
        image_credit="Vivo",
        embargo_until=NOON,
        companies=[make_company("Zeekr"), make_company("Anker")],
        markets=[make_market("Perunia")],
    )
    item.topics.set(["shops", "mobile phones", 'the "first", again', "手机，电脑"])
    source = make_source("36Kr", credit_line="36氪")
    item.credits.create(
        source=source, name="Thirty-Six", url="https://paper.example/1", via="Caixin", note="in Chinese"
    )
    item.credits.create(source=source, position=1)
    deal = item.deals.create(
        type="funding", amount="1200000.50", currency="CNY", usd="170000", round="series B"
    )
    deal.counterparties.set([make_company("Hillhouse")])
    item.deals.create(type="price", amount="100", currency="USD")
    return NewsItem.objects.get(pk=item.pk)


def save(item, **sent):
    """Save fields of an item as a browser that has just read them."""
    started = stamps(ITEM, NewsItem.objects.get(pk=item.pk))
    typed = {name: saving.Typed(text, started[name]) for name, text in sent.items()}
    return saving.save_item(item.pk, typed, by=make_superuser(), now=NOON)


def read(item, name):
    return ITEM[name].read(NewsItem.objects.get(pk=item.pk))


@pytest.mark.parametrize("name", ITEM)
def test_what_was_read_can_be_written_and_changes_nothing(item, name):
    before = texts(ITEM, item)
    ITEM[name].write(item, before[name])
    item.save()

    assert before[name] not in ("", "[]")
    assert texts(ITEM, NewsItem.objects.get(pk=item.pk)) == before


@pytest.mark.parametrize("fields", [EDITION, SECTION, SLOT])
def test_what_was_read_of_an_edition_changes_nothing_either(fields):
    edition = make_edition(introduction="Good morning.\n\nBye.", preheader="And more")
    section = edition.sections.get()
    row = {"title": edition, "heading": section, "wording": section.slots.get()}[next(iter(fields))]
    before = texts(fields, row)
    for name in fields:
        fields[name].write(row, before[name])
    row.save()
    row.refresh_from_db()

    assert texts(fields, row) == before


def test_a_row_fetched_for_rendering_reads_the_same(item):
    fetched = NewsItem.objects.for_rendering().get(pk=item.pk)

    assert texts(ITEM, fetched) == texts(ITEM, item)


def test_an_embargo_is_in_the_hours_of_the_newsroom(item):
    assert read(item, "embargo_until") == "2025-07-14T20:00"  # NOON in Shanghai

    save(item, embargo_until="2025-07-15T08:30")

    item.refresh_from_db()
    assert item.embargo_until.isoformat() == "2025-07-15T00:30:00+00:00"


def test_an_hour_that_the_clocks_skip_is_refused(item):
    make_masthead(time_zone="Europe/London")

    assert "does not exist" in save(item, embargo_until="2025-03-30T01:30").errors["embargo_until"]


def test_a_credit_keeps_its_own_name_when_its_link_changes(item):
    [first, second] = json.loads(read(item, "credits"))
    save(item, credits=json.dumps([{**first, "url": "https://paper.example/2?utm_source=x"}, second]))

    [one, two] = item.credits.all()
    assert (one.name, str(one.source), one.url) == (
        "Thirty-Six",
        "36氪",
        "https://paper.example/2?utm_source=x",
    )
    assert one.canonical_url == "https://paper.example/2"
    assert (two.name, two.source) == ("", one.source)


def test_a_credit_means_the_source_that_was_chosen_where_two_share_a_name(item):
    twin = make_source("The Other 36Kr", credit_line="36氪")
    save(item, credits=json.dumps([{"source": "36氪", "id": twin.pk}]))

    assert item.credits.get().source == twin


def test_a_source_is_found_by_its_name_alone(item):
    save(item, credits='[{"source": "36KR"}]')

    assert item.credits.get().source == Source.objects.get(name="36Kr")


CREDIT = {"source": "36Kr"}
BROKEN = "This could not be read; reload the page and try again."
GONE = "One of these is gone meanwhile; reload the page and choose again."
UNKNOWN = "“Nobody” is not among the sources yet; choose one, or add it."
LONG = "is too long a sum: up to 18 figures, and two after the point."
NO_NUMBER = "is no number; write the sum in figures, such as 1200000."
DEAL = {"type": "funding"}
BAD = [
    ("headline", "x" * 301, "This is 301 characters long; 300 is the most it can hold."),
    ("kind", "gossip", "Choose one from the list."),
    ("format", "", "This cannot be empty."),
    ("event_date", "2025-02-30", "“2025-02-30” is no day; write it as 2025-07-14."),
    ("event_date", "yesterday", "“yesterday” is no day; write it as 2025-07-14."),
    ("embargo_until", "soon", "This is no day and hour; write it as 2025-07-14T09:00."),
    ("embargo_until", "0001-01-01T00:00", "This is no day and hour; write it as 2025-07-14T09:00."),
    ("topics", f"shops, {'x' * 101}", "A topic is 100 characters long at most."),
    ("companies", "[", BROKEN),
    ("companies", "[" * 9999, BROKEN),
    ("companies", '["1"]', BROKEN),
    ("companies", "[true]", BROKEN),
    ("companies", "[999999]", GONE),
    ("markets", f"[{10**30}]", GONE),
    ("markets", "[-1]", GONE),
    ("credits", "{}", BROKEN),
    ("credits", [{"url": "https://a.example/"}], "Say who is credited, or take the line out."),
    ("credits", [{"source": "Nobody"}], UNKNOWN),
    ("credits", [{"source": "Nobody", "id": 10**30}], UNKNOWN),
    ("credits", [CREDIT | {"url": "ftp://a"}], "“ftp://a” is no web address; it begins with https://."),
    ("credits", [CREDIT | {"note": "x" * 301}], f"“{'x' * 30}…” is over 300 characters; shorten it."),
    ("deals", [{"amount": "5", "currency": "CNY"}], "Say what kind of deal it is."),
    ("deals", [DEAL | {"type": "bribe"}], "Choose one from the list."),
    ("deals", [DEAL | {"amount": "5"}], "Say in which currency, such as CNY."),
    ("deals", [DEAL | {"currency": "¥"}], "“¥” is no currency; use its three letters, such as CNY."),
    ("deals", [DEAL | {"amount": "-5", "currency": "CNY"}], "A sum cannot be negative."),
    ("deals", [DEAL | {"usd": "-1"}], "A sum cannot be negative."),
    ("deals", [DEAL | {"usd": "five"}], f"“five” {NO_NUMBER}"),
    ("deals", [DEAL | {"usd": "NaN"}], f"“NaN” {NO_NUMBER}"),
    ("deals", [DEAL | {"usd": "1e400"}], f"“1e400” {LONG}"),
    ("deals", [DEAL | {"usd": "0.001"}], f"“0.001” {LONG}"),
    ("deals", [DEAL | {"counterparties": 5}], BROKEN),
    ("deals", [DEAL | {"counterparties": [{}]}], BROKEN),
]


@pytest.mark.parametrize(("name", "text", "sentence"), BAD)
def test_bad_input_is_one_sentence_and_nothing_is_half_written(item, name, text, sentence):
    before = texts(ITEM, item)

    saved = save(item, slugline="kept", **{name: text if isinstance(text, str) else json.dumps(text)})

    assert saved.errors == {name: sentence}
    assert texts(ITEM, NewsItem.objects.get(pk=item.pk)) == before | {"slugline": "kept"}


def test_the_second_bad_row_takes_the_first_back(item):
    before = read(item, "deals")
    saved = save(item, deals=json.dumps([DEAL | {"round": "seed"}, DEAL | {"amount": "5"}]))

    assert saved.errors
    assert read(item, "deals") == before


def test_sums_are_read_as_they_are_written(item):
    save(item, deals=json.dumps([DEAL | {"amount": " 1,200,000.50 ", "currency": "cny", "usd": "170，000"}]))

    [deal] = json.loads(read(item, "deals"))
    assert (deal["amount"], deal["currency"], deal["usd"]) == ("1200000.5", "CNY", "170000")


def test_topics_are_split_at_commas_of_both_scripts(item):
    save(item, topics='shops，  phones, "a, b",, Phones')

    assert read(item, "topics").lower() == '"a, b", phones, shops'


@pytest.mark.parametrize("name", ["headline", "body", "slugline", "credits", "topics", "deals"])
def test_what_no_database_stores_is_left_out(item, name):
    bad = {
        "credits": '[{"source":"36Kr","note":"a\\u0000b\\ud800"}]',
        "deals": '[{"type":"funding","round":"a\\u0000b\\ud800"}]',
    }.get(name, "a\0b\ud800")

    assert save(item, **{name: bad}).errors == {}
    assert "ab" in read(item, name)


@given(st.text(max_size=60).map(lambda text: text.replace("\r", "")))
def test_a_stamp_is_the_same_for_every_kind_of_line_end(text):
    assert stamp(text) == stamp(text.replace("\n", "\r\n")) == stamp(text.replace("\n", "\r"))


def test_a_gone_counterparty_is_said_and_the_deal_kept(item):
    saved = save(item, deals=json.dumps([DEAL | {"counterparties": [10**9]}]))

    assert "gone meanwhile" in saved.errors["deals"]
    assert Deal.objects.filter(item=item).count() == 2


def test_a_write_raises_nothing_but_its_sentence():
    with pytest.raises(ValidationError, match="could not be read"):
        ITEM["credits"].write(make_item(), "[1]")
