"""Tables that readers sort and take away."""

import csv
import io
import json
from decimal import Decimal

import pytest

from editions.archive import tables


def ask(**values):
    return tables.read(values, filters=["company"], sorts=["date", "company"], usual="-date")


def read_back(rows):
    return list(csv.reader(io.StringIO(tables.to_csv(["name"], rows).decode("utf-8-sig"))))[1:]


def test_what_is_usual_has_an_address_without_a_query():
    assert ask(sort="-date", page="1").query() == ""


def test_an_address_keeps_what_was_asked_beside_what_it_changes():
    assert (
        ask(company="小米", sort="company").query(page=2) == "?company=%E5%B0%8F%E7%B1%B3&sort=company&page=2"
    )


@pytest.mark.parametrize(
    ("name", "value"), [("sort", "colour"), ("page", "0"), ("page", "-1"), ("page", "9²"), ("page", "x")]
)
def test_what_is_not_to_be_had_is_said_in_a_sentence(name, value):
    asked = ask(**{name: value})

    assert asked.wrong[name].endswith(".")
    assert (asked.sort, asked.page) == ("-date", 1)


def test_signs_that_no_text_has_are_left_out():
    assert ask(company="Vi\x00vo\n").filters["company"] == "Vivo"


def test_a_head_turns_the_order_round():
    date, company = tables.heads(ask(), [("Date", "date", False), ("Company", "company", False)])

    assert (date.order, date.query) == ("descending", "?sort=date")
    assert (company.order, company.query) == ("", "?sort=company")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"], ids=repr)
def test_no_cell_is_a_formula(text):
    assert read_back([[text]]) == [[f"'{text}"]]


def test_a_cell_keeps_commas_quotes_and_lines():
    assert read_back([['a,"b"\nc']]) == [['a,"b"\nc']]


def test_several_names_share_a_cell_and_nothing_is_empty():
    assert read_back([[["Vivo", "小米"]], [None], [Decimal("3.50")]]) == [["Vivo; 小米"], [""], ["3.50"]]


def test_csv_says_that_it_is_utf_8():
    assert tables.to_csv(["name"], [["小米"]]) == b"\xef\xbb\xbfname\r\n" + "小米\r\n".encode()


def test_json_names_each_fact():
    assert json.loads(tables.to_json("deals", ["name", "usd"], [["小米", None]])) == {
        "count": 1,
        "deals": [{"name": "小米", "usd": None}],
    }
