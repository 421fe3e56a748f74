import Foundation
import Primitives
import Testing
@testable import Mail

@Suite struct MailMessageTests {
  static let naughty = [
    "a\r\nBcc: evil@x.example", "a\nBcc: evil@x.example", "a\rBcc: x", "a\0b", "\u{2028}Bcc: x",
    "\r\n\r\nbody", "=?UTF-8?B?QmNj?=", " leading", "trailing ", "\"; drop", "<evil@x.example>",
    "a, b@x.example", "مرحبا", "\u{202E}evil", "🙂🙂", "", String(repeating: "long ", count: 400),
    String(repeating: "ü", count: 998), "--=_boundary",
  ]

  private func message(subject: String = "S", name: String? = nil, text: String = "T") throws
    -> String
  {
    let from = try #require(MailAddress(parsing: "Waylink <post@waylink.example>"))
    let to = try #require(MailAddress("ann@x.example", name: name))
    let date = Instant(microseconds: 1_771_063_445_000_000)
    let message = MailMessage(
      id: .zero, from: from, to: to, subject: subject, text: text, html: Array("<p>H</p>".utf8),
      language: "en", date: date)
    return String(decoding: message.bytes, as: UTF8.self)
  }

  /// The headers by RFC 5322: lines unfolded, up to the empty one.
  private func headers(_ message: String) throws -> [String] {
    let head = try #require(message.components(separatedBy: "\r\n\r\n").first)
    return head.replacingOccurrences(of: "\r\n ", with: " ").components(separatedBy: "\r\n")
  }

  private static let names = [
    "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version",
    "Content-Language", "Content-Type",
  ]

  @Test(arguments: naughty) func nothingAddsAHeader(_ text: String) throws {
    let message = try message(subject: text, name: text)
    let headers = try headers(message)
    #expect(headers.map { $0.prefix { $0 != ":" } }.map(String.init) == Self.names)
    #expect(message.utf8.allSatisfy { $0 < 0x7F })
    for line in message.components(separatedBy: "\r\n") {
      #expect(!line.contains("\n") && !line.contains("\r"))
      #expect(line.utf8.count <= 78)
    }
  }

  @Test func saysWhatItIs() throws {
    let headers = try headers(try message(subject: "Set a new password", name: "Ann"))
    #expect(headers[0] == "Date: Sat, 14 Feb 2026 10:04:05 +0000")
    #expect(headers[1] == "From: Waylink <post@waylink.example>")
    #expect(headers[2] == "To: Ann <ann@x.example>")
    #expect(headers[3] == "Subject: Set a new password")
    #expect(headers[4] == "Message-ID: <\(UUID.zero)@waylink.example>")
  }

  @Test(arguments: [
    "", "a=b", "tab\t\nspace \nend", "ü 🙂", String(repeating: "x", count: 500), ".\n..\nFrom x",
    "no line feed", "one\r\ntwo\r\n", String(repeating: "ü", count: 200), "\u{0}\u{7F}",
  ])
  func textsComeBack(_ text: String) throws {
    let encoded = String(
      decoding: QuotedPrintable.encode(Array(text.utf8)), as: UTF8.self)
    #expect(encoded.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
    var bytes: Bytes = []
    var rest = Array(encoded.replacingOccurrences(of: "=\r\n", with: "").utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "=") {
        let pair = String(decoding: rest.prefix(2), as: UTF8.self)
        bytes.append(try #require(UInt8(pair, radix: 16)))
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    let plain = text.replacingOccurrences(of: "\r\n", with: "\n")
    let back = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    #expect(back == (plain.hasSuffix("\n") ? plain : plain + "\n"))
  }

  @Test(arguments: [
    "", "a", "@x", "a@", "a@b@c", "a b@x", "a@x>", "a\r\n@x", "<a@x>", "a,b@x", "a@x\0", "\"a\"@x",
    "-a@x", "a@x y", "a;b@x", "a@[127.0.0.1]", "a\u{200B}@x",
  ])
  func whatIsNoAddressIsNone(_ text: String) {
    #expect(MailAddress(text) == nil)
  }

  @Test func addressesAreReadWithTheirNames() throws {
    #expect(MailAddress("jörg@müller.example")?.domain == "müller.example")
    let named = try #require(MailAddress(parsing: "Way < Link <a@x.example>"))
    #expect(named.name == "Way < Link" && named.address == "a@x.example")
    #expect(MailAddress(parsing: "<a@x.example>")?.name == nil)
    #expect(MailAddress(parsing: "A <a@x.example") == nil)
  }

  @Test(arguments: [
    ("smtp://mail.example", "mail.example"), ("smtps://mail.example:465", "mail.example"),
    ("smtp://[::1]:25", "[::1]"), ("smtp://127.0.0.1:2525", "127.0.0.1"), ("http://x", nil),
    ("smtp://", nil), ("smtp://x/y", nil), ("smtp://u:p@x", nil), ("smtp://x:0", nil),
    ("smtp://x:99999", nil), ("smtp://[::1", nil), ("smtp://x:", nil), ("smtp://:25", nil),
  ])
  func serversAreHostsAndPorts(_ url: String, _ host: String?) {
    #expect(MailServer.host(of: url) == host)
  }

  @Test func whereNobodyListensIsForLater() throws {
    let server = try #require(
      MailServer(url: "smtp://127.0.0.1:1", protection: .none, timeout: 5))
    let to = try #require(MailAddress("a@x.example"))
    let message = MailMessage(
      id: .zero, from: to, to: to, subject: "S", text: "T", html: [], language: "en", date: .now())
    #expect(server.send(message) == .later("connection"))
  }
}
