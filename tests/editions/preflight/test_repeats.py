from datetime import date

import pytest

from editions.document import CompanyDoc, CreditDoc, SeeAlsoDoc
from editions.preflight import repeats
from editions.preflight.context import PastItem
from tests.editions.documents import BYD, VIVO, XIAOMI, make_document, make_item, make_section
from tests.editions.preflight.checked import found

ARTICLE = "https://paper.example/power-banks"
CREDITED = (CreditDoc("The Paper", f"{ARTICLE}?utm_source=mail"),)
ANKER = CompanyDoc("Anker")


def make_past(number=25, **fields):
    fields = {"id": 90, "label": "Anker recalls power banks", "path": "/items/90-anker/", **fields}
    return PastItem(**{"date": date(2025, 6, 30), "number": number, **fields})


def ran_before(*past, document=None, distinct=(), **fields):
    """What all checks find in an edition of one item beside `past`."""
    document = document or make_document(make_section(make_item(id=7, **fields)))
    context = {"past": past, "distinct": frozenset(distinct)}
    return [finding for check in repeats.CHECKS for finding in found(check, document, **context)]


def codes(findings):
    return [finding.code.removeprefix("repeats.") for finding in findings]


def test_the_address_of_a_credit_ran_before():
    past = make_past(addresses=frozenset({ARTICLE}))

    (finding,) = ran_before(past, credits=CREDITED)

    assert finding.code == "repeats.same-address"
    assert finding.sentence == "“Anker recalls power banks” ran in No. 25 on 30 June 2025: same address."
    assert (finding.place.field, finding.url) == ("credits", CREDITED[0].url)
    assert (finding.earlier.id, finding.earlier.path, finding.earlier.number) == (90, "/items/90-anker/", 25)


def test_an_item_published_on_its_own_ran_in_no_edition():
    (finding,) = ran_before(make_past(None, addresses=frozenset({ARTICLE})), credits=CREDITED)

    assert finding.sentence == "“Anker recalls power banks” was published on 30 June 2025: same address."


@pytest.mark.parametrize(
    "body",
    [
        f"Anker [calls them back]({ARTICLE}#top).",
        f"Anker calls them back, see {ARTICLE}.",
        f"Anker calls them back (see {ARTICLE}).",
    ],
)
def test_a_link_in_the_body_is_an_address_too(body):
    (finding,) = ran_before(make_past(addresses=frozenset({ARTICLE})), body=body)

    assert (finding.code, finding.place.field) == ("repeats.same-address", "body")


def test_a_bracket_of_the_address_is_no_bracket_of_the_text():
    past = make_past(addresses=frozenset({"https://wiki.example/Neta_(car)"}))

    assert codes(ran_before(past, body="[Neta](https://wiki.example/Neta_(car)) falters."))


def test_a_long_address_is_compared_as_far_as_it_is_kept():
    url = ARTICLE + "?" + "x" * 600

    assert codes(ran_before(make_past(addresses=frozenset({url[:500]})), credits=(CreditDoc("A", url),)))


@pytest.mark.parametrize(
    "url", ["https://paper.example/", "https://paper.example", "https://paper.example/b"]
)
def test_a_home_page_or_another_article_is_no_repeat(url):
    past = make_past(addresses=frozenset({ARTICLE, "https://paper.example/"}))

    assert not ran_before(past, credits=(CreditDoc("The Paper", url),))


def test_a_link_to_our_own_page_is_no_repeat():
    url = "https://recap.example/items/90-anker/"

    assert not ran_before(make_past(addresses=frozenset({url})), body=f"As [we wrote]({url}), Anker waits.")


def test_a_near_same_headline_ran_before():
    past = make_past(headline="Anker recalls power banks")

    (finding,) = ran_before(past, headline="Anker recalls its power banks")

    assert finding.code == "repeats.near-same-headline"
    assert finding.sentence.endswith("30 June 2025: near-same headline.")
    assert finding.passage == "Anker recalls its power banks"


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Anker recalls power strips in Japan"},
        {"headline": "Anker recalls power banks", "companies": (XIAOMI,)},
    ],
)
def test_another_headline_or_another_company_is_no_repeat(fields):
    past = make_past(headline="Anker recalls power banks", companies=frozenset({"Anker"}))

    assert not ran_before(past, **fields)


def test_the_same_company_had_the_same_kind_of_news():
    past = make_past(kind="recall", companies=frozenset({"Anker", "Ganfeng"}))

    (finding,) = ran_before(past, kind="recall", companies=(ANKER,))

    assert finding.code == "repeats.same-company-and-kind"
    assert finding.sentence.endswith("30 June 2025: same company and kind (Anker, recall).")


@pytest.mark.parametrize(
    "past",
    [
        {"kind": "recall", "companies": frozenset({"Anker"}), "date": date(2025, 5, 11)},  # a day too old
        {"kind": "launch", "companies": frozenset({"Anker"})},
        {"kind": "recall", "companies": frozenset({"Romoss"})},
        {"kind": "recall", "companies": frozenset({"Anker", "Baseus", "Romoss"})},  # named in passing
    ],
)
def test_older_news_or_news_of_others_is_no_repeat(past):
    assert not ran_before(make_past(**past), kind="recall", companies=(ANKER,))


def test_eight_weeks_are_counted_from_the_first_day_of_the_week():
    past = make_past(kind="recall", companies=frozenset({"anker"}), date=date(2025, 5, 12))

    assert codes(ran_before(past, kind="recall", companies=(ANKER,))) == ["same-company-and-kind"]


