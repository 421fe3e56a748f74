"""Messages: what is sent to whom, by `waylink work` and a mail server that isn't always kind."""

import os
import pathlib
import re
import secrets
import shutil
import signal
import tempfile
import time

import pytest
from client import Client, Company, Member, is_problem
from mailbox import PASSWORD, Mail, Mailbox, open_mailbox
from stacks import Stack, is_running, wait_until
from test_albums import Album, soon
from test_console import Browser


@pytest.fixture(scope="module")
def mailbox():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="waylink-mail-"))
    try:
        with open_mailbox(folder) as mailbox:
            yield mailbox
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def mailing(stack: Stack, mailbox: Mailbox):
    """A stack that sends messages."""
    with Stack.own(stack.executable, **mailbox.settings()) as mailing:
        mailing.note(PASSWORD)
        yield mailing


@pytest.fixture(autouse=True)
def kind(mailbox: Mailbox):
    mailbox.mode = "accept"
    mailbox.seen.clear()


@pytest.fixture
def member(mailing: Stack) -> Member:
    return Member(mailing)


@pytest.fixture
def stranger(mailing: Stack):
    client = Client(mailing.port)
    yield client
    client.close()


def ask(client: Client, address: str) -> None:
    answer = client.post("/v1/auth/password-reset", {"email": address})
    assert answer.status == 202 and answer.json() == {"email": "queued"}, answer.body


def token(stack: Stack, mail) -> str:
    return stack.note(mail.link.removeprefix("/console/password-reset/"))


def set_password(client: Client, token: str, password: str):
    return client.post("/v1/auth/password-reset/confirm", {"token": token, "password": password})


def workers(stack: Stack) -> list[int]:
    """The worker itself, below what keeps it running."""
    supervisor = int((stack.home / "run" / "worker.pid").read_text().split()[0])
    children = pathlib.Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    commands = {int(child): pathlib.Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [child for child, command in commands.items() if command.endswith(b"waylink\0work\0")]


def states(stack: Stack, kind: str = "password_reset") -> list[list[str]]:
    """Of the messages of a kind, the oldest first: state, attempts, error, and whether it still says anything."""
    found = stack.query(f"SELECT state, attempts, IFNULL(last_error, '-'), sealed IS NOT NULL OR seal_key_id IS NOT NULL"
                        f" FROM outbox WHERE kind = '{kind}' ORDER BY id")  # fmt: skip
    return [line.split("\t") for line in found.splitlines()]


def newest(stack: Stack) -> list[str]:
    return states(stack)[-1]


def hurry(stack: Stack) -> None:
    """As if all that was put off had waited for long enough."""
    stack.query("UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(6) WHERE state = 'waiting' AND lease_id IS NULL")


# --- A new password ---


def test_a_forgotten_password(mailing, mailbox, member, stranger):
    key = member.post(f"/api/workspaces/{member.workspace}/api-keys", {"name": "K"}).json()["key"]
    mailing.note(key)
    ask(stranger, member.email.upper())
    [mail] = mailbox.to(member.email)
    assert mail.message["Subject"] == "Set a new password"
    assert mail.message["From"] == "Waylink <post@waylink.example>"
    assert mail.message["To"] == f"A. Stranger <{member.email}>" or str(mail.message["To"]).endswith(f"<{member.email}>")
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f-]{36}@waylink\.example>", mail.message["Message-ID"])
    assert mail.link in mail.part("html") and "30 minutes" in mail.part("html")
    password, secret = mailing.note(secrets.token_urlsafe(15)), token(mailing, mail)
    bad = set_password(stranger, secret, "short")
    assert bad.status == 400 and bad.json()["errors"][0]["field"] == "password"
    assert set_password(stranger, secret, password).status == 204
    # Once, everywhere, and the owner is told.
    again = set_password(stranger, secret, secrets.token_urlsafe(15))
    assert again.status == 400 and is_problem(again, "reset_token_invalid")
    assert member.get("/v1/me").status == 401
    assert Client(mailing.port, key).get("/v1/me").status == 200
    assert stranger.post("/v1/auth/login", {"email": member.email, "password": member.password}).status == 401
    assert stranger.post("/v1/auth/login", {"email": member.email, "password": password}).status == 200
    _, told = mailbox.to(member.email, 2)
    assert told.message["Subject"] == "Your password was changed"
    actions = mailing.query(
        f"SELECT action FROM audit_records WHERE subject_id = '{member.registered['account']['id']}' ORDER BY seq")
    assert actions.split()[-3:-1] == ["account.password_reset_requested", "account.password_reset"]
    wait_until(lambda: newest(mailing) == ["sent", "1", "-", "0"], what="wiping")


