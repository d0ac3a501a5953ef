// The desk of an item: the modules of the editor, without an outline.
import { watch } from "./saver.js";
import "./status.js";
import "./presence.js";
import "./shortcuts.js";
import "./panes.js";
import "./editor.js";
import "./notes.js";
import "./item.js";

if (document.querySelector("#found")) import("./checks.js"); // what is out is not checked any more
watch();
