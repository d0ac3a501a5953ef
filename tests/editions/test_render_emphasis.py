import pytest

from editions.document import CompanyDoc
from editions.render.emphasis import emphasise
from sources.markup import trusted
from tests.editions.documents import JT, VIVO, XIAOMI


def bold(html, *companies, link=False):
    return emphasise(trusted(html), companies, link=link)


def test_the_company_named_first_is_bold_where_it_is_first_named():
    html = bold("<p>At Vivo, nobody but Xiaomi and Vivo knew.</p>", XIAOMI, VIVO)

    assert html == "<p>At <b>Vivo</b>, nobody but Xiaomi and Vivo knew.</p>"


def test_it_is_linked_where_it_has_a_page():
    assert (
        bold("<p>Vivo grew.</p>", VIVO, link=True)
        == '<p><b><a href="/companies/vivo/">Vivo</a></b> grew.</p>'
    )
    assert bold("<p>Fair grew.</p>", CompanyDoc("Fair"), link=True) == "<p><b>Fair</b> grew.</p>"


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>今年小米建厂</p>", "<p>今年<b>小米</b>建厂</p>"),
        ("<p>发布Xiaomi手机</p>", "<p>发布<b>Xiaomi</b>手机</p>"),
        ("<p>A Mi phone</p>", "<p>A <b>Mi</b> phone</p>"),
        ("<p>Xiaomi’s phone</p>", "<p><b>Xiaomi</b>’s phone</p>"),
        ("<p>Miami, then Mi</p>", "<p>Miami, then <b>Mi</b></p>"),
        ("<p>XiaomiX</p>", "<p>XiaomiX</p>"),
        ("<p>xiaomi</p>", "<p>xiaomi</p>"),
    ],
)
def test_local_names_and_aliases_count_and_parts_of_words_do_not(html, marked):
    assert bold(html, XIAOMI) == marked


def test_the_longest_of_names_that_begin_together_is_taken():
    assert bold("<p>J&amp;T Express grew</p>", JT) == "<p><b>J&amp;T Express</b> grew</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>Vivo</strong> and Vivo</p>",
        '<p><a href="/x/">Vivo</a> and Vivo</p>',
        "<h3>Vivo</h3><p>Vivo</p>",
        '<p title="Vivo">nothing</p>',
        "<p>AT&amp;T</p>",
    ],
)
def test_a_name_that_stands_out_already_and_all_markup_are_left_alone(html):
    assert bold(html, VIVO, CompanyDoc("amp")) == html
