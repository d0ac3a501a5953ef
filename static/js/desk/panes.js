// On a narrow screen one pane is shown at a time.
const desk = document.querySelector("#desk");
const buttons = [...document.querySelectorAll(".panes [data-pane]")];

for (const button of buttons) {
  button.addEventListener("click", () => {
    desk.dataset.pane = button.dataset.pane;
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
  });
}
