import Primitives

/// One message to one person, in two forms of which their program shows one (RFC 5322, RFC 2046
/// §5.1.4).
///
/// What stands in it can't break it, whatever it is: names and subjects are encoded where they aren't
/// plain, addresses were checked, and no encoded body can hold the boundary.
package struct MailMessage: Sendable {
  /// Makes the Message-ID, so that a message that is sent again is known as the same.
  package let id: UUID
  package let from: MailAddress
  package let to: MailAddress
  package let subject: String
  package let text: String
  /// A whole page, in UTF-8.
  package let html: Bytes
  /// BCP 47.
  package let language: StaticString
  package let date: Instant

  package init(
    id: UUID, from: MailAddress, to: MailAddress, subject: String, text: String, html: Bytes,
    language: StaticString, date: Instant
  ) {
    self.id = id
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.language = language
    self.date = date
  }

  /// As it is sent, with CRLF throughout.
  package var bytes: Bytes {
    // `=_` stands in no quoted-printable text.
    let boundary = "=_\(id)"
    var message: Bytes = []
    func line(_ text: String) {
      message += Array(text.utf8) + [0x0D, 0x0A]
    }
    line("Date: \(Self.date(date))")
    line("From: \(Self.mailbox(from))")
    line("To: \(Self.mailbox(to))")
    line("Subject: \(HeaderText.unstructured(subject))")
    line("Message-ID: <\(id)@\(from.domain)>")
    line("Auto-Submitted: auto-generated")
    line("MIME-Version: 1.0")
    line("Content-Language: \(language)")
    line("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"")
    for (type, body) in [("text/plain", Array(text.utf8)), ("text/html", html)] {
      line("")
      line("--\(boundary)")
      line("Content-Type: \(type); charset=utf-8")
      line("Content-Transfer-Encoding: quoted-printable")
      line("")
      message += QuotedPrintable.encode(body)
    }
    line("")
    line("--\(boundary)--")
    return message
  }

  /// The address on a line of its own behind a name, which may be long.
  private static func mailbox(_ address: MailAddress) -> String {
    guard let name = address.name else { return "<\(address.address)>" }
    return "\(HeaderText.phrase(name))\r\n <\(address.address)>"
  }

  /// RFC 5322 §3.3, in UTC.
  private static func date(_ instant: Instant) -> String {
    let time = CivilTime(instant)
    // The first of January 1970 was a Thursday.
    let day = (Int(instant.seconds / 86_400 % 7) + 11) % 7
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    var text: Bytes = Array("\(days[day]), \(time.day) \(months[time.month - 1]) ".utf8)
    text.appendDigits(time.year, width: 4)
    for (separator, number) in [(" ", time.hour), (":", time.minute), (":", time.second)] {
      text.append(text: separator)
      text.appendDigits(number, width: 2)
    }
    return String(decoding: text, as: UTF8.self) + " +0000"
  }
}
