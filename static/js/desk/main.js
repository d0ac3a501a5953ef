// The desk. Each module looks after one thing; they tell each other by events of the document.
import { watch } from "./saver.js";
import "./status.js";
import "./presence.js";
import "./head.js";
import "./shortcuts.js";
import "./panes.js";
import "./editor.js";
import "./preview.js";
import "./checks.js";
import "./ready.js";
import "./outline.js";
import "./dragging.js";
import "./keyboard.js";
import "./undo.js";
import "./copy.js";
import "./proof.js";
import "./notes.js";

watch();
document.addEventListener("htmx:afterSettle", (event) => watch(event.target));
