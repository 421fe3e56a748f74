import HTTP
import Primitives
import Testing
@testable import Jobs

@Suite struct TaskInputTests {
  private static let columns = [
    Column(key: "s", label: "S", kind: .string, isPublic: true),
    Column(key: "n", label: "N", kind: .number, isPublic: true),
    Column(key: "b", label: "B", kind: .boolean, isPublic: true),
    Column(key: "d", label: "D", kind: .datetime, isPublic: false),
  ]

  private func read(_ text: String) throws -> TaskInput {
    var input = TaskInput()
    try JSONReader().read(Array(text.utf8)) {
      try input.read($0, columns: ColumnKinds(Self.columns))
    }
    return input
  }

  @Test func takesWhatFits() throws {
    let attributes =
      #"{"s":"x","n":-1.5,"b":true,"d":"2026-01-01T00:00:00+02:00","more":null,"u":"\u0000"}"#
    let input = try read(
      #"{"title":"a","status":"failed","attributes":"# + attributes + "}")
    #expect(String(decoding: input.title, as: UTF8.self) == "a")
    #expect(input.status == .failed)
    #expect(String(decoding: input.attributes, as: UTF8.self) == attributes)
  }

  @Test(arguments: [
    #"{"title":"a","status":null,"attributes":null}"#, #"{"title":"a","attributes":{}}"#,
    #"{"title":"a","attributes":{"s":null,"n":null,"b":null,"d":null}}"#,
  ])
  func takesNothingForNothing(_ text: String) throws {
    #expect(try read(text).status == .pending)
  }

  @Test(arguments: [
    (#"[]"#, "task", "wrong_type"), (#""a""#, "task", "wrong_type"),
    (#"null"#, "task", "wrong_type"),
    (#"{}"#, "title", "required"), (#"{"title":null}"#, "title", "wrong_type"),
    (#"{"title":7}"#, "title", "wrong_type"), (#"{"title":""}"#, "title", "wrong_length"),
    (#"{"title":"  "}"#, "title", "wrong_length"),
    (#"{"title":"a\u0007"}"#, "title", "control_character"),
    (#"{"title":"a\nb"}"#, "title", "control_character"),
    (#"{"title":"a","title":"b"}"#, "title", "duplicate"),
    (#"{"title":"a","Status":"failed"}"#, "Status", "unknown"),
    (#"{"title":"a","id":"1"}"#, "id", "unknown"),
    (#"{"title":"a","status":"done"}"#, "status", "not_allowed"),
    (#"{"title":"a","status":1}"#, "status", "not_allowed"),
    (#"{"title":"a","status":null,"status":"failed"}"#, "status", "duplicate"),
    (#"{"title":"a","attributes":[]}"#, "attributes", "wrong_type"),
    (#"{"title":"a","attributes":"{}"}"#, "attributes", "wrong_type"),
    (#"{"title":"a","attributes":{"s":1}}"#, "attributes.s", "wrong_type"),
    (#"{"title":"a","attributes":{"n":"1"}}"#, "attributes.n", "wrong_type"),
    (#"{"title":"a","attributes":{"b":0}}"#, "attributes.b", "wrong_type"),
    (#"{"title":"a","attributes":{"d":"2026-01-01"}}"#, "attributes.d", "wrong_type"),
    (#"{"title":"a","attributes":{"d":"2026-01-01T00:00:00"}}"#, "attributes.d", "wrong_type"),
    (#"{"title":"a","attributes":{"x":{"y":1}}}"#, "attributes.x", "not_a_scalar"),
    (#"{"title":"a","attributes":{"x":[1]}}"#, "attributes.x", "not_a_scalar"),
    (#"{"title":"a","attributes":{"x":1,"x":2}}"#, "attributes.x", "duplicate"),
    (#"{"title":"a","attributes":{},"attributes":{}}"#, "attributes", "duplicate"),
    (#"{"title":"a","attributes":{"":1}}"#, "attributes", "wrong_length"),
  ])
  func namesWhatDoesNotFit(_ text: String, _ field: String, _ code: String) throws {
    let fault = #expect(throws: TaskInput.Fault.self) { try read(text) }
    #expect(fault?.error.field == field)
    #expect(fault?.error.code == code)
  }

  @Test(arguments: [(500, true), (501, false)])
  func countsTitlesInCharacters(_ count: Int, _ isAccepted: Bool) throws {
    let text = "{\"title\":\"\(String(repeating: "😀", count: count))\"}"
    #expect(((try? read(text)) != nil) == isAccepted)
  }

  @Test(arguments: [(32, true), (33, false)])
  func boundsAttributes(_ count: Int, _ isAccepted: Bool) throws {
    let entries = (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    let text = "{\"title\":\"a\",\"attributes\":{\(entries)}}"
    if isAccepted {
      _ = try read(text)
    } else {
      let fault = #expect(throws: TaskInput.Fault.self) { try read(text) }
      #expect(fault?.error.code == "too_many")
    }
  }

  /// What a column of the database holds bounds all attributes together: refused, not broken off.
  @Test func boundsAttributesTogether() throws {
    let long = String(repeating: "x", count: 2_000)
    let entries = (0..<32).map { "\"\(String(repeating: "k", count: 60))\($0)\":\"\(long)\"" }
    let fault = #expect(throws: TaskInput.Fault.self) {
      try read("{\"title\":\"a\",\"attributes\":{\(entries.joined(separator: ","))}}")
    }
    #expect(fault?.error.field == "attributes")
    #expect(fault?.error.code == "too_long")
  }
}
