"""The members' pages that are seldom seen: asked about, refused, out of date, held back, too many.
They must be as sound as those that are seen every day."""

import pathlib
import secrets
from collections.abc import Iterator

import pytest
from checks import assert_sound, assert_valid_html
from test_console import PASSWORD
from test_job_page import Manager

LONG = "Inspection of the roof, the gutters and all forty-two windows of Building 7"


def asked(owner: Manager, member: Manager) -> Iterator[str]:
    """Before what can't be undone; and two workspaces."""
    page = owner.page
    workspace = owner.workspace()
    page.locator(f"form[action='{workspace}/members'] [name=email]").fill(member.email)
    owner.send(workspace + "/members")
    yield "joined"
    page.locator(".card", has_text=member.email).locator("a[href$='/remove']").click()
    yield "confirm-remove"
    owner.go(workspace)
    invited = f"i{secrets.token_hex(6)}@example.org"
    page.locator(f"form[action='{workspace}/members'] [name=email]").fill(invited)
    owner.send(workspace + "/members")
    page.locator(".card", has_text=invited).locator("a[href$='/remove']").click()
    yield "confirm-withdraw"
    job = owner.job(LONG)
    owner.call("POST", job.replace("/console", "/v1") + "/cancel")
    owner.go(f"{job}/restart")
    yield "confirm-restart"


def wrong(owner: Manager) -> Iterator[str]:
    """Forms with what was wrong with them."""
    page = owner.page
    job = owner.job(LONG, 6)
    owner.go(f"{job}/edit")
    page.locator(f"form[action='{job}/edit']").evaluate("form => form.noValidate = true")
    page.locator("[name=title]").fill("")
    page.locator("[name^=label_]").first.fill("")
    page.locator(f"form[action='{job}/edit'] button[type=submit]:not([name], .unseen)").click()
    yield "edit-error"
    owner.go(job)
    page.locator("form.tasks button").click()
    yield "status-error"
    owner.go(job)
    page.locator(f"form[action='{job}/tasks']").evaluate("form => form.noValidate = true")
    page.locator(f"details:has(form[action='{job}/tasks']) > summary").evaluate_all("all => all.forEach(e => e.click())")
    page.locator(f"form[action='{job}/tasks'] [name=tasks]").fill("x" * 501)
    page.locator(f"form[action='{job}/tasks'] button").click()
    yield "add-error"


def links(owner: Manager, stack) -> Iterator[str]:
    """A link seen through, and addresses that can't be shown any more."""
    job = owner.job(LONG, 12)
    made = owner.call("POST", job.replace("/console", "/v1") + "/share-links", {})
    link = made["share_link"]["id"]
    owner.go(f"{job}/link/{link}/preview")
    yield "link-preview"
    stack.sql(f"UPDATE links SET seal_key = 'gone' WHERE id = '{link}'")
    owner.go(job)
    yield "address-unreadable"
    owner.go("/console")
    yield "list-address-unreadable"
    stack.sql("UPDATE links SET expires_at = '2020-01-01', sealed_token = NULL, seal_key = NULL,"
              f" wiped_at = UTC_TIMESTAMP(6) WHERE id = '{link}'")
    owner.go(job)
    yield "address-forgotten"
    owner.go(f"{job}/link/{link}/preview")
    yield "expired-preview"


def late(owner: Manager) -> Iterator[str]:
    """When somebody was quicker."""
    page = owner.page
    job = owner.job(LONG)
    api = job.replace("/console", "/v1")
    for step, status in (("rotate", "409"), ("revoke", "404")):
        made = owner.call("POST", f"{api}/share-links", {})
        path = f"{job}/link/{made['share_link']['id']}/{step}"
        owner.go(path)
        owner.call("DELETE", f"{api}/share-links/{made['token']}")
        page.locator(f"form[action='{path}'] button").click()
        yield f"late-{step}-{status}"
    owner.go(f"{job}/cancel")
    owner.call("POST", f"{api}/cancel")
    page.locator("main button.danger").click()
    yield "late-cancel-409"
    owner.go(f"{job}/delete")
    owner.call("DELETE", api)
    page.locator("main button.danger").click()
    yield "late-delete-404"


