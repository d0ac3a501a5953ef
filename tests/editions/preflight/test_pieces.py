"""Checked again after every edit, an edition is found to be what it would be found at a first look."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from editions import preflight
from editions.document import CreditDoc, PictureDoc
from editions.preflight.context import Context, House, LinkFacts
from tests.editions.documents import BYD, VIVO, XIAOMI, make_document, make_item, make_section
from tests.editions.preflight.checked import DAY
from tests.editions.preflight.sampled import KNOWN, NAMES

WORDS = (
    "Vivo opened its first shop in Lima on Friday July 8 for USD 799, or 5,700 yuan.",
    "小米 denied it. The plant (its third in Thailand opens  in the",
    "“We sell where the roads are bad, its founder said. Sales rose 20% to 150 million from 100 million.",
    "The rider worked for Kuaisong, a subsidiary of, which had stopped paying TK people.",
    "Kuishou and Byd utilised the [plant](https://paper.example/gone?utm_source=x), see http://10.0.0.1/a",
    "Read the full story here.",
    "Temu grew 12 percent in 2024-25. Phones, cars and buses sold well\n\nPhones, cars and buses sold well",
    "",
)
HEADINGS = ("", "Shops Abroad", "Vivo opens In Lima for $899", "BYD", "Qiaodan Sports wins")
LAYOUTS = ("briefs", "single", "quote", "sponsor", "numbers")
LINKS = {"https://paper.example/gone?utm_source=x": LinkFacts("dead", 404)}
HOUSE = House(words_to_avoid=(("utilised", "used"),), longest_brief=12)

words, headings = st.sampled_from(WORDS), st.sampled_from(HEADINGS)
credits = st.sampled_from(
    [(), (CreditDoc("Caixin", note="citing Reuters"),), (CreditDoc("XXX", "https://ft.example/1"),)]
)
items = st.builds(
    lambda number, body, headline, credits, companies, image: make_item(
        body, id=number, headline=headline, credits=credits, companies=companies, image=image
    ),
    st.integers(1, 9),
    st.builds("\n\n".join, st.lists(words, max_size=3)),
    headings,
    credits,
    st.sampled_from([(), (VIVO,), (BYD, XIAOMI)]),
    st.sampled_from([None, PictureDoc("/a.png", caption="Phones, cars and buses sold well", credit="TK")]),
)
sections = st.builds(
    lambda heading, layout, text, items: make_section(*items, heading=heading, layout=layout, text=text),
    headings,
    st.sampled_from(LAYOUTS),
    words,
    st.lists(items, max_size=4),
)
documents = st.builds(
    lambda sections, title, introduction, signoff: make_document(
        *sections, title=title, introduction=introduction, signoff=signoff
    ),
    st.lists(sections, max_size=3),
    headings,
    words,
    words,
)
edits = st.tuples(st.integers(0, 99), st.sampled_from(["text", "item", "remove", "swap", "links"]), items)


def edited(document, number, how, item):
    parts = list(document.sections)
    if not parts:
        return replace(document, sections=(make_section(item),))
    place = number % len(parts)
    if how == "text":
        parts[place] = replace(parts[place], text=item.body, heading=item.headline)
    elif how == "remove":
        parts[place] = replace(parts[place], items=parts[place].items[1:])
    elif how == "swap":
        parts.insert(0, parts.pop(place))
    else:
        parts[place] = replace(parts[place], items=(item, *parts[place].items))
    return replace(document, sections=tuple(parts))


@settings(max_examples=30, deadline=None)
@given(documents, st.lists(edits, max_size=4))
def test_after_any_edits_the_same_is_found_as_at_a_first_look(document, edits):
    context = Context(day=DAY, house=HOUSE, companies=KNOWN, names=NAMES, paywalled=frozenset(["ft.example"]))
    for number, how, item in [(0, "text", make_item()), *edits]:
        document = edited(document, number, how, item)
        context = replace(context, links=LINKS if how == "links" else {})

        again = preflight.rerun(document, context)

        assert sorted(again, key=repr) == sorted(preflight.run(document, context), key=repr)
