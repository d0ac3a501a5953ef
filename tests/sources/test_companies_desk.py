"""The desk of companies: list, form, suggestions, merging and files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sources import intake, merging
from sources.models import Clipping, Company, CompanySuggestion
from tests.desk import browser_of, fields_of, tree_of, words_of
from tests.factories import NOON, make_clipping, make_company, make_item, make_market

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"admin:sources_company_{name}", args=args)


@pytest.fixture
def editor():
    return browser_of("editor")


def suggest(name, *clippings, **facts):
    suggestion = CompanySuggestion.objects.create(name=name, first_seen_at=NOON, last_seen_at=NOON, **facts)
    suggestion.clippings.set(clippings or [make_clipping(title=f"{name} raises money")])
    return suggestion


def company_form(editor, address, **changes):
    """Send the form of a company at `address` as it is filled in, with `changes`."""
    return editor.post(address, {**opened(editor, address), **changes})


def opened(editor, address):
    """What the form of a company at `address` holds."""
    form = next(one for one in tree_of(editor.get(address)).iter("form") if one.get("id") == "company_form")
    return {name: value for name, value in fields_of(form).items() if value is not None}


def told(answer):
    return [str(one) for one in answer.context["messages"]]


# The list and the form


def test_the_list_counts_items_also_of_what_was_merged(editor):
    kept = make_company("Kept")
    old = make_company("Old", merged_into=kept)
    make_item(companies=[kept, old])
    make_item(companies=[old])

    [row] = editor.get(at("changelist")).context["cl"].result_list
    assert (row, row.items_in_all) == (kept, 2)


def test_a_company_is_found_by_any_of_its_names(editor):
    make_company("Luvo", aliases="Lu\nRoadster", former_names="Qiaodan", local_name="路沃")
    make_company("Other")

    for words in ("roadst", "qiaod", "路沃"):
        assert "1 company" in words_of(editor.get(at("changelist"), {"q": words}))


def test_the_form_shows_what_is_on_it_and_on_what_was_merged(editor):
    kept = make_company()
    old = make_company("Old", merged_into=kept)
    make_item(companies=[old], headline="A shop in Lima")
    make_clipping(title="Old opens in Lima").companies.add(old)

    words = words_of(editor.get(at("change", kept.pk)))
    assert "A shop in Lima" in words
    assert "Old opens in Lima" in words


def test_a_name_that_another_company_bears_is_told(editor):
    make_company("Alibaba", aliases="Ant\nＬazada", local_name="阿里")
    make_company("Gone", aliases="Lazada", merged_into=make_company("Kept"))

    answer = company_form(editor, at("add"), name="Lazada", slug="lazada", aliases="Laz")
    assert told(editor.get(answer.url))[:-1] == [
        "“Lazada” is a name of Alibaba, too: what names it is filed under one of them alone."
    ]


def test_a_parent_that_belongs_to_it_is_refused(editor):
    company = make_company("Top")
    below = make_company("Below", parent=company)

    answer = company_form(editor, at("change", company.pk), parent=below.pk)
    assert "Below belongs to Top already: change its parent first." in words_of(answer)


def test_a_name_that_another_has_is_refused(editor):
    make_company("Luvo")
    answer = company_form(editor, at("change", make_company().pk), name="LUVO")

    assert "Another company is called that" in words_of(answer)


def test_a_parent_that_was_merged_is_the_one_it_is_now(editor):
    company, kept = make_company(), make_company()
    company_form(editor, at("change", company.pk), parent=make_company(merged_into=kept).pk)

    company.refresh_from_db()
    assert company.parent == kept


def test_a_form_that_stood_open_during_a_merger_keeps_what_that_brought(editor):
    kept, old = make_company("Kept"), make_company("Old", local_name="旧", ticker="O")
    kept.markets.add(utopia := make_market("Utopia"))
    old.markets.add(atlantis := make_market("Atlantis"))
    old.sectors.add("Toys")
    form = opened(editor, at("change", kept.pk))
    merging.merge(old.pk, kept.pk, was_renamed=False)

    answer = editor.post(at("change", kept.pk), form | {"aliases": "K2", "ticker": "K 1"}, follow=True)
    kept.refresh_from_db()
    assert told(answer)[0] == "Old was merged into it while this page was open; what it brought is kept."
    assert (kept.aliases.splitlines(), kept.local_name, kept.ticker) == (["K2", "Old"], "旧", "K 1")
    assert (set(kept.markets.all()), kept.sectors.get().name) == ({atlantis, utopia}, "Toys")


def test_a_form_that_stood_open_while_its_company_was_merged_away_says_so(editor):
    kept, old = make_company("Kept"), make_company("Old")
    form = opened(editor, at("change", old.pk))
    merging.merge(old.pk, kept.pk, was_renamed=False)

    answer = editor.post(at("change", old.pk), form | {"aliases": "Older"}, follow=True)
    assert "It was merged into Kept: readers see what stands there, not this." in told(answer)


def test_a_form_that_stood_open_while_a_colleague_saved_keeps_what_that_one_changed(editor):
    kept = make_company("Kept", summary="One\nTwo")
    form = opened(editor, at("change", kept.pk))
    company_form(
        editor, at("change", kept.pk), parent=make_company("Above").pk, sectors="Toys", aliases="A\nB"
    )

    answer = editor.post(at("change", kept.pk), form | {"ticker": "K 1"}, follow=True)
    kept.refresh_from_db()
    said = "A colleague changed it while this page was open, and that stays: Aliases, Parent, Sectors."
    assert said in told(answer)
    assert (kept.aliases, kept.parent.name, kept.sectors.get().name) == ("A\nB", "Above", "Toys")
    assert (kept.summary.splitlines(), kept.ticker) == (["One", "Two"], "K 1")


def test_what_two_changed_is_asked_about_and_saved_once_more_the_second_counts(editor):
    kept = make_company("Kept", ticker="K")
    mine = opened(editor, at("change", kept.pk)) | {"ticker": "Mine"}
    company_form(editor, at("change", kept.pk), ticker="Theirs", website="https://kept.example")

    asked = editor.post(at("change", kept.pk), mine)
    assert "A colleague changed this to “Theirs” while this page was open." in words_of(asked)
    form = next(one for one in tree_of(asked).iter("form") if one.get("id") == "company_form")
    editor.post(at("change", kept.pk), {n: v for n, v in fields_of(form).items() if v is not None})
    kept.refresh_from_db()
    assert (kept.ticker, kept.website) == ("Mine", "https://kept.example")


def test_a_parent_that_was_merged_into_it_while_the_form_stood_open_is_the_next_above(editor):
    above = make_company("Above")
    kept = make_company("Kept", parent=(old := make_company("Old", parent=above)))
    form = opened(editor, at("change", kept.pk))
    merging.merge(old.pk, kept.pk, was_renamed=False)

    assert editor.post(at("change", kept.pk), form).status_code == 302
    assert Company.objects.get(pk=kept.pk).parent == above


def test_a_name_taken_out_after_a_merger_stays_out(editor):
    kept, old = make_company("Kept"), make_company("Old")
    merging.merge(old.pk, kept.pk, was_renamed=False)

    company_form(editor, at("change", kept.pk), aliases="")
    assert Company.objects.get(pk=kept.pk).aliases == ""


def test_a_merged_company_is_not_offered_and_stays_where_it_is(editor):
    kept, old = make_company("Vivo Group"), make_company("Vivo Mobile")
    item = make_item(companies=[old])
    Company.objects.filter(pk=old.pk).update(merged_into=kept)

    asked = {"term": "vivo", "app_label": "sources", "model_name": "newsitem", "field_name": "companies"}
    offered = editor.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"] for one in offered] == ["Vivo Group"]
    assert "Vivo Mobile" in words_of(editor.get(reverse("admin:sources_newsitem_change", args=[item.pk])))
    assert "1 company" in words_of(editor.get(at("changelist"), {"q": "mobile", "merged": "yes"}))


# Suggestions


def test_suggestions_come_with_their_newest_clippings_the_most_frequent_first(editor):
    clippings = [make_clipping(title=f"Story {number}") for number in range(5)]
    suggest("Rare", clippings[0])
    suggest("Often", *clippings)

    shown = editor.get(at("suggested")).context["shown"]
    assert [(one.name, one.times) for one, _ in shown] == [("Often", 5), ("Rare", 1)]
    assert [str(one) for one, _ in shown[0][1]] == ["Story 4", "Story 3", "Story 2"]


def test_what_is_known_by_now_dismissed_or_without_clippings_is_not_shown(editor):
    suggest("Luvo")
    make_company("Luvo Group", aliases="Luvo")
    suggest("Nobody", dismissed_at=NOON)
    suggest("Thinned").clippings.clear()

    assert "Nothing is suggested" in words_of(editor.get(at("suggested")))


def test_thirty_suggestions_cost_what_three_do(editor, django_assert_max_num_queries):
    for number in range(40):
        suggest(f"Maker {number} Robotics")

    with django_assert_max_num_queries(20):
        assert len(editor.get(at("suggested")).context["shown"]) == 30


def test_a_suggestion_is_added_with_its_clippings(editor):
    clipping = make_clipping()
    address = f"{at('add')}?suggestion={suggest('星跃科技', clipping).pk}"
    company_form(editor, address, name="Xingyue", slug="xingyue")

    company = Company.objects.get()
    assert (company.name, company.local_name, company.aliases) == ("Xingyue", "星跃科技", "")
    assert clipping.companies.get() == company
    assert not CompanySuggestion.objects.exists()


def test_a_name_that_the_form_changed_becomes_an_alias(editor):
    address = f"{at('add')}?suggestion={suggest('Luvo Robotics').pk}"
    company_form(editor, address, name="Luvo")

    assert Company.objects.get().aliases == "Luvo Robotics"


def test_saving_a_company_files_what_is_suggested_under_any_of_its_names(editor):
    company, clipping = make_company("Luvo"), make_clipping()
    suggest("ROADSTER", clipping, dismissed_at=NOON)
    suggest("Other")
    company_form(editor, at("change", company.pk), former_names="Roadster")

    assert clipping.companies.get() == company
    assert [one.name for one in CompanySuggestion.objects.all()] == ["Other"]


def test_a_file_of_companies_does_so_too(editor):
    clipping = make_clipping()
    suggest("ROADSTER", clipping)
    stored(editor, uploaded(editor, "name,aliases\nLuvo,Roadster\n"))

    assert clipping.companies.get().name == "Luvo"
    assert not CompanySuggestion.objects.exists()


def test_a_suggestion_is_filed_under_the_company_whose_alias_it_is(editor):
    company, clipping = make_company("Luvo", aliases="LV"), make_clipping()
    clipping.companies.add(company)
    suggestion = suggest("Roadster", clipping, make_clipping())

    assert "Luvo" in words_of(editor.get(at("choose", suggestion.pk), {"q": "lv"}))
    editor.post(at("alias", suggestion.pk), {"into": company.pk})

    company.refresh_from_db()
    assert company.aliases == "LV\nRoadster"
    assert Clipping.objects.filter(companies=company).count() == 2


def test_what_was_dismissed_is_not_suggested_again(editor):
    editor.post(at("dismiss", suggest("Luvo Robotics").pk))
    found = intake.Found(url="https://a.example/1", title="Battery maker Luvo Robotics raises $5 million")
    intake.keep([found], source=None, now=NOON)

    assert Clipping.objects.count() == 2
    assert "Nothing is suggested" in words_of(editor.get(at("suggested")))


@pytest.mark.parametrize("into", ["", "x", "99999999999999999999", "\0"], ids=["none", "word", "huge", "nul"])
def test_an_alias_of_no_company_says_why(editor, into):
    answer = editor.post(at("alias", suggest("Luvo").pk), {"into": into}, follow=True)

    assert told(answer) == ["This company is gone, or was merged into another."]
    assert CompanySuggestion.objects.exists()


def test_what_was_decided_already_says_so(editor):
    suggestion = suggest("Luvo", dismissed_at=NOON)
    answer = editor.post(at("dismiss", suggestion.pk), follow=True)

    assert told(answer) == ["Somebody was faster: this name was decided on already."]


# Merging


def test_what_moves_is_shown_before_two_are_merged(editor):
    old, kept = make_company("Weiwo", local_name="维沃"), make_company("Vivo")
    make_item(companies=[old])

    found = words_of(editor.get(at("merge", old.pk), {"q": "viv"}))
    words = words_of(editor.get(at("merge", old.pk), {"into": kept.pk}))
    assert "Vivo" in found
    assert "1 item, 0 deals as the other side and 0 clippings show under Vivo" in words
    assert "Vivo is also known by: Weiwo. Vivo takes over what it lacks: local name." in words
    assert not Company.objects.exclude(merged_into=None).exists()


def test_two_are_merged_and_parted(editor):
    old, kept = make_company("Weiwo"), make_company("Vivo")
    editor.post(at("merge", old.pk), {"into": kept.pk, "was_renamed": "on"})

    kept.refresh_from_db()
    assert (kept.former_names, list(kept.merged.all())) == ("Weiwo", [old])
    assert "Part again" in words_of(editor.get(at("change", kept.pk)))
    editor.post(at("unmerge", old.pk))
    assert not kept.merged.exists()


@pytest.mark.parametrize("into", ["", "x", "99999999999999999999"], ids=["none", "word", "huge"])
def test_a_merger_into_nothing_says_why(editor, into):
    answer = editor.post(at("merge", make_company().pk), {"into": into})

    assert answer.status_code == 422
    assert "Choose the company that it is merged into." in words_of(answer)


def test_what_stands_alone_cannot_be_parted(editor):
    answer = editor.post(at("unmerge", make_company().pk), follow=True)

    assert told(answer) == ["It stands alone already."]


# Files


def uploaded(editor, text, charset="utf-8"):
    file = SimpleUploadedFile("companies.csv", text.encode(charset))
    return editor.post(at("bring"), {"file": file})


def stored(editor, answer):
    return editor.post(at("store"), {"text": answer.context["text"]})


def test_the_export_comes_back_with_nothing_to_store(editor):
    make_company("=Luvo", local_name="路沃", aliases="Lu")
    export = editor.get(at("take_along"))

    assert export["Content-Type"] == "text/csv; charset=utf-8"
    answer = uploaded(editor, export.content.decode())
    assert answer.context["counts"] == {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}
    assert "There is nothing to store." in words_of(answer)


def test_a_file_is_looked_at_and_then_stored(editor):
    company = make_company("Luvo", ticker="1")
    answer = uploaded(editor, "name,ticker,local_name\nLuvo,2,\n新,,星跃\n", "gb18030")

    company.refresh_from_db()
    assert company.ticker == "1"
    assert "ticker1 2" in words_of(answer)
    assert "1 new, 1 changed" in words_of(stored(editor, answer))
    assert Company.objects.get(local_name="星跃").name == "新"


def test_refused_rows_come_back_and_can_be_mended(editor):
    answer = uploaded(editor, "name,markets\nVivo,Atlantis\nOppo,Peru\n")
    stored(editor, answer)
    refused = editor.post(at("refused"), {"text": answer.context["text"]}).content.decode()

    assert "Vivo,Atlantis,2,There is no market “Atlantis”." in refused
    again = uploaded(editor, refused.replace("Vivo,Atlantis", "Vivo,Brazil"))
    assert again.context["counts"]["new"] == 1
    assert [one.name for one in Company.objects.all()] == ["Oppo"]


def test_a_file_that_is_none_says_why(editor):
    for answer in (
        editor.post(at("bring")),
        uploaded(editor, "colour\nred"),
        editor.post(at("store"), {"text": "name\nVi\0vo"}),
        editor.post(at("refused"), {"text": ""}),
    ):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not Company.objects.exists()


# Who may


LOOKS = {"changelist": [], "suggested": [], "take_along": [], "merge": [1], "choose": [1], "bring": []}
POSTS = {"unmerge": [1], "alias": [1], "dismiss": [1], "store": [], "refused": []}


@pytest.mark.parametrize("name", [*LOOKS, *POSTS])
def test_who_has_no_permission_is_refused(name):
    stranger = browser_of("nobody")
    get, args = (stranger.get, LOOKS[name]) if name in LOOKS else (stranger.post, POSTS[name])

    assert get(at(name, *args)).status_code == 403


@pytest.mark.parametrize("name", POSTS)
def test_a_verb_is_no_address_to_open(name, editor):
    assert editor.get(at(name, *POSTS[name])).status_code == 405
