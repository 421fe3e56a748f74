"""What members do in a day, by clicks: devices, passwords, workspaces, jobs and links; and what they
are told when somebody was quicker. With and without scripts where one could matter."""

import re

import pytest
import requests
from test_console import PASSWORD
from test_job_page import Manager

WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
NEW_PASSWORD = "a new red bicycle horn"


@pytest.fixture
def manager(visit):
    return lambda **options: Manager(visit(**options))


class Device:
    """Somebody's account in another browser."""

    def __init__(self, visit, person: Manager, password: str = PASSWORD):
        self.visit, self.page, self.person = visit, visit.page, person
        self.go("/console/sign-in")
        self.page.fill("[name=email]", person.email)
        self.page.fill("[name=password]", password)
        self.page.locator("form[action='/console/sign-in'] button").click()

    def go(self, path: str) -> int:
        return self.page.goto(self.visit.origin + path).status

    @property
    def is_in(self) -> bool:
        self.go("/console/account")
        return self.page.url.endswith("/console/account")


def join(owner: Manager, member: Manager, role: str = "member") -> str:
    """Adds somebody to a workspace by its page; returns the workspace's address."""
    workspace = owner.workspace()
    owner.page.locator(f"form[action='{workspace}/members'] [name=email]").fill(member.email)
    owner.page.locator(f"form[action='{workspace}/members'] [name=role]").select_option(role)
    owner.send(workspace + "/members")
    assert "They are a member now." in owner.page.inner_text(".message")
    return workspace


def said(person: Manager) -> str:
    return person.page.locator(".message").first.inner_text()


def main(person: Manager) -> str:
    return person.page.inner_text("main")


# MARK: Devices and the password


@WITH_AND_WITHOUT
def test_one_device_is_signed_out_then_all_others(manager, visit, script):
    someone = manager(script=script)
    phone, desk = Device(visit(user_agent="Mozilla/5.0 (iPhone) Safari/1"), someone), Device(visit(), someone)
    someone.go("/console/account")
    page = someone.page
    assert page.locator(".cards .card").count() == 3
    page.locator(".card", has_text="iPhone").get_by_role("button", name="Sign out").click()
    assert said(someone) == "That device is signed out."
    assert not phone.is_in and desk.is_in
    assert page.locator(".card", has_text="iPhone").count() == 0
    someone.press("Sign out everywhere else")
    assert said(someone) == "All your other devices are signed out."
    assert page.locator(".cards .card").count() == 1 and "this one" in page.inner_text(".cards")
    assert not desk.is_in
    someone.go("/console/account")
    assert page.url.endswith("/console/account"), "this one stays"


@WITH_AND_WITHOUT
def test_a_new_password_ends_the_old_one_and_all_other_devices(manager, visit, script):
    someone = manager(script=script)
    other = Device(visit(), someone)
    assert other.is_in
    someone.go("/console/account")
    someone.page.fill("[name=current_password]", PASSWORD)
    someone.page.fill("[name=new_password]", NEW_PASSWORD)
    someone.send("/console/account/password")
    assert said(someone) == "Your password is changed. All your other devices are signed out."
    assert not other.is_in
    assert not Device(visit(), someone).is_in, "the old password"
    assert Device(visit(), someone, NEW_PASSWORD).is_in
    someone.go("/console/account")
    assert someone.page.url.endswith("/console/account"), "this one stays"


def test_whoever_was_signed_out_elsewhere_is_told_so(manager, visit):
    """In the middle of it: a page leads to signing in and back, a form keeps what was typed."""
    someone = manager(script=False)
    job = someone.job("Written on the way")
    phone = Device(visit(script=False), someone)
    phone.go(f"{job}/edit")
    someone.go("/console/account")
    someone.press("Sign out everywhere else")
    phone.page.fill("[name=title]", "Kept while signed out")
    phone.page.locator(f"form[action='{job}/edit'] button[type=submit]:not([name], .unseen)").click()
    assert "You were signed out in the meantime" in phone.page.inner_text("main")
    assert "what you typed is kept" in phone.page.inner_text("main")
    phone.page.fill("[name=email]", someone.email)
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.locator("form[action='/console/sign-in'] button").click()
    assert "Nothing is changed until you do" in phone.page.inner_text("main")
    phone.page.get_by_role("button", name="Send what I had typed").click()
    assert phone.page.inner_text("h1") == "Kept while signed out"


