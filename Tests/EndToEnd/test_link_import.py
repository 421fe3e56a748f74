"""An older app's share links: its table brought up to date, its rows brought here."""

import datetime
import hashlib
import json
import secrets

import pytest
from client import Client, Member, is_problem
from stacks import ROOT
from test_albums import Album

SCRIPT = ROOT / "sql" / "add_share_link_expiration.sql"
LACKING = "id CHAR(36) PRIMARY KEY, album_id CHAR(36), share_token VARCHAR(200), created_at TIMESTAMP NULL"
COLUMNS = {"expires_at", "is_active", "is_collaboration"}


@pytest.fixture(scope="module")
def owner(stack) -> Member:
    return Member(stack)


@pytest.fixture
def album(stack, owner) -> Album:
    return Album(stack, owner)


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


def ends(said: dict[str, str]) -> dict[str, int]:
    return {end: int(links) for end, links in said.items() if end not in COLUMNS}


def has(stack, source: str) -> set[str]:
    names = stack.query(
        f"SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '{source}'"
    )
    return COLUMNS & set(names.split())


def row(stack, source: str, album: str, **fields) -> str:
    """A link of the older app; its token."""
    token = stack.note(secrets.token_urlsafe(18))
    fields = {"id": secrets.token_hex(16), "album_id": album, "share_token": token} | fields
    values = ", ".join("NULL" if value is None else repr(value) for value in fields.values())
    # As an older app may have been set up: days that don't exist are taken.
    stack.query(f"SET sql_mode = ''; INSERT INTO {source}.shareable_links ({', '.join(fields)}) VALUES ({values})")
    return fields["share_token"]


def state(album: Album, token: str) -> str:
    """What its door says of it."""
    answer = album.door(token)
    return "active" if answer.status == 200 else answer.json()["code"].removeprefix("share_link_")


def test_says_what_it_would_do_and_does_nothing(stack, album, older):
    source = older(f"{LACKING}, expires_at VARCHAR(64)")
    for expiry in (None, None, None, "2020-01-01", "soon"):
        row(stack, source, album.id, expires_at=expiry)
    row(stack, source, "no id")
    before = stack.query("SELECT COUNT(*), (SELECT COUNT(*) FROM audit_records) FROM door_keys")
    would = bring(stack, source, apply=0)
    assert [would[name] for name in sorted(COLUMNS)] == ["is there", "would be added", "would be added"]
    assert ends(would) == {
        "would be imported: active, the album's own": 1, "would be imported: active, further": 2,
        "would be imported: expired, further": 1,
        "would be imported: expired (its expiry can't be read), further": 1, "passed over: no such album": 1,
    }  # fmt: skip
    assert has(stack, source) == {"expires_at"}
    assert stack.query("SELECT COUNT(*), (SELECT COUNT(*) FROM audit_records) FROM door_keys") == before
    # What it then does is the same.
    assert ends(bring(stack, source)) == {
        end.replace("would be imported", "imported"): links for end, links in ends(would).items()}  # fmt: skip


def test_adds_what_is_missing_and_may_be_run_again(stack, album, older):
    source = older(LACKING + ", is_active BOOLEAN DEFAULT TRUE")
    token = row(stack, source, album.id)
    said = bring(stack, source)
    assert said == {"expires_at": "added", "is_active": "is there", "is_collaboration": "added",
                    "imported: active, the album's own": "1"}  # fmt: skip
    assert has(stack, source) == COLUMNS
    assert album.door(token).status == 200
    for apply in (0, 1):
        assert bring(stack, source, apply) == dict.fromkeys(COLUMNS, "is there") | {"passed over: is there": "1"}
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
        ("active", None, 1), ("active", "2099-01-01T00:00:00Z", 1), ("expired", "2020-01-01T00:00:00-03:00", 1),
        ("revoked", None, 0), ("revoked", None, None),
    ):  # fmt: skip
        doors[row(stack, source, album.id, expires_at=expiry, is_active=is_active, is_collaboration=1)] = said
    assert ends(bring(stack, source)) == {
        "imported: active, the album's own": 1, "imported: active, further": 1, "imported: expired, further": 1,
        "imported: revoked": 2}  # fmt: skip
    assert {token: state(album, token) for token in doors} == doors
    # One is the album's own, and it is one that opens.
    own = album.owner.get(f"{album.at}/share-link").json()
    assert own["state"] == "active" and own["is_collaboration"]
    assert len(album.owner.get(f"{album.at}/share-links").json()["share_links"]) == 2
    guest = Member(stack)
    assert guest.post(f"/v1/shared/albums/{next(iter(doors))}/accept").json()["role"] == "collaborator"