def test_nobody_learns_who_has_an_account(mailing, mailbox, member, stranger):
    unknown = f"{secrets.token_hex(8)}@nobody.example"
    answers = [stranger.post("/v1/auth/password-reset", {"email": address}) for address in (member.email, unknown)]
    assert answers[0].status == answers[1].status == 202
    assert answers[0].body == answers[1].body
    mailbox.to(member.email)
    wait_until(lambda: states(mailing)[-1][0] == "dropped", what="the message to nobody")
    assert not any(mail.to == unknown for mail in mailbox.mails)


def test_the_newer_link_ends_the_older(mailing, mailbox, member, stranger):
    ask(stranger, member.email)
    mailbox.to(member.email)
    ask(stranger, member.email)
    older, newer = (token(mailing, mail) for mail in mailbox.to(member.email, 2))
    password = mailing.note(secrets.token_urlsafe(15))
    assert is_problem(set_password(stranger, older, password), "reset_token_invalid")
    assert set_password(stranger, newer, password).status == 204


def test_a_link_lasts_half_an_hour(mailing, mailbox, member, stranger):
    ask(stranger, member.email)
    secret = token(mailing, mailbox.to(member.email)[0])
    account = member.registered["account"]["id"]
    mailing.query(f"UPDATE password_resets SET expires_at = UTC_TIMESTAMP(6) WHERE account_id = '{account}'")
    assert is_problem(set_password(stranger, secret, secrets.token_urlsafe(15)), "reset_token_invalid")


def test_a_mailbox_can_not_be_flooded(mailing, mailbox, member, stranger):
    statuses = [stranger.post("/v1/auth/password-reset", {"email": member.email}) for _ in range(8)]
    assert [answer.status for answer in statuses] == [202] * 6 + [429] * 2
    assert is_problem(statuses[-1], "too_many_attempts") and int(statuses[-1].headers["Retry-After"]) > 0
    # Silently fewer; each newer one makes those before it pointless.
    wait_until(lambda: all(state[0] != "waiting" for state in states(mailing)), what="all messages")
    assert 1 <= sum(mail.to == member.email for mail in mailbox.mails) <= 3


def test_the_pages_of_a_forgotten_password(mailing, mailbox, member):
    browser = Browser(mailing)
    assert b'href="/console/password-reset"' in browser.visit("/console/sign-in").plain
    page = browser.visit("/console/password-reset")
    bad = browser.send(page, "/console/password-reset", email="nobody")
    assert bad.status == 400 and b"nobody" in bad.plain
    sent = browser.send(page, "/console/password-reset", email=member.email)
    assert sent.status == 200 and b"Look into your mail" in sent.plain
    path = "/console/password-reset/" + token(mailing, mailbox.to(member.email)[0])
    page = browser.visit(path)
    assert page.status == 200 and page.headers["Referrer-Policy"] == "no-referrer"
    assert browser.send(page, path, password="short").status == 400
    password = mailing.note(secrets.token_urlsafe(15))
    done = browser.send(page, path, password=password)
    assert done.status == 303 and done.headers["Location"] == "/console/sign-in", done.plain
    assert b"Your new password is set" in browser.visit("/console/sign-in").plain
    dead = browser.visit(path)
    assert dead.status == 400 and b"does not work any more" in dead.plain
    entered = browser.send(browser.visit("/console/sign-in"), "/console/sign-in", email=member.email, password=password)
    assert entered.status == 303


# --- Other kinds ---


