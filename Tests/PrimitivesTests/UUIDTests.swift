import Testing

@testable import Primitives

@Suite struct UUIDTests {
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

@Suite struct EightBytesTests {
  /// The lowest mark is where a look at each byte finds the first.
  @Test func findsTheFirst() {
    for _ in 0..<5_000 {
      let text = (0..<8).map { _ in UInt8.random(in: 0 ... .max) }
      let limit = UInt8.random(in: 1...0x80)
      let sought = text.randomElement() ?? 0
      text.withUnsafeBytes { text in
        let eight = EightBytes(text, at: 0)
        let below = eight.marks(below: limit)
        let first = text.firstIndex { $0 < limit }
        #expect(first == (below == 0 ? nil : EightBytes.distance(to: below)))
        let same = eight.marks(of: sought, ignoring: 2)
        #expect(text.firstIndex { $0 | 2 == sought | 2 } == EightBytes.distance(to: same))
      }
    }
  }
}

@Suite struct ByteBufferTests {
  @Test func growsAndKeepsAll() {
    var buffer = ByteBuffer(capacity: 0)
    var expected: Bytes = []
    for number in [0, 7, -1, 42, Int.max, Int.min, 1_000_000] {
      for _ in 0..<100 {
        buffer.append(decimal: number)
        buffer.append(text: ";é")
        expected += Array("\(number);é".utf8)
      }
    }
    #expect(buffer.bytes == expected)
    buffer.removeAll()
    #expect(buffer.isEmpty)
    buffer.append(literal: "x")
    #expect(buffer.bytes == [UInt8(ascii: "x")])
  }
}
