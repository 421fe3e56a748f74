"""Who may do what: every operation of the OpenAPI document, asked by every kind of caller."""

import dataclasses
import functools
import secrets

import pytest
import yaml
from client import Client, Company, Member, is_problem
from pictures import form, png
from stacks import ROOT
from test_console import Browser

# Who asks, in the order of the columns below. `creator` is a plain member who made the job, and
# `member` another one; `key` is one of the workspace that the owner made; `client` is the one whom the
# job is posted for. The others but `other_client` hold what opens nothing: another workspace's rights, a
# key and a session that were ended, a browser's cookie, which is for pages, and the grant of a guest who
# has said the password of a document's link, which opens that document and nothing else.
CALLERS = ["nobody", "member", "creator", "admin", "owner", "key", "outsider", "foreign_key",
           "client", "other_client", "ended_key", "ended_session", "cookie", "guest"]  # fmt: skip


def row(nobody: int, member: int, creator: int, admin: int, owner: int, key: int, outsider: int, foreign_key: int,
        client: int = 403, other_client: int | None = None):  # fmt: skip
    """`client`: whoever isn't a member may not."""
    known = (nobody, member, creator, admin, owner, key, outsider, foreign_key)
    return dict(zip(CALLERS, (*known, client, client if other_client is None else other_client) + (nobody,) * 4))


def anyone(status: int) -> dict[str, int]:
    return dict.fromkeys(CALLERS, status)


def members(status: int) -> dict[str, int]:
    """Those of the job's workspace."""
    return row(401, status, status, status, status, status, 404, 404)


def managers(status: int) -> dict[str, int]:
    """Those who manage the job; who only sees it is told so."""
    return row(401, 403, status, status, status, status, 404, 404)


def governors(status: int, key: int) -> dict[str, int]:
    """Owner and admins of the workspace."""
    return row(401, 403, 403, status, status, key, 404, 404)


def accounts(status: int, key: int, others: int) -> dict[str, int]:
    """Everybody who is signed in, for what is their own. `others`: for what is the owner's."""
    return row(401, others, others, others, status, key, others, key, others)


def album_owner(status: int, joined: int = 403) -> dict[str, int]:
    """The creator, whose album it is; `outsider` and `client` have joined it, and to others it is nothing,
    whatever they are in its workspace."""
    return row(401, 404, status, 404, 404, 404, joined, 404, joined, 404)


def clients(status: int, other: int) -> dict[str, int]:
    """The client, and another one; members and keys are none."""
    return row(401, *[403] * 7, status, other)


