import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.kinds import KINDS
from sources.markets import MARKETS
from sources.suggest import (
    Amount,
    suggest_amounts,
    suggest_date,
    suggest_kind,
    suggest_markets,
    suggest_round,
)
from sources.suggest.kinds import TABLE

SAMPLES = Path(__file__).parents[3] / "shared/samples"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("The brand launched a tablet.", "launch"),
        ("The carmaker began deliveries of its van.", "launch"),
        ("Prosecutors launched an investigation.", ""),
        ("It closed a funding round led by a fund.", "funding"),
        ("It raised $40 million in a series B round.", "funding"),
        ("It raised questions about safety.", ""),
        ("The maker will recall 3,000 chargers.", "recall"),
        ("The founder recalled how it began.", ""),
        ("It plans an IPO in June.", "listing"),
        ("It will list on the Hong Kong Stock Exchange.", "listing"),
        ("It priced its secondary listing.", "listing"),
        ("It is the first product to list all the parts.", ""),
        ("The group will acquire a Dutch lender.", "acquisition"),
        ("It agreed to buy a 35% stake in a rival.", "acquisition"),
        ("User acquisition costs are high.", ""),
        ("Revenue rose 8% year-on-year.", "results"),
        ("In the second quarter, net profit fell.", "results"),
        ("They formed a joint venture to co-develop chips.", "partnership"),
        ("A Dutch court ruled on the trademark.", "legal"),
        ("The app was fined in Rome.", "legal"),
        ("The watchdog may ban the app.", "regulation"),
        ("Brussels imposed tariffs on electric cars.", "regulation"),
        ("The bank has a subsidiary in Peru.", ""),
        ("It named Li Na chief executive.", "people"),
        ("The founder steps down in May.", "people"),
        ("The tea chain opens its first store in Paris.", "market_entry"),
        ("It will set up a plant in Spain.", "market_entry"),
        ("The bus maker expands into Chile.", "market_entry"),
        ("Honor enters Peru", "market_entry"),
        ("It is to put $2bn into Thai data centres.", "market_entry"),
        ("The maker breaks ground on a plant in Spain.", "market_entry"),
        ("The parent entered bankruptcy.", "legal"),
        ("It entered talks.", ""),
        ("The urban area grew.", ""),
        ("Nothing of note.", ""),
    ],
)
def test_a_kind_is_read_from_its_words(body, kind):
    assert suggest_kind(body) == kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("公司完成亿元B轮融资", "funding"),
        ("公司申请在港交所上市", "listing"),
        ("集团拟收购一家荷兰公司", "acquisition"),
        ("品牌发布新手机", "launch"),
        ("公司发布二季度财报，营收同比增长", "results"),
        ("宣布召回三千台充电宝", "recall"),
        ("品牌进军泰国，首店开业", "market_entry"),
        ("公司拟在越南投资2亿美元建电池厂", "market_entry"),
        ("公司匈牙利工厂投产", "market_entry"),
        ("品牌巴黎旗舰店昨日开业", "market_entry"),
        ("与德国企业达成合作", "partnership"),
        ("法院判决商标侵权", "legal"),
        ("欧盟拟加征关税", "regulation"),
        ("任命李娜为总裁", "people"),
        ("公司发布声明", ""),
        ("一家上市公司表示", ""),
    ],
)
def test_a_kind_is_read_from_chinese_words(body, kind):
    assert suggest_kind(body) == kind


def test_the_headline_counts_double():
    body = "The group is known well. It will acquire a lender."

    assert suggest_kind(body) == ""
    assert suggest_kind(body, "Phone maker launches a watch") == "launch"


def test_the_opening_sentence_counts_more_than_the_rest():
    assert suggest_kind("It launched a phone. A U.S. maker recalled vans.") == "launch"
    assert suggest_kind("A U.S. maker recalled vans. It launched a phone.") == "recall"


def test_rules_speak_of_known_kinds_and_leave_other_to_editors():
    assert {row.split(" |")[0] for row in TABLE.splitlines() if row} == set(KINDS) - {"other"}


