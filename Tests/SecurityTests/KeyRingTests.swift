import Primitives
import Testing

@testable import Security

@Suite struct KeyRingTests {
  private static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

  @Test func takesTheFirstAsCurrent() throws {
    let ring = try KeyRing(parsing: "b-2:\(Self.key),a1:\(Self.key)")
    #expect(ring.current.id == "b-2")
    #expect(ring.current.secret.revealBytes == Bytes(0..<32))
    #expect(ring.ids == ["b-2", "a1"])
    #expect(ring["a1"] != nil)
    #expect(ring["b"] == nil)
  }

  @Test(arguments: [
    ("", KeyRingError.empty(position: 1)),
    ("a:\(key),", .empty(position: 2)),
    (key, .badID(position: 1)),
    (":\(key)", .badID(position: 1)),
    ("A:\(key)", .badID(position: 1)),
    ("a b:\(key)", .badID(position: 1)),
    ("seventeen-letters:\(key)", .badID(position: 1)),
    ("a:", .badKey(position: 1)),
    ("a:\(key.dropLast())", .badKey(position: 1)),
    ("a:\(key)A", .badKey(position: 1)),
    ("a:\(key)=", .badKey(position: 1)),
    ("a: \(key)", .badKey(position: 1)),
    ("a:\(key) ,b:\(key)", .badKey(position: 1)),
    ("a:\(key),b:x:\(key)", .badKey(position: 2)),
    ("a:\(key),a:\(key)", .duplicateID(position: 2)),
    ("a:\(String(repeating: "A", count: 43))", .weakKey(position: 1)),
  ])
  func refuses(text: String, error: KeyRingError) {
    #expect(throws: error) { try KeyRing(parsing: text) }
    #expect(!"\(error)".contains(Self.key.prefix(8)))
  }

  @Test func printsNoKey() throws {
    let ring = try KeyRing(parsing: "now:\(Self.key)")
    var text = "\(ring) \(String(reflecting: ring)) \(TokenSigner(ring)) "
    dump(Sealer(ring), to: &text)
    #expect(text.contains("now"))
    #expect(!text.contains(Self.key.prefix(8)))
    #expect(!text.contains("- 31"), "a dumped byte")
  }
}
