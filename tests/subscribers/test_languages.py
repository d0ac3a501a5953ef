"""Pages and mails in the language that somebody chose."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from editions import corrections
from sources import tickets
from subscribers import mailings, tokens
from subscribers.models import Mailing, Seed
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE
from tests.desk import tree_of, words_of
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_masthead,
    make_published_edition,
    make_subscriber,
    make_superuser,
)
from tests.subscribers.people import make_letter, page_of

pytestmark = pytest.mark.django_db
DUE = datetime(2025, 8, 1, 0, 0, tzinfo=UTC)  # the digest of July: eight o'clock in Shanghai
PURPOSES = {"address": tokens.PREFERENCES, "erase": tokens.PREFERENCES, "less": tokens.LEAVE}


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def main_of(response):
    return " ".join("".join(tree_of(response).find(".//main").itertext()).split())


def mail(edition):
    mailing = mailings.start_edition(edition, "everyone", None, NOON)
    while not mailings.fill(mailing, NOON):
        pass
    return mailing


def sent_to(mailing, person):
    return mailing.deliveries.get(subscriber=person).rendition


def keys(mailing):
    return sorted(mailing.renditions.values_list("key", flat=True))


# Pages


@pytest.mark.parametrize("prefix", ["", "/zh"])
@pytest.mark.parametrize(
    ("language", "heading", "lang"), [("en", "What you get", "en"), ("zh", "您接收的内容", "zh-Hans")]
)
def test_a_private_page_speaks_the_language_of_its_owner(client, prefix, language, heading, lang):
    ada = make_subscriber(language=language)

    tree = tree_of(client.get(prefix + page_of(tokens.PREFERENCES, ada)))

    assert tree.find(".//h1").text == heading
    assert tree.get("lang") == lang


@pytest.mark.parametrize(
    ("path", "heading", "chosen"),
    [("/subscribe/", "Outbound by email", "en"), ("/zh/subscribe/", "通过邮件接收 Outbound", "zh")],
)
def test_a_page_to_join_speaks_the_language_of_its_address(client, path, heading, chosen):
    tree = tree_of(client.get(path))
    [select] = [one for one in tree.iter("select") if one.get("name") == "language"]

    assert tree.find(".//h1").text == heading
    [option] = [one for one in select if one.get("selected") is not None] or [select[0]]
    assert option.get("value") == chosen


@pytest.mark.parametrize("below", ["you", "address", "erase", "leave", "less", "confirm", "move"])
@pytest.mark.parametrize("status", ["active", "pending", "unsubscribed", "bounced", "complained"])
def test_no_word_of_ours_is_english_for_a_reader_of_chinese(client, below, status):
    ada = make_subscriber("ada@example.com", language="zh", status=status)
    purpose = PURPOSES.get(below) or {"you": tokens.PREFERENCES}.get(below, below)
    letter = make_letter(ada, below, address="ada@example.com") if below in ("confirm", "move") else None
    path = page_of(purpose, ada, letter.pk if letter else 0, below=below)

    shown = main_of(client.get(path, follow=True))

    names = r"Outbound|ada@example\.com|English"
    assert shown
    assert re.findall(r"[A-Za-z]{3,}", re.sub(names, "", shown)) == []


def test_what_is_kept_is_told_in_the_language_of_who_asks(client):
    ada = make_subscriber(language="zh", choice="digest", paused_until=NOON.date())
    make_letter(ada, at=NOON)

    shown = main_of(client.get(page_of(tokens.PREFERENCES, ada, below="kept")))

    assert "每月摘要，2025年7月14日前暂停" in shown
    assert "2025年7月14日" in shown.partition("写给您的邮件")[2]
    assert "请确认订阅，发往" in shown


@pytest.mark.parametrize(("language", "prefix"), [("zh", "/zh/you/"), ("en", "/you/")])
def test_who_has_saved_stays_in_their_language(client, language, prefix):
    ada = make_subscriber(language=language)

    answer = client.post(page_of(tokens.PREFERENCES, ada), {"choice": "full", "language": language})

    assert answer["Location"].startswith(prefix)


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("/subscribe/", "ada", "An email address must have an @-sign."),
        ("/zh/subscribe/", "ada", "邮箱地址必须包含 @ 符号。"),
        ("/zh/subscribe/", "ada(x@example.com", "无法向此地址发送邮件，请检查是否填写正确。"),
        ("/zh/subscribe/", "", "请填写您的邮箱地址。"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(client, path, typed, sentence):
    answer = client.post(path, {"address": typed, "language": "en"})

    assert answer.status_code == 422
    assert sentence in words_of(answer)


def test_who_asks_on_a_chinese_page_is_answered_in_chinese(client):
    ticket = tickets.make(tickets.JOIN, timezone.now())

    answer = client.post("/zh/subscribe/", {"address": "ada@example.com", "language": "zh", "ticket": ticket})

    assert "请查看您的邮箱" in words_of(answer)


def test_a_new_language_is_spoken_at_once(client):
    ada = make_subscriber()

    answer = client.post(
        page_of(tokens.PREFERENCES, ada), {"choice": "full", "language": "zh", "save": ""}, follow=True
    )

    assert "已保存。" in words_of(answer)


# Mails


def test_one_mailing_speaks_to_each_in_their_language():
    ada, li = make_subscriber(), make_subscriber(language="zh")

    mailing = mail(make_published_edition(make_item("Vivo opened in Lima.")))
    english, chinese = sent_to(mailing, ada), sent_to(mailing, li)

    for part in (chinese.html, chinese.text):
        assert "Vivo opened in Lima." in part
        assert "您收到 Outbound，是因为您订阅了它。" in part
        assert not re.search("You get|Unsubscribe|Read on the web|Week of", part)
        assert part.count(f"/leave/{LEAVE_PLACE}/") == part.count(f"/you/{PREFERENCES_PLACE}/") == 1
    for part in (english.html, english.text):
        assert "You get Outbound because you asked for it." in part
        assert not re.search("[㐀-鿿]", part)


def test_a_chinese_mail_leads_to_chinese_pages():
    li, edition = make_subscriber(language="zh"), make_published_edition()

    text = sent_to(mail(edition), li).text

    assert f"在网页上阅读：\n{settings.SITE_URL}/zh{edition.get_absolute_url()}\n" in text


def test_its_few_words_are_marked_as_chinese_in_the_html():
    li = make_subscriber(language="zh")

    html = sent_to(mail(make_published_edition()), li).html

    assert '<html lang="en"' in html
    assert re.search(r'class="foot ink2"[^>]* lang="zh-hans"|lang="zh-hans"[^>]*class="foot ink2"', html)


def test_headlines_and_what_is_followed_are_chinese_too():
    company = make_company()
    headlines = make_subscriber(language="zh", choice="headlines")
    choosy = make_subscriber(language="zh", choice="follows")
    choosy.follows.create(company=company)

    mailing = mail(make_published_edition(make_item(companies=[company]), make_item()))

    assert "本期标题。" in sent_to(mailing, headlines).text
    assert "本期共 2 条，其中 1 条在此。" in sent_to(mailing, choosy).text


def test_a_list_without_readers_of_chinese_makes_no_chinese_content():
    make_subscriber()

    assert keys(mail(make_published_edition())) == ["full", "headlines"]


def test_a_reader_of_chinese_adds_contents_for_theirs_alone():
    company = make_company()
    for language in ("en", "en", "zh"):
        make_subscriber(choice="follows", language=language).follows.create(company=company)

    mailing = mail(make_published_edition(make_item(companies=[company])))

    assert [key.split()[:2] for key in keys(mailing) if " zh" in key] == [
        ["follows", "zh"],
        ["full", "zh"],
        ["headlines", "zh"],
    ]
    assert mailing.renditions.count() == 6
    assert mailing.deliveries.count() == 3


def test_seeds_get_the_english_edition():
    make_subscriber(language="zh")
    Seed.objects.create(address="seed@example.com")

    mailing = mail(make_published_edition())

    assert mailing.deliveries.get(is_seed=True).rendition.key == "full"


def test_a_digest_is_chinese_in_its_subject_too():
    make_published_edition()
    ada = make_subscriber(choice="digest")
    li = make_subscriber(choice="digest", language="zh")

    mailings.start_due(DUE)
    mailing = Mailing.objects.get(kind="digest")
    mailings.fill(mailing, DUE)

    assert sent_to(mailing, ada).subject == "Outbound: July 2025"
    assert sent_to(mailing, li).subject == "Outbound：2025年7月"
    assert "本月共 1 期" in sent_to(mailing, li).text


def site_links(text):
    """The paths on this site that a mail leads to, without those of its reader's own pages."""
    paths = re.findall(rf"{re.escape(settings.SITE_URL)}(/[^\s\"<]*)", text)
    return {path for path in paths if not re.match("(/zh)?/(leave|you)/", path)}


