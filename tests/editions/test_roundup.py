import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.damage import lost_link_text
from editions.document import CreditDoc, EditionDocument
from editions.pasted import PasteError, clean
from editions.roundup import parse

SAMPLES = Path(__file__).parents[2] / "../shared/samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the folder of samples is missing")
KNOWN = ("Reuters", "36Kr", "Caixin", "财新")


def shape(text, **standing):
    """Heading, layout, and number of items of each section."""
    return [(s.heading, s.layout, len(s.items)) for s in parse(text, **standing).document.sections]


def only_item(text):
    (item,) = parse(text, sources=KNOWN).document.items
    return item


@needs_samples
def test_the_sample_is_understood():
    parsed = parse((SAMPLES / "china-recap-2025-07.txt").read_text())
    document = parsed.document

    assert len(document.introduction.split("\n\n")) == 4
    assert [(s.layout, len(s.items)) for s in document.sections] == [("briefs", 5)] + [("single", 1)] * 3
    credits = [credit for item in document.items for credit in item.credits]
    assert credits == [CreditDoc(name) for name in ("The Paper", "Jiemian News", "36Kr", "36Kr", "Reuters")]
    assert document.signoff.startswith("That wraps up")
    assert parsed.marks == parsed.dropped == ()


@pytest.mark.parametrize(
    ("end", "credits"),
    [
        ("—The Paper", [CreditDoc("The Paper")]),
        ("— Reuters, citing two people", [CreditDoc("Reuters", note="citing two people")]),
        ("--Reuters", [CreditDoc("Reuters")]),
        ("——36氪", [CreditDoc("36氪")]),
        ("\n  Source: Reuters", [CreditDoc("Reuters")]),
        ("—ifeng.com", [CreditDoc("ifeng.com")]),
        ("\n—The Paper", [CreditDoc("The Paper")]),
        ("(Caixin)", [CreditDoc("Caixin")]),
        ("（财新）", [CreditDoc("财新")]),
        ("- Reuters", [CreditDoc("Reuters")]),
        ("—36Kr, Reuters", [CreditDoc("36Kr"), CreditDoc("Reuters")]),
        ("—36Kr; The Paper", [CreditDoc("36Kr"), CreditDoc("The Paper")]),
        ("—Bloomberg via Caixin", [CreditDoc("Bloomberg", via="Caixin")]),
        ("—[Reuters](https://r.com/a_(b))", [CreditDoc("Reuters", "https://r.com/a_(b)")]),
        ("—Reuters https://r.com/1", [CreditDoc("Reuters", "https://r.com/1")]),
        ("—Reuters\n  https://r.com/1", [CreditDoc("Reuters", "https://r.com/1")]),
        ("\n  https://www.r.com/1", [CreditDoc("r.com", "https://www.r.com/1")]),
    ],
)
def test_a_credit_leaves_the_body(end, credits):
    item = only_item(f"Phones\n- Vivo opened a shop. {end}")

    assert item.body == "Vivo opened a shop."
    assert list(item.credits) == credits


@pytest.mark.parametrize(
    "body",
    [
        "Recap tracks both—focusing on ships",
        "Recap tracks two — Shenzhen and Wuhan.",
        "Nothing sells its Phone (3)",
        "Nothing sells its headphone (Phone)",
        "It grew. —However, the firm said so later.",
        "It grew. —then it fell",
        "It grew in one year —2025",
        "See [the page](https://example.com/a--b)",
        "It grew. —[here](javascript:alert)",
    ],
)
def test_what_is_no_credit_stays_in_the_body(body):
    item = only_item(f"Phones\n- {body}")

    assert (item.body, item.credits) == (body, ())


@pytest.mark.parametrize("bullet", ["- ", "• ", "* ", "– ", "·", "● ", "1. ", "2) ", "3、"])
def test_every_bullet_is_a_bullet(bullet):
    assert shape(f"Phones\n{bullet}Vivo opened a shop.\n{bullet}Oppo too.") == [("Phones", "briefs", 2)]


@pytest.mark.parametrize("heading", ["## Phones", "### Phones", "**Phones**", "Phones", "手机出海"])
def test_every_heading_is_a_heading(heading):
    words = heading.strip("#* ")
    text = f"Hello, readers.\n\n{heading}\n\nVivo opened a shop.\n\nIt is small.\n\n{heading}\n\n- One."

    assert shape(text) == [(words, "single", 1), (words, "briefs", 1)]
    assert parse(text).document.introduction == "Hello, readers."


def test_a_story_bears_its_heading_and_keeps_its_paragraphs():
    item = only_item("Neta falters\nIt stopped its line.\nDealers wait. —Reuters")

    assert (item.format, item.headline) == ("story", "Neta falters")
    assert item.body == "It stopped its line.\n\nDealers wait."


@pytest.mark.parametrize(
    ("first", "number", "title"),
    [
        ("# No. 27: Batteries", 27, "Batteries"),
        ("# China Recap, Issue 27", 27, ""),
        ("# Batteries", None, "Batteries"),
        ("第27期：电池", 27, "电池"),
    ],
)
def test_a_first_line_gives_number_and_title(first, number, title):
    document = parse(f"{first}\n\nHello, readers.\n\n## Cars\n\n- One.").document

    assert (document.number, document.title) == (number, title)


