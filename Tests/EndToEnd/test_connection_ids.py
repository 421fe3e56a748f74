"""Connection IDs: found however they are pasted by who may, never searched through, told to nobody else."""

import secrets
import time
from urllib.parse import quote

import pytest
from client import Client, Company, Member, doors, is_problem
from stacks import wait_until

FORMAT = "Connection ID must be 24 characters (letters and numbers)."
NOT_FOUND = "Invalid Connection ID. Please ask your client for the correct ID from their dashboard."
PATH = "/v1/client/by-connection"


@pytest.fixture(scope="module")
def acme(stack) -> Company:
    return Company(stack)


@pytest.fixture(scope="module")
def recruiter(stack) -> Member:
    return Member(stack)


def jobs_of(stack, member: Member) -> int:
    return int(stack.query(f"SELECT COUNT(*) FROM jobs WHERE workspace_id = '{member.workspace}'"))


# --- Looking up ---


def dashed(text: str) -> str:
    return "-".join(text[at : at + 4] for at in range(0, 24, 4))


# How people paste it.
WRITTEN = {
    "as it is": lambda text: text, "upper case": str.upper, "dashes": dashed,
    "spaces": lambda text: f" {dashed(text)} ".replace("-", " "),
    "both": lambda text: "- ".join(text.upper()), "at the ends": lambda text: f"  -{text}- ",
}  # fmt: skip
# What can be none, made of one that is.
MALFORMED = {
    "23": lambda text: text[:-1], "25": lambda text: text + "0", "not hex": lambda text: text[:-1] + "g",
    "Arabic digits": lambda text: "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١٢٣", "wide digit": lambda text: "\uff11" + text[1:],
    "wide letter": lambda text: text[:-1] + "\uff41", "Cyrillic": lambda text: text[:-1] + "а",
    "joined accent": lambda text: text + "\u0301", "other dash": lambda text: text[:12] + "\u2013" + text[12:],
    "no-break space": lambda text: text[:12] + "\u00a0" + text[12:], "tab": lambda text: text[:12] + "\t" + text[12:],
    "line": lambda text: text + "\n", "underscore": lambda text: text[:12] + "_" + text[12:],
    "plus": lambda text: text[:12] + "+" + text[12:], "prefix": lambda text: "0x" + text[2:],
    "dashes alone": lambda text: "-" * 24,
    "quote": lambda text: "' OR '1'='1' -- 01234567", "a UUID": lambda text: "0192f0c1-0000-7000-8000-000000000000",
    "spread too far": lambda text: text[:12] + " " * 180 + text[12:],
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_it_is_found_however_it_is_pasted(stack, acme, name):
    recruiter = Member(stack)
    typed = WRITTEN[name](acme.connection_id)
    # As a path encodes it, and with every character escaped.
    for path in (quote(typed, safe=""), "".join(f"%{byte:02X}" for byte in typed.encode())):
        found = recruiter.get(f"{PATH}/{path}")
        assert found.status == 200, found.body
        assert found.json() == {"client_id": acme.id, "company_name": "Acme Corp"}
    made = recruiter.post("/v1/jobs", {"title": "A job", "connection_id": typed})
    assert made.status == 201 and made.json()["client_id"] == acme.id, made.body


@pytest.mark.parametrize("name", MALFORMED)
def test_what_can_be_none_is_refused_in_the_seeds_words(stack, acme, recruiter, name):
    typed = MALFORMED[name](acme.connection_id)
    before = jobs_of(stack, recruiter)
    looked = recruiter.get(f"{PATH}/{quote(typed, safe='')}")
    posted = recruiter.post("/v1/jobs", {"title": "A job", "connection_id": typed})
    for answer in (looked, posted):
        assert answer.status == 400 and is_problem(answer, "invalid_connection_id_format"), answer.body
        assert answer.json()["detail"] == FORMAT
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
            ("connection_id", "invalid_connection_id_format")]  # fmt: skip
    assert jobs_of(stack, recruiter) == before


def test_an_unknown_one_leads_nowhere(stack):
    recruiter = Member(stack)
    unknown = secrets.token_hex(12)
    answer = recruiter.get(f"{PATH}/{unknown}")
    assert answer.status == 404 and is_problem(answer, "connection_id_not_found")
    assert answer.json()["detail"] == NOT_FOUND
    answer = recruiter.post("/v1/jobs", {"title": "A job", "connection_id": unknown})
    assert answer.status == 400 and is_problem(answer, "invalid_connection_id")
    assert answer.json()["detail"] == "Invalid connection ID"
    assert jobs_of(stack, recruiter) == 0


def test_a_wrong_one_is_named_beside_what_else_is_wrong(stack, recruiter):
    before = jobs_of(stack, recruiter)
    answer = recruiter.post("/v1/jobs", {"title": "", "connection_id": "0a"})
    assert answer.status == 400 and is_problem(answer, "validation_failed")
    assert {error["field"] for error in answer.json()["errors"]} == {"title", "connection_id"}
    assert jobs_of(stack, recruiter) == before


def key_of(stack, member: Member) -> Client:
    made = member.post(f"/api/workspaces/{member.workspace}/api-keys", {"name": "K"})
    assert made.status == 201
    return Client(stack.port, stack.note(made.json()["key"]))


