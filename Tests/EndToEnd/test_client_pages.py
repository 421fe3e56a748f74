"""Clients' pages through nginx: signing up, what they say of workspaces, and who gets in."""

import re
import secrets
import urllib.parse

import pytest
from client import BROWSER, Client, Member
from test_console import FORM, Browser

SIGN_UP = "/console/sign-up/client"
CLIENT = "/console/client"
PAGES = [f"{CLIENT}/{name}" for name in ("settings", "workspaces", "lookups", "close")]


class ClientAtABrowser(Browser):
    """Somebody for whom jobs are posted."""

    def __init__(self, stack, company: str = "Acme Corp"):
        super().__init__(stack)
        self.email = f"{secrets.token_hex(8)}@client.example"
        self.password = stack.note(secrets.token_urlsafe(15))
        self.made = self.send(
            self.visit(SIGN_UP), SIGN_UP, company_name=company, email=self.email, password=self.password)
        assert self.made.status == 303, self.made.body

    def text(self, path: str) -> str:
        page = self.visit(path)
        assert page.status == 200, (path, page.status)
        return page.plain.decode()

    @property
    def connection(self) -> str:
        return re.search(r'id="connection-id" value="([0-9a-f]{24})"', self.text(PAGES[0])).group(1)

    @property
    def proof(self) -> str:
        return re.search(r'name="form_token" value="([^"]+)"', self.text("/console/account")).group(1)

    def post_form(self, path: str, headers: dict | None = None, **fields: str):
        body = urllib.parse.urlencode(fields)
        return self.post(path, body, BROWSER | FORM | self.cookie | (headers or {}))


@pytest.fixture
def client(stack) -> ClientAtABrowser:
    return ClientAtABrowser(stack)


@pytest.fixture
def recruiter(stack) -> Member:
    return Member(stack)


def post_job(recruiter: Member, connection: str):
    return recruiter.post("/v1/jobs", {"title": "Posted", "connection_id": connection})


def test_a_client_signs_up_and_begins_where_clients_do(client, stack):
    assert client.made.headers["Location"].startswith(CLIENT)
    home = client.visit("/console")
    assert home.status == 303 and home.headers["Location"].startswith(CLIENT)
    assert client.visit(home.headers["Location"]).status == 200
    assert "Acme Corp" in client.text(PAGES[0])
    api = Client(stack.port)
    token = api.post("/v1/auth/login", {"email": client.email, "password": client.password}).json()
    api.token = stack.note(token["access_token"])
    profile = api.get("/v1/client/profile").json()
    assert profile["connection_id"] == client.connection and profile["company_name"] == "Acme Corp"


def test_one_email_is_one_account_of_one_kind(client, stack):
    other = Browser(stack)
    for path, fields in ((SIGN_UP, {"company_name": "Twin"}),
                         ("/console/sign-up", {"name": "Twin", "workspace_name": "W"})):
        page = other.visit(path)
        taken = other.send(page, path, email=client.email.upper(), password=client.password, **fields)
        assert taken.status == 409, path
        text = taken.plain.decode()
        assert "There is an account with this e-mail already" in text and client.password not in text
        assert client.email.upper() in text and not any(name.endswith("waylink") for name in other.jar)


def test_every_page_keeps_to_itself(client):
    for path in [*PAGES, SIGN_UP]:
        page = client.visit(path)
        assert page.status == (303 if path == SIGN_UP else 200), path
        if page.status == 303:
            continue
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert page.headers["Cache-Control"] == "private, no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page.headers["X-Robots-Tag"]


def test_each_kind_keeps_to_its_pages(client, stack, stranger):
    member = Browser(stack)
    made = member.send(
        member.visit("/console/sign-up"), "/console/sign-up", name="A. Member", workspace_name="W",
        email=f"{secrets.token_hex(8)}@stranger.example", password=stack.note(secrets.token_urlsafe(15)))
    assert made.status == 303
    for path in PAGES:
        refused = member.visit(path)
        assert refused.status == 403 and "These pages are for clients" in refused.plain.decode(), path
        asked = stranger.get(path, BROWSER)
        assert asked.status == 303 and "/console/sign-in?next=" in asked.headers["Location"]
        assert stranger.get(path, {"Accept": "application/json"}).status == 401
    for path in ("/console/documents", "/console/jobs/new", "/console/workspace"):
        refused = client.visit(path)
        assert refused.status == 403, path
        assert "These pages are for members of a workspace" in refused.plain.decode()
    # A cookie of either opens no API.
    for who in (client, member):
        assert stranger.get("/v1/client/profile", who.cookie).status == 401


