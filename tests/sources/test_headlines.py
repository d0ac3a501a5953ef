import pytest

from sources.headlines import near_same, near_same_pairs

ALIKE = [
    ("Anker recalls power banks", "Anker recalls its power banks"),
    ("Nothing launches Ear (4) in India", "Nothing’s Ear (4) launches in India"),
    ("J&T carries over eight billion parcels in Q3", "J&T carries 8 billion parcels in third quarter"),
    ("Neta stumbles in Thailand", "Electric car brand Neta stumbles in Thailand"),
    ("BYD opens first factory in Hungary", "BYD opens its first Hungarian plant"),
    ("BYD opens plant in Hungary", "BYD Opens Factory in Hungary"),
    ("Kuaishou plans Hong Kong IPO", "Kuaishou plans listing in Hong Kong"),
    ("Kuishou plans Hong Kong IPO next month", "Kuaishou plans Hong Kong IPO next month"),
    ("Xiaomi denies split with Leica", "Xiaomi denies Leica split"),
    ("Bilibili files for Hong Kong listing", "Bilibili files for secondary listing in Hong Kong"),
    ("Huawei to open flagship store in Riyadh", "Huawei opens flagship store in Riyadh"),
    ("Tencent Music to buy Lazy Audio for $416 million", "Tencent Music buys Lazy Audio"),
    ("Shein moves suppliers to Vietnam as tariffs bite", "Shein moves some suppliers to Vietnam"),
    ("安克召回充电宝", "安克创新召回充电宝"),
    ("比亚迪匈牙利工厂投产", "比亚迪匈牙利工厂正式投产"),
    ("宁德时代港股上市首日涨16%", "宁德时代港交所上市首日大涨16%"),
]
APART = [
    ("BYD opens plant in Hungary", "BYD opens plant in Turkey"),
    ("BYD opens first electric car plant in Hungary", "BYD opens first electric car plant in Turkey"),
    ("BYD opens first electric car plant in Hungary", "Chery opens first electric car plant in Hungary"),
    ("Vivo launches X200 FE in India", "Vivo launches X300 in India"),
    ("Xiaomi’s second-quarter revenue rises by a third", "Xiaomi’s third-quarter revenue rises by a third"),
    ("J&T carries over eight billion parcels in Q3", "J&T carries over seven billion parcels in Q2"),
    ("Nio delivers 20,000 cars in May", "Nio delivers 24,000 cars in June"),
    ("Anker recalls power banks", "Romoss recalls power banks"),
    ("Tesla cuts prices in China", "Tesla raises prices in China"),
    ("Xiaomi opens plant", "Xiaomi opens shop"),
    ("Miniso opens first store in Paris", "Miniso opens first store in Berlin"),
    ("Kuaishou lists", "Kuaishou lists in Hong Kong after months of talks with regulators"),
    ("Neta stumbles in Thailand", "Neta stumbles in Thailand while dealers there complain of unpaid debts"),
    ("The week in numbers", "The week in numbers"),
    ("", ""),
    ("比亚迪在匈牙利开设首家乘用车工厂", "比亚迪在土耳其开设首家乘用车工厂"),
    ("小米二季度营收增长三成", "小米三季度营收增长三成"),
    ("蔚来5月交付2万辆", "蔚来6月交付2万辆"),
    ("小米发布新款手机", "小米发布新款平板"),
    ("安克召回充电宝", "罗马仕召回充电宝"),
    ("小米 BYD opens plant in Hungary", "BYD opens plant in Hungary"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_headlines_of_one_story_are_near_same(one, other):
    assert near_same(one, other)
    assert near_same(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_name_or_a_figure_apart_is_another_story(one, other):
    assert not near_same(one, other)
    assert not near_same(other, one)


def test_many_headlines_are_compared_as_two_are():
    ours = [one for one, _ in ALIKE + APART]
    theirs = [other for _, other in ALIKE + APART]

    pairs = set(near_same_pairs(ours, theirs))

    assert pairs == {
        (left, right)
        for left, one in enumerate(ours)
        for right, other in enumerate(theirs)
        if near_same(one, other)
    }
    assert len(pairs) >= len(ALIKE)
