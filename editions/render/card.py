"""The picture that stands for an edition where its address is shared: 1200 by 630 pixels. Pure."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
PAPER, INK = "#fbfaf6", "#17191c"  # of static/css/tokens.css
NEWSREADER = Path(__file__).parents[2] / "static/vendor/newsreader/newsreader-latin-wght-normal.woff2"
# Fonts of the system that have Chinese, and with it nearly everything; the first that is there is used.
CHINESE = (
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", 2),  # the third of its faces is SC
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-serif-cjk-vf-fonts/NotoSerifCJK-VF.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/System/Library/Fonts/Supplemental/Songti.ttc", 0),
)
VERSION = 1  # a higher one where what is drawn of the same words looks otherwise
TITLE_SIZES = range(92, 35, -8)
TITLE_TOP, TITLE_ROOM = 244, 310  # from the top, and the height that is left to it


@dataclass(frozen=True)
class Card:
    """What it says. `when` is the number and the week."""

    name: str
    when: str
    title: str
    accent: str


def draw(card: Card) -> bytes:
    """Return the picture as a PNG. A text that no font here can write is left out."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=card.accent)
    if font := _font(card.name, 46, 620):
        name = _cut(card.name, font, WIDTH - 2 * MARGIN)
        pen.text((MARGIN, 96), name, INK, font, anchor="ls")
        pen.text((MARGIN + font.getlength(name), 96), ".", card.accent, font, anchor="ls")
    pen.line((MARGIN, 130, WIDTH - MARGIN, 130), fill="#e3dfd5", width=2)
    if font := _font(card.when, 32, 600):
        pen.text((MARGIN, 196), _cut(card.when, font, WIDTH - 2 * MARGIN), card.accent, font, anchor="ls")
    _draw_title(pen, card.title)
    out = io.BytesIO()
    image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_title(pen: ImageDraw.ImageDraw, title: str) -> None:
    """In the largest letters in which all of it fits; cut where it does not fit in the smallest."""
    for size in TITLE_SIZES:
        font = _font(title, size, 500)
        if font is None:
            return
        lines, height = list(_lines(title, font)), round(size * 1.12)
        if len(lines) * height <= TITLE_ROOM:
            break
    most = TITLE_ROOM // height
    if len(lines) > most:
        lines[most - 1 :] = [_cut(" ".join(lines[most - 1 :]), font, WIDTH - 2 * MARGIN)]
    for place, line in enumerate(lines):
        pen.text((MARGIN, TITLE_TOP + place * height), line, INK, font)


def _lines(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Break at spaces, and within a word only where it is wider than the picture or has no spaces at all."""
    line = ""
    for word in text.split():
        if _fits(longer := f"{line} {word}".strip(), font):
            line = longer
            continue
        if line:
            yield line
        line = ""
        for letter in word:
            if not _fits(line + letter, font):
                yield line
                line = ""
            line += letter
    if line:
        yield line


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _fits(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(text) <= WIDTH - 2 * MARGIN


def _font(text: str, size: int, weight: int) -> ImageFont.FreeTypeFont | None:
    """Our own font for what it has, one of the system for all else; None where there is none."""
    if all(letter < "\u0100" or "\u2010" <= letter <= "\u2044" or letter in "€™" for letter in text):
        font = ImageFont.truetype(NEWSREADER, size)
        font.set_variation_by_axes([weight])
        return font
    found = next(((path, face) for path, face in CHINESE if Path(path).exists()), None)
    return ImageFont.truetype(found[0], size, index=found[1]) if found else None