@pytest.mark.parametrize("kind", ["", "other"])
def test_news_of_no_kind_is_not_of_the_same_kind(kind):
    assert not ran_before(make_past(kind=kind, companies=frozenset({"Anker"})), kind=kind, companies=(ANKER,))


def test_only_the_strongest_reason_is_told():
    past = make_past(
        addresses=frozenset({ARTICLE}),
        headline="Anker recalls power banks",
        kind="recall",
        companies=frozenset({"Anker"}),
    )
    item = {"credits": CREDITED, "headline": past.headline, "kind": "recall", "companies": (ANKER,)}

    assert codes(ran_before(past, **item)) == ["same-address"]


def test_three_are_told_at_most_the_strongest_and_the_newest():
    recalls = [
        make_past(id=number, kind="recall", companies=frozenset({"Anker"}), date=date(2025, 6, number))
        for number in range(1, 6)
    ]
    oldest = make_past(id=6, addresses=frozenset({ARTICLE}), date=date(2024, 1, 1))

    findings = ran_before(*recalls, oldest, credits=CREDITED, kind="recall", companies=(ANKER,))

    assert [finding.earlier.id for finding in findings] == [6, 5, 4]


def test_a_follow_up_is_no_repeat():
    past = make_past(addresses=frozenset({ARTICLE}))

    assert not ran_before(past, credits=CREDITED, follows_up=SeeAlsoDoc("Anker", past.path))
    assert ran_before(past, credits=CREDITED, follows_up=SeeAlsoDoc("Anker", "/items/91-other/"))


def test_what_an_editor_called_not_the_same_is_no_repeat():
    past = make_past(addresses=frozenset({ARTICLE}))

    assert not ran_before(past, credits=CREDITED, distinct={(7, 90)})
    assert ran_before(past, credits=CREDITED, distinct={(8, 90)})


def test_an_item_that_ran_is_placed_again():
    (finding,) = ran_before(make_past(id=7, addresses=frozenset({ARTICLE})), credits=CREDITED)

    assert finding.code == "repeats.same-item"
    assert finding.sentence.endswith("30 June 2025: the same item.")


@pytest.mark.parametrize("number", [27, None])
def test_an_item_is_no_repeat_of_itself(number):
    assert not ran_before(make_past(number, id=7, addresses=frozenset({ARTICLE})), credits=CREDITED)


def test_the_edition_in_hand_is_not_its_own_past():
    past = make_past(27, addresses=frozenset({ARTICLE}))

    assert not ran_before(past, credits=CREDITED)


def test_an_item_looked_at_alone_is_no_repeat_of_itself():
    document = make_document(make_section(make_item(id=7)), number=None, week_first=None)

    assert not ran_before(make_past(id=7), document=document)


def test_paid_words_run_again_on_purpose():
    section = make_section(make_item(id=7, credits=CREDITED), layout="sponsor")

    assert not ran_before(make_past(addresses=frozenset({ARTICLE})), document=make_document(section))


STORY = {"body": "Anker calls them back.", "headline": "Anker recalls power banks", "companies": (ANKER,)}
TWINS = [
    ({"id": 7, "body": "A"}, {"id": 7, "body": "B"}, "the same item"),
    ({"credits": CREDITED, "body": "A"}, {"body": f"See [B]({ARTICLE})."}, "same address"),
    (STORY, {**STORY, "body": "Others.", "headline": "Anker recalls its power banks"}, "near-same headline"),
    ({"body": "Anker calls\nthem back."}, {"body": "Anker calls them back."}, "the same text"),
]


@pytest.mark.parametrize(("one", "other", "reason"), TWINS)
def test_a_story_stands_twice_in_one_edition(one, other, reason):
    document = make_document(
        make_section(make_item(**{"label": "Anker", **one})),
        make_section(make_item(**{"label": "Again", **other})),
    )

    (finding,) = ran_before(document=document)

    assert (finding.code, finding.place.section) == ("repeats.twice", 1)
    assert finding.sentence == f"“Anker” stands in this edition, too: {reason}."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, {"headline": STORY["headline"], "companies": (VIVO,)}),
        ({**STORY, "id": 1}, {**STORY, "id": 2, "follows_up": SeeAlsoDoc("Anker", "/items/1/")}),
        ({"body": "", "headline": "One"}, {"body": "", "headline": "Other"}),
        ({"kind": "launch", "companies": (BYD,)}, {"body": "B", "kind": "launch", "companies": (BYD,)}),
    ],
)
def test_two_stories_of_an_edition_are_no_repeat(one, other):
    items = [make_item(**{"path": "/items/1/", **one}), make_item(**{"path": "/items/2/", **other})]

    assert not ran_before(document=make_document(make_section(*items)))


def test_two_items_called_not_the_same_may_share_an_address():
    items = [make_item(id=1, body="A", credits=CREDITED), make_item(id=2, body="B", credits=CREDITED)]
    document = make_document(make_section(*items))

    assert ran_before(document=document)
    assert not ran_before(document=document, distinct={(1, 2)})
    assert not ran_before(document=document, distinct={(2, 1)})


def test_three_of_a_kind_are_two_repeats():
    document = make_document(make_section(*(make_item(label=name) for name in "ABC")))

    assert codes(ran_before(document=document)) == ["twice", "twice"]
