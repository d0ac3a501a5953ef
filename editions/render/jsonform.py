"""A document as JSON, and back. Pure."""

import json

from editions.document import EditionDocument, from_plain, to_plain


def render_json(document: EditionDocument) -> str:
    """Return the document as indented JSON; empty fields are left out, Chinese stays readable."""
    return json.dumps(to_plain(document), ensure_ascii=False, indent=2) + "\n"


def parse_json(text: str) -> EditionDocument:
    """Return the document that `render_json` wrote.

    Raises ValueError, with a sentence, if the text is no JSON or no edition.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"This is not JSON: {error}") from error
    if not isinstance(plain, dict):
        raise ValueError("This JSON is not an edition: it should begin with a brace.")
    try:
        return from_plain(EditionDocument, plain)
    except (TypeError, AttributeError, ArithmeticError, ValueError) as error:
        raise ValueError(f"This JSON is not an edition: {error}") from error