# MARK: Workspaces


@WITH_AND_WITHOUT
def test_two_workspaces_show_their_own_and_are_left_by_asking(manager, script):
    owner, guest = manager(), manager(script=script)
    guest.job("Only in the second")
    theirs = join(owner, guest)
    owner.job("Only in the first")
    page = guest.page
    guest.go("/console")
    page.locator("details.place summary").click()
    assert page.locator("details.place a").count() == 2
    places = page.locator("details.place a").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    first = next(place for place in places if place.endswith(theirs.split("/")[-1]))
    second = next(place for place in places if place != first)
    for place, is_first in ((first, True), (second, False), (first, True)):
        guest.go(place)
        assert page.url.endswith("/console")
        assert ("Only in the first" in main(guest)) == is_first
        assert ("Only in the second" in main(guest)) == (not is_first)
    guest.go("/console/workspace")
    assert page.url.endswith(theirs) and "Owners and admins see here" in main(guest)
    guest.follow("Leave this workspace")
    assert "You lose access at once" in main(guest)
    guest.follow("Cancel")
    assert page.url.endswith(theirs), "only asked so far"
    guest.follow("Leave this workspace")
    guest.press("Leave this workspace")
    assert said(guest) == "You have left the workspace."
    assert page.locator("details.place").count() == 0
    assert guest.go(theirs) == 404
    guest.go("/console")
    assert "Only in the second" in main(guest) and "Only in the first" not in main(guest)


@WITH_AND_WITHOUT
def test_a_member_is_removed_and_hears_of_it(manager, script):
    owner, member = manager(script=script), manager()
    workspace = join(owner, member)
    job = owner.job("Not theirs any more")
    assert member.go(job) == 200
    owner.go(workspace)
    owner.page.locator(".card", has_text=member.email).get_by_role("link", name="Remove").click()
    assert "They lose access at once" in main(owner) and member.go(job) == 200
    owner.page.locator("main button.danger").click()
    assert said(owner) == "They are not a member any more."
    assert owner.page.locator(".card", has_text=member.email).count() == 0
    assert member.go(job) == 404
    assert "There is no such job" in main(member) and "not a member of" in main(member)


def test_the_last_owner_can_not_leave(manager):
    owner = manager(script=False)
    workspace = owner.workspace()
    owner.follow("Leave this workspace")
    owner.press("Leave this workspace")
    assert "A workspace needs an owner" in main(owner)
    assert owner.page.locator(".errors:focus").count() == 1
    assert owner.go(workspace) == 200


# MARK: A job


@WITH_AND_WITHOUT
def test_a_job_is_cancelled_restarted_deleted_and_restored(manager, script):
    someone = manager(script=script)
    page = someone.page
    job = someone.job("Move the piano")
    api = job.replace("/console", "/v1")
    url = someone.call("POST", f"{api}/share-links", {})["url"]

    def opens() -> int:
        return requests.get(url, headers={"Accept": "text/html"}, timeout=20).status_code

    someone.go(job)
    for step, question, button, message, status in (
        ("Cancel job", "Cancel “Move the piano”?", "Cancel job", "The job is cancelled.", "cancelled"),
        ("Restart job", "Restart “Move the piano”?", "Restart job", "The job has begun again.", "running|pending"),
    ):
        before = someone.call("GET", api)["status"]
        someone.follow(step)
        assert page.inner_text("h1") == question and someone.call("GET", api)["status"] == before
        someone.follow("Cancel")
        assert someone.call("GET", api)["status"] == before
        someone.follow(step)
        someone.press(button)
        assert said(someone) == message and page.url.endswith(job)
        assert re.fullmatch(status, someone.call("GET", api)["status"])
        assert opens() == 200
    someone.follow("Delete job")
    assert "For 30 days you can restore it" in main(someone) and opens() == 200
    someone.press("Delete job")
    assert said(someone) == "The job is in the bin. You can restore it for 30 days."
    assert page.url.endswith("/console") and "Move the piano" not in page.inner_text("main .jobs, main")
    assert opens() == 410
    someone.follow("Bin")
    page.get_by_role("button", name="Restore for “Move the piano”").click()
    assert said(someone) == "The job is back, with its tasks and its link." and page.url.endswith(job)
    assert opens() == 200 and someone.call("GET", api)["total_tasks"] == 3


