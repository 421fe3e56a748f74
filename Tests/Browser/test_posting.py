"""Posting for a client as recruiters do: the Connection ID that is checked, corrected and sent, with
and without scripts; and the pages that say for whom a job is (seed 1)."""

import pathlib
import re

import checks
import pytest
from clients import Company, post
from playwright.sync_api import expect
from test_console import Person

FORM = "/console/jobs/new"
MALFORMED = "Connection ID must be 24 characters (letters and numbers)."
UNKNOWN = "Invalid Connection ID. Please ask your client for the correct ID from their dashboard."
UNREACHABLE = "Could not verify Connection ID. Please check your connection and try again."
NOBODY = "0123456789abcdef01234567"


class Recruiter(Person):
    """Somebody who posts for clients."""

    @property
    def field(self):
        return self.page.locator("[name=connection_id]")

    @property
    def warning(self):
        return self.page.locator(".posting [role=alert]")

    @property
    def said(self):
        return self.page.locator(".posting output")

    def titles(self) -> list[str]:
        return [job["title"] for job in self.call("GET", "/v1/jobs")["jobs"]]

    def leave(self, text: str) -> None:
        """Types an ID, and goes on to the next field."""
        self.field.fill(text)
        self.page.locator("[name=description]").focus()


@pytest.fixture
def recruiter(visit):
    return lambda **options: Recruiter(visit(**options))


def company(someone: Recruiter, *rest, **options) -> Company:
    return Company(someone.visit.origin, *rest, **options)


def block(someone: Recruiter, client: Company) -> None:
    workspace = client.call("GET", "/v1/client/workspaces")["workspaces"][0]["workspace_id"]
    client.call("PUT", f"/v1/client/workspaces/{workspace}", {"consent": "blocked"})


def views(someone: Recruiter):
    """Every page that speaks of clients, one after another, by its name."""
    page = someone.page
    acme = company(someone)
    asking = company(someone, "Müller & Söhne <b>Bau</b> GmbH", asks_first=True)
    refusing = company(someone, "N" * 120, asks_first=True)
    someone.go("/console/clients")
    yield "clients-none"
    someone.go(FORM)
    yield "form"
    page.locator("form.wide").evaluate("form => form.noValidate = true")
    someone.send(FORM)
    yield "form-empty"
    jobs = [post(someone, acme, "Crawl of www.example.org, April", 12),
            post(someone, asking, "Waits for a word"), post(someone, refusing, "Was refused")]
    block(someone, refusing)
    someone.go(f"{FORM}?client={acme.id}")
    yield "form-known"
    someone.go("/console/clients")
    yield "clients"
    someone.go("/console")
    yield "list"
    someone.go(f"/console?client_id={asking.id}")
    yield "list-of-client"
    for job, name in zip(jobs, ["job", "job-pending", "job-refused"]):
        someone.go(f"/console/jobs/{job}")
        yield name
    someone.go(f"/console/jobs/{jobs[0]}/edit")
    yield "edit"
    page.locator("[name=posted_for]").select_option("client")
    yield "edit-other"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_sound(recruiter, keep, language, scheme):
    someone = recruiter(language=language, scheme=scheme)
    for name in views(someone):
        checks.assert_sound(someone.visit, f"posting-{name}", language, scheme, keep)


def test_is_valid_html(recruiter, tmp_path: pathlib.Path):
    checks.assert_all_valid(recruiter, views, tmp_path)


def test_fits_thirty_kilobytes(recruiter, stack):
    someone = recruiter()
    post(someone, company(someone), "One")
    someone.go(FORM)
    assert checks.weight(stack.base_url, FORM, 6, someone.cookies) <= 30 * 1024


# MARK: With scripts


def test_an_id_is_checked_when_its_field_is_left(recruiter, keep):
    someone = recruiter()
    client = company(someone)
    someone.go(FORM)
    page = someone.page
    expect(someone.field).to_have_attribute("placeholder", "Paste connection ID from your client")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    someone.leave("69820a17")
    expect(someone.warning).to_contain_text(MALFORMED)
    assert asked == [], "what can be none is not asked for"
    keep(page, "posting-malformed")
    assert page.evaluate("document.activeElement.name") == "description", "the focus stays"
    assert checks.violations(page) == []
    someone.warning.get_by_role("button", name="Close this warning").click()
    expect(someone.warning).to_be_empty()
    expect(someone.field).to_be_focused()

    someone.leave(NOBODY)
    expect(someone.warning).to_contain_text(UNKNOWN)
    keep(page, "posting-unknown")
    someone.leave(client.connection[:12].upper() + " - " + client.connection[12:])
    expect(someone.said).to_have_text("Linked to: Acme Corp")
    expect(someone.warning).to_be_empty()
    keep(page, "posting-linked")
    assert checks.violations(page) == []
    # Left again as it is, it is not asked for again.
    someone.leave(client.connection)
    page.wait_for_timeout(200)
    assert client.lookups() == 1