EXPECTED = {
    "register": anyone(409), "login": anyone(200),
    "refresh": accounts(200, 401, 200), "logout": accounts(204, 401, 204),
    "requestPasswordReset": anyone(202), "confirmPasswordReset": anyone(400),
    "showMessages": accounts(200, 403, 200), "changeMessages": accounts(200, 403, 200),
    "changePassword": accounts(400, 403, 400), "me": accounts(200, 200, 200),
    "listSessions": accounts(200, 403, 200), "endOtherSessions": accounts(204, 403, 204),
    "endSession": accounts(204, 403, 404),
    "listMembers": governors(200, 200), "addMember": governors(202, 403), "changeRole": governors(200, 403),
    "removeMember": governors(204, 403),
    "listKeys": governors(200, 200), "createKey": governors(201, 403), "endKey": governors(204, 403),
    "createJob": members(201), "listJobs": members(200), "readJob": members(200),
    "changeJob": managers(200), "deleteJob": managers(204), "cancelJob": managers(200),
    "restartJob": managers(200), "restoreJob": managers(200),
    "addTasks": managers(201), "listTasks": members(200), "changeTask": managers(200), "exportTasks": members(200),
    "createShareLink": managers(200), "showShareLink": members(200), "changeShareLink": managers(200),
    "revokeShareLink": managers(204), "rotateShareLink": managers(200),
    "listShareLinkOpens": members(200), "listShareLinkEvents": members(200),
    "createDocument": members(201), "listDocuments": members(200), "readDocument": members(200),
    "changeDocument": members(200), "deleteDocument": managers(204), "restoreDocument": managers(200),
    "listDocumentVersions": members(200), "readDocumentVersion": members(200),
    "listComments": members(200), "postComment": members(201),
    # The creator's own; it is theirs alone to change, and the managers' to take away.
    "changeComment": row(401, 403, 200, 403, 403, 403, 404, 404), "deleteComment": managers(204),
    "listEditRequests": managers(200), "answerEditRequest": managers(200),
    # A guest's, by who doesn't hold its edit token: managers take it away.
    "listSharedComments": anyone(200), "postSharedComment": anyone(201), "changeSharedComment": anyone(403),
    "deleteSharedComment": row(403, 403, 204, 204, 204, 204, 403, 403), "askToEditDocument": anyone(202),
    "listDocumentLinks": managers(200), "createDocumentLink": managers(201), "changeDocumentLink": managers(200),
    "revokeDocumentLink": managers(204), "listDocumentLinkOpens": managers(200),
    "listDocumentLinkEvents": managers(200),
    "accessSharedDocument": anyone(200), "readSharedDocument": anyone(200),
    "registerClient": anyone(409), "lookUpClient": members(200),
    "readClientProfile": clients(200, 200), "changeClientProfile": clients(200, 200), "closeClient": clients(204, 401),
    "listClientWorkspaces": clients(200, 200), "decideOnWorkspace": clients(200, 404), "listLookups": clients(200, 200),
    "listClientJobs": clients(200, 200), "readClientJob": clients(200, 404), "listClientTasks": clients(200, 404),
    "readClientStats": clients(200, 200),
    "createAlbum": row(401, *[201] * 5, 404, 404, 404), "listAlbums": row(401, *[200] * 5, 404, 404, 404),
    "readAlbum": album_owner(200, 200), "changeAlbum": album_owner(200), "deleteAlbum": album_owner(204),
    "restoreAlbum": album_owner(200, 404), "listAlbumMembers": album_owner(200), "removeAlbumMember": album_owner(204),
    "shareAlbum": album_owner(200), "showAlbumLink": album_owner(200), "rotateAlbumLink": album_owner(200),
    "revokeAlbumLink": album_owner(204), "createAlbumLink": album_owner(201), "listAlbumLinks": album_owner(200),
    "changeAlbumLink": album_owner(200), "revokeFurtherAlbumLink": album_owner(204),
    "listAlbumLinkOpens": album_owner(200), "listAlbumLinkEvents": album_owner(200),
    # Those who have joined may add photos, and handle their own: the others' are the owner's.
    "addAlbumPhotos": album_owner(201, 201), "listAlbumPhotos": album_owner(200, 200),
    "showAlbumPhoto": album_owner(200, 200), "changeAlbumPhoto": album_owner(200), "deleteAlbumPhoto": album_owner(204),
    "showSharedPhoto": anyone(200),
    "readSharedAlbum": anyone(200), "acceptAlbum": row(401, 200, 403, 200, 200, 403, 200, 403, 200),
    "readSharedJob": anyone(200), "listSharedTasks": anyone(200), "exportSharedTasks": anyone(200),
    "showSharedJob": anyone(200), "health": anyone(200), "readiness": anyone(200), "metrics": anyone(200),
}  # fmt: skip

