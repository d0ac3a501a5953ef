"""The lists of the admin: none costs a query more a row."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from editions.models import Correction
from sources.models import AccessToken, Contributor, Feed, Tip
from tests.factories import (
    NOON,
    make_clipping,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_person,
    make_picture,
    make_snapshot,
    make_source,
    numbers,
)


def make_correction():
    snapshot = make_snapshot()
    return Correction.objects.create(
        edition=snapshot.edition,
        item=make_item(),
        snapshot=snapshot,
        note="The sum was in yuan.",
        by=make_person(),
        at=NOON,
    )


def make_remark(name):
    edition = make_edition()
    facts = {"note": {"text": "Check this.", "item": make_item()}, "tick": {"line": "Sums checked"}}
    return apps.get_model("editions", name).objects.create(
        edition=edition, by=make_person(), at=NOON, **facts[name]
    )


ROWS = {
    "sources_accesstoken": lambda: AccessToken.objects.create(
        person=make_person(), name="Reader", digest=f"{next(numbers)}", created_at=NOON
    ),
    "sources_clipping": lambda: make_clipping(source=make_source()),
    "sources_company": lambda: make_company(parent=make_company()),
    "sources_contributor": lambda: Contributor.objects.create(name=f"Lin {next(numbers)}"),
    "sources_feed": lambda: Feed.objects.create(
        source=make_source(), url=f"https://a.example/{next(numbers)}"
    ),
    "sources_market": lambda: make_market(parent=make_market()),
    "sources_newsitem": lambda: make_item(companies=[make_company()], markets=[make_market()]),
    "sources_picture": lambda: make_picture(f"hsl({next(numbers)}, 50%, 50%)"),
    "sources_source": make_source,
    "sources_tip": lambda: Tip.objects.create(company_name="Vivo", story="A shop.", received_at=NOON),
    "editions_correction": make_correction,
    "editions_edition": make_edition,
    "editions_note": lambda: make_remark("note"),
    "editions_section": make_edition,
    "editions_snapshot": make_snapshot,
    "editions_tick": lambda: make_remark("tick"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ROWS)
def test_a_list_costs_the_same_for_2_rows_and_12(name, admin_client, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as ran:
            assert admin_client.get(reverse(f"admin:{name}_changelist")).status_code == 200
        return len(ran)

    for _ in range(2):
        ROWS[name]()
    queries()  # what is looked up once in a process, such as content types, is known now
    few = queries()
    for _ in range(10):
        ROWS[name]()

    assert queries() == few


@pytest.mark.django_db
def test_the_masthead_has_its_form_for_a_list(admin_client):
    answer = admin_client.get(reverse("admin:editions_masthead_changelist"), follow=True)

    assert answer.redirect_chain == [(reverse("admin:editions_masthead_change", args=[1]), 302)]
    assert answer.status_code == 200


def test_every_list_is_tried():
    lists = {model._meta.label_lower.replace(".", "_") for model in admin.site._registry}
    ours = {name for name in lists if name.startswith(("sources_", "editions_"))}
    assert ours - {"editions_masthead"} == set(ROWS)
