"""Documents on members' pages, as people use them: written, looked at, shared, talked about."""

import pathlib
import re
import secrets

import checks
import pytest
import requests
from test_job_page import ARABIC, LONG, Manager

BODY = """# Rooms of the house

The *kitchen* looks **south**, and `measure()` says how wide it is. See https://example.org/plan.

| Room | Size | Windows |
|------|-----:|:-------:|
| Kitchen | 14.5 m² | 2 |
| Bath | 6 m² | 1 |

- [x] walls
- [ ] doors
  1. front
  2. back

> Whatever is built is built to last.

```
width = max(3.2, door.width * 4)   # a line of code that is a good deal wider than a phone is
```
"""


class Writer(Manager):
    """Somebody with documents of their own."""

    @property
    def workspace(self) -> str:
        return self.call("GET", "/v1/me")["memberships"][0]["workspace_id"]

    def document(self, title: str = "Plan of the house", body: str = BODY) -> str:
        made = self.call("POST", f"/api/workspaces/{self.workspace}/documents", {"title": title, "body": body})
        return f"/console/documents/{made['id']}"

    def link(self, document: str, **terms) -> dict:
        path = document.replace("/console", "/api")
        return self.call("POST", f"{path}/share-links", {"accessLevel": "commenter"} | terms)

    def guest(self, made: dict, what: str, body: dict) -> dict:
        answer = requests.post(
            f"{self.visit.origin}/api/share-links/{made['token']}/{what}", json=body, timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    def talk(self, document: str) -> dict:
        """A link, with comments and a request to edit by its guests."""
        made = self.link(document, allowExternalEdit=True)
        first = self.guest(made, "comments", {
            "author": "Grace Hopper", "body": "Should the kitchen not look east?\nFor the mornings."})
        self.call("POST", document.replace("/console", "/api") + "/comments", {
            "parentId": first["id"], "body": "The neighbours' wall is there."})
        self.guest(made, "comments", {"author": LONG[:90], "body": LONG})
        self.guest(made, "edit-requests", {
            "email": "grace@example.org", "message": "I could draw the bath myself."})
        return made


@pytest.fixture
def writer(visit):
    return lambda **options: Writer(visit(**options))


# MARK: Journeys

@pytest.mark.parametrize("script", [True, False])
def test_the_life_of_a_document(writer, script):
    someone = writer(script=script, width=1280)
    page = someone.page
    someone.go("/console")
    someone.follow("Documents")
    someone.follow("Write the first document")
    page.fill("[name=title]", "House rules")
    page.fill("[name=body]", "# Quiet\n\nAfter **ten**.")
    someone.press("Preview")
    assert page.inner_text(".prose h2") == "Quiet" and page.inner_text(".prose strong") == "ten"
    assert page.input_value("[name=body]") == "# Quiet\n\nAfter **ten**."
    someone.press("Save")
    assert "The document is made" in page.inner_text(".message")
    assert page.inner_text("h1") == "House rules"

    someone.follow("Edit")
    page.fill("[name=body]", "# Loud\n\nBefore **ten**.")
    someone.press("Save")
    assert "Version 2" in page.inner_text("main") and page.inner_text(".prose h2") == "Loud"
    someone.follow("Versions")
    someone.follow("Version 1")
    assert page.inner_text(".prose h2") == "Quiet"
    someone.press("Restore this version")
    assert "Version 3" in page.inner_text("main") and page.inner_text(".prose h2") == "Quiet"

    page.fill(".comments > form [name=body]", "Who minds the cat?")
    someone.press("Comment")
    assert "Who minds the cat?" in page.inner_text(".threads")
    page.click("summary:has-text('Answer')")
    page.fill(".answering [name=body]", "We all do.")
    someone.press("Answer")
    assert page.inner_text(".answers .said") == "We all do."
    page.locator(".answers a", has_text="Edit").click()
    assert page.input_value("[name=body]") == "We all do."
    page.fill("[name=body]", "Each of us does.")
    someone.press("Save")
    assert "Your comment is changed" in page.inner_text(".message")
    assert page.inner_text(".answers .said") == "Each of us does."
    page.locator(".answers a", has_text="Delete").click()
    someone.press("Delete")
    assert page.locator(".answers").count() == 0

    someone.follow("Delete")
    someone.press("Delete")
    assert "in the bin" in page.inner_text(".message")
    someone.follow("Bin")
    page.get_by_role("button", name="Restore “House rules”").click()
    assert page.inner_text("h1") == "House rules"
    assert someone.visit.complaints == [] and someone.visit.strangers == []


@pytest.mark.parametrize("script", [True, False])
def test_the_life_of_a_link(writer, script):
    someone = writer(script=script, width=1280)
    page = someone.page
    document = someone.document()

    def opens(address: str, **said: str) -> int:
        path = "/api/share-links/" + address.rsplit("/", 1)[1]
        return requests.post(f"{someone.visit.origin}{path}/access", json=said, timeout=20).status_code

    someone.go(document)
    page.select_option("[name=level]", "commenter")
    page.select_option("[name=lock]", "new")
    page.fill("[name=password]", "open sesame")
    page.select_option("[name=expires]", "7")
    page.check("[name=external_edit]")
    someone.press("Make a link")
    assert "shown this once" in page.inner_text("main")
    address = page.input_value("#new-link")
    if script:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        assert page.inner_text("output") == ""
        someone.press("Copy link")
        page.wait_for_function("document.querySelector('output').textContent !== ''")
        assert page.inner_text("output") == "Copied"
        assert page.evaluate("navigator.clipboard.readText()") == address
    assert opens(address) == 401 and opens(address, password="open sesame") == 200
    # Sent once more, the form makes nothing, and shows nothing.
    page.reload()
    assert "was shown once" in page.inner_text(".message")
    assert address.rsplit("/", 1)[1] not in page.content()
    assert page.locator(".shares .cards > li").count() == 1

    card = page.locator(".shares .cards > li")
    for text in ("Active", "may read and comment", "Password", "Guests may ask to edit"):
        assert text in card.inner_text()
    card.get_by_role("link", name=re.compile("^Change")).click()
    page.select_option("[name=lock]", "none")
    page.select_option("[name=level]", "viewer")
    someone.press("Save")
    assert "The link is changed" in page.inner_text(".message")
    assert "No password" in card.inner_text() and "may read" in card.inner_text()
    assert opens(address) == 200

    card.get_by_role("link", name=re.compile("^Revoke")).click()
    assert "never opens again" in page.inner_text("main") and opens(address) == 200
    someone.press("Revoke")
    assert opens(address) == 404
    assert "no active link" in page.inner_text(".shares")
    someone.follow("Show ended links too")
    assert "Revoked" in card.inner_text()
    assert someone.visit.complaints == [] and someone.visit.strangers == []


def test_the_password_is_asked_for_where_there_is_one(writer):
    someone = writer()
    someone.go(someone.document())
    page = someone.page
    assert not page.locator("[name=password]").is_visible()
    page.select_option("[name=lock]", "new")
    assert page.locator("[name=password]").is_visible()
    page.fill("[name=password]", "open sesame")
    # Thought better of: what was typed is not sent.
    page.select_option("[name=lock]", "none")
    someone.press("Make a link")
    assert "Your new link" in page.inner_text("h1")
    plain = writer(script=False)
    plain.go(plain.document())
    plain.page.fill("[name=password]", "open sesame")
    plain.press("Make a link")
    assert "Which do you mean?" in plain.page.inner_text(".error")
    assert plain.page.input_value("[name=password]") == "open sesame"


@pytest.mark.parametrize("script", [True, False])
def test_somebody_else_saves_in_between(writer, script):
    someone = writer(script=script)
    document = someone.document()
    someone.go(document + "/edit")
    someone.call("PATCH", document.replace("/console", "/api"), {"body": "Their **words**"})
    page = someone.page
    page.fill("[name=body]", "My words\n\n  and more")
    someone.press("Save")
    assert "saved this document meanwhile" in page.inner_text(".errors")
    assert page.inner_text(".prose strong") == "words"
    assert page.input_value("[name=body]") == "My words\n\n  and more"
    someone.press("Save my text as the newest version")
    assert "Version 3" in page.inner_text("main") and "My words" in page.inner_text(".prose")


def test_asks_before_what_was_typed_is_left(writer):
    someone = writer()
    page = someone.page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    document = someone.document()
    someone.go(document + "/edit")
    someone.follow("Cancel")
    assert asked == []
    someone.go(document + "/edit")
    page.locator("[name=body]").press_sequentially("More")
    someone.follow("Cancel")
    page.wait_for_url("**" + document)
    assert asked == ["beforeunload"]
    # What a preview shows is not saved either; what is saved is not asked about.
    someone.go(document + "/edit")
    page.locator("[name=body]").press_sequentially("More")
    someone.press("Preview")
    page.locator("[name=body]").click()
    someone.follow("Cancel")
    page.wait_for_url("**" + document)
    assert asked == ["beforeunload"] * 2
    someone.go(document + "/edit")
    page.locator("[name=body]").press_sequentially("More")
    someone.press("Save")
    assert asked == ["beforeunload"] * 2


# MARK: How they look

def views(someone: Writer, stack):
    """Every page of documents, one after another, by its name."""
    page = someone.page
    someone.go("/console/documents")
    yield "empty"
    someone.go("/console/documents/new")
    yield "new"
    page.fill("[name=body]", BODY)
    page.locator("button[name=step][value=preview]").click()
    yield "preview"
    page.locator("button[name=step][value=save]").evaluate("e => e.form.noValidate = true")
    page.locator("button[name=step][value=save]").click()
    yield "error"
    for name, title in (("long", LONG[:500]), ("arabic", ARABIC)):
        someone.go(someone.document(title, f"{title}\n\n# {title}\n"))
        yield name
    document = someone.document()
    someone.go(document)
    yield "no-link"
    made = someone.talk(document)
    link = made["shareLink"]["id"]
    stack.sql("INSERT INTO link_opens (link_id, day, responder, opens, last_opened_at)"
              f" VALUES ('{link}', UTC_DATE(), 'b', 3, UTC_TIMESTAMP(6))")
    ended = someone.link(document, password="open sesame", expiresAt="2044-02-29T12:00:00Z")
    someone.call("DELETE", f"/api/share-links/{ended['shareLink']['id']}")
    someone.link(document, password="open sesame", expiresAt="2044-02-29T12:00:00Z")
    someone.go(document + "?links=all")
    for summary in page.locator("main summary").all():
        summary.click()
    yield "document"
    page.locator("[name=expires]").select_option("date")
    page.locator("[name=lock]").select_option("new")
    form = page.locator("form.expiry")
    form.evaluate("e => e.noValidate = true")
    form.locator("button").click()
    yield "link-error"
    page.locator("[name=expires]").select_option("7")
    page.fill("[name=password]", "open sesame")
    form.locator("button").click()
    yield "new-link"
    someone.go(f"{document}/links/{link}")
    yield "change-link"
    someone.go(f"{document}/links/{ended['shareLink']['id']}")
    yield "revoked-link"
    someone.go(f"{document}/links/{link}/revoke")
    yield "revoke"
    someone.go(document + "/edit")
    someone.call("PATCH", document.replace("/console", "/api"), {"title": "Their title"})
    page.locator("button[name=step][value=save]").click()
    yield "same"
    someone.go(document + "/edit")
    someone.call("PATCH", document.replace("/console", "/api"), {"title": "Plan of the house, once more"})
    page.fill("[name=title]", "My title")
    page.locator("button[name=step][value=save]").click()
    yield "conflict"
    for step in ("versions", "versions/1", "delete"):
        # Without being asked whether what was typed may be lost.
        page.evaluate("for (const f of document.forms) f.dataset.sent = 'true'")
        someone.go(f"{document}/{step}")
        yield step.replace("/", "-")
    comment = someone.call("GET", document.replace("/console", "/api") + "/comments")["comments"][0]
    someone.go(f"{document}/comments/{comment['id']}/delete")
    yield "delete-comment"
    own = someone.call("POST", document.replace("/console", "/api") + "/comments", {"body": "Mine, for now."})
    someone.go(f"{document}/comments/{own['id']}/edit")
    yield "edit-comment"
    someone.go("/console/documents?sort=title")
    yield "list"
    request = someone.call("GET", document.replace("/console", "/api") + "/edit-requests")["editRequests"][0]
    someone.call("PATCH", document.replace("/console", "/api") + f"/edit-requests/{request['id']}",
                 {"status": "declined"})
    someone.go(document)
    yield "nobody-waits"
    someone.go(document + "?asking=all")
    yield "all-requests"
    someone.go(document + "/edit")
    someone.call("DELETE", document.replace("/console", "/api"))
    page.fill("[name=body]", BODY + "And a word too late.")
    page.locator("button[name=step][value=save]").click()
    yield "kept"
    someone.go("/console/documents?deleted=true")
    yield "bin"
    someone.go("/console/documents?q=" + secrets.token_hex(8))
    yield "nothing"
    someone.go(document)
    yield "gone"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_sound(writer, stack, keep, language, scheme):
    someone = writer(language=language, scheme=scheme)
    page = someone.page
    page.on("dialog", lambda dialog: dialog.accept())
    for name in views(someone, stack):
        checks.assert_sound(someone.visit, f"document-{name}", language, scheme, keep)


def test_is_valid_html(writer, stack, tmp_path: pathlib.Path):
    checks.assert_all_valid(writer, lambda someone: views(someone, stack), tmp_path)


def test_is_small(writer):
    someone = writer()
    document = someone.document()
    someone.talk(document)
    cookies = {cookie["name"]: cookie["value"] for cookie in someone.page.context.cookies()}
    assert checks.weight(someone.visit.origin, document, 7, cookies) <= 30 * 1024
