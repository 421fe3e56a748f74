"""The members' list of jobs and the form for a new one, as people use them: with and without
scripts, on a phone and on a desk."""

import datetime
import pathlib
import re

import checks
import pytest
import requests
from test_console import Person

LONG = "Repair list of Building 7, including everything that the inspection in March has found"
TITLES = {
    "running": "Crawl of www.example.org, April",
    "rtl": "مراجعة جميع الصفحات العربية في الموقع",
    "unbroken": "A" * 160,
    "expired": LONG + ", by floor and by room",
    "hostile": "<script>window.hacked=1</script> & \"><img src=x onerror=window.hacked=1>",
    "revoked": "A job whose link was taken back",
    "short": "Move",
}


class Owner(Person):
    """Somebody with jobs, made through the API."""

    def __init__(self, visit):
        super().__init__(visit)
        self.jobs: dict[str, str] = {}

    def job(self, title: str, tasks: int = 0) -> str:
        job = self.call("POST", "/v1/jobs", {"title": title})["id"]
        if tasks:
            states = ["completed", "pending", "failed", "running"]
            self.call("POST", f"/v1/jobs/{job}/tasks", [
                {"title": f"Task {number}", "status": states[number % 4]}
                for number in range(tasks)])
        return job

    def link(self, job: str, seconds: int | None = None) -> str:
        body = {}
        if seconds:
            end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
            body["expires_at"] = end.isoformat()
        return self.call("POST", f"/v1/jobs/{job}/share-links", body)["token"]

    def furnish(self, stack) -> None:
        """One of each kind."""
        for number, (name, title) in enumerate(TITLES.items()):
            self.jobs[name] = self.job(title, 0 if name == "rtl" else 20 + number)
        self.link(self.jobs["running"], 9 * 86_400)
        self.link(self.jobs["unbroken"])
        self.link(self.jobs["expired"])
        stack.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) "
                  f"WHERE subject_id = '{self.jobs['expired']}'")
        token = self.link(self.jobs["revoked"])
        self.call("DELETE", f"/v1/jobs/{self.jobs['revoked']}/share-links/{token}")
        self.call("DELETE", f"/v1/jobs/{self.job('Thrown away', 3)}")

    def row(self, name: str):
        return self.page.locator(f"#job-{self.jobs.get(name, name)}")


@pytest.fixture
def owner(visit):
    return lambda **options: Owner(visit(**options))


def views(owner: Owner, stack):
    """Every page, one after another, by its name."""
    page = owner.page
    owner.go("/console")
    yield "jobs-none"
    owner.furnish(stack)
    owner.go("/console")
    yield "jobs"
    owner.row("rtl").get_by_role("button", name=re.compile("^(Generate|Generar)")).click()
    yield "jobs-link-made"
    owner.go("/console?q=nothing-like-it&status=failed")
    yield "jobs-not-found"
    owner.go("/console?deleted=true")
    yield "jobs-bin"
    owner.go("/console?status=lost")
    yield "jobs-bad-filter"
    owner.go("/console/jobs/new")
    yield "jobs-new"
    page.locator("form.wide").evaluate("form => form.noValidate = true")
    page.locator("[name=tasks]").fill("x" * 600)
    page.locator("details.columns summary").click()
    page.locator("[name=column1_label]").fill("Año")
    page.locator("[name=column2_key]").fill("Bad Key")
    page.locator("form.wide button[type=submit]").last.click()
    yield "jobs-new-error"


# MARK: By hand


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_link_is_made_copied_and_revoked_in_its_row(owner, script):
    someone = owner(script=script)
    job = someone.job("Shared by its row", 8)
    other = someone.job("Another", 8)
    someone.go("/console?sort=title")
    assert "No link" in someone.row(job).inner_text()
    someone.row(job).get_by_role("button", name="Generate link for “Shared by its row”").click()
    assert someone.page.url.endswith(f"/console?sort=title#job-{job}"), "back to where it was pressed"
    assert "The link is made." in someone.page.get_by_role("status").first.inner_text()
    row = someone.row(job)
    token = someone.call("GET", f"/v1/jobs/{job}/share-links")["token"]
    url = f"{someone.visit.origin}/shared/jobs/{token}"
    field = row.locator("input[readonly]")
    if script:
        assert not row.locator("details").is_visible()
        someone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        row.get_by_role("button", name="Copy link for “Shared by its row”").click()
        row.locator("output", has_text=re.compile(".")).wait_for()
        assert row.locator("output").inner_text() == "Copied"
        assert someone.page.evaluate("navigator.clipboard.readText()") == url
    else:
        assert not field.is_visible() and not row.locator("button").is_visible()
        row.locator("summary").click()
        assert field.is_visible() and field.input_value() == url
    assert requests.get(url, timeout=20).status_code == 200
    assert "No link" in someone.row(other).inner_text()

    row.get_by_role("link", name="Revoke for “Shared by its row”").click()
    assert requests.get(url, timeout=20).status_code == 200, "only asked so far"
    someone.page.locator("main button.danger").click()
    assert someone.page.url.endswith(f"/console?sort=title#job-{job}")
    assert "The link is revoked." in someone.page.get_by_role("status").first.inner_text()
    assert "Link revoked" in someone.row(job).inner_text()
    assert requests.get(url, timeout=20).status_code == 410


