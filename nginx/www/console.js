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

// For whom a job is posted: its client's connection ID is looked up when the field is left, and before
// the form is sent. What is wrong is said in the place for warnings; nothing that was typed is lost.
for (const part of document.querySelectorAll("[data-checks]")) {
  const { form, dataset: words } = part;
  const { connection_id: field, client_id: list, for_client: tick, posted_for: choice } = form.elements;
  const [warning, said, button] = ["[role=alert]", "output", "button"].map((one) => part.querySelector(one));
  // What has been asked: by ID, the company's name, or a promise of what came of it.
  const asked = new Map();
  // The last one that nothing was found wrong with.
  let passed;
  const typed = () => field.value.replace(/[- ]/g, "").toLowerCase();
  const isAsked = () => (tick ? tick.checked : choice.value === "client") && !list?.value;

  const ask = async (id) => {
    if (!/^[0-9a-f]{24}$/.test(id)) return { problem: words.malformed };
    const fields = { form_token: form.elements.form_token.value, workspace_id: words.workspace };
    const answer = await fetch(words.checks, {
      method: "POST", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15000),
      body: new URLSearchParams({ ...fields, connection_id: id }),
    }).catch(() => undefined);
    const told = await answer?.json().catch(() => undefined);
    if (answer?.ok && told) return { name: told.company_name };
    if (answer?.status === 404) return { problem: words.unknown };
    // A posting is no look-up where the workspace posts for that client already: the form may try.
    if (answer?.status === 429) return { problem: words.many, isPassing: true };
    if (told?.code === "client_refused") return { problem: words.refused };
    // Whoever has been signed out meanwhile is told so by the form itself, which keeps what was typed.
    if (answer?.status === 401 || answer?.status === 403) return {};
    return { problem: words.unreachable };
  };

  const show = ({ name, problem }) => {
    said.textContent = name ? `${words.linked} ${name}` : "";
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    warning.replaceChildren();
    if (!problem) return;
    const text = document.createElement("p");
    text.textContent = problem;
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "plain", textContent: "×" });
    close.setAttribute("aria-label", words.dismiss);
    close.addEventListener("click", () => {
      warning.replaceChildren();
      field.focus();
    });
    warning.append(text, close);
  };

  const check = async () => {
    const id = typed();
    if (!asked.has(id)) asked.set(id, ask(id));
    const found = await asked.get(id);
    // What is only so at the moment is asked for again.
    if (found.problem && ![words.malformed, words.unknown].includes(found.problem)) asked.delete(id);
    if (!found.problem) passed = id;
    if (id === typed()) show(found);
    return found;
  };

  const update = () => {
    field.required = isAsked();
    if (!isAsked()) show({});
  };
  button.type = "button";
  button.addEventListener("click", check);
  field.addEventListener("blur", () => {
    if (typed() && isAsked()) check();
  });
  field.addEventListener("input", () => {
    if (list && field.value) list.value = "";
    show({});
    update();
  });
  list?.addEventListener("change", () => {
    if (list.value) field.value = "";
  });
  form.addEventListener("change", update);
  update();

  form.addEventListener("submit", async (event) => {
    if (!isAsked() || !typed() || typed() === passed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const id = typed();
    const { problem, isPassing } = await check();
    if (problem && !isPassing) return field.focus();
    passed = id;
    // Not before the browser is done with this event: until then it sends nothing.
    setTimeout(() => form.requestSubmit(event.submitter));
  });
}

