"""Who gets an edition by mail: a rule that is chosen at the desk, kept as it is, and said in words."""

import pytest

from editions import audience, readers
from editions.fields import EDITION, stamp
from editions.models import Edition, Segment
from sources.models import Market
from tests.desk import address, browser_of, fields_of, tree_of
from tests.factories import make_company, make_edition, make_masthead

pytestmark = pytest.mark.django_db
ANKER = "language:zh choice:full follows:company/anker"
SAID = [
    ("everyone", "Everyone"),
    ("nobody", "Nobody"),
    ("language:zh", "Chinese-language readers"),
    ("language:en language:zh", "English- and Chinese-language readers"),
    ("choice:headlines choice:full", "Readers of the full edition or the headlines"),
    (ANKER, "Chinese-language readers of the full edition who follow Anker"),
    ("follows:kind/recall follows:market/peru", "Readers who follow Recall or Peru"),
    ("follows:company/gone", "Readers who follow gone"),
    (
        "follows:company/anker joined-before:2025-07-01",
        "Readers who follow Anker and joined before 1 July 2025",
    ),
    ("those of old", "“those of old”"),
]


@pytest.mark.parametrize(("rule", "said"), SAID)
def test_a_rule_is_said_in_words(rule, said):
    names = {("company", "anker"): "Anker", ("market", "peru"): "Peru"}

    assert audience.in_words(rule, names) == said


def test_names_are_looked_up_where_they_are_kept(django_assert_num_queries):
    make_company("Anker Innovations", slug="anker")
    Market.objects.filter(slug="peru").update(name="Peru")

    with django_assert_num_queries(2):
        said = readers.in_words("follows:company/anker follows:market/peru")

    assert said == "Readers who follow Anker Innovations or Peru"


def test_everyone_nobody_each_segment_and_what_stands_there_are_offered():
    Segment.objects.create(name="Chinese", rule="language:zh")

    offered = readers.offered("language:en")

    assert offered == [
        ("everyone", "Everyone"),
        ("nobody", "Nobody"),
        ("language:zh", "Chinese"),
        ("language:en", "English-language readers"),
    ]


@pytest.mark.parametrize("page", ["desk", "change"])
def test_the_desk_offers_the_segments_and_keeps_another_rule(page):
    make_masthead()
    Segment.objects.create(name="Those of old", rule="joined-before:2025-01-01")
    edition = make_edition(mail_to="language:zh")

    select = next(
        one
        for one in tree_of(browser_of("editor").get(address(page, edition.pk))).iter("select")
        if one.get("name") == "mail_to"
    )

    assert [option.text for option in select][2:] == ["Those of old", "Chinese-language readers"]
    assert fields_of(select) == {"mail_to": "language:zh"}


def saved(edition, rule):
    posted = {"mail_to": rule, "started.mail_to": stamp(EDITION["mail_to"].read(edition))}
    return browser_of("editor").post(address("save", edition.pk), posted)


def test_a_segment_is_kept_as_its_rule():
    make_masthead()

    assert saved(make_edition(), "language:zh").status_code == 200
    assert Edition.objects.get().mail_to == "language:zh"


def test_a_rule_that_cannot_be_read_is_refused_in_a_sentence():
    make_masthead()
    answer = saved(make_edition(), "subscribers with money")

    assert answer.status_code == 422
    assert answer.json()["errors"]["mail_to"] == "“subscribers with money” does not say who gets it."
    assert Edition.objects.get().mail_to == "everyone"
