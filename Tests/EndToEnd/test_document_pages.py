"""A shared document's pages through nginx: what their cookies open, and what a form of others doesn't."""

import re
import secrets
import urllib.parse

import pytest
from client import BROWSER, Answer, Client, Member
from test_console import FORM

PASSWORD = "four grey bicycle bells"


class Guest(Client):
    """Somebody at a browser: keeps cookies for the paths that they were set for."""

    def __init__(self, stack):
        super().__init__(stack.port)
        self.stack = stack
        self.jar: dict[tuple[str, str], str] = {}
        self.agent = {"User-Agent": f"Mozilla/5.0 (X11; Linux x86_64) Firefox/{secrets.randbelow(10**6)}.0"}

    def cookie(self, path: str) -> dict[str, str]:
        sent = [f"{name}={value}" for (name, place), value in self.jar.items()
                if place == "/" or path == place or path.startswith(place + "/")]
        return {"Cookie": "; ".join(sent)} if sent else {}

    def visit(self, path: str) -> Answer:
        return self._kept(self.get(path, BROWSER | self.agent | self.cookie(path.split("?")[0])))

    def send(self, page: Answer, action: str, headers: dict | None = None, **fields: str) -> Answer:
        """Fills in the last form of a page that is sent there."""
        form = page.plain.decode().split(f'action="{action}"')[-1].split("</form>")[0]
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
        return self.send_raw(action, hidden + list(fields.items()), headers)

    def send_raw(self, action: str, fields: list, headers: dict | None = None) -> Answer:
        sent = BROWSER | FORM | self.agent | self.cookie(action) | (headers or {})
        return self._kept(self.post(action, urllib.parse.urlencode(fields), sent))

    def _kept(self, answer: Answer) -> Answer:
        for text in answer.headers.get_all("Set-Cookie") or []:
            pair, *attributes = text.split("; ")
            assert "HttpOnly" in attributes and "SameSite=Lax" in attributes, text
            name, value = pair.split("=", 1)
            place = next(part[5:] for part in attributes if part.startswith("Path="))
            self.jar.pop((name, place), None)
            if "Max-Age=0" not in attributes:
                self.jar[name, place] = value
                # A comment's id stands before what lets it be changed, and is no secret.
                secret = value.split(".")[-1] if name == "waylink-comments" else value
                if len(secret) > 16:
                    self.stack.note(secret)
        return answer


class Document:
    """A document of a member, and links of it."""

    def __init__(self, member: Member):
        self.member = member
        workspace = member.registered["workspace"]["id"]
        made = member.post(f"/api/workspaces/{workspace}/documents", {
            "title": "Minutes <draft>", "body": "# Points\n\n<script>alert(1)</script>\n\nAll *agreed*."})
        assert made.status == 201, made.body
        self.id = made.json()["id"]

    def link(self, level: str = "viewer", **fields) -> dict:
        made = self.member.post(f"/api/documents/{self.id}/share-links", {"accessLevel": level} | fields)
        assert made.status == 201, made.body
        token = self.member.stack.note(made.json()["token"])
        return made.json()["shareLink"] | {"token": token, "page": f"/shared/documents/{token}"}


@pytest.fixture
def document(stack) -> Document:
    return Document(Member(stack))


@pytest.fixture
def guest(stack) -> Guest:
    return Guest(stack)


def enter(guest: Guest, page: str, password: str = PASSWORD) -> Answer:
    return guest.send(guest.visit(page), page + "/password", password=password)


def test_the_page_is_quiet(guest, document):
    link = document.link()
    page = guest.visit(link["page"])
    assert page.status == 200 and page.media_type == "text/html"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "private, no-store"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    text = page.plain.decode()
    assert "<title>Waylink</title>" in text
    assert "Minutes &lt;draft&gt;" in text and "<em>agreed</em>" in text
    assert "<script>" not in text and "&lt;script&gt;" in text
    assert not page.headers.get_all("Set-Cookie")
    head = guest.call("HEAD", link["page"], headers=BROWSER)
    assert head.status == 200 and not head.body


def test_the_grant_is_a_cookie_of_this_link_alone(guest, document):
    link = document.link("commenter", password=PASSWORD)
    other = document.link("commenter", password=PASSWORD)
    page = link["page"]
    gate = guest.visit(page)
    assert gate.status == 401 and gate.headers["WWW-Authenticate"] == "Bearer"
    assert "Minutes" not in gate.plain.decode()
    entered = enter(guest, page)
    assert entered.status == 303 and entered.headers["Location"] == page
    grants = [place for name, place in guest.jar if name == "waylink-grant"]
    assert grants == [page]
    assert guest.visit(page).status == 200
    # To the other link and to the API it is not sent; and if it were, it would open neither.
    assert guest.visit(other["page"]).status == 401
    stolen = {"Cookie": f"waylink-grant={guest.jar['waylink-grant', page]}"}
    assert guest.get(other["page"], BROWSER | stolen).status == 401
    for part in ("document", "comments"):
        assert guest.get(f"/api/share-links/{link['token']}/{part}", stolen).status == 401, part
    forged = guest.post(f"/api/share-links/{link['token']}/comments", {"author": "a", "body": "b"}, stolen)
    assert forged.status == 401


