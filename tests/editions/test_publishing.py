import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from editions.models import Edition, Snapshot
from sources.models import NewsItem
from sources.workflow import WorkflowError
from tests.factories import (
    NOON,
    make_approved_edition,
    make_edition,
    make_item,
    make_masthead,
    make_printed_edition,
    make_published_edition,
    make_superuser,
)

SOON = NOON + timedelta(hours=1)
OWN = {"id", "edition_id", "created_at", "version"}  # of one row, whatever it says


def at_once(*calls):
    """Run `calls` at one moment, each on a connection of its own; return what each returned or raised."""
    outcomes, start = [None] * len(calls), threading.Barrier(len(calls))

    def run(place, call):
        try:
            start.wait(timeout=10)
            outcomes[place] = call()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_four_who_publish_at_once_publish_once(attempt):
    edition, chief = make_approved_edition(), make_superuser()
    copies = [Edition.objects.get(pk=edition.pk) for _ in range(4)]

    outcomes = at_once(*(lambda copy=copy: copy.publish(by=chief, now=SOON) for copy in copies))

    refusals = [outcome for outcome in outcomes if outcome is not None]
    assert [type(refusal) for refusal in refusals] == [WorkflowError] * 3
    assert Snapshot.objects.count() == 1
    assert [move.name for move in edition.moves.all()] == ["submit", "approve", "publish"]


@pytest.mark.django_db(transaction=True)
def test_two_editions_published_at_once_with_one_item_are_both_published():
    item, chief = make_item(), make_superuser()
    editions = [make_approved_edition(item), make_approved_edition(item)]

    outcomes = at_once(*(lambda one=one: one.publish(by=chief, now=SOON) for one in editions))

    assert outcomes == [None, None]
    assert Snapshot.objects.newest().count() == 2
    assert NewsItem.objects.get().published_at == SOON


@pytest.mark.django_db
class TestPublishing:
    def test_an_edition_is_frozen_with_its_items_at_that_time(self):
        edition = make_approved_edition(make_item("Vivo **opened** a shop."))

        edition.publish(by=make_superuser(), now=SOON)

        snapshot = Snapshot.objects.get()
        assert (snapshot.sequence, snapshot.reason, snapshot.taken_at) == (1, "publication", SOON)
        assert snapshot.content_hash
        assert snapshot.read().published_at == SOON
        assert "<strong>opened</strong>" in snapshot.web_html
        assert "opened" in snapshot.text
        assert NewsItem.objects.values_list("status", "published_at").get() == ("published", SOON)

    def test_what_is_frozen_is_the_very_reading_that_was_compared_with_the_approval(self):
        edition = make_approved_edition()

        with CaptureQueriesContext(connection) as ran:
            edition.publish(by=make_superuser(), now=SOON)

        readings = [one for one in ran if 'FROM "editions_section"' in one["sql"]]
        assert len([one for one in readings if one["sql"].startswith('SELECT "editions_section"."id"')]) == 1

    def test_an_item_that_ran_before_keeps_the_time_it_was_first_published(self):
        item = make_item()
        make_published_edition(item, now=NOON)

        make_published_edition(item, now=SOON)

        assert NewsItem.objects.get().published_at == NOON

    def test_an_item_in_two_sections_is_published_once(self):
        edition, chief = make_edition(item := make_item()), make_superuser()
        edition.sections.create(heading="Ships").slots.create(item=item)
        make_masthead()
        edition.submit(by=chief, now=NOON)
        edition.approve(by=chief, now=NOON)

        edition.publish(by=chief, now=SOON)

        assert [move.name for move in item.moves.all()] == ["run"]

    def test_an_item_of_a_stream_keeps_the_time_it_came_with(self):
        item = make_item(published_at=NOON)

        make_published_edition(item, now=SOON)

        assert NewsItem.objects.get().published_at == NOON

    @pytest.mark.parametrize(
        ("flaw", "sentence"),
        [
            ({"format": "story", "status": "draft"}, "wants a headline"),
            ({"status": "killed"}, "was killed"),
            ({"embargo_until": SOON + timedelta(minutes=1)}, "under embargo until"),
        ],
    )
    def test_publishing_that_fails_half_way_leaves_nothing(self, flaw, sentence):
        sound, flawed = make_item(), make_item("A tale.")
        edition = make_approved_edition(sound, flawed)
        NewsItem.objects.filter(pk=flawed.pk).update(**flaw)

        with pytest.raises(WorkflowError, match=sentence):
            edition.publish(by=make_superuser(), now=SOON)

        edition.refresh_from_db()
        assert (edition.status, edition.published_at, edition.mail_due_at) == ("approved", None, None)
        assert NewsItem.objects.get(pk=sound.pk).status == "ready"
        assert not Snapshot.objects.exists()
        assert not edition.moves.filter(name="publish").exists()

    def test_publishing_again_is_refused(self):
        edition = make_published_edition()

        with pytest.raises(WorkflowError, match="This is published by now"):
            edition.publish(by=make_superuser(), now=SOON)
        assert Snapshot.objects.count() == 1

    @pytest.mark.parametrize(("mail_to", "due"), [("everyone", NOON), ("nobody", None)])
    def test_mail_is_due_only_where_somebody_gets_it(self, mail_to, due):
        assert make_published_edition(mail_to=mail_to).mail_due_at == due

    @pytest.mark.parametrize("mail_to", ["everyone", "nobody"])
    def test_who_gets_it_is_what_was_approved_and_not_what_a_stale_page_remembers(self, mail_to):
        edition = make_approved_edition(mail_to=mail_to)
        edition.mail_to = "nobody" if mail_to == "everyone" else "everyone"

        edition.publish(by=make_superuser(), now=SOON)

        assert Edition.objects.get().mail_due_at == (SOON if mail_to == "everyone" else None)

    def test_a_withdrawn_edition_is_no_longer_due_to_be_mailed(self):
        edition = make_published_edition()

        edition.withdraw(by=make_superuser(), now=SOON, reason="A source took its story back.")

        assert (edition.mail_due_at, edition.published_at) == (None, NOON)


@pytest.mark.django_db
def test_an_edition_that_tests_print_is_to_readers_a_published_one():
    item = make_item("Vivo opened a shop.", headline="A shop")

    def rows(make):
        edition = make(item, number=7)
        kept = [*Edition.objects.values(), *NewsItem.objects.values(), *edition.snapshots.values()]
        return [{name: value for name, value in row.items() if name not in OWN} for row in kept]

    with transaction.atomic():
        published = rows(make_published_edition)
        transaction.set_rollback(True)

    assert rows(make_printed_edition) == published
