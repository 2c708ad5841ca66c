// Makes the page answer without reloading and opens sources beside the answer. Everything here has a plain
// form or link underneath, which does the same without JavaScript.

const form = document.getElementById("ask");
const box = document.getElementById("question");
const log = document.getElementById("log");
const statusLine = document.getElementById("status");
const still = matchMedia("(prefers-reduced-motion: reduce)");

const CARRIED_TURNS = 12;

function say(words, wrong = false) {
  statusLine.textContent = words;
  statusLine.classList.toggle("wrong", wrong);
}

function pendingExchange(question) {
  const exchange = document.createElement("article");
  exchange.className = "exchange pending";
  const heading = document.createElement("h2");
  heading.className = "question";
  heading.textContent = question;
  const verdict = document.createElement("p");
  verdict.className = "verdict";
  verdict.textContent = "Looking it up";
  exchange.append(heading, verdict);
  return exchange;
}

function scrollTo(exchange) {
  exchange.scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
}

async function fetchAnswer(question) {
  const fields = new FormData(form);
  const body = { question, history: fields.getAll("history").slice(-CARRIED_TURNS), today: fields.get("today") };
  const response = await fetch(form.dataset.api, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/html" },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.text();
  const problem = await response.json().catch(() => null);
  throw new Error(problem?.detail ?? `The desk answered with an error (${response.status}).`);
}

function inWords(error) {
  return error instanceof TypeError ? "The desk cannot be reached. Check the connection and ask again." : error.message;
}

async function ask(question) {
  const pending = pendingExchange(question);
  document.getElementById("desk").classList.add("talking");
  log.setAttribute("aria-busy", "true");
  log.append(pending);
  say("Looking it up…");
  box.value = "";
  scrollTo(pending);
  try {
    const page = new DOMParser().parseFromString(await fetchAnswer(question), "text/html");
    const exchange = page.querySelector(".exchange");
    pending.replaceWith(exchange);
    say("");
    box.placeholder = "Ask on, or ask something else";
    scrollTo(exchange);
  } catch (error) {
    pending.remove();
    box.value ||= question;
    say(inWords(error), true);
  } finally {
    log.setAttribute("aria-busy", "false");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (log.getAttribute("aria-busy") === "true") return;
  const question = (event.submitter?.name === "suggested" ? event.submitter.value : box.value).trim();
  box.focus({ preventScroll: true });
  if (question) ask(question);
  else say("Type a question first.");
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// The source viewer: a panel on a wide screen, a sheet on a narrow one.

const reader = document.getElementById("reader");
const readerBody = document.getElementById("reader-body");
const wide = matchMedia("(min-width: 68rem)");
let opener = null;

async function openReader(link) {
  const response = await fetch(link.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const source = page.querySelector("main > *");
  document.getElementById("reader-page").href = link.href;
  readerBody.replaceChildren(source);
  opener = link;
  if (!reader.open && wide.matches) reader.show();
  else if (!reader.open) reader.showModal();
  readerBody.focus({ preventScroll: true });
  readerBody.scrollTop = 0;
  readerBody.querySelector("#quote")?.scrollIntoView({ block: "center", behavior: "auto" });
  if (!history.state?.reader) history.pushState({ reader: true }, "");
}

function closeReader() {
  if (history.state?.reader) history.back();
  else reader.close();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-reader]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openReader(link).catch(() => location.assign(link.href));
});

document.getElementById("reader-close").addEventListener("click", closeReader);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && reader.open) {
    event.preventDefault();
    closeReader();
  }
});
addEventListener("popstate", () => reader.close());
reader.addEventListener("close", () => opener?.focus({ preventScroll: true }));