def test_a_workspace_is_cut_off_and_let_in_again(client, recruiter):
    connection = client.connection
    assert recruiter.get(f"/v1/client/by-connection/{connection}").status == 200
    looked = client.text(f"{CLIENT}/lookups")
    assert "By a member" in looked and "Has posted nothing for you" in looked
    assert post_job(recruiter, connection).status == 201
    listed = client.text(f"{CLIENT}/workspaces")
    assert "Posts for you" in listed
    path = re.search(rf'href="({CLIENT}/workspaces/[^"]+/block)"', listed).group(1)
    question = client.visit(path)
    assert "and you still see it" in question.plain.decode()
    assert client.send(question, path).status == 303
    refused = post_job(recruiter, connection)
    assert refused.status == 403 and refused.json()["code"] == "client_refused"
    page = client.visit(f"{CLIENT}/workspaces")
    assert client.send(page, path.replace("/block", "/approve")).status == 303
    assert post_job(recruiter, connection).status == 201


def test_ask_me_first_holds_what_is_posted(client, recruiter):
    page = client.visit(PAGES[0])
    saved = client.send(page, PAGES[0], company_name="Acme & <Sons>", ask_first="true")
    assert saved.status == 303
    assert "Acme &amp; &lt;Sons&gt;" in client.text(PAGES[0])
    made = post_job(recruiter, client.connection)
    assert made.status == 201 and made.json()["client_approval"] == "pending"
    listed = client.visit(f"{CLIENT}/workspaces")
    text = listed.plain.decode()
    assert "Waiting for your word" in text
    path = re.search(rf'action="({CLIENT}/workspaces/[^"]+/approve)"', text).group(1)
    assert client.send(listed, path).status == 303
    job = recruiter.get(f"/v1/jobs/{made.json()['id']}").json()
    assert job["client_approval"] == "approved"


def test_a_forged_form_does_nothing(client, stack, recruiter):
    assert recruiter.get(f"/v1/client/by-connection/{client.connection}").status == 200
    workspace = recruiter.registered["workspace"]["id"]
    step = f"{CLIENT}/workspaces/{workspace}"
    acts = [(PAGES[0], {"company_name": "Forged"}), (f"{CLIENT}/close", {"password": client.password}),
            (f"{step}/approve", {}), (f"{step}/block", {})]
    token, other = client.proof, ClientAtABrowser(stack).proof
    cross = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    for path, fields in acts:
        assert client.post_form(path, **fields).status == 403, path
        assert client.post_form(path, form_token="guessed", **fields).status == 403, path
        assert client.post_form(path, form_token=other, **fields).status == 403, path
        assert client.post_form(path, cross, form_token=token, **fields).status == 403, path
    assert "Forged" not in client.text(PAGES[0])
    assert "Has posted nothing for you" in client.text(f"{CLIENT}/lookups")


def test_the_account_is_closed_for_good(client, stack, recruiter):
    connection = client.connection
    twin = Browser(stack)
    entered = twin.send(
        twin.visit("/console/sign-in"), "/console/sign-in", email=client.email, password=client.password)
    assert entered.status == 303
    page = client.visit(f"{CLIENT}/close")
    wrong = client.send(page, f"{CLIENT}/close", password="not the right one")
    assert wrong.status == 401 and "That is not your password" in wrong.plain.decode()
    done = client.send(page, f"{CLIENT}/close", password=client.password)
    assert done.status == 303 and done.headers["Location"] == "/console/sign-in"
    # On every process, and on every device.
    for _ in range(8):
        assert twin.visit(PAGES[0]).status == 303
    assert recruiter.get(f"/v1/client/by-connection/{connection}").status == 404
    again = twin.send(
        twin.visit("/console/sign-in"), "/console/sign-in", email=client.email, password=client.password)
    assert again.status == 401
    # The address is free again.
    fresh = Browser(stack)
    made = fresh.send(fresh.visit(SIGN_UP), SIGN_UP, company_name="Once more", email=client.email,
                      password=client.password)
    assert made.status == 303
