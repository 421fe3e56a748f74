import Primitives
import Testing

@testable import Security

@Suite struct PasswordHasherTests {
  private static let cheap = PasswordHasher.Parameters(memoryKiB: 64, iterations: 1, lanes: 1)
  private let hasher = PasswordHasher(parameters: cheap)

  @Test(arguments: ["", "correct horse battery", "пароль-пароль", "🙂\0🙂 after a zero"])
  func knowsThePasswordAgain(password: String) throws {
    let stored = try hasher.hash(password)
    #expect(stored.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
    #expect(try hasher.hash(password) != stored, "a fresh salt each time")
    #expect(try hasher.verify(password, against: stored))
    #expect(try !hasher.verify(password + "x", against: stored))
    #expect(try !hasher.verify("x" + password, against: stored))
    #expect(try !hasher.verify(password + "\0", against: stored))
    #expect(!hasher.needsRehash(stored))
    #expect(throws: Never.self) { try hasher.verifyNothing(password) }
  }

  @Test func takesComposedAndDecomposedForTheSame() throws {
    let stored = try hasher.hash("caf\u{E9} caf\u{E9}")
    #expect(try hasher.verify("cafe\u{301} cafe\u{301}", against: stored))
    #expect(try !hasher.verify("cafe cafe", against: stored))
  }

  /// From libargon2's own tests.
  @Test(arguments: [
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
  ])
  func verifiesWhatOthersMade(stored: String) throws {
    #expect(try hasher.verify("password", against: stored))
    #expect(try !hasher.verify("Password", against: stored))
    #expect(hasher.needsRehash(stored))
    #expect(PHCString(stored)?.text == stored)
  }

  @Test(arguments: [
    PasswordHasher.Parameters(memoryKiB: 128, iterations: 1, lanes: 1),
    .init(memoryKiB: 64, iterations: 2, lanes: 1), .init(memoryKiB: 64, iterations: 1, lanes: 2),
  ])
  func asksToRehashAfterAChange(parameters: PasswordHasher.Parameters) throws {
    let changed = PasswordHasher(parameters: parameters)
    let stored = try hasher.hash("password")
    #expect(changed.needsRehash(stored))
    #expect(try changed.verify("password", against: stored), "and still takes the old one")
  }

  private static let salt = "c29tZXNhbHRzb21lc2FsdA"
  private static let tag = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"

  @Test(arguments: [
    "", "password", "$2y$10$abcdefghijklmnopqrstuv",
    "$argon2i$v=19$m=64,t=1,p=1$\(salt)$\(tag)", "$argon2id$v=16$m=64,t=1,p=1$\(salt)$\(tag)",
    "$argon2id$m=64,t=1,p=1$\(salt)$\(tag)", "$argon2id$v=19$t=1,m=64,p=1$\(salt)$\(tag)",
    "$argon2id$v=19$m=064,t=1,p=1$\(salt)$\(tag)", "$argon2id$v=19$m=+64,t=1,p=1$\(salt)$\(tag)",
    "$argon2id$v=19$m=64,t=1,p=1$\(salt)$\(tag)$", "$argon2id$v=19$m=64,t=1,p=1$\(salt)$\(tag)=",
    "$argon2id$v=19$m=64,t=1,p=1$\(salt)$", "$argon2id$v=19$m=64,t=1,p=1$$\(tag)",
    "$argon2id$v=19$m=64,t=1,p=1$\(salt)$\(tag.dropLast())_",
    "$argon2id$v=19$m=64,t=1,p=1,x=1$\(salt)$\(tag)",
    // Absurd costs: more memory than the budget, than there is, than a number holds; more time.
    "$argon2id$v=19$m=65537,t=1,p=1$\(salt)$\(tag)",
    "$argon2id$v=19$m=4294967295,t=1,p=1$\(salt)$\(tag)",
    "$argon2id$v=19$m=99999999999999999999,t=1,p=1$\(salt)$\(tag)",
    "$argon2id$v=19$m=64,t=4294967295,p=1$\(salt)$\(tag)",
    "$argon2id$v=19$m=64,t=0,p=1$\(salt)$\(tag)", "$argon2id$v=19$m=64,t=1,p=0$\(salt)$\(tag)",
    "$argon2id$v=19$m=65536,t=1,p=255$\(salt)$\(tag)", "$argon2id$v=19$m=7,t=1,p=1$\(salt)$\(tag)",
    "$argon2id$v=19$m=64,t=-1,p=1$\(salt)$\(tag)",
  ])
  func refusesToRun(stored: String) {
    #expect(throws: PasswordHashingError.unusableHash) {
      try hasher.verify("password", against: stored)
    }
    #expect(hasher.needsRehash(stored))
  }

  @Test func neverRunsMoreThanTheBudget() throws {
    let hasher = PasswordHasher(
      parameters: .init(memoryKiB: 8_192, iterations: 1, lanes: 1), budgetKiB: 16_384, queue: 50,
      timeoutMilliseconds: 60_000)
    let stored = try hasher.hash("password")
    onThreads(12) { index in
      let right = index % 2 == 0
      let answer = try? hasher.verify(right ? "password" : "another", against: stored)
      if answer != right { Issue.record("thread \(index)") }
    }
  }

  /// RFC 9106, section 5.3.
  @Test func agreesWithThePublishedVector() throws {
    let tag = try Argon2id.tag(
      of: Bytes(repeating: 1, count: 32), salt: Bytes(repeating: 2, count: 16),
      secret: Bytes(repeating: 3, count: 8), associated: Bytes(repeating: 4, count: 12),
      parameters: .init(memoryKiB: 32, iterations: 3, lanes: 4), length: 32)
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    #expect(Hex.encode(tag) == expected)
  }
}
