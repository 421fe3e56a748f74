"""An older app's share links: its table brought up to date, its rows brought here."""

import secrets

import pytest
from client import Client, Member, is_problem
from stacks import ROOT
from test_albums import Album

SCRIPT = ROOT / "sql" / "add_share_link_expiration.sql"
LACKING = "id CHAR(36) PRIMARY KEY, album_id CHAR(36), share_token VARCHAR(200), created_at TIMESTAMP NULL"
COLUMNS = {"expires_at", "is_active", "is_collaboration"}


@pytest.fixture
def album(stack) -> Album:
    return Album(stack, Member(stack))


@pytest.fixture
def older(stack):
    """Makes an older app's table, of these columns."""
    names = []

    def make(columns: str = LACKING) -> str:
        names.append(f"older_{secrets.token_hex(6)}")
        stack.query(f"CREATE DATABASE {names[-1]}")
        stack.query(f"CREATE TABLE {names[-1]}.shareable_links ({columns})")
        return names[-1]

    yield make
    for name in names:
        stack.query(f"DROP DATABASE {name}")


def bring(stack, source: str, apply: int = 1) -> dict[str, str]:
    """What the script says: of each column, and how many links came to what end."""
    said = stack.query(f"SET @source = '{source}', @apply = {apply};\nsource {SCRIPT}\n")
    return dict(line.split("\t") for line in said.splitlines())


def has(stack, source: str) -> set[str]:
    names = stack.query(
        f"SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '{source}'"
    )
    return COLUMNS & set(names.split())


def row(stack, source: str, album: str, **fields) -> str:
    """A link of the older app; its token."""
    token = stack.note(secrets.token_urlsafe(18))
    fields = {"id": secrets.token_hex(16), "album_id": album, "share_token": token} | fields
    values = ", ".join("NULL" if value is None else f"'{value}'" for value in fields.values())
    stack.query(f"INSERT INTO {source}.shareable_links ({', '.join(fields)}) VALUES ({values})")
    return fields["share_token"]


def test_says_what_it_would_do_and_does_nothing(stack, album, older):
    source = older()
    token = row(stack, source, album.id)
    said = bring(stack, source, apply=0)
    assert said == dict.fromkeys(COLUMNS, "would be added") | {"would be imported": "1"}
    assert has(stack, source) == set()
    assert is_problem(album.door(token), "share_link_not_found")


def test_adds_what_is_missing_and_may_be_run_again(stack, album, older):
    source = older(LACKING + ", is_active BOOLEAN DEFAULT TRUE")
    token = row(stack, source, album.id)
    said = bring(stack, source)
    assert said == {"expires_at": "added", "is_active": "is there", "is_collaboration": "added", "imported": "1"}
    assert has(stack, source) == COLUMNS
    assert album.door(token).status == 200
    assert bring(stack, source) == dict.fromkeys(COLUMNS, "is there") | {"passed over: is there": "1"}
    link = album.owner.get(f"{album.at}/share-link").json()
    assert link["token"] is None and link["indefinite"] and not link["is_collaboration"]
    # Rotated, its owner sees the address again.
    new = album.owner.post(f"{album.at}/share-link/rotate", {}).json()
    assert album.door(stack.note(new["token"])).status == 200
    assert is_problem(album.door(token), "share_link_revoked")


def test_links_become_what_they_were(stack, album, older):
    source = older(f"{LACKING}, expires_at VARCHAR(64), is_active BOOLEAN, is_collaboration BOOLEAN")
    doors = {}
    for said, expiry, is_active in (
        ("200", None, 1), ("200", "2099-01-01T00:00:00Z", 1), ("200", "2099-01-01T00:00:00.123456+0530", 1),
        ("share_link_expired", "2020-01-01T00:00:00-03:00", 1), ("share_link_expired", "next week", 1),
        ("share_link_expired", "2099-02-31T00:00:00Z", 1), ("share_link_expired", "", 1),
        ("share_link_revoked", None, 0), ("share_link_revoked", None, None),
    ):  # fmt: skip
        doors[row(stack, source, album.id, expires_at=expiry, is_active=is_active, is_collaboration=1)] = said
    assert bring(stack, source)["imported"] == str(len(doors))
    for token, said in doors.items():
        answer = album.door(token)
        assert (str(answer.status) if answer.status == 200 else answer.json()["code"]) == said
    instants = stack.query(f"SELECT expires_at FROM links WHERE subject_id = '{album.id}' AND expires_at > '2090-01-01'")
    assert set(instants.splitlines()) == {"2099-01-01 00:00:00.000000", "2098-12-31 18:30:00.123456"}
    # One is the album's own, and it is one that opens.
    own = album.owner.get(f"{album.at}/share-link").json()
    assert own["state"] == "active" and own["is_collaboration"]
    assert len(album.owner.get(f"{album.at}/share-links").json()["share_links"]) == 6
    guest = Member(stack)
    assert guest.post(f"/v1/shared/albums/{next(iter(doors))}/accept").json()["role"] == "collaborator"


def test_passes_over_what_has_no_place(stack, album, older):
    source = older()
    row(stack, source, "00000000-0000-7000-8000-000000000000")
    row(stack, source, "no id")
    row(stack, source, album.id, share_token="short")
    twice = row(stack, source, album.id)
    row(stack, source, album.id, share_token=twice)
    own = album.share()
    said = bring(stack, source)
    assert {name: count for name, count in said.items() if name not in COLUMNS} == {
        "imported": "1", "passed over: no such album": "2", "passed over: no token": "1",
        "passed over: same token twice": "1"}  # fmt: skip
    # What the album has stays its own.
    assert album.owner.get(f"{album.at}/share-link").json() == own
    assert album.door(twice).status == album.door(own["token"]).status == 200


def test_refuses_what_is_no_such_table(stack, older):
    for source in ("nowhere", older("id INT"), older("album_id CHAR(36)")):
        assert bring(stack, source) == {}
        assert has(stack, source) == set()


def test_views_name_the_links_without_their_secrets(stack, album):
    link = album.share(True, expires_at="2099-01-01T00:00:00Z")
    views = {name: stack.query(f"SHOW COLUMNS FROM {name}") for name in
             ("job_share_links", "shareable_links", "active_share_links")}  # fmt: skip
    for columns in views.values():
        assert not any(word in columns for word in ("token", "hash", "seal"))

    def seen(view: str, columns: str) -> str:
        return stack.query(f"SELECT {columns} FROM {view} WHERE id = '{link['id']}'").strip()

    assert seen("shareable_links", "is_active, is_collaboration") == "1\t1"
    assert seen("active_share_links", "subject_kind") == "album" and not seen("job_share_links", "id")
    assert Client(stack.port).get(f"/v1/shared/albums/{link['token']}").status == 200
    assert album.owner.call("DELETE", f"{album.at}/share-link").status == 204
    assert seen("shareable_links", "is_active") == "0" and not seen("active_share_links", "id")
