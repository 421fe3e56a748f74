"""What members and guests export, row by row, in every format."""

import csv
import io
import json
import re

import pytest
from client import Client

# What a spreadsheet would take for a formula (OWASP, "CSV Injection"); signed numbers are none.
FORMULA = re.compile(r"[=@\t\r\n]|[+-](?![0-9.]*$)")
HOSTILE = [
    "=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3", "@SUM(A1)", "-12.5", "+49", "a,b", 'say "hi"', '"', ",", "''",
    "'=1", "ünïcödé 🚚", "שלום", "\u202eabc", "<script>alert(1)</script>", "NULL", "true", "1e5", " padded ", "a\\nb", "\\",
    "e\u0301", "𝕏" * 250, "%00%0a", "{{7*7}}", "'; DROP TABLE tasks; --", "\ufeffmark", "a;b|c", "-", "=",
]  # fmt: skip
HOSTILE_VALUES = [*HOSTILE, "", "two\r\nlines", "tab\there", "\t=1", "\r=1", "\n=1", "\u2028"]


def read_pages(client: Client, base: str) -> list[dict]:
    rows, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{base}/tasks?limit=200{cursor and '&cursor=' + cursor}").json()
        rows += page["tasks"]
        cursor = page["next_cursor"]
    return rows


def exported(client: Client, base: str, name: str) -> str:
    answer = client.get(f"{base}/export?format={name}")
    assert answer.status == 200
    kinds = {"csv": "text/csv; charset=utf-8", "json": "application/json", "ndjson": "application/x-ndjson"}
    assert answer.headers["Content-Type"] == kinds[name]
    assert re.fullmatch(rf'attachment; filename="[A-Za-z0-9-]+\.{name}"', answer.headers["Content-Disposition"])
    return answer.body.decode()


def cell(value) -> str:
    """A value as it must stand in a CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value if FORMULA.match(value) else value
    return json.dumps(value)


def check_export(client: Client, base: str) -> list[dict]:
    """The rows, the same in all three formats and page by page."""
    rows = [json.loads(line) for line in exported(client, base, "ndjson").split("\n")[:-1]]
    whole = json.loads(exported(client, base, "json"))
    assert list(whole) == ["columns", "tasks"] and whole["tasks"] == rows
    # Members' lists have the error too, which no export has.
    pages = read_pages(client, base)
    assert rows == [{name: value for name, value in row.items() if name != "error"} for row in pages]
    keys = [column["key"] for column in whole["columns"]]
    text = exported(client, base, "csv")
    assert text.count("\r\n") >= len(rows) + 1 and text.endswith("\r\n")
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert table[0] == ["id", "title", "status", *keys, "started_at", "completed_at"]
    assert len(table) == len(rows) + 1
    for line, row in zip(table[1:], rows):
        values = [row["attributes"].get(key) for key in keys]
        assert line == [
            cell(value)
            for value in (row["id"], row["title"], row["status"], *values, row["started_at"], row["completed_at"])
        ]
    return rows


def check_both(member: Client, guest: Client, job: str, token: str) -> list[dict]:
    """What a guest gets is the member's, less what is not public, in the same order."""
    columns = member.get(f"/v1/jobs/{job}").json()["columns"]
    public = [column["key"] for column in columns if column.get("public", True)]
    private = check_export(member, f"/v1/jobs/{job}")
    shared = check_export(guest, f"/v1/shared/jobs/{token}")
    assert len(private) == len(shared)
    for own, seen in zip(private, shared):
        shown = {key: own["attributes"][key] for key in public if key in own["attributes"]}
        assert seen == {**own, "attributes": shown}
    return private


@pytest.mark.parametrize("name", ["running", "finished", "empty"])
def test_the_demo_row_by_row(stack, stranger, name):
    owner = Client(stack.port, stack.demo["accounts"]["owner"]["access_token"])
    job = stack.demo["jobs"][name]
    rows = check_both(owner, stranger, job["id"], job["token"])
    known = owner.get(f"/v1/jobs/{job['id']}").json()
    assert known["total_tasks"] == len(rows)
    for status in ("completed", "failed", "skipped"):
        assert known[f"{status}_tasks"] == sum(row["status"] == status for row in rows)
    if name == "running":
        assert len(rows) >= 1_000
        assert all("file" in row["attributes"] for row in rows)
        assert "/usr/" not in exported(stranger, f"/v1/shared/jobs/{job['token']}", "csv")


def test_hostile_strings_come_back_as_they_went_in(member, stranger):
    names = [("text", "string"), ("more", "string"), ("n", "number"), ("at", "datetime"), ("ok", "boolean")]
    columns = [{"key": key, "label": '"=,\u00e9', "type": kind} for key, kind in names]
    columns.append({"key": "inside", "label": "Inside", "type": "string", "public": False})
    job = member.job('Title: "=1+1", ../../etc/passwd', columns=columns)
    tasks = [
        {
            "title": title if title.strip() else "-",
            "status": ("pending", "running", "completed", "failed", "skipped")[number % 5],
            "attributes": {
                "text": HOSTILE_VALUES[number % len(HOSTILE_VALUES)],
                "more": None if number % 3 else HOSTILE_VALUES[-1 - number % len(HOSTILE_VALUES)],
                "n": (0, -1, 1.5, 12345678901234, -0.25)[number % 5], "at": "2026-11-21T10:00:00+01:00",
                "ok": number % 2 == 0, "inside": "no guest's business", "undeclared": "neither",
            },
        }
        for number, title in enumerate(HOSTILE * 3)
    ]  # fmt: skip
    half = len(tasks) // 2
    assert member.post(f"/v1/jobs/{job}/tasks", tasks[:half]).status == 201
    lines = "".join(json.dumps(task, ensure_ascii=number % 2 == 0) + "\n" for number, task in enumerate(tasks[half:]))
    assert member.tasks(job, lines.encode()) == len(tasks) - half
    rows = check_both(member, stranger, job, member.link(job))
    assert [{name: row[name] for name in ("title", "status", "attributes")} for row in rows] == tasks
    guest = exported(stranger, f"/v1/shared/jobs/{member.link(job)}", "json")
    assert "business" not in guest and "undeclared" not in guest
