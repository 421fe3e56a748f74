"""The OpenAPI document against the running system: nothing that it doesn't say, nothing that breaks."""

import json
import os
import pathlib
import re
import subprocess
import sys
from collections import Counter, defaultdict

import pytest
import requests
import yaml
from pictures import png

METHODS = {"get", "put", "post", "delete", "patch"}
# What a schema can't say: a password may be too common, two columns may have one key, an expiry may
# have passed, a cursor must have been given out, a line of NDJSON must be a task. That good input
# is taken, the other tests of this folder show.
# And it asks again for what it has thrown away before, or rotated: test_who_may.py and others show that
# what was made is there. What became of a link that was taken back is still to be seen by those who
# manage it, so that what was deleted isn't 404 everywhere.
EXCEPT = ["positive_data_acceptance", "ensure_resource_availability", "use_after_free"]


# Schemathesis knows no NDJSON; a text is sent as it is, so that bad lines get through too. And ids that
# it makes up lead nowhere: each operation gets things of its own that are there, every other time. And
# whoever registers does so with an e-mail that is not taken.
HOOKS = """
import collections, json, uuid, schemathesis

with open("things.json") as file:
    THINGS = json.load(file)
# By which guests change what they said: of the operations that take one.
EDIT_TOKENS = THINGS.pop("edit_tokens")
# What a body names that is there, or that only who made the things knows: of the operations that take it.
BODIES = THINGS.pop("bodies")
REGISTER = {"register", "registerClient"}
asked = collections.Counter()

@schemathesis.hook
def before_call(context, case, kwargs):
    name = case.operation.definition.raw["operationId"]
    parts = {place.value: part for place, part in case.meta.components.items()}
    if name in BODIES or name in REGISTER:
        is_good = "body" in parts and parts["body"].mode.is_positive and isinstance(case.body, dict)
        asked[name, "body"] += is_good
        if is_good and (name in REGISTER or asked[name, "body"] % 2):
            known = BODIES.get(name) or {"email": f"{uuid.uuid4()}@contract.example"}
            case.body = {key: known.get(key, value) for key, value in case.body.items()}
    if name not in THINGS:
        return
    # It finds its own session in an answer, ends it, and hears nothing but 401 from then on.
    is_own = (case.path_parameters or {}).get("session_id") == THINGS["own_session"]
    path = parts.get("path")
    # Where requests follow from each other, their ids come from the answers.
    is_ours = path and path.mode.is_positive and case.meta.phase.name.value != "stateful"
    asked[name] += is_ours or 0
    if is_own or (is_ours and asked[name] % 2):
        case.path_parameters = (case.path_parameters or {}) | THINGS[name]
        if name in EDIT_TOKENS:
            case.headers = {**(case.headers or {}), "X-Edit-Token": EDIT_TOKENS[name]}

@schemathesis.hook
def filter_body(context, body):
    # Lengths are counted without the white space at both ends, which no schema says.
    values = body.values() if isinstance(body, dict) else ()
    return not any(isinstance(value, str) and value != value.strip() for value in values)

@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    return (value if isinstance(value, str) else json.dumps(value)).encode()
"""
# Only the links that the document names: guessing, it takes a link's id for its token.
CONFIGURATION = """
[phases.stateful.inference]
algorithms = []

# Beside those that it knows: a query of 50 KB is refused for that alone (414), a key of repeats for having
# been used (409), a missing form for being none (415), and a wrong password, after some others, for that (429).
[checks]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "406", "409", "414", "415", "422", "428", "429", "5xx"]
"""
# What a client may is asked by one, of its own for each: it can be closed, and decides what is posted.
AS_CLIENT = """
[[operations]]
include-operation-id = "{operation}"
headers = {{ Authorization = "Bearer {token}" }}
"""


@pytest.fixture(scope="module")
def demo() -> dict:
    return json.loads((pathlib.Path(os.environ["WAYLINK_STACK"]) / "demo.json").read_text())


