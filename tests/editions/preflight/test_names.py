import pytest

from editions.document import CompanyDoc, CreditDoc
from editions.preflight import names, spellings
from sources.mentions import KnownCompany, Name, Names
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import fixed, found, passages

COMPANIES = (
    KnownCompany(1, "BYD", "比亚迪", ("BYD Auto",)),
    KnownCompany(2, "Kuaishou", "快手", ("Kwai",)),
    KnownCompany(3, "J&T Express", "极兔速递", ("J&T",)),
    KnownCompany(4, "DeepSeek"),
    KnownCompany(5, "Xiaomi", "小米", ("Redmi",)),
    KnownCompany(6, "Zhongqiao Sports", "中乔体育", (), ("Qiaodan Sports", "乔丹体育")),
    KnownCompany(7, "Honor", "荣耀", (), (), True),
    KnownCompany(8, "Lotus", "", ("Lotus Tech",)),
    KnownCompany(9, "PDD Holdings", "拼多多", ("PDD", "Temu")),
    KnownCompany(10, "Tencent", "腾讯", ("Tencent Holdings", "Tencent Cloud")),
    KnownCompany(11, "Luckin Coffee"),
    KnownCompany(12, "Pop Mart", "泡泡玛特"),
    KnownCompany(13, "CATL", "", ("Contemporary Amperex Technology",)),
    KnownCompany(14, "Trina Solar", "", ("Trina",)),
    KnownCompany(15, "EVE Energy", "", ("EVE",)),
    KnownCompany(16, "Transsion", "传音", ()),
)
NAMES = Names(
    Name(text, one.id, one.ambiguous and text == one.name)
    for one in COMPANIES
    for text in filter(None, (one.name, one.local_name, *one.aliases, *one.former_names))
)
DOCS = {one.name: CompanyDoc(one.name) for one in COMPANIES}


def edition(*bodies, companies=(), **fields):
    """An edition of an item for each text, all filed under `companies`."""
    filed = tuple(DOCS[name] for name in companies)
    return make_document(make_section(*(make_item(body, companies=filed, **fields) for body in bodies)))


def among(check, document):
    return found(check, document, companies=COMPANIES, names=NAMES)


def corrected(check, document):
    """The text after the fix of the one finding."""
    (finding,) = among(check, document)
    return fixed(finding, document)


SPELLED = "Rivals of BYD, DeepSeek, Xiaomi, Pop Mart, EVE, Lotus, Honor, J&T Express and Luckin Coffee met."


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("Last year Byd sold more.", "Last year BYD sold more."),
        ("Deepseek grew.", "DeepSeek grew."),
        ("The model of Deep Seek grew.", "The model of DeepSeek grew."),
        ("Users of deepseek wait.", "Users of DeepSeek wait."),
        ("At PopMart, dolls sell.", "At Pop Mart, dolls sell."),
        ("A **XIAOMI** phone.", "A **Xiaomi** phone."),
        (
            "A [Xiao-Mi](https://mi.example/Xiao-Mi).",
            "A [Xiaomi](https://mi.example/Xiao-Mi).",
        ),
    ],
)
def test_a_name_is_spelled_two_ways(body, after):
    assert corrected(spellings.two_spellings, edition(SPELLED, body)) == after


def test_the_two_ways_are_named():
    (finding,) = among(spellings.two_spellings, edition(SPELLED, "Byd grew."))

    assert finding.sentence == "“Byd” here, “BYD” elsewhere in the edition: write it one way."
    assert (finding.code, finding.place.item, finding.passage) == ("names.two-spellings", 1, "Byd")


@pytest.mark.parametrize(
    "body",
    [
        "BYD’s cars, and BYD Auto’s.",
        "A lotus opens, an honor for all, on Christmas Eve.",
        "SAYS XIAOMI TODAY",
        "We go deep, seek and find; see @deepseek, xiaomi.example and `deepseek`.",
        "Pop music, mart by mart.",
        "HONOR opened a shop.",
        "小米和 XIAOMI、Byd 都在这里。",
    ],
)
def test_a_word_that_is_no_name_is_not_a_second_way(body):
    assert not among(spellings.two_spellings, edition(SPELLED, body))