// A form is sent once, however often its button is pressed; again after a while, in which it has not led
// to another page: somebody may have stopped it, and what was done all the same is not done twice.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "true";
  setTimeout(() => delete form.dataset.sent, 5000);
});
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
  const { expires, expires_at: date, zone, remind } = form.elements;
  const [dateField, zoneField, remindField] = [date, zone, remind].map((field) => field?.closest(".field"));
  // What stands there was written in the zone that is named; the viewer thinks in their own.
  const shown = new Date(date.defaultValue + zone.value);
  if (date.defaultValue && !Number.isNaN(shown.getTime())) {
    date.value = new Date(shown - shown.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }
  const isToggle = expires.type === "checkbox";
  const update = () => {
    const minutes = -new Date(date.value || Date.now()).getTimezoneOffset();
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const size = Math.abs(minutes);
    const offset = `${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
    const isKnown = [...zone.options].some((option) => option.value === offset);
    if (isKnown) zone.value = offset;
    dateField.hidden = isToggle ? !expires.checked : expires.value !== "date";
    // Nor is it sent: what nobody sees, nobody means.
    date.disabled = dateField.hidden;
    date.required = isToggle && !dateField.hidden;
    zoneField.hidden = dateField.hidden || isKnown;
    if (remindField) remindField.hidden = dateField.hidden;
  };
  dateField.querySelector(".hint").textContent =
    `${form.dataset.saysZone} ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  form.addEventListener("input", update);
  update();
}

// Photos: each file goes out in a request of its own, one behind the other, so that they come to lie in the
// order in which they were chosen. Where there is no room for one at the moment, it waits, and goes out again
// by itself for some minutes. What fails says why, and is tried again by its button where that may help: under the
// key that it had, so that what has arrived all the same isn't added twice.
for (const form of document.querySelectorAll("form.upload")) {
  const { file: field, form_token: token } = form.elements;
  const { dataset: words } = form;
  const reasons = JSON.parse(words.reasons);
  const button = form.querySelector("button");
  const list = document.createElement("ul");
  list.className = "uploads";
  list.setAttribute("aria-live", "polite");
  form.append(list);
  let waiting = [];
  let busy = false;

  // Where there is no `randomUUID`: it is kept from pages without TLS.
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("-");
  const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

  const send = ({ file, once, progress }) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("form_token", token.value);
    body.append("once", once);
    body.append("file", file);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.max = total;
      progress.value = loaded;
    });
    request.addEventListener("loadend", () => resolve(request));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });

  // `code` is that of a problem, or stands for what has none.
  const sendPatiently = async (upload) => {
    // As long as somebody else's photos may take.
    const end = Date.now() + 180_000;
    for (;;) {
      upload.said.textContent = words.uploading;
      const answer = await send(upload);
      const { status } = answer;
      if (status === 201) return {};
      if ((status === 503 || status === 429) && Date.now() < end) {
        upload.said.textContent = words.waiting;
        await pause(Math.min(Number(answer.getResponseHeader("Retry-After")) || 2, 30));
        continue;
      }
      let code;
      try {
        code = JSON.parse(answer.responseText).code;
      } catch {
        code = status ? "" : "unreached";
      }
      if (!reasons[code]) code = { 401: "unauthorized", 503: "unavailable" }[status] ?? (status < 500 ? "refused" : "internal_error");
      return { code, mayHelp: !status || status === 429 || status >= 500 };
    }
  };

  const add = (file) => {
    const item = document.createElement("li");
    const [name, said] = [document.createElement("span"), document.createElement("span")];
    const progress = document.createElement("progress");
    name.textContent = file.name;
    name.dir = "auto";
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", file.name);
    item.append(name, said, progress);
    list.append(item);
    waiting.push({ file, once: fresh(), item, said, progress });
  };

  const fail = (upload, { code, mayHelp }) => {
    upload.progress.hidden = true;
    upload.said.textContent = words.failed;
    const reason = document.createElement("p");
    reason.className = "error";
    reason.textContent = reasons[code];
    upload.item.append(reason);
    if (code === "unauthorized") {
      const link = document.createElement("a");
      Object.assign(link, { href: location.pathname, textContent: words.signIn });
      upload.item.append(link);
    }
    if (!mayHelp) return;
    const retry = document.createElement("button");
    Object.assign(retry, { type: "button", className: "plain", textContent: words.retry });
    retry.setAttribute("aria-label", `${words.retry}: ${upload.file.name}`);
    retry.addEventListener("click", () => {
      reason.remove();
      retry.remove();
      upload.progress.hidden = false;
      waiting.push(upload);
      work();
    });
    upload.item.append(retry);
  };

  // What all that come after would hear too.
  const isForAll = (code) =>
    ["unauthorized", "form_expired", "foreign_form", "view_only", "album_not_found", "too_many_photos"].includes(code);

  const work = async () => {
    if (busy) return;
    busy = true;
    button.disabled = true;
    while (waiting.length) {
      const upload = waiting.shift();
      const refusal = await sendPatiently(upload);
      if (!refusal.code) {
        upload.said.textContent = words.uploaded;
        continue;
      }
      fail(upload, refusal);
      if (isForAll(refusal.code)) for (const other of waiting.splice(0)) fail(other, refusal);
    }
    busy = false;
    button.disabled = false;
    if (!list.querySelector(".error")) location.assign(location.pathname);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    // What can't be helped was read by now.
    for (const item of [...list.children]) {
      if (item.querySelector(".error") && !item.querySelector("button")) item.remove();
    }
    for (const file of field.files) add(file);
    field.value = "";
    work();
  });
}

