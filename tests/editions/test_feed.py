from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest
from django.conf import settings

from editions.models import Edition, Masthead, Snapshot
from sources.models import NewsItem
from tests.editions.documents import HOSTILE
from tests.factories import (
    NOON,
    make_edition,
    make_item,
    make_masthead,
    make_printed_edition,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.fixture
def feed(client):
    """The feed as a reader's program understands it; the reading fails where it is not well formed."""

    def read():
        answer = client.get("/editions/feed.xml")
        assert answer.headers["Content-Type"].startswith("application/atom+xml")
        assert not answer.cookies
        parsed = feedparser.parse(answer.content)
        assert not parsed.bozo
        assert parsed.version == "atom10"
        return parsed

    return read


def raw_text(client):
    """The text of the one entry, before a reader's program has made it safe and whole."""
    tree = ElementTree.fromstring(client.get("/editions/feed.xml").content)
    return tree.findtext("{*}entry/{*}content")


def test_the_feed_of_an_empty_site_is_a_feed(feed):
    make_masthead(name="Outbound", tagline="The week abroad")

    assert (feed().feed.title, feed().feed.subtitle, feed().entries) == ("Outbound", "The week abroad", [])


def test_editions_stand_newest_first_and_drafts_nowhere(feed):
    for number in (1, 3, 2):
        make_printed_edition(number=number, title=f"Title {number}")
    make_withdrawn_edition(number=4)
    make_edition(number=5)

    assert [entry.title for entry in feed().entries] == ["No. 3: Title 3", "No. 2: Title 2", "No. 1: Title 1"]


def test_an_entry_carries_the_whole_text(feed):
    make_printed_edition(
        make_item("Vivo **opened** a shop.", credit="The Paper"),
        make_item("BYD sails.", headline="A first ship", format="story"),
        title="Shops and ships",
        dek="Lima gains a shop",
        introduction="The week:",
        signoff="That is all.",
    )

    (entry,) = feed().entries
    text = entry.content[0].value
    for words in (
        "The week:",
        "<strong>opened</strong>",
        "The Paper",
        "A first ship",
        "BYD sails",
        "That is all.",
    ):
        assert words in text
    assert entry.summary == "Lima gains a shop"


def test_an_entry_keeps_its_id_through_a_correction_and_says_when_it_was_made(feed):
    edition = make_printed_edition()
    (before,) = feed().entries
    Edition.objects.update(slug="another-slug")
    Snapshot.objects.take(edition, edition.document(), now=LATER, reason="correction")

    (after,) = feed().entries

    assert before.id == after.id
    assert (before.published, before.updated) == ("2025-07-14T12:00:00+00:00", "2025-07-14T12:00:00+00:00")
    assert (after.published, after.updated) == ("2025-07-14T12:00:00+00:00", "2025-07-17T12:00:00+00:00")


def test_every_link_of_an_entry_leads_somewhere_from_anywhere(feed, client):
    edition = make_printed_edition(
        make_item("See [the prices](/items/4-prices/) and [the shop](https://shop.example/)."),
        introduction="[Join us](/join/).",
    )

    (entry,) = feed().entries

    assert entry.link == settings.SITE_URL + edition.get_absolute_url()
    assert client.get(entry.link.removeprefix(settings.SITE_URL)).status_code == 200
    assert f'href="{settings.SITE_URL}/join/"' in raw_text(client)
    assert f'href="{settings.SITE_URL}/items/4-prices/"' in raw_text(client)


def test_the_feed_does_not_change_with_the_rows(feed):
    make_printed_edition(title="Shops and ships")
    before = feed().entries

    Edition.objects.update(title="Changed", dek="Changed")
    NewsItem.objects.update(body="Changed", body_html="Changed")
    Masthead.objects.update(name="Changed")

    assert [dict(entry, author="", authors=[], author_detail={}) for entry in feed().entries] == [
        dict(entry, author="", authors=[], author_detail={}) for entry in before
    ]


def test_what_people_typed_is_text_in_the_feed_too(feed, client):
    make_masthead(name=HOSTILE[:80], tagline=HOSTILE)
    item = make_item(HOSTILE, headline=HOSTILE, format="story", credit=HOSTILE)
    item.credits.update(url="javascript:alert(3)", name=HOSTILE)
    make_printed_edition(item, title=HOSTILE, dek=HOSTILE, heading="Shops", introduction=HOSTILE)

    (entry,) = feed().entries

    text = html5lib.parse(raw_text(client), namespaceHTMLElements=False)
    assert text.findall(".//script") == text.findall(".//img") == []
    assert "javascript" not in {element.get("href", "").split(":")[0] for element in text.iter()}
    assert "alert(1)" in entry.title
