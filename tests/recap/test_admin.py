"""The admin: finding and mending rows, pictures, and nothing that what is out would suffer from."""

import io

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from editions.models import Masthead
from sources.models import Picture
from sources.models.pictures import LARGEST_UPLOAD
from tests.desk import browser_of, fields_of, tree_of, words_of
from tests.factories import (
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_picture,
    make_published_edition,
    picture_bytes,
    png_that_claims,
)

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def url_of(row_or_model, page, *args):
    return reverse(f"admin:{row_or_model._meta.label_lower.replace('.', '_')}_{page}", args=args)


def change(row):
    return url_of(row, "change", row.pk)


def found(browser, model, words):
    """The rows that a search finds, as the first cell of the list links them."""
    page = tree_of(browser.get(url_of(model, "changelist"), {"q": words}))
    cells = [cell for cell in page.iter("th") if "field-" in cell.get("class", "")]
    return sorted("".join(cell.itertext()) for cell in cells)


# Search


@pytest.mark.parametrize("words", ["Xiaomi", "小米", "Mi Corp", "Old Rice", "旧米", "XIAOMI", "1810"])
def test_a_company_is_found_by_each_of_its_names(words, admin_client):
    make_company("Vivo", local_name="维沃")
    company = make_company(
        "Xiaomi", local_name="小米", aliases="Mi Corp\n米家", former_names="Old Rice\n旧米", ticker="1810"
    )

    assert found(admin_client, type(company), words) == ["Xiaomi"]


@pytest.mark.parametrize("words", ["Xiaomi", "小米", "Mi Corp", "旧米", "Warsaw"])
def test_an_item_is_found_by_the_names_of_its_companies(words, admin_client):
    company = make_company("Xiaomi", local_name="小米", aliases="Mi Corp", former_names="旧米")
    make_item("Vivo opened a shop in Lima.", headline="Elsewhere")
    item = make_item("A shop opened in Warsaw.", headline="Ours", companies=[company])

    assert found(admin_client, type(item), words) == ["Ours"]


def test_an_item_of_two_companies_is_found_once(admin_client):
    pair = [make_company("Mi One"), make_company("Mi Two")]
    item = make_item(headline="Ours", companies=pair)

    assert found(admin_client, type(item), "Mi") == ["Ours"]


def test_a_chinese_name_is_offered_while_typing(admin_client):
    make_company("Xiaomi", local_name="小米")
    asked = {"app_label": "sources", "model_name": "newsitem", "field_name": "companies", "term": "小米"}

    answer = admin_client.get(reverse("admin:autocomplete"), asked)

    assert [row["text"] for row in answer.json()["results"]] == ["Xiaomi 小米"]


# What is out


def posted(browser, row, **changes):
    """Send the form of a row as it stands, with `changes`."""
    page = browser.get(change(row))
    form = next(form for form in tree_of(page).iter("form") if (form.get("id") or "").endswith("_form"))
    return browser.post(change(row), {**fields_of(form), **changes})


def test_the_words_of_a_published_item_stay(admin_client):
    item = make_item(headline="As it ran")
    make_published_edition(item)

    posted(admin_client, item, headline="Another", body="Other words.", event_date="2020-01-01")

    item.refresh_from_db()
    assert (item.headline, item.body) == ("As it ran", "Vivo opened its first shop in Lima.")
    assert item.event_date is None


def test_the_credits_of_a_published_item_stay(admin_client):
    item = make_item(credit="Reuters")
    make_published_edition(item)

    page = admin_client.get(change(item)).content.decode()

    assert 'name="credits-0-url"' not in page
    assert "Reuters" in page


def test_the_companies_of_a_published_item_can_be_mended_with_history(admin_client):
    item, company = make_item(), make_company("Vivo")
    make_published_edition(item)

    response = posted(admin_client, item, companies=company.pk)

    assert response.status_code == 302
    assert item.companies.get() == company
    assert item.versions.get().by.username == "admin"


def test_a_draft_is_mended_with_history(admin_client):
    item = make_item(status="draft")

    posted(admin_client, item, headline="Better")

    item.refresh_from_db()
    assert (item.headline, item.version) == ("Better", 2)
    assert item.versions.get().content["headline"] == "Better"


def test_a_published_edition_refuses_changes(admin_client):
    edition = make_published_edition()

    response = admin_client.post(change(edition), {"title": "Another"})

    assert response.status_code == 403
    edition.refresh_from_db()
    assert edition.title != "Another"