def test_an_invitation_and_another(mailing, mailbox, member):
    address = f"{secrets.token_hex(8)}@new.example"
    path = f"/api/workspaces/{member.workspace}/memberships"
    made = member.post(path, {"email": address, "role": "admin"})
    assert made.status == 202 and made.json()["email"] == "queued"
    [first] = mailbox.to(address)
    assert first.message["Subject"] == "A. Stranger invites you to W"
    assert member.post(path, {"email": address, "role": "member"}).status == 202
    second = mailbox.to(address, 2)[1]
    for mail in (first, second):
        mailing.note(mail.link.removeprefix("/console/invited/"))
    browser = Browser(mailing)
    assert browser.visit(first.link).status == 404
    page = browser.visit(second.link)
    assert page.status == 200 and address.encode() in page.plain and b"Join W" in page.plain
    joined = browser.send(page, second.link, name="New", email=address, password=mailing.note(secrets.token_urlsafe(15)))
    assert joined.status == 303, joined.plain
    roles = {item["email"]: item["role"] for item in member.get(path).json()["memberships"]}
    assert roles[address] == "member"
    assert browser.visit(second.link).status == 404
    for expected in (202, 202, 202, 202, 429):
        other = member.post(path, {"email": "flooded@new.example", "role": "member"})
        assert other.status == expected
    assert is_problem(other, "too_many_messages")


def test_a_withdrawn_invitation_is_not_sent(mailing, mailbox, member):
    mailbox.mode = "later"
    address = f"{secrets.token_hex(8)}@new.example"
    path = f"/api/workspaces/{member.workspace}/memberships"
    made = member.post(path, {"email": address, "role": "member"}).json()["invitation"]
    wait_until(lambda: states(mailing, "invitation")[-1][:3] == ["waiting", "1", "smtp_451"], what="the first try")
    assert member.call("DELETE", f"{path}/{made['id']}").status == 204
    mailbox.mode = "accept"
    hurry(mailing)
    wait_until(lambda: states(mailing, "invitation")[-1] == ["dropped", "2", "-", "0"], what="dropping")
    assert not any(mail.to == address for mail in mailbox.mails)


def test_a_changed_password_is_told_in_ones_own_language(mailing, mailbox, stranger):
    address, password = f"{secrets.token_hex(8)}@stranger.example", mailing.note(secrets.token_urlsafe(15))
    name = "מיכל, \"the <boss>\" 🙂"
    made = stranger.call("POST", "/v1/auth/register", {
        "email": address, "password": password, "name": name, "workspace_name": "W"}, {"Accept-Language": "es"})
    assert made.status == 201, made.body
    person = Client(mailing.port, mailing.note(made.json()["access_token"]))
    changed = person.post("/v1/auth/password", {
        "current_password": password, "new_password": mailing.note(secrets.token_urlsafe(15))})
    assert changed.status == 204
    [mail] = mailbox.to(address)
    assert mail.message["Subject"] == "Tu contraseña ha cambiado"
    assert mail.message["To"].addresses[0].display_name == name
    assert mail.message["To"].addresses[0].addr_spec == address
    assert mail.message["Content-Language"] == "es"


def test_what_one_wants_to_be_told(mailing, member):
    shown = member.get("/v1/me/messages")
    assert shown.status == 200
    assert shown.json() == {"language": "en", "messages": [
        {"kind": "password_reset", "enabled": True, "switchable": False},
        {"kind": "password_changed", "enabled": True, "switchable": False},
        {"kind": "link_expires", "enabled": True, "switchable": True}]}  # fmt: skip
    changed = member.call("PATCH", "/v1/me/messages", {
        "language": "es", "messages": [{"kind": "link_expires", "enabled": False}]})
    assert changed.status == 200 and changed.json()["language"] == "es"
    assert changed.json()["messages"][2]["enabled"] is False
    for kind in ("password_reset", "posting_waits", "nothing"):
        refused = member.call("PATCH", "/v1/me/messages", {"messages": [{"kind": kind, "enabled": False}]})
        assert refused.status == 400 and refused.json()["errors"][0]["field"] == "messages[0].kind"
    refused = member.call("PATCH", "/v1/me/messages", {"language": "xx", "messages": [{}, 1]})
    fields = {error["field"] for error in refused.json()["errors"]}
    assert fields == {"language", "messages[0].kind", "messages[0].enabled", "messages[1]"}
    assert member.get("/v1/me/messages").json() == changed.json()
    company = Company(mailing)
    kinds = [item["kind"] for item in company.get("/v1/me/messages").json()["messages"]]
    assert kinds == ["password_reset", "password_changed", "posting_waits", "link_expires"]


