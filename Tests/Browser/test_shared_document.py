"""The pages behind a document's link, as people use them: with and without scripts."""

import pathlib
import re
import secrets

import pytest
import requests
import stage
from checks import assert_sound, assert_valid_html, violations

PASSWORD = "four grey bicycle bells"
ARABIC = "تقرير فحص الصفحات اليومي للمتجر"
LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 11

RICH = """\
# First heading

Some *emphasis*, **weight**, ~~struck~~ and `code`, with a [link](https://example.org/a?b=c&d=e).

| Item | Left | Middle | Right | One more | And another | A last one |
|---|:--|:-:|--:|---|---|---|
| A long cell with many words in it | 1 | 2 | 3 | https://example.org/very/long | five | six |

```
a very long line of code that doesn't fit any telephone and has to scroll in a box of its own, 1234567890
```

- one
  1. two
  2. three
- [x] done
- [ ] to do

> Somebody said this, and somebody else repeated it often enough to be quoted.

![A picture](https://example.org/picture.png)

## Second heading

""" + f"{ARABIC}\n\n{LONG}\n"


class Documents:
    """A member's documents and their links."""

    def __init__(self, stack: stage.Stack):
        self.member = stage.Member(stack)
        self.origin = stack.base_url

    def page(self, title: str, body: str, level: str = "viewer", **fields) -> str:
        made = self.member.call(
            "POST", f"/api/workspaces/{self.member.workspace}/documents", {"title": title, "body": body})
        self.path = f"/api/documents/{made['id']}"
        return self.link(level, **fields)

    def link(self, level: str = "viewer", **fields) -> str:
        link = self.member.call("POST", f"{self.path}/share-links", {"accessLevel": level} | fields)
        self.token, self.share_link = link["token"], link["shareLink"]["id"]
        return f"{self.origin}/shared/documents/{link['token']}"

    def comment(self, body: str, parent: str | None = None, author: str = "Gus") -> str:
        fields = {"author": author, "body": body} | ({"parentId": parent} if parent else {})
        answer = requests.post(
            f"{self.origin}/api/share-links/{self.token}/comments", json=fields, timeout=20)
        assert answer.ok, answer.text
        return answer.json()["id"]


@pytest.fixture(scope="module")
def documents(stack) -> Documents:
    return Documents(stack)


