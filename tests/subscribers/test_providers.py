"""Mailings over a provider: what is called, and what its answers mean for each row."""

import json
import time
from collections import Counter

import pytest
from django.core import mail as django_mail

from subscribers import lanes, links, tokens
from subscribers.mail import Mail
from subscribers.models import Pace
from subscribers.outcome import Claimed
from subscribers.providers import Provider
from subscribers.sending import Kind, Unreachable
from tests.factories import make_crowd, make_mailing, make_masthead, make_subscriber
from tests.subscribers.provider_api import accept, provider_api

# SendGrid's own makers gave anymail no account to try it with.
pytestmark = pytest.mark.filterwarnings("ignore:django-anymail has dropped official support")


@pytest.fixture
def api(settings):
    """A server in the place of every provider; no limit to the rate."""
    settings.MAIL_RATE, settings.MAIL_CONNECTIONS = 0, 1
    settings.MAILING_PROVIDER = "mailgun"
    with provider_api() as server:
        settings.ANYMAIL = {
            "MAILGUN_API_KEY": "key",
            "MAILGUN_API_URL": f"{server.url}/v3",
            "SENDGRID_API_KEY": "key",
            "SENDGRID_API_URL": f"{server.url}/v3/",
            "POSTMARK_SERVER_TOKEN": "token",
            "POSTMARK_API_URL": f"{server.url}/",
            "MAILJET_API_KEY": "key",
            "MAILJET_SECRET_KEY": "secret",
            "MAILJET_API_URL": f"{server.url}/v3.1/",
        }
        yield server


@pytest.fixture
def send(api, db):
    """Hand a mailing over without a lane: the answers, call by call."""
    make_masthead(sender_name="Outbound", sender_address="news@example.com")

    def hand_over(mailing):
        provider = Provider(Mail().of(mailing.pk), float("inf"))
        rows = [
            Claimed(
                row.pk,
                row.subscriber_id,
                row.subscriber.key,
                row.address,
                row.subscriber.name,
                row.rendition_id,
                0,
            )
            for row in mailing.deliveries.order_by("pk").select_related("subscriber")
        ]
        answers = []
        while rows:
            picked = provider.pick(rows, len(rows))
            rows = [row for row in rows if row not in picked]
            answers += provider.send(picked)
        provider.close()
        return [answer for _, answer in answers]

    return hand_over


def kinds(answers):
    return Counter(answer.kind for answer in answers)


def token_of(row, purpose):
    return links.token(purpose, row.subscriber, row.mailing_id)


def first_row(mailing):
    return mailing.deliveries.order_by("pk").first()


