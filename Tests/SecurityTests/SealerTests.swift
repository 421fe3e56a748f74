import Primitives
import Testing

@testable import Security

@Suite struct SealerTests {
  private let sealer = Sealer(KeyRing(current: key("new"), older: [key("old", from: 100)]))

  @Test(arguments: [Bytes(), [0], Bytes("Kfz 🙂".utf8), Bytes(repeating: 7, count: 100_000)])
  func opensWhatItSealed(plain: Bytes) throws {
    let sealed = try sealer.seal(plain, for: "link 1")
    #expect(sealed.keyID == "new")
    #expect(sealed.bytes.count == plain.count + 28)
    #expect(try sealer.open(sealed, for: "link 1") == plain)
  }

  @Test func opensWhatAnOlderKeySealed() throws {
    let before = Sealer(KeyRing(current: key("old", from: 100)))
    let sealed = try before.seal([1, 2, 3], for: "x")
    #expect(try sealer.open(sealed, for: "x") == [1, 2, 3])
    #expect(throws: SealError.unknownKey(id: "old")) {
      try Sealer(KeyRing(current: key("new"))).open(sealed, for: "x")
    }
  }

  @Test func neverSealsTwiceAlike() throws {
    let sealed = try (0..<500).map { _ in try sealer.seal([1], for: "").bytes.prefix(12) }
    #expect(Set(sealed).count == 500)
  }

  @Test func refusesEveryChangedByte() throws {
    let sealed = try sealer.seal(Bytes("a token of 24 characters".utf8), for: "link 1")
    for index in sealed.bytes.indices {
      var changed = sealed.bytes
      changed[index] ^= 0x80
      #expect(throws: SealError.damaged, "byte \(index)") {
        try sealer.open(Sealed(keyID: "new", bytes: changed), for: "link 1")
      }
    }
  }

  @Test func refusesAnyOtherLength() throws {
    let sealed = try sealer.seal([1, 2, 3, 4], for: "link 1").bytes
    for count in sealed.indices {
      #expect(throws: SealError.damaged, "\(count) bytes") {
        try sealer.open(Sealed(keyID: "new", bytes: Bytes(sealed[..<count])), for: "link 1")
      }
    }
    #expect(throws: SealError.damaged) {
      try sealer.open(Sealed(keyID: "new", bytes: sealed + [0]), for: "link 1")
    }
  }

  @Test(arguments: ["", "link 2", "link 1 ", "link"])
  func refusesAnotherContext(context: String) throws {
    let sealed = try sealer.seal([1], for: "link 1")
    #expect(throws: SealError.damaged) { try sealer.open(sealed, for: context) }
  }

  @Test func refusesAnotherKeyOfTheSameName() throws {
    let sealed = try sealer.seal([1], for: "x")
    let other = Sealer(KeyRing(current: key("new", from: 1)))
    #expect(throws: SealError.damaged) { try other.open(sealed, for: "x") }
  }

  @Test func isSharedByThreads() {
    let sealer = sealer
    onThreads(8) { index in
      for round in 0..<300 {
        let plain = Bytes("\(index) \(round)".utf8)
        let opened = try? sealer.open(sealer.seal(plain, for: "\(index)"), for: "\(index)")
        if opened != plain { Issue.record("thread \(index)") }
      }
    }
  }
}

/// Test cases 13, 14 and 16 of McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)".
@Suite struct AESGCMTests {
  struct Vector: Sendable {
    var key = String(repeating: "00", count: 32)
    var nonce = String(repeating: "00", count: 12)
    var plain = ""
    var associated = ""
    var cipher = ""
    var tag: String
  }

  static let vectors = [
    Vector(tag: "530f8afbc74536b9a963b4f1c4cb738b"),
    Vector(
      plain: String(repeating: "00", count: 16), cipher: "cea7403d4d606b6e074ec5d3baf39d18",
      tag: "d0d1c8a799996bf0265b98b5d48ab919"),
    Vector(
      key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      nonce: "cafebabefacedbaddecaf888",
      plain: """
        d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
        """,
      associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
      cipher: """
        522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
        8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
        """,
      tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
  ]

  @Test(arguments: vectors)
  func agreesWithThePublishedVectors(vector: Vector) throws {
    let expected = bytes(vector.nonce + vector.cipher + vector.tag)
    let sealed = try AESGCM.seal(
      bytes(vector.plain), key: bytes(vector.key), nonce: bytes(vector.nonce),
      authenticating: bytes(vector.associated))
    #expect(Hex.encode(sealed) == Hex.encode(expected))
    let opened = try AESGCM.open(
      expected, key: bytes(vector.key), authenticating: bytes(vector.associated))
    #expect(opened == bytes(vector.plain))
  }
}
