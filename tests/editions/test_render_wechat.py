import html5lib
import pytest

from editions.document import EditionDocument
from editions.render.wechat import render_wechat
from tests.editions.documents import make_document, make_full_document, make_hostile_document, make_section

KEPT = {"section", "p", "span", "strong", "br", "img", "sub", "sup"}


@pytest.mark.parametrize("document", [make_full_document(), make_hostile_document(), EditionDocument()])
def test_only_what_the_editor_keeps_is_used(document):
    paste = html5lib.parseFragment(render_wechat(document), namespaceHTMLElements=False)

    for node in paste.iter():
        assert node.tag in KEPT | {"DOCUMENT_FRAGMENT"}
        assert set(node.attrib) <= {"style", "src", "alt"}


def test_the_paste_is_well_formed():
    page = f"<!doctype html><title>x</title>{render_wechat(make_full_document())}"

    assert html5lib.HTMLParser(strict=True).parse(page) is not None


def test_an_address_becomes_a_number_that_the_end_explains():
    paste = render_wechat(make_document(signoff="[Tell us](/tips/) or [tell us](/tips/)"))

    assert 'Tell us<span style="font-size:12px;color:#b3261e">[1]</span> or tell us<span' in paste
    assert paste.count("https://recap.example/tips/") == 1
    assert "[1] https://recap.example/tips/" in paste


def test_lists_are_written_out():
    paste = render_wechat(make_document(make_section(text="- a\n- b\n\nand\n\n1. c\n2. d")))

    assert [mark for mark in ("• a", "• b", "1. c", "2. d") if mark in paste] == [
        "• a",
        "• b",
        "1. c",
        "2. d",
    ]


def test_the_company_is_bold_and_a_chinese_name_unharmed():
    assert "<strong>小米</strong>把第一座海外工厂建在印尼" in render_wechat(make_full_document())


def test_hostile_words_are_printed_as_words():
    assert "<script" not in render_wechat(make_hostile_document())