# What a refused call must leave as it is.
STATE = """
    SELECT MD5(GROUP_CONCAT(part ORDER BY part)) FROM (
      SELECT CONCAT_WS(' ', id, title, status, version, total_tasks, deleted_at) AS part
        FROM jobs WHERE workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', id, expires_at, revoked_at, HEX(sealed_token), level, password_changes)
        FROM links WHERE workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', id, title, version, comments, deleted_at) FROM documents WHERE workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', c.id, c.body, c.deleted_at) FROM document_comments c
        JOIN documents d ON d.id = c.document_id WHERE d.workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', id, title, version, created_by, deleted_at) FROM albums WHERE workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', p.id, p.caption, p.place) FROM album_photos p
        JOIN albums a ON a.id = p.album_id WHERE a.workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', m.album_id, m.account_id, m.link_id, m.role, m.is_kept) FROM album_members m
        JOIN albums a ON a.id = m.album_id WHERE a.workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', id, account_id, role) FROM memberships WHERE workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', id, email, role) FROM invitations WHERE workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', id, ended_at) FROM api_keys WHERE workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', s.id, s.ended_at) FROM sessions s JOIN memberships m USING (account_id)
        WHERE m.workspace_id = '{0}'
      UNION ALL SELECT CONCAT_WS(' ', workspace_id, consent) FROM client_workspaces WHERE client_id = '{1}'
      UNION ALL SELECT CONCAT_WS(' ', id, company_name, ask_first, closed_at) FROM clients WHERE id = '{1}'
      UNION ALL SELECT CONCAT_WS(' ', s.id, s.ended_at) FROM sessions s JOIN accounts a ON a.id = s.account_id
        WHERE a.client_id = '{1}'
    ) parts"""


@dataclasses.dataclass
class Job:
    """Of the creator, with a task and a link."""

    id: str
    task: str
    token: str


@dataclasses.dataclass
class Album:
    """Of the creator, with a link that some have come through, one of them nobody who asks."""

    id: str
    link: str
    token: str
    newcomer: str


@dataclasses.dataclass
class SharedDocument:
    """Of the creator, with a link, a comment of theirs, one of a guest, and a request to edit."""

    id: str
    link: str
    token: str
    comment: str
    guests_comment: str
    request: str