def test_an_edition_that_spells_a_name_one_way_has_no_second():
    assert not among(spellings.two_spellings, edition("Byd grew.", "Rivals of Byd did not."))


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("Kuishou, a rival of Kuaishou, grew.", "Kuaishou, a rival of Kuaishou, grew."),
        ("Like Kuaishou, its rival Kuishuo grew.", "Like Kuaishou, its rival Kuaishou grew."),
        ("On Kuishou people dance.", "On Kuaishou people dance."),
        ("Fans of Luckin Coffe wait.", "Fans of Luckin Coffee wait."),
        ("Makers such as Deepseek grew.", "Makers such as DeepSeek grew."),
    ],
)
def test_a_near_miss_of_a_name(body, after):
    assert corrected(spellings.near_miss, edition(body)) == after


def test_a_company_that_the_item_is_filed_under_is_expected_in_it():
    body = "Phones by Xiaomy sell."

    assert corrected(spellings.near_miss, edition(body, companies=["Xiaomi"])) == "Phones by Xiaomi sell."
    assert not among(spellings.near_miss, edition(body))


def test_a_near_miss_says_what_it_misses():
    slip, other = among(spellings.near_miss, edition("On Kuishou people dance, and Deepseek answers."))[::-1]

    assert slip.sentence == "“Kuishou” is perhaps a slip for “Kuaishou”."
    assert other.sentence == "“Deepseek” is “DeepSeek” in the list of companies."
    assert slip.fix.label == "Write “Kuaishou”"


@pytest.mark.parametrize(
    "body",
    [
        "Trina Solar said: Train fares rise. Train makers agree.",
        "Transsion sells phones. Transition takes years.",
        "Xiaomi bought Xiami Music; on Xiami people sing to Xiaomi.",
        "Xiaomi’s Wang Xiaoming spoke; to Xiaoming it is a start.",
        "The Xiaomis of this world, and Xiaomi.",
        "The lotuses of Lotus, and one Lotas stands alone in Lotas Bay.",
        "Honour to Honor, who opened in honour of Honor.",
        "Tencent meets https://tencant.example/Tencant and `Tencant` and @Tencant.",
        "Tencent pays ten cents per Cent, and Tence is a band.",
        "Only once, Kuaishous stands.",
        "On Kuishou people dance; on Kuishou they sing.",
    ],
)
def test_what_is_near_a_name_and_something_else(body):
    assert not among(spellings.near_miss, edition(body))


def test_a_source_is_no_slip_for_a_company():
    document = edition("In Tencemt, as Tencent said.", credits=(CreditDoc("Tencemt Daily"),))

    assert not among(spellings.near_miss, document)


def test_a_full_name_stands_in_every_item_that_has_a_short_form():
    document = edition("J&T Express grew.", "Parcels of J&T were late.\n\nJ&T is sorry.")

    assert corrected(names.full_name, document) == "Parcels of J&T Express were late.\n\nJ&T is sorry."


def test_the_words_of_the_law_are_no_part_of_a_name():
    document = edition("Tencent grew.", "A shareholder, Tencent Holdings, sold.")

    assert corrected(names.full_name, document) == "A shareholder, Tencent, sold."


@pytest.mark.parametrize(
    "bodies",
    [
        ["J&T Express grew. So J&T hires."],
        ["J&T grew.", "J&T hires."],
        ["J&T Express grew.", "J&T Express hires, and J&T pays."],
        ["J&T Express grew.", "J&T Cargo hires."],
        ["Tencent grew.", "Tencent Cloud grew."],
        ["Tencent grew.", "Tencent Holdings Ltd grew."],
        ["PDD Holdings grew.", "Temu grew."],
    ],
)
def test_a_short_form_after_a_full_name_or_another_name_is_fine(bodies):
    assert not among(names.full_name, edition(*bodies))


