"""Whom a rule names among those who may be mailed."""

from datetime import date, timedelta

import pytest

from sources.models import Market
from subscribers.mailings import audience_of
from subscribers.models import Suppression
from tests.factories import NOON, make_company, make_masthead, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("everyone", "abcd"),
        ("nobody", ""),
        ("language:zh", "b"),
        ("language:zh language:en", "abcd"),
        ("choice:headlines choice:follows", "cd"),
        ("choice:headlines language:zh", ""),
        ("joined-before:2025-07-01", "d"),
        ("joined-before:2025-07-02", "d"),
        ("joined-before:2025-07-03", "cd"),
    ],
)
def test_a_rule_names_its_readers(rule, named):
    make_subscriber("a@inbox.example.com")
    make_subscriber("b@inbox.example.com", language="zh")
    make_subscriber("c@inbox.example.com", choice="headlines", joined_at=NOON.replace(day=2))
    make_subscriber("d@inbox.example.com", choice="follows", joined_at=NOON.replace(month=6))

    assert "".join(sorted(one.address[0] for one in audience_of(rule, NOON))) == named


def test_those_who_follow_one_of_several_things_are_named_once():
    company, market = make_company(slug="anker"), Market.objects.get(slug="brazil")
    both, one, _ = make_subscriber(), make_subscriber(), make_subscriber()
    both.follows.create(company=company)
    both.follows.create(market=market)
    one.follows.create(kind="recall")

    assert list(audience_of("follows:company/anker follows:market/brazil", NOON)) == [both]
    assert set(audience_of("follows:market/brazil follows:kind/recall", NOON)) == {both, one}
    assert not audience_of("follows:topic/unheard-of", NOON).exists()


def test_followers_of_a_merged_company_follow_what_it_became():
    new = make_company(slug="new")
    old = make_company(slug="old", merged_into=new)
    person = make_subscriber()
    person.follows.create(company=old)

    assert audience_of("follows:company/new", NOON).get() == person


def test_a_pause_ends_on_its_day_in_the_zone_of_the_masthead():
    make_masthead(time_zone="Asia/Shanghai")
    make_subscriber(paused_until=date(2025, 7, 15))

    assert not audience_of("everyone", NOON + timedelta(hours=3)).exists()
    assert audience_of("everyone", NOON + timedelta(hours=4)).exists()


def test_the_day_of_joining_is_counted_in_the_zone_of_the_masthead():
    make_masthead(time_zone="Asia/Shanghai")
    make_subscriber(joined_at=NOON.replace(hour=17))  # the 15th, there

    assert not audience_of("joined-before:2025-07-15", NOON).exists()
    assert audience_of("joined-before:2025-07-16", NOON).exists()


def test_a_suppression_holds_though_the_subscriber_is_active():
    person = make_subscriber()
    Suppression.objects.create(fingerprint=person.fingerprint, reason="complained", at=NOON)

    assert not audience_of("everyone", NOON).exists()
