// What the checks find takes longer than the rest of the board, so it is asked for once the page stands.
// Where it cannot be had, the page keeps its way to the sheet, where it stands too.
const week = document.querySelector("#week");

async function readChecks() {
  const answer = await fetch(week.dataset.checks, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.statusText);
  week.innerHTML = await answer.text();
}

if (week) {
  readChecks().catch(() => {
    week.querySelector(".bars .wait").textContent = "not read; see the sheet";
  });
}