def test_a_published_edition_is_not_deleted_nor_are_its_parts(admin_client):
    edition = make_published_edition()
    section = edition.sections.get()
    item = section.slots.get().item

    assert [admin_client.post(url_of(row, "delete", row.pk), {"post": "yes"}).status_code
            for row in (edition, section, item)] == [403, 403, 403]  # fmt: skip


def test_a_published_section_and_its_slots_refuse_changes(admin_client):
    section = make_published_edition(heading="Shops abroad").sections.get()

    assert admin_client.post(change(section), {"heading": "Another"}).status_code == 403


def test_the_deletion_of_many_rows_spares_what_is_out(admin_client):
    edition = make_published_edition()
    chosen = {"action": "delete_selected", "_selected_action": [edition.pk], "post": "yes"}

    admin_client.post(url_of(edition, "changelist"), chosen)

    edition.refresh_from_db()
    assert edition.sections.count() == 1


def test_a_snapshot_is_only_looked_at(admin_client):
    snapshot = make_published_edition().snapshots.get()

    assert admin_client.get(change(snapshot)).status_code == 200
    assert admin_client.post(change(snapshot), {"text": "Other words."}).status_code == 403
    assert admin_client.post(url_of(snapshot, "delete", snapshot.pk), {"post": "yes"}).status_code == 403


def test_a_draft_edition_is_mended_with_history(admin_client):
    edition = make_edition()

    response = posted(admin_client, edition, title="A better title")

    edition.refresh_from_db()
    assert response.status_code == 302
    assert (edition.title, edition.version) == ("A better title", 2)
    assert edition.versions.get().content["title"] == "A better title"


# Pictures


def upload(browser, data, name="shop.jpg", **facts):
    sent = {"alt": "A shop window", "caption": "", "credit": "VCG", **facts}
    if data is not None:
        sent["upload"] = SimpleUploadedFile(name, data)
    return browser.post(reverse("admin:sources_picture_add"), sent)


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".jpg"), ("GIF", ".png")]
)
def test_a_picture_is_uploaded(kind, ending):
    contributor = browser_of("contributor")

    response = upload(contributor, picture_bytes(kind))

    picture = Picture.objects.get()
    assert response.status_code == 302
    assert (picture.alt, picture.credit, picture.width, picture.height) == ("A shop window", "VCG", 40, 30)
    assert picture.file.name.endswith(ending)
    assert contributor.get(picture.file.url).status_code == 200


def test_a_picture_whose_file_was_left_without_a_row_is_uploaded_again(admin_client):
    upload(admin_client, picture_bytes(colour="teal"))
    left = Picture.objects.get().file.url
    Picture.objects.all().delete()

    upload(admin_client, picture_bytes(colour="teal"))

    assert Picture.objects.get().file.url == left
    assert admin_client.get(left).status_code == 200


def test_a_picture_loses_where_it_was_taken(admin_client):
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)  # GPS latitude

    upload(admin_client, picture_bytes("JPEG", exif=exif, comment=b"secret"))

    stored = Picture.objects.get().file.read()
    assert not Image.open(io.BytesIO(stored)).getexif()
    assert b"A camera" not in stored
    assert b"secret" not in stored


def test_a_picture_taken_sideways_stands_upright(admin_client):
    exif = Image.Exif()
    exif[0x0112] = 6

    upload(admin_client, picture_bytes("JPEG", exif=exif))

    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (30, 40)


def test_the_same_picture_twice_is_one_row(admin_client):
    upload(admin_client, picture_bytes())
    response = upload(admin_client, picture_bytes(), name="again.png", alt="Other words")

    assert response.status_code == 302
    assert Picture.objects.get().alt == "A shop window"
    said = words_of(admin_client.get(response.url))
    assert "This picture was here already, and keeps the words it had; mend them on its page." in said


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (None, "Choose a picture to upload."),
        (b"", "The submitted file is empty."),
        (b"<svg onload=alert(1)>", "This file is no JPEG, PNG, WebP or GIF picture, or it is damaged."),
        (picture_bytes("BMP"), "This file is no JPEG, PNG, WebP or GIF picture, or it is damaged."),
        (picture_bytes("JPEG", (400, 300))[:900], "is no JPEG, PNG, WebP or GIF picture, or it is damaged."),
        (png_that_claims(8000, 8000), "This picture has over 60 million pixels"),
        (png_that_claims(20_000, 20_000), "This picture has over 60 million pixels"),
        (bytes(LARGEST_UPLOAD + 1), "This file is over 20 MB; save the picture smaller and upload it again."),
    ],
    ids=["nothing", "empty", "svg", "bmp", "cut off", "64 million pixels", "a bomb", "20 MB"],
)
def test_what_is_no_picture_is_refused_in_a_sentence(admin_client, data, why):
    response = upload(admin_client, data)

    assert response.status_code == 200
    assert why in words_of(response)
    assert not Picture.objects.exists()
    assert b'value="A shop window"' in response.content