def test_mailgun_gets_a_batch_with_the_links_of_each_apart(api, send):
    mailing = make_mailing(*make_crowd(3))

    assert [answer.provider_id for answer in send(mailing)] == ["<20250714.1@example.com>"] * 3

    [(path, body)] = api.calls
    row = first_row(mailing)
    leave = token_of(row, tokens.LEAVE)
    own = json.loads(body["recipient-variables"][0])[row.address]
    assert (path, len(body["to"])) == ("/v3/example.com/messages", 3)
    assert body["html"][0].count("/%recipient.recap_leave%/") == 1
    assert body["text"][0].count("/%recipient.recap_preferences%/") == 1
    assert tokens.LEAVE_PLACE not in body["html"][0] + body["text"][0]
    assert (own["recap_leave"], own["v:delivery"]) == (leave, str(row.pk))
    assert own["h:List-Unsubscribe"] == f"<http://127.0.0.1:8000/leave/{leave}/>"
    assert own["h:List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (body["o:tracking-clicks"], body["o:tracking-opens"]) == (["no"], ["no"])


def test_sendgrid_gets_a_personalization_for_each(api, send, settings):
    settings.MAILING_PROVIDER = "sendgrid"
    mailing = make_mailing(*make_crowd(2))

    assert kinds(send(mailing)) == {Kind.ACCEPTED: 2}

    [(_, body)] = api.calls
    leave = token_of(first_row(mailing), tokens.LEAVE)
    one, _ = body["personalizations"]
    assert one["substitutions"]["-recap_leave-"] == leave
    assert leave in one["headers"]["List-Unsubscribe"]
    assert all("/-recap_leave-/" in part["value"] for part in body["content"])


def test_mailjet_gets_fifty_at_most(api, send, settings):
    settings.MAILING_PROVIDER = "mailjet"

    assert kinds(send(make_mailing(*make_crowd(60)))) == {Kind.ACCEPTED: 60}

    assert [len(body["Messages"]) for _, body in api.calls] == [50, 10]
    everybody = api.calls[0][1]["Globals"]
    assert everybody["TemplateLanguage"] is True
    assert "[[var:recap_leave]]" in everybody["HTMLPart"]


def test_a_provider_that_fills_nothing_in_gets_a_call_for_everybody(api, send, settings):
    settings.MAILING_PROVIDER = "postmark"
    mailing = make_mailing(*make_crowd(2))

    assert [answer.provider_id for answer in send(mailing)] == ["p-1", "p-1"]

    for row, (path, body) in zip(mailing.deliveries.order_by("pk"), api.calls, strict=True):
        leave = token_of(row, tokens.LEAVE)
        header = {"Name": "List-Unsubscribe", "Value": f"<http://127.0.0.1:8000/leave/{leave}/>"}
        assert (path, body["To"]) == ("/email", row.address)
        assert leave in body["HtmlBody"]
        assert leave in body["TextBody"]
        assert header in body["Headers"]


def test_any_other_provider_of_anymail_is_used_by_its_name(send, settings):
    settings.MAILING_PROVIDER = "test"
    mailing = make_mailing(make_subscriber("li@inbox.example.com", name="李 Li, Lei"))

    assert kinds(send(mailing)) == {Kind.ACCEPTED: 1}

    [message] = django_mail.outbox
    assert message.anymail_test_params["to"][0].display_name == "李 Li, Lei"


def test_a_text_that_looks_like_a_field_is_not_left_to_the_provider(api, send):
    mailing = make_mailing(*make_crowd(2))
    mailing.renditions.update(text="The %recipient of the prize")

    send(mailing)

    assert [len(body["to"]) for _, body in api.calls] == [1, 1]
    assert not [body for _, body in api.calls if "recap_leave" in body["html"][0]]


def test_two_contents_are_two_calls(api, send):
    mailing = make_mailing(*make_crowd(3))
    other = mailing.renditions.create(key="headlines", subject="Short", html="<p>Short</p>", text="Short")
    mailing.deliveries.filter(pk=first_row(mailing).pk).update(rendition=other)

    send(mailing)

    assert [(len(body["to"]), body["subject"][0] == "Short") for _, body in api.calls] == [
        (1, True),
        (2, False),
    ]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_provider_that_takes_nothing_now_has_taken_nothing(api, send, status):
    api.answer = lambda path, body: (status, {"message": "not now"})

    with pytest.raises(Unreachable, match="not now"):
        send(make_mailing(*make_crowd(3)))


def test_a_provider_that_is_not_there_has_taken_nothing(send, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "MAILGUN_API_URL": "http://127.0.0.1:9/v3"}

    with pytest.raises(Unreachable):
        send(make_mailing(*make_crowd(3)))


def test_a_provider_without_its_key_is_told_by_the_name_of_the_setting(send, settings):
    settings.ANYMAIL = {}

    with pytest.raises(Unreachable, match="MAILGUN_API_KEY"):
        send(make_mailing(*make_crowd(1)))


@pytest.mark.parametrize("answer", [(502, {}), (504, {}), (200, {"message": "what?"}), None])
def test_what_nobody_knows_the_end_of_leaves_the_whole_batch_unknown(api, send, answer):
    api.answer = lambda path, body: answer

    assert kinds(send(make_mailing(*make_crowd(3)))) == {Kind.UNKNOWN: 3}


def test_a_recipient_whom_the_provider_rejects_has_failed(api, send, settings):
    settings.MAILING_PROVIDER = "postmark"
    one, two = make_crowd(2)
    words = f"Found inactive addresses: {one.address}. Inactive recipients are"
    inactive = (422, {"ErrorCode": 406, "Message": words})
    api.answer = lambda path, body: inactive if body["To"] == one.address else accept(path, body)

    answers = send(make_mailing(one, two))

    assert [answer.words for answer in answers] == ["postmark: rejected", "postmark: sent"]
    assert kinds(answers) == {Kind.PERMANENT: 1, Kind.ACCEPTED: 1}


def states(mailing):
    return list(mailing.deliveries.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_lane_writes_down_what_the_provider_said(api):
    mailing = make_mailing(*make_crowd(2))

    assert lanes.run(mailing.pk) == 2

    found = set(mailing.deliveries.values_list("state", "provider_id", "answer"))
    assert found == {("sent", "<20250714.1@example.com>", "mailgun: queued")}


@pytest.mark.django_db(transaction=True)
def test_one_poison_address_stops_only_itself(api):
    mailing = make_mailing(*make_crowd(9), make_subscriber("poison@inbox.example.com"), *make_crowd(9))
    refused = (400, {"message": "'to' parameter is not a valid address."})
    api.answer = lambda path, body: refused if "poison" in str(body["to"]) else accept(path, body)

    lanes.run(mailing.pk)

    assert states(mailing) == ["sent"] * 9 + ["failed"] + ["sent"] * 9
    taken = [address for _, body in api.calls if "poison" not in str(body["to"]) for address in body["to"]]
    assert len(taken) == len(set(taken)) == 18
    assert "not a valid address" in mailing.deliveries.get(state="failed").answer


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_for_everybody_stops_the_mailing_for_a_person(api):
    mailing = make_mailing(*make_crowd(60))
    api.answer = lambda path, body: (400, {"message": "domain is not verified"})

    lanes.run(mailing.pk)

    mailing.refresh_from_db()
    assert mailing.state == "paused"
    assert "domain is not verified" in mailing.why
    assert states(mailing).count("queued") == 60 - lanes.REFUSALS


@pytest.mark.django_db(transaction=True)
def test_a_provider_that_is_down_is_left_alone_for_a_while(api):
    mailing = make_mailing(*make_crowd(3))
    api.answer = lambda path, body: (429, {"message": "not now"})

    lanes.run(mailing.pk, seconds=1)

    assert set(mailing.deliveries.values_list("state", "attempts")) == {("queued", 0)}
    assert len(api.calls) == 1
    assert Pace.objects.get(minute=0).down_until > time.time()


@pytest.mark.django_db(transaction=True)
def test_the_shared_rate_holds_for_a_provider_too(api, settings):
    settings.MAIL_RATE = 20
    mailing = make_mailing(*make_crowd(250))

    lanes.run(mailing.pk, seconds=2)

    assert [len(body["to"]) for _, body in api.calls] == [20 * lanes.CALL]  # and for as long no other
