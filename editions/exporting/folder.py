"""The folder of an export: its files, each replaced whole or not at all, and the manifest of them."""

import fcntl
import json
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MANIFEST = ".recap-export.json"
PART = ".recap-part-"


@dataclass(frozen=True)
class Kept:
    """What is known of a file: how long it is, which answer it holds, and where it leads."""

    size: int
    etag: str
    links: tuple[str, ...]


class Folder:
    def __init__(self, root: Path):
        self.root, self.state, self.before = root, "", {}
        self._read()

    @contextmanager
    def alone(self):
        """Raises BlockingIOError where another run is writing there."""
        door = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield self
        finally:
            os.close(door)

    def known(self, address: str) -> Kept | None:
        """What was written at `address`, if it is still there, and whole."""
        kept, path = self.before.get(address), self._path(address)
        return kept if kept and path.is_file() and path.stat().st_size == kept.size else None

    def put(self, address: str, content: bytes) -> bool:
        """Return whether there was anything else at `address`."""
        return self._replace(self._path(address), content)

    def remove(self, address: str) -> None:
        """Remove the file of `address`, and the folders that it leaves empty."""
        path = self._path(address)
        path.unlink(missing_ok=True)
        while (path := path.parent) != self.root and path.is_dir() and not any(path.iterdir()):
            path.rmdir()

    def note(self, kept: dict[str, Kept], state: str = "") -> None:
        """Write the manifest. A link is the number of its address, for most are on every page.

        `state` is what the files were made of, where all of them are there.
        """
        numbers = {address: number for number, address in enumerate(kept)}
        for one in kept.values():
            for link in one.links:
                numbers.setdefault(link, len(numbers))
        files = [[one.size, one.etag, [numbers[link] for link in one.links]] for one in kept.values()]
        text = json.dumps({"state": state, "addresses": list(numbers), "files": files}, ensure_ascii=False)
        self._replace(self.root / MANIFEST, text.encode())

    def sweep(self):
        """Remove what a run that was broken off left half written."""
        for path in self.root.rglob(f"{PART}*"):
            path.unlink()

    def _read(self):
        try:
            found = json.loads((self.root / MANIFEST).read_bytes())
        except (FileNotFoundError, ValueError):
            return
        names, self.state = found["addresses"], found.get("state", "")
        self.before = {
            address: Kept(size, etag, tuple(names[number] for number in links))
            for address, (size, etag, links) in zip(names, found["files"], strict=False)
        }

    def _path(self, address):
        name = f"{address}index.html" if address.endswith("/") else address
        path = self.root / name.lstrip("/")
        if ".." in path.parts:
            raise ValueError(f"{address} would be outside the folder.")
        return path

    def _replace(self, path, content):
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=PART, delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        os.replace(part.name, path)
        return True
