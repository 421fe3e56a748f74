import Testing

@testable import Primitives

@Suite struct UUIDTests {
  @Test func sortsByTime() {
    let ids = (0..<50).map { UUID.v7(at: Instant(microseconds: Int64($0) * 1_000_000_000)) }
    #expect(ids == ids.sorted())
    #expect(ids.map(\.text) == ids.map(\.text).sorted())
    #expect(Set(ids).count == ids.count)
  }

  @Test func carriesVersionAndVariant() throws {
    let text = UUID.v7().text
    #expect(text.utf8.count == 36)
    #expect(Array(text)[14] == "7")
    #expect("89ab".contains(Array(text)[19]))
    #expect(UUID(text)?.text == text)
    #expect(UUID(text.uppercased())?.text == text)
  }

  @Test(arguments: [
    "", "018f", "018f3a5e-7b1c-7def-8abc-0123456789a", "018f3a5e-7b1c-7def-8abc-0123456789abc",
    "018f3a5e_7b1c-7def-8abc-0123456789ab", "g18f3a5e-7b1c-7def-8abc-0123456789ab",
    "018f3a5e7b1c7def8abc0123456789ab----",
  ])
  func refuses(text: String) {
    #expect(UUID(text) == nil)
  }

  @Test func readsWhatItWrites() {
    for _ in 0..<2_000 {
      let id = UUID(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max))
      #expect(UUID(id.text) == id)
      #expect(UUID(id.text.uppercased()) == id)
      var bytes: Bytes = []
      id.append(to: &bytes)
      #expect(bytes == Array(id.text.utf8))
    }
    let known = UUID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
    #expect(known.text == "01234567-89ab-cdef-fedc-ba9876543210")
    #expect(UUID.zero.text == "00000000-0000-0000-0000-000000000000")
  }

  /// Every byte that is no hexadecimal digit, in every place of one.
  @Test func refusesEveryOtherByte() {
    let good = Array("01234567-89ab-cdef-FEDC-ba9876543210".utf8)
    for place in good.indices {
      for byte in UInt8.min...UInt8.max {
        var text = good
        text[place] = byte
        let isDash = [8, 13, 18, 23].contains(place)
        let isGood = isDash ? byte == UInt8(ascii: "-") : Hex.value(of: byte) != nil
        #expect(text.withUnsafeBytes { UUID(utf8: $0) != nil } == isGood, "\(byte) at \(place)")
      }
    }
    #expect(UUID("01234567-89ab-cdef-fedc-ba987654321") == nil)
    #expect(UUID("01234567-89ab-cdef-fedc-ba98765432100") == nil)
    #expect(UUID("") == nil)
  }
}
