from datetime import date

import pytest

from editions.document import ContributorDoc, CreditDoc
from editions.preflight.facts import credit_without_link, no_company, no_credit, second_hand
from tests.editions.documents import THE_PAPER, VIVO, make_document, make_item, make_section
from tests.editions.preflight.checked import found, passages


def edition_of(item, **fields):
    return make_document(make_section(item, heading="Shops abroad", **fields))


def credited(*credits, body="Vivo opened a shop."):
    return edition_of(make_item(body, credits=credits))


def test_an_item_wants_a_credit():
    finding = found(no_credit, edition_of(make_item()))[0]

    assert (finding.place.section, finding.place.item, finding.place.field) == (0, 0, "credits")
    assert finding.sentence == "The item has no credit: say where the news comes from."


def test_an_item_with_a_credit_is_sound():
    assert found(no_credit, credited(THE_PAPER)) == []


def test_a_signed_commentary_needs_no_credit_and_an_unsigned_one_an_author():
    signed = make_item(format="commentary", headline="A view", byline=(ContributorDoc("Lin Yue"),))
    unsigned = make_item(format="commentary", headline="A view")

    assert found(no_credit, edition_of(signed)) == []
    assert found(no_credit, edition_of(unsigned))[0].sentence.startswith(
        "The commentary has neither a byline"
    )


def test_a_story_with_a_byline_still_says_where_its_news_comes_from():
    story = make_item(format="story", headline="A shop", byline=(ContributorDoc("Lin Yue"),))

    assert len(found(no_credit, edition_of(story))) == 1


@pytest.mark.parametrize("layout", ["numbers", "quote", "sponsor"])
@pytest.mark.parametrize("check", [no_credit, credit_without_link, no_company])
def test_what_is_not_reported_needs_neither_credit_nor_company(check, layout):
    item = make_item(credits=(CreditDoc("The fair"),) if check is credit_without_link else ())

    assert len(found(check, edition_of(item))) == 1
    assert found(check, edition_of(item, layout=layout)) == []


def test_each_credit_without_a_link_is_named():
    findings = found(credit_without_link, credited(THE_PAPER, CreditDoc("36Kr"), CreditDoc("Caixin")))

    assert passages(findings) == ["36Kr", "Caixin"]


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("citing Reuters", "Reuters"),
        ("citing a Bloomberg report", "Bloomberg"),
        ("citing a report by the Financial Times", "Financial Times"),
        ("citing People’s Daily", "People’s Daily"),
        ("援引路透社", "路透社"),
        ("援引《财新》报道", "财新"),
    ],
)
def test_a_credit_that_cites_a_publication_is_second_hand(note, name):
    findings = found(second_hand, credited(CreditDoc("36Kr", note=note)))

    assert passages(findings) == [note]
    assert f"credit “{name} via 36Kr”" in findings[0].sentence


@pytest.mark.parametrize(
    "credit",
    [
        CreditDoc("36Kr", note="citing people close to the deal"),
        CreditDoc("36Kr", note="citing Vietnamese authorities"),
        CreditDoc("36Kr", note="citing a Goldman Sachs report"),
        CreditDoc("36Kr", note="citing Bloomberg Intelligence"),
        CreditDoc("Reuters", via="36Kr", note="citing Bloomberg"),
        CreditDoc("Bloomberg News", note="citing a Bloomberg report"),
    ],
)
def test_a_source_that_is_no_publication_or_is_credited_needs_no_via(credit):
    assert found(second_hand, credited(credit)) == []


def test_a_publication_that_is_credited_beside_needs_no_via():
    credits = (CreditDoc("36Kr", note="citing Reuters"), CreditDoc("Reuters"))

    assert found(second_hand, credited(*credits)) == []


@pytest.mark.parametrize(
    ("body", "passage"),
    [
        ("Vivo will open a shop, Bloomberg reported.", "Bloomberg reported"),
        ("Vivo will open a shop, according to a Reuters report.", "according to a Reuters"),
        ("According to the Financial Times, Vivo will open.", "According to the Financial Times"),
        ("The shop was first reported by CNBC.", "first reported by CNBC"),
        ("据路透社报道，小米将开店。", "据路透社报道"),
    ],
)
def test_news_that_the_body_gives_to_another_publication_is_second_hand(body, passage):
    assert passages(found(second_hand, credited(THE_PAPER, body=body))) == [passage]


@pytest.mark.parametrize(
    "body",
    [
        "Vivo will open a shop, The Paper reported.",
        "Vivo will open a shop, Counterpoint reported.",
        "Vivo will open a shop, according to Bloomberg data.",
        "Vivo will open a shop.\n\nIn May it sold two, Bloomberg reported.",
        "Vivo, which in May, Reuters reported that it would close, will open.",
    ],
)
def test_what_is_credited_no_publication_or_background_is_not_second_hand(body):
    assert found(second_hand, credited(THE_PAPER, body=body)) == []


def test_an_item_without_any_credit_is_not_told_of_via_too():
    assert found(second_hand, credited(body="Vivo opens, Bloomberg reported.")) == []


def test_an_item_names_a_company():
    assert found(no_company, edition_of(make_item(companies=(VIVO,)))) == []
    assert found(no_company, edition_of(make_item(kind="people")))[0].place.field == "companies"


@pytest.mark.parametrize("fields", [{"format": "commentary"}, {"kind": "regulation"}, {"kind": "other"}])
def test_a_view_a_rule_or_a_trend_may_concern_no_company(fields):
    item = make_item(headline="Ports", event_date=date(2025, 7, 8), **fields)

    assert found(no_company, edition_of(item)) == []
