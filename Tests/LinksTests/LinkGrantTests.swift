import HTTP
import Primitives
import Security
import TestSupport
import Testing
@testable import Links

/// Grants that stand for a password, and cookies that tell guests apart.
@Suite struct LinkGrantTests {
  private static let now = Instant(microseconds: 1_780_000_000_000_000)
  private static let signer = TokenSigner(keys("t1"))
  private static let grants = LinkGrants(
    signer: signer, hasher: PasswordHasher(parameters: .init(memoryKiB: 64, iterations: 1)))

  static func keys(_ id: String) -> KeyRing {
    let key = Base64URL.encode((0..<32).map { UInt8(($0 * 7 + id.utf8.count) % 251) })
    guard let ring = try? KeyRing(parsing: "\(id):\(key)") else {
      fatalError("the keys of a test are keys")
    }
    return ring
  }

  private func lock(_ link: UUID, _ changes: Int = 0, hash: String = "") -> LinkLock {
    LinkLock(link: link, passwordHash: hash, passwordChanges: changes)
  }

  private func opens(_ text: String, _ lock: LinkLock, after seconds: Int64 = 0) -> Bool {
    Self.grants.shown(text)?.opens(lock, at: Self.now + seconds) ?? false
  }

  @Test func lastsFifteenMinutes() throws {
    let lock = lock(.v7())
    let grant = try Self.grants.grant(for: lock, at: Self.now)
    #expect(opens(grant, lock))
    #expect(opens(grant, lock, after: 899))
    #expect(!opens(grant, lock, after: 900))
  }

  @Test func isOfOneLinkAndOnePassword() throws {
    let lock = lock(.v7(), 5)
    let grant = try Self.grants.grant(for: lock, at: Self.now)
    #expect(opens(grant, lock))
    #expect(!opens(grant, self.lock(.v7(), 5)))
    #expect(!opens(grant, self.lock(lock.link, 4)))
    #expect(!opens(grant, self.lock(lock.link, 6)))
  }

  @Test func takesNoOtherToken() throws {
    let lock = lock(.v7())
    let claims: [String: Claim] = [
      "lnk": .text(lock.link.text), "pwc": .integer(0), "exp": .integer(Self.now.seconds + 900),
    ]
    #expect(opens(try Self.signer.sign(type: "grant+jwt", claims: claims), lock))
    for type in ["at+jwt", "guest+jwt", "JWT", "Grant+jwt", ""] {
      #expect(!opens(try Self.signer.sign(type: type, claims: claims), lock), "\(type)")
    }
    let others = TokenSigner(Self.keys("t22"))
    #expect(!opens(try others.sign(type: "grant+jwt", claims: claims), lock))
    for name in ["lnk", "pwc"] {
      var fewer = claims
      fewer[name] = nil
      #expect(!opens(try Self.signer.sign(type: "grant+jwt", claims: fewer), lock))
    }
    for text in ["", "a.b.c", "null", String(repeating: "a", count: 5_000)] {
      #expect(!opens(text, lock))
    }
  }

