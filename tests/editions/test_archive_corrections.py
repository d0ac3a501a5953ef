"""What readers are shown of corrections, of what was killed, and of withdrawn editions."""

from datetime import timedelta

import feedparser
import pytest

from editions.archive.standing import shown
from editions.corrections import correct_edition, correct_item
from editions.models import Edition
from editions.removals import remove_killed
from sources.models import NewsItem
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_published_edition,
    make_superuser,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)
NOTE = "The price was wrong."
WRONG, RIGHT = "It cost 5 yuan.", "It cost 6 yuan."
CHIP = ">Corrected<"


def correct(item, **changes):
    row = NewsItem.objects.get(pk=item.pk)
    correct_item(row, changes or {"body": RIGHT}, note=NOTE, by=make_superuser(), now=LATER)


def kill(item, reason="It was not true."):
    NewsItem.objects.get(pk=item.pk).kill(by=make_superuser(), now=LATER, reason=reason)


def publish_alone(item):
    make_masthead()
    item.publish(by=make_superuser(), now=NOON, check=lambda item: [])
    return item


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def address_of(row):
    return type(row).objects.get(pk=row.pk).get_absolute_url()


# Corrections


def test_the_edition_shows_what_was_corrected(client):
    edition = make_published_edition(item := make_item(WRONG))

    correct(item)

    text = page(client, edition.get_absolute_url())
    assert "Corrected on 3 August 2025: The price was wrong." in text
    assert "It cost <del>5</del> <ins>6</ins> yuan." in text


def test_the_email_version_shows_it_too(client):
    edition = make_published_edition(item := make_item(WRONG))

    correct(item)

    assert NOTE in page(client, edition.get_absolute_url() + "email/")


def test_the_item_shows_it_once_and_keeps_its_address(client):
    item = make_item(WRONG)
    for number in (1, 2):
        make_published_edition(item, number=number)
    address = address_of(item)

    correct(item)

    text = page(client, address)
    assert (text.count("<del>5</del>"), "Corrected on" in text) == (1, False)
    assert f'"text": "{NOTE}"' in text


def test_an_item_on_its_own_shows_it_at_its_new_address(client):
    item = publish_alone(make_item(WRONG))
    before = address_of(item)

    correct(item)

    assert "It cost <del>5</del> <ins>6</ins> yuan." in page(client, address_of(item))
    assert client.get(before).headers["Location"] == address_of(item)


def test_a_correction_stays_on_the_item_when_it_runs_again(client):
    item = make_item(WRONG)
    make_published_edition(item, number=1)
    correct(item)
    make_published_edition(item, number=2)

    assert NOTE in page(client, address_of(item))


def test_the_note_on_the_item_is_that_of_the_words_it_shows(client):
    item = make_item(WRONG)
    make_published_edition(item, number=1)
    edition = make_edition(item, number=2)
    edition.sections.get().slots.update(wording="Five yuan.", wording_html="<p>Five yuan.</p>")
    chief = make_superuser()
    for verb in ("submit", "approve", "publish"):
        getattr(edition, verb)(by=chief, now=NOON)

    address = address_of(item)
    correct(item, body=RIGHT, wordings={"2-1-1": "Six yuan."})

    text = page(client, address)
    assert "<del>Five</del> <ins>Six</ins> yuan." in text
    assert "<del>5</del>" not in text


@pytest.mark.parametrize(
    # The front page names the item among the latest as well as its edition.
    ("address", "times"),
    [("/editions/", 1), ("/editions/2025/", 1), ("/", 2)],
)
def test_the_archive_says_corrected_also_after_a_removal(address, times, client):
    one, two = make_item(WRONG), make_item("Two.")
    make_published_edition(one, two, number=1)
    make_published_edition(number=2)
    assert CHIP not in page(client, address)

    correct(one)
    kill(two)
    remove_killed(now=LATER)

    assert page(client, address).count(CHIP) == times


def test_the_archive_says_so_of_an_edition_corrected_in_its_own_words(client):
    edition = make_published_edition()

    correct_edition(
        Edition.objects.get(pk=edition.pk), {"dek": "Right."}, note=NOTE, by=make_superuser(), now=LATER
    )

    assert CHIP in page(client, "/editions/")