@pytest.mark.parametrize(
    ("text", "markets"),
    [
        ("A store in Thailand, then one in Viet Nam", ["thailand", "vietnam"]),
        ("Sales in Thailand and again in Thailand", ["thailand"]),
        ("Thai buyers, and those of Malaysia", ["malaysia", "thailand"]),
        (
            "in the UK, the U.S., the UAE and the EU",
            ["united-kingdom", "united-states", "united-arab-emirates", "europe"],
        ),
        ("join us, use it, uk.", []),
        ("CONTACT US", []),
        ("worth US$5", []),
        ("a German optics firm in Peru", ["peru", "germany"]),
        ("U.S. carmaker in Peru", ["peru", "united-states"]),
        ("the Hong Kong-based and U.S.-listed group", []),
        ("Southeast Asia, not Asia", ["southeast-asia", "asia"]),
        ("Latin American and North African growth", ["latin-america", "north-africa"]),
        ("a Chinese maker in China", []),
        ("It enters the Chinese market", ["china"]),
        ("It opens shops in Los Angeles and San Francisco.", ["united-states"]),
        ("品牌洛杉矶首店开业", ["united-states"]),
        ("back into China", ["china"]),
        ("Turkey approves a plant", ["turkey"]),
        ("roast turkey and Turkey sandwiches", []),
        ("a plant in Georgia", []),
        ("a plant in Georgia, near Tbilisi", ["georgia"]),
        ("a plant in Jordan", ["jordan"]),
        ("Stores across Jordan opened", ["jordan"]),
        ("It opened in Jordan Tuesday", ["jordan"]),
        ("Vietnam Airlines buys vans", ["vietnam"]),
        ("Michael Jordan likes shoes", []),
        ("Jordan sued the maker", []),
        ("Michael Jordan likes it; fame came to Jordan", []),
        ("Jordan Peterson speaks", []),
        ("shoes of Air Jordan", []),
        ("Guinea pig tests", []),
        ("the mines of Guinea", ["guinea"]),
        ("Papua New Guinea and Guinea-Bissau", ["papua-new-guinea", "guinea-bissau"]),
        ("Nigeria, not Niger", ["nigeria", "niger"]),
        ("New Mexico and New England", []),
        ("Polish buyers", []),
        ("the Polish buyers", ["poland"]),
        ("20 million Hong Kong dollars", []),
        ("进军泰国和印度尼西亚", ["thailand", "indonesia"]),
        ("内蒙古与中东部地区", []),
        ("进入中国市场", ["china"]),
        ("台湾、香港、澳门", ["taiwan", "hong-kong", "macao"]),
    ],
)
def test_markets_are_those_a_text_is_about(text, markets):
    assert suggest_markets(text) == markets


def money(text, amount, currency, usd=None):
    return Amount(text, Decimal(amount), currency, Decimal(usd) if usd else None)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20 billion yuan ($3 billion)", ("20000000000", "CNY", "3000000000")),
        ("2.7 billion yuan ($416 million)", ("2700000000", "CNY", "416000000")),
        ("HK$89.9 ($11.60)", ("89.9", "HKD", "11.60")),
        ("448,000 yuan (about US$69,000)", ("448000", "CNY", "69000")),
        ("5 billion yen, or $33 million", ("5000000000", "JPY", "33000000")),
        ("$3 billion (20 billion yuan)", ("3000000000", "USD", "3000000000")),
        ("3亿元（约合4200万美元）", ("300000000", "CNY", "42000000")),
        ("USD 799", ("799", "USD", "799")),
        ("$310 million", ("310000000", "USD", "310000000")),
        ("US$144 billion", ("144000000000", "USD", "144000000000")),
        ("$3 bn", ("3000000000", "USD", "3000000000")),
        ("$3.5B", ("3500000000", "USD", "3500000000")),
        ("3.5 million U.S. dollars", ("3500000", "USD", "3500000")),
        ("$10-20 million", ("20000000", "USD", "20000000")),
        ("$40 and $50 billion", ("50000000000", "USD", "50000000000")),
        ("RMB 300m", ("300000000", "CNY")),
        ("€1.2bn", ("1200000000", "EUR")),
        ("£40m", ("40000000", "GBP")),
        ("2 billion pounds", ("2000000000", "GBP")),
        ("INR 5 crore", ("50000000", "INR")),
        ("¥500", ("500", "CNY")),
        ("300-yuan", ("300", "CNY")),
        ("A$5 million", ("5000000", "AUD")),
        ("3亿元", ("300000000", "CNY")),
        ("人民币3亿元", ("300000000", "CNY")),
        ("1.5万亿元", ("1500000000000", "CNY")),
        ("20亿美元", ("2000000000", "USD", "2000000000")),
        ("10亿港元", ("1000000000", "HKD")),
        ("$5 million CAD", ("5000000", "CAD")),
        ("港币3亿元", ("300000000", "HKD")),
        ("８００万欧元", ("8000000", "EUR")),
    ],
)
@pytest.mark.parametrize("around", ["{}", "It paid {} for it.", "公司获{}，用于研发"])
def test_a_sum_has_its_amount_currency_and_dollars(around, text, amount):
    assert suggest_amounts(around.format(text)) == [money(text, *amount)]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Sony of Japan paid ¥500", "JPY"),
        ("a fee of ¥500 at its Tokyo store", "JPY"),
        ("its Tokyo store took ¥500, all in yuan", "CNY"),
        ("¥500亿日元", "JPY"),
    ],
)
def test_a_yen_sign_is_read_by_what_stands_near(text, currency):
    assert [amount.currency for amount in suggest_amounts(text)] == [currency]


