"""Being forgotten: nothing leads back to a person, and sums stay true."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from subscribers import leaving, tokens
from subscribers.models import Delivery, DeliveryEvent, Follow, Letter, Report, Subscriber, Suppression
from tests.desk import words_of
from tests.factories import NOON, make_mailing, make_masthead, make_subscriber, make_superuser
from tests.subscribers.people import ask, make_letter, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    make_masthead()
    return make_subscriber("ada@example.com")


def page(subscriber):
    return page_of(tokens.PREFERENCES, subscriber, below="erase")


def test_a_page_asks_first_and_a_click_erases(client, ada):
    assert "It cannot be undone." in words_of(client.get(page(ada)))
    assert Subscriber.objects.exists()

    assert "All is erased" in words_of(client.post(page(ada)))
    assert not Subscriber.objects.exists()
    assert client.post(page(ada)).status_code == 404


def test_letters_and_follows_go_with_the_person(ada):
    make_letter(ada)
    ada.follows.create(kind="recall")

    leaving.erase(ada, NOON)

    assert not Letter.objects.exists()
    assert not Follow.objects.exists()


def test_deliveries_stay_without_anything_that_names_the_person(ada):
    bob = make_subscriber("bob@example.com")
    make_mailing(ada, bob)
    Delivery.objects.update(state="sent", answer="250 Queued for ada@example.com", provider_id="ada-1")

    leaving.erase(ada, NOON)

    assert Delivery.objects.filter(state="sent").count() == 2
    erased = Delivery.objects.get(subscriber=None)
    assert (erased.address, erased.domain, erased.answer, erased.provider_id) == ("", "", "", "")
    assert Delivery.objects.get(subscriber=bob).answer


def test_the_domain_of_a_large_provider_stays_for_the_sums():
    eve = make_subscriber("eve@gmail.com")
    make_mailing(eve)
    Delivery.objects.update(domain="gmail.com")

    leaving.erase(eve, NOON)

    assert Delivery.objects.get().domain == "gmail.com"


def test_what_waited_is_passed_over_and_the_sum_stays_true(ada):
    make_mailing(ada, make_subscriber("bob@example.com"))

    leaving.erase(ada, NOON)

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["queued", "suppressed"]


def test_what_came_back_stays_without_its_words(ada):
    make_mailing(ada)
    report = Report.objects.create(
        source="mailbox", kind="bounce", digest="x", received_at=NOON, raw="To: ada@example.com"
    )
    event = Delivery.objects.get().events.create(
        kind="hard", at=NOON, code="5.1.1", cause="ada@example.com is unknown", subscriber=ada, report=report
    )
    alone = DeliveryEvent.objects.create(kind="soft", at=NOON, cause="ada's mailbox is full", subscriber=ada)

    leaving.erase(ada, NOON)

    event.refresh_from_db()
    alone.refresh_from_db()
    report.refresh_from_db()
    assert (event.kind, event.code, event.cause, event.subscriber) == ("hard", "5.1.1", "", None)
    assert (alone.cause, report.raw) == ("", "")


def test_a_suppression_outlives_the_person_who_can_join_afresh(client, ada):
    Suppression.objects.create(fingerprint=ada.fingerprint, reason="complained", at=timezone.now())
    leaving.erase(ada, NOON)

    ask(client, "ada@example.com")

    assert Suppression.objects.get().fingerprint == Subscriber.objects.get().fingerprint
    assert not Subscriber.objects.mailable(NOON.date()).exists()


def test_no_column_of_any_table_holds_the_address_any_more(client, ada):
    make_letter(ada)
    make_mailing(ada)
    client.post(page_of(tokens.LEAVE, ada))

    leaving.erase(ada, NOON)

    for model in (Subscriber, Letter, Delivery, DeliveryEvent, Report, Suppression):
        assert "ada@example.com" not in str(list(model.objects.values())), model


def test_what_colleagues_did_to_the_row_stays_without_its_name(ada):
    entry = LogEntry.objects.create(
        user=make_superuser(),
        content_type=ContentType.objects.get_for_model(Subscriber),
        object_id=str(ada.pk),
        object_repr=str(ada),
        action_flag=CHANGE,
        change_message="ada@example.com asked for it.",
    )

    leaving.erase(ada, NOON)

    entry.refresh_from_db()
    assert (entry.object_repr, entry.change_message) == ("somebody erased", "")


def test_others_are_not_touched(ada):
    bob = make_subscriber("bob@example.com")
    make_letter(bob)
    make_mailing(bob)

    leaving.erase(ada, NOON)

    assert (Subscriber.objects.get(), Letter.objects.count()) == (bob, 1)
    assert Delivery.objects.values_list("address", "state").get() == ("bob@example.com", "queued")
