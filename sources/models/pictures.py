"""Pictures, stored under the hash of their content."""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 2400  # pixels; twice the widest column
LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes
MOST_PIXELS = 60_000_000


def re_encode(data):
    """Return (bytes, ending, width, height) of a picture, without whatever else its file carried.

    Raises ValidationError with a sentence where it cannot be read as a picture.
    """
    if len(data) > LARGEST_UPLOAD:
        raise ValidationError("This file is over 20 MB; save the picture smaller and upload it again.")
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError("This picture has over 60 million pixels; save it smaller.")
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            ending = "png" if "A" in picture.getbands() or opened.format in ("PNG", "GIF") else "jpg"
            out = io.BytesIO()
            bare = picture.convert("RGBA" if ending == "png" else "RGB")
            bare.info.clear()  # a JPEG's comment would be written again
            if ending == "png":
                bare.save(out, "PNG", optimize=True)
            else:
                bare.save(out, "JPEG", quality=85, optimize=True, progressive=True)
            return out.getvalue(), ending, picture.width, picture.height
    except Image.DecompressionBombError as error:
        raise ValidationError("This picture has over 60 million pixels; save it smaller.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This file is no JPEG, PNG, WebP or GIF picture, or it is damaged.") from error


class PictureQuerySet(models.QuerySet):
    def keep(self, data, **facts):
        """Store an upload; the same picture uploaded twice is one row. Raises ValidationError."""
        clean, ending, width, height = re_encode(data)
        name = hashlib.sha256(clean).hexdigest()
        picture = self.filter(digest=name).first()
        if picture is None:
            picture = self.model(digest=name, width=width, height=height, weight=len(clean), **facts)
            picture.file.name = f"pictures/{name}.{ending}"
            # A file without a row was left by a save that failed; it holds the same bytes.
            if not picture.file.storage.exists(picture.file.name):
                picture.file.storage.save(picture.file.name, ContentFile(clean))
            picture.save()
        return picture


class Picture(models.Model):
    """An upload, re-encoded; never deleted, since a snapshot may show it."""

    file = models.FileField(upload_to="pictures/")
    digest = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    weight = models.PositiveIntegerField(default=0, editable=False)  # bytes; 0 where it is not known
    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    alt = models.CharField("alternative text", max_length=500, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.alt or self.caption or self.digest[:12]
