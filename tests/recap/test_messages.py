"""The words of the interface in Chinese: none is missing, and none is older than its source."""

import ast
import gettext
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "locale/zh_Hans/LC_MESSAGES"
TEXT = re.compile(r'^(msg\w+)(?:\[0\])? (".*")((?:\n".*")*)', re.MULTILINE)
PLACE = re.compile(r"%\(\w+\)s|%[ds]|</?\w+|href=\"[^\"]*\"")


def entries():
    """Each message as a dict of its parts, the head of the file left out."""
    blocks = (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]
    return [
        {name: "".join(map(ast.literal_eval, (one + rest).split("\n"))) for name, one, rest in found}
        for block in blocks
        if (found := TEXT.findall(block))
    ]


def compiled():
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_message_has_its_chinese():
    assert len(entries()) > 300
    assert [entry["msgid"] for entry in entries() if not entry["msgstr"]] == []


def test_no_message_is_a_guess_of_the_tools():
    assert "fuzzy" not in (FOLDER / "django.po").read_text(encoding="utf-8")


def test_what_is_compiled_is_what_is_written():
    words = compiled()
    for entry in entries():
        if "msgid_plural" in entry:
            said = words.ngettext(entry["msgid"], entry["msgid_plural"], 2)
        else:
            said = words.gettext(entry["msgid"])

        assert said == entry["msgstr"], entry["msgid"]


def test_what_is_filled_in_is_the_same_in_both():
    for entry in entries():
        source = entry.get("msgid_plural") or entry["msgid"]

        assert sorted(PLACE.findall(entry["msgstr"])) == sorted(PLACE.findall(source)), source


@pytest.mark.parametrize("sign", [",", ";", "?", "!"])
def test_chinese_has_its_own_marks(sign):
    """A half-width mark after a Chinese character is one that was forgotten."""
    wrong = re.compile(rf"[一-鿿]\{sign}")

    assert [entry["msgstr"] for entry in entries() if wrong.search(entry["msgstr"])] == []
