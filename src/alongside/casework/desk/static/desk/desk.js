// Ask whether the line and the session hold before the note is sent. Without this script the browser sends as it does.

const form = document.getElementById("desk-form");
const problem = document.getElementById("desk-problem");

function say(words) {
  problem.textContent = words;
  problem.hidden = words === "";
}

async function whatIsInTheWay() {
  try {
    const answer = await fetch(form.dataset.here, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") {
      return form.dataset.signedOut;
    }
    return answer.ok ? "" : form.dataset.notSent;
  } catch {
    return form.dataset.notSent;
  }
}

if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    const words = await whatIsInTheWay();
    if (words) {
      say(words);
    } else {
      form.submit();
    }
  });
}
