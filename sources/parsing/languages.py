"""The language of a text. Pure."""

import re

CODE = re.compile(r"\s*([a-z]{2,3})(?![a-z])", re.IGNORECASE)
MEANT = {"cn": "zh", "chi": "zh", "zho": "zh", "eng": "en", "jp": "ja", "kr": "ko"}
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
KANA = re.compile(r"[\u3040-\u30ff]")
HANGUL = re.compile(r"[\uac00-\ud7af]")
LETTER = re.compile(r"[^\W\d_]")
ENGLISH = re.compile(r"\b(?:the|of|and|in|to|for|on|with|its|by|from|says)\b", re.IGNORECASE)


def language(declared: object, text: str) -> str:
    """Return the code of a language without its region, such as "zh"; nothing if it cannot be told.

    It is the one declared, unless the characters of `text` are of another: templates are copied
    with their `lang`.
    """
    match = CODE.match(declared) if isinstance(declared, str) else None
    code = match[1].lower() if match else ""
    code = MEANT.get(code, code)
    written = _by_characters(text)
    if written and not (written == "zh" and code == "ja"):
        return written
    if code in ("zh", "ja", "ko") and len(LETTER.findall(text)) > 20:
        code = ""
    return code or ("en" if ENGLISH.search(text) else "")


def _by_characters(text: str) -> str:
    letters = len(LETTER.findall(text))
    if len(KANA.findall(text)) * 10 > letters:
        return "ja"
    if len(HANGUL.findall(text)) * 5 > letters:
        return "ko"
    return "zh" if len(HAN.findall(text)) * 5 > letters else ""
