"""Documents on members' pages through nginx: long texts, forged forms, and who may do what."""

import re
import secrets
import urllib.parse

import pytest
from client import BROWSER
from test_console import FORM, Browser

LIST = "/console/documents"
NEW = LIST + "/new"
# Each of them becomes six characters in a form, a megabyte three.
LONG = "línea\r\n" * 130_000


class Writer(Browser):
    """Somebody with a workspace, who writes."""

    def __init__(self, stack):
        super().__init__(stack)
        self.email = f"{secrets.token_hex(8)}@stranger.example"
        self.password = stack.note(secrets.token_urlsafe(15))
        made = self.send(
            self.visit("/console/sign-up"), "/console/sign-up", name="Document Writer",
            email=self.email, workspace_name="W", password=self.password)
        assert made.status == 303, made.body

    def write(self, title: str = "Plan", body: str = "# Words") -> str:
        made = self.send(self.visit(NEW), NEW, title=title, body=body, step="save")
        assert made.status == 303, made.body
        return made.headers["Location"]

    def share(self, document: str, **terms: str) -> str:
        """The token of a new link."""
        action = document + "/links"
        fields = {"level": "viewer", "lock": "none", "expires": "never"} | terms
        made = self.send(self.visit(document), action, **fields)
        assert made.status == 201, made.body
        address = re.search(r'value="[^"]+/shared/documents/([^"]+)"', made.plain.decode())
        return self.stack.note(address.group(1))

    @property
    def proof(self) -> str:
        page = self.visit("/console/account").plain.decode()
        return re.search(r'name="form_token" value="([^"]+)"', page).group(1)

    def post_form(self, path: str, headers: dict | None = None, **fields: str):
        body = urllib.parse.urlencode(fields)
        return self.post(path, body, BROWSER | FORM | self.cookie | (headers or {}))


@pytest.fixture
def writer(stack) -> Writer:
    return Writer(stack)


def body_of(page) -> str:
    """What stands in the page's text area, as a browser would send it."""
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.plain.decode(), re.S).group(1)
    for escape, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(escape, sign)
    return text


def test_a_long_text_goes_through(writer):
    document = writer.write("Long", LONG)
    page = writer.visit(document + "/edit")
    assert body_of(page) == LONG.replace("\r\n", "\n")
    saved = writer.send(page, document + "/edit", title="Longer", body="<&>" + LONG, step="save")
    assert saved.status == 303
    shown = writer.visit(document + "/edit")
    assert body_of(shown).startswith("<&>línea")
    looked = writer.send(shown, document + "/edit", title="Longer", body=LONG, step="preview")
    assert looked.status == 200 and "Nothing is saved yet" in looked.plain.decode()
    beyond = writer.send(shown, document + "/edit", title="Longer", body=LONG * 2, step="save")
    assert beyond.status == 400 and body_of(beyond) == LONG.replace("\r\n", "\n") * 2


def test_a_long_text_survives_a_session_that_is_over(writer):
    document = writer.write()
    page = writer.visit(document + "/edit")
    session = next(name for name in writer.jar if name.endswith("waylink"))
    writer.jar.pop(session)
    asked = writer.send(page, document + "/edit", title="Kept", body=LONG, step="save")
    assert asked.status == 401 and "what you typed is kept" in asked.plain.decode()
    resumed = writer.send(
        asked, "/console/sign-in", email=writer.email, password=writer.password)
    assert resumed.status == 200, resumed.body[:500]
    saved = writer.send(resumed, document + "/edit")
    assert saved.status == 303
    assert body_of(writer.visit(document + "/edit")) == LONG.replace("\r\n", "\n")


def test_a_link_is_shown_once_and_opens(writer, stranger):
    document = writer.write("Shared plan", "# Kitchen")
    token = writer.share(document, lock="new", password="open sesame", level="commenter")
    assert token not in writer.visit(document).plain.decode()
    assert token not in writer.visit(document + "?links=all").plain.decode()
    path = f"/api/share-links/{token}/access"
    assert stranger.post(path, {}).status == 401
    assert stranger.post(path, {"password": "open sesame"}).status == 200


def test_a_forged_form_does_nothing(writer, stack):
    document = writer.write("Untouched")
    token = writer.proof
    other = Writer(stack).proof
    terms = {"level": "viewer", "lock": "none", "expires": "never"}
    acts = [
        (NEW, {"title": "Forged", "step": "save"}),
        (document + "/edit", {"title": "Forged", "version": "1", "step": "save"}),
        (document + "/links", terms), (document + "/comments", {"body": "Forged"}),
        (document + "/delete", {}), (document + "/restore", {}),
        (document + "/versions/1/restore", {}),
    ]
    cross = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    for path, fields in acts:
        assert writer.post_form(path, **fields).status == 403, path
        assert writer.post_form(path, form_token="guessed", **fields).status == 403, path
        assert writer.post_form(path, form_token=other, **fields).status == 403, path
        assert writer.post_form(path, cross, form_token=token, **fields).status == 403, path
        assert writer.get(path, writer.cookie | {"Accept": "application/json"}).status in (200, 405), path
    page = writer.visit(document).plain.decode()
    assert "Untouched" in page and "Forged" not in page and "Version 1" in page
    assert "no active link" in page
    assert "Forged" not in writer.visit(LIST).plain.decode()


def test_strangers_find_nothing(writer, stack, stranger):
    document = writer.write("Private plan")
    token = writer.share(document)
    other = Writer(stack)
    form = other.proof
    parts = ["", "/edit", "/versions", "/versions/1", "/delete"]
    for part in parts:
        page = other.visit(document + part)
        assert page.status == 404 and "Private plan" not in page.plain.decode(), part
        assert stranger.get(document + part, BROWSER).status == 303, part
    for part, fields in [("/edit", {"title": "T", "version": "1", "step": "save"}),
                         ("/links", {"level": "viewer", "lock": "none", "expires": "never"}),
                         ("/comments", {"body": "x"}), ("/delete", {}), ("/restore", {})]:
        assert other.post_form(document + part, form_token=form, **fields).status == 404, part
    assert stranger.post(f"/api/share-links/{token}/access", {}).status == 200


def test_the_pages_keep_to_themselves(writer):
    document = writer.write()
    for path in (LIST, NEW, document, document + "/edit", document + "/versions"):
        page = writer.visit(path)
        assert page.status == 200, path
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert page.headers["Cache-Control"] == "private, no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