class House:
    """A workspace, those in it and those around it."""

    def __init__(self, stack):
        self.stack = stack
        self.people = {name: Member(stack) for name in ("owner", "admin", "creator", "member", "outsider")}
        self.owner = self.people["owner"]
        self.workspace = self.owner.registered["workspace"]["id"]
        self.memberships = {
            name: self.join(self.people[name], role)
            for name, role in (("admin", "admin"), ("creator", "member"), ("member", "member"))
        }
        self.client = Company(stack)
        # Those who can sign in.
        self.persons = self.people | {"client": self.client, "other_client": Company(stack)}
        self.callers: dict[str, Client] = dict(self.persons)
        self.callers["nobody"] = Client(stack.port)
        self.callers["key"] = self.key(self.owner)[1]
        self.callers["foreign_key"] = self.key(self.people["outsider"])[1]
        key, self.callers["ended_key"] = self.key(self.owner)
        assert self.owner.call("DELETE", f"{self.at}/api-keys/{key}").status == 204
        self.callers["ended_session"] = self.sign_in("owner")
        assert self.callers["ended_session"].post("/v1/auth/logout").status == 204
        self.callers["cookie"] = Client(stack.port)
        self.cookie = self._cookie()
        self.callers["guest"] = self._guest()

    @property
    def at(self) -> str:
        return f"/api/workspaces/{self.workspace}"

    def join(self, person: Member, role: str) -> str:
        made = self.owner.post(f"{self.at}/memberships", {"email": person.email, "role": role})
        assert made.status == 201, made.body
        return made.json()["membership"]["id"]

    def key(self, person: Member) -> tuple[str, Client]:
        made = person.post(f"/api/workspaces/{person.registered['workspace']['id']}/api-keys", {"name": "K"})
        assert made.status == 201, made.body
        return made.json()["apiKey"]["id"], Client(self.stack.port, self.stack.note(made.json()["key"]))

    def sign_in(self, name: str) -> Client:
        person = self.persons[name]
        answer = Client(self.stack.port).post("/v1/auth/login", {"email": person.email, "password": person.password})
        assert answer.status == 200, answer.body
        return Client(self.stack.port, self.stack.note(answer.json()["access_token"]))

    def _cookie(self) -> dict[str, str]:
        browser = Browser(self.stack)
        entered = browser.send(browser.visit("/console/sign-in"), "/console/sign-in",
                               email=self.owner.email, password=self.owner.password)  # fmt: skip
        assert entered.status == 303 and browser.visit("/console/account").status == 200
        return browser.cookie

    def _guest(self) -> Client:
        creator, password = self.people["creator"], secrets.token_urlsafe(12)
        made = creator.post(f"{self.at}/documents", {"title": "Locked", "body": "B"}).json()["id"]
        link = creator.post(f"/api/documents/{made}/share-links", {"accessLevel": "commenter", "password": password})
        assert link.status == 201, link.body
        token = self.stack.note(link.json()["token"])
        entered = Client(self.stack.port).post(f"/api/share-links/{token}/access", {"password": password})
        assert entered.status == 200, entered.body
        guest = Client(self.stack.port, self.stack.note(entered.json()["accessGrant"]))
        assert guest.get(f"/api/share-links/{token}/document").status == 200
        return guest

    def job(self) -> Job:
        creator = self.people["creator"]
        job = creator.job(workspace_id=self.workspace, connection_id=self.client.connection_id)
        assert creator.post(f"/v1/jobs/{job}/tasks", [{"title": "T"}]).status == 201
        return Job(job, creator.get(f"/v1/jobs/{job}/tasks").json()["tasks"][0]["id"], creator.link(job))

    def shared_document(self) -> SharedDocument:
        creator = self.people["creator"]
        made = creator.post(f"{self.at}/documents", {"title": "T", "body": "B"})
        assert made.status == 201, made.body
        at = f"/api/documents/{made.json()['id']}"
        link = creator.post(f"{at}/share-links", {"accessLevel": "commenter", "allowExternalEdit": True})
        assert link.status == 201, link.body
        token = self.stack.note(link.json()["token"])
        comment = creator.post(f"{at}/comments", {"body": "Mine"})
        guests = self.callers["nobody"].post(f"/api/share-links/{token}/comments", {"author": "Gus", "body": "A guest's"})
        assert comment.status == guests.status == 201, guests.body
        self.stack.note(guests.json()["editToken"])
        asked = self.callers["nobody"].post(f"/api/share-links/{token}/edit-requests", {"email": "gus@guest.example"})
        assert asked.status == 202, asked.body
        request = creator.get(f"{at}/edit-requests").json()["editRequests"][0]["id"]
        return SharedDocument(made.json()["id"], link.json()["shareLink"]["id"], token,
                              comment.json()["id"], guests.json()["id"], request)  # fmt: skip

    def album(self) -> Album:
        creator = self.people["creator"]
        made = creator.post("/v1/albums", {"title": "T", "workspace_id": self.workspace})
        assert made.status == 201, made.body
        album = made.json()["id"]
        link = creator.post(f"/v1/albums/{album}/share-link", {"is_collaboration": True})
        assert link.status == 201, link.body
        token = self.stack.note(link.json()["token"])
        newcomer = Member(self.stack)
        for guest in (self.people["outsider"], self.client, newcomer):
            assert guest.post(f"/v1/shared/albums/{token}/accept").status == 200
        return Album(album, link.json()["id"], token, newcomer.registered["account"]["id"])

    @functools.cached_property
    def gallery(self) -> Album:
        """One for all who ask about photos, for these take their time."""
        return self.album()

    def photo(self) -> str:
        body, headers = form(png(8, 8))
        made = self.people["creator"].call("POST", f"/v1/albums/{self.gallery.id}/photos", body, headers)
        assert made.status == 201, made.body
        return made.json()["id"]

    @functools.cached_property
    def lasting_photo(self) -> str:
        return self.photo()

    def state(self) -> str:
        return self.stack.query(STATE.format(self.workspace, self.client.id))

    # --- What each operation is asked for ---

    def request(self, operation: str) -> tuple[str, object]:
        """A path and a body that are right, about things that nobody was asked about before."""
        owner = self.owner
        match operation:
            case "register":
                return "", {"email": owner.email, "password": secrets.token_urlsafe(15), "name": "N", "workspace_name": "W"}
            case "login":
                return "", {"email": owner.email, "password": owner.password}
            case "requestPasswordReset":
                return "", {"email": owner.email}
            case "confirmPasswordReset":
                return "", {"token": secrets.token_urlsafe(18), "password": secrets.token_urlsafe(15)}
            case "changeMessages":
                return "", {"messages": [{"kind": "link_expires", "enabled": False}]}
            case "changePassword":
                return "", {"current_password": owner.password, "new_password": "short"}
            case "endSession":
                session = self.sign_in("owner").get("/v1/me/sessions").json()["sessions"][0]
                return f"/v1/me/sessions/{session['id']}", None
            case "addMember":
                return f"{self.at}/memberships", {"email": f"{secrets.token_hex(8)}@new.example", "role": "member"}
            case "changeRole":
                return f"{self.at}/memberships/{self.memberships['member']}", {"role": "member"}
            case "removeMember":
                # A newcomer: nobody who asks here is taken away.
                return f"{self.at}/memberships/{self.join(Member(self.stack), 'member')}", None
            case "createKey":
                return f"{self.at}/api-keys", {"name": "K"}
            case "endKey":
                return f"{self.at}/api-keys/{self.key(owner)[0]}", None
            case "createJob":
                return "", {"title": "A job", "workspace_id": self.workspace}
            case "listJobs":
                return f"/v1/jobs?workspace_id={self.workspace}", None
            case "registerClient":
                return "", {"email": owner.email.upper(), "password": secrets.token_urlsafe(15), "company_name": "C"}
            case "lookUpClient":
                return f"/v1/client/by-connection/{self.client.connection_id}?workspace_id={self.workspace}", None
            case "changeClientProfile":
                return "", {"company_name": "Another name"}
            case "closeClient":
                return "", {"password": self.client.password}
            case "decideOnWorkspace":
                return f"/v1/client/workspaces/{self.workspace}", {"consent": "approved"}
        if "Album" in operation or "Photo" in operation:
            return self.album_request(operation)
        if any(name in operation for name in ("Document", "Comment", "EditRequest")):
            return self.document_request(operation, self.shared_document())
        return self.job_request(operation, self.job())

    def album_request(self, operation: str) -> tuple[str, object]:
        if operation == "listAlbums":
            return f"/v1/albums?workspace_id={self.workspace}", None
        if operation == "createAlbum":
            return "", {"title": "An album", "workspace_id": self.workspace}
        creator = self.people["creator"]
        if operation == "acceptAlbum":
            # Nobody has come through it.
            made = creator.post("/v1/albums", {"title": "T", "workspace_id": self.workspace}).json()["id"]
            link = creator.post(f"/v1/albums/{made}/share-link", {"is_collaboration": False}).json()
            return f"/v1/shared/albums/{self.stack.note(link['token'])}/accept", {}
        is_of_photos = "Photo" in operation
        album = self.gallery if is_of_photos else self.album()
        photo = (self.photo() if operation == "deleteAlbumPhoto" else self.lasting_photo) if is_of_photos else ""
        path = OPERATIONS[operation][1].format(
            album_id=album.id, link_id=album.link, token=album.token, account_id=album.newcomer,
            photo_id=photo)
        match operation:
            case "restoreAlbum":
                assert creator.call("DELETE", f"/v1/albums/{album.id}").status == 204
            case "addAlbumPhotos":
                return path, form(png(8, 8))[0]
            case "changeAlbumPhoto":
                return path, {"caption": "Another one"}
            case "changeAlbum":
                return path, {"title": "Another title"}
            case "shareAlbum" | "createAlbumLink" | "changeAlbumLink":
                return path, {"is_collaboration": False}
            case "rotateAlbumLink":
                return path, {}
        return path, None

    def document_request(self, operation: str, shared: SharedDocument) -> tuple[str, object]:
        path = OPERATIONS[operation][1].format(
            document_id=shared.id, share_link_id=shared.link, token=shared.token, workspace_id=self.workspace, version=1,
            comment_id=shared.guests_comment if "Shared" in operation else shared.comment, request_id=shared.request,
        )
        match operation:
            case "createDocumentLink":
                return path, {"accessLevel": "viewer"}
            case "changeDocumentLink":
                return path, {"accessLevel": "viewer"}
            case "accessSharedDocument":
                return path, {}
            case "createDocument" | "changeDocument":
                return path, {"title": "Another title"}
            case "restoreDocument":
                self.owner.call("DELETE", f"/api/documents/{shared.id}")
            case "postComment" | "changeComment" | "changeSharedComment":
                return path, {"body": "Other words"}
            case "postSharedComment":
                return path, {"author": "Gus", "body": "Other words"}
            case "answerEditRequest":
                return path, {"status": "accepted"}
            case "askToEditDocument":
                return path, {"email": f"{secrets.token_hex(8)}@guest.example"}
        return path, None

    def job_request(self, operation: str, job: Job) -> tuple[str, object]:
        at = f"/v1/jobs/{job.id}"
        match operation:
            case "changeJob":
                return at, {"title": "Another title"}
            case "restartJob":
                self.owner.post(f"{at}/cancel")
            case "restoreJob":
                self.owner.call("DELETE", at)
            case "addTasks":
                return f"{at}/tasks", [{"title": "One more"}]
            case "changeTask":
                return f"{at}/tasks/{job.task}", {"status": "running"}
            case "exportTasks":
                return f"{at}/export?format=csv", None
            case "exportSharedTasks":
                return f"/v1/shared/jobs/{job.token}/export?format=csv", None
            case "createShareLink":
                return f"{at}/share-links", {}
            case "changeShareLink":
                return f"{at}/share-links/{job.token}", {"expires_at": "2099-01-01T00:00:00Z"}
            case "rotateShareLink":
                return f"{at}/share-links/{job.token}/rotate", {}
        return OPERATIONS[operation][1].format(job_id=job.id, token=job.token, workspace_id=self.workspace), None