@pytest.mark.parametrize(
    ("column", "active", "expired"),
    [
        ("DATETIME", "2099-01-01 00:00:00", ["2020-01-01", "0000-00-00 00:00:00", "2020-00-00", "2099-00-00 00:00:00"]),
        ("DATETIME(6)", "2099-01-01 00:00:00.123456", ["0000-00-00 00:00:00", "2099-01-00 00:00:00"]),
        ("DATE", "2099-01-01", ["2020-01-01", "0000-00-00", "2020-00-00", "2099-01-00"]),
        ("TIMESTAMP NULL", "2037-01-01 00:00:00", ["2020-01-01", "0000-00-00 00:00:00"]),
        ("BIGINT", "4070908800", ["1577836800", "0", "-1", "5", "20990101000000", "99999999999"]),
        ("BIGINT UNSIGNED", "4070908800123", ["1577836800000", "18446744073709551615"]),
        ("DECIMAL(20, 3)", "4070908800.500", ["1577836800", "-4070908800"]),
        ("DOUBLE", "4070908800", ["1e300", "0"]),
        ("JSON", "4070908800", ['"2099-01-01T00:00:00Z"', "null", "{}"]),
        ("VARBINARY(64)", "2099-01-01T00:00:00Z", ["2020-01-01T00:00:00Z", "\x01"]),
        ("YEAR", None, ["2099", "0"]),
        ("TIME", None, ["10:00:00"]),
        ("BIT(1)", None, ["1"]),
    ],
)  # fmt: skip
def test_no_column_makes_a_link_last_that_does_not(stack, album, older, column, active, expired):
    """An expiry that can't be read has passed, whatever it is kept in; only nothing is never."""
    source = older(f"{LACKING}, expires_at {column}")
    doors = {row(stack, source, album.id, expires_at=expiry): "expired" for expiry in expired}
    doors[row(stack, source, album.id, expires_at=None)] = "active"
    if active:
        doors[row(stack, source, album.id, expires_at=active)] = "active"
    bring(stack, source)
    assert {token: state(album, token) for token in doors} == doors
    assert expiries(stack, album).count("NULL") == 1


def expiries(stack, album: Album) -> list[str]:
    return stack.query(f"SELECT expires_at FROM links WHERE subject_id = '{album.id}' ORDER BY expires_at").split("\n")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2099-01-01T00:00:00Z", "2099-01-01 00:00:00.000000"), ("2099-01-01t00:00:00z", "2099-01-01 00:00:00.000000"),
        ("2099-01-01 00:00:00+00", "2099-01-01 00:00:00.000000"),
        ("2099-01-01 00:00:00.25-03", "2099-01-01 03:00:00.250000"),
        ("2099-01-01T00:00:00.123456+0530", "2098-12-31 18:30:00.123456"),
        ("2099-01-01T00:00:00.123456789-09:30", "2099-01-01 09:30:00.123456"),
        (" 2099-01-01 00:00:00 ", "2099-01-01 00:00:00.000000"), ("2099-02-28", "2099-02-28 00:00:00.000000"),
        ("4070908800", "2099-01-01 00:00:00.000000"), ("4070908800123", "2099-01-01 00:00:00.123000"),
    ],
)  # fmt: skip
def test_reads_instants(stack, album, older, text, instant):
    source = older(f"{LACKING}, expires_at VARCHAR(99)")
    row(stack, source, album.id, expires_at=text)
    assert ends(bring(stack, source)) == {"imported: active, the album's own": 1}
    assert expiries(stack, album)[0] == instant


