"""The description of the API says what it does, and is all of it."""

import json
import re
import subprocess
import sys

import pytest
from django.conf import settings
from pydantic import TypeAdapter

from editions.archive.api import schemas, service
from sources.models import Deal
from tests.factories import make_company, make_item, make_market, make_masthead, make_published_edition

pytestmark = pytest.mark.django_db
PATHS = service.api.get_openapi_schema(path_prefix="api/v1/")["paths"]
LINKS = """
import sys
import django
django.setup()
from django.urls import reverse
reverse("archive:home"), reverse("data:api", args=["items"])
print([name for name in ("ninja", "pydantic") if name in sys.modules])
"""
LISTS = ["companies", "deals", "editions", "items", "markets"]


@pytest.fixture
def keys():
    """What stands for the names in braces, on a site with one of each."""
    make_masthead()
    item = make_item(
        companies=[make_company(slug="vivo")], markets=[make_market(slug="ruritania")], credit="Reuters"
    )
    item.topics.add("Phones")
    deal = Deal.objects.create(item=item, amount=5, currency="CNY")
    make_published_edition(item, number=27)
    return {"editions": 27, "items": item.pk, "companies": "vivo", "markets": "ruritania", "deals": deal.pk}


def filled(path, keys):
    return re.sub(r"\{\w+\}", str(keys.get(path.split("/")[3], "")), path)


@pytest.mark.parametrize("path", sorted(set(PATHS) - {"/api/v1/everything.jsonl"}))
def test_every_answer_is_as_described(client, keys, path):
    answer = client.get(filled(path, keys))

    described = PATHS[path]["get"]["responses"][200]["content"]["application/json"]["schema"]
    model = getattr(schemas, described.get("title") or described["$ref"].rsplit("/", 1)[-1])
    text = answer.content.decode()
    assert answer.status_code == 200
    assert model.model_validate_json(text, extra="forbid").model_dump_json() == text


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_error_is_described(path):
    described = PATHS[path]["get"]["responses"]

    listed = path.removeprefix("/api/v1/") in LISTS
    assert (422 in described, 404 in described) == (listed, "{" in path)
    assert (410 in described) == (path.split("/")[3] in ("editions", "items", "deals") and "{" in path)


@pytest.mark.parametrize("family", LISTS)
def test_every_parameter_is_described_in_words(family):
    parameters = PATHS[f"/api/v1/{family}"]["get"]["parameters"]

    assert {"limit", "cursor"} <= {one["name"] for one in parameters}
    assert [one["name"] for one in parameters if not one.get("description") or one["required"]] == []


@pytest.mark.parametrize("name", ["Item", "EditionSummary", "Credit", "Named", "Money", "Problem"])
def test_every_example_is_such_an_object(name):
    model = getattr(schemas, name)

    (shown,) = model.model_config["json_schema_extra"]["examples"]

    assert TypeAdapter(model).validate_json(json.dumps(shown)).model_dump(mode="json") == shown


def test_the_description_is_served_and_kept(client):
    answer = client.get("/api/v1/openapi.json")

    described = json.loads(answer.content)
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == set(PATHS)
    assert {"GET"} == {method.upper() for one in described["paths"].values() for method in one}
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_who_only_makes_links_loads_none_of_it():
    """A worker that mails knows the addresses of the site, and pays for nothing behind this one."""
    ran = subprocess.run(
        [sys.executable, "-c", LINKS],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={
            "DJANGO_SETTINGS_MODULE": "recap.settings",
            "RECAP_MODE": "development",
            "RECAP_VAR": str(settings.VAR),
        },
        check=True,
    )
    assert ran.stdout.strip() == "[]"
