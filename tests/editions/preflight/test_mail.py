from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as project

from editions.document import ItemDoc
from editions.preflight import mail, mail_inbox, mail_styles
from tests.editions.documents import (
    MASTHEAD,
    make_document,
    make_full_document,
    make_hostile_document,
    make_item,
    make_large_document,
    make_section,
)
from tests.editions.preflight.checked import fixed, found, passages

PREHEADER = "A recall, a shop, and parcels by the billion"
CHECKS = (*mail_inbox.CHECKS, *mail.CHECKS, *mail_styles.CHECKS)


def make_ready(**fields):
    """An edition that is ready to be mailed."""
    return make_document(**{"subject": "Vivo opens in Lima", "preheader": PREHEADER, **fields})


@pytest.fixture
def template(settings, tmp_path):
    """Puts a changed template of the email before ours."""

    def put(before, after):
        name = "editions/email/edition.html"
        text = (Path(project.BASE_DIR) / "templates" / name).read_text()
        assert before in text
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text.replace(before, after))
        engine = settings.TEMPLATES[0]
        settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]
        return make_ready(title=str(tmp_path))  # its rendering is kept, so no other test may share it

    return put


@pytest.mark.parametrize(
    "document", [make_ready(), replace(make_full_document(), subject="Vivo opens in Lima")]
)
def test_nothing_is_said_of_an_edition_that_is_ready(document):
    assert [finding for check in CHECKS for finding in found(check, document)] == []


def test_an_edition_that_is_not_mailed_is_asked_for_nothing():
    document = make_document(masthead=replace(MASTHEAD, postal_address=""), preheader="Hm", subject="YES!!")
    document = replace(document, sections=())

    assert [finding for check in CHECKS for finding in found(check, document, is_mailed=False)] == []


@pytest.mark.parametrize("subject", ["", " \n"])
def test_without_a_subject_line_the_title_is_offered(subject):
    document = make_ready(subject=subject, title="Lima gains a shop")
    [finding] = found(mail_inbox.no_subject, document)

    assert "would be mailed as “China Recap No. 27: Lima gains a shop”" in finding.sentence
    assert fixed(finding, document) == "Lima gains a shop"


def test_without_a_preheader_the_dek_is_offered():
    document = make_ready(preheader="", dek="Forty more shops by spring, says Vivo")
    [finding] = found(mail_inbox.no_preheader, document)

    assert fixed(finding, document) == "Forty more shops by spring, says Vivo"


def test_without_a_preheader_a_dek_that_is_no_good_for_one_is_not_offered():
    [finding] = found(mail_inbox.no_preheader, make_ready(preheader="", dek="Forty more"))

    assert finding.fix is None
    assert finding.sentence == "There is no preheader: inboxes show the dek in its place."


@pytest.mark.parametrize(
    ("subject", "count"), [("L" * 60, 0), ("L" * 61, 1), ("小米" * 15, 0), ("小米" * 15 + "6", 1)]
)
def test_a_subject_line_has_sixty_columns_and_chinese_takes_two(subject, count):
    assert len(found(mail_inbox.long_subject, make_ready(subject=subject))) == count


@pytest.mark.parametrize(("length", "count"), [(29, 1), (30, 0), (110, 0), (111, 1), (0, 0)])
def test_a_preheader_fills_the_room_it_has(length, count):
    assert len(found(mail_inbox.preheader_length, make_ready(preheader="L" * length))) == count


@pytest.mark.parametrize(
    ("preheader", "count"),
    [
        ("Vivo opens in Lima.", 1),
        ("Vivo opens", 1),
        ("Vivo opens in Lima, its first shop in Peru", 0),
        ("", 0),
    ],
)
def test_a_preheader_says_more_than_the_subject_line(preheader, count):
    assert len(found(mail_inbox.said_twice, make_ready(preheader=preheader))) == count


@pytest.mark.parametrize(
    ("now", "before", "count"),
    [
        ("Vivo opens in Lima", "Vivo Opens in Lima!", 1),
        ("China Recap 28: Vivo in Lima", "China Recap 27: Vivo in Lima", 1),
        ("China Recap 28: Vivo in Lima", "China Recap 27: Romoss waits", 0),
        ("China Recap #28", "China Recap #27", 0),
        ("China Recap 28: …", "China Recap 27: …", 0),
        ("Vivo opens 3 shops", "Vivo opens 4 shops", 0),
        ("Vivo opens in Lima", "", 0),
    ],
)
def test_a_subject_line_is_not_last_weeks(now, before, count):
    document = make_ready(subject=now)

    assert len(found(mail_inbox.last_weeks, document, last_subject=before)) == count


def test_a_preheader_is_not_last_weeks():
    [finding] = found(mail_inbox.last_weeks, make_ready(), last_preheader=PREHEADER)

    assert finding.place.field == "preheader"