# --- A server that isn't kind ---


def test_it_comes_back_after_a_while(mailing, mailbox, member, stranger):
    for mode, error in (("later", "smtp_451"), ("hang up", "connection"), ("stall", "unknown"), ("drop", "unknown")):
        mailbox.mode = mode
        ask(stranger, other := Member(mailing).email)
        wait_until(lambda: newest(mailing)[1:3] == ["1", error], 15, f"{mode}: {newest(mailing)}")
        state, _, _, says = newest(mailing)
        assert (state, says) == ("waiting", "1")
        pause = float(mailing.query("SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), MAX(next_attempt_at)) / 1e6"
                                    " FROM outbox WHERE state = 'waiting' AND kind = 'password_reset'"))  # fmt: skip
        assert 40 < pause <= 72
        handed = [mail.message["Message-ID"] for mail in mailbox.seen if mail.to == other]
        mailbox.mode = "accept"
        hurry(mailing)
        [mail] = mailbox.to(other)
        assert all(known == mail.message["Message-ID"] for known in handed)
        assert (len(handed) > 0) == (error == "unknown")
        secret = token(mailing, mail)
        wait_until(lambda: newest(mailing) == ["sent", "2", "-", "0"], what="wiping")
        # The link is the one that may have been on its way before.
        assert set_password(stranger, secret, mailing.note(secrets.token_urlsafe(15))).status == 204


def test_who_is_refused_for_good_is_given_up(mailing, mailbox, member, stranger):
    mailbox.mode = "refuse"
    ask(stranger, member.email)
    wait_until(lambda: newest(mailing) == ["dead", "1", "smtp_550", "0"], what="giving up")
    metrics = Client(mailing.port).get("/metrics/1")
    assert re.search(rb'^waylink_outbox_messages\{state="dead"\} [1-9]', metrics.plain, re.M), metrics.plain


def test_a_certificate_of_another_authority(mailing, mailbox, member, stranger):
    theirs = mailbox.authority.read_bytes()
    with tempfile.TemporaryDirectory() as folder, open_mailbox(pathlib.Path(folder)) as other:
        mailbox.authority.write_bytes(other.authority.read_bytes())
        try:
            ask(stranger, member.email)
            wait_until(lambda: newest(mailing)[1:3] == ["1", "tls"], what=f"the refusal: {newest(mailing)}")
        finally:
            mailbox.authority.write_bytes(theirs)
    assert not any(mail.to == member.email for mail in mailbox.seen)
    hurry(mailing)
    mailbox.to(member.email)


@pytest.mark.parametrize("server", [{"has_starttls": False}, {"name": "127.0.0.2"}], ids=["no TLS", "another's name"])
def test_who_may_be_somebody_else_is_told_nothing(stack, server):
    with tempfile.TemporaryDirectory() as folder, open_mailbox(pathlib.Path(folder), **server) as other:
        with Stack.own(stack.executable, **other.settings()) as own:
            own.note(PASSWORD)
            ask(Client(own.port), Member(own).email)
            wait_until(lambda: newest(own)[1:3] == ["1", "tls"], what=f"the refusal: {newest(own)}")
        assert not other.seen


def test_a_worker_is_killed_while_it_sends(mailing, mailbox, member, stranger):
    mailbox.mode = "stall"
    [worker] = workers(mailing)
    ask(stranger, member.email)
    wait_until(lambda: mailbox.seen, what="the first try")
    os.kill(worker, signal.SIGKILL)
    first = mailbox.seen[0].message["Message-ID"]
    mailbox.mode = "accept"
    killed = time.monotonic()
    [mail] = mailbox.to(member.email, seconds=30)
    # Not before the lease has ended, which is of 16 s here.
    assert time.monotonic() - killed > 10
    assert mail.message["Message-ID"] == first
    wait_until(lambda: newest(mailing) == ["sent", "2", "-", "0"], what="the end")


def test_a_worker_ends_when_it_is_told_to(mailing, mailbox, member, stranger):
    mailbox.mode = "stall"
    wait_until(lambda: workers(mailing), what="a worker")
    [worker] = workers(mailing)
    ask(stranger, member.email)
    wait_until(lambda: mailbox.seen, what="the first try")
    os.kill(worker, signal.SIGTERM)
    log = mailing.home / "logs" / "worker.log"
    wait_until(lambda: not is_running(worker), 10, f"its end: {log.read_text()[-600:]}")
    # It has waited for what it sent, and noted what came of it.
    assert newest(mailing)[:3] == ["waiting", "1", "unknown"]


