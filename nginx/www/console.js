// Comfort for members' pages; each of them works without.

// Copying. "Copied" is said only once the browser says that it was; else the text is selected, and
// the way to copy it by hand is told.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const said = button.parentElement.querySelector("output");
  // Where the text lies folded away, the button takes the place of what opens it.
  const fold = field.closest("details");
  if (fold) fold.hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = button.dataset.copied;
    } catch {
      if (fold) fold.hidden = !(fold.open = true);
      field.focus();
      field.select();
      said.textContent = button.dataset.selected;
    }
  });
}

// What came back with an error takes the focus, also where `autofocus` is only for fields.
document.querySelector(".errors")?.focus();

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "true";
  });
}
// Back to a page that was kept: its forms may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What was typed and not sent is asked about before its page is left.
for (const form of document.querySelectorAll("form[data-guards]")) {
  const now = () => JSON.stringify([...new FormData(form)]);
  const before = form.dataset.guards ? undefined : now();
  addEventListener("beforeunload", (event) => {
    if (!form.dataset.sent && now() !== before) event.preventDefault();
  });
}

// A link's password: asked for only where it opens with a new one.
for (const form of document.querySelectorAll("form[data-locks]")) {
  const { lock, password } = form.elements;
  const update = () => {
    password.disabled = lock.value !== "new";
    password.closest(".field").hidden = password.disabled;
  };
  form.addEventListener("input", update);
  update();
}

// A link's expiry: the date is asked for only where one was chosen, and is meant in the viewer's own
// zone, by the clock that holds there on that day.
for (const form of document.querySelectorAll("form[data-says-zone]")) {
  const { expires, expires_at: date, zone } = form.elements;
  const [dateField, zoneField] = [date, zone].map((field) => field.closest(".field"));
  const update = () => {
    const minutes = -new Date(date.value || Date.now()).getTimezoneOffset();
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const size = Math.abs(minutes);
    const offset = `${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
    const isKnown = [...zone.options].some((option) => option.value === offset);
    if (isKnown) zone.value = offset;
    dateField.hidden = expires.value !== "date";
    zoneField.hidden = dateField.hidden || isKnown;
  };
  dateField.querySelector(".hint").textContent =
    `${form.dataset.saysZone} ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  form.addEventListener("input", update);
  update();
}