def _operations() -> dict[str, tuple[str, str, set[str]]]:
    """Method, path and statuses of each, as the document says."""
    paths = yaml.safe_load((ROOT / "nginx" / "www" / "openapi.yaml").read_text())["paths"]
    return {
        operation["operationId"]: (method.upper(), path, set(operation["responses"]))
        for path, item in paths.items()
        for method, operation in item.items()
        if method != "parameters"
    }


OPERATIONS = _operations()


@pytest.fixture(scope="module")
def house(stack) -> House:
    return House(stack)


def test_every_operation_is_in_the_table():
    assert set(EXPECTED) == set(OPERATIONS)


@pytest.mark.parametrize("operation", EXPECTED)
def test_who_may(house, operation):
    """Each caller has the status of the table, which the document names, and who is refused has
    changed nothing."""
    method, path, documented = OPERATIONS[operation]
    found = {}
    for name in CALLERS:
        asked, body = house.request(operation)
        client = house.callers[name]
        if (operation, name) == ("closeClient", "client"):
            # The one that the other tests know stays.
            client = Company(house.stack)
            body = {"password": client.password}
        if operation in ("logout", "endOtherSessions") and name in house.persons:
            # Those whom the other tests know stay signed in.
            client = house.sign_in(name)
            if operation == "endOtherSessions":
                house.callers[name].token = client.token
        is_refused = method != "GET" and EXPECTED[operation][name] >= 400
        before = house.state() if is_refused else ""
        headers = house.cookie if name == "cookie" else {}
        if isinstance(body, bytes):
            headers = headers | form(b"")[1]
        answer = client.call(method, asked or path, body, headers)
        found[name] = answer.status
        assert answer.status < 400 or is_problem(answer)
        if answer.status == 403 and (path.startswith("/v1/client/") and operation != "lookUpClient"):
            assert answer.json()["code"] == "clients_only"
        elif answer.status == 403 and isinstance(client, Company) and EXPECTED[operation]["nobody"] == 401:
            assert answer.json()["code"] in ({"not_a_manager", "not_your_photo"} if "Album" in operation else {"members_only"})
        assert str(answer.status) in documented
        assert not answer.headers["ETag"] or "304" in documented
        assert not is_refused or house.state() == before, name
    assert found == EXPECTED[operation]
