"""A message as it was really sent: what happens when its links are followed, by machines and by people."""

import email
import email.policy
import re
from datetime import timedelta

import html5lib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from subscribers import lanes, mailings
from subscribers.models import Delivery, DeliveryEvent, Follow, Letter, Mailing, Subscriber, Suppression
from tests.factories import make_masthead, make_published_edition, make_subscriber, make_superuser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def message():
    """The message that Ada got of a mailing to everyone."""
    make_masthead(sender_address="desk@outbound.example.com")
    edition = make_published_edition(now=timezone.now() - timedelta(hours=1))
    make_subscriber("ada@example.com")
    mailing = mailings.start_edition(edition, "everyone", make_superuser(), timezone.now())
    mailings.fill_due(timezone.now(), until=lambda: False)
    lanes.run(mailing.pk)
    [path] = (settings.MAILINGS_DIR / str(mailing.pk)).glob("ada@*.eml")
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def links(message):
    """The addresses of this site in its headers, its text and its HTML, without the host."""
    text = message.get_body(["plain"]).get_content()
    tree = html5lib.parse(message.get_body(["html"]).get_content(), namespaceHTMLElements=False)
    found = {link.get("href") for link in tree.iter("a")}
    found |= set(re.findall(r"https?://[^\s<>]+", text + str(message["List-Unsubscribe"])))
    return {link.removeprefix(settings.SITE_URL) for link in found if link.startswith(settings.SITE_URL)}


def rows():
    tables = (Subscriber, Suppression, Delivery, DeliveryEvent, Follow, Letter)
    return [list(table.objects.order_by("pk").values()) for table in tables] + [Mailing.objects.get().state]


def test_a_scanner_follows_every_link_and_changes_nothing(message):
    before, scanner = rows(), Client()
    followed = links(message)
    for link in followed:
        assert scanner.get(link).status_code == scanner.head(link).status_code == 200, link

    assert {link.split("/")[1] for link in followed} >= {"leave", "you", "editions"}
    assert rows() == before
    assert not scanner.cookies


def test_one_click_in_a_mail_program_leaves_by_the_very_delivery(message):
    link = re.search(r"<(https?://\S+)>", message["List-Unsubscribe"])[1]
    body = message["List-Unsubscribe-Post"]

    answer = Client(enforce_csrf_checks=True).post(
        link.removeprefix(settings.SITE_URL), body, content_type="application/x-www-form-urlencoded"
    )

    assert (answer.status_code, body) == (200, "List-Unsubscribe=One-Click")
    assert Subscriber.objects.get().status == "unsubscribed"
    assert DeliveryEvent.objects.get().delivery == Delivery.objects.get()
