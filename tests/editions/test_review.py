"""Review by link: what somebody without an account sees and does, and each way it is refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from editions import review
from editions.models import Edition, Note, Notice, ReviewLink, ReviewUse
from editions.versions import keep_edition
from sources.models import NewsItem
from sources.workflow import WorkflowError
from tests.desk import fields_of, tree_of, words_of
from tests.factories import (
    NOON,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_review_link,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    make_masthead()


@pytest.fixture
def outsider():
    """The browser of somebody who was never here, and who has no CSRF cookie to show."""
    return Client(enforce_csrf_checks=True)


def front_of(link):
    return reverse("review:front", args=[review.token_of(link)])


def forms_on(response):
    """What each form of the page would send, by the last part of its address."""
    forms = tree_of(response).iter("form")
    return {(form.get("action") or "/").split("/")[-2]: (form, fields_of(form)) for form in forms}


def press(outsider, response, name, **typed):
    """Send the form `name` of a page; the answer, or the page to which it leads."""
    form, fields = forms_on(response)[name]
    action = form.get("action") or response.request["PATH_INFO"]
    return outsider.post(action, {**fields, **typed}, follow=True)


def opened(outsider, link):
    """The page of the proof."""
    return press(outsider, outsider.get(front_of(link)), "")


def uses(link):
    return [use.what for use in link.uses.all()]


def policy_of(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def change(edition):
    NewsItem.objects.filter(slots__section__edition=edition).update(body="Vivo closed it again.")


# Opening


def test_the_first_page_says_whose_proof_it_is_and_shows_none_of_it(outsider):
    link = make_review_link()

    page = words_of(outsider.get(front_of(link)))

    assert "A proof for Mei Tan" in page
    assert f"No. {link.edition.number} · 7–13 July 2025" in page
    assert link.edition.title not in page


def test_looking_at_the_first_page_leaves_no_trace(outsider):
    link = make_review_link()

    outsider.get(front_of(link))

    assert uses(link) == []


def test_opening_the_proof_is_recorded(outsider):
    page = opened(outsider, link := make_review_link())

    assert uses(link) == ["opened"]
    assert link.edition.title in words_of(page)


def test_who_gets_it_is_said_in_words(outsider):
    link = make_review_link(make_edition(status="in_review", mail_to="language:zh"))

    assert "Mailed toChinese-language readers" in words_of(opened(outsider, link))


def test_opening_again_within_the_hour_is_the_same_opening(outsider, time_machine):
    opened(outsider, link := make_review_link())
    for minutes in (30, 61):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        opened(outsider, link)

    assert [use.at - NOON for use in link.uses.all()] == [timedelta(0), timedelta(minutes=61)]


@pytest.mark.parametrize("form", ["web", "email", "text"])
def test_the_proof_is_seen_in_its_forms(outsider, form):
    page = opened(outsider, make_review_link())

    shown = outsider.get(page.request["PATH_INFO"] + f"{form}/")

    assert shown.status_code == 200
    assert "Vivo opened its first shop in Lima." in shown.content.decode()


def test_the_email_runs_no_script(outsider):
    page = opened(outsider, make_review_link())

    policy = policy_of(outsider.get(page.request["PATH_INFO"] + "email/"))

    assert (policy["script-src"], policy["style-src"]) == (["'none'"], ["'unsafe-inline'"])


def test_the_lines_that_the_inbox_shows_are_part_of_what_is_approved(outsider):
    edition = make_edition(status="in_review", subject="A shop in Lima", preheader="And a recall")

    page = words_of(opened(outsider, make_review_link(edition)))

    assert "Subject lineA shop in Lima PreheaderAnd a recall Mailed toEveryone" in page


@pytest.mark.parametrize("form", ["", "web/", "email/", "text/"])
def test_a_visit_that_is_over_leads_back_to_the_first_page(outsider, time_machine, form):
    page = opened(outsider, link := make_review_link())
    time_machine.move_to(NOON + review.GOOD_FOR, tick=False)

    response = outsider.get(page.request["PATH_INFO"] + form)

    assert (response.status_code, response.url) == (302, front_of(link))


@pytest.mark.parametrize("form", ["", "web/", "email/", "text/"])
def test_the_token_of_a_link_is_no_visit(outsider, form):
    address = reverse("review:proof", args=[review.token_of(make_review_link())])

    assert outsider.get(address + form).status_code == 404


@pytest.mark.parametrize("form", ["", "web/", "email/", "text/"])
def test_no_page_is_cached_indexed_told_to_others_or_given_a_cookie(outsider, form):
    page = opened(outsider, make_review_link())

    response = outsider.get(page.request["PATH_INFO"] + form)

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not outsider.cookies


def test_the_pages_run_nothing_inline(outsider):
    link = make_review_link()

    policies = [policy_of(page) for page in (outsider.get(front_of(link)), opened(outsider, link))]

    assert [policy["script-src"] for policy in policies] == [["'self'"]] * 2
    assert [policy["style-src"] for policy in policies] == [["'self'"]] * 2


# Addresses that show nothing


def closed(link, how):
    ReviewLink.objects.filter(pk=link.pk).update(**how)
    return link


CLOSED = [
    ({"expires_at": NOON, "made_at": NOON - SECOND}, "This link has expired"),
    ({"revoked_at": NOON}, "This link was taken back"),
]


@pytest.mark.parametrize(("how", "title"), CLOSED)
def test_a_link_that_is_closed_says_so(outsider, how, title):
    response = outsider.get(front_of(closed(make_review_link(), how)))

    assert response.status_code == 410
    assert title in words_of(response)


@pytest.mark.parametrize(("how", "title"), CLOSED)
@pytest.mark.parametrize("form", ["", "web/", "email/", "text/"])
def test_a_link_that_closes_closes_the_proof_that_is_open(outsider, how, title, form):
    page = opened(outsider, link := make_review_link())
    closed(link, how)

    response = outsider.get(page.request["PATH_INFO"] + form)

    assert response.status_code == 410
    assert title in words_of(response)


@pytest.mark.parametrize(("how", "title"), CLOSED)
def test_what_was_written_into_a_closed_link_is_handed_back(outsider, how, title):
    page = opened(outsider, link := make_review_link())
    closed(link, how)

    response = press(outsider, page, "note", text="Lima has two shops.")

    assert response.status_code == 410
    assert "What you wrote was not sent" in words_of(response)
    assert "Lima has two shops." in words_of(response)
    assert not Note.objects.exists()


def test_a_use_of_a_closed_link_is_recorded(outsider):
    page = opened(outsider, link := make_review_link())
    press(outsider, page, "approve")
    closed(link, {"revoked_at": NOON})

    press(outsider, page, "note", text="Still here?")

    assert uses(link) == ["opened", "approved", "refused"]


@pytest.mark.parametrize("state", ["killed", "withdrawn"])
def test_an_edition_given_up_shows_no_proof(outsider, state):
    published_at = NOON if state == "withdrawn" else None
    link = make_review_link(make_edition(status=state, published_at=published_at))

    response = outsider.get(front_of(link))

    assert response.status_code == 410
    assert "The newsroom has given this edition up." in words_of(response)


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "x"])
def test_a_forged_token_is_not_found(outsider, spoil):
    address = reverse("review:front", args=[spoil(review.token_of(make_review_link()))])

    response = outsider.get(address)

    assert response.status_code == 404
    assert "The address is not whole, or was changed on its way." in words_of(response)


def test_a_link_that_was_removed_is_not_found(outsider):
    address = front_of(link := make_review_link())
    link.edition.delete()

    response = outsider.get(address)

    assert response.status_code == 404
    assert "The newsroom has removed it." in words_of(response)


@pytest.mark.parametrize("name", ["note", "approve", "ask"])
def test_what_changes_something_cannot_be_opened(outsider, name):
    page = opened(outsider, make_review_link())

    assert outsider.get(page.request["PATH_INFO"] + f"{name}/").status_code == 405


# Notes


def test_a_note_stands_with_its_passage_under_the_name_of_the_link(outsider):
    page = opened(outsider, link := make_review_link())

    page = press(outsider, page, "note", passage="first\r\n shop in Lima", text="It is the second.")

    note = Note.objects.get()
    assert (note.edition, note.who, note.at) == (link.edition, "Mei Tan", NOON)
    assert (note.passage, note.text) == ("first shop in Lima", "It is the second.")
    assert "It is the second." in words_of(page)
    assert uses(link) == ["opened", "noted"]


def test_a_note_without_words_is_refused_and_keeps_its_passage(outsider):
    page = opened(outsider, make_review_link())

    page = press(outsider, page, "note", passage="first shop", text="  ")

    assert page.status_code == 422
    assert "Write the note;" in words_of(page)
    assert forms_on(page)["note"][1]["passage"] == "first shop"


def test_only_ones_own_notes_are_shown(outsider):
    link = make_review_link()
    other = make_review_link(link.edition, name="Jo Lim")
    Note.objects.create(edition=link.edition, text="Between us", by=make_person(), at=NOON)
    Note.objects.create(edition=link.edition, text="From Jo", link=other, at=NOON)
    Note.objects.create(edition=link.edition, text="From Mei", link=link, at=NOON, resolved_at=NOON)

    page = words_of(opened(outsider, link))

    assert "From Mei" in page
    assert "dealt with" in page
    assert "Between us" not in page
    assert "From Jo" not in page


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("note", {"text": "It is the second."}, "Mei Tan left a note in No. 7: “It is the second.”"),
        ("ask", {"reason": "Lima is wrong."}, "Mei Tan asks for changes in No. 7: “Lima is wrong.”"),
        ("approve", {}, "Mei Tan approved No. 7."),
    ],
)
def test_who_made_the_link_is_told(outsider, name, typed, said):
    maker = make_person("editor")
    link = make_review_link(make_edition(status="in_review", number=7), made_by=maker)

    press(outsider, opened(outsider, link), name, **typed)

    notice = Notice.objects.get(person=maker)
    assert (notice.text, notice.edition) == (said, link.edition)


# Approving and asking for changes


def test_a_reviewer_approves_under_their_name(outsider):
    link = make_review_link()

    page = press(outsider, opened(outsider, link), "approve")

    edition = Edition.objects.get()
    assert (edition.status, edition.approved_hash) == ("approved", edition.content_hash())
    assert edition.moves.get().who == "Mei Tan, by review link"
    assert "You approved, 14 July, 20:00." in words_of(page)
    assert uses(link) == ["opened", "approved"]


def test_asking_for_changes_returns_it_to_draft_with_the_reason(outsider):
    link = make_review_link()

    page = press(outsider, opened(outsider, link), "ask", reason="Lima is wrong.")

    move = link.edition.moves.get()
    assert (move.went_to, move.reason, move.link) == ("draft", "Lima is wrong.", link)
    assert "You asked for changes" in words_of(page)
    assert [(use.what, use.text) for use in link.uses.all()][1:] == [("asked", "Lima is wrong.")]


def test_asking_for_changes_wants_a_reason(outsider):
    link = make_review_link()

    page = press(outsider, opened(outsider, link), "ask", reason=" ")

    assert page.status_code == 422
    assert "Say what should change." in words_of(page)
    assert Edition.objects.get().status == "in_review"


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        ("draft", "It is being written; there is nothing to approve yet."),
        ("approved", "It is approved."),
        ("scheduled", "It is approved, and goes out at its hour."),
        ("published", "It is out."),
    ],
)
def test_what_is_not_in_review_is_not_offered_for_approval(outsider, state, standing):
    facts = {"status": state, "approved_hash": "of what was approved", "publish_at": NOON}
    link = make_review_link(make_edition(**facts, published_at=NOON if state == "published" else None))

    page = opened(outsider, link)

    assert standing in words_of(page)
    assert set(forms_on(page)) == {"note"}


def refusals(link):
    return [use.text for use in link.uses.filter(what=ReviewUse.What.REFUSED)]


@pytest.mark.parametrize(("name", "label"), [("approve", "Approve"), ("ask", "Back to draft")])
def test_a_move_out_of_its_turn_is_refused_and_what_was_typed_stands(outsider, name, label):
    page = opened(outsider, link := make_review_link())
    Edition.objects.update(status="draft")

    page = press(outsider, page, name, **({"reason": "Lima is wrong."} if name == "ask" else {}))

    said = f"This is draft by now; “{label}” is for what is in review."
    assert page.status_code == 422
    assert said in words_of(page)
    assert ("Lima is wrong." in words_of(page)) == (name == "ask")
    assert refusals(link) == [said]


def test_what_was_changed_since_it_was_shown_is_not_approved(outsider):
    page = opened(outsider, link := make_review_link())
    change(link.edition)

    page = press(outsider, page, "approve")

    assert page.status_code == 422
    assert "It was changed since you opened this page; read it again, then approve." in words_of(page)
    assert Edition.objects.get().status == "in_review"
    assert len(refusals(link)) == 1


def test_what_is_shown_after_such_a_refusal_can_be_approved(outsider):
    page = opened(outsider, link := make_review_link())
    change(link.edition)

    press(outsider, press(outsider, page, "approve"), "approve")

    assert Edition.objects.get().status == "approved"


def test_an_error_found_by_the_checks_is_said_at_its_place(outsider):
    link = make_review_link(make_edition(make_item("Vivo opened TK shops."), status="in_review"))

    page = press(outsider, opened(outsider, link), "approve")

    assert page.status_code == 422
    assert "Something stands in the way." in words_of(page)
    assert len(refusals(link)) == 1


@pytest.mark.parametrize("name", ["approve", "ask"])
def test_a_link_for_notes_offers_and_takes_no_judgement(outsider, name):
    page = opened(outsider, link := make_review_link(may_approve=False))
    proof = page.request["PATH_INFO"]
    ticket = review.sign(link, name, now=NOON, seen=link.edition.content_hash())

    response = outsider.post(f"{proof}{name}/", {"ticket": ticket, "reason": "Lima is wrong."})

    assert set(forms_on(page)) == {"note"}
    assert response.status_code == 422
    assert "somebody else approves" in words_of(response)
    assert refusals(link) == ["This link is for reading and for notes; somebody else approves."]
    assert Edition.objects.get().status == "in_review"


# The four-eyes rule


def as_writer(outsider, edition, *, wrote=True):
    """Log somebody in who wrote in the edition, or who did not."""
    writer = make_person("editor", first_name="Ada", last_name="Byron")
    if wrote:
        keep_edition(edition, by=writer, now=NOON - SECOND)
    outsider.force_login(writer, "django.contrib.auth.backends.ModelBackend")


def test_a_writer_in_disguise_does_not_approve(outsider):
    make_masthead(four_eyes=True)
    link = make_review_link()
    as_writer(outsider, link.edition)

    page = press(outsider, opened(outsider, link), "approve")

    assert page.status_code == 422
    assert "You are signed in as Ada Byron, who wrote in this edition" in words_of(page)
    assert Edition.objects.get().status == "in_review"
    assert len(refusals(link)) == 1


@pytest.mark.parametrize(("four_eyes", "wrote"), [(False, True), (True, False)])
def test_a_colleague_who_may_approve_may_do_so_by_a_link(outsider, four_eyes, wrote):
    make_masthead(four_eyes=four_eyes)
    link = make_review_link()
    as_writer(outsider, link.edition, wrote=wrote)

    press(outsider, opened(outsider, link), "approve")

    assert Edition.objects.get().status == "approved"


# The tickets of the forms


def stale(link, purpose):
    return review.sign(link, purpose, now=NOON - review.GOOD_FOR)


def of_another_link(link, purpose):
    return review.sign(make_review_link(link.edition), purpose, now=NOON)


def of_another_form(link, purpose):
    return review.sign(link, "ask" if purpose == "note" else "note", now=NOON)


def none(link, purpose):
    return ""


ELSEWHERE = "This was not sent from the page of this proof; send it again from here."
LONG = "The page was open for very long; look whether all still stands, and send again."
WRONG = [(stale, LONG), (of_another_link, ELSEWHERE), (of_another_form, ELSEWHERE), (none, ELSEWHERE)]


@pytest.mark.parametrize(("made", "why"), WRONG)
@pytest.mark.parametrize("name", ["note", "approve", "ask"])
def test_a_form_with_a_ticket_that_is_not_its_own_is_refused(outsider, name, made, why):
    page = opened(outsider, link := make_review_link())
    typed = {"note": {"text": "It is the second."}, "ask": {"reason": "It is the second."}}.get(name, {})

    response = press(outsider, page, name, ticket=made(link, name), **typed)

    assert response.status_code == 422
    assert why in words_of(response)
    assert all(words in response.content.decode() for words in typed.values())
    assert (uses(link), refusals(link)) == (["opened", "refused"], [why])
    assert Edition.objects.get().status == "in_review"


@pytest.mark.parametrize(("made", "why"), WRONG)
def test_a_proof_is_not_opened_with_a_ticket_that_is_not_its_own(outsider, made, why):
    link = make_review_link()

    response = outsider.post(front_of(link), {"ticket": made(link, "open")})

    assert response.status_code == 422
    assert why in words_of(response)
    assert uses(link) == ["refused"]


def test_what_a_stale_page_sent_is_sent_again_from_the_page_that_answers(outsider, time_machine):
    page = opened(outsider, make_review_link())
    time_machine.move_to(NOON + review.GOOD_FOR, tick=False)

    press(outsider, press(outsider, page, "note", text="It is the second."), "note")

    assert Note.objects.get().text == "It is the second."


def test_revoking_twice_says_so():
    link, editor = make_review_link(), make_person("editor")

    review.revoke(link, by=editor, now=NOON)

    with pytest.raises(WorkflowError, match="was taken back already"):
        review.revoke(link, by=editor, now=NOON + SECOND)
    assert ReviewLink.objects.get().revoked_at == NOON
