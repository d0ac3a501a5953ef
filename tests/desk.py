"""A colleague's browser at the desk: who is logged in, and what the forms on a page would send."""

from contextlib import contextmanager
from functools import lru_cache

import html5lib
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from recap.demo.companies import COMPANIES
from sources.models import Company
from tests.factories import make_person

ROLES = ("contributor", "editor", "publisher", "administrator")


def browser_of(role):
    """The browser in which a new colleague of this role, Ada Byron, has logged in."""
    browser = Client()
    person = make_person(role, first_name="Ada", last_name="Byron", email=f"{role}@example.com")
    browser.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return browser


def address(name, *args):
    return reverse(f"admin:editions_edition_{name}", args=args)


def tree_of(response):
    return _tree_of(response.content.decode())


@lru_cache(maxsize=8)  # a test asks several things of a page, and to read one takes a tenth of a second
def _tree_of(text):
    return html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)


def words_of(response):
    """What a reader of the page sees, with single spaces."""
    body = tree_of(response).find("body")
    return " ".join("".join(body.itertext()).split())


def form_on(response, action):
    """The fields that a browser would send if the form with this action were sent unchanged."""
    return fields_of(next(form for form in tree_of(response).iter("form") if form.get("action") == action))


def fields_of(form):
    return dict(field for element in form.iter() for field in _sent(element))


def _sent(element):
    name = element.get("name")
    if not name:
        return
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option.get("value") for option in options if option.get("selected") is not None]
        if element.get("multiple") is not None:
            yield name, chosen
        elif options:
            yield name, (chosen or [options[0].get("value")])[0]
    elif element.tag == "textarea":
        yield name, (element.text or "").replace("\n", "\r\n")
    elif element.tag == "input" and element.get("type") == "checkbox":
        if element.get("checked") is not None:
            yield name, element.get("value", "on")
    elif element.tag == "input":
        yield name, element.get("value", "")


def read(browser, way, text, **more):
    """Paste `text`: the page of what was understood."""
    return browser.post(address("understood", way), {"text": text, **more})


def understood_form(browser, way, text, **more):
    return form_on(read(browser, way, text, **more), address("paste_save", way))


def save(browser, way, fields):
    return browser.post(address("paste_save", way), fields)


def rows():
    """How many rows each table holds; sessions come and go by themselves."""
    tables = (model._meta.db_table for model in apps.get_models() if model._meta.app_label != "sessions")
    with connection.cursor() as cursor:  # all at once: asked one by one, they cost a tenth of a second
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def store_known_companies():
    Company.objects.bulk_create(
        Company(
            name=demo.name,
            local_name=demo.local_name,
            aliases="\n".join(demo.aliases),
            former_names="\n".join(demo.former_names),
            ambiguous_name=demo.ambiguous_name,
            slug=f"company-{number}",
        )
        for number, demo in enumerate(COMPANIES)
    )


@contextmanager
def kept_for_a_module(django_db_blocker):
    """What is stored inside stands for the tests of one module, and is rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
