"""Which clippings tell one story."""

from datetime import timedelta

import pytest

from sources.stories import Told, keys, same_story
from sources.suggest import suggest_kind, suggest_markets
from tests.factories import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = {"Luvo": 1, "路沃": 1, "Qinghe": 2, "清禾": 2, "Tavi": 3}
MARKETS = {}  # slug -> key, in the order they are met

SAME = [
    ("Luvo recalls 40,000 scooters in Spain", "Luvo to recall 40,000 scooters sold in Spain"),
    ("Luvo opens its first factory in Hungary", "Luvo opens first Hungarian plant"),
    ("Luvo recalls scooters over brake fault", "路沃召回电动滑板车"),
    ("Qinghe raises $60 million in Series B round", "清禾完成6000万美元B轮融资"),
    ("Qinghe files for Hong Kong IPO", "Tea chain Qinghe seeks listing on Hong Kong exchange"),
    ("清禾递交港交所上市申请", "清禾向港交所递交上市申请"),
    ("路沃匈牙利工厂投产", "路沃匈牙利工厂正式投产"),
    ("路沃召回四万辆滑板车", "路沃宣布召回四万辆滑板车"),
    ("Luvo to acquire Dutch rental firm Tavi", "Luvo agrees takeover of Tavi"),
    ("Luvo’s profit doubles in third quarter", "Luvo reports Q3 earnings, revenue up a fifth"),
    ("Qinghe enters Chile with ten shops", "Tea chain Qinghe expands into Chile"),
    ("Luvo sued by Bosun over battery patents", "Bosun takes Luvo to court over patents"),
    ("Regulators order Luvo to stop sales", "Spain bans Luvo scooters"),
    ("QINGHE OPENS SHOP NO. 100 IN MALAYSIA", "Qinghe opens shop no. 100 in Malaysia"),
    ("Qinghe &amp; Tavi sign deal on cups", "Qinghe &amp; Tavi sign deal on cups"),
]
APART = [
    ("Luvo opens a plant in Hungary", "Luvo opens a plant in Turkey"),
    ("Luvo launches folding scooter", "Luvo launches helmet with lights"),
    ("路沃发布折叠滑板车", "路沃推出智能头盔"),
    ("Luvo recalls 40,000 scooters", "Qinghe recalls 40,000 cups"),
    ("Qinghe enters Chile", "Qinghe enters Peru"),
    ("清禾进入智利市场", "清禾进入秘鲁市场"),
    ("Luvo delivers 20,000 scooters in May", "Luvo delivers 24,000 scooters in June"),
    ("Luvo appoints head of design", "Luvo loses head of marketing"),
    ("Luvo partners with Tavi on rentals", "Luvo partners with Qinghe on cup holders"),
    ("Luvo raises $60 million", "Luvo and Tavi raise $80 million together for cities"),
    ("Qinghe raises prices in Japan", "Qinghe recalls cups in Japan"),
    ("The week in numbers", "The week in numbers"),
    ("路沃三季度营收增长两成", "清禾三季度营收增长两成"),
    ("Luvo recalls scooters", "Tavi rents bicycles in Utrecht"),
    ("", ""),
]


def told(title, at=NOON):
    companies = frozenset(key for name, key in NAMES.items() if name.casefold() in title.casefold())
    markets = frozenset(MARKETS.setdefault(slug, len(MARKETS)) for slug in suggest_markets(title))
    kind = suggest_kind("", title) if title else ""
    return Told(title=title, at=at, companies=companies, kind=kind, markets=markets)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_tell_one_story_and_are_found(one, other):
    one, other = told(one), told(other, NOON + DAY)

    assert same_story(one, other)
    assert same_story(other, one)
    assert keys(one) & keys(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_these_tell_two(one, other):
    assert not same_story(told(one), told(other))
    assert not same_story(told(other), told(one))


@pytest.mark.parametrize(("hours", "same"), [(0, True), (72, True), (73, False)])
def test_a_story_is_told_for_three_days(hours, same):
    title = "Luvo recalls scooters over brake fault"

    assert same_story(told(title), told(title, NOON + hours * HOUR)) is same


def test_a_title_is_found_by_eight_pairs_and_whole_and_its_companies_by_one():
    assert len(keys(told("Luvo recalls scooters over brake fault"))) == 10
    assert keys(told("")) == frozenset()
    assert all(len(key) <= 40 for key in keys(told("路" * 500)))