@WITH_AND_WITHOUT
def test_a_job_is_edited(manager, script):
    someone = manager(script=script)
    page = someone.page
    job = someone.job("Before")
    someone.go(job)
    someone.follow("Edit")
    page.get_by_label("Title").fill("After <b>")
    page.get_by_label("Description").fill("Line one\nLine two")
    page.get_by_label("Label of Note").fill("Remarks")
    page.get_by_label("Guests see Note").uncheck()
    page.locator(f"form[action='{job}/edit'] button[type=submit]:not([name], .unseen)").click()
    assert said(someone) == "The job is changed." and page.inner_text("h1") == "After <b>"
    stored = someone.call("GET", job.replace("/console", "/v1"))
    assert (stored["title"], stored["description"]) == ("After <b>", "Line one\nLine two")
    note = next(column for column in stored["columns"] if column["key"] == "note")
    assert (note["label"], note["public"]) == ("Remarks", False)
    someone.follow("See what they see")
    assert "Remarks" not in page.inner_text("table") and "Status code" in page.inner_text("table")


# MARK: Its link


@WITH_AND_WITHOUT
def test_an_expired_link_is_extended_and_the_address_works_again(manager, visit, stack, script):
    someone, guest = manager(script=script), visit()
    job = someone.job()
    made = someone.call("POST", job.replace("/console", "/v1") + "/share-links", {})
    stack.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 HOUR"
              f" WHERE id = '{made['share_link']['id']}'")
    assert guest.page.goto(made["url"]).status == 410
    assert guest.page.inner_text("h1") == "This link has expired"
    someone.go("/console")
    someone.page.get_by_role("link", name="Extend").first.click()
    assert "It has not opened since" in main(someone)
    someone.page.locator("details[open] [name=expires]").first.select_option("7")
    someone.press("Extend it: the same address opens again")
    assert said(someone) == "The link's expiry is changed. Its address is the same."
    assert "It works until" in main(someone) and someone.page.input_value("#share-url") == made["url"]
    assert guest.page.goto(made["url"]).status == 200


@WITH_AND_WITHOUT
def test_a_new_address_without_grace_shuts_the_old_one(manager, visit, script):
    someone, guest = manager(script=script), visit()
    job = someone.job()
    old = someone.call("POST", job.replace("/console", "/v1") + "/share-links", {})["url"]
    someone.go(job)
    someone.follow("Change address")
    assert "the address you have sent stops opening" in main(someone)
    assert someone.page.input_value("[name=grace]") == "0", "at once, unless something else is chosen"
    someone.press("Change address")
    new = someone.page.input_value("#share-url")
    assert new != old
    assert guest.page.goto(old).status == 410 and guest.page.inner_text("h1") == "This link was taken back"
    assert guest.page.goto(new).status == 200


@WITH_AND_WITHOUT
def test_what_they_see_is_followed_to_its_end(manager, visit, script):
    """Filter, page, download, and back; then the same as a guest."""
    someone, guest = manager(script=script), visit(script=script)
    page = someone.page
    job = someone.job("Seen before it is shared", 120)
    someone.go(job)
    someone.follow("See what they see")
    assert "There is no link yet, so nobody does" in page.inner_text("aside")
    assert "Internal" not in page.inner_text("table")
    titles: list[str] = []
    while True:
        titles += page.locator("tbody th").all_inner_texts()
        if not page.get_by_role("link", name="Next", exact=True).count():
            break
        page.get_by_role("link", name="Next", exact=True).click()
        assert "/preview?" in page.url
    assert len(titles) == 120
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    seen = download.value.path().read_bytes()
    assert seen.count(b"\n") == 121 and b"for-members-only" not in seen
    someone.follow("Back to the job")
    someone.press("Generate link")
    url = page.input_value("#share-url")
    someone.follow("See what they see")
    assert "This is what everybody with the link sees" in page.inner_text("aside")
    preview = page.locator("main").inner_text()
    assert guest.page.goto(url).status == 200
    shown = guest.page.locator("main").inner_text()
    # But for how long the link works, which is told in minutes, and for times in the viewer's zone.
    assert preview.split("\n")[:3] == shown.split("\n")[:3]
    assert guest.page.locator("tbody th").all_inner_texts() == page.locator("tbody th").all_inner_texts()
    assert requests.get(url.replace("/shared/", "/v1/shared/") + "/export?format=csv", timeout=20).content == seen


# MARK: Who only sees it


