// The tabs of the preview are links into a frame; this only says which one is shown.
for (const link of document.querySelectorAll('.tabs a[target="proof"]')) {
  link.addEventListener("click", () => {
    for (const other of document.querySelectorAll('.tabs a[target="proof"]')) {
      other.toggleAttribute("aria-current", other === link);
    }
  });
}