def test_nothing_is_sent_before_the_id_is_right(recruiter):
    someone = recruiter()
    client = company(someone)
    someone.go(FORM)
    page = someone.page
    page.locator("[name=title]").fill("Painted fence")
    page.locator("[name=tasks]").fill("One\nTwo")
    someone.field.fill(NOBODY)
    page.get_by_role("button", name="Post job").click()
    expect(someone.warning).to_contain_text(UNKNOWN)
    expect(someone.field).to_be_focused()
    assert page.url.endswith(FORM) and page.input_value("[name=tasks]") == "One\nTwo"
    assert someone.titles() == []
    someone.field.fill(client.connection)
    page.get_by_role("button", name="Post job").click()
    page.wait_for_url(re.compile("/console/jobs/[0-9a-f-]{36}$"))
    assert "Acme Corp" in page.inner_text("main")
    assert client.connection not in page.content(), "it is never shown again"
    assert someone.titles() == ["Painted fence"]


def test_a_cut_network_is_said_and_can_be_mended(recruiter, keep):
    someone = recruiter()
    client = company(someone)
    someone.go(FORM)
    page = someone.page
    page.route("**/console/jobs/new/connection", lambda route: route.abort())
    page.locator("[name=title]").fill("Over a bad line")
    someone.field.fill(client.connection)
    page.get_by_role("button", name="Post job").click()
    expect(someone.warning).to_contain_text(UNREACHABLE)
    keep(page, "posting-unreachable")
    page.unroute("**/console/jobs/new/connection")
    page.route("**/console/jobs/new/connection", lambda route: route.fulfill(status=502, body="no"))
    page.get_by_role("button", name="Post job").click()
    expect(someone.warning).to_contain_text(UNREACHABLE)
    assert someone.titles() == [] and page.input_value("[name=title]") == "Over a bad line"
    page.unroute("**/console/jobs/new/connection")
    page.get_by_role("button", name="Post job").click()
    page.wait_for_url(re.compile("/console/jobs/[0-9a-f-]{36}$"))
    assert someone.titles() == ["Over a bad line"]


def test_many_tries_are_told_to_wait(recruiter):
    someone = recruiter()
    someone.go(FORM)
    for number in range(31):
        someone.leave(f"{number:024x}")
        expect(someone.warning).not_to_be_empty()
    expect(someone.warning).to_contain_text("many Connection IDs in a short time")


def test_switched_off_nobody_is_asked_for(recruiter):
    someone = recruiter()
    someone.go(FORM)
    someone.field.fill("nonsense")
    someone.page.get_by_label("Post for a client").uncheck()
    expect(someone.field).to_be_hidden()
    someone.page.locator("[name=title]").fill("For ourselves")
    someone.page.get_by_role("button", name="Post job").click()
    someone.page.wait_for_url(re.compile("/console/jobs/[0-9a-f-]{36}$"))
    assert someone.call("GET", "/v1/jobs")["jobs"][0]["client_id"] is None


def test_a_known_client_is_chosen_by_name(recruiter):
    someone = recruiter()
    client = company(someone)
    post(someone, client, "The first")
    someone.go("/console/clients")
    someone.page.get_by_role("link", name="Post a job for “Acme Corp”").click()
    someone.page.locator("[name=title]").fill("The second")
    someone.page.get_by_role("button", name="Post job").click()
    someone.page.wait_for_url(re.compile("/console/jobs/[0-9a-f-]{36}$"))
    jobs = someone.call("GET", f"/v1/jobs?client_id={client.id}")["jobs"]
    assert [job["title"] for job in jobs] == ["The second", "The first"]
    # What is typed takes the place of what was chosen.
    someone.go(f"{FORM}?client={client.id}")
    someone.field.fill("6")
    expect(someone.page.locator("[name=client_id]")).to_have_value("")


# MARK: Without scripts