@pytest.mark.parametrize("reason", ["refused", "missing"])
def test_copied_is_only_said_when_it_was(owner, reason):
    someone = owner()
    job = someone.job("Shared", 2)
    token = someone.link(job)
    replacement = (
        "{ writeText: () => Promise.reject(new Error('no')) }" if reason == "refused" else "undefined")
    someone.page.add_init_script(
        f"Object.defineProperty(navigator, 'clipboard', {{ get: () => {replacement} }})")
    someone.go("/console")
    row = someone.row(job)
    row.get_by_role("button", name="Copy link").click()
    row.locator("output", has_text=re.compile(".")).wait_for()
    said = row.locator("output").inner_text()
    assert said.startswith("Selected") and "Copied" not in said
    field = row.locator("input[readonly]")
    assert field.is_visible()
    selected = field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)")
    assert selected == f"{someone.visit.origin}/shared/jobs/{token}"


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_job_is_posted_with_tasks_and_columns(owner, script):
    someone = owner(script=script)
    page = someone.page
    someone.go("/console")
    page.get_by_role("link", name="Post your first job").click()
    page.get_by_label("Title").fill("Inspect the roof")
    page.get_by_label("Post for a client").uncheck()
    page.get_by_label("Tasks").fill("North side\n\nSouth side\tsecond row\n")
    page.locator("details.columns summary").click()
    page.locator("[name=column1_label]").fill("Height (m)")
    page.locator("[name=column1_type]").select_option("number")
    page.get_by_role("button", name="Post job").click()
    [job] = someone.call("GET", "/v1/jobs")["jobs"]
    assert page.url.endswith(f"/console/jobs/{job['id']}")
    assert (job["title"], job["total_tasks"]) == ("Inspect the roof", 2)
    assert [column["key"] for column in job["columns"]] == ["height_m"]
    assert "The job is posted." in page.inner_text("main")
    someone.go("/console")
    assert "0 of 2 tasks done" in someone.row(job["id"]).inner_text()


def test_what_was_typed_stays_with_what_was_wrong(owner):
    someone = owner(script=False)
    page = someone.page
    someone.go("/console/jobs/new")
    page.get_by_label("Title").fill("   ")
    page.get_by_label("Post for a client").uncheck()
    page.get_by_label("Description").fill("line one\nline two")
    page.get_by_label("Tasks").fill("x" * 501)
    page.get_by_role("button", name="Post job").click()
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Description").input_value() == "line one\nline two"
    assert page.get_by_label("Tasks").input_value() == "x" * 501
    page.get_by_role("link", name=re.compile("^Tasks: Line 1 is longer")).click()
    assert page.url.endswith("#job-tasks")
    assert someone.call("GET", "/v1/jobs")["jobs"] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_jobs_are_found_and_the_bin_gives_back(owner, stack, script):
    someone = owner(script=script)
    page = someone.page
    someone.furnish(stack)
    someone.go("/console")
    page.get_by_label("Title or description contains").fill("inspection in march")
    page.get_by_label("Status").select_option("running")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.locator(".jobs > li").count() == 1
    assert someone.row("expired").is_visible()
    assert page.get_by_label("Title or description contains").input_value() == "inspection in march"
    page.get_by_role("link", name="Show all jobs").click()
    assert page.locator(".jobs > li").count() == len(TITLES)
    page.get_by_role("link", name="Bin").click()
    page.get_by_role("button", name="Restore for “Thrown away”").click()
    assert "The job is back" in page.inner_text("main")
    someone.go("/console")
    assert page.get_by_role("link", name="Thrown away").is_visible()


def test_a_thousand_jobs_are_walked_by_keyboard(owner, stack):
    someone = owner()
    page = someone.page
    job = someone.job("Number 0000", 4)
    stack.sql(
        "INSERT INTO jobs (id, workspace_id, created_by, title, status, member_columns, "
        "guest_columns, total_tasks, completed_tasks, created_at, updated_at) "
        "SELECT UUID(), workspace_id, created_by, CONCAT('Number ', LPAD(seq, 4, '0')), 'running', "
        "member_columns, guest_columns, 100, seq MOD 100, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) "
        f"FROM jobs JOIN seq_1_to_999 WHERE id = '{job}'")
    someone.go("/console?sort=title")
    titles: list[str] = []
    while True:
        titles += page.locator(".jobs h2").all_inner_texts()
        following = page.get_by_role("link", name="Next", exact=True)
        if not following.count():
            break
        following.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert titles == [f"Number {number:04}" for number in range(1_000)]


# MARK: Every page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_sound(owner, stack, keep, language, scheme):
    someone = owner(language=language, scheme=scheme)
    for name in views(someone, stack):
        checks.assert_sound(someone.visit, f"console-{name}", language, scheme, keep)


def test_works_without_scripts(owner, stack):
    checks.assert_needs_no_scripts(owner, lambda someone: views(someone, stack), "jobs-new-error")


def test_is_valid_html(owner, stack, tmp_path: pathlib.Path):
    checks.assert_all_valid(owner, lambda someone: views(someone, stack), tmp_path)


def test_a_full_list_fits_thirty_kilobytes(owner, stack):
    someone = owner()
    for number in range(25):
        someone.link(someone.job(f"{LONG}, part {number}", 4), 86_400 * (number + 2))
    someone.go("/console")
    assert someone.page.locator(".jobs > li").count() == 25
    assert checks.weight(stack.base_url, "/console", 6, someone.cookies) <= 30 * 1024