def test_one_exclamation_mark_is_enough():
    document = make_ready(subject="Forty shops!!!")
    [finding] = found(mail_inbox.shouting, document)

    assert fixed(finding, document) == "Forty shops!"


@pytest.mark.parametrize(
    ("subject", "count"),
    [
        ("VIVO OPENS FORTY SHOPS", 1),
        ("Vivo opens forty SHOPS!", 0),
        ("BYD, CATL, NIO", 0),
        ("小米海外建厂！", 0),
    ],
)
def test_a_subject_line_does_not_shout(subject, count):
    assert len(found(mail_inbox.shouting, make_ready(subject=subject))) == count


def test_a_mail_that_gmail_cuts_off_names_its_heaviest_items():
    large = make_large_document(130)
    long = make_item("word " * 4000, headline="The whole report")
    document = replace(large, sections=(*large.sections, make_section(long)))
    [finding] = found(mail.heavy, document, is_mailed=False)

    assert "weighs 11" in finding.sentence
    assert "Gmail hides what is past 102 KB. Heaviest: “The whole report” (20 KB), " in finding.sentence


def test_a_heavy_week_of_sixty_items_is_not_cut_off():
    assert found(mail.heavy, make_large_document(60)) == []


@pytest.mark.parametrize("sections", [[make_section(make_item("![A chart](https://a.example/c.png)"))], []])
def test_a_mail_whose_text_says_nothing_is_an_error(sections):
    document = replace(make_ready(), sections=tuple(sections))

    assert [finding.severity for finding in found(mail.no_text, document)] == ["error"]


@pytest.mark.parametrize("fields", [{"introduction": "The week:"}, {}])
def test_any_words_make_a_text(fields):
    sections = () if fields else (make_section(ItemDoc(body="Vivo opened.")),)

    assert found(mail.no_text, replace(make_ready(**fields), sections=sections)) == []


def test_an_email_without_a_link_to_leave_is_an_error(template):
    document = template('<a href="{{ leave }}">{% translate "Unsubscribe" %}</a>', "{{ leave }}")
    [finding] = found(mail.no_way_out, document)

    assert (finding.severity, finding.place.field) == ("error", "html")
    assert "no unsubscribe link" in finding.sentence


def test_a_mail_without_a_postal_address_is_an_error():
    [finding] = found(mail.no_postal_address, make_ready(masthead=replace(MASTHEAD, postal_address=" ")))

    assert (finding.severity, "add it there" in finding.sentence) == ("error", True)


def test_an_email_that_has_lost_the_postal_address_is_an_error(template):
    document = template("{{ masthead.postal_address|linebreaksbr }}", "")

    assert len(found(mail.no_postal_address, document)) == 1


def test_an_address_of_several_lines_is_found_where_they_are_broken():
    masthead = replace(MASTHEAD, postal_address="Recap & Sons\n1 Example Road, " + "and on " * 12)

    assert found(mail.no_postal_address, make_ready(masthead=masthead)) == []


@pytest.mark.parametrize(
    ("put", "named"),
    [
        ('<p style="float:left">', "float"),
        ("<p style='position: absolute'>", "position"),
        ('<p style="display:flex">', "display: flex"),
        ('<p style="display:grid">', "display: grid"),
        ('<p style="background:#fff url(a.png)">', "a background image"),
        ('<p style="background:linear-gradient(red,blue)">', "a gradient"),
        ('<p style="transform:none;transform:scale(2)">', "transform"),
        ('<p style="color:var(--ink)">', "a variable"),
        ("<style>@import url(a.css);</style>", "@import"),
        ("<style>@font-face{src:url(a)}</style>", "@font-face"),
        ("<style>@keyframes a{}</style>", "an animation"),
        ("<form></form>", "<form>"),
        ("<svg></svg>", "<svg>"),
        ("<video></video>", "<video>"),
        ("<script></script>", "<script>"),
        ('<link rel="preload" href="a.css">', "<link>"),
    ],
)
def test_what_mail_programs_drop_is_pointed_out(template, put, named):
    [finding] = found(mail_styles.dropped, template('<tr><td class="foot ink2"', f"{put}<tr><td>"))

    assert finding.sentence.startswith(f"The email uses {named}, which ")


@pytest.mark.parametrize(
    "put", ['<p style="background-position:0 0;float:none;position:static">', "<p>style=float:left;"]
)
def test_what_looks_like_it_is_kept(template, put):
    assert found(mail_styles.dropped, template('<tr><td class="foot ink2"', f"{put}<tr><td>")) == []


def test_a_text_about_styles_is_no_style():
    words = 'Write `<p style="float:left">` and <script>position: fixed</script>.'

    assert found(mail_styles.dropped, make_ready(signoff=words)) == []


def test_whatever_people_paste_brings_no_style_that_is_dropped():
    assert passages(found(mail_styles.dropped, make_hostile_document())) == []
