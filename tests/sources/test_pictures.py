import io
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from PIL import Image

from sources.models import Picture
from sources.models.pictures import LARGEST_UPLOAD, re_encode
from tests.factories import picture_bytes


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "mode", "ending"),
    [
        ("PNG", "RGB", "png"),
        ("GIF", "P", "png"),
        ("WEBP", "RGBA", "png"),
        ("WEBP", "RGB", "jpg"),
        ("JPEG", "RGB", "jpg"),
        ("JPEG", "CMYK", "jpg"),
    ],
)
def test_a_picture_is_written_anew_as_jpeg_or_png(kind, mode, ending):
    data, made, width, height = re_encode(picture_bytes(kind, mode=mode, colour=0))

    assert (made, width, height) == (ending, 40, 30)
    assert opened(data).format == {"png": "PNG", "jpg": "JPEG"}[ending]


def test_a_large_picture_is_made_smaller_in_its_own_proportions():
    assert re_encode(picture_bytes(size=(4800, 1200)))[2:] == (2400, 600)


def test_what_a_camera_wrote_into_the_file_is_dropped_and_obeyed():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret camera"  # turned by a quarter; who made it

    data, _, width, height = re_encode(picture_bytes("JPEG", exif=exif))

    assert (width, height) == (30, 40)
    assert not opened(data).getexif()
    assert b"Secret" not in data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"%PDF-1.7",
        picture_bytes("BMP"),
        picture_bytes("JPEG", size=(200, 200))[:300],
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(data):
    with pytest.raises(ValidationError, match="is no JPEG, PNG, WebP or GIF picture, or it is damaged"):
        re_encode(data)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(ValidationError, match="over 20 MB"):
        re_encode(b"x" * (LARGEST_UPLOAD + 1))


def test_a_picture_that_would_fill_the_memory_is_refused_unread():
    bomb = picture_bytes(size=(9000, 7000), mode="1", colour=0)

    assert len(bomb) < 100_000
    with pytest.raises(ValidationError, match="over 60 million pixels"):
        re_encode(bomb)


@pytest.mark.django_db
def test_one_picture_uploaded_twice_is_one_row_under_its_hash():
    first = Picture.objects.keep(picture_bytes(), alt="A shop")
    second = Picture.objects.keep(picture_bytes(), alt="Another name")

    assert first == second
    assert first.alt == "A shop"
    assert Path(first.file.name).name == f"{first.digest}.png"
    assert Picture.objects.keep(picture_bytes(colour="blue")) != first


@pytest.mark.django_db
def test_a_picture_knows_its_weight():
    picture = Picture.objects.keep(picture_bytes())

    assert picture.weight == Path(picture.file.path).stat().st_size


@pytest.mark.django_db
def test_a_picture_from_before_is_weighed_where_its_file_is():
    old, gone = Picture.objects.keep(picture_bytes()), Picture.objects.keep(picture_bytes(colour="blue"))
    Picture.objects.update(weight=0)
    Path(gone.file.path).unlink()

    import_module("sources.migrations.0007_weigh_pictures").weigh(apps, None)

    assert Picture.objects.get(pk=old.pk).weight == old.weight
    assert Picture.objects.get(pk=gone.pk).weight == 0


@pytest.mark.django_db
def test_a_picture_is_served_at_its_address(client):
    picture = Picture.objects.keep(picture_bytes())

    answer = client.get(picture.file.url)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content) == Path(picture.file.path).read_bytes()
