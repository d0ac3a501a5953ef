"""From the cells of a record to a person: who, with which status, by which consent. Pure."""

from dataclasses import dataclass
from datetime import datetime

from subscribers import addresses
from subscribers.importing import values

CHOICES = ("full", "headlines", "follows", "digest")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Reading:
    """How the records of one file are read; `words` and `consented` hold for all where no column says."""

    columns: dict[str, int]
    standing: str
    latest: datetime
    words: str = ""
    consented: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who a record speaks of. Active only with a moment of consent."""

    address: str
    normalised: str
    domain: str
    name: str
    status: str
    choice: str
    language: str
    joined: datetime | None
    left: datetime | None
    consent: datetime | None
    words: str


def person_of(cells: list[str], reading: Reading) -> Person:
    """Return the person of a record. Raises ValueError with the reason why there is none."""
    cell = {target: _cell(cells, place) for target, place in reading.columns.items()}
    if not cell.get("address"):
        raise ValueError("There is no address.")
    address, normalised, domain = addresses.parse(cell["address"])
    status = _status(cell, reading)
    joined, left = _moment(cell, "joined", reading), _moment(cell, "left", reading)
    consent, words = _consent(cell, joined, reading)
    if status == values.ACTIVE and consent is None:
        status = values.PENDING
    return Person(
        address=address,
        normalised=normalised,
        domain=domain,
        name=_name(cell),
        status=status,
        choice=cell["choice"] if cell.get("choice") in CHOICES else "full",
        language="zh" if cell.get("language", "").casefold().startswith(("zh", "中", "chinese")) else "en",
        joined=joined,
        left=left,
        consent=consent,
        words=words,
    )


def _cell(cells: list[str], place: int) -> str:
    return cells[place].replace("\0", "").strip() if place < len(cells) else ""


def _name(cell: dict[str, str]) -> str:
    parts = (cell.get("first_name", ""), cell.get("last_name", ""))
    return " ".join((cell.get("name") or " ".join(parts)).split())[:LONGEST_NAME]


def _status(cell: dict[str, str], reading: Reading) -> str:
    """Of several columns, whichever says that no mail is wanted."""
    said = values.status_of(cell["status"]) if cell.get("status") else reading.standing
    if "bounced" in cell and values.says_yes(cell["bounced"]):
        return values.BOUNCED
    if "left" in cell and values.says_yes(cell["left"]) and said in (values.ACTIVE, values.PENDING):
        return values.LEFT
    return said


def _moment(cell: dict[str, str], target: str, reading: Reading) -> datetime | None:
    return values.moment_of(cell[target], reading.latest) if cell.get(target) else None


def _consent(cell: dict[str, str], joined: datetime | None, reading: Reading) -> tuple[datetime | None, str]:
    """By the record's own column; else by what the editor said of the whole file."""
    own = _moment(cell, "consent", reading)
    if own:
        return own, cell.get("words") or reading.words or "The file gives the moment of consent."
    if reading.words and reading.consented:
        return joined or reading.consented, cell.get("words") or reading.words
    return None, ""
