"""Two rows of one company become one, and two again."""

import pytest

from sources import merged_facts, merging, parents
from sources.models import Company, Deal, Market
from sources.workflow import WorkflowError
from tests.factories import make_clipping, make_company, make_item

pytestmark = pytest.mark.django_db


def merge(company, kept, **how):
    merging.merge(company.pk, kept.pk, **{"was_renamed": False, **how})
    company.refresh_from_db()
    kept.refresh_from_db()


def test_its_names_become_aliases_of_the_other():
    kept = make_company("Vivo", local_name="维沃", aliases="BBK\nVivo Mobile")
    old = make_company("vivo mobile", local_name="维沃移动", aliases="Weiwo\nVIVO", former_names="Bubugao")
    merge(old, kept)

    assert kept.aliases.splitlines() == ["BBK", "Vivo Mobile", "维沃移动", "Weiwo"]
    assert kept.former_names == "Bubugao"
    assert old.merged_into == kept


def test_names_that_it_gave_up_become_former_ones():
    kept = make_company("Zhongqiao", former_names="Old")
    merge(make_company("Qiaodan", local_name="乔丹", aliases="QD"), kept, was_renamed=True)

    assert kept.former_names.splitlines() == ["Old", "Qiaodan", "乔丹"]
    assert kept.aliases == "QD"


def test_what_was_merged_into_it_leads_to_the_other_in_one_step():
    first, second, third = make_company(), make_company(), make_company()
    merge(first, second)
    merge(second, third)

    first.refresh_from_db()
    assert first.merged_into == second.merged_into == third


def test_items_deals_and_clippings_show_under_the_other():
    kept, old = make_company("Vivo"), make_company("Weiwo", aliases="WW")
    item = make_item(companies=[old])
    Deal.objects.create(item=item, type="funding").counterparties.add(old)
    make_clipping().companies.add(old)

    moving = merging.what_moves(old, kept)
    assert (moving.items, moving.deals, moving.clippings, moving.names) == (1, 1, 1, ("Weiwo", "WW"))
    merge(old, kept)
    assert list(kept.every_item) == [item]


def test_companies_below_it_come_along():
    kept = make_company()
    old = make_company()
    below = make_company(parent=old)
    merge(old, kept)

    below.refresh_from_db()
    assert below.parent == kept


def test_a_parent_may_be_merged_into_its_child():
    above = make_company()
    old = make_company(parent=above)
    kept = make_company(parent=old)
    merge(old, kept)

    assert kept.parent == above


def test_nothing_is_merged_round_a_company_in_between():
    old = make_company()
    kept = make_company(parent=make_company("Between", parent=old))

    with pytest.raises(WorkflowError, match="Between stands between them"):
        merge(old, kept)
    old.refresh_from_db()
    assert old.merged_into is None


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        (("one", "one"), "cannot be merged into itself"),
        (("merged", "one"), "Merged was merged into Other already"),
        (("one", "merged"), "Merged was merged into Other already"),
        (("gone", "one"), "One of them is gone"),
    ],
    ids=["itself", "merged-already", "into-merged", "gone"],
)
def test_what_cannot_be_merged_says_why(pair, sentence):
    rows = {"one": make_company("One"), "merged": make_company("Merged", merged_into=make_company("Other"))}
    rows["gone"] = Company(pk=10**9)

    with pytest.raises(WorkflowError, match=sentence):
        merging.merge(*(rows[name].pk for name in pair), was_renamed=False)


def test_a_merger_is_undone_with_its_names():
    kept, old, third = (
        make_company("Vivo", aliases="BBK"),
        make_company("Weiwo", aliases="WW"),
        make_company("Third", aliases="WW"),
    )
    merge(third, kept)
    merge(old, kept, was_renamed=True)

    merging.unmerge(old.pk)

    kept.refresh_from_db()
    old.refresh_from_db()
    assert old.merged_into is None
    assert (kept.aliases.splitlines(), kept.former_names) == (["BBK", "Third", "WW"], "")


def facts_of(company):
    company.refresh_from_db()
    columns = (*merged_facts.TEXTS, "aliases", "former_names", "parent")
    sets = sorted(company.sectors.names()), sorted(market.name for market in company.markets.all())
    return {**{name: getattr(company, name) for name in columns}, "sets": sets}


