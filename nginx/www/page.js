// Comfort for every page that shows times; each of them works without.

const root = document.documentElement.lang;
// The page's language, as the viewer's country writes it.
const language = navigator.languages.find((tag) => tag.split("-")[0] === root) ?? root;
const parts = {
  year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit",
  timeZoneName: "short",
};

// Times in the viewer's own zone, with its name; the original stays as a title.
const minutes = new Intl.DateTimeFormat(language, parts);
const seconds = new Intl.DateTimeFormat(language, { ...parts, second: "2-digit" });
function tell(element, format, instant) {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return;
  element.title = element.textContent;
  element.textContent = format.format(moment);
}
function tellTimes(part) {
  for (const time of part.querySelectorAll("time[datetime]")) tell(time, minutes, time.dateTime);
}
tellTimes(document);
// Another script has put something new there.
addEventListener("renewed", ({ target }) => tellTimes(target));
for (const cell of document.querySelectorAll("td.datetime")) {
  const text = cell.textContent;
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/.test(text)) {
    tell(cell, seconds, text.slice(0, 19).replace(" ", "T") + "Z");
  }
}

// Fields for times have no zone: the page means UTC by them, and the viewer the zone that is named.
for (const name of document.querySelectorAll("form.find [data-zone]")) {
  name.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
}
for (const field of document.querySelectorAll("form.find input[type=datetime-local]")) {
  if (!field.defaultValue) continue;
  const moment = new Date(field.defaultValue + "Z");
  field.value = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}
for (const form of document.querySelectorAll("form.find")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const { name, type, value } of form.elements) {
      if (name && value === "") formData.delete(name);
      else if (type === "datetime-local") formData.set(name, new Date(value).toISOString());
    }
  });
}

// Whether there is something new, asked every half minute while somebody may look at the page. Said
// once; the page stays as it is until its reader wants another.
for (const news of document.querySelectorAll("[data-watches]")) {
  let asked = Date.now();
  let timer;
  const ask = async () => {
    if (document.hidden || Date.now() - asked < 29000) return;
    asked = Date.now();
    // Without asking for the job itself: nobody has looked at it yet.
    const answer = await fetch(news.dataset.watches, {
      method: "HEAD", cache: "no-store", headers: { "If-None-Match": news.dataset.tag },
    }).catch(() => undefined);
    // Nothing has changed, or nobody can say at the moment.
    if (!answer || answer.status === 304 || answer.status === 429 || answer.status >= 500) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", ask);
    news.textContent = news.dataset.changed;
  };
  timer = setInterval(ask, 30000);
  document.addEventListener("visibilitychange", ask);
}

// Through a row of photos by the arrow keys, as long as nobody is typing.
addEventListener("keydown", (event) => {
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!rel || !isPlain || event.target.closest("input, select, textarea")) return;
  document.querySelector(`.beside a[rel=${rel}]`)?.click();
});
