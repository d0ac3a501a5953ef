"""The demo newsroom: stored once, whole, and never in production."""

import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import F, Q
from django.utils import timezone

from editions.document import skeleton
from editions.models import Edition, Masthead, Notice, Snapshot
from editions.render.roundup import render_roundup
from editions.roundup import parse
from recap.demo.editions import EDITIONS
from sources.models import Clipping, Company, Contributor, NewsItem, Source
from subscribers import insight
from subscribers.models import Delivery, Mailing, Subscriber
from tests.desk import kept_for_a_module, rows

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db
each_edition = pytest.mark.parametrize("number", [edition.number for edition in EDITIONS])


def call_demo():
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup, django_db_blocker):
    """What the command said when it filled an empty database."""
    with kept_for_a_module(django_db_blocker):
        yield call_demo()


def test_an_empty_database_becomes_a_newsroom():
    assert Company.objects.count() >= 40
    assert Source.objects.count() == 20
    assert Clipping.objects.count() == 14
    assert Clipping.objects.leading().count() == 12  # two stories are told by two sources
    assert Contributor.objects.exists()


def test_four_editions_are_out_and_one_is_a_draft():
    statuses = Edition.objects.order_by("number").values_list("status", flat=True)

    assert list(statuses) == ["published"] * 4 + ["draft"]
    assert Snapshot.objects.count() == 4
    assert (
        NewsItem.objects.filter(slots__section__edition__status="published")
        .exclude(status="published")
        .count()
        == 0
    )


def test_no_demo_edition_is_due_to_be_mailed():
    assert not Edition.objects.exclude(mail_due_at=None).exists()


def test_two_editions_were_mailed_and_nothing_waits():
    assert Subscriber.objects.filter(status="active").count() > 300
    assert set(Mailing.objects.values_list("state", flat=True)) == {"sent"}
    assert Mailing.objects.count() == 2
    assert not Delivery.objects.filter(state__in=["queued", "sending"]).exists()
    assert Delivery.objects.filter(state="unknown").count() == 1
    for mailing in Mailing.objects.all():
        assert sum(mailing.counts.values()) == mailing.audience == mailing.deliveries.count()


def test_some_joined_and_some_left_within_half_a_year():
    lately = timezone.now() - timedelta(weeks=26)

    assert 50 < Subscriber.objects.filter(joined_at__gt=lately).count() < 100
    assert 5 < Subscriber.objects.filter(left_at__gt=lately).count() < 20
    assert not Subscriber.objects.filter(Q(joined_at__gt=timezone.now()) | Q(left_at__lt=F("joined_at")))
    assert not Delivery.objects.filter(subscriber__joined_at__gt=lately).exists()


def test_insight_has_figures_of_the_two_mailings():
    figures = [one.of() for one in insight.newest(20)]

    assert len(figures) == 2
    assert all(one.accepted and one.bounced and one.left for one in figures)


def test_no_demo_address_takes_mail():
    addresses = {*Subscriber.objects.values_list("address", flat=True)} | {
        *Delivery.objects.values_list("address", flat=True)
    }

    assert all(address.endswith(("@example.com", ".example.com")) for address in addresses)


def test_no_notice_of_what_is_long_done_waits_for_anybody():
    assert Notice.objects.exists()
    assert not Notice.objects.unread().exists()
    assert not Notice.objects.exclude(mail_due_at=None).exists()


def test_companies_have_chinese_names_parents_and_markets():
    assert Company.objects.exclude(local_name="").count() >= 20
    assert Company.objects.exclude(parent=None).exists()
    assert Company.objects.exclude(markets=None).exists()
    assert not Masthead.objects.get().four_eyes


@each_edition
def test_every_demo_edition_is_read_again_as_what_it_is(number):
    document = Edition.objects.get(number=number).document()

    again = parse(render_roundup(document)).document

    assert skeleton(again) == skeleton(document)


@each_edition
def test_every_demo_edition_tells_of_many_companies_and_credits(number):
    items = Edition.objects.get(number=number).document().items

    assert all(item.kind for item in items)
    assert len({company.name for item in items for company in item.companies}) >= 5
    assert sum(bool(item.credits) for item in items) >= 5


def test_each_role_has_a_login_that_works(said, client):
    logins = {name: (password, role) for name, password, role in map(str.split, said.splitlines())}

    assert sorted(role for _, role in logins.values()) == [
        "administrator",
        "contributor",
        "editor",
        "publisher",
    ]
    for name, (password, role) in logins.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.groups.get().name == role


def test_filling_twice_is_filling_once(said):
    before = rows()

    again = call_demo()

    assert rows() == before
    assert again == said


def test_a_database_with_people_in_it_is_left_alone(settings, tmp_path):
    settings.VAR = tmp_path
    before = rows()

    assert call_demo() == ""
    assert rows() == before


def test_logins_are_for_their_owner_alone(settings):
    assert (settings.VAR / "demo-logins.json").stat().st_mode & 0o077 == 0


def test_production_refuses_the_demo_and_changes_nothing(tmp_path):
    production = {
        "PATH": os.environ["PATH"],
        "RECAP_MODE": "production",
        "RECAP_SITE_URL": "https://news.example.com",
        "RECAP_SECRET_KEY": "long enough and known to nobody, which is all it takes here",
        "RECAP_SUPPRESSION_KEY": "as long, and as little known",
        "RECAP_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/recap.sqlite3",
    }

    ran = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=ROOT, env=production, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert ran.returncode == 1
    assert "The demo is for development; this is production, and nothing was changed." in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "recap.sqlite3").exists()


def test_items_wait_to_be_placed_and_one_is_still_a_draft():
    waiting = NewsItem.objects.filter(slots=None)

    assert sorted(waiting.values_list("status", flat=True)) == ["draft", *["ready"] * 5]
    assert all(item.kind and item.credits.exists() and item.versions.exists() for item in waiting)
    assert waiting.filter(headline="Xpeng assembles its first van in Indonesia", format="story").exists()