@pytest.mark.parametrize(
    "text",
    [
        "23.5% of 7.39 billion parcels",
        "3亿用户",
        "186 grams, 50 megapixels, 6,500 mAh",
        "200 pounds of rice; it has won 3 and 5 won",
        "B$5",
        "Phone (3), Q2 2025, SU7",
        "$" + "9" * 40,
    ],
)
def test_a_figure_without_a_currency_is_no_sum(text):
    assert suggest_amounts(text) == []


def test_sums_come_in_order_and_once():
    found = suggest_amounts("Up to $5 billion, after €2m; the $5 billion stands. $6 (8 yuan), $7 or $8")

    assert [amount.text for amount in found] == ["$5 billion", "€2m", "$6 (8 yuan)", "$7", "$8"]


@pytest.mark.parametrize(
    ("text", "round_"),
    [
        ("its series C funding round", "series C"),
        ("closed its Series b+ round", "series B+"),
        ("a pre-A round", "pre-A"),
        ("a pre-Series A financing", "pre-A"),
        ("an angel round, then a seed round", "angel"),
        ("raised seed funding", "seed"),
        ("完成A轮融资", "A轮"),
        ("完成Pre-A轮融资", "Pre-A轮"),
        ("获天使轮投资", "天使轮"),
        ("the Series E sedan and four series of robots", ""),
        ("seed oil and an angel", ""),
        ("the X series", ""),
    ],
)
def test_a_round_is_named_with_its_money(text, round_):
    assert suggest_round(text) == round_


TUESDAY = date(2025, 7, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("denied it on July 6, saying", date(2025, 7, 6)),
        ("on July 6th", date(2025, 7, 6)),
        ("on 6 July", date(2025, 7, 6)),
        ("on Dec. 24", date(2025, 12, 24)),
        ("on Sept. 3", date(2025, 9, 3)),
        ("on July 6, 2024", date(2024, 7, 6)),
        ("2025-07-06", date(2025, 7, 6)),
        ("2025/7/6", date(2025, 7, 6)),
        ("7月6日", date(2025, 7, 6)),
        ("2024年12月6日", date(2024, 12, 6)),
        ("on Friday", date(2025, 7, 4)),
        ("on Tuesday", TUESDAY),
        ("last Tuesday", date(2025, 7, 1)),
        ("Monday’s statement", date(2025, 7, 7)),
        ("周五宣布", date(2025, 7, 4)),
        ("上周日宣布", date(2025, 7, 6)),
        ("said on Friday that it began on July 1", date(2025, 7, 1)),
        ("founded on May 4, 2014, it said on Friday", date(2025, 7, 4)),
        ("founded on May 4, 2014", date(2014, 5, 4)),
        ("on February 30", None),
        ("on Feb 29", date(2024, 2, 29)),
        ("2025-13-45", None),
        ("next Friday", None),
        ("下周五开业", None),
        ("it may 5 times; May 2025; May 5.5%; March 3 million", None),
        ("no day", None),
    ],
)
def test_a_day_is_the_nearest_one_of_its_name(text, day):
    assert suggest_date(text, around=TUESDAY) == day


