"""A mail server as strangers run them: with TLS and a login, and with all that goes wrong there."""

import asyncio
import contextlib
import dataclasses
import email
import email.policy
import pathlib
import re
import ssl
import subprocess
import time
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "waylink", "only-for-this-test-7"


@dataclasses.dataclass
class Mail:
    """A message that was taken over, or at least read whole."""

    to: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)

    def part(self, kind: str) -> str:
        return self.message.get_body((kind,)).get_content()

    @property
    def link(self) -> str:
        """The path that the message's link leads to."""
        return re.search(r"^https?://[^/\s]+(/\S+)\s*$", self.part("plain"), re.M)[1]


class Mailbox(Controller):
    """What it does is its mode: `accept`, `later` (4xx), `refuse` (5xx to the recipient), `stall` and `drop` (after
    the whole message was read), `hang up` (at once)."""

    def __init__(self, folder: pathlib.Path, has_starttls: bool = True, name: str = "127.0.0.1"):
        self.mode = "accept"
        self.mails: list[Mail] = []
        self.seen: list[Mail] = []
        self.authority, certificate, key = _certificates(folder, name)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        super().__init__(
            self, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True, tls_context=context if has_starttls else None,
            require_starttls=has_starttls, auth_required=has_starttls, authenticator=self._authenticate,
        )

    def factory(self) -> SMTP:
        mailbox = self

        class Session(SMTP):
            def connection_made(self, transport) -> None:
                super().connection_made(transport)
                if mailbox.mode == "hang up":
                    transport.abort()

        return Session(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        # It would look for itself at port 0.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def _authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()))

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.mode == "refuse":
            return "550 5.1.1 nobody of this name"
        if self.mode == "later":
            return "451 4.3.0 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        mail = Mail(envelope.rcpt_tos[0], envelope.original_content or envelope.content)
        self.seen.append(mail)
        if self.mode == "stall":
            await asyncio.sleep(60)
        if self.mode == "drop":
            server.transport.abort()
            return "421 gone"
        self.mails.append(mail)
        return "250 taken over"

    def to(self, address: str, count: int = 1, seconds: float = 10) -> list[Mail]:
        """The messages to one address, once there are so many."""
        deadline = time.monotonic() + seconds
        while len(found := [mail for mail in self.mails if mail.to == address]) < count:
            assert time.monotonic() < deadline, f"{len(found)} messages to {address}, not {count}, in {seconds} s"
            time.sleep(0.05)
        assert len(found) == count
        return found

    def settings(self) -> dict[str, str]:
        """For `waylink`."""
        return {
            "WAYLINK_MAIL_URL": f"smtp://127.0.0.1:{self.port}", "WAYLINK_MAIL_FROM": "Waylink <post@waylink.example>",
            "WAYLINK_MAIL_USER": USER, "WAYLINK_MAIL_PASSWORD": PASSWORD, "WAYLINK_MAIL_CA": str(self.authority),
            "WAYLINK_MAIL_TIMEOUT": "3",
        }  # fmt: skip


@contextlib.contextmanager
def open_mailbox(folder: pathlib.Path, **options):
    mailbox = Mailbox(folder, **options)
    mailbox.start()
    try:
        yield mailbox
    finally:
        mailbox.stop()


def _certificates(folder: pathlib.Path, name: str) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    """An authority of its own, and what it says of an address."""
    folder.chmod(0o755)  # another user reads it, where root runs the tests

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=30)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=Authority", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *key, "-subj", f"/CN={name}", "-keyout", "server.key", "-out", "server.csr")
    (folder / "names").write_text(f"subjectAltName=IP:{name}\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "server.pem")  # fmt: skip
    return folder / "ca.pem", folder / "server.pem", folder / "server.key"
