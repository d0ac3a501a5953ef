"""Pictures: what is said of them, and whether they are fit to be shown and loaded. Pure."""

import re
from collections.abc import Iterator

from editions.document import EditionDocument, PictureDoc
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Place, rule

# A page shows pictures 608 pixels wide (--measure, 38rem) and stretches smaller ones; an email, 528. The
# picture of an edition is also its preview where a link to it is shared, which asks for more.
LEAST_WIDTH = 600
LEAST_WIDTH_OF_HERO = 1000
HEAVIEST = 1_000_000  # bytes; a photograph of 2,400 pixels is below it as JPEG, and far above as PNG
HEAVIEST_LOGO = 100_000  # it is loaded with every page and every mail

FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|heic)|(?:IMG|DSC|DSCN|PXL|image|photo|screenshot)[-_ ]?\d+", re.I
)


@rule(
    "pictures.no-alt",
    WARNING,
    "A picture without alternative text",
    example="A picture whose alternative text is empty, or “IMG_2041.jpg”.",
)
def no_alternative_text(document: EditionDocument, context: Context) -> Iterator[Finding]:
    said = set()
    for place, picture in _pictures(document):
        alt = picture.alt.strip()
        if picture.path in said or (alt and not FILE_NAME.fullmatch(alt)):
            continue
        said.add(picture.path)  # the text belongs to the picture, wherever it stands
        what = (
            f"The alternative text “{alt}” is a file's name" if alt else "The picture has no alternative text"
        )
        yield Finding(place, f"{what}: say what it shows, for those who do not see it.", alt)


@rule(
    "pictures.no-credit",
    WARNING,
    "A picture without credit",
    example="A picture of a shop, and nobody said who took it.",
)
def no_credit(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, picture in _pictures(document):
        if not picture.credit.strip():
            yield Finding(place, "The picture has no credit: say who took or gave it.")


@rule(
    "pictures.too-small",
    WARNING,
    "A picture that is too small",
    example="A picture of 480 pixels, which a page stretches to 608.",
)
def too_small(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, picture in _pictures(document):
        is_hero = place.field == "hero"
        least = LEAST_WIDTH_OF_HERO if is_hero else LEAST_WIDTH
        if 0 < picture.width < least:
            why = "blurred in the preview of a shared link" if is_hero else "stretched on the page"
            sentence = (
                f"The picture is {picture.width} pixels wide and will be {why}: use one of {least:,} or more."
            )
            yield Finding(place, sentence)


@rule(
    "pictures.too-heavy",
    WARNING,
    "A picture that is too heavy",
    example="A photograph that was saved as PNG and has 4.2 MB.",
)
def too_heavy(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, picture in _pictures(document):
        if picture.weight > HEAVIEST:
            advice = (
                "upload it as JPEG, or less wide" if picture.path.endswith(".png") else "upload it less wide"
            )
            yield Finding(place, f"The picture has {picture.weight / 1_000_000:.1f} MB: {advice}.")
    logo = document.masthead.logo
    if logo and logo.weight > HEAVIEST_LOGO:
        sentence = (
            f"The logo has {logo.weight // 1000} KB and is loaded with every page: use one of 100 KB or less."
        )
        yield Finding(Place("masthead"), sentence)


def _pictures(document: EditionDocument) -> Iterator[tuple[Place, PictureDoc]]:
    """Yield the pictures that are shown, each with its place. The logo stands for the newsroom's name."""
    if document.hero and document.hero.path:
        yield Place("hero"), document.hero
    for number, section in enumerate(document.sections):
        for place, item in enumerate(section.items):
            if item.image and item.image.path:  # a paste may give a caption before there is a picture
                yield Place("image", number, place), item.image


CHECKS = (no_alternative_text, no_credit, too_small, too_heavy)
