"""Names of companies that nobody has entered, in sentences written for these tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.mentions import Name, Names, fold
from sources.suggest import unknown_names

KNOWN = Names(
    [
        Name("Xiaomi", 1),
        Name("小米", 1),
        Name("Moonshot AI", 2),
        Name("小鹏汽车", 3),
        Name("Nothing", 4, ambiguous=True),
        Name("Harbour Wire", 5),
    ]
)

NAMED = """
    Chinese battery maker Sunfold opened a plant in Debrecen. | Sunfold
    The EV startup Kesto is looking for partners in Brazil. | Kesto
    Bubble-tea chain Mochi Fox now has 40 shops in Kuala Lumpur. | Mochi Fox
    The deal gives drone maker SkyPelt a foothold in Peru. | SkyPelt
    It competes with home appliance brand Tuvo and with Xiaomi. | Tuvo
    A spokesman for chipmaker Lumistor declined to comment. | Lumistor
    China's robot maker Agilix sold 300 arms in Poland. | Agilix
    Shenzhen-based Pelago raised $40 million. | Pelago
    Hangzhou-based Orbeo Labs filed for a listing. | Orbeo Labs
    Hong Kong-listed Fenwei Foods bought a brewery. | Fenwei Foods
    Kesto, a Beijing-based startup, hired 200 people. | Kesto
    The order went to Voltare, a maker of chargers from Dongguan. | Voltare
    Nubrix, one of the country's biggest toy makers, opened in Milan. | Nubrix
    Rivetta, the Suzhou-based supplier of seats, said so. | Rivetta
    Yesterday Kesto Motors said it would build vans in Turkey. | Kesto Motors
    Shares of Dayspring Holdings fell. | Dayspring Holdings
    Its partner is Quillon Robotics, which makes arms. | Quillon Robotics
    Guangzhou Lanxing Automobile Group plans a plant. | Guangzhou Lanxing Automobile Group
    The vans come from Ostra Auto and are sold in Chile. | Ostra Auto
    Ostra Technologies Co Ltd won the order. | Ostra Technologies
    Kesto raises $20 million in Series B | Kesto
    Sales rose. Pelago opened its first store in Lima. | Pelago
    Lumistor files for Hong Kong IPO | Lumistor
    Voltare acquires stake in Polish charger network | Voltare
    Agilix recalls 4,000 scooters | Agilix
    DeepQuill launched its app in Japan. | DeepQuill
    Quillon Robotics Raises $50 Million to Enter Europe | Quillon Robotics
    The founder of Kesto Energy met Pelago Pharma in Basel. | Kesto Energy, Pelago Pharma
    机器人公司“星跃”完成A轮融资 | 星跃
    「光屿」获数千万元天使轮融资 | 光屿
    近日，星跃智能宣布完成数千万元融资 | 星跃智能
    领投方为深圳星跃科技 | 星跃科技
    星跃科技集团有限公司宣布在泰国建厂 | 星跃科技集团有限公司
    上海澜舟半导体拟赴港上市 | 澜舟半导体
    公司与云帆电子和海岬动力签约。 | 云帆电子, 海岬动力
    岚图斯汽车进入挪威市场 | 岚图斯汽车
    新势力品牌“极屿”登陆泰国 | 极屿
    无人机企业Skypelt宣布进军秘鲁 | Skypelt
    Kesto完成5000万美元B轮融资 | Kesto
    昨日，远岫生物的股价上涨。 | 远岫生物
"""

NOBODY = """
    Chinese startups are looking for partners in Brazil.
    The carmaker Monday said it would build vans.
    The company CEO resigned in May.
    Xiaomi opened a plant, and Xiaomi Auto another.
    Smartphone maker Nothing opened a store.
    AI startup Moonshot raised $50 million.
    The story was first told by Harbour Wire Technology.
    Xiaomi Backs Robot Startup in Series B
    Chinese Battery Maker Opens Plant in Hungary
    Regulators raised $5 million for the fund.
    Hefei opened its first factory for air taxis.
    Beijing launched its plan for robots.
    Investors bought a stake in the plant.
    Shares listed on the Hong Kong exchange fell.
    Zhang Wei, a maker of documentaries, lives in Lima.
    Operator Li Wei drove the crane.
    Elon Musk opened a factory near Berlin.
    Musk opened a factory near Berlin.
    Wang opened a shop in Milan.
    In Bolvadin, a supplier of seats opened a plant.
    Fund Veolan Sold Big Quark Robotics Stake to Rival Firm
    Last May, a startup from Suzhou came to Lima.
    In Thailand, a company of this size pays less tax.
    The research firm Canalys counted 40 million phones.
    According to data firm Rystane, sales fell.
    Ministry of Technology officials met in Hanoi.
    Renewable Energy is cheap in Chile.
    Generative AI is a race.
    The Shenzhen Stock Exchange fined two people.
    Hong Kong-listed shares fell.
    Beijing-based Reuters reporters saw the letter.
    Artificial Intelligence Startup Raises $20 Million
    The brand Europe knows best is not for sale.
    It is the first car brand China exports by rail.
    Demand raised the price of lithium to $20 a kilo.
    Parliament unveiled its budget.
    Inflation raised costs by 20 million yuan.
    Police opened a factory for inspection.
    人工智能企业加速出海
    新能源汽车销量同比增长
    多家上市公司公布业绩
    中国汽车进入欧洲市场
    该公司表示将在泰国建厂
    生物医药产业园落户苏州
    小米集团与小鹏汽车合作
    小鹏科技的股价上涨
    国内初创公司完成融资
    “一带一路”倡议推动投资
    “出海”成为热词
    电动汽车在泰国销量第一
    全球最大的半导体公司
    一家机器人公司完成融资
    互联网科技的发展
"""


def rows(table):
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("sentence", "wanted"), rows(NAMED))
def test_a_name_beside_a_word_for_a_company_is_found(sentence, wanted):
    assert unknown_names(sentence, KNOWN) == wanted.split(", ")


@pytest.mark.parametrize("sentence", [row for (row,) in rows(NOBODY)])
def test_where_no_new_company_is_named_none_is_found(sentence):
    assert unknown_names(sentence, KNOWN) == []


def test_a_name_is_given_once_and_at_its_longest():
    text = "Kesto Motors opens a plant\nStartup Kesto Motors, a maker of vans, said startup Kesto grows."

    assert unknown_names(text, KNOWN) == ["Kesto Motors"]


@given(st.text() | st.lists(st.sampled_from([*NAMED.split(), *NOBODY.split()])).map(" ".join))
def test_any_text_is_read_and_every_name_stands_in_it(text):
    assert all(name in fold(text) for name in unknown_names(text, KNOWN))