@pytest.fixture(scope="module")
def document(demo: dict) -> dict:
    answer = requests.get(f"{demo['base_url']}/openapi.yaml", timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/yaml")
    return yaml.safe_load(answer.text)


def operations(document: dict):
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield path, method, item[method]


def test_every_operation_is_whole(document: dict):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names)) == 111
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation["summary"] and operation["tags"], where
        for status in ("405", "500", "503"):
            assert status in operation["responses"], where
        needs_token = operation.get("security", document["security"]) != []
        asks_password = path.endswith("/login") or path.startswith("/api/share-links/{token}/")
        assert ("401" in operation["responses"]) == (needs_token or asks_password), where
        shared = "/shared/" in path
        assert ("410" in operation["responses"]) == shared, where
        assert "{" not in path or "404" in operation["responses"], where


# Where what was made leads on to: which of these ways are gone by hand in order, schemathesis chooses.
LEADS_TO = {
    "createJob": {"readJob", "addTasks", "createShareLink", "changeJob", "cancelJob", "restartJob", "deleteJob",
                  "restoreJob"},
    "createShareLink": {"readSharedJob", "listSharedTasks", "exportSharedTasks", "showSharedJob", "changeShareLink",
                        "rotateShareLink", "revokeShareLink"},
}  # fmt: skip


def test_what_was_made_leads_on(document: dict):
    known = {operation["operationId"]: operation for _, _, operation in operations(document)}
    for name, expected in LEADS_TO.items():
        links = known[name]["responses"]["201"]["links"].values()
        assert expected <= {link["operationId"] for link in links} <= known.keys(), name


def test_addresses_answer_to_these_methods_and_no_others(demo: dict, document: dict):
    job = demo["jobs"]["running"]
    for path, item in document["paths"].items():
        address = demo["base_url"] + re.sub(r"\{\w+_id\}", job["id"], path).format(token=job["token"], version=1)
        known = {method.upper() for method in METHODS & item.keys()}
        wrong = next(method for method in ("PUT", "DELETE") if method not in known)
        answer = requests.request(wrong, address, timeout=10)
        assert answer.status_code == 405, path
        known |= {"HEAD"} if "GET" in known else set()
        assert {name.strip() for name in answer.headers["Allow"].split(",")} == known, path


