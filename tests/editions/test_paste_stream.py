"""A pasted stream: dated stories, each of which becomes a draft."""

from datetime import UTC, datetime

import pytest

from sources.models import Company, NewsItem
from tests.desk import address, browser_of, read, rows, save, understood_form, words_of
from tests.factories import make_masthead

pytestmark = pytest.mark.django_db
STREAM = """\
Qian Li, Tom Okoro and Wei Han / Jul 9, 2025 02:45 PM / Business

A picture of a shop window in Lima with two phones in it

A picture of a shop window in Lima with two phones in it

Photo: VCG

Photo: VCG

Vivo has opened its first shop in Lima and plans nine more in Peru this year.

Contact reporter Qian Li (

Related: [Vivo Looks South](https://example.com/vivo-south)

Related: Phones on the Move

Wei Han / Jul 8, 2025 09:00 AM / Business

BYD has sent its first ship of cars to Mombasa, where a dealer ordered two hundred.

Read the full story here.
"""


@pytest.fixture
def editor(db):
    make_masthead(time_zone="Asia/Shanghai")
    return browser_of("editor")


def saved(editor, text, **zone):
    response = save(editor, "stream", understood_form(editor, "stream", text, **zone))
    assert response.status_code == 302, words_of(response)
    return editor.get(response.url)


def test_a_story_keeps_all_that_its_page_said(editor):
    saved(editor, STREAM)

    first = NewsItem.objects.order_by("pk").first()
    assert [byline.contributor.name for byline in first.bylines.all()] == ["Qian Li", "Tom Okoro", "Wei Han"]
    assert (first.image_credit, first.image_caption[:9]) == ("VCG", "A picture")
    assert list(first.topics.names()) == ["Business"]
    assert first.published_at == datetime(2025, 7, 9, 6, 45, tzinfo=UTC)


def test_a_related_title_keeps_its_link(editor):
    saved(editor, STREAM)

    related = NewsItem.objects.order_by("pk").first().see_also.values_list("title", "url")
    assert list(related) == [
        ("Vivo Looks South", "https://example.com/vivo-south"),
        ("Phones on the Move", ""),
    ]


def test_the_zone_of_the_masthead_is_offered(editor):
    page = editor.get(address("paste", "stream")).content.decode()

    assert '<option value="Asia/Shanghai" selected>' in page


def test_times_are_of_the_zone_that_was_asked_for(editor):
    saved(editor, STREAM, zone="America/New_York")

    first = NewsItem.objects.order_by("pk").first()
    assert first.published_at == datetime(2025, 7, 9, 18, 45, tzinfo=UTC)


def test_a_zone_that_is_none_falls_back_to_the_mastheads(editor):
    saved(editor, STREAM, zone="Mars/Olympus")

    first = NewsItem.objects.order_by("pk").first()
    assert first.published_at == datetime(2025, 7, 9, 6, 45, tzinfo=UTC)


def test_a_story_without_a_headline_may_wait_as_a_draft(editor):
    saved(editor, STREAM)

    assert {item.headline for item in NewsItem.objects.all()} == {""}


def test_a_corrected_time_is_read_in_the_zone_of_the_text(editor):
    fields = understood_form(editor, "stream", STREAM)
    assert fields["s0i0-published_at"] == "2025-07-09T14:45"

    save(editor, "stream", {**fields, "s0i0-published_at": "2025-07-10T08:00"})

    assert NewsItem.objects.order_by("pk")[0].published_at == datetime(2025, 7, 10, 0, 0, tzinfo=UTC)


def test_a_stream_that_is_read_stores_nothing(editor):
    before = rows()

    read(editor, "stream", STREAM)

    assert rows() == before


def test_a_story_that_fails_leaves_none_of_the_others(editor):
    fields = understood_form(editor, "stream", STREAM)

    response = save(editor, "stream", {**fields, "s0i1-see_also": "Ships | https://"})

    assert response.status_code == 422
    assert NewsItem.objects.count() == 0
    assert Company.objects.count() == 0


def test_a_name_too_long_to_sign_is_said(editor):
    fields = understood_form(editor, "stream", STREAM)

    response = save(editor, "stream", {**fields, "s0i0-byline": "x" * 121, "s0i0-topics": "y" * 101})

    assert "Write who signs as Name, or Name | role; several by semicolon." in words_of(response)
    assert "is too long for a name; separate names by a semicolon." in words_of(response)
