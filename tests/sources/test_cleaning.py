"""Text pasted from a portal: what goes with its reason, and what stays."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.cleaning import Cleaned, Dropped, cleaned
from sources.furniture import furniture

STORY = "The maker of scooters opened a plant in Szeged."

GOES = """
    Read more
    [Read more](https://portal.example/2)
    Read more: Scooters Reach Hungary
    Related: [Scooters Reach Hungary](https://portal.example/2)
    See also: A second plant in Győr
    ## Related stories
    You may also like
    To read the full story, click here.
    Continue reading
    Contact reporter Lin Wei (lin@portal.example) and editor Ana Reis (
    Contact reporter Lin Wei ([lin@portal.example](mailto:lin@portal.example))
    Write to Lin Wei at lin@portal.example
    (Reporting by Lin Wei in Szeged; Editing by Ana Reis)
    Share this article
    Share on LinkedIn
    Facebook | Twitter | WhatsApp | Email
    Share: X, LinkedIn, Copy link
    **Advertisement**
    - Advertisement
    Sponsored content
    3 min read
    12 comments
    Subscribe to our newsletter for a weekly look at scooters
    Sign up for Morning Wheels, sent each weekday.
    Already a subscriber? Log in
    Get the day's wheels in your inbox
    Follow us on LinkedIn and WeChat
    Download our free app to read on
    We use cookies to measure what you read. You may refuse them.
    This website uses cookies.
    Accept all cookies
    © 2026 Wheel Daily Ltd.
    Copyright 2026 Wheel Daily. All rights reserved.
    All rights reserved.
    Photo: VCG
    (Photo: VCG)
    A rider waits in Szeged. Photo: Lin Wei/VCG
    Photo by Lin Wei
    A rider waits in Szeged. REUTERS/Lin Wei
    File photo of a rider in Szeged.
    Caption: a rider waits
    ![A rider](https://portal.example/rider.jpg)
    责任编辑：林薇
    （责任编辑：林薇）
    编辑 | 林薇
    校对：安娜
    记者邮箱：lin@portal.example
    阅读原文
    点击阅读全文
    展开全文
    相关阅读：滑板车进入匈牙利
    延伸阅读
    猜你喜欢
    分享到
    分享到：微信 微博 QQ空间
    微信扫一扫分享
    长按识别二维码关注我们
    打开微信，扫描二维码
    欢迎关注“轮子日报”微信公众号
    更多精彩内容，请关注轮子日报
    下载客户端
    打开APP阅读全文
    海量资讯、精准解读，尽在轮子财经APP
    返回轮子，查看更多
    举报/反馈
    特别声明：以上内容仅代表作者本人的观点。
    Our Standards: The Wheel Daily Principles.
    Sign up here.
    图片来源：视觉中国
    （图源：公司官网）
    图为塞格德的新工厂
    图1：塞格德工厂外景
    ▲塞格德工厂的一条产线
    版权所有 轮子日报
    未经授权，不得转载。
    转载请注明出处
    本文来自微信公众号“轮子”，经授权发布。
    本文仅代表作者个人观点，不代表本站立场
    免责声明：以上信息仅供参考。
    以上内容不构成投资建议。
    本网站使用 Cookie 以改善体验
    广告
    返回顶部
    2026-11-19 08:12
    财新网 2026年11月18日 21:05
    轮子 · 2026-11-20 09:30
    November 18, 2026 9:05 AM UTC
    8:00 AM PST · November 17, 2026
    Published: 5:00pm, 17 Nov 2026
    发布时间：2026年11月18日
    Updated 2 hours ago
    November 18, 20269:05 AM UTC Updated 2 hours ago
    Published: 5:00pm, 17 Nov 2026Updated: 6:12pm, 17 Nov 2026
    工厂外景 图源：公司官网
    [1/3]A rider waits in Szeged. REUTERS/Lin Wei/File Photo Purchase Licensing Rights
    Image Credits:VCG
    封面来源｜视觉中国
    轮子新闻编辑 | 林薇
    图片编辑：安娜
    轮子新闻报料：021-5550100
    评论 (3)
    1.2万阅读
    我要举报
    该文观点仅代表作者本人，轮子平台仅提供信息存储空间服务。
    （本文来自轮子新闻，更多原创资讯请下载“轮子新闻”APP）
    November 18, 20269:05 AM GMT+8Updated 2 hours ago
    Reporting by Lin Wei and Ana Reis in Szeged; Editing by Ana Reis.
    Suggested Topics:
    Read Next
    Conversations (3)
    © Wheel Pictures
    工厂外景，视觉中国 资料图
    骑手在等待。受访者供图
    寻求报道。
    发表评论
    View original content to download multimedia: https://portal.example/2
    Logo - https://portal.example/logo.jpg
    SOURCE Wheel Corp.
"""
STAYS = """
    The maker asks riders to read more of the manual, and to share this article with friends.
    Read more of the manual before riding, the maker says.
    Related work was done in Győr.
    Share prices rose 4.2% in Hong Kong.
    The two companies share a plant in Szeged.
    Shares of the maker fell 3%.
    Contact reporters at the ministry for figures, the notice said.
    Editing by hand takes a week.
    Reporting by Wheel Daily showed that the plant stood still.
    Logo - a word of 1937 - came from Greek.
    Source Wheel Corp. figures with care.
    新华社图片库收录了该厂
    Advertisement spending fell by a third to $40 million.
    Subscribers rose to 2.1 million.
    Cookies are sold in Poland by a maker from Dongguan.
    Photo editing apps from China had 40 million users in Brazil.
    Picture tubes were made in Szeged until 1998.
    Copyright law in Brazil asks for a licence.
    Follow-up orders came from Poland.
    By Lin Wei
    Source: Wheel Daily
    Revenue: 4.2 billion yuan ($580 million), up 12%
    - 4,000 scooters a year
    3. Szeged
    ## What comes next
    > “We came to stay,” its founder said.
    | Year | Scooters |
    | Photo: | 12 |
    [The maker's filing](https://exchange.example/filing.pdf)
    Facebook
    分享经济企业正在进入东南亚。
    编辑部设在塞格德的杂志报道了此事。
    图书馆旁边将建一座工厂。
    下载量最高的APP来自深圳
    ▲12.5% 销量同比增长
    来源：轮子日报
    记者 林薇
    公司关注东南亚市场，并计划在泰国建厂。
    阅读原文的人数达到三百万。
    订阅用户达到210万。
    特别是在匈牙利，声明称工厂已经投产。
    商机尽在东南亚，该公司表示。
    Our standards are those of Hungary, the maker says.
    广告收入下降三成。
    2026年11月18日
    November 18, 2026
    2026-11-19 08:12 轮子公司宣布在塞格德建厂
    At 9:05 AM on November 18, 2026 the line began to run.
    Updated guidance puts revenue at $3bn.
    图片编辑：一家深圳公司的软件，在巴西有四千万用户
    评论称，工厂投产过早。
    爆料：轮子公司将在波兰裁员
    本文由编辑部整理。
    营收42亿元，同比增长12%
"""


def rows(table):
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize("line", rows(GOES))
def test_a_line_of_the_page_goes_with_a_reason(line):
    found = cleaned(f"{STORY}\n\n{line}\n\nIt hires 300.")

    assert found.text == f"{STORY}\n\nIt hires 300."
    assert [drop.text for drop in found.dropped] == [line]
    assert found.dropped[0].why


@pytest.mark.parametrize("line", rows(STAYS))
def test_a_line_of_the_story_stays(line):
    text = f"{STORY}\n\n{line}\n\nIt hires 300."

    assert cleaned(text).text == text


def test_a_link_does_not_say_that_it_opens_a_tab():
    text = f"{STORY} [It](https://p.example/b){{}} hires 300.\n\n[Luvo{{}}](https://p.example/c)"

    assert cleaned(text.format(", opens new tab", ", opens new tab")).text == text.format("", "")


def test_titles_under_their_heading_go_with_it_and_what_follows_stays():
    titles = "- [A](https://p.example/a)\n- [B](https://p.example/b)"
    found = cleaned(f"{STORY}\n\nRelated stories:\n\n{titles}\n\nIt hires 300.")

    assert found.text == f"{STORY}\n\nIt hires 300."
    assert len(found.dropped) == 3


def test_networks_under_share_go_with_it():
    assert cleaned(f"Share\n\n- Facebook\n- WeChat\n\n{STORY}").text == STORY


def test_lines_that_the_page_marks_as_captions_go():
    found = cleaned(f"*A rider* waits\n\n{STORY}", captions=["A rider waits"])

    assert found.text == STORY
    assert [drop.text for drop in found.dropped] == ["*A rider* waits"]


def test_a_line_that_follows_itself_is_a_caption():
    found = cleaned(f"{STORY}\n\nA rider waits\n\nA rider waits\n\nIt hires 300.")

    assert found.text == f"{STORY}\n\nIt hires 300."
    assert len(found.dropped) == 2


def test_a_doubled_title_is_kept_once():
    assert (
        cleaned(f"Scooters in Szeged\n\nScooters in Szeged\n\n{STORY}").text
        == f"Scooters in Szeged\n\n{STORY}"
    )


@pytest.mark.parametrize("rows", ["| 4 | 5 |\n| 4 | 5 |", "- 5%\n- 5%", "```\nAdvertisement\n```"])
def test_tables_lists_and_code_keep_their_lines(rows):
    text = f"{STORY}\n\n{rows}\n\nIt hires 300."

    assert cleaned(text).text == text


def test_where_nothing_would_be_left_nothing_goes():
    assert cleaned("Photo: VCG\n\nShare") == Cleaned("Photo: VCG\n\nShare")


def test_what_was_dropped_is_given_in_order():
    found = cleaned(f"Share\n{STORY}\nPhoto: VCG")

    assert found.dropped == (
        Dropped("Share", "Belongs to the portal's page, not to a story."),
        Dropped("Photo: VCG", "Belongs to a picture, which does not come with the text."),
    )


@pytest.mark.parametrize(
    ("line", "is_furniture"),
    [
        ("Contact editor Ana Reis (", True),
        ("To read the full story, click here.", True),
        ("Related stories:", True),
        ("Subscribe to our newsletter", False),
        ("Photo: VCG", False),
    ],
)
def test_what_a_newsroom_may_write_itself_is_told_only_in_a_copy(line, is_furniture):
    assert bool(furniture(line)) == is_furniture


LINE = (
    st.text(max_size=40) | st.sampled_from(rows(GOES) + rows(STAYS)) | st.sampled_from(["", "```", "| a |"])
)


@given(st.lists(LINE, max_size=12).map("\n".join))
def test_every_word_is_kept_or_handed_back(text):
    found = cleaned(text)

    def words(*texts):
        return Counter(re.findall(r"\w+", " ".join(texts)))

    assert words(text) == words(found.text, *(drop.text for drop in found.dropped))


def test_a_long_line_without_an_end_takes_no_time():
    assert cleaned("contact a at " + "x@" * 20_000 + "\n" + "share " * 20_000).dropped == ()
