"""Posting for a client by members' pages, and the client's dashboard, through nginx."""

import json
import re
import secrets
import urllib.parse

import pytest
from client import BROWSER, Client
from test_console import FORM, Browser, browser  # noqa: F401

NEW = "/console/jobs/new"
HOME = "/console/client"
NOBODY = "0123456789abcdef01234567"


class Company(Browser):
    """A client, at a browser."""

    def __init__(self, stack):
        super().__init__(stack)
        self.email, self.password = f"{secrets.token_hex(8)}@stranger.example", stack.note(secrets.token_urlsafe(15))
        made = Client(stack.port).post("/v1/client/register", {
            "company_name": "Acme Corp", "email": self.email, "password": self.password})
        assert made.status == 201, made.body
        self.connection = made.json()["connection_id"]
        page = self.visit("/console/sign-in")
        entered = self.send(page, "/console/sign-in", email=self.email, password=self.password)
        assert entered.status == 303 and entered.headers["Location"] == HOME


@pytest.fixture
def company(stack) -> Company:
    return Company(stack)


def text(answer) -> str:
    return answer.plain.decode()


def post(browser, company, title: str) -> str:  # noqa: F811
    made = browser.send(browser.visit(NEW), NEW, title=title, for_client="true", connection_id=company.connection)
    assert made.status == 303, made.body
    return made.headers["Location"].rsplit("/", 1)[1]


def test_the_script_of_the_form_is_answered(browser, company):  # noqa: F811
    page = text(browser.visit(NEW))
    token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
    for typed, status, found in (
        (company.connection.upper(), 200, {"company_name": "Acme Corp"}), ("12", 400, "invalid_connection_id_format"),
        (NOBODY, 404, "connection_id_not_found"),
    ):
        body = urllib.parse.urlencode({"form_token": token, "connection_id": typed})
        answer = browser.post(f"{NEW}/connection", body, FORM | browser.cookie | {"Accept": "application/json"})
        assert answer.status == status, answer.body
        told = json.loads(answer.plain)
        assert told == found or told["code"] == found


def test_what_is_wrong_comes_back_with_all_that_was_typed(browser):  # noqa: F811
    page = browser.visit(NEW)
    for typed, words in (
        ("12", "Connection ID must be 24 characters (letters and numbers)."),
        (NOBODY, "Invalid Connection ID. Please ask your client for the correct ID from their dashboard."),
    ):
        page = browser.send(page, NEW, title="Kept", tasks="One\r\nTwo", for_client="true", connection_id=typed)
        assert page.status == 400 and words in text(page)
        assert 'value="Kept"' in text(page) and "One\nTwo</textarea>" in text(page)


def test_a_dashboard_is_refreshed_by_its_tag(browser, company):  # noqa: F811
    job = post(browser, company, "Painted fence")
    page = company.visit(HOME)
    assert company.connection in text(page) and "Painted fence" in text(page)
    tag = re.search(r'data-renews data-parts data-tag="([^"]+)"', text(page)).group(1).replace("&quot;", '"')
    assert page.headers["Cache-Control"] == "private, no-store"

    def ask() -> int:
        return company.get(HOME, BROWSER | company.cookie | {"If-None-Match": tag}).status

    assert ask() == 304 and ask() == 304
    post(browser, company, "Another")
    assert ask() == 200
    seen = company.visit(f"{HOME}/jobs/{job}")
    assert seen.status == 200 and "Painted fence" in text(seen)
    assert company.visit(f"{HOME}/jobs/{job}/export?format=csv").media_type == "text/csv"


def test_each_sees_only_what_is_theirs(browser, company, stack, stranger):  # noqa: F811
    job = post(browser, company, "Private to both")
    other = Company(stack)
    assert "Private to both" not in text(other.visit(HOME))
    assert other.visit(f"{HOME}/jobs/{job}").status == 404
    assert browser.visit(HOME).status == 403 and company.visit("/console/clients").status == 403
    assert company.visit(f"/console/jobs/{job}").status == 403
    for path in (HOME, f"{HOME}/jobs/{job}", "/console/clients"):
        assert stranger.get(path, BROWSER).status == 303
    assert "Acme Corp" in text(browser.visit("/console/clients"))
