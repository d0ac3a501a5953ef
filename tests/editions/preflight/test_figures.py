import pytest

from editions.preflight.figures import headline_figure
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import found


def told(headline, body):
    return found(headline_figure, make_document(make_section(make_item(body, headline=headline))))


@pytest.mark.parametrize(
    ("headline", "body", "ours", "theirs"),
    [
        ("Phone (3) at USD 799", "It costs USD 899, its case USD 29.", "USD 799", "USD 899"),
        ("A fund of $50 million", "The fund has $40 million.", "$50 million", "$40 million"),
        ("A fund of $50 million", "The fund has $50 billion.", "$50 million", "$50 billion"),
        (
            "J&T carries six billion parcels",
            "Parcel volume rose to 7.39 billion.",
            "six billion parcels",
            "7.39 billion",
        ),
        ("Romoss recalls 419,700 banks", "It recalls 491,700 banks.", "419,700 banks", "491,700 banks"),
        ("Vivo opens thirty shops", "It opened 40 new shops.", "thirty shops", "40 new shops"),
        ("Profit up 20%", "Profit rose 30% in May.", "20%", "30%"),
        ("融资7亿元", "完成融资8.2亿元。", "7亿元", "8.2亿元"),
    ],
)
def test_a_figure_that_the_body_tells_otherwise_is_found(headline, body, ours, theirs):
    findings = told(headline, body)

    assert [(finding.place.field, finding.passage) for finding in findings] == [("headline", ours)]
    assert f"“{ours}”, the body “{theirs}”" in findings[0].sentence


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("J&T carries over eight billion parcels in Q3", "Parcel volume rose to 8.39 billion."),
        ("Phone (3) at USD 799", "It costs USD 799, its case USD 29."),
        ("Nearly $48 million for a fund", "The fund has $44 million."),
        ("A fund of $2.8 billion", "It raised 20 billion yuan, after $3.5 billion in May."),
        ("A fund of $40 million", "It asks for $40-50 million."),
        ("A fund of $50 million", "Its shares are worth $3 billion."),
        ("Profit up 20%", "Profit rose to 120 million from 100 million, 30% of it abroad."),
        ("Profit up 20%", "Profit rose 19.8%."),
        ("Sales down 50%", "Sales halved, and profit fell 30%."),
        ("Profit up 20%", "Costs rose 30%, and wages 40%."),
        ("Vivo opens 30 shops", "It opened 10 shops in Lima and 20 shops in Cusco."),
        ("Vivo opens thirty shops", "It opened 30 shops."),
        ("Five makers recall vans", "Chery began, and two makers followed."),
        ("Xiaomi 15 phones go abroad", "Xiaomi sells 20 phones abroad."),
        ("X200 phones in 2025", "It has 40 phones."),
        ("A car charged in 12 minutes", "It stops after 8 minutes."),
        ("Share up 5 percent points", "Its share rose 8%."),
        ("Fair of 12 June shops", "It has 40 shops."),
        ("A 50-megapixel phone", "It has 12 megapixels and 4 lenses."),
        ("Vivo opens 30 shops", "It opened shops."),
    ],
)
def test_a_figure_that_is_rounded_told_otherwise_or_no_figure_passes(headline, body):
    assert told(headline, body) == []


def test_of_sums_in_words_the_headline_is_the_passage():
    findings = told("Vivo raises six billion yuan", "It raised 9 billion yuan.")

    assert [finding.passage for finding in findings] == ["Vivo raises six billion yuan"]
