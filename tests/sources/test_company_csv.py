"""Companies go into a spreadsheet and come back."""

import csv
import io
import time

import pytest

from sources import company_csv, company_import
from sources.models import Company, FormerSlug, Market
from tests.factories import make_company

pytestmark = pytest.mark.django_db


def exported():
    return company_csv.write(company_csv.export())


def read(*lines):
    return company_import.read("\n".join(lines))


def stored(*lines):
    rows = read(*lines)
    company_import.store(rows)
    return rows


def reasons(rows):
    return {row.line: row.reason for row in rows if row.reason}


@pytest.fixture
def luvo():
    """A company with all that a row can hold, awkwardly spelled."""
    company = make_company(
        "=Luvo, Inc",
        local_name="路沃",
        aliases="Lu|vo\n'+Luvo\\\n-L",
        former_names="@Luvo",
        ambiguous_name=True,
        ticker="+0700.HK",
        headquarters="Ningbo",
        website="https://luvo.example/",
        parent=make_company("Parent"),
        summary='Makes "scooters"\r\nand more.',
    )
    company.sectors.add("Mobility", "Two wheels, electric")
    company.markets.set(Market.objects.filter(name__in=["Peru", "Chile"]))
    return company


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_round_trip_changes_nothing(luvo, charset):
    text = company_csv.decoded(exported().encode(charset))

    assert [row.verdict for row in company_import.read(text)] == ["unchanged", "unchanged"]


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_what_excel_saves_as_unicode_text_comes_back(luvo, charset):
    rows, out = csv.reader(io.StringIO(exported())), io.StringIO("\ufeff")
    out.seek(1)
    csv.writer(out, csv.excel_tab).writerows(rows)

    text = company_csv.decoded(out.getvalue().encode(charset))
    assert [row.verdict for row in company_import.read(text)] == ["unchanged", "unchanged"]


@pytest.mark.parametrize("first", ["sep=;", "SEP=;\r", '"sep=;"', "sep=;;"])
def test_a_first_line_that_tells_excel_the_separator_is_no_row(first):
    rows = read(first, "name;ticker", "Luvo, Inc;1", "Vivo")

    assert rows[0].values == {"name": "Luvo, Inc", "ticker": "1"}
    assert reasons(rows) == {4: "It has 1 cells where the first line names 2."}


def test_what_a_spreadsheet_makes_of_spaces_and_line_ends_is_the_same_row():
    make_company("Luvo  Motor", ticker="1")

    assert [row.differs for row in read("name,ticker\rluvo\u00a0Motor,1;2\r")] == [
        [("name", "Luvo Motor", "luvo Motor"), ("ticker", "1", "1;2")]
    ]


def test_columns_that_a_spreadsheet_left_empty_at_the_end_are_none():
    rows = read("Name,Former-names,,\nVivo,,,\nOppo,,\nLuvo,,,x\n")

    assert [row.verdict for row in rows] == ["new", "new", "refused"]
    assert rows[2].reason == "It has 4 cells where the first line names 2."


def test_what_goes_out_comes_into_an_empty_newsroom_whole(luvo):
    text, before = exported(), company_csv.told(luvo, luvo.sectors.names())
    Company.objects.all().delete()

    company_import.store(company_import.read(text))

    company = Company.objects.get(local_name="路沃")
    assert company_csv.told(company, company.sectors.names()) == before
    assert company.aliases == "Lu|vo\n'+Luvo\\\n-L"


def test_no_cell_is_a_formula(luvo):
    cells = {cell for row in csv.reader(io.StringIO(exported())) for cell in row}

    assert {"'=Luvo, Inc", "'@Luvo", "'+0700.HK"} <= cells
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@"))]


def test_three_bad_rows_of_many_hold_up_no_other():
    bad = ["Vivo,ftp:/x,,", "Oppo,,Nowhere,", "Nobody,,,Atlantis"]
    lines = [f"Company of row {number},,," for number in range(97)]

    rows = stored("name,website,parent,markets", *lines, *bad)

    assert Company.objects.count() == 97
    assert reasons(rows) == {
        99: "website: Enter a valid URL.",
        100: "There is no company “Nowhere” to be its parent.",
        101: "There is no market “Atlantis”.",
    }


def test_a_column_that_is_not_there_is_left_as_it_is(luvo):
    [row] = stored("name,headquarters", "'=luvo, inc".join('""') + ",Wuhan")

    luvo.refresh_from_db()
    assert row.differs == [("name", "=Luvo, Inc", "=luvo, inc"), ("headquarters", "Ningbo", "Wuhan")]
    assert (luvo.headquarters, luvo.ticker, luvo.ambiguous_name) == ("Wuhan", "+0700.HK", True)
    assert luvo.sectors.count() == luvo.markets.count() == 2


def test_an_empty_cell_empties(luvo):
    stored("name,aliases,markets,sectors,parent", '"=Luvo, Inc",,,,')

    luvo.refresh_from_db()
    assert (luvo.aliases, luvo.parent, luvo.markets.count(), luvo.sectors.count()) == ("", None, 0, 0)


def test_a_row_with_a_slug_renames(luvo):
    stored("name,slug", f"Luvo,{luvo.slug}")

    luvo.refresh_from_db()
    assert luvo.name == "Luvo"