def press(page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def post(page, author: str, body: str) -> None:
    form = page.locator("#add + form, #add ~ form").last
    form.locator("[name=author]").fill(author)
    form.locator("[name=body]").fill(body)
    form.locator("button").click()


@pytest.fixture(scope="module")
def views(documents) -> dict[str, str]:
    """Addresses of every kind of page that a link alone leads to."""
    rich = documents.page(f"Notes {ARABIC}", RICH, "commenter", allowExternalEdit=True)
    first = documents.comment("The first thought.\n\nAnd a second line of it.", author=LONG[:100])
    documents.comment("An answer " + LONG, first)
    documents.comment(ARABIC, first, author=ARABIC)
    documents.member.call("POST", f"{documents.path}/comments", {"body": "Thank you, we change that."})
    gone = documents.comment("to be gone")
    documents.comment("An answer that stays", gone)
    documents.member.call("DELETE", f"{documents.path}/comments/{gone}")
    reading = documents.link()
    hostile = documents.page(
        "".join(stage.HOSTILE[:3]), "\n\n".join(stage.HOSTILE), "commenter")
    for text in stage.HOSTILE[:7]:
        documents.comment(text, author=text[:90])
    return {
        "rich": rich, "reading": reading, "hostile": hostile,
        "empty": documents.page("Nothing yet", "", "commenter"),
        "locked": documents.page("Behind a door", "Secret words", password=PASSWORD),
        "unknown": f"{documents.origin}/shared/documents/{secrets.token_urlsafe(18)}",
    }


STATUS = {"locked": 401, "unknown": 404}
NAMES = ["rich", "reading", "hostile", "empty", "locked", "unknown"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", NAMES)
def test_is_sound_in_a_browser(visit, views, keep, name, language, scheme):
    guest = visit(language, scheme)
    page = guest.page
    assert page.goto(views[name]).status == STATUS.get(name, 200)
    assert page.title() == "Waylink"
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert_sound(guest, f"document-{name}", language, scheme, keep)


def test_is_valid_html(views, tmp_path: pathlib.Path):
    for name, address in views.items():
        for language in ("en", "es"):
            answer = requests.get(
                address, timeout=20, headers={"Accept": "text/html", "Accept-Language": language})
            (tmp_path / f"{name}-{language}.html").write_bytes(answer.content)
    assert_valid_html(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_first_view_fits_one_round_trip(views, documents, name):
    """Document, styles, script and icon, heads and all: 14 KB, so that a poor line needs no second trip."""
    document = requests.get(views[name], headers={"Accept": "text/html"}, timeout=20)
    linked = [part.split('"')[0] for part in document.text.split("<link ")[1:]
              for part in part.split('href="')[1:2]]
    linked += [part.split('"')[0] for part in document.text.split(' src="')[1:]]
    total = 0
    for address in [views[name], *(documents.origin + path for path in linked)]:
        answer = requests.get(address, headers={"Accept": "text/html"}, stream=True, timeout=20)
        total += len(answer.raw.read(decode_content=False))
        total += sum(len(key) + len(value) + 4 for key, value in answer.headers.items())
    assert total <= 14 * 1024, total


def test_shows_the_words_and_nothing_that_acts(visit, views):
    guest = visit()
    page = guest.page
    page.goto(views["rich"])
    prose = page.locator(".prose")
    assert prose.locator("h1").count() == 0
    assert prose.locator("h2").all_inner_texts() == ["First heading"]
    assert prose.locator("img, script, style, iframe, form").count() == 0
    link = prose.get_by_role("link", name="link", exact=True)
    assert link.get_attribute("href") == "https://example.org/a?b=c&d=e"
    assert "noreferrer" in link.get_attribute("rel")
    for box in (prose.locator("pre"), prose.locator(".wide")):
        assert box.evaluate("e => e.scrollWidth > e.clientWidth"), "it scrolls in its own box"
    arabic = prose.locator("p", has_text=ARABIC)
    assert arabic.evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"
    page.goto(views["hostile"])
    assert page.evaluate("'hacked' in window") is False
    assert page.locator("main script, main img, main svg, main iframe").count() == 0
    assert page.locator(".said").all_text_contents() == stage.HOSTILE[:7]


@pytest.mark.parametrize("script", [True, False])
def test_the_way_through_a_password_to_a_comment(visit, documents, keep, script):
    address = documents.page("The plan", "# What\n\nAll of it.", "commenter", password=PASSWORD,
                             allowExternalEdit=True)
    guest = visit(script=script)
    page = guest.page

    def sound() -> None:
        # axe is a script itself.
        assert not script or violations(page) == []

    assert page.goto(address).status == 401
    assert "The plan" not in page.content()
    assert page.get_attribute("[type=password]", "autocomplete") == "current-password"
    page.fill("[type=password]", "not the one")
    press(page, "Open the document")
    assert "This is not the password" in page.inner_text(".field .error")
    assert page.input_value("[type=password]") == ""
    assert page.evaluate("document.activeElement.type") == "password", "its error is read out with it"
    sound()
    keep(page, f"document-wrong-password-{script}")
    page.fill("[type=password]", PASSWORD)
    press(page, "Open the document")
    assert page.url == address and page.inner_text("h1") == "The plan"

    post(page, "Greta", "Looks good.\n\nBut for one thing.")
    assert "Your comment is posted" in page.inner_text(".message")
    keep(page, f"document-posted-{script}")
    page.reload()
    assert page.locator(".message").count() == 0
    assert page.inner_text(".said") == "Looks good.\n\nBut for one thing."
    assert page.input_value("#comment-author") == "Greta"

    page.click("summary:has-text('Answer')")
    answer = page.locator("details.answering form")
    answer.locator("[name=body]").fill("And another.")
    answer.locator("button").click()
    assert page.locator(".answers .said").inner_text() == "And another."

    page.get_by_role("link", name=re.compile("Change or delete.*Looks good")).click()
    page.fill("[name=body]", "Looks very good.")
    keep(page, f"document-own-comment-{script}")
    sound()
    press(page, "Save")
    assert page.locator(".said").first.inner_text() == "Looks very good."
    assert "changed" in page.locator(".by").first.inner_text()
    page.get_by_role("link", name=re.compile("Change or delete.*very good")).click()
    press(page, "Delete comment")
    assert "This comment was deleted." in page.inner_text(".threads")
    assert "And another." in page.inner_text(".threads")

    page.click(".asking summary")
    page.fill("[name=email]", "greta@example.org")
    page.fill("[name=message]", "May I?")
    press(page, "Send request")
    assert "Thank you" in page.inner_text(".message")
    sound()
    assert guest.complaints == [] and guest.strangers == []


def test_what_was_typed_survives_an_expired_grant(visit, documents, keep):
    address = documents.page("The plan", "Words.", "commenter", password=PASSWORD)
    guest = visit()
    page = guest.page
    page.goto(address)
    page.fill("[type=password]", PASSWORD)
    press(page, "Open the document")
    page.context.clear_cookies(name="waylink-grant")
    post(page, "Greta", "A long thought")
    assert "What you typed is kept" in page.inner_text("main")
    keep(page, "document-held")
    assert violations(page) == []
    page.fill("[type=password]", PASSWORD)
    press(page, "Open the document")
    assert "has not been sent yet" in page.inner_text(".errors")
    assert page.input_value("#comment-body") == "A long thought"
    keep(page, "document-resumed")
    assert violations(page) == []
    press(page, "Post comment")
    assert page.inner_text(".said") == "A long thought"


def test_a_guesser_is_told_how_long_to_wait(visit, documents, keep):
    address = documents.page("The plan", "Words.", password=PASSWORD)
    guest = visit("es")
    page = guest.page
    page.goto(address)
    for _ in range(12):
        page.fill("[type=password]", "not the one")
        press(page, "Abrir el documento")
        # On a slow machine the first waits are over before the next try.
        if page.locator(".errors").count():
            break
    assert re.search(r"Inténtalo de nuevo en \d+ segundos|un segundo", page.inner_text(".errors"))
    keep(page, "document-slowed")
    assert violations(page) == []


def test_prints_without_what_only_a_screen_needs(visit, views):
    guest = visit()
    page = guest.page
    page.goto(views["rich"])
    page.emulate_media(media="print")
    for hidden in (".comments form", ".asking", ".answering", "#add"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator(".prose").is_visible() and page.locator(".said").first.is_visible()