def test_what_is_no_instant_has_passed(stack, album, older):
    source = older(f"{LACKING}, expires_at TEXT")
    texts = (
        "", "next week", "infinity", "NULL", "2099-02-29T00:00:00Z", "2099-02-31T00:00:00Z", "2099-13-01T00:00:00Z",
        "2099-01-01T24:00:00Z", "2099-01-01T00:60:00Z", "2099-01-01T00:00:60Z", "2099-01-01T00:00:00+24:00",
        "2099-01-01T00:00:00+05:", "2099-01-01T00:00:00+5", "2099-01-01T00:00:00 PST", "2099-01-01+00", "0000-00-00",
        "9999-12-31T23:59:59-14:00", "40709088000", "4070908800Z", "01/01/2099", "2099-01-01" + " " * 60 + "BC",
    )  # fmt: skip
    tokens = [row(stack, source, album.id, expires_at=text) for text in texts]
    said = ends(bring(stack, source))
    assert sum(links for end, links in said.items() if "can't be read" in end) == len(texts) == sum(said.values())
    assert [state(album, token) for token in tokens] == ["expired"] * len(texts)


@pytest.mark.parametrize("column", ["VARCHAR(20)", "CHAR(20)", "VARBINARY(20)", "BIT(1)", "TINYINT", "BOOLEAN"])
def test_reads_what_is_true(stack, album, older, column):
    """What isn't clearly so is not so: neither is a link active, nor may its guests change anything."""
    source = older(f"{LACKING}, is_active {column}, is_collaboration {column}")
    true, false = [1], [None, 0]
    if "CHAR" in column or "BINARY" in column:
        true += ["true", "TRUE", " True ", "t", "T", "yes", "on", "On"]
        false += ["", "false", "f", "no", "off", "truee", "tru", "2", "-1", "NULL", "active"]
    elif column != "BIT(1)":
        false += [2, -1]
    doors = {row(stack, source, album.id, is_active=value): "active" for value in true}
    doors |= {row(stack, source, album.id, is_active=value): "revoked" for value in false}
    wanted = [(value in true, row(stack, source, album.id, is_active=true[0], is_collaboration=value))
              for value in true + false]  # fmt: skip
    bring(stack, source)
    assert {token: state(album, token) for token in doors} == doors
    for is_collaboration, token in wanted:
        level = stack.query(f"SELECT l.level FROM links l JOIN door_keys k ON k.link_id = l.id "
                            f"WHERE k.hash = UNHEX(SHA2('{token}', 256))")  # fmt: skip
        assert level.strip() == ("collaborator" if is_collaboration else "viewer")


@pytest.mark.parametrize(
    ("column", "created", "said"),
    [
        ("DATETIME", "1960-01-01 00:00:00", "1970-01-02"), ("DATETIME", "0001-01-01 00:00:00", "1970-01-02"),
        ("DATETIME", "9999-12-31 23:59:59", None), ("DATETIME", "0000-00-00 00:00:00", None), ("DATETIME", None, None),
        ("DATETIME", "2020-02-29 12:00:00", "2020-02-29"), ("TIMESTAMP NULL", "2020-02-29 12:00:00", "2020-02-29"),
        ("VARCHAR(64)", "2020-02-29T23:30:00-01:00", "2020-03-01"),
        ("VARCHAR(64)", "2020-02-29 12:00:00+00", "2020-02-29"),
        ("VARCHAR(64)", "yesterday", None), ("VARCHAR(64)", "1960-01-01T00:00:00Z", "1970-01-02"),
        ("BIGINT", "1577836800", "2020-01-01"), ("BIGINT", "-1", None),
    ],
)  # fmt: skip
def test_links_are_as_old_as_can_be(stack, album, older, column, created, said):
    """Several of the same age come in too: their ids begin alike, and aren't the same."""
    source = older(f"album_id CHAR(36), share_token VARCHAR(200), id CHAR(36), created_at {column}")
    tokens = [row(stack, source, album.id, created_at=created) for _ in range(3)]
    today = stack.query("SELECT UTC_DATE()").strip()
    bring(stack, source)
    assert [state(album, token) for token in tokens] == ["active"] * 3
    links = stack.query(
        "SELECT DATE(created_at), DATE(FROM_UNIXTIME(CONV(LEFT(REPLACE(id, '-', ''), 12), 16, 10) / 1000)), "
        f"created_at <= UTC_TIMESTAMP(6), SUBSTR(id, 15, 1) FROM links WHERE subject_id = '{album.id}'"
    )
    assert links == "\t".join((said or today, said or today, "1", "7")) + "\n" + links.split("\n", 1)[1]
    assert len(set(links.splitlines())) == 1 and len(links.splitlines()) == 3