def test_a_headline_may_be_short():
    items = make_item("J&T Express grew."), make_item("A courier hires.", headline="J&T hires")

    assert not among(names.full_name, make_document(make_section(*items)))


def test_a_former_name_alone():
    document = edition("The maker Qiaodan Sports lost.\n\nQiaodan Sports appeals.")

    (finding,) = among(names.former_name, document)

    assert finding.sentence == "“Qiaodan Sports” is now “Zhongqiao Sports”, which the item does not say."
    assert fixed(finding, document).startswith("The maker Zhongqiao Sports (formerly Qiaodan Sports) lost.")


@pytest.mark.parametrize("body", ["Qiaodan Sports’ shoes.", "Qiaodan Sports (Jinjiang).", "乔丹体育败诉。"])
def test_where_a_bracket_would_not_fit_there_is_no_fix(body):
    (finding,) = among(names.former_name, edition(body))

    assert finding.fix is None


@pytest.mark.parametrize("body", ["Qiaodan Sports is now Zhongqiao Sports.", "乔丹体育更名为中乔体育。"])
def test_a_former_name_beside_the_new_one_is_fine(body):
    assert not among(names.former_name, edition(body))


def test_a_brand_alone():
    (finding,) = among(names.alias, edition("Temu opened in Peru.", companies=["PDD Holdings"]))

    assert finding.sentence == "“Temu” stands without “PDD Holdings”: name the company once, too."
    assert (finding.place.field, finding.fix) == ("body", None)


@pytest.mark.parametrize(
    ("body", "companies"),
    [
        ("Temu, of PDD Holdings, opened.", ["PDD Holdings"]),
        ("Temu, which PDD owns, opened.", ["PDD Holdings"]),
        ("Temu opened.", []),
        ("Sellers are leaving. Many go to Temu.", ["PDD Holdings"]),
        ("BYD Auto opened.", ["BYD"]),
        ("Contemporary Amperex Technology opened.", ["CATL"]),
        ("拼多多旗下的 Temu 在秘鲁上线。", ["PDD Holdings"]),
        ("Temu 在秘鲁上线，发展迅速。", ["PDD Holdings"]),
    ],
)
def test_a_short_form_or_a_word_in_passing_may_stand_alone(body, companies):
    assert not among(names.alias, edition(body, companies=companies))


def test_a_chinese_name_without_the_english_one():
    document = edition("The maker **小米** opened a plant, and 小米 hires.")

    (finding,) = among(names.chinese_alone, document)

    assert finding.sentence == "“小米” stands without “Xiaomi”: readers of English cannot read it."
    assert fixed(finding, document) == "The maker **Xiaomi (小米)** opened a plant, and 小米 hires."


def test_a_bracket_stands_in_no_bracket():
    (finding,) = among(names.chinese_alone, edition("A maker of phones (小米) opened a plant."))

    assert finding.fix is None


@pytest.mark.parametrize(
    "body",
    [
        "Xiaomi (小米) opened a plant.",
        "Redmi, of 小米, opened a plant.",
        "小米在印尼开设工厂，年底投产。",
        "在印尼，小米、索尼都在开设工厂。",
        "The post said “小米汽车很好看” and was taken down within the hour.",
        "The millet (谷子) of Shanxi sells abroad.",
    ],
)
def test_a_chinese_name_beside_the_english_one_or_in_chinese_is_fine(body):
    assert not among(names.chinese_alone, edition(body))


def test_a_chinese_headline_of_an_english_item_takes_its_name_from_the_body():
    item = make_item("Xiaomi opened a plant in Indonesia, its first abroad.", headline="小米")

    assert not among(names.chinese_alone, make_document(make_section(item)))


def test_nobody_known_is_nobody_misspelled():
    document = edition("Byd and Kuishou grew.", "BYD did, too.")

    assert [passages(found(check, document)) for check in names.CHECKS] == [[]] * 6