@WITH_AND_WITHOUT
def test_a_plain_member_sees_the_state_and_is_told_who_manages_it(manager, script):
    owner, member = manager(), manager(script=script)
    join(owner, member)
    job = owner.job("Managed by others")
    owner.call("POST", job.replace("/console", "/v1") + "/share-links", {})
    page = member.page
    # Whoever is in two workspaces begins in the one that they have looked at last.
    member.go(job)
    assert page.locator("section.link .status").first.inner_text() == "Active"
    assert "It works until somebody revokes it." in main(member)
    assert "Whoever made this job, and admins and owners, can manage its link." in main(member)
    for name in ("Edit", "Cancel job", "Delete job", "Revoke link", "Change address", "See what they see"):
        assert page.get_by_role("link", name=name, exact=True).count() == 0, name
    assert page.locator("main form[method=post], main #share-url").count() == 0
    for step in ("edit", "cancel", "delete"):
        assert member.go(f"{job}/{step}") == 403
        assert "You may see this, but not manage it" in main(member)
        assert "so can the workspace's admins and owners" in main(member)


# MARK: Somebody was quicker


def late(manager) -> tuple[Manager, str, dict]:
    someone = manager(script=False)
    job = someone.job("Watched by two")
    made = someone.call("POST", job.replace("/console", "/v1") + "/share-links", {})
    someone.go(job)
    return someone, job, made


def revoke(someone: Manager, job: str, made: dict) -> None:
    someone.call("DELETE", f"{job.replace('/console', '/v1')}/share-links/{made['token']}")


def statuses(someone: Manager) -> list[int]:
    """Of the documents that come from now on."""
    found: list[int] = []
    someone.page.on("response", lambda answer: found.append(answer.status)
                    if answer.request.resource_type == "document" else None)
    return found


def test_a_link_that_somebody_else_revoked_is_said_to_be(manager):
    someone, job, made = late(manager)
    page, found = someone.page, statuses(someone)
    page.locator("summary", has_text="Change when it expires").click()
    page.select_option("[name=expires]", "7")
    revoke(someone, job, made)
    someone.press("Change when it expires")
    assert found[-1] == 409 and "This link was revoked in the meantime" in main(someone)
    # Asked about, and gone before the answer.
    for step, button, status, words in (
        ("Change address", "Change address", 409, "This link was revoked in the meantime"),
        ("Revoke link", "Revoke link", 404, "This link has ended already"),
    ):
        made = someone.call("POST", job.replace("/console", "/v1") + "/share-links", {})
        someone.go(job)
        someone.follow(step)
        revoke(someone, job, made)
        someone.press(button)
        assert found[-1] == status and words in main(someone), step


def test_an_expiry_of_somebody_elses_link_is_not_overwritten(manager):
    someone = manager(script=False)
    job = someone.job()
    someone.go(job)
    found = statuses(someone)
    someone.page.select_option("[name=expires]", "7")
    someone.call("POST", job.replace("/console", "/v1") + "/share-links", {})
    someone.press("Generate link")
    assert found[-1] == 409 and "There is an active link already" in main(someone)
    assert "Change that one's expiry instead" in main(someone)
    assert "It works until somebody revokes it." in main(someone), "and how it stands now"


def test_a_job_that_somebody_else_cancelled_or_deleted_is_said_to_be(manager):
    someone, job, _ = late(manager)
    api, found = job.replace("/console", "/v1"), statuses(someone)
    someone.follow("Cancel job")
    someone.call("POST", f"{api}/cancel")
    someone.press("Cancel job")
    assert found[-1] == 409 and "The job's state doesn't allow that" in main(someone)
    someone.go(job)
    someone.follow("Delete job")
    someone.call("DELETE", api)
    someone.press("Delete job")
    assert found[-1] == 404 and "There is no such job" in main(someone)


def test_too_many_wrong_passwords_are_answered_in_words(manager):
    someone = manager(script=False)
    someone.go("/console/account")
    someone.send("/console/sign-out")
    found = statuses(someone)
    for _ in range(6):
        someone.page.fill("[name=email]", someone.email)
        someone.page.fill("[name=password]", "not the right one")
        someone.send("/console/sign-in")
    assert found[:5] == [401] * 5 and found[-1] == 429
    assert "Too many wrong tries" in main(someone) and "Wait a moment" in main(someone)
    assert someone.page.input_value("[name=email]") == someone.email