def test_the_newest_that_opens_becomes_the_album_s_own(stack, album, older):
    source = older(f"{LACKING}, expires_at DATETIME, is_active BOOLEAN")
    for token, created, expiry, is_active in (
        ("an-older-one", "2020-01-01", None, 1), ("the-right-one", "2021-01-01", "2099-01-01", 1),
        ("an-expired-one", "2022-01-01", "2022-02-01", 1), ("a-revoked-one", "2023-01-01", None, 0),
    ):  # fmt: skip
        row(stack, source, album.id, share_token=token + album.id, created_at=created, expires_at=expiry,
            is_active=is_active)  # fmt: skip
    bring(stack, source)
    own = album.owner.get(f"{album.at}/share-link").json()
    assert own["created_at"] == "2021-01-01T00:00:00Z" and own["state"] == "active"


def test_passes_over_what_has_no_place(stack, album, older):
    source = older()
    row(stack, source, "00000000-0000-7000-8000-000000000000")
    row(stack, source, "no id")
    row(stack, source, album.id, share_token="short")
    twice = row(stack, source, album.id, created_at="2020-01-01")
    row(stack, source, album.id, created_at="2020-01-01", share_token=twice)
    row(stack, source, "no album", share_token=twice)
    row(stack, source, album.id, share_token=twice.swapcase())
    own = album.share()
    assert ends(bring(stack, source)) == {
        "imported: active, further": 2, "passed over: no such album": 3, "passed over: no token": 1,
        "passed over: same token twice": 1}  # fmt: skip
    # What the album has stays its own.
    assert album.owner.get(f"{album.at}/share-link").json() == own
    assert album.door(twice).status == album.door(own["token"]).status == 200


def test_passes_over_albums_that_are_gone(stack, album, older):
    """One that can still be restored comes back with its links; one that was cleared does not."""
    gone = Album(stack, album.owner)
    for each in (album, gone):
        assert each.owner.call("DELETE", each.at).status == 204
    stack.query(f"UPDATE albums SET purge_at = NULL WHERE id = '{gone.id}'")
    source = older()
    token = row(stack, source, album.id)
    row(stack, source, gone.id)
    assert ends(bring(stack, source)) == {"imported: active, the album's own": 1, "passed over: no such album": 1}
    assert album.owner.post(f"{album.at}/restore", {}).status == 200
    assert state(album, token) == "active"


def records(stack, album: Album) -> list[dict[str, str]]:
    """An album's audit records, after their chain was found whole: each hash is of the one before and of
    every column, a column as its length, a colon and its text; the head lies on the album."""
    names = "seq at action actor_kind actor_id outcome detail personal_digest hash salt address_prefix".split()
    columns = "r.seq, r.at, action, actor_kind, actor_id, outcome, detail, HEX(personal_digest), HEX(hash), HEX(salt)"
    rows = stack.query(
        f"SELECT {columns}, address_prefix FROM audit_records r JOIN audit_personal p USING (subject_id, seq) "
        f"WHERE subject_id = '{album.id}' ORDER BY seq"
    )
    found = [dict(zip(names, line.split("\t"), strict=True)) for line in rows.splitlines()]
    head = "00" * 32
    for seq, record in enumerate(found, 1):
        at = datetime.datetime.fromisoformat(record["at"])
        spec = "seconds" if not at.microsecond else "microseconds" if at.microsecond % 1000 else "milliseconds"
        salted = bytes.fromhex(record["salt"]) + record["address_prefix"].encode()
        digest = hashlib.sha256(salted).hexdigest()
        assert record["personal_digest"].lower() == digest
        actor = record["actor_id"].replace("NULL", "")
        texts = [album.id, str(seq), at.isoformat(timespec=spec) + "Z", record["action"], record["actor_kind"], actor,
                 record["outcome"], record["detail"], digest]  # fmt: skip
        canonical = "".join(f"{len(text.encode())}:{text}" for text in texts)
        head = hashlib.sha256(bytes.fromhex(head) + canonical.encode()).hexdigest()
        assert record["hash"].lower() == head, record
    assert stack.query(f"SELECT audit_seq, LOWER(HEX(audit_hash)) FROM albums WHERE id = '{album.id}'").split() == [
        str(len(found)), head]  # fmt: skip
    return found