def test_bullets_need_no_heading():
    assert shape("Hello, readers.\n- One.\n- Two.") == [("", "briefs", 2)]


def test_paragraphs_without_headings_are_closed_by_their_credits():
    introduction = "We track firms that go abroad, week after week."
    text = f"{introduction}\nVivo opened a shop. —36Kr\nNeta stopped.\nDealers wait. —Reuters"
    document = parse(text, introduction="We track firms that go abroad each week.").document

    assert document.introduction == introduction
    assert [item.body for item in document.items] == ["Vivo opened a shop.", "Neta stopped.\n\nDealers wait."]


@pytest.mark.parametrize(
    "words", ["That’s all for this week.", "Thanks for reading!", "以上就是本周的内容。"]
)
def test_a_signoff_is_known_by_its_words(words):
    document = parse(f"Cars\n- One. —36Kr\n{words}\nWrite to us.").document

    assert document.signoff == f"{words}\n\nWrite to us."


def test_a_signoff_is_known_by_the_masthead():
    document = parse("Cars\n- One.\nTell us your own news soon.", signoff="Tell us your news soon.").document

    assert document.signoff == "Tell us your own news soon."


def test_furniture_of_the_page_is_dropped_and_listed():
    parsed = parse("Cars\nPhoto: VCG\nNeta stopped its line.\nRead more\n- Share this article")

    assert parsed.document.items[0].body == "Neta stopped its line."
    assert [d.text for d in parsed.dropped] == ["Photo: VCG", "Read more", "- Share this article"]


def test_lines_broken_by_a_mail_program_are_joined():
    broken = (
        "Cars go abroad\n"
        "This is a line that some mail program has broken at its seventieth or\n"
        "so character, as it does with every line that is longer than what it\n"
        "believes a screen to be. —Reuters\n"
        "Phones go abroad\n"
        "- Another one here, of which it may be said that it was broken in the\n"
        "  same way."
    )
    story, brief = parse(broken).document.items

    assert story.body.endswith("with every line that is longer than what it believes a screen to be.")
    assert brief.body.endswith("broken in the same way.")


def test_what_stands_after_bullets_is_kept_there_and_marked():
    parsed = parse("Cars\n- One.\nStray words, of no kind.\nPhones\n- Two.")

    assert [(s.heading, s.text) for s in parsed.document.sections][1] == ("", "Stray words, of no kind.")
    assert [(mark.place, mark.text) for mark in parsed.marks] == [
        ("sections.1.text", "Stray words, of no kind.")
    ]


def test_a_doubtful_credit_is_marked():
    parsed = parse("Cars\n- One stopped. (Lianhe Zaobao)")

    assert [(mark.place, mark.text) for mark in parsed.marks] == [
        ("sections.0.items.0.body", "(Lianhe Zaobao)")
    ]


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("It works for Ele, a subsidiary of, which is owned by others.", True),
        ("The round was led by. It closed in May.", True),
        ("It is the kind of thing that nobody had heard of, they said.", False),
        ("The market it operates in, and the one it comes from, are big.", False),
        ("Sales rose by 3.5%, it said, in the U.S. alone.", False),
    ],
)
def test_a_sentence_that_lost_its_link_is_found(text, damaged):
    assert bool(lost_link_text(text)) == damaged


def words_of(text):
    return Counter(re.findall(r"[^\W_]+", text))


def words_kept(parsed):
    document: EditionDocument = parsed.document
    parts = [f"No {document.number}", document.title, document.introduction, document.signoff]
    for section in document.sections:
        parts += [section.heading, section.text]
        for item in section.items:
            parts += [item.headline, item.body]
            parts += [" ".join((c.source, c.url, c.via, c.note)) for c in item.credits]
    return words_of("\n".join([*parts, *(dropped.text for dropped in parsed.dropped)]))


LINES = """
Phones go abroad
- Vivo opened a shop. —36Kr
Neta stopped its line, and waits.
## Cars
### Neta
## Numbers {numbers}
**Ships**
---
—Reuters
https://example.com/a
  https://example.com/b
  and more
  - nested
- **Neta**
Photo: VCG
• 小米开店。——财新
1. One (Caixin)
# No. 3: Title
That wraps up the week.
Reuters —36Kr, Caixin
It fell. —Bloomberg via Caixin, citing two; [The Paper](https://p.cn)
\\# hash
Issue 5
a via b
"""


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES.split("\n")) | st.text(max_size=12), max_size=14).map("\n".join))
def test_no_word_of_a_paste_is_lost(text):
    try:
        words = clean(text)
    except PasteError:
        return
    signs = r"(?m)^[ \t]*\d{1,3}[.)、]\s*|^# Untitled$|\{numbers\}|\bvia\b|\b(?:No|Issue|Source)\b"
    lost = words_of(re.sub(signs, " ", words)) - words_kept(parse(text, sources=KNOWN))

    assert not lost


@pytest.mark.parametrize(
    "piece",
    ["[", "—", "x —[", "- Vivo opened a shop in the old town of Gdansk, its tenth. —36Kr\n", "(a", "of, "],
)
def test_a_long_paste_takes_linear_time(piece):
    started = time.process_time()
    parse(piece * (500_000 // len(piece)))

    assert time.process_time() - started < 8  # a second on a quiet machine; a quadratic pattern takes minutes
