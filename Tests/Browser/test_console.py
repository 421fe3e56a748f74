"""Members' pages, as people use them: with and without scripts, on a phone and on a desk."""

import functools
import pathlib
import re
import secrets

import checks
import pytest
import requests

PASSWORD = "an old grey bicycle bell"


class Person:
    """Somebody with an account, made by its page."""

    def __init__(self, visit):
        self.page = visit.page
        self.visit = visit
        self.email = f"p{secrets.token_hex(6)}@example.org"
        self.go("/console/sign-up")
        self.page.locator("[name=name]").fill("Olivia Owner")
        self.page.locator("[name=email]").fill(self.email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("[name=workspace_name]").fill("Example Ltd")
        self.send("/console/sign-up")
        assert self.page.url.endswith("/console")

    def go(self, path: str) -> int:
        return self.page.goto(self.visit.origin + path).status

    def send(self, action: str) -> None:
        self.page.locator(f"form[action='{action}'] button[type=submit]:not(.unseen)").first.click()

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}

    @functools.cached_property
    def headers(self) -> dict[str, str]:
        answer = requests.post(f"{self.visit.origin}/v1/auth/login", timeout=20,
                               json={"email": self.email, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def call(self, method: str, path: str, body: object = None) -> dict:
        """Asks the API, as the same account."""
        answer = requests.request(
            method, self.visit.origin + path, json=body, headers=self.headers, timeout=20)
        assert answer.ok, answer.text
        return answer.json() if answer.content else {}

    def workspace(self) -> str:
        self.go("/console/workspace")
        return self.page.url.removeprefix(self.visit.origin)


@pytest.fixture
def person(visit):
    return lambda **options: Person(visit(**options))


def views(person: Person):
    """Every page, one after another, by its name."""
    page = person.page
    workspace = person.workspace()
    yield "workspace"
    page.locator("[name=email]").fill(f"i{secrets.token_hex(6)}@example.org")
    person.send(workspace + "/members")
    yield "workspace-invited"
    page.locator(f"form[action='{workspace}/members']").evaluate("form => form.noValidate = true")
    page.locator(f"form[action='{workspace}/members'] [name=email]").fill("nobody")
    person.send(workspace + "/members")
    yield "workspace-error"
    page.locator(f"form[action='{workspace}/keys'] [name=name]").fill("Night shift import")
    person.send(workspace + "/keys")
    yield "new-key"
    person.go(workspace)
    page.locator("a[href$='/end']").click()
    yield "confirm-end"
    person.go(workspace)
    page.locator("a[href$='/remove']").last.click()
    yield "confirm-leave"
    person.go("/console/account")
    yield "account"
    page.locator("[name=current_password]").fill("wrong wrong wrong")
    page.locator("[name=new_password]").fill("short")
    person.send("/console/account/password")
    yield "account-error"
    person.go("/console/nothing")
    yield "nothing"
    person.go("/console/account")
    person.send("/console/sign-out")
    yield "sign-in"
    page.locator("[name=email]").fill(person.email)
    page.locator("[name=password]").fill("wrong wrong wrong")
    person.send("/console/sign-in")
    yield "sign-in-error"
    person.go("/console/sign-up")
    yield "sign-up"
    page.locator("form[action='/console/sign-up']").evaluate("form => form.noValidate = true")
    page.locator("[name=email]").fill("not an address")
    page.locator("[name=password]").fill("password")
    person.send("/console/sign-up")
    yield "sign-up-error"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_sound(person, keep, language, scheme):
    someone = person(language=language, scheme=scheme)
    for name in views(someone):
        checks.assert_sound(someone.visit, f"console-{name}", language, scheme, keep)


def test_works_without_scripts(person):
    checks.assert_needs_no_scripts(person, views, "sign-up-error")


def test_is_valid_html(person, tmp_path: pathlib.Path):
    checks.assert_all_valid(person, views, tmp_path)


def test_fits_thirty_kilobytes(person, stack):
    someone = person()
    someone.go("/console/account")
    assert checks.weight(stack.base_url, "/console/account", 6, someone.cookies) <= 30 * 1024


# MARK: Copying


def new_key(someone: Person) -> str:
    workspace = someone.workspace()
    someone.page.locator(f"form[action='{workspace}/keys'] [name=name]").fill("Copied")
    someone.send(workspace + "/keys")
    return someone.page.input_value("#new-key")


def test_says_copied_only_when_it_was(person):
    someone = person()
    key = new_key(someone)
    page = someone.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("button[data-copies]")
    page.wait_for_function("document.querySelector('output').textContent !== ''")
    assert page.inner_text("output") == "Copied"
    assert page.evaluate("navigator.clipboard.readText()") == key


@pytest.mark.parametrize("broken", [
    "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))",
    "Object.defineProperty(navigator, 'clipboard', {value: undefined})",
])
def test_selects_what_can_not_be_copied(person, broken):
    someone = person()
    someone.page.add_init_script(broken)
    key = new_key(someone)
    page = someone.page
    page.click("button[data-copies]")
    page.wait_for_function("document.querySelector('output').textContent !== ''")
    assert "Copied" not in page.inner_text("output")
    assert "Ctrl+C" in page.inner_text("output")
    assert page.evaluate("document.getSelection().toString()") == key


def test_the_key_can_be_selected_without_scripts(person):
    someone = person(script=False)
    assert new_key(someone).startswith("wl_key_")
    assert not someone.page.locator("button[data-copies]").is_visible()


# MARK: Forms


def test_the_first_error_is_where_one_is(person):
    for script in (True, False):
        someone = person(script=script)
        someone.go("/console/account")
        someone.page.locator("[name=current_password]").fill("wrong wrong wrong")
        someone.page.locator("[name=new_password]").fill("short")
        someone.send("/console/account/password")
        page = someone.page
        assert page.locator(".errors:focus").count() == 1
        assert page.title().startswith("Error: ")
        page.click(".errors a")
        assert page.locator("[name=new_password]:focus").count() == 1
        assert page.input_value("[name=new_password]") == ""


def test_a_reload_repeats_nothing_and_says_nothing_twice(person):
    someone = person()
    workspace = someone.workspace()
    someone.page.locator("[name=email]").fill("somebody.new@example.org")
    someone.send(workspace + "/members")
    assert someone.page.locator(".message").count() == 1
    someone.page.reload()
    assert someone.page.locator(".message").count() == 0
    assert someone.page.locator("strong", has_text="somebody.new@example.org").count() == 1


def test_an_ended_session_loses_nothing_typed(person, stack):
    someone = person(script=False)
    workspace = someone.workspace()
    page = someone.page
    page.locator(f"form[action='{workspace}/keys'] [name=name]").fill("Typed before")
    page.context.clear_cookies(name="waylink")
    someone.send(workspace + "/keys")
    assert "what you typed is kept" in page.inner_text("main")
    page.locator("[name=email]").fill(someone.email)
    page.locator("[name=password]").fill(PASSWORD)
    someone.send("/console/sign-in")
    someone.send(workspace + "/keys")
    assert page.input_value("#new-key").startswith("wl_key_")
    assert page.get_by_label("Typed before").count() == 1


def test_times_are_the_viewers(person):
    someone = person(timezone_id="America/Mexico_City", language="es")
    someone.go("/console/account")
    shown = someone.page.locator("time").first
    assert "UTC" in shown.get_attribute("title")
    assert re.search(r"GMT-6|CST", shown.inner_text())
    plain = person(script=False)
    plain.go("/console/account")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", plain.page.locator("time").first.inner_text())


def test_the_language_stays_as_chosen(person):
    someone = person(script=False)
    someone.go("/console/account")
    someone.page.select_option("#language", "es")
    someone.send("/console/language")
    assert someone.page.get_attribute("html", "lang") == "es"
    words = someone.page.inner_text("body")
    for english in ("Account", "Sign out", "Password", "Save", "Devices", "Last used", "Workspace"):
        assert english not in words


def test_prints_without_controls(person):
    someone = person(width=718)
    someone.go("/console/account")
    someone.page.emulate_media(media="print")
    assert not someone.page.locator(".bar nav").is_visible()
    assert someone.page.locator("form:visible").count() == 0
    assert someone.page.evaluate("document.scrollingElement.scrollWidth") <= 718