def test_the_year_is_the_nearest_one():
    assert suggest_date("on Dec. 24", around=date(2021, 1, 11)) == date(2020, 12, 24)
    assert suggest_date("on Feb 5", around=date(2020, 12, 30)) == date(2021, 2, 5)


def test_no_day_is_before_the_calendar():
    assert suggest_date("on Friday", around=date.min) is None


def test_markets_have_a_slug_each_and_parents_above_them():
    above = {""}
    for market in MARKETS:
        assert market.slug not in above
        assert market.parent in above  # so there is no circle
        above.add(market.slug)


def test_markets_have_names_and_codes_of_their_own():
    words = [word for market in MARKETS for word in (market.name, market.local_name, *market.words)]
    codes = [market.code for market in MARKETS if market.code]

    assert len(set(words)) == len(words)
    assert len(set(codes)) == len(codes) == 198  # members and observers of the UN, and three more
    assert all(re.fullmatch("[A-Z]{2}", code) for code in codes)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", market.slug) for market in MARKETS)


anything = st.lists(
    st.text(st.characters(exclude_categories=()))
    | st.sampled_from(
        ["$", "¥", "9" * 30, "1.5", " billion", "亿", "元", " (", "-", "2月30日", "on Friday", "Feb 29"]
    )
    | st.sampled_from(
        ["Jordan", "US", "Michael ", "series A", "轮", "launch", ". ", "\n", "\ud800", "İ", "٣"]
    )
).map("".join)


@given(anything, anything, st.dates())
def test_no_text_raises(text, headline, around):
    suggest_kind(text, headline)
    suggest_markets(text)
    suggest_amounts(text)
    suggest_round(text)
    suggest_date(text, around=around)


def sample(name):
    if not (SAMPLES / name).exists():
        pytest.skip("the samples are not on this machine")
    return (SAMPLES / name).read_text()


def test_the_kinds_of_a_roundup_are_an_editors():
    lines = sample("china-recap-2025-07.txt").splitlines()
    briefs = [("", line) for line in lines if line.startswith("- ")]
    stories = [(lines[at], lines[at + 1]) for at in (11, 13, 15)]

    assert [suggest_kind(body, headline) for headline, body in briefs + stories] == [
        *("recall", "launch", "partnership", "recall", "legal"),
        *("launch", "results", "regulation"),
    ]


def stream():
    text = sample("cx-tech-2021-01.txt")
    return re.split(r"^.* / Jan \d+, 2021 .*Business & Tech$", text, flags=re.MULTILINE)[1:]


def test_the_kinds_of_a_stream_are_an_editors():
    bodies = [re.sub(r"^(Photo|Related):.*$", "", body, flags=re.MULTILINE) for body in stream()]

    assert [suggest_kind(body) for body in bodies] == [
        *("funding", "market_entry", "listing", "launch", "legal", "market_entry", "acquisition"),
        *("funding", "partnership", "legal", "partnership", "funding", "listing", "", "acquisition"),
        *("legal", "", "launch", "regulation", "partnership"),
    ]


@pytest.mark.parametrize(
    ("place", "amount", "currency", "usd", "round_"),
    [
        (0, 20_000_000_000, "CNY", 3_000_000_000, ""),
        (2, 5_000_000_000, "USD", 5_000_000_000, ""),
        (6, 2_700_000_000, "CNY", 416_000_000, ""),
        (7, 300_000_000, "CNY", 46_000_000, "series C"),
        (11, 310_000_000, "USD", 310_000_000, "series B"),
        (12, 2_000_000_000, "USD", 2_000_000_000, ""),
    ],
)
def test_the_deals_of_a_stream(place, amount, currency, usd, round_):
    body = stream()[place]
    first = suggest_amounts(body)[0]

    assert (first.amount, first.currency, first.usd) == (amount, currency, usd)
    assert suggest_round(body) == round_
