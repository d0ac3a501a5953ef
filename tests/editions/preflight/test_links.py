from dataclasses import replace

import pytest

from editions.document import CreditDoc, SeeAlsoDoc
from editions.preflight import links
from editions.preflight.context import LinkFacts
from editions.preflight.findings import Place
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import fixed, found, in_body, passages

PAGE = "https://paper.example/a"
GONE = {PAGE: LinkFacts("dead", 404)}


def with_credits(*credits, **fields):
    return make_document(make_section(make_item(credits=credits, **fields)))


def facts(state, address=PAGE, **more):
    return {address: LinkFacts(state, **more)}


# Which links there are


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[The report](https://a.example/b) says so.", "https://a.example/b"),
        ('[It](<https://a.example/b>) and [it](https://a.example/b "Title").', "https://a.example/b"),
        ("[Bus](https://a.example/b_(bus)) lines", "https://a.example/b_(bus)"),
        ("See https://a.example/b?c=1, or not.", "https://a.example/b?c=1"),
        ("See <https://a.example/b>.", "https://a.example/b"),
        ("**https://a.example/b**", "https://a.example/b"),
        ("[https://a.example/b](https://a.example/b)", "https://a.example/b"),
        ("详见https://a.example/b。", "https://a.example/b"),
        ('<a href="https://a.example/b">It</a>', "https://a.example/b"),
        ("[It](https://a.example/b?c=1&amp;d=2)", "https://a.example/b?c=1&d=2"),
        ("[It][1]\n\n[1]: https://a.example/b", "https://a.example/b"),
    ],
)
def test_a_link_in_a_text_is_found_where_it_stands(text, address):
    document = make_document(introduction=text)

    assert links.addresses_of(document) == [address]
    for link in links.linked(document):
        assert text[link.start :].startswith(link.written)


@pytest.mark.parametrize(
    "text",
    ["`https://a.example`", "[Us](/about/)", "[Top](#top)", "[Us](mailto:us@a.example)", "a.example/b"],
)
def test_what_leads_to_no_other_site_is_no_web_address(text):
    assert links.addresses_of(make_document(introduction=text)) == []


def test_addresses_are_those_of_every_text_and_credit_once_and_not_our_own():
    item = make_item(
        f"[A]({PAGE}) and [ours](https://recap.example/items/4/)",
        credits=(CreditDoc("The Paper", PAGE), CreditDoc("36Kr", "https://kr.example/1"), CreditDoc("None")),
        see_also=(SeeAlsoDoc("Ports", "https://ports.example/"),),
        follows_up=SeeAlsoDoc("Before", "/items/3/"),
        authors_note="Written at https://cafe.example/.",
    )
    document = make_document(
        make_section(item, text="https://b.example/"),
        introduction="https://c.example/",
        signoff="https://d.example/",
    )

    assert links.addresses_of(document) == [
        *("https://c.example/", "https://b.example/", PAGE, "https://d.example/"),
        *("https://kr.example/1", "https://ports.example/"),
    ]


# Malformed


@pytest.mark.parametrize(
    "target",
    ["", "htp://a.example", "report", "https://", "tel:110", "http://user:word@a.example/", "//a.example/b"],
)
def test_an_address_that_is_none_is_found(target):
    assert len(in_body(links.malformed, f"[The report]({target}) says so.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"[The report]({PAGE})",
        "[Us](/about/) and [you](#you) and [me](mailto:me@a.example)",
        "[Editor’s note](which was added) stays",
        "[1] (see below)",
        "[It](http://a.example:8888/b)",
        "[It](http://127.0.0.1/)",
        "www.a.example",
        "小米[新闻](https://例子.example/新闻)",
    ],
)
def test_an_address_that_is_one_is_not(text):
    assert in_body(links.malformed, text) == []


def test_an_address_without_a_scheme_is_given_one():
    document = make_document(introduction="[The report](www.paper.example/b) says so.")
    (finding,) = found(links.malformed, document)

    assert finding.passage == "www.paper.example/b"
    assert fixed(finding, document) == "[The report](https://www.paper.example/b) says so."


# Private


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://127.0.0.1/",
            "http://192.168.1.20/draft",
            "http://localhost:8000/",
            "http://[::1]/",
            "http://2130706433/",
        ),
        *("http://intranet/wiki", "https://nas.local/", "http://[::ffff:10.0.0.1]/", "http://0x7f.1/"),
    ],
)
def test_a_link_into_a_private_network_is_an_error(address):
    (finding,) = found(links.private, with_credits(CreditDoc("The Paper", address)))

    assert (finding.severity, finding.url) == ("error", address)
    assert finding.place == Place("credits", 0, 0)


def test_in_a_text_it_is_found_once_however_often_it_stands_there():
    findings = in_body(
        links.private, "[It](http://127.0.0.1/a) and [it](http://127.0.0.1/a) and [b](http://10.0.0.1)"
    )

    assert passages(findings) == ["http://127.0.0.1/a", "http://10.0.0.1"]


@pytest.mark.parametrize(
    "address", [PAGE, "https://8.8.8.8/", "/items/4/", "http://a.example:8888/", "http://me@a.example/"]
)
def test_a_public_link_is_not(address):
    assert in_body(links.private, f"[It]({address})") == []


def test_a_link_to_the_site_itself_is_not_while_it_stands_on_this_machine():
    document = make_document(introduction="[Us](http://127.0.0.1:8000/about/)")
    document = replace(document, masthead=replace(document.masthead, site_url="http://127.0.0.1:8000"))

    assert found(links.private, document) == []


def test_a_name_that_led_into_a_private_network_is_found_by_what_was_checked():
    document = make_document(introduction=f"[It]({PAGE})")

    assert passages(found(links.not_public, document, links=facts("refused"))) == [PAGE]
    assert found(links.not_public, document) == []


