"""Parts of a page that are drawn once for what they say."""

import pytest
from django.template import Context, Template
from django.test.signals import template_rendered
from django.utils import translation

from editions.render.charts import chart

PART = Template("{% load drawings %}{% drawn 'editions/archive/_chart.html' chart=chart %}")


def drawn(said):
    return PART.render(Context({"chart": said}))


def test_what_says_the_same_is_drawn_once():
    drawings = []

    def note(template, **_):
        drawings.append(template.name)

    template_rendered.connect(note)
    first, again = (drawn(chart("Drawn once", "Items", [("2025", 3)])) for _ in range(2))

    assert drawings.count("editions/archive/_chart.html") == 1
    assert "Drawn once" in first
    assert again == first


def test_what_says_something_else_is_drawn_anew():
    assert "2025: 3<" in drawn(chart("Items", "Items", [("2025", 3)]))
    assert "2025: 4<" in drawn(chart("Items", "Items", [("2025", 4)]))


def test_a_part_is_drawn_in_the_language_of_its_page():
    said = chart("Items", "Items", [("2025", 3)])
    assert "As a table" in drawn(said)

    with translation.override("zh-hans"):
        assert "As a table" not in drawn(said)


def test_a_value_that_may_change_is_refused():
    with pytest.raises(TypeError):
        drawn(["a list"])