def test_a_company_s_page_says_which_items_were_corrected(client):
    company = make_company("Vivo")
    make_published_edition(item := make_item(WRONG, companies=[company]), make_item(companies=[company]))

    correct(item)

    assert page(client, company.get_absolute_url()).count(CHIP) == 1


def test_the_feed_s_entry_is_updated_and_carries_the_note(client):
    make_published_edition(item := make_item(WRONG))

    correct(item)

    (entry,) = feedparser.parse(client.get("/editions/feed.xml").content).entries
    assert (entry.published, entry.updated) == (NOON.isoformat(), LATER.isoformat())
    assert NOTE in entry.content[0].value


# What was killed


def test_a_killed_item_is_gone_with_its_reason(client):
    make_published_edition(item := make_item("The false tale."))
    address = address_of(item)

    kill(item)

    text = page(client, address, 410)
    assert ("It was not true." in text, "false tale" in text) == (True, False)


def test_a_draft_that_was_killed_was_never_there(client):
    """Pasted from a stream, it brought the time at which it was first published elsewhere."""
    item = make_item("The false tale.", published_at=NOON, status="draft")

    kill(item)

    assert client.get(address_of(item)).status_code == 404


def test_a_killed_item_leaves_every_page_once_it_was_removed(client):
    company, market = make_company("Vivo"), make_market("The Andes")
    killed = make_item("The false tale.", companies=[company], markets=[market])
    edition = make_published_edition(killed, make_item("Two."))
    kill(killed, reason="A court asked for it.")

    remove_killed(now=LATER)

    site = ["/", edition.get_absolute_url(), edition.get_absolute_url() + "email/", "/editions/feed.xml"]
    for address in (*site, company.get_absolute_url(), market.get_absolute_url()):
        assert "false tale" not in page(client, address)
    assert "Removed on 3 August 2025: A court asked for it." in page(client, edition.get_absolute_url())


# What was withdrawn


def test_an_item_goes_with_the_edition_it_ran_in_and_says_why(client):
    make_withdrawn_edition(item := make_item("The false tale."), number=27, reason="A source took it back.")

    text = page(client, address_of(item), 410)

    assert "The edition in which this ran, No. 27, was withdrawn" in text
    assert "A source took it back." in text
    assert "false tale" not in text


def test_an_item_that_ran_elsewhere_too_stays(client):
    item = make_item("The true tale.")
    make_published_edition(item, number=1)
    make_withdrawn_edition(item, number=2)

    assert "The true tale." in page(client, address_of(item))


def test_an_item_that_was_published_on_its_own_stays(client):
    item = publish_alone(make_item("The true tale."))
    make_withdrawn_edition(item)

    assert "The true tale." in page(client, address_of(item))


def test_a_withdrawn_edition_takes_its_items_off_the_pages_of_companies_and_markets(client):
    company, market = make_company("Vivo"), make_market("The Andes")
    make_withdrawn_edition(make_item("The false tale.", companies=[company], markets=[market]))

    for subject in (company, market):
        assert "false tale" not in page(client, subject.get_absolute_url())


@pytest.mark.parametrize("address", ["/", "/editions/", "/editions/feed.xml"])
def test_a_withdrawn_edition_is_listed_nowhere(address, client):
    make_published_edition(number=1, title="The true week")
    make_withdrawn_edition(number=2, title="The false week")

    text = page(client, address)
    assert ("The true week" in text, "The false week" in text) == (True, False)


def test_which_items_readers_may_see():
    published = make_item("In an edition.")
    make_published_edition(published)
    alone = publish_alone(make_item("On its own."))
    imported = make_item("From before.", status="published", published_at=NOON)
    make_withdrawn_edition(make_item("Withdrawn."))
    make_withdrawn_edition(published)
    make_edition(make_item("Not yet."))
    kill(killed := make_item("Killed."))

    assert set(shown()) == {published, alone, imported}
    assert not shown(NewsItem.objects.filter(pk=killed.pk)).exists()
