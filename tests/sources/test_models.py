from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sources.models import (
    Byline,
    Clipping,
    Company,
    CompanySuggestion,
    Contributor,
    Deal,
    Feed,
    Market,
    NewsItem,
    SavedFilter,
    Seen,
    Source,
    Trace,
)
from tests.factories import (
    NOON,
    make_clipping,
    make_company,
    make_item,
    make_market,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


def change(row, **changes):
    type(row).objects.filter(pk=row.pk).update(**changes)


def make_itself(row, field):
    change(row, **{field: row.pk})


def sign_twice():
    item, author = make_item(), Contributor.objects.create(name="Lin Yi")
    for _ in range(2):
        Byline.objects.create(item=item, contributor=author)


def save_twice():
    person = make_person()
    for name in ("Cars", "CARS"):
        SavedFilter.objects.create(person=person, name=name)


def see_twice():
    feed = Feed.objects.create(source=make_source(), url="https://paper.example/feed")
    for _ in range(2):
        Seen.objects.create(feed=feed, digest="5f", seen_at=NOON)


def trace_twice():
    clipping = make_clipping()
    for _ in range(2):
        Trace.objects.create(clipping=clipping, key="c5", at=NOON)


def suggest(name):
    return CompanySuggestion.objects.create(name=name, first_seen_at=NOON, last_seen_at=NOON)


REFUSED = {
    "byline_once_an_item": sign_twice,
    "clipping_does_not_follow_itself": lambda: make_itself(make_clipping(), "cluster"),
    "clipping_dismissed_with_a_reason": lambda: make_clipping(state="dismissed"),
    "clipping_held_until_a_time": lambda: make_clipping(state="held"),
    "company_suggestion_once": lambda: [suggest("Nebula Gear"), suggest("NEBULA GEAR")],
    "company_name_once": lambda: [make_company("Vivo"), make_company("VIVO")],
    "company_not_its_own_parent": lambda: make_itself(make_company(), "parent"),
    "company_not_merged_into_itself": lambda: make_itself(make_company(), "merged_into"),
    "contributor_name_once": lambda: [Contributor.objects.create(name=name) for name in ("Lin Yi", "LIN YI")],
    "deal_amount_in_a_currency": lambda: Deal.objects.create(item=make_item(), amount=5),
    "deal_amount_not_negative": lambda: Deal.objects.create(item=make_item(), amount=-5, currency="USD"),
    "market_code_once": lambda: [make_market(code="XX"), make_market(code="XX")],
    "market_not_its_own_parent": lambda: make_itself(make_market(), "parent"),
    "newsitem_headline_unless_brief": lambda: change(make_item(), format="story"),
    "newsitem_not_its_own_follow_up": lambda: make_itself(make_item(), "follows_up"),
    "newsitem_published_at_a_time": lambda: change(make_item(), status="published"),
    "newsitem_status_known": lambda: change(make_item(), status="lost"),
    "saved_filter_name_once_a_person": save_twice,
    "seen_once_a_feed": see_twice,
    "source_name_once": lambda: [make_source("36Kr"), make_source("36kr")],
    "trace_once_a_clipping": trace_twice,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name]()

    assert name in str(refused.value) or "UNIQUE constraint failed" in str(refused.value)


def test_every_constraint_is_tried():
    models = [
        Byline,
        Clipping,
        Company,
        CompanySuggestion,
        Contributor,
        Deal,
        Feed,
        Market,
        NewsItem,
        SavedFilter,
        Seen,
        Source,
        Trace,
    ]

    assert {rule.name for model in models for rule in model._meta.constraints} == set(REFUSED)


def test_a_merged_company_leaves_its_name_free():
    kept = make_company("Vivo")

    assert make_company("Vivo", merged_into=kept) not in Company.objects.standing()


def test_other_names_are_aliases_and_former_names_in_order():
    company = make_company(aliases="Mi\n\n 小米 ", former_names="Xiaomi Tech")

    assert company.other_names == ["Mi", "小米", "Xiaomi Tech"]


def test_a_source_is_found_by_name_or_credit_line_in_any_capitals():
    source = make_source("36Kr", credit_line="36Kr Europe")

    assert Source.objects.named("36KR") == Source.objects.named("36kr europe") == source
    assert Source.objects.named("The Paper") is None


def test_a_held_clipping_waits_for_its_week():
    new = make_clipping(clipped_at=NOON - timedelta(days=2))
    held = make_clipping(state="held", held_until=NOON)
    make_clipping(state="taken")

    assert set(Clipping.objects.waiting(NOON - timedelta(days=1))) == {new}
    assert set(Clipping.objects.waiting(NOON)) == {new, held}


def test_a_feed_is_due_when_its_poll_has_come_and_it_is_on():
    source = make_source()
    due = Feed.objects.create(source=source, url="https://a.example/", next_poll_at=NOON)
    Feed.objects.create(source=source, url="https://b.example/", next_poll_at=NOON + timedelta(1))
    Feed.objects.create(source=source, url="https://c.example/", next_poll_at=NOON, active=False)

    assert list(Feed.objects.due(NOON)) == [due]


def test_the_markets_a_roundup_names_are_seeded_with_their_regions():
    assert Market.objects.get(code="TH").parent.name == "Southeast Asia"


def test_the_body_is_kept_as_html_too_however_it_is_saved():
    item = make_item("A **bold** step.")
    item.body = "A *softer* step."
    item.save(update_fields=["body"])

    assert NewsItem.objects.get().body_html == "<p>A <em>softer</em> step.</p>"


def test_a_brief_without_headline_is_named_by_its_first_words():
    item = make_item("[Vivo](https://vivo.example/) opened its first shop in Lima and hired forty.")

    assert item.label == str(item) == "Vivo opened its first shop in Lima and …"
    assert make_item(headline="Lima gains a shop").label == "Lima gains a shop"
    assert make_item("").label == "Untitled"


def test_rendering_items_runs_no_query_an_item(django_assert_num_queries):
    for _ in range(3):
        make_item(companies=[make_company()], markets=[make_market()], credit="The Paper")

    with django_assert_num_queries(8):  # the items and seven kinds of part
        for item in NewsItem.objects.for_rendering():
            [str(credit) for credit in item.shown_credits]
            str([*item.shown_companies, *item.shown_markets, *item.shown_topics, *item.shown_bylines])
            str([*item.shown_see_also, *(list(deal.counterparties.all()) for deal in item.shown_deals)])
