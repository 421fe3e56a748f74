import HTTP
import Testing

@Suite struct CookieTests {
  private func cookie(_ name: String, in header: String?) -> String? {
    var headers = Headers()
    headers.cookie = header
    return headers.cookie(name)
  }

  @Test(arguments: [
    ("a=1", "1"), ("b=2; a=1", "1"), ("b=2;a=1", "1"), ("\t a=1; b=2", "1"), ("a=", ""),
    ("a=x=y", "x=y"), ("a=1; A=2", "1"), ("aa=2; a=1; ba=3", "1"), ("a; a=1", "1"),
    ("=; a=1;;;", "1"), ("b=\u{301}; a=é", "é"),
  ])
  func findsByName(header: String, value: String) {
    #expect(cookie("a", in: header) == value)
  }

  @Test(arguments: [
    nil, "", "a", "aa=1", "A=1", "b=a=1", "a =1", "a=1; a=1", "a=1; b=2; a=3", "b=\"; a=1\"; a=2",
    "a=" + String(repeating: "x", count: 8 << 10),
  ])
  func findsNone(header: String?) {
    #expect(cookie("a", in: header) == nil)
  }

  @Test func writesWhatProtectsIt() {
    let secure = Cookie("waylink", "s-_.~1", lifetime: .seconds(60), isSecure: true)
    #expect(
      secure.header
        == Header(
          "Set-Cookie",
          "__Host-waylink=s-_.~1; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60"))
    let plain = Cookie("waylink", "s", lifetime: .visit, isSecure: false)
    #expect(plain.header.value == "waylink=s; Path=/; HttpOnly; SameSite=Lax")
    let over = Cookie("waylink", "", lifetime: .over, isSecure: true)
    #expect(
      over.header.value == "__Host-waylink=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0")
  }

  @Test(arguments: ["a; Domain=evil.example", "a\r\nSet-Cookie: b=1", "a b,\"c\"", "é\u{301}"])
  func noValueSaysMore(value: String) {
    let written = Cookie("n", value, lifetime: .visit, isSecure: false).header.value
    #expect(written.split(separator: ";").count == 4)
    #expect(!written.contains("Domain=") && !written.contains(" b=") && !written.contains("\""))
  }
}