class Account:
    """One of its own: what is made here must not show in the demo's."""

    def __init__(self, base: str):
        self.base = base
        self.email, self.password = f"contract-{os.urandom(8).hex()}@example.org", os.urandom(12).hex()
        made = self.call("POST", "/v1/auth/register", {
            "email": self.email, "password": self.password, "name": "Contract", "workspace_name": "Contract"})
        self.token, self.workspace = made["access_token"], made["workspace"]["id"]
        self.edit_tokens: dict[str, str] = {}
        # Of the operations that are a client's.
        self.clients: dict[str, ClientsAccount] = {}

    def call(self, method: str, path: str, body: object = None) -> dict:
        headers = {"Authorization": f"Bearer {self.token}"} if hasattr(self, "token") else {}
        answer = requests.request(method, self.base + path, json=body, headers=headers, timeout=20)
        assert answer.ok, answer.text
        return answer.json() if answer.content else {}

    def things(self, name: str, path: str) -> dict[str, str]:
        """What the path of an operation names, made for this operation alone, so that it finds them as
        it needs them."""
        found = {"workspace_id": self.workspace}
        if path.startswith("/v1/client/") and name != "registerClient":
            client = ClientsAccount(self.base)
            found["connection_id"] = client.connection
            if name != "lookUpClient":
                self.clients[name] = client
            posted = {"title": name, "connection_id": client.connection}
            found["job_id"] = self.call("POST", "/v1/jobs", posted)["id"]
        elif "/jobs/{" in path:
            found |= self._job(name)
        if "/documents/{" in path or "/api/share-links/{" in path:
            # What guests need is somebody else's: of its own, it throws away whatever a list shows.
            maker = Account(self.base) if "{token}" in path else self
            found |= maker._document(name)
            self.edit_tokens |= maker.edit_tokens
        if "{album_id}" in path or "/shared/albums/" in path:
            # Nobody joins what is their own.
            found |= (Account(self.base) if "{token}" in path else self)._album(name)
        if "{session_id}" in path:
            found["session_id"] = self._other_session()
        if "{key_id}" in path:
            found["key_id"] = self.call("POST", f"/api/workspaces/{self.workspace}/api-keys", {"name": "K"})["apiKey"]["id"]
        if "{membership_id}" in path:
            joined = {"email": Account(self.base).email, "role": "member"}
            made = self.call("POST", f"/api/workspaces/{self.workspace}/memberships", joined)
            found["membership_id"] = made["membership"]["id"]
        return {key: value for key, value in found.items() if f"{{{key}}}" in path}

    def session(self) -> str:
        """The one that this account is asked with."""
        sessions = self.call("GET", "/v1/me/sessions")["sessions"]
        return next(session["id"] for session in sessions if session["is_current"])

    def _other_session(self) -> str:
        self.call("POST", "/v1/auth/login", {"email": self.email, "password": self.password})
        sessions = self.call("GET", "/v1/me/sessions")["sessions"]
        return next(session["id"] for session in sessions if not session["is_current"])

    def _job(self, name: str) -> dict[str, str]:
        job = self.call("POST", "/v1/jobs", {"title": name})["id"]
        at = f"/v1/jobs/{job}"
        self.call("POST", f"{at}/tasks", [{"title": "T"}])
        task = self.call("GET", f"{at}/tasks")["tasks"][0]["id"]
        token = self.call("POST", f"{at}/share-links", {})["token"]
        if name == "restartJob":
            self.call("POST", f"{at}/cancel")
        if name == "restoreJob":
            self.call("DELETE", at)
        return {"job_id": job, "task_id": task, "token": token}

    def _document(self, name: str) -> dict[str, str]:
        document = self.call("POST", f"/api/workspaces/{self.workspace}/documents", {"title": name})["id"]
        at = f"/api/documents/{document}"
        made = self.call("POST", f"{at}/share-links", {"accessLevel": "commenter", "allowExternalEdit": True})
        shared = f"/api/share-links/{made['token']}"
        if name in {"changeSharedComment", "deleteSharedComment"}:
            comment = self.call("POST", f"{shared}/comments", {"author": "Gus", "body": "Here."})
            self.edit_tokens[name] = comment["editToken"]
        else:
            comment = self.call("POST", f"{at}/comments", {"body": "Here."})
        self.call("POST", f"{shared}/edit-requests", {"email": "gus@example.org"})
        request = self.call("GET", f"{at}/edit-requests")["editRequests"][0]["id"]
        if name == "restoreDocument":
            self.call("DELETE", at)
        return {"document_id": document, "version": "1", "share_link_id": made["shareLink"]["id"],
                "token": made["token"], "comment_id": comment["id"], "request_id": request}  # fmt: skip

    def _album(self, name: str) -> dict[str, str]:
        album = self.call("POST", "/v1/albums", {"title": name})["id"]
        at = f"/v1/albums/{album}"
        link = self.call("POST", f"{at}/share-link", {"is_collaboration": True})
        guest = Account(self.base)
        guest.call("POST", f"/v1/shared/albums/{link['token']}/accept")
        photo = self._photo(at) if "Photo" in name else ""
        if name == "restoreAlbum":
            self.call("DELETE", at)
        return {"album_id": album, "token": link["token"], "link_id": link["id"], "photo_id": photo,
                "account_id": guest.call("GET", "/v1/me")["account"]["id"]}  # fmt: skip

    def _photo(self, album: str) -> str:
        answer = requests.post(f"{self.base}{album}/photos", files={"file": ("a.png", png(8, 8))},
                               headers={"Authorization": f"Bearer {self.token}"}, timeout=60)  # fmt: skip
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]


class ClientsAccount(Account):
    """For whom jobs are posted."""

    def __init__(self, base: str):
        self.base = base
        self.email, self.password = f"contract-{os.urandom(8).hex()}@example.org", os.urandom(12).hex()
        made = self.call("POST", "/v1/client/register", {
            "company_name": "Contract", "email": self.email, "password": self.password})
        self.token, self.id, self.connection = made["access_token"], made["client_id"], made["connection_id"]