def too_many(owner: Manager, stack) -> Iterator[str]:
    job = owner.job(LONG, 6)
    made = owner.call("POST", job.replace("/console", "/v1") + "/share-links", {})
    # What an import of so many does; the page looks at the number alone.
    stack.sql(f"UPDATE jobs SET visible_tasks = 60000, total_tasks = 60000 WHERE id = '{job.split('/')[-1]}'")
    owner.go(f"{job}?sort=title")
    yield "too-many-422"
    owner.page.goto(made["url"] + "?sort=title")
    yield "guest-too-many-422"


def held(owner: Manager) -> Iterator[str]:
    """A form whose session was over, and what comes after signing in again."""
    page = owner.page
    job = owner.job("Before the session was over")
    owner.go(f"{job}/edit")
    page.locator("[name=title]").fill(LONG)
    page.context.clear_cookies(name="waylink")
    page.locator(f"form[action='{job}/edit'] button[type=submit]:not([name], .unseen)").click()
    yield "held"
    page.locator("[name=email]").fill(owner.email)
    page.locator("[name=password]").fill(PASSWORD)
    owner.send("/console/sign-in")
    yield "resume"
    page.locator("main form button").first.click()
    assert page.inner_text("h1") == LONG


def plain(owner: Manager, member: Manager, stack) -> Iterator[str]:
    """What those see who manage nothing here."""
    page = member.page
    workspace = owner.workspace()
    jobs = {state: owner.job(f"{LONG}, {state}", 4) for state in ("active", "expired", "none")}
    for state in ("active", "expired"):
        made = owner.call("POST", jobs[state].replace("/console", "/v1") + "/share-links", {})
    stack.sql(f"UPDATE links SET expires_at = '2026-01-01' WHERE id = '{made['share_link']['id']}'")
    owner.call("DELETE", owner.job("Thrown away").replace("/console", "/v1"))
    member.go(f"/console?workspace={workspace.split('/')[-1]}")
    yield "member-list"
    page.locator("details.place summary").click()
    yield "two-workspaces"
    member.go("/console?deleted=true")
    yield "member-bin"
    for state, job in jobs.items():
        member.go(job)
        yield f"member-job-{state}"
    member.go(f"{jobs['active']}/edit")
    yield "member-refused-403"
    member.go(workspace)
    yield "member-workspace"


def views(owner: Manager, member: Manager, stack) -> Iterator[tuple[str, Manager]]:
    """The name of each page, and who looks at it."""
    for part in (asked(owner, member), wrong(owner), links(owner, stack), late(owner), too_many(owner, stack), held(owner)):
        for name in part:
            yield name, owner
    for name in plain(owner, member, stack):
        yield name, member


# Each language and each scheme once: what differs between the other pairs, the daily pages show.
@pytest.mark.parametrize("language, scheme", [("en", "light"), ("es", "dark")])
def test_is_sound(visit, stack, keep, language, scheme):
    owner, member = (Manager(visit(language=language, scheme=scheme)) for _ in range(2))
    seen = []
    for name, someone in views(owner, member, stack):
        seen.append(name)
        assert_sound(someone.visit, f"rare-{name}", language, scheme, keep)
    assert len(seen) == len(set(seen)) == 28


def test_is_valid_html(visit, stack, tmp_path: pathlib.Path):
    for language in ("en", "es"):
        people = [Manager(visit(language=language, script=False)) for _ in range(2)]
        documents: dict[Manager, list] = {}
        for someone in people:
            kept = documents[someone] = []
            someone.page.on("response", lambda answer, kept=kept: kept.append(answer)
                            if answer.request.resource_type == "document" else None)
        for name, someone in views(*people, stack):
            (tmp_path / f"{name}-{language}.html").write_bytes(documents[someone][-1].body())
    assert_valid_html(tmp_path)
