import Primitives
import Security
import Testing

@Suite struct MaskedTagTests {
  private let tag = SHA256.hash("a form")

  @Test func isReadAgainAndNeverTheSame() {
    let texts = (0..<100).map { _ in MaskedTag.text(of: tag) }
    #expect(Set(texts).count == 100)
    for text in texts {
      #expect(text.utf8.count == 86)
      #expect(MaskedTag.read(text)?.matches(tag) == true)
    }
    // Neither half alone says anything of it.
    let halves = texts.compactMap { Base64URL.decode($0) }.flatMap {
      [$0.prefix(32), $0.suffix(32)]
    }
    #expect(Set(halves.map(Array.init)).count == 200)
  }

  @Test func readsNothingElse() throws {
    let text = MaskedTag.text(of: tag)
    for other in [
      "", "A", "\(text)A", "\(text)AAAA", String(text.dropLast()), "%\(text.dropFirst())",
    ] {
      #expect(MaskedTag.read(other) == nil, "\(other)")
    }
    #expect(MaskedTag.read(Base64URL.encode(tag.bytes)) == nil)
    let bytes = try #require(Base64URL.decode(text))
    for index in [0, 31, 32, 63] {
      var changed = bytes
      changed[index] ^= 1
      #expect(MaskedTag.read(Base64URL.encode(changed))?.matches(tag) == false)
    }
  }
}
