"""A client's dashboard as it is looked at: its connection ID, its jobs, and how it renews itself."""

import datetime
import pathlib

import checks
import pytest
import stage
from clients import Company, post
from playwright.sync_api import expect

HALF_MINUTE = 31_000


class Watcher:
    """A client at its dashboard, for whom somebody posts."""

    def __init__(self, visit, member: stage.Member, asks_first: bool = False):
        self.visit = visit
        self.page = visit.page
        self.member = member
        self.company = Company(visit.origin, asks_first=asks_first)
        self.company.sign_in(visit)

    def go(self, path: str = "/console/client") -> int:
        return self.page.goto(self.visit.origin + path).status

    def answers(self) -> list[int]:
        """The statuses of all further requests for the dashboard."""
        statuses = []
        self.page.on("response", lambda answer: statuses.append(answer.status)
                     if "/console/client" in answer.url else None)
        return statuses

    def wait(self, milliseconds: int = HALF_MINUTE) -> None:
        self.page.clock.run_for(milliseconds)
        self.page.wait_for_timeout(400)

    def hide(self, hidden: bool) -> None:
        self.page.evaluate(
            """hidden => {
              Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
              document.dispatchEvent(new Event("visibilitychange"));
            }""", hidden)


@pytest.fixture
def watcher(visit, stack):
    def make(asks_first: bool = False, **options) -> Watcher:
        return Watcher(visit(**options), stage.Member(stack), asks_first)

    return make


def views(someone: Watcher):
    """Every page, one after another, by its name."""
    someone.go()
    yield "none"
    job = post(someone.member, someone.company, "Crawl of www.example.org, April", 60)
    post(someone.member, someone.company, "W" * 160)
    someone.company.call("PATCH", "/v1/client/profile", {"ask_first": True})
    asking = post(stage.Member(someone.member.stack), someone.company, "<b>Waits</b> for a word")
    someone.go()
    yield "jobs"
    someone.go("/console/client?status=failed")
    yield "nothing"
    someone.go(f"/console/client/jobs/{job}")
    yield "job"
    someone.go(f"/console/client/jobs/{job}?sort=nonsense")
    yield "job-bad"
    someone.go(f"/console/client/jobs/{asking}")
    yield "job-asking"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_sound(watcher, keep, language, scheme):
    someone = watcher(language=language, scheme=scheme)
    for name in views(someone):
        checks.assert_sound(someone.visit, f"dashboard-{name}", language, scheme, keep)


def test_works_without_scripts_and_is_valid_html(watcher, tmp_path: pathlib.Path):
    for language in ("en", "es"):
        someone = watcher(language=language, script=False)
        checks.keep_documents(someone.visit, views(someone), tmp_path, language)
        assert someone.visit.complaints == []
    checks.assert_valid_html(tmp_path)


def test_renews_itself_and_asks_by_tag(watcher):
    someone = watcher()
    page, company = someone.page, someone.company
    first = post(someone.member, company, "The first", 8)
    page.clock.install(time=datetime.datetime.now())
    someone.go()
    statuses = someone.answers()
    someone.wait()
    someone.wait()
    assert statuses == [304, 304], "nothing has changed"
    link = page.locator(f"#job-{first} h2 a")
    link.focus()
    page.evaluate("document.querySelector('h1').kept = true")
    second = post(someone.member, company, "The second")
    someone.wait()
    assert statuses == [304, 304, 200]
    expect(page.locator(f"#job-{second}")).to_contain_text("The second")
    assert page.locator("#jobs > li").first.get_attribute("id") == f"job-{second}"
    expect(link).to_be_focused()
    assert page.evaluate("document.querySelector('h1').kept"), "what is the same stays"
    # The job that has the focus changes itself.
    someone.member.call("POST", f"/v1/jobs/{first}/tasks", [{"title": "More", "status": "completed"}])
    someone.wait()
    expect(page.locator(f"#job-{first} h2 a")).to_be_focused()
    assert "of 9" in page.inner_text(f"#job-{first}")
    assert "UTC" not in page.inner_text(f"#job-{first} time") or page.locator("time[title]").count()
    someone.wait()
    assert statuses[-1] == 304 and someone.visit.complaints == []


def test_stops_while_nobody_looks(watcher):
    someone = watcher()
    someone.page.clock.install(time=datetime.datetime.now())
    someone.go()
    statuses = someone.answers()
    someone.hide(True)
    for _ in range(4):
        someone.wait()
    assert statuses == [], "a hidden tab asks for nothing"
    someone.hide(False)
    someone.page.wait_for_timeout(400)
    assert statuses == [304], "and at once when it is shown again"
    someone.wait()
    assert statuses == [304, 304]


def test_says_quietly_that_it_is_stale(watcher):
    someone = watcher()
    page = someone.page
    page.clock.install(time=datetime.datetime.now())
    someone.go()
    said = page.locator(".refresh [role=status]")
    page.route("**/console/client", lambda route: route.abort())
    someone.wait()
    someone.wait()
    expect(said).to_be_empty()
    someone.wait()
    expect(said).to_contain_text("could not be refreshed")
    page.unroute("**/console/client")
    someone.wait()
    expect(said).to_be_empty()


def test_says_so_when_nobody_is_signed_in_any_more(watcher):
    someone = watcher()
    page = someone.page
    page.clock.install(time=datetime.datetime.now())
    someone.go()
    statuses = someone.answers()
    # From elsewhere: all sessions but the one that asks.
    someone.company.call("DELETE", "/v1/me/sessions")
    someone.wait()
    expect(page.locator(".refresh [role=status]")).to_contain_text("You have been signed out")
    asked = len(statuses)
    for _ in range(3):
        someone.wait()
    someone.hide(True)
    someone.hide(False)
    page.wait_for_timeout(400)
    assert len(statuses) == asked, "it is asked for no longer"


def test_a_posting_is_approved_where_it_is_seen(watcher):
    someone = watcher(asks_first=True)
    job = post(someone.member, someone.company, "Asked about")
    someone.go()
    row = someone.page.locator(f"#job-{job}")
    assert "Waits for your word" in row.inner_text()
    # It says that its word is for all that the workspace posts, and leads back to where it was said.
    row.get_by_role("button", name="Approve workspace “Browser tests”").click()
    someone.page.wait_for_load_state()
    assert someone.page.url.endswith("/console/client")
    assert "Approved by you" in row.inner_text()
    assert someone.member.call("GET", f"/v1/jobs/{job}")["client_approval"] == "approved"


def test_shows_and_copies_the_connection_id(watcher):
    someone = watcher()
    someone.go()
    assert someone.page.input_value("#connection-id") == someone.company.connection
    someone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    someone.page.get_by_role("button", name="Copy").click()
    someone.page.wait_for_function("document.querySelector('.connection output').textContent")
    assert someone.page.evaluate("navigator.clipboard.readText()") == someone.company.connection
