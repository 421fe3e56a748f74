"""The README's commands, as a stranger pastes them: what it says comes of it must come of it."""

import json
import os
import re
import secrets
import subprocess

import pytest
import requests
from pictures import telephones
from stacks import ROOT

SECTIONS = ["Five minutes", "The life of a share link", "Documents", "Clients", "Albums"]
# Shown once a command has been run; told apart from its output by these.
MARK = "### after block "


def blocks() -> list[str]:
    """The shell commands of these sections, block by block."""
    text = (ROOT / "README.md").read_text()
    found = []
    for section in SECTIONS:
        part = text.split(f"\n## {section}\n")[1].split("\n## ")[0]
        found += re.findall(r"```sh\n(.*?)```", part, re.DOTALL)
    return [block for block in found if not block.startswith("scripts/run")]


@pytest.fixture(scope="module")
def outputs(stack, tmp_path_factory) -> list[str]:
    """What each block prints, all run in one shell, one after another."""
    script = ["set -euo pipefail"]
    for number, block in enumerate(blocks()):
        # What is particular to a stranger: the address, an e-mail of their own, and the token that they
        # take from the answer above, by hand.
        block = block.replace("http://localhost:8080", f"http://localhost:{stack.port}")
        for email in ("me@example.com", "acme@example.com"):
            block = block.replace(email, f"{secrets.token_hex(8)}@stranger.example")
        block = re.sub(
            r"^LINK=….*$", "LINK=$(curl -s $B/v1/jobs/$JOB/share-links -H \"Authorization: Bearer $TOKEN\""
            " | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"token\"])')", block, flags=re.MULTILINE)
        script += [block, f"printf '\\n{MARK}{number}\\n'"]
    script.append("printf '%s %s %s %s %s\\n' $TOKEN $LINK $SHARED $GRANT ${C##* } >&2")
    folder = tmp_path_factory.mktemp("stranger")
    photos = telephones(folder)
    (folder / "before.jpg").write_bytes(photos["jpeg"])
    (folder / "after.heic").write_bytes(photos["heic"])
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)], capture_output=True, text=True, timeout=60, check=False,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
    assert done.returncode == 0, done.stderr
    for secret in done.stderr.split():
        stack.note(secret)
    for token in re.findall(r'"token":"([^"]+)"', done.stdout):
        stack.note(token)
    return re.split(rf"\n{MARK}\d+\n", done.stdout)[:-1]


def documents(text: str) -> list[dict]:
    """The JSON in an output, one value after another."""
    decoder, found, position = json.JSONDecoder(), [], 0
    while (position := text.find("{", position)) >= 0:
        value, position = decoder.raw_decode(text, position)
        found.append(value)
    return found


def test_every_block_is_known():
    """A new one wants its answers checked here."""
    beginnings = [block.split("\n")[0].split("=")[0] for block in blocks()]
    assert beginnings == ["B", "JOB", "curl -s -X POST $B/v1/jobs/$JOB/share-links -H \"Authorization: Bearer $TOKEN\"",
                          "A", "curl -s \"$B/v1/shared/jobs/$LINK/tasks?status", "WORKSPACE", "S", "CLIENT",
                          "ALBUM"]  # fmt: skip


def test_signing_up_and_making_a_job(outputs):
    assert outputs[0].strip() == ""
    assert '# {"inserted":3}' in blocks()[1]
    assert outputs[1].strip() == '{"inserted":3}'


def test_sharing_looking_and_taking_back(stack, outputs):
    text = outputs[2]
    made, job, tasks = documents(text)[:3]
    assert made["url"] == f"http://localhost:{stack.port}/shared/jobs/{made['token']}"
    assert made["share_link"]["state"] == "active"
    assert job["title"] == "Check our links" and job["progress"] == pytest.approx(200 / 3, abs=0.1)
    assert [task["title"] for task in tasks["tasks"]] == ["/", "/old", "/new"]
    assert "owner" not in json.dumps([job, tasks]) and "web team" not in text
    header, *rows = text[text.index("}id,title,status,") + 1 : text.index("HTTP/1.1")].strip().splitlines()
    assert "status_code" in header.lower().replace(" ", "_") and "owner" not in header.lower() and len(rows) == 3
    assert "HTTP/1.1 204 " in text
    last = documents(text)[-1]
    assert (last["status"], last["code"]) == (410, "share_link_revoked")


def test_extending_rotating_and_what_became_of_it(outputs):
    changed, rotated, opens, events, state = documents(outputs[3])
    assert changed["share_link"]["expires_at"] is None
    assert rotated["share_link"]["id"] == changed["share_link"]["id"] and rotated["token"] != changed["token"]
    assert len(opens["opens"]) == 7 and opens["total"] == 0
    assert [event["action"] for event in events["events"]] == ["link.rotated", "link.expiry_changed", "link.created"]
    assert state["exists"] and state["share_link"]["state"] == "active"
    assert [entry["state"] for entry in state["history"]] == ["revoked"]


def test_narrowing_and_ordering(outputs):
    [found] = documents(outputs[4])
    assert [task["title"] for task in found["tasks"]] == ["/old"]
    rows = [line for line in outputs[4].splitlines() if "/old" in line and not line.startswith("{")]
    assert len(rows) == 1 and "404" in rows[0] and "/new" not in rows[0]


def test_a_document_behind_a_password(outputs):
    assert outputs[5].strip() == ""
    refused, document, comment = documents(outputs[6])
    assert (refused["status"], refused["code"]) == (401, "share_link_password_required")
    assert document["title"] == "The roof" and document["body"].startswith("# To do")
    assert "To do</h" in document["bodyHtml"] and "measured" in document["bodyHtml"]
    assert comment["author"] == "Gus" and comment["editToken"]


def test_posting_for_a_client(outputs):
    found, job, listed, stats, grouped = documents(outputs[7])
    assert found["company_name"] == "Acme Corp"
    assert job["title"] == "Mend the roof" and "connection_id" not in job
    assert [job["title"] for job in listed["jobs"]] == ["Mend the roof"]
    assert stats["total"] == 1
    assert "Acme Corp" in json.dumps(grouped)


def test_sharing_an_album(outputs):
    added, made, again = documents(outputs[8])
    assert [photo["format"] for photo in added["photos"]] == ["jpeg", "heic"]
    assert (made["expires_at"], again["expires_at"]) == (None, "2099-12-31T22:59:59Z")
    assert again["token"] == made["token"] and again["is_collaboration"] is False


def test_the_printed_links_show_what_is_said(stack):
    """The first one that `scripts/run` prints, and the last."""
    first, *_, last = stack.demo["links"].values()
    for address, status, words in (
        (first, 200, ["Read all manual pages of this machine", "Running", "60.0 %", "CSV", "JSON", "NDJSON"]),
        (last, 410, ["This link was taken back"]),
    ):
        answer = requests.get(address, headers={"Accept": "text/html"}, timeout=10)
        assert answer.status_code == status
        assert [word for word in words if word not in answer.text] == []