def test_a_client_sees_who_looked_it_up(stack):
    client, recruiter = Company(stack), Member(stack)
    path = f"{PATH}/{client.connection_id}"
    key = key_of(stack, recruiter)
    assert [caller.get(path).status for caller in (recruiter, key, recruiter)] == [200] * 3
    assert client.get(path).status == 403
    found = client.get("/v1/client/lookups?limit=2").json()
    rest = client.get(f"/v1/client/lookups?limit=2&cursor={found['next_cursor']}").json()
    lookups = found["lookups"] + rest["lookups"]
    assert [lookup["by"] for lookup in lookups] == ["member", "key", "member"] and rest["next_cursor"] is None
    assert {(lookup["workspace_id"], lookup["workspace_name"]) for lookup in lookups} == {(recruiter.workspace, "W")}
    records = f"SELECT COUNT(*) FROM audit_records WHERE subject_id = '{client.id}' AND action = 'client.looked_up'"
    assert stack.query(records).strip() == "3"
    # Cut off before it has posted: what a client may do with what it sees.
    assert client.decide(recruiter.workspace, "blocked").json()["consent"] == "blocked"
    refused = recruiter.post("/v1/jobs", {"title": "A job", "connection_id": client.connection_id})
    assert refused.status == 403 and is_problem(refused, "client_refused")


def test_nobody_searches_through_the_ids(stack, acme):
    """Thirty at a stretch for an account, however it asks; whom it posts for already, it goes on posting for."""
    recruiter, bystander = Member(stack), Member(stack)
    posted = recruiter.job(connection_id=acme.connection_id)
    began = time.monotonic()
    askers = [recruiter.clone(), key_of(stack, recruiter)]
    statuses = []
    for number in range(40):
        unknown, asker = secrets.token_hex(12), askers[number % 2]
        posting = {"title": "T", "connection_id": unknown}
        answer = asker.get(f"{PATH}/{unknown}") if number % 3 else asker.post("/v1/jobs", posting)
        statuses.append(answer.status)
        if answer.status == 429:
            assert is_problem(answer, "too_many_lookups") and 1 <= int(answer.headers["Retry-After"]) <= 20
    refilled = int((time.monotonic() - began) / 20) + 1
    allowed = [status for status in statuses if status != 429]
    # One went for the first posting.
    assert 29 <= len(allowed) <= 29 + refilled and set(allowed) == {400, 404}, statuses
    assert statuses[:29].count(429) == 0 and statuses[-1] == 429
    known = recruiter.get(f"{PATH}/{acme.connection_id}")
    assert known.status == 429 and is_problem(known, "too_many_lookups")
    stranger = Company(stack)
    first = recruiter.post("/v1/jobs", {"title": "T", "connection_id": stranger.connection_id})
    assert first.status == 429 and is_problem(first, "too_many_lookups")
    assert stranger.get("/v1/client/workspaces").json()["workspaces"] == []
    for wish in ({"connection_id": acme.connection_id}, {"client_id": acme.id}):
        assert recruiter.post("/v1/jobs", {"title": "T"} | wish).status == 201
    assert recruiter.call("PATCH", f"/v1/jobs/{posted}", {"title": "Goes on"}).status == 200
    assert bystander.get(f"{PATH}/{acme.connection_id}").status == 200


# --- Where it must not be ---


def test_a_connection_id_is_in_no_log_and_no_answer_about_jobs(stack):
    client, recruiter = Company(stack), Member(stack)
    text = client.connection_id
    columns = [{"key": "n", "label": "N", "type": "number"}]
    made = recruiter.post("/v1/jobs", {"title": "A job", "connection_id": dashed(text), "columns": columns})
    job = made.json()["id"]
    recruiter.tasks(job, b'{"title":"T"}\n')
    token = recruiter.link(job)
    answers = [made, recruiter.call("PATCH", f"/v1/jobs/{job}", {"title": "Another", "connection_id": text.upper()})]
    answers += [recruiter.get(path) for path in (
        f"/v1/jobs/{job}", "/v1/jobs", "/v1/jobs?group_by=client", f"/v1/jobs?client_id={client.id}",
        f"/v1/jobs/{job}/tasks", f"/v1/jobs/{job}/export?format=json", f"/v1/jobs/{job}/share-links", f"{PATH}/{text}",
        f"/v1/jobs/{job}/share-links/{token}/events")]  # fmt: skip
    answers += [Client(stack.port).get(door) for door in doors(token)]
    own = ("jobs", f"jobs/{job}", f"jobs/{job}/tasks", "stats", "workspaces", "lookups")
    answers += [client.get(f"/v1/client/{path}") for path in own]
    assert {answer.status for answer in answers} == {200, 201}
    for answer in answers:
        assert text.encode() not in answer.plain.lower() and dashed(text).encode() not in answer.plain.lower()
    # A guest is told nothing of the client at all.
    guests = Client(stack.port).get(doors(token)[0]).plain
    assert client.id.encode() not in guests and b"Acme" not in guests
    written = [text, dashed(text), text[:15], f"{text[:12]}/{text[12:]}"]
    for typed in (*written, f"{text}/", f"{text}?x={text}"):
        recruiter.get(f"{PATH}/{typed}")
    last = recruiter.get("/v1/nothing").headers["X-Request-Id"]
    wait_until(lambda: any(last in log.read_text(errors="replace") for log in stack.logs()), what="the log's line")
    for log in stack.logs():
        logged = log.read_text(errors="replace").lower()
        assert not any(form in logged for form in written), log.name
    records = stack.query(f"SELECT GROUP_CONCAT(detail) FROM audit_records WHERE subject_id IN ('{job}', '{client.id}')")
    assert client.id in records and text not in records
