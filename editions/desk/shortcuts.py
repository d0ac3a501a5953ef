"""What the keyboard does at the desk: the list under "?", and what `static/js/desk/shortcuts.js` obeys.

A shortcut presses the element that carries its name in `data-does`; keys in a row are typed one after the
other. One that is `local` belongs to a module of its own, and stands here to be listed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shortcut:
    keys: str
    does: str
    name: str
    local: bool = False

    @property
    def typed(self):
        """Each key by itself."""
        return self.keys.split()


SHORTCUTS = {
    "Anywhere": [
        Shortcut("?", "List the shortcuts", "help"),
        Shortcut("/", "Search what is ready", "search"),
        Shortcut("s", "Add a section", "section"),
        Shortcut("h", "History", "history"),
        Shortcut("p", "Send a proof", "proof"),
        Shortcut("n", "Write a note", "note"),
        Shortcut("g b", "Go to the board", "board"),
        Shortcut("g s", "Go to the sheet: read, check, approve", "sheet"),
    ],
    "Moving": [
        Shortcut("↑ ↓", "To the card before or after", "walk", local=True),
        Shortcut("Space", "Pick up, and drop where it is", "pick", local=True),
        Shortcut("↑ ↓ ← →", "Move what is picked up; sideways to the next section", "carry", local=True),
        Shortcut("Escape", "Put back where it was", "put back", local=True),
        Shortcut("Delete", "Take out of the edition", "remove", local=True),
        Shortcut("Ctrl Z", "Undo the last step", "undo", local=True),
        Shortcut("Ctrl Shift Z", "Do it again", "redo", local=True),
    ],
    "Writing": [
        Shortcut("Enter", "Open the card", "open", local=True),
        Shortcut("Ctrl Enter", "Done", "done", local=True),
        Shortcut("Ctrl B", "Bold", "bold", local=True),
        Shortcut("Ctrl I", "Italic", "italic", local=True),
        Shortcut("Ctrl K", "Link", "link", local=True),
        Shortcut("@", "Name a company", "company", local=True),
        Shortcut("w", "On a clipping: write an item from it", "write", local=True),
    ],
    "Preview": [
        Shortcut("1", "Web", "preview-web"),
        Shortcut("2", "Email", "preview-email"),
        Shortcut("3", "Phone", "preview-phone"),
        Shortcut("4", "Plain text", "preview-text"),
        Shortcut("5", "Dark", "preview-dark"),
    ],
}

QUEUE = {
    "Moving": [
        Shortcut("j", "To the next story", "next", local=True),
        Shortcut("k", "To the story before", "before", local=True),
        Shortcut("o", "Open it at the source", "open", local=True),
        Shortcut("x", "Tick it, to merge it with others", "tick", local=True),
    ],
    "Judging": [
        Shortcut("t", "Take: it becomes a draft item", "take", local=True),
        Shortcut("h", "Hold until a week", "hold", local=True),
        Shortcut("d", "Dismiss with a reason", "dismiss", local=True),
        Shortcut("m", "Merge the ticked stories", "merge", local=True),
        Shortcut("z", "Undo the last decision", "undo", local=True),
    ],
    "Anywhere": [
        Shortcut("?", "List the shortcuts", "help"),
        Shortcut("/", "Filter", "filter"),
        Shortcut("c", "Clip a page", "clip"),
        Shortcut("g b", "Go to the board", "board"),
    ],
}