@pytest.fixture
def both():
    """One that has every fact, and one that has a few."""
    facts = {"ticker": "0700.HK", "website": "https://w.example/", "summary": "Maker", "local_name": "维沃"}
    group = make_company("Group")
    old = make_company("Weiwo", aliases="WW", headquarters="Wuhan", parent=group, **facts)
    kept = make_company("Vivo", headquarters="Ningbo", aliases="ww")
    old.sectors.add("Phones", "Toys")
    kept.sectors.add("Phones")
    old.markets.set(Market.objects.filter(name__in=["Peru", "Chile"]))
    kept.markets.set(Market.objects.filter(name="Peru"))
    return old, kept


def test_what_the_other_lacks_is_filled_and_what_it_has_stays(both):
    old, kept = both
    moving = merging.what_moves(old, kept)
    merge(old, kept)

    assert facts_of(kept) == facts_of(old) | {"headquarters": "Ningbo", "aliases": "ww\nWeiwo"}
    assert moving.facts == ("local name", "ticker", "website", "summary", "parent", "markets", "sectors")


def test_undoing_takes_back_just_what_was_given(both):
    old, kept = both
    before = facts_of(old), facts_of(kept)
    merge(old, kept)
    merging.unmerge(old.pk)

    assert (facts_of(old), facts_of(kept)) == before


def test_undoing_leaves_what_was_edited_since(both):
    old, kept = both
    merge(old, kept)
    Company.objects.filter(pk=kept.pk).update(ticker="1", aliases="ww\nWeiwo Mobile", summary="Maker\r\n")
    merging.unmerge(old.pk)

    after = facts_of(kept)
    assert (after["ticker"], after["aliases"], after["summary"]) == ("1", "ww\nWeiwo Mobile", "")


def test_a_name_that_was_given_up_is_no_local_name_of_the_other(both):
    old, kept = both
    merge(old, kept, was_renamed=True)

    assert (kept.local_name, kept.former_names) == ("", "Weiwo\n维沃")


def test_what_two_gave_goes_with_the_last(both):
    old, kept = both
    other = make_company(aliases="维沃\nWeiwo")
    other.sectors.add("Toys")
    before = facts_of(kept)
    merge(old, kept)
    merge(other, kept)

    merging.unmerge(old.pk)
    assert facts_of(kept)["sets"] == (["Phones", "Toys"], ["Peru"])
    assert "Weiwo" in kept.aliases
    merging.unmerge(other.pk)
    assert facts_of(kept) == before


def test_what_came_along_goes_back_with_it_and_not_before(both):
    first, second = both
    third, below = make_company("Third"), make_company(parent=second)
    merge(first, second)
    merge(second, third)
    with pytest.raises(WorkflowError, match="came along with Vivo: part that one from Third first"):
        merging.unmerge(first.pk)
    merging.unmerge(second.pk)

    first.refresh_from_db()
    below.refresh_from_db()
    assert (first.merged_into, below.parent) == (second, second)
    assert facts_of(third)["aliases"] == third.ticker == ""
    assert Company.objects.get(pk=second.pk).ticker == "0700.HK"


def test_undoing_makes_no_circle_of_parents():
    kept, old = make_company(), make_company()
    below = make_company(parent=old)
    merge(old, kept)
    Company.objects.filter(pk=old.pk).update(parent=below)
    merging.unmerge(old.pk)

    below.refresh_from_db()
    assert below.parent == kept


def test_a_merger_is_not_undone_while_another_has_its_name():
    kept, old = make_company(), make_company("Weiwo")
    merge(old, kept)
    make_company("WEIWO")

    with pytest.raises(WorkflowError, match="rename that one first"):
        merging.unmerge(old.pk)


def test_what_stands_alone_is_not_unmerged():
    with pytest.raises(WorkflowError, match="stands alone already"):
        merging.unmerge(make_company().pk)


def test_a_company_below_it_cannot_be_its_parent():
    top = make_company("Top")
    below = make_company("Below", parent=make_company("Middle", parent=top))

    assert parents.why_not_below(top, below) == "Below belongs to Top already: change its parent first."
    assert parents.why_not_below(top, top) == "A company cannot be its own parent."
    assert parents.why_not_below(below, top) == ""
