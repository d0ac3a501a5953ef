"""What pages say of themselves to machines has what its type requires.

Source: https://schema.org/, and what Google asks of each type.
"""

import json
import re
from dataclasses import replace

import pytest

from editions.archive import metadata
from tests.editions.documents import HOSTILE, make_full_document
from tests.factories import NOON

SITE = "https://recap.example"
DOCUMENT = make_full_document()
MASTHEAD = DOCUMENT.masthead
PATH, IMAGE = DOCUMENT.path, f"{SITE}{DOCUMENT.path}card.png"


def read(*scripts):
    """The facts of each data block."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', "".join(scripts))
    facts = [json.loads(block) for block in blocks]
    assert {one["@context"] for one in facts} == {"https://schema.org"}
    return facts


@pytest.mark.parametrize(
    "script",
    [
        metadata.edition(DOCUMENT, PATH, IMAGE),
        metadata.item(DOCUMENT.items[0], DOCUMENT, NOON),
    ],
    ids=["edition", "item"],
)
def test_an_article_has_headline_date_author_and_publisher(script):
    (facts,) = read(script)

    assert facts["@type"] == "NewsArticle"
    assert 0 < len(facts["headline"]) <= 110
    assert facts["datePublished"]
    assert facts["author"]["name"] == facts["publisher"]["name"] == "China Recap"
    assert facts["url"].startswith(f"{SITE}/")


def test_an_edition_names_its_picture_its_number_and_its_items():
    (facts,) = read(metadata.edition(DOCUMENT, f"/zh{PATH}", IMAGE))

    assert (facts["image"], facts["issueNumber"]) == (IMAGE, 27)
    assert facts["url"] == facts["mainEntityOfPage"] == f"{SITE}/zh{PATH}"
    assert [part["url"] for part in facts["hasPart"]][:2] == [
        f"{SITE}/items/1-romoss/",
        f"{SITE}/items/2-vivo/",
    ]


def test_a_list_has_its_entries_in_order_from_one():
    (facts,) = read(metadata.item_list(SITE, [("Vivo", "/companies/vivo/"), ("BYD", "/companies/byd/")]))

    assert (facts["@type"], facts["numberOfItems"]) == ("ItemList", 2)
    assert [one["position"] for one in facts["itemListElement"]] == [1, 2]
    assert facts["itemListElement"][1] == {
        "@type": "ListItem",
        "position": 2,
        "name": "BYD",
        "url": f"{SITE}/companies/byd/",
    }


def test_a_trail_has_a_name_and_an_address_at_each_step():
    (facts,) = read(metadata.breadcrumbs(SITE, [("Companies", "/companies/"), ("BYD", "/companies/byd/")]))

    assert facts["@type"] == "BreadcrumbList"
    assert [(one["position"], one["name"], one["item"]) for one in facts["itemListElement"]] == [
        (1, "Companies", f"{SITE}/companies/"),
        (2, "BYD", f"{SITE}/companies/byd/"),
    ]


def test_a_table_says_where_all_of_it_is_to_be_had():
    files = {"text/csv": "/deals.csv", "application/json": "/deals.json"}

    (facts,) = read(metadata.dataset(MASTHEAD, name="Deals", about="Rounds.", path="/deals/", files=files))

    assert facts["@type"] == "Dataset"
    assert (facts["name"], facts["description"]) == (f"{MASTHEAD.name}: Deals", "Rounds.")
    assert facts["url"] == f"{MASTHEAD.site_url}/deals/"
    had = {one["encodingFormat"]: one["contentUrl"] for one in facts["distribution"]}
    assert had == {kind: MASTHEAD.site_url + path for kind, path in files.items()}


def test_a_company_says_all_that_is_known_of_it():
    (facts,) = read(
        metadata.organisation(
            SITE,
            name="Neta",
            path="/companies/neta/",
            also=["哪吒", "", "Neta"],
            parent=("Hozon", "/companies/hozon/"),
            ticker="HKEX 1",
            website="https://neta.example/",
        )
    )

    assert (facts["@type"], facts["tickerSymbol"]) == ("Corporation", "HKEX 1")
    assert (facts["name"], facts["alternateName"]) == ("Neta", ["哪吒"])
    assert facts["parentOrganization"]["url"] == f"{SITE}/companies/hozon/"
    assert (facts["url"], facts["mainEntityOfPage"]) == ("https://neta.example/", f"{SITE}/companies/neta/")


def test_a_company_of_which_little_is_known_says_no_more():
    (facts,) = read(metadata.organisation(SITE, name="Neta", path="/companies/neta/"))

    assert facts == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Neta",
        "url": f"{SITE}/companies/neta/",
        "mainEntityOfPage": f"{SITE}/companies/neta/",
    }


def test_several_stand_in_one_page():
    trail = [("Editions", "/editions/")]

    both = read(metadata.item_list(SITE, trail) + metadata.breadcrumbs(SITE, trail))

    assert [one["@type"] for one in both] == ["ItemList", "BreadcrumbList"]


def test_no_text_ends_a_block():
    document = replace(DOCUMENT, title=f"</script>{HOSTILE}"[:110])
    scripts = [
        metadata.edition(document, PATH, IMAGE),
        metadata.item_list(SITE, [(f"</script>{HOSTILE}", "/x/")]),
        metadata.organisation(SITE, name=f"</script>{HOSTILE}", path="/x/"),
    ]

    assert len(read(*scripts)) == 3
    assert [script.count("</script>") for script in scripts] == [1, 1, 1]