def test_a_new_slug_leaves_the_old_address_leading_on():
    company = make_company("Vivo", slug="vivo")
    stored("name,slug", "Vivo,vivo-mobile")

    assert FormerSlug.objects.get(slug="vivo").company == company


def test_a_new_company_gets_a_free_slug_and_its_parent_may_be_new():
    make_company("Other", slug="luvo")
    stored("name,parent,slug", "Luvo,Luvo Group,", "Luvo Group,,luvo-2")

    assert Company.objects.get(name="Luvo").slug == "luvo-3"
    assert Company.objects.get(name="Luvo").parent.name == "Luvo Group"


def test_parents_in_a_circle_are_refused_and_whoever_waits_for_them():
    make_company("Head")
    rows = read("name,parent", "A,B", "B,A", "Below,A", "Head,Head")

    assert reasons(rows) == {
        2: "“B” is it, or belongs to it, and cannot be its parent.",
        3: "There is no company “A” to be its parent.",
        4: "There is no company “A” to be its parent.",
        5: "“Head” is it, or belongs to it, and cannot be its parent.",
    }


def test_parent_and_child_change_places():
    upper = make_company("Upper")
    lower = make_company("Lower", parent=upper)
    stored("name,parent", "Upper,Lower", "Lower,")

    assert Company.objects.get(pk=upper.pk).parent == lower


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",x,,", "It has no name."),
        ("Vivo,vivo two,,", "slug: "),
        (f"{'V' * 121},,,", "name: "),
        ("Vivo,vivo,perhaps,", "ambiguous: “perhaps” is neither yes nor no."),
        ("Vivo,vivo", "It has 2 cells where the first line names 4."),
        ("Kept,first,,", "Another company is called “Kept”; the slug is of First."),
        ("Gone,gone,,", "Gone was merged into Kept."),
        ("kept,,,", "Line 2 has the same company already."),
        ("Novel,,,", "Line 3 has this name already."),
        ("ltd  first,ltd,,", "“ltd first” is another name of First: take it from there first."),
        (f"Vivo,,,{'s' * 101}", "sectors: “ssssssssssssssssssssssssssssss…” is longer than 100 characters."),
    ],
    ids=[
        "no-name",
        "slug",
        "long",
        "doubtful",
        "cells",
        "taken",
        "merged",
        "twice",
        "name-twice",
        "alias",
        "sector",
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row, reason):
    make_company("First", slug="first", aliases="Ltd First")
    make_company("Gone", slug="gone", merged_into=make_company("Kept"))

    [found] = reasons(read("name,slug,ambiguous,sectors", "Kept,,,", "Novel,,,", row)).values()
    assert found.startswith(reason)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty"),
        ("slug\nvivo", "“name” is not among them"),
        ("name,,ticker\nVivo,,1", "Column 2 has no name"),
        ('name,summary\nOppo,\nVivo,"Makes\nphones\n', "begins in line 3 cannot be read"),
        ("name,colour\nVivo,red", "There is no column “colour”"),
        ("name,name\nVivo,Vivo", "A column is there twice"),
        ("name\n", "There is no row below"),
        (f"name\n{'V' * 200_000}", "begins in line 2 cannot be read"),
    ],
    ids=["empty", "no-name", "unnamed", "quote", "column", "twice", "no-rows", "endless"],
)
def test_a_file_that_is_no_list_of_companies_says_why(text, sentence):
    with pytest.raises(company_csv.Unreadable, match=sentence):
        company_import.read(text)


@pytest.mark.parametrize(
    ("names", "charset"),
    [("鴻海精密,碁峰,長榮海運", "cp950"), ("鸿海精密,吉利汽车,长荣海运", "gb18030"), ("吉利汽车", "gb18030")],
    ids=["Taiwan", "mainland", "a few characters"],
)
def test_a_spreadsheet_of_taiwan_is_told_from_one_of_the_mainland(names, charset):
    text = "name,local_name\n" + "".join(f"V,{one}\n" for one in names.split(","))

    assert company_csv.decoded(text.encode(charset)) == text


@pytest.mark.parametrize("content", [b"\x00name", b"\xff\xfe\xfa", b"a" * (8 * 1024 * 1024 + 1)], ids="abc")
def test_what_is_no_text_or_too_much_says_why(content):
    with pytest.raises(company_csv.Unreadable):
        company_csv.decoded(content)


@pytest.mark.parametrize("delimiter", [";", "\t"], ids=["semicolon", "tab"])
def test_a_spreadsheet_may_part_cells_in_its_way(delimiter):
    stored(f"name{delimiter}ticker", f"Vivo{delimiter}0700")

    assert Company.objects.get().ticker == "0700"


def test_a_thousand_rows_come_in_with_a_query_a_batch(django_assert_max_num_queries):
    lines = [f"Company {number},Alias {number}|其他,Mobility,Peru,Company 0" for number in range(1, 1000)]
    begun = time.process_time()
    with django_assert_max_num_queries(60):
        stored("name,aliases,sectors,markets,parent", "Company 0,,,,", *lines)

    assert Company.objects.filter(parent__name="Company 0", markets__name="Peru").count() == 999
    assert time.process_time() - begun < 5  # 5,000 take some six seconds on a loaded machine
