"""Clients' pages, as people use them: with and without scripts, on a phone and on a desk."""

import pathlib
import re
import secrets

import checks
import pytest
import stage
from test_console import PASSWORD, Person
from test_job_page import ARABIC, LONG

CLIENT = "/console/client"
COMPANY = "Acme Corp"


class ClientPerson(Person):
    """Somebody for whom jobs are posted, with an account made by its page."""

    def __init__(self, visit):
        self.page = visit.page
        self.visit = visit
        self.email = f"c{secrets.token_hex(6)}@example.org"
        self.go("/console/sign-up")
        self.page.locator("nav.parts a:not([aria-current])").click()
        assert self.page.url.endswith("/console/sign-up/client")
        self.page.locator("[name=company_name]").fill(COMPANY)
        self.page.locator("[name=email]").fill(self.email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.send("/console/sign-up/client")
        assert self.page.url.endswith(CLIENT)
        self.go(f"{CLIENT}/settings")

    def follow(self, label: str) -> None:
        self.page.get_by_role("link", name=label, exact=True).click()

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    @property
    def connection(self) -> str:
        return self.call("GET", "/v1/client/profile")["connection_id"]


class Recruiter(stage.Member):
    """Somebody of a workspace of such a name, who knows a connection ID."""

    def __init__(self, stack, name: str):
        super().__init__(stack)
        escaped = name.replace("'", "''")
        stack.sql(f"UPDATE workspaces SET name = '{escaped}' WHERE id = '{self.workspace}'")

    def look_up(self, connection: str) -> None:
        self.call("GET", f"/v1/client/by-connection/{connection}")

    def post(self, connection: str) -> dict:
        return self.call("POST", "/v1/jobs", {"title": "Posted", "connection_id": connection})


@pytest.fixture
def client(visit):
    return lambda **options: ClientPerson(visit(**options))


# MARK: A client's day

@pytest.mark.parametrize("script", [True, False])
def test_says_who_may_post(client, stack, script):
    someone = client(script=script)
    page = someone.page
    connection = page.input_value("#connection-id")
    assert connection == someone.connection and re.fullmatch("[0-9a-f]{24}", connection)
    page.locator("[name=ask_first]").check()
    someone.press("Save")
    assert page.inner_text(".message") == "Saved." and page.locator("[name=ask_first]").is_checked()

    recruiter = Recruiter(stack, "Northern Works")
    recruiter.look_up(connection)
    made = recruiter.post(connection)
    assert made["client_approval"] == "pending"
    someone.follow("Look-ups")
    assert "By a member" in page.locator(".card", has_text="Northern Works").inner_text()
    someone.follow("Workspaces")
    assert "Waiting for your word" in page.inner_text("main")
    someone.press("Approve “Northern Works”")
    assert "may post for you" in page.inner_text(".message")
    assert recruiter.call("GET", f"/v1/jobs/{made['id']}")["client_approval"] == "approved"

    someone.follow("Block “Northern Works”")
    assert "What it has posted for you stays" in page.inner_text("main")
    someone.follow("Cancel")
    someone.follow("Block “Northern Works”")
    someone.press("Block")
    assert "Blocked" in page.inner_text(".cards")
    someone.press("Approve “Northern Works”")
    assert "Approved" in page.inner_text(".cards")
    assert someone.visit.complaints == [] and someone.visit.strangers == []


@pytest.mark.parametrize("script", [True, False])
def test_closes_the_account(client, script):
    someone = client(script=script)
    page = someone.page
    someone.follow("Close this account")
    page.locator("[name=password]").fill("not the right one")
    someone.press("Close the account for good")
    assert page.locator(".errors:focus").count() == 1
    assert "That is not your password" in page.inner_text(".errors")
    assert page.input_value("[name=password]") == ""
    page.locator("[name=password]").fill(PASSWORD)
    someone.press("Close the account for good")
    assert page.inner_text(".message") == "The account is closed."
    someone.go(f"{CLIENT}/settings")
    assert "/console/sign-in" in page.url


# MARK: The connection ID

def test_copies_the_id_without_its_groups(client):
    someone = client()
    page = someone.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    someone.press("Copy")
    page.wait_for_function("document.querySelector('output').textContent !== ''")
    assert page.inner_text("output") == "Copied"
    assert page.evaluate("navigator.clipboard.readText()") == someone.connection


def test_the_id_can_be_selected_without_scripts(client):
    someone = client(script=False)
    page = someone.page
    assert not page.locator("button[data-copies]").is_visible()
    field = page.locator("#connection-id")
    field.focus()
    page.keyboard.press("Control+a")
    selected = field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert selected == someone.connection


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_all_of_the_id_is_seen(client, width):
    someone = client(width=width)
    field = someone.page.locator("#connection-id")
    assert field.evaluate("field => field.scrollWidth <= field.clientWidth")
    # Each group of four is as wide as its part of what lies behind it.
    assert "repeating-linear-gradient" in field.evaluate("field => getComputedStyle(field).backgroundImage")


# MARK: Every page

def views(someone: ClientPerson, stack):
    """Every page, one after another, by its name."""
    page = someone.page
    # Loaded anew for whoever listens from now on.
    someone.go(f"{CLIENT}/settings")
    yield "settings"
    page.locator(f"form[action='{CLIENT}/settings']").evaluate("form => form.noValidate = true")
    page.locator("[name=company_name]").fill("")
    someone.send(f"{CLIENT}/settings")
    yield "settings-error"
    for name in ("workspaces", "lookups"):
        someone.go(f"{CLIENT}/{name}")
        yield f"no-{name}"
    fill(someone, stack)
    for name in ("workspaces", "lookups"):
        someone.go(f"{CLIENT}/{name}")
        yield name
    someone.go(f"{CLIENT}/workspaces")
    page.locator("a[href$='/block']").last.click()
    yield "confirm-block"
    page.locator("main button.danger").click()
    yield "blocked"
    someone.go(f"{CLIENT}/close")
    yield "close"
    page.locator("[name=password]").fill("not the right one")
    page.locator("main button.danger").click()
    yield "close-error"
    someone.go("/console/account")
    yield "account"
    someone.go("/console/documents")
    yield "members-only-403"
    someone.go(f"{CLIENT}/nothing")
    yield "nothing"
    someone.go("/console/account")
    someone.send("/console/sign-out")
    someone.go("/console/sign-up/client")
    yield "sign-up"
    page.locator("form[action='/console/sign-up/client']").evaluate("form => form.noValidate = true")
    page.locator("[name=email]").fill("not an address")
    page.locator("[name=password]").fill("password")
    someone.send("/console/sign-up/client")
    yield "sign-up-error"


def fill(someone: ClientPerson, stack) -> None:
    """Workspaces of every state, with long names and in another script."""
    connection = someone.connection
    posting, only_looking, right_to_left = (
        Recruiter(stack, name) for name in ("Northern Works", LONG[:190], ARABIC))
    for recruiter in (posting, only_looking, right_to_left, posting):
        recruiter.look_up(connection)
    posting.post(connection)
    someone.call("PATCH", "/v1/client/profile", {"ask_first": True})
    right_to_left.post(connection)
    for name, consent in (("Approved Ltd", "approved"), ("Blocked Ltd", "blocked")):
        recruiter = Recruiter(stack, name)
        recruiter.look_up(connection)
        someone.call("PUT", f"/v1/client/workspaces/{recruiter.workspace}", {"consent": consent})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_sound(client, stack, keep, language, scheme):
    someone = client(language=language, scheme=scheme)
    for name in views(someone, stack):
        checks.assert_sound(someone.visit, f"client-{name}", language, scheme, keep)


def test_works_without_scripts(client, stack):
    checks.assert_needs_no_scripts(client, lambda someone: views(someone, stack), "sign-up-error")


def test_is_valid_html(client, stack, tmp_path: pathlib.Path):
    checks.assert_all_valid(client, lambda someone: views(someone, stack), tmp_path)


def test_fits_thirty_kilobytes(client, stack):
    someone = client()
    for path in (f"{CLIENT}/settings", "/console/account"):
        assert checks.weight(stack.base_url, path, 6, someone.cookies) <= 30 * 1024


def test_a_refusal_leads_home(client):
    someone = client()
    someone.go("/console/documents")
    someone.follow("Go back")
    assert someone.page.url.endswith(CLIENT)


def test_times_are_the_viewers(client, stack):
    someone = client(timezone_id="America/Mexico_City")
    Recruiter(stack, "Northern Works").look_up(someone.connection)
    someone.go(f"{CLIENT}/lookups")
    shown = someone.page.locator("main time").first
    assert "UTC" in shown.get_attribute("title")
    assert re.search(r"GMT-6|CST", shown.inner_text())
