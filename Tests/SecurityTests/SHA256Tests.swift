import Primitives
import Security
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-4's examples and NIST CAVP's SHA256ShortMsg.
  static let vectors = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("616263", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("d3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    (
      """
      6162636462636465636465666465666765666768666768696768696a68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d
      6e6f6d6e6f706e6f7071
      """, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test(arguments: vectors)
  func agreesWithThePublishedVectors(message: String, digest: String) {
    #expect(SHA256.hash(bytes(message)).hex == digest)
  }

  @Test func hashesTextAsUTF8() {
    #expect(SHA256.hash("abc") == SHA256.hash(Bytes("abc".utf8)))
    #expect(SHA256.hash("é🙂") == SHA256.hash(Bytes("é🙂".utf8)))
  }

  @Test(arguments: [1, 63, 64, 65, 1_000])
  func streamsInPiecesOfAnyLength(length: Int) {
    var hasher = SHA256.Hasher()
    hasher.update([])
    var rest = Bytes(repeating: UInt8(ascii: "a"), count: 1_000_000)[...]
    while !rest.isEmpty {
      hasher.update(Bytes(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    // FIPS 180's long example.
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(hasher.finish().hex == expected)
  }

  @Test func streamsNothing() {
    #expect(SHA256.Hasher().finish() == SHA256.hash(""))
  }

  @Test func isSharedByThreads() {
    onThreads(8) { index in
      let text = "token \(index)"
      let expected = SHA256.hash(text)
      for _ in 0..<2_000 where SHA256.hash(text) != expected { Issue.record("\(text)") }
    }
  }
}

@Suite struct DigestTests {
  @Test func differsInEveryByte() throws {
    let original = SHA256.hash("x")
    for index in 0..<32 {
      var changed = original.bytes
      changed[index] ^= 1
      let other = try #require(Digest(changed))
      #expect(!original.matches(other))
      #expect(original != other)
    }
    #expect(original.matches(try #require(Digest(original.bytes))))
    #expect(original.hashValue == Digest(original.bytes)?.hashValue)
  }

  @Test(arguments: [0, 31, 33, 64])
  func refusesOtherLengths(count: Int) {
    #expect(Digest(Bytes(repeating: 0, count: count)) == nil)
  }

  @Test func keepsTheOrderOfItsBytes() {
    let digest = Digest(0..<32)
    #expect(digest?.bytes == Bytes(0..<32))
    #expect(digest?.hex.hasPrefix("000102030405060708") == true)
  }
}