def test_the_chain_tells_of_what_came(stack, album, older):
    """Between what the application wrote before and after, whose hashes are made in the same way."""
    empty = Album(stack, album.owner)
    stack.query(f"DELETE FROM audit_records WHERE subject_id = '{empty.id}'")
    stack.query(f"DELETE FROM audit_personal WHERE subject_id = '{empty.id}'")
    stack.query(f"UPDATE albums SET audit_seq = 0, audit_hash = NULL WHERE id = '{empty.id}'")
    before = records(stack, album)
    source = older(f"{LACKING}, expires_at DATETIME(6), is_active BOOLEAN, is_collaboration BOOLEAN")
    row(stack, source, empty.id, is_active=1, is_collaboration=1)
    for expiry, is_active in (
        ("2099-01-01", 1), ("2099-01-01 00:00:00.5", 0), ("2099-01-01 00:00:00.000001", 1), (None, 1)
    ):  # fmt: skip
        row(stack, source, album.id, expires_at=expiry, is_active=is_active, is_collaboration=0)
    bring(stack, source, apply=0)
    assert records(stack, album) == before
    for _ in range(2):
        bring(stack, source)
    assert album.owner.call("DELETE", f"{album.at}/share-link").status == 204
    (first,) = records(stack, empty)
    assert json.loads(first["detail"]).items() > {"level": "collaborator", "is_revoked": False}.items()
    *_, one, two, three, four, last = after = records(stack, album)
    assert after[: len(before)] == before and len(after) == len(before) + 5 and last["action"] == "link.revoked"
    details = {}
    for record in (one, two, three, four):
        assert (record["action"], record["actor_kind"], record["outcome"]) == ("link.imported", "system", "done")
        detail = json.loads(record["detail"])
        details[detail.pop("link_id")] = detail
    assert {detail["expires_at"]: detail["is_revoked"] for detail in details.values()} == {
        "2099-01-01T00:00:00Z": False, "2099-01-01T00:00:00.500Z": True, "2099-01-01T00:00:00.000001Z": False,
        None: False}  # fmt: skip
    assert {detail["level"] for detail in details.values()} == {"viewer"}
    # Told of under the link, as what the application records is.
    for link in album.owner.get(f"{album.at}/share-links").json()["share_links"]:
        (event,) = album.owner.get(f"{album.at}/share-links/{link['id']}/events").json()["events"]
        assert event["action"] == "link.imported" and event["detail"]["expires_at"] == link["expires_at"]


def test_all_of_it_or_nothing(stack, album, older):
    """What fails in the middle leaves neither links nor records."""
    source = older()
    row(stack, source, album.id)
    before = records(stack, album)
    stack.query(
        "INSERT INTO audit_personal SELECT subject_id, seq + 1, salt, address_prefix FROM audit_personal "
        f"WHERE subject_id = '{album.id}' AND seq = {len(before)}"
    )
    assert ends(bring(stack, source)) == {}
    assert stack.query(f"SELECT COUNT(*) FROM links WHERE subject_id = '{album.id}'").strip() == "0"
    stack.query(f"DELETE FROM audit_personal WHERE subject_id = '{album.id}' AND seq > {len(before)}")
    assert records(stack, album) == before
    assert ends(bring(stack, source)) == {"imported: active, the album's own": 1}


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
