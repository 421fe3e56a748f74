import Testing

@testable import Primitives

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
    let written = buffer.bytes
    #expect(written == expected)
    buffer.removeAll()
    let isEmpty = buffer.isEmpty
    #expect(isEmpty)
    buffer.append(literal: "x")
    let again = buffer.bytes
    #expect(again == [UInt8(ascii: "x")])
  }
}
