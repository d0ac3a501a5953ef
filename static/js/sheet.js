// The tabs of the preview are links into a frame; this only says which one is shown.
for (const link of document.querySelectorAll('.tabs a[target="proof"]')) {
  link.addEventListener("click", () => {
    for (const other of document.querySelectorAll('.tabs a[target="proof"]')) {
      other.setAttribute("aria-current", String(other === link));
    }
  });
}

// An hour is shown in the newsroom's zone; whoever reads elsewhere is told their own beside it.
for (const time of document.querySelectorAll("time.local")) {
  const moment = new Date(time.dateTime);
  const offset = -moment.getTimezoneOffset();
  const [, sign, hours, minutes] = time.dateTime.match(/([+-])(\d\d):(\d\d)$/) ?? [];
  if (sign && Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) !== offset) {
    const format = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
    const own = document.createElement("span");
    own.className = "own";
    own.textContent = `where you are: ${moment.toLocaleString("en-GB", format)}`;
    time.parentElement.append(" ", own);
  }
}