// A client's dashboard is asked for again every half minute while somebody may look at it. What has
// changed takes the place of what was there; the rest stays, with its focus, and in its place on screen.
for (const live of document.querySelectorAll("[data-renews]")) {
  const said = document.querySelector("[data-stale]");
  const controls = "a, button, input, select, summary";
  let timer;
  let failures = 0;
  let signedOut = false;

  // Parts are known by their ids, and as they were where their tags are the same.
  const renew = (was, now) => {
    const old = new Map([...was.children].map((part) => [part.id, part]));
    const parts = [...now.children].map((part) => {
      const known = old.get(part.id);
      if (known?.dataset.tag === part.dataset.tag) return known;
      if (!known || !("parts" in known.dataset && "parts" in part.dataset)) return part;
      known.dataset.tag = part.dataset.tag;
      renew(known, part);
      return known;
    });
    const fresh = parts.filter((part) => part.parentNode !== was);
    for (const part of [...was.children]) if (!parts.includes(part)) part.remove();
    parts.forEach((part, place) => {
      if (was.children[place] !== part) was.insertBefore(part, was.children[place] ?? null);
    });
    for (const part of fresh) part.dispatchEvent(new Event("renewed", { bubbles: true }));
  };

  // What has the focus is found again in what takes its place; what is looked at stays where it is.
  const renewInPlace = (fresh) => {
    const focus = live.contains(document.activeElement) ? document.activeElement : undefined;
    const home = focus?.closest("[id][data-tag]");
    const index = home && [...home.querySelectorAll(controls)].indexOf(focus);
    const seen = [...live.querySelectorAll("[id][data-tag]:not([data-parts])")].find(
      (part) => part.getBoundingClientRect().bottom > 0);
    const anchor = (home ?? seen)?.id;
    const top = () => document.getElementById(anchor)?.getBoundingClientRect().top;
    const before = top();
    renew(live, fresh);
    if (focus && !focus.isConnected) {
      const part = document.getElementById(home.id);
      [...(part?.querySelectorAll(controls) ?? [])].at(index)?.focus({ preventScroll: true });
    }
    const after = top();
    if (scrollY > 0 && before !== undefined && after !== undefined) scrollBy(0, after - before);
  };

  const look = async () => {
    const answer = await fetch(location.href, {
      cache: "no-store", signal: AbortSignal.timeout(20000),
      headers: { Accept: "text/html", "If-None-Match": live.dataset.tag },
    });
    if (answer.status === 304) return true;
    // Whoever isn't signed in any more, or as somebody else, is led elsewhere: no trouble of the network, and nothing to
    // wait for.
    if (answer.redirected || answer.status === 403) {
      signedOut = true;
      return true;
    }
    const text = answer.ok && !answer.redirected ? await answer.text() : "";
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-renews]");
    if (!fresh) return false;
    renewInPlace(fresh);
    live.dataset.tag = fresh.dataset.tag;
    return true;
  };
  const ask = async () => {
    failures = (await look().catch(() => false)) ? 0 : failures + 1;
    said.textContent = failures < 3 ? "" : said.dataset.stale;
    if (!signedOut) return;
    said.textContent = said.dataset.signedOut;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", wake);
  };

  const start = () => {
    clearInterval(timer);
    if (!document.hidden) timer = setInterval(ask, 30000);
  };
  const wake = () => {
    start();
    if (!document.hidden) ask();
  };
  document.addEventListener("visibilitychange", wake);
  start();
}