@pytest.mark.parametrize("part", ["", "/comments/{id}"])
@pytest.mark.parametrize("grant", ["", "x", "eyJhbGciOiJub25lIn0.eyJsbmsiOiIxIn0."])
def test_no_page_goes_round_the_password(guest, document, part, grant):
    link = document.link("commenter", password=PASSWORD, allowExternalEdit=True)
    enter(guest, link["page"])
    posted = guest.send(
        guest.visit(link["page"]), link["page"] + "/comments", author="Gus", body="Behind the door")
    comment = posted.headers["Location"][-36:]
    path = link["page"] + part.format(id=comment)
    assert guest.visit(path).status == 200
    guest.jar["waylink-grant", link["page"]] = grant
    answer = guest.visit(path)
    assert answer.status == 401
    for word in ("Minutes", "agreed", "Behind the door", "Gus"):
        assert word not in answer.plain.decode()


def test_a_grant_ends_with_what_it_stands_for(guest, document):
    link = document.link("commenter", password=PASSWORD)
    path = f"/api/share-links/{link['id']}"
    enter(guest, link["page"])
    assert guest.visit(link["page"]).status == 200
    assert document.member.call("PATCH", path, {"password": "an entirely new one"}).status == 200
    assert guest.visit(link["page"]).status == 401
    assert enter(guest, link["page"]).status == 401
    assert enter(guest, link["page"], "an entirely new one").status == 303
    assert guest.visit(link["page"]).status == 200
    assert document.member.call("DELETE", path).status == 204
    gone = guest.visit(link["page"])
    assert gone.status == 404
    unknown = guest.visit(f"/shared/documents/{secrets.token_urlsafe(18)}")
    assert gone.plain == unknown.plain, "nothing tells a dead link from one that never was"


def test_a_guesser_is_slowed_and_told_for_how_long(stack, document):
    link = document.link(password=PASSWORD)
    guesser = Guest(stack)
    for _ in range(5):
        assert enter(guesser, link["page"], "a wild guess").status == 401
    slowed = enter(guesser, link["page"])
    assert slowed.status == 429 and 1 <= int(slowed.headers["Retry-After"]) <= 5
    text = slowed.plain.decode()
    assert "Too many wrong passwords" in text and "second" in text
    # Whoever sits beside them is not held.
    assert enter(Guest(stack), link["page"]).status == 303
    for _ in range(3):
        assert enter(Guest(stack), link["page"], "").status == 401, "no try"


def test_comments_need_a_form_of_ours(stack, guest, document):
    link = document.link("commenter", password=PASSWORD, allowExternalEdit=True)
    page = link["page"]
    enter(guest, page)
    posted = guest.send(guest.visit(page), page + "/comments", author="Gus", body="In my own words")
    assert posted.status == 303
    comment = posted.headers["Location"][-36:]
    shown = guest.visit(page)
    proof = re.search(r'name="form_token" value="([^"]+)"', shown.plain.decode()).group(1)
    typed = [("author", "Eve"), ("body", "Forged"), ("email", "eve@example.org")]
    cross = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    for part in ("/comments", f"/comments/{comment}", f"/comments/{comment}/delete", "/edit-requests"):
        assert guest.send_raw(page + part, [("form_token", proof), *typed], cross).status == 403, part
        for token in ([], [("form_token", "guessed")]):
            # Where nothing was typed that could be shown again, it leads back to the document.
            wanted = 303 if part.endswith("/delete") else 403
            assert guest.send_raw(page + part, token + typed).status == wanted, part
    # Another browser's proof is none here, and nor is ours without its cookie.
    stranger = Guest(stack)
    enter(stranger, page)
    assert stranger.send_raw(page + "/comments", [("form_token", proof), *typed]).status == 403
    text = guest.visit(page).plain.decode()
    assert "In my own words" in text and "Forged" not in text
    requests = document.member.get(f"/api/documents/{document.id}/edit-requests").json()
    assert requests["editRequests"] == []


def test_only_its_browser_changes_a_comment(stack, guest, document):
    link = document.link("commenter")
    page = link["page"]
    posted = guest.send(guest.visit(page), page + "/comments", author="Gus", body="Mine")
    comment = posted.headers["Location"][-36:]
    path = f"{page}/comments/{comment}"
    stranger = Guest(stack)
    stranger.visit(page)
    assert stranger.visit(path).status == 403
    # Not even with a form of their own and a cookie that says so.
    stranger.jar["waylink-comments", page] = f"{comment}.{secrets.token_urlsafe(18)}"
    own = stranger.visit(path)
    assert own.status == 200, "what a cookie claims shows the form, and changes nothing"
    assert stranger.send(own, path, body="Taken").status == 403
    assert stranger.send(own, path + "/delete").status == 403
    assert guest.send(guest.visit(path), path, body="Still mine").status == 303
    assert "Still mine" in guest.visit(page).plain.decode()
    assert guest.send(guest.visit(path), path + "/delete").status == 303
    assert "Still mine" not in guest.visit(page).plain.decode()
    assert ("waylink-comments", page) not in guest.jar


def test_a_link_preview_learns_nothing(stack, document):
    link = document.link(password=PASSWORD)
    robot = {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Accept": "*/*"}
    answer = Client(stack.port).get(link["page"], robot)
    assert answer.status == 401
    opened = document.link()
    answer = Client(stack.port).get(opened["page"], BROWSER | robot)
    assert "<title>Waylink</title>" in answer.plain.decode()
    assert "og:" not in answer.plain.decode()


def test_the_demo_opens(stack, guest):
    links = stack.demo["documents"]["plan"]["links"]
    paths = {name: "/shared/documents/" + link["token"] for name, link in links.items()}
    assert guest.visit(paths["viewer"]).status == 200
    assert guest.visit(paths["commenter"]).status == 401
    assert enter(guest, paths["commenter"], links["commenter"]["password"]).status == 303
    page = guest.visit(paths["commenter"]).plain.decode()
    assert "Harbour Street" in page and "by the stairs" in page
    assert guest.visit(paths["revoked"]).status == 404
