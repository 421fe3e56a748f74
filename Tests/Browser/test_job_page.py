"""A job's page for members, as people use it: the whole life of its link by clicking."""

import pathlib

import checks
import pytest
import stage
from test_console import Person

ARABIC = "تقرير فحص الصفحات اليومي للمتجر"
LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 11


class Manager(Person):
    """Somebody with jobs of their own."""

    def job(self, title: str = "Nightly check", tasks: int = 3) -> str:
        made = self.call("POST", "/v1/jobs", {
            "title": title, "description": title, "columns": stage.COLUMNS})
        if tasks:
            self.call("POST", f"/v1/jobs/{made['id']}/tasks",
                      [stage.task(n, f"{title[:60]} {n}") for n in range(1, tasks + 1)])
        return f"/console/jobs/{made['id']}"

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def follow(self, label: str) -> None:
        self.page.get_by_role("link", name=label, exact=True).click()


@pytest.fixture
def manager(visit):
    return lambda **options: Manager(visit(**options))


@pytest.mark.parametrize("script", [True, False])
def test_the_life_of_a_link(manager, visit, script):
    someone = manager(script=script, width=1280)
    page = someone.page
    job = someone.job()
    guest = visit()

    def opens(address: str) -> int:
        return guest.page.goto(address).status

    someone.go(job)
    page.select_option("[name=expires]", "7")
    someone.press("Generate link")
    assert "The link is made" in page.inner_text(".message")
    address = page.input_value("#share-url")
    if script:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        someone.press("Copy link")
        page.wait_for_function("document.querySelector('output').textContent !== ''")
        assert page.inner_text("output") == "Copied"
        address = page.evaluate("navigator.clipboard.readText()")
    assert opens(address) == 200
    assert guest.page.inner_text("h1") == "Nightly check"

    page.click("summary:has-text('Change when it expires')")
    page.select_option("[name=expires]", "never")
    someone.press("Change when it expires")
    assert "works until somebody revokes it" in page.inner_text("section.link")

    someone.follow("Change address")
    page.select_option("[name=grace]", "3600")
    someone.press("Change address")
    rotated = page.input_value("#share-url")
    assert rotated != address and opens(rotated) == 200 and opens(address) == 200

    someone.follow("Revoke link")
    assert "never opens again" in page.inner_text("main") and opens(rotated) == 200
    someone.press("Revoke link")
    assert "Nobody outside the workspace" in page.inner_text("section.link")
    assert opens(rotated) == 410 and opens(address) == 410
    assert "taken back" in guest.page.inner_text("h1")
    events = page.inner_text("main ul.events >> nth=-1")
    for event in ("Link revoked", "Address of the link changed", "Expiry of the link changed",
                  "Link generated"):
        assert event in events
    assert someone.visit.complaints == [] and someone.visit.strangers == []


def test_a_date_is_the_viewers(manager):
    someone = manager(timezone_id="America/Mexico_City")
    someone.go(someone.job())
    page = someone.page
    assert not page.locator("[name=expires_at]").is_visible()
    page.select_option("[name=expires]", "date")
    assert "America/Mexico_City" in page.inner_text(".field:has([name=expires_at])")
    assert not page.locator("[name=zone]").is_visible()
    page.fill("[name=expires_at]", "2044-07-01T18:00")
    someone.press("Generate link")
    assert page.get_attribute("section.link time", "datetime") == "2044-07-02T00:00:00Z"
    plain = manager(script=False)
    plain.go(plain.job())
    assert plain.page.locator("[name=zone]").is_visible()
    plain.page.select_option("[name=expires]", "date")
    plain.page.fill("[name=expires_at]", "2044-07-01T18:00")
    plain.press("Generate link")
    assert plain.page.get_attribute("section.link time", "datetime") == "2044-07-01T18:00:00Z"


def views(someone: Manager, stack):
    """Every page about a job, one after another, by its name."""
    page = someone.page
    for name, title in (("long", LONG[:500]), ("arabic", ARABIC)):
        someone.go(someone.job(title))
        yield name
    job = someone.job("Nightly check of the shop", 60)
    someone.go(job)
    yield "no-link"
    someone.go(job + "/preview")
    yield "preview"
    link = someone.call("POST", job.replace("/console", "/v1") + "/share-links", {})
    rows = ", ".join(f"('{link['share_link']['id']}', UTC_DATE() - INTERVAL {day} DAY, 'b',"
                     f" {day * 7 % 11 + 1}, UTC_TIMESTAMP(6))" for day in range(0, 30, 2))
    stack.sql(f"INSERT INTO link_opens (link_id, day, responder, opens, last_opened_at) VALUES {rows}")
    someone.go(job)
    for summary in page.locator("main summary").all():
        summary.click()
    yield "active"
    path = f"{job}/link/{link['share_link']['id']}"
    page.locator(f"form[action='{path}/expiry'] [name=expires]").select_option("date")
    someone.send(path + "/expiry")
    yield "expiry-error"
    for step in ("rotate", "revoke"):
        someone.go(f"{path}/{step}")
        yield step
    for step in ("edit", "cancel", "delete"):
        someone.go(f"{job}/{step}")
        yield step
    stack.sql(f"UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 HOUR"
              f" WHERE id = '{link['share_link']['id']}'")
    someone.go(job + "?status=failed")
    yield "expired"
    someone.go(job + "?sort=nonsense")
    yield "bad-sort"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_sound(manager, stack, keep, language, scheme):
    someone = manager(language=language, scheme=scheme)
    for name in views(someone, stack):
        checks.assert_sound(someone.visit, f"job-{name}", language, scheme, keep)


def test_is_valid_html(manager, stack, tmp_path: pathlib.Path):
    checks.assert_all_valid(manager, lambda someone: views(someone, stack), tmp_path)


def test_ticked_tasks_are_changed_together(manager):
    for script in (True, False):
        someone = manager(script=script)
        someone.go(someone.job(tasks=5) + "?sort=-position")
        page = someone.page
        page.locator("[name=task]").first.check()
        page.locator("[name=task]").nth(2).check()
        page.locator("form.tasks [name=status]").select_option("skipped")
        someone.press("Set status")
        assert "is changed" in page.inner_text(".message")
        assert page.url.endswith("?sort=-position#tasks")
        states = page.locator("tbody td .status").all_inner_texts()
        assert states[0] == "Skipped" and states[2] == "Skipped"


def test_is_small(manager):
    someone = manager()
    job = someone.job(tasks=60)
    assert checks.weight(someone.visit.origin, job, 6, someone.cookies) <= 30 * 1024
