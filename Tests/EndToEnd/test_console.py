"""Members' pages through nginx: the cookie, what it opens, and what it does not."""

import re
import secrets
import urllib.parse

import pytest
from client import BROWSER, Answer, Client

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": "null"}


class Browser(Client):
    """Keeps cookies, and fills in forms."""

    def __init__(self, stack):
        super().__init__(stack.port)
        self.stack = stack
        self.jar: dict[str, str] = {}

    def visit(self, path: str) -> Answer:
        return self._kept(self.get(path, BROWSER | self.cookie))

    def send(self, page: Answer, action: str, **fields: str) -> Answer:
        form = page.plain.decode().split(f'action="{action}"')[1].split("</form>")[0]
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
        body = urllib.parse.urlencode(hidden + list(fields.items()))
        return self._kept(self.post(action, body, BROWSER | FORM | self.cookie))

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.jar.items())} if self.jar else {}

    def _kept(self, answer: Answer) -> Answer:
        for text in answer.headers.get_all("Set-Cookie") or []:
            assert "HttpOnly" in text and "SameSite=Lax" in text and "Path=/" in text
            name, value = text.split(";")[0].split("=", 1)
            self.jar.pop(name, None)
            if "Max-Age=0" not in text:
                self.jar[name] = self.stack.note(value) if len(value) > 16 else value
        return answer


@pytest.fixture
def browser(stack) -> Browser:
    browser = Browser(stack)
    made = browser.send(
        browser.visit("/console/sign-up"), "/console/sign-up", name="Cookie Owner",
        email=f"{secrets.token_hex(8)}@stranger.example", workspace_name="W",
        password=stack.note(secrets.token_urlsafe(15)))
    assert made.status == 303, made.body
    return browser


def test_the_cookie_opens_pages_and_no_api(browser, stranger):
    assert browser.visit("/console/account").status == 200
    assert stranger.get("/console/account", BROWSER).status == 303
    for path in ("/v1/me", "/v1/jobs", "/v1/me/sessions", f"/api/workspaces/{secrets.token_hex(16)}/api-keys"):
        assert stranger.get(path, browser.cookie).status in (401, 404), path
        assert stranger.get(path, browser.cookie).json()["code"] in ("unauthorized", "not_found")
    for path, body in (("/v1/jobs", {"title": "forged"}), ("/v1/auth/password", {})):
        forged = stranger.post(path, body, browser.cookie | {"Origin": "https://evil.example"})
        assert forged.status == 401, path


def test_a_form_from_elsewhere_does_nothing(browser):
    page = browser.visit("/console/account")
    body = urllib.parse.urlencode({"form_token": "guessed"})
    assert browser.post("/console/sign-out", body, BROWSER | FORM | browser.cookie).status == 403
    hidden = re.search(r'name="form_token" value="([^"]+)"', page.plain.decode()).group(1)
    cross = FORM | {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    body = urllib.parse.urlencode({"form_token": hidden})
    assert browser.post("/console/sign-out", body, BROWSER | cross | browser.cookie).status == 403
    assert browser.visit("/console/account").status == 200


def test_multipart_forms_are_read_too(browser):
    page = browser.visit("/console/account")
    token = re.search(r'name="form_token" value="([^"]+)"', page.plain.decode()).group(1)
    body = "".join(
        f'--b0undary\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("form_token", token), ("language", "es"))) + "--b0undary--\r\n"
    multipart = BROWSER | FORM | browser.cookie | {"Content-Type": "multipart/form-data; boundary=b0undary"}
    answer = browser.post("/console/language", body.encode(), multipart)
    assert answer.status == 303
    assert "waylink-language=es" in answer.headers["Set-Cookie"] + str(answer.headers)


def test_signing_out_ends_the_session_everywhere(browser):
    former = dict(browser.jar)
    page = browser.visit("/console/account")
    assert browser.send(page, "/console/sign-out").status == 303
    browser.jar = former
    for _ in range(8):
        assert browser.visit("/console/account").status == 303