class Report:
    """What schemathesis says that it did."""

    def __init__(self, path: pathlib.Path, names: dict[tuple[str, str], str]):
        self.phases: dict[str, str] = {}
        self.scenarios: Counter[str] = Counter()
        # By phase and operation, how often each status came.
        self.statuses: dict[str, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
        for line in path.read_text().splitlines():
            [(kind, event)] = json.loads(line).items()
            if kind == "PhaseFinished":
                self.phases[event["phase"]["name"]] = event["status"]
            elif kind == "ScenarioFinished":
                self.scenarios[event["phase"]] += 1
                self._count(event["phase"], event["recorder"], names)

    def _count(self, phase: str, recorder: dict, names: dict[tuple[str, str], str]) -> None:
        for case, interaction in recorder.get("interactions", {}).items():
            asked = recorder["cases"][case]["value"]
            name = names.get((asked["path"], asked["method"].lower()))
            if name and interaction.get("response"):
                self.statuses[phase][name][interaction["response"]["status_code"]] += 1

    def succeeded(self, *phases: str) -> set[str]:
        """The operations that were answered 2xx."""
        return {name for phase in phases or self.statuses for name, counted in self.statuses[phase].items()
                if any(200 <= status < 300 for status in counted)}  # fmt: skip


# It would sign itself out, and hear 401 from then on: test_accounts.py does that.
NOT_ASKED = {"logout"}
# Nobody guesses the password, and that session may have been ended with all others.
NOT_GRANTED = {"changePassword", "endSession", "confirmPasswordReset"}


def test_the_system_keeps_to_the_document(demo: dict, document: dict, tmp_path: pathlib.Path):
    """Schemathesis: thousands of good and bad requests, each answer held against the document."""
    account = Account(demo["base_url"])
    names = {(path, method): operation["operationId"] for path, method, operation in operations(document)}
    things = {name: found for (path, _), name in names.items() if (found := account.things(name, path))}
    client = account.clients["listClientJobs"]
    linked = {"connection_id": client.connection, "client_id": client.id}
    bodies = {
        "closeClient": {"password": account.clients["closeClient"].password}, "changeJob": linked,
        "createJob": linked | {"workspace_id": account.workspace},
    }  # fmt: skip
    (tmp_path / "things.json").write_text(json.dumps(
        things | {"own_session": account.session(), "edit_tokens": account.edit_tokens, "bodies": bodies}))
    (tmp_path / "hooks.py").write_text(HOOKS)
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION + "".join(
        AS_CLIENT.format(operation=name, token=client.token) for name, client in account.clients.items()))
    command = [
        pathlib.Path(sys.executable).with_name("st"), "run", f"{demo['base_url']}/openapi.yaml",
        "--header", f"Authorization: Bearer {account.token}",
        *(part for name in NOT_ASKED for part in ("--exclude-operation-id", name)),
        "--exclude-checks", ",".join(EXCEPT), "--max-examples", "30", "--max-failures", "20",
        "--generation-deterministic", "--request-timeout", "10",
        "--suppress-health-check", "all", "--warnings", "off", "--no-color",
        "--report", "ndjson", "--report-ndjson-path", tmp_path / "report.ndjson",
    ]
    result = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=900,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(tmp_path)})
    assert result.returncode == 0, result.stdout[-20_000:] + result.stderr[-2_000:]

    # Nothing is found in a system that only ever says no: this one must have said yes.
    report = Report(tmp_path / "report.ndjson", names)
    assert [report.phases[name] for name in ("examples", "coverage", "fuzzing", "stateful")] == ["success"] * 4
    assert set(names.values()) - report.succeeded() <= NOT_ASKED | NOT_GRANTED
    # One thing after another, as the document's links lead: made, looked at, changed, thrown away; in
    # which order, chance decides.
    assert report.scenarios["stateful"] >= 10
    followed = report.succeeded("stateful")
    assert followed & {"createJob", "createDocument"} and len(followed) >= 6