def test_a_picture_is_never_deleted(admin_client):
    picture = make_picture()

    assert admin_client.post(url_of(picture, "delete", picture.pk), {"post": "yes"}).status_code == 403


def test_the_words_about_a_picture_are_mended(admin_client):
    picture = make_picture(alt="A shop")

    posted(admin_client, picture, alt="A shop window in Lima")

    picture.refresh_from_db()
    assert picture.alt == "A shop window in Lima"


# The masthead


def test_the_masthead_is_one_row(admin_client):
    masthead = make_masthead()

    assert admin_client.get(url_of(masthead, "changelist")).url == change(masthead)
    assert admin_client.get(url_of(masthead, "add")).status_code == 403
    assert admin_client.post(url_of(masthead, "delete", 1), {"post": "yes"}).status_code == 403


def test_the_masthead_is_changed_by_an_administrator():
    masthead = make_masthead()

    response = posted(browser_of("administrator"), masthead, name="Abroad", time_zone="Asia/Singapore")

    assert response.status_code == 302
    assert Masthead.objects.values_list("name", "time_zone").get() == ("Abroad", "Asia/Singapore")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("time_zone", "Mars/Olympus", "“Mars/Olympus” is no time zone; write one such as Asia/Shanghai."),
        ("accent", "red", "Write it as #b3261e."),
        ("hour", "25:00", "Enter a valid time."),
    ],
)
def test_a_masthead_that_will_not_do_is_refused(admin_client, field, value, why):
    assert why in words_of(posted(admin_client, make_masthead(), **{field: value}))


# Every page


def inline(response):
    """What the Content-Security-Policy would block on the page."""
    blocked = []
    for element in tree_of(response).iter():
        keys = [key for key in element.attrib if key == "style" or key.startswith("on")]
        data = element.get("type") in ("application/json", "application/ld+json")
        if element.tag == "style" or (element.tag == "script" and not element.get("src") and not data):
            keys.append(element.tag)
        if (element.get("href") or "").startswith("javascript:"):
            keys.append("href")
        blocked += [f"{element.tag} {key}" for key in keys]
    return blocked


@each_model
def test_every_list_answers_with_nothing_that_is_blocked(model, admin_client):
    response = admin_client.get(url_of(model, "changelist"), follow=True)

    assert response.status_code == 200
    assert inline(response) == []


@each_model
def test_every_form_to_add_a_row_answers_with_nothing_that_is_blocked(model, admin_client, admin_user, rf):
    request = rf.get("/")
    request.user = admin_user
    may = admin.site._registry[model].has_add_permission(request)

    response = admin_client.get(url_of(model, "add"), follow=True)  # that of feeds is a page of the desk

    assert response.status_code == (200 if may else 403)
    assert inline(response) == []


@pytest.mark.parametrize(
    "make", [make_edition, make_published_edition, make_item, make_company, make_picture, make_masthead]
)
def test_every_form_of_a_row_answers_with_nothing_that_is_blocked(make, admin_client):
    response = admin_client.get(change(make()))

    assert response.status_code == 200
    assert inline(response) == []


@pytest.mark.parametrize("name", ["index", "login", "password_change", "jsi18n"])
def test_the_house_pages_of_the_admin_hold_nothing_that_is_blocked(name, admin_client):
    response = admin_client.get(reverse(f"admin:{name}"), follow=True)

    assert response.status_code == 200
    assert name == "jsi18n" or inline(response) == []


@pytest.mark.parametrize(("make", "shown"), [(make_edition, False), (make_published_edition, True)])
def test_a_draft_offers_no_page_that_readers_do_not_have(make, shown):
    edition = make()
    response = browser_of("administrator").get(change(edition))

    assert ("View on site" in response.content.decode()) is shown