def test_what_is_private_by_its_spelling_is_said_once():
    address = "http://127.0.0.1/"

    assert in_body(links.not_public, f"[It]({address})", links=facts("refused", address)) == []


# Dead


def test_a_dead_link_is_found_in_texts_and_credits():
    document = with_credits(
        CreditDoc("The Paper", PAGE), body=f"[It]({PAGE})", see_also=(SeeAlsoDoc("It", PAGE),)
    )
    findings = found(links.dead, document, links=GONE)

    assert [finding.place.field for finding in findings] == ["body", "credits", "see_also"]
    assert (
        findings[0].sentence
        == f"“{PAGE}” is dead: the page is gone (404). Link elsewhere, or take the link away."
    )


def test_a_long_address_is_cut_in_the_sentence():
    address = f"{PAGE}/{'b' * 100}"
    (finding,) = in_body(links.dead, f"[It]({address})", links=facts("dead", address))

    assert f"“{address[:79]}…”" in finding.sentence
    assert finding.url == address


def test_a_host_that_is_gone_is_called_so():
    (finding,) = in_body(links.dead, f"[It]({PAGE})", links=facts("dead"))

    assert "there is no such host" in finding.sentence


@pytest.mark.parametrize("check", [links.dead, links.moved, links.not_public])
@pytest.mark.parametrize("state", ["new", "sound", "unknown", None])
def test_a_link_that_is_sound_or_could_not_be_checked_is_no_finding(check, state):
    known = facts(state) if state else {}

    assert in_body(check, f"[It]({PAGE})", links=known) == []


# Moved


def test_a_moved_link_is_given_its_new_address():
    document = make_document(introduction=f"Read [it]({PAGE}), soon.")
    known = facts("moved", leads_to="https://paper.example/b_(c)")
    (finding,) = found(links.moved, document, links=known)

    assert finding.sentence == f"“{PAGE}” has moved to “https://paper.example/b_(c)”."
    assert fixed(finding, document) == "Read [it](https://paper.example/b_%28c%29), soon."


def test_a_moved_link_that_stands_twice_is_mended_twice_and_a_longer_one_left():
    document = make_document(introduction=f"[It]({PAGE}), [that]({PAGE}b) and {PAGE}.")
    (finding,) = found(links.moved, document, links=facts("moved", leads_to="https://new.example/b"))

    assert (
        fixed(finding, document) == f"[It](https://new.example/b), [that]({PAGE}b) and https://new.example/b."
    )


def test_a_credit_that_has_moved_is_told_its_new_address():
    document = with_credits(CreditDoc("The Paper", PAGE))
    (finding,) = found(links.moved, document, links=facts("moved", leads_to="https://new.example/b"))

    assert (finding.fix, finding.url) == (None, PAGE)
    assert finding.sentence == f"“{PAGE}” has moved to “https://new.example/b”."


def test_an_article_that_leads_to_the_front_page_is_not_mended():
    (finding,) = in_body(
        links.moved, f"[It]({PAGE})", links=facts("moved", leads_to="https://paper.example/")
    )

    assert finding.fix is None
    assert finding.sentence.endswith("the article may be gone.")


def test_a_front_page_that_has_moved_is_mended():
    known = facts("moved", "https://paper.example/", leads_to="https://new.example/")
    (finding,) = in_body(links.moved, "[It](https://paper.example/)", links=known)

    assert finding.fix.after == "https://new.example/"


# Tracking


def test_tracking_is_cut_out_of_a_text_at_once():
    body = f"[A]({PAGE}?utm_source=x&b=1#c), [b]({PAGE}?id=3) and {PAGE}?fbclid=y."
    document = make_document(introduction=body)
    (finding,) = found(links.tracking, document)

    assert finding.sentence == f"“{PAGE}?utm_source=x&b=1#c”, and 1 more: tells on whoever follows it."
    assert fixed(finding, document) == f"[A]({PAGE}?b=1#c), [b]({PAGE}?id=3) and {PAGE}."


def test_tracking_in_a_credit_is_told_with_the_address_that_is_enough():
    (finding,) = found(links.tracking, with_credits(CreditDoc("The Paper", f"{PAGE}?id=3&spm=a.1")))

    assert f"“{PAGE}?id=3” is enough" in finding.sentence
    assert finding.fix is None


@pytest.mark.parametrize("address", [f"{PAGE}?page=2&from=home", f"{PAGE}/utm_source", "/a?utm_source=x"])
def test_what_is_no_tracking_is_left(address):
    assert in_body(links.tracking, f"[It]({address})") == []


# Behind a paywall

CLOSED = CreditDoc("Financial Times", "https://www.ft.example/1")


@pytest.mark.parametrize("host", ["www.ft.example", "ft.example"])
def test_an_item_whose_every_source_is_behind_a_paywall_is_found(host):
    document = with_credits(replace(CLOSED, url=f"https://{host}/1"), CreditDoc("Vivo"))
    (finding,) = found(links.paywalled, document, paywalled=frozenset({"ft.example"}))

    assert finding.sentence.startswith("Readers may not get past the paywall of Financial Times")


@pytest.mark.parametrize(
    ("credits", "hosts"),
    [
        ((CLOSED, CreditDoc("The Paper", PAGE)), {"ft.example"}),
        ((CLOSED,), {"t.example", "paper.example"}),
        ((CLOSED,), set()),
        ((CreditDoc("Financial Times"),), {"ft.example"}),
        ((), {"ft.example"}),
    ],
)
def test_one_with_a_source_that_is_free_is_not(credits, hosts):
    assert found(links.paywalled, with_credits(*credits), paywalled=frozenset(hosts)) == []
