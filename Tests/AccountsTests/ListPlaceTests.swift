import Accounts
import MariaDB
import Primitives
import Testing

/// Cursors of sorted lists.
@Suite struct ListPlaceTests {
  private static let id = UUID.v7()
  private static let values: [SQLValue] = [
    .null, .integer(0), .integer(.min), .integer(.max), .double(0.1), .double(-0.0),
    .double(.greatestFiniteMagnitude), .text(""), .text("é🚚\u{0}\"%"),
    .text(String(repeating: "😀", count: 500)), .uuid(id), .instant(Instant(microseconds: -1)),
  ]

  @Test(arguments: values, [SQLValue.integer(7), .uuid(id)])
  func comesBackAsItWas(_ value: SQLValue, _ tie: SQLValue) {
    let place = ListPlace(value: value, tie: tie)
    let cursor = place.cursor(in: "jobs:title")
    #expect(ListPlace(cursor: cursor, in: "jobs:title") == place)
    #expect(cursor.utf8.count <= 4_096)
    #expect(cursor.utf8.allSatisfy { $0 > 0x2C && $0 < 0x7B })
  }

  @Test(arguments: ["jobs:-title", "tasks:title", "", "jobs:title "])
  func isRefusedInAnotherOrder(_ order: String) {
    let place = ListPlace(value: .text("a"), tie: .integer(1))
    #expect(ListPlace(cursor: place.cursor(in: "jobs:title"), in: order) == nil)
  }

  /// Each bit counts.
  @Test func isRefusedWhenItWasChanged() throws {
    let place = ListPlace(value: .double(1.5), tie: .integer(70_001))
    let bytes = try #require(Base64URL.decode(place.cursor(in: "x")))
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        #expect(ListPlace(cursor: Base64URL.encode(changed), in: "x") == nil)
      }
    }
    for count in bytes.indices {
      #expect(ListPlace(cursor: Base64URL.encode(bytes.prefix(count)), in: "x") == nil)
    }
    #expect(ListPlace(cursor: Base64URL.encode(bytes + [0]), in: "x") == nil)
  }

  @Test(arguments: ["", "a", "YTUw", "====", "é", String(repeating: "A", count: 100_000)])
  func isRefusedWhenItIsNone(_ cursor: String) {
    #expect(ListPlace(cursor: cursor, in: "x") == nil)
  }

  /// With a check that is right, a value that no list gives is refused all the same.
  @Test(arguments: [
    SQLValue.double(.infinity), .double(.nan), .instant(Instant(microseconds: .max)),
    .instant(Instant(microseconds: .min)),
  ])
  func isRefusedWithWhatNoColumnHolds(_ value: SQLValue) {
    let cursor = ListPlace(value: value, tie: .integer(1)).cursor(in: "x")
    #expect(ListPlace(cursor: cursor, in: "x") == nil)
  }
}
