"""Documents from the first save to the last word that is said about them, through nginx."""

import time
from collections import Counter

from client import Client, Member, is_problem
from load import at_once

MEGABYTE = 1 << 20


def documents(member: Member) -> str:
    return f"/api/workspaces/{member.registered['workspace']['id']}/documents"


def document(member: Member, body: str = "# Plan", title: str = "Plan") -> str:
    made = member.post(documents(member), {"title": title, "body": body})
    assert made.status == 201, made.body
    return made.json()["id"]


def link(stack, member: Member, document: str, **terms) -> str:
    made = member.post(f"/api/documents/{document}/share-links", {"accessLevel": "commenter"} | terms)
    assert made.status == 201, made.body
    return stack.note(made.json()["token"])


def test_a_document_is_written_and_read(stack):
    member = Member(stack)
    path = f"/api/documents/{document(member)}"
    first = member.get(path)
    assert first.json()["bodyHtml"] == "<h2>Plan</h2>\n"
    assert member.get(path, {"If-None-Match": first.headers["ETag"]}).status == 304
    saved = member.call("PATCH", path, {"body": "*Better*", "version": 1})
    assert saved.status == 200 and saved.json()["version"] == 2
    late = member.call("PATCH", path, {"body": "Too late", "version": 1})
    assert late.status == 409 and is_problem(late, "document_changed") and late.json()["currentVersion"] == 2
    versions = member.get(f"{path}/versions").json()["versions"]
    assert [(version["version"], version["savedByName"]) for version in versions] == [(2, "A. Stranger"), (1, "A. Stranger")]
    assert member.get(f"{path}/versions/1").json()["body"] == "# Plan"
    listed = member.get(f"{documents(member)}?q=better").json()["documents"]
    assert [item["title"] for item in listed] == ["Plan"] and "body" not in listed[0]


def test_a_megabyte_goes_in_and_comes_out(stack):
    member = Member(stack)
    # Each of these is six bytes in JSON as Python writes it.
    body = "é" * (MEGABYTE // 2)
    path = f"/api/documents/{document(member, body)}"
    assert member.get(path).json()["body"] == body
    more = member.post(documents(member), {"title": "Too much", "body": body + "x"})
    assert more.status == 400 and is_problem(more, "validation_failed")
    assert [error["field"] for error in more.json()["errors"]] == ["body"]
    far_more = member.post(documents(member), {"title": "Far too much", "body": "x" * (7 * MEGABYTE)})
    assert far_more.status == 413 and is_problem(far_more, "payload_too_large")


def test_nobody_waits_for_a_text_that_takes_hours(stack, stranger):
    """A megabyte of each, while others are answered as ever."""
    member = Member(stack)
    texts = ["![[]()" * 170_000, "www.a.bc" + ")" * 1_000_000, "a@" * 500_000, "> " * 500_000]
    clients = [Client(stack.port, member.token, timeout=60) for _ in texts]
    began = time.monotonic()
    answers = at_once(len(texts), lambda number: clients[number].post(
        documents(member), {"title": "Slow", "body": texts[number]}))  # fmt: skip
    assert {answer.status for answer in answers} <= {422, 503}
    assert 422 in {answer.status for answer in answers}
    assert time.monotonic() - began < 45
    assert stranger.get("/healthz").status == 200
    assert member.get(documents(member)).json()["documents"] == []


def test_saves_at_once_are_versions(stack):
    member = Member(stack)
    path = f"/api/documents/{document(member)}"
    clients = [member.clone() for _ in range(16)]
    answers = at_once(16, lambda number: clients[number].call("PATCH", path, {"title": f"T{number}", "version": 1}))
    assert Counter(answer.status for answer in answers) == {200: 1, 409: 15}
    assert member.get(path).json()["version"] == 2


def test_what_is_said_about_a_document(stack, stranger):
    member = Member(stack)
    id = document(member)
    token = link(stack, member, id, allowExternalEdit=True)
    path, own = f"/api/share-links/{token}", f"/api/documents/{id}/comments"
    said = stranger.post(f"{path}/comments", {"author": "Gus", "body": "<b>Well</b>"}, {"Idempotency-Key": "once"})
    again = stranger.post(f"{path}/comments", {"author": "Gus", "body": "<b>Well</b>"}, {"Idempotency-Key": "once"})
    assert said.status == again.status == 201 and said.json() == again.json()
    edit = {"X-Edit-Token": stack.note(said.json()["editToken"])}
    comment = said.json()["id"]
    answered = member.post(own, {"body": "Thanks", "parentId": comment})
    assert answered.status == 201 and answered.json()["author"] == "A. Stranger"
    refused = stranger.call("PATCH", f"{path}/comments/{comment}", {"body": "Mine"})
    assert refused.status == 403 and is_problem(refused, "not_your_comment")
    changed = stranger.call("PATCH", f"{path}/comments/{comment}", {"body": "Better"}, edit)
    assert changed.status == 200 and changed.json()["editedAt"]
    assert stranger.call("DELETE", f"{path}/comments/{comment}", headers=edit).status == 204
    comments = member.get(own).json()["comments"]
    assert [(item["body"], item["isDeleted"]) for item in comments] == [("", True), ("Thanks", False)]
    assert member.call("DELETE", f"{path}/comments/{answered.json()['id']}").status == 204
    assert stranger.get(f"{path}/comments").json() == {"comments": [], "nextCursor": None}
    for _ in range(2):
        asked = stranger.post(f"{path}/edit-requests", {"email": "gus@guest.example", "message": "May I?"})
        assert asked.status == 202 and asked.json() == {"status": "pending"}
    requests = member.get(f"/api/documents/{id}/edit-requests").json()["editRequests"]
    assert [item["email"] for item in requests] == ["gus@guest.example"]
    answer = f"/api/documents/{id}/edit-requests/{requests[0]['id']}"
    assert member.call("PATCH", answer, {"status": "declined"}).json()["status"] == "declined"
    assert is_problem(member.call("PATCH", answer, {"status": "accepted"}), "edit_request_answered")


def test_a_viewer_only_reads(stack, stranger):
    member = Member(stack)
    path = f"/api/share-links/{link(stack, member, document(member), accessLevel='viewer')}"
    assert stranger.get(f"{path}/comments").status == 200
    assert is_problem(stranger.post(f"{path}/comments", {"author": "G", "body": "B"}), "comment_not_allowed")
    assert is_problem(stranger.post(f"{path}/edit-requests", {"email": "a@b.example"}), "edit_requests_not_allowed")


def test_a_deleted_document_shuts_its_doors_until_it_is_restored(stack, stranger):
    member = Member(stack)
    id = document(member)
    path = f"/api/share-links/{link(stack, member, id)}/comments"
    assert member.call("DELETE", f"/api/documents/{id}").status == 204
    gone = stranger.get(path)
    assert gone.status == 404 and is_problem(gone, "share_link_not_found")
    assert [item["id"] for item in member.get(f"{documents(member)}?deleted=true").json()["documents"]] == [id]
    assert member.post(f"/api/documents/{id}/restore").status == 200
    assert stranger.get(path).status == 200
