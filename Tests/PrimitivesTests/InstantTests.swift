import Primitives
import Testing

@Suite struct InstantTests {
  @Test(arguments: [
    ("2026-02-13T12:00:00Z", "2026-02-13T12:00:00Z"),
    ("2026-02-13t12:00:00.5z", "2026-02-13T12:00:00.500Z"),
    ("2026-02-13T12:00:00.123456789+01:30", "2026-02-13T10:30:00.123456Z"),
    ("2024-02-29T23:59:59-00:01", "2024-03-01T00:00:59Z"),
    ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
  ])
  func readsAndWrites(text: String, canonical: String) throws {
    #expect(try #require(Instant(iso8601: text)).iso8601 == canonical)
  }

  @Test(arguments: [
    "", "2026-02-13", "2026-02-13T12:00:00", "2026-02-13 12:00:00Z", "2026-02-30T12:00:00Z",
    "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-02-13T24:00:00Z", "2026-02-13T12:00:60Z",
    "2026-02-13T12:00:00.Z", "2026-02-13T12:00:00+0100", "2026-02-13T12:00:00+24:00",
    "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    "2026-02-13T12:00:00Z ", "٢٠٢٦-02-13T12:00:00Z", "-026-02-13T12:00:00Z",
    "2026-02-13T12:00:00.000000000000000000000000000000000001Z",
  ])
  func refuses(text: String) {
    #expect(Instant(iso8601: text) == nil)
  }

  @Test func ordersByTime() throws {
    let early = try #require(Instant(iso8601: "2026-02-13T12:00:00+02:00"))
    let late = try #require(Instant(iso8601: "2026-02-13T11:00:00Z"))
    #expect(early < late)
    #expect(early + 3_600 == late)
  }
}

@Suite struct EncodingTests {
  /// RFC 4648 §10, in the URL alphabet without padding.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func base64URL(plain: String, encoded: String) {
    #expect(Base64URL.encode(plain.utf8) == encoded)
    #expect(Base64URL.decode(encoded) == Array(plain.utf8))
  }

  @Test(arguments: ["Z", "Zh", "Zm9", "Zg==", "Zm8=", "Zm 9v", "Zm+v", "Zm/v", "Zm9vY", "ä"])
  func refusesBase64URL(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test func everyByteSurvives() {
    let all = (0...255).map { UInt8($0) }
    #expect(Base64URL.decode(Base64URL.encode(all)) == all)
    #expect(Hex.decode(Hex.encode(all)) == all)
    #expect(Hex.decode("0") == nil)
    #expect(Hex.decode("0g") == nil)
    #expect(Hex.decode("AbCd") == [0xAB, 0xCD])
  }

  @Test(arguments: [0, 7, 10, 99, 100, -1, Int.max, Int.min])
  func decimals(number: Int) {
    var bytes: Bytes = []
    bytes.append(decimal: number)
    #expect(String(decoding: bytes, as: UTF8.self) == String(number))
  }
}