def test_no_word_of_a_message_is_left(mailing, mailbox, tmp_path):
    log = (mailing.home / "logs" / "worker.log").read_text()
    assert "password_reset: sent" in log
    dump = tmp_path / "dump.sql"
    mailing.dump(dump)
    texts = [log, dump.read_text(errors="replace")] + [
        path.read_text(errors="replace") for path in mailing.logs() if path.is_file()]
    for secret in mailing.secrets:
        assert not any(secret in text for text in texts), secret
    for mail in mailbox.mails:
        assert mail.to not in log


# --- Without ---


def test_without_a_mail_server(stack):
    member, stranger = Member(stack), Client(stack.port)
    answer = stranger.post("/v1/auth/password-reset", {"email": member.email})
    assert answer.status == 202 and answer.json() == {"email": "not_configured"}
    invited = member.post(f"/api/workspaces/{member.workspace}/memberships", {
        "email": f"{secrets.token_hex(8)}@new.example", "role": "member"})
    assert invited.status == 202 and invited.json()["email"] == "not_configured"
    assert stack.query("SELECT COUNT(*) FROM outbox").strip() == "0"
    assert b"sends no e-mail" in Browser(stack).visit("/console/password-reset").plain
    assert "WAYLINK_MAIL_URL is not set" in (stack.home / "logs" / "worker.log").read_text()


# --- Who wants to post ---


def test_a_client_hears_of_who_waits_for_its_word(mailing, mailbox, member):
    client = Company(mailing)
    client.ask_first()
    member.job(connection_id=client.connection_id)
    [mail] = mailbox.to(client.email)
    name = member.registered["workspace"]["name"]
    assert name in str(mail.message["Subject"]) + mail.part("plain") and mail.link == "/console/client/workspaces"
    # Once, whatever else it posts; and nobody is told what they have switched off.
    member.job(connection_id=client.connection_id)
    assert client.call("PATCH", "/v1/me/messages", {"messages": [{"kind": "posting_waits", "enabled": False}]}).status == 200
    Member(mailing).job(connection_id=client.connection_id)
    wait_until(lambda: [row[0] for row in states(mailing, "posting_waits")][-2:] == ["sent", "dropped"],
               what="the end of both")  # fmt: skip
    assert len(mailbox.to(client.email)) == 1


# --- Links that are about to expire ---


def test_an_owner_hears_once_before_a_link_expires(mailing, mailbox, member):
    album = Album(mailing, member)
    link = album.share(expires_at=soon(7200), remind_before_hours=1)
    assert link["remind_before_hours"] == 1

    def mails() -> list[Mail]:
        return [mail for mail in mailbox.mails if mail.to == member.email]

    def let_it_be_due() -> None:
        mailing.query(f"UPDATE links SET remind_at = UTC_TIMESTAMP(6), expires_at = UTC_TIMESTAMP(6) + INTERVAL 50 MINUTE"
                      f" WHERE id = '{link['id']}' AND remind_at IS NOT NULL")  # fmt: skip

    def is_settled() -> bool:
        return mailing.query(f"SELECT remind_at IS NULL FROM links WHERE id = '{link['id']}'").strip() == "1"

    assert not mails()
    let_it_be_due()
    wait_until(mails, seconds=90, what="the message")
    [mail] = mails()
    assert "The lake" in str(mail.message["Subject"]) + mail.part("plain")
    assert mail.link.startswith(f"/console/albums/{album.id}") and link["token"] not in mail.content.decode()
    # Who extends it hears of the new end; who takes it back, of none.
    album.share(expires_at=soon(9000))
    let_it_be_due()
    wait_until(lambda: len(mails()) == 2, seconds=90, what="the second message")
    album.share(expires_at=soon(9900))
    assert album.owner.call("DELETE", f"{album.at}/share-link").status == 204
    let_it_be_due()
    wait_until(is_settled, seconds=90, what="the next round")
    assert len(mails()) == 2