def test_works_without_scripts(recruiter):
    someone = recruiter(script=False)
    client = company(someone)
    someone.go(FORM)
    page = someone.page
    typed = {"title": "By hand", "description": "Two\nlines", "tasks": "One\nTwo", "column1_label": "Price"}
    page.locator("details.columns summary").click()
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)

    def check() -> None:
        page.get_by_role("button", name="Check").click()

    def assert_kept() -> None:
        for name, text in typed.items():
            assert page.input_value(f"[name={name}]") == text
        assert page.locator("[name=column1_label]").is_visible()
        assert page.get_by_label("Post for a client").is_checked()

    for text, words in (("123", MALFORMED), (NOBODY, UNKNOWN), ("", "Please fill this in.")):
        someone.field.fill(text)
        for press in (check, lambda: page.get_by_role("button", name="Post job").click()):
            press()
            assert words in page.inner_text("#job-connection_id-error")
            assert words in page.locator(".errors[role=alert]").inner_text()
            assert_kept()
    someone.field.fill(client.connection)
    check()
    assert someone.said.inner_text() == "Linked to: Acme Corp"
    assert_kept()
    assert someone.titles() == [] and client.lookups() == 1
    page.get_by_role("button", name="Post job").click()
    assert someone.titles() == ["By hand"]
    assert someone.call("GET", f"/v1/jobs?client_id={client.id}")["jobs"]
    assert someone.visit.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_enter_in_a_field_sends_the_form(recruiter, script):
    someone = recruiter(script=script)
    client, other = company(someone), company(someone, "Other & Co")
    page = someone.page
    someone.go(FORM)
    page.locator("[name=title]").fill("By Enter")
    someone.field.fill(client.connection)
    someone.field.press("Enter")
    page.wait_for_url(re.compile("/console/jobs/[0-9a-f-]{36}$"))
    assert someone.titles() == ["By Enter"]
    job = someone.call("GET", "/v1/jobs")["jobs"][0]["id"]
    someone.go(f"/console/jobs/{job}/edit")
    page.locator("[name=posted_for]").select_option("client")
    someone.field.fill(other.connection)
    someone.field.press("Enter")
    page.wait_for_url(f"**/console/jobs/{job}")
    assert someone.call("GET", f"/v1/jobs/{job}")["client_id"] == other.id


def test_a_client_one_posts_for_takes_more_however_many_were_tried(recruiter):
    someone = recruiter()
    client = company(someone)
    post(someone, client, "The first")
    for number in range(40):
        someone.visit.page.request.get(
            f"{someone.visit.origin}/v1/client/by-connection/{number:024x}", headers=someone.headers)
    someone.go(FORM)
    someone.leave(client.connection)
    expect(someone.warning).to_contain_text("many Connection IDs")
    someone.page.locator("[name=title]").fill("The second")
    someone.page.get_by_role("button", name="Post job").click()
    someone.page.wait_for_url(re.compile("/console/jobs/[0-9a-f-]{36}$"))
    assert someone.titles() == ["The second", "The first"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_job_is_moved_to_whom_it_belongs(recruiter, script):
    someone = recruiter(script=script)
    wrong, right = company(someone, "Wrong & Co"), company(someone, "Right & Co")
    job = post(someone, wrong, "For whom?")
    page = someone.page
    someone.go(f"/console/jobs/{job}/edit")
    page.locator("[name=posted_for]").select_option("client")
    someone.field.fill(right.connection)
    page.get_by_role("button", name="Check").click()
    expect(someone.said).to_have_text("Linked to: Right & Co")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/console/jobs/{job}")
    assert "Right & Co" in page.inner_text("main") and "Wrong & Co" not in page.inner_text("main")
    assert wrong.call("GET", "/v1/client/jobs")["jobs"] == []
    someone.go(f"/console/jobs/{job}/edit")
    page.locator("[name=posted_for]").select_option("nobody")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/console/jobs/{job}")
    assert right.call("GET", "/v1/client/jobs")["jobs"] == []


def test_a_link_is_refused_in_words_until_the_client_agrees(recruiter):
    someone = recruiter()
    client = company(someone, asks_first=True)
    job = post(someone, client, "Asked about")
    page = someone.page
    someone.go("/console")
    row = page.locator(f"#job-{job}")
    assert "Waits for the client" in row.inner_text() and row.get_by_role("button").count() == 0
    someone.go(f"/console/jobs/{job}")
    assert "Acme Corp is asked before this job runs or is shared." in page.inner_text("main")
    assert page.locator(f"form[action='/console/jobs/{job}/link']").count() == 0
    block(someone, client)
    page.reload()
    assert "Refused by the client" in page.inner_text("main")
    assert "This client takes no postings from your workspace" in page.inner_text("main")
