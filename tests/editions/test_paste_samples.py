"""The real texts, pasted whole: what is understood, what is stored, and that not a word is lost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from editions import roundup
from editions.document import skeleton
from editions.models import Edition
from editions.render.roundup import render_roundup
from sources.models import Company, Deal, NewsItem
from tests.desk import (
    address,
    browser_of,
    form_on,
    kept_for_a_module,
    read,
    rows,
    save,
    store_known_companies,
    words_of,
)
from tests.factories import make_masthead

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def editor(samples, django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        make_masthead()
        store_known_companies()
        yield browser_of("editor")


def values(fields, name):
    return [value for key, value in fields.items() if key.endswith(f"-{name}")]


# A roundup


@pytest.fixture(scope="module")
def weekly(samples):
    return (samples / "china-recap-2025-07.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def weekly_page(editor, weekly):
    before = rows()
    page = read(editor, "roundup", weekly)
    assert rows() == before  # nothing is stored by reading
    return page


@pytest.fixture(scope="module")
def fields(weekly_page):
    return form_on(weekly_page, address("paste_save", "roundup"))


@pytest.fixture(scope="module")
def edition(editor, fields):
    assert save(editor, "roundup", fields).status_code == 302
    return Edition.objects.get()


def test_a_roundup_is_counted_in_the_words_of_the_trade(weekly_page):
    counted = "introduction, sign-off, 1 themed section, 5 briefs, 3 stories, 5 credits"

    assert counted in words_of(weekly_page)


def test_a_roundup_stands_in_a_form_that_can_be_corrected(fields):
    assert fields["sections"] == "4"
    assert [fields[f"s{i}-items"] for i in range(4)] == ["5", "1", "1", "1"]
    assert [fields[f"s{i}-layout"] for i in range(4)] == ["briefs", "single", "single", "single"]
    assert values(fields, "credits") == ["The Paper", "", "Jiemian News", "36Kr", "36Kr", "", "", "Reuters"]


def test_the_companies_of_a_roundup_are_suggested(fields):
    devices = ["Romoss", "Vivo", "Xiaomi", "Anker Innovations", "Xiaomi"]

    assert values(fields, "companies") == [*devices, "Nothing", "J&T Express", "Neta Auto"]


def test_markets_money_and_dates_of_a_roundup_are_suggested(fields):
    assert fields["s0i2-event_date"] == "2025-07-06"
    assert (fields["s1i0-deal_amount"], fields["s1i0-deal_currency"]) == ("799", "USD")
    assert "Southeast Asia" in fields["s2i0-markets"]
    assert "Thailand" in fields["s3i0-markets"]


def test_the_kinds_of_a_roundup_are_suggested(fields):
    kinds = values(fields, "kind")

    assert (kinds[0], kinds[1], kinds[5], kinds[6]) == ("recall", "launch", "launch", "results")


def test_an_old_roundup_is_given_its_own_week(fields, weekly):
    assert (fields["number"], fields["title"]) == ("1", weekly.splitlines()[4])
    assert (fields["week_first"], fields["week_last"]) == ("2025-06-30", "2025-07-06")


def test_a_roundup_saved_unchanged_is_an_edition(edition):
    outline = [(section.layout, section.slots.count()) for section in edition.sections.all()]
    credits = [credit.source for item in edition.document().items for credit in item.credits]

    assert outline == [("briefs", 5), ("single", 1), ("single", 1), ("single", 1)]
    assert credits == ["The Paper", "Jiemian News", "36Kr", "36Kr", "Reuters"]


def test_the_companies_of_a_roundup_are_the_known_ones(edition):
    named = {company.name for item in edition.document().items for company in item.companies}

    assert {"Romoss", "Nothing", "J&T Express", "Neta Auto"} <= named
    assert not Company.objects.exclude(slug__startswith="company-").exists()
    assert Deal.objects.get(item__slots__section__edition=edition).amount == Decimal(799)


def test_a_stored_roundup_says_what_was_pasted(edition, weekly):
    document = edition.document()

    standing = [document.introduction, document.signoff, *(section.heading for section in document.sections)]
    words = [*standing, *(text for item in document.items for text in (item.headline, item.body))]
    lines = {line for text in words for line in text.split("\n") if line}
    assert [line for line in lines if line not in weekly] == []
    assert sum(map(len, lines)) > 0.97 * len(weekly.strip())  # the rest is bullets and credits


def test_a_stored_roundup_is_read_again_as_what_it_was(edition, weekly):
    document = edition.document()

    again = roundup.parse(render_roundup(document)).document

    assert skeleton(document) == skeleton(roundup.parse(weekly).document)
    assert skeleton(again) == skeleton(document)


def test_a_stored_roundup_is_published_as_it_is(edition):
    publisher = browser_of("publisher")

    for name in ("submit", "approve", "publish"):
        publisher.post(address("move", edition.pk, name))

    assert publisher.get(edition.get_absolute_url()).status_code == 200


# A stream


@pytest.fixture(scope="module")
def stream_page(editor, samples):
    text = (samples / "cx-tech-2021-01.txt").read_text(encoding="utf-8")
    return read(editor, "stream", text)


@pytest.fixture(scope="module")
def after_the_stream(editor, stream_page):
    response = save(editor, "stream", form_on(stream_page, address("paste_save", "stream")))
    return editor.get(response.url)


@pytest.fixture(scope="module")
def stories(after_the_stream):
    return list(NewsItem.objects.filter(format="story", status="draft").order_by("pk"))


def test_a_stream_becomes_twenty_drafts(after_the_stream, stories):
    assert "20 items are saved as drafts." in words_of(after_the_stream)
    assert len(stories) == 20


def test_a_stream_keeps_who_wrote_it_and_when(stories):
    signed = [[byline.contributor.name for byline in item.bylines.all()] for item in stories]

    assert [names for names in signed if len(names) != 1] == [["Qian Tong", "Yuan Ruiyang", "Han Wei"]]
    assert stories[0].published_at == datetime(2021, 1, 19, 10, 27, tzinfo=UTC)  # 18:27 in Shanghai


def test_a_stream_keeps_captions_credits_and_related_titles(stories):
    assert [item.image_credit for item in stories if item.image_credit] == ["VCG", "IC", "VCG"]
    assert sum(bool(item.image_caption) for item in stories) == 1
    assert sum(item.see_also.count() for item in stories) == 19


def test_what_is_left_out_of_a_stream_is_listed(stream_page):
    page = words_of(stream_page)

    assert "Left out: 33 lines" in page
    assert "Says how to reach the newsroom." in page


# A commentary


@pytest.fixture(scope="module")
def long_read(samples):
    return (samples / "commentary-phoenix-2025.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def commentary_page(editor, long_read):
    return read(editor, "commentary", long_read)


@pytest.fixture(scope="module")
def commentary(editor, commentary_page):
    fields = form_on(commentary_page, address("paste_save", "commentary"))
    save(editor, "commentary", {**fields, "s0i0-byline": "Li Na"})
    return NewsItem.objects.get(format="commentary")


def test_a_commentary_asks_for_its_byline(commentary_page):
    assert "The author's name is missing." in words_of(commentary_page)


def test_a_commentary_keeps_headline_dek_subheads_and_note(commentary, long_read):
    lines = long_read.splitlines()

    assert (commentary.headline, commentary.dek) == (lines[0], lines[1])
    assert sum(line.startswith("## ") for line in commentary.body.split("\n")) == 4
    assert commentary.authors_note == lines[-1].strip("()")
    assert str(commentary.bylines.get()) == "Li Na"


def test_the_words_of_a_commentary_are_all_kept(commentary, long_read):
    kept = "\n".join([commentary.headline, commentary.dek, commentary.body, commentary.authors_note])

    assert [line for line in long_read.splitlines() if line.strip("()") not in kept] == []


def test_the_captions_of_a_commentary_are_pointed_out(commentary_page):
    assert words_of(commentary_page).count("Reads like a picture's caption.") == 3