  @Test func takesNoTamperedOne() throws {
    let lock = lock(.v7())
    let grant = try Self.grants.grant(for: lock, at: Self.now)
    let parts = grant.split(separator: ".").map(String.init)
    let none = Base64URL.encode(Array(#"{"alg":"none","kid":"t1","typ":"JWT"}"#.utf8))
    let later = Base64URL.encode(
      Array(
        """
        {"exp":\(Self.now.seconds + 9_000),"lnk":"\(lock.link)","pwc":0,"typ":"grant+jwt"}
        """.utf8))
    for forged in [
      "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])", "\(parts[0]).\(later).\(parts[2])",
      "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])", grant + "A", String(grant.dropLast()),
    ] {
      #expect(!opens(forged, lock, after: 0), "\(forged)")
    }
  }

  @Test func knowsThePasswordAndItsParameters() throws {
    let hash = try Self.grants.hash("eight chars")
    let lock = lock(.v7(), hash: hash)
    #expect(try Self.grants.isRight("eight chars", for: lock))
    #expect(try !Self.grants.isRight("Eight chars", for: lock))
    #expect(try !Self.grants.isRight("", for: lock))
    #expect(try Self.grants.rehash("eight chars", of: lock) == nil)
    let stronger = LinkGrants(
      signer: Self.signer, hasher: PasswordHasher(parameters: .init(memoryKiB: 128, iterations: 1)))
    let rehashed = try #require(try stronger.rehash("eight chars", of: lock))
    #expect(rehashed.old == hash)
    #expect(try stronger.isRight("eight chars", for: self.lock(lock.link, hash: rehashed.new)))
  }

  /// A password that was found right stands, however busy we are: it is hashed anew the next time.
  @Test func hashesAnewOnlyWithRoomForIt() throws {
    let hasher = PasswordHasher(
      parameters: .init(memoryKiB: 19_456, iterations: 8), budgetKiB: 19_456, queue: 0)
    let grants = LinkGrants(signer: Self.signer, hasher: hasher)
    let old = lock(.v7(), hash: try Self.grants.hash("eight chars"))
    let isDone = Locked(false)
    let outcomes = try onThreads(2) { number -> Bool in
      if number == 0 {
        while !isDone.withLock({ $0 }) { _ = try? hasher.hash("another word") }
        return true
      }
      defer { isDone.withLock { $0 = true } }
      for _ in 0..<100 where try grants.rehash("eight chars", of: old) == nil { return true }
      return false
    }
    #expect(outcomes == [true, true], "it was never busy")
  }

  @Test func isNeverPrinted() throws {
    let grant = try Self.grants.grant(for: lock(.v7()), at: Self.now)
    let shown = try #require(Self.grants.shown(grant))
    #expect("\(shown)" == "•••")
    #expect(String(reflecting: shown) == "•••")
  }

  // MARK: Guests

  private static func cookies(_ id: String = "t1") -> GuestCookies {
    let files = Site.Files(
      stylesheet: "", script: "", consoleStylesheet: "", consoleScript: "", formStylesheet: "",
      documentStylesheet: "")
    return GuestCookies(
      signer: TokenSigner(keys(id)), site: Site(baseURL: "https://waylink.test", files: files))
  }

  private func request(_ cookie: String?) -> Request {
    var headers = Headers()
    headers.cookie = cookie
    return Request(method: .get, target: "/", headers: headers)
  }

  private func sent(_ cookie: Cookie) -> String {
    String(cookie.header.value.prefix { $0 != ";" })
  }

  @Test func knowsAGuestAgain() throws {
    let lock = lock(.v7(), 5)
    let guest = GuestIdentity().letIn(through: lock, at: .now())
    let cookie = try Self.cookies().cookie(of: guest)
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
      #expect(cookie.header.value.contains("; \(attribute)"))
    }
    let again = try #require(Self.cookies().identity(of: request("a=b; \(sent(cookie)); c=d")))
    #expect(again.name == guest.name)
    #expect(again.wasLetIn(through: lock, at: .now()))
    #expect(!again.wasLetIn(through: self.lock(.v7(), 5), at: .now()))
    #expect(!again.wasLetIn(through: lock, at: .now() + 86_400))
    for changes in [4, 6] {
      #expect(!again.wasLetIn(through: self.lock(lock.link, changes), at: .now()), "another word")
    }
    let new = try Self.cookies().cookie(of: GuestIdentity())
    #expect(
      Self.cookies().identity(of: request(sent(new)))?.wasLetIn(through: lock, at: .now()) == false)
  }

  @Test func believesNoCookieThatIsNotOurs() throws {
    let cookie = sent(try Self.cookies().cookie(of: GuestIdentity()))
    #expect(Self.cookies().identity(of: request(cookie)) != nil)
    #expect(Self.cookies("t22").identity(of: request(cookie)) == nil)
    let grant = try Self.grants.grant(for: lock(.v7()), at: .now())
    for text in [nil, "", cookie + "A", "\(cookie); \(cookie)", "__Host-wl_guest=\(grant)"] {
      #expect(Self.cookies().identity(of: request(text)) == nil, "\(text ?? "none")")
    }
  }
}