@pytest.mark.parametrize(("language", "below"), [("zh", "/zh"), ("en", "")])
def test_a_digest_leads_to_pages_in_the_language_of_its_reader(language, below):
    item = make_item(headline="Vivo opens")
    edition, li = make_published_edition(item), make_subscriber(choice="digest", language=language)

    mailings.start_due(DUE)
    mailing = Mailing.objects.get(kind="digest")
    mailings.fill(mailing, DUE)

    item.refresh_from_db()
    paths = {f"{below}{path}" for path in ("/editions/", edition.get_absolute_url(), item.get_absolute_url())}
    for part in (sent_to(mailing, li).html, sent_to(mailing, li).text):
        assert {path for path in site_links(part) if "/media/" not in path} <= paths
        assert {f"{below}/editions/", below + edition.get_absolute_url()} <= site_links(part)


def test_the_mail_of_a_correction_leads_to_chinese_pages():
    item, li = make_item("It has ten shops.", headline="Ten shops"), make_subscriber(language="zh")
    mailing = mail(make_published_edition(item))
    mailing.deliveries.update(state="sent")
    item.refresh_from_db()
    changes = {"body": "It has nine shops."}
    (one,) = corrections.correct_item(item, changes, note="Nine.", by=make_superuser(), now=NOON)

    told = mailings.start_correction(one, None, NOON)
    mailings.fill(told, NOON)

    assert site_links(sent_to(told, li).text) == {"/zh" + item.get_absolute_url()}
