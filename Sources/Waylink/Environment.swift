import Glibc
import HTTP

/// The process's environment, read once; every complaint about it is collected, so that a start
/// names all that is wrong at once. Complaints name variables, never values.
struct Environment {
  private let values: [String: String]
  private(set) var complaints: [String] = []

  init(_ values: [String: String]) {
    self.values = values
  }

  /// This process's own.
  static func current() -> [String: String] {
    var values: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        values[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      next += 1
    }
    return values
  }

  /// A value, or what the file that `NAME_FILE` names holds, without the line feed at its end.
  mutating func optional(_ name: String) -> String? {
    if let value = values[name] { return value.isEmpty ? nil : value }
    guard let path = values[name + "_FILE"] else { return nil }
    guard let bytes = File.contents(of: path, atMost: 64 << 10) else {
      complain("\(name)_FILE", "names a file that can't be read")
      return nil
    }
    var text = String(decoding: bytes, as: UTF8.self)
    while text.last?.isNewline == true { text.removeLast() }
    return text.isEmpty ? nil : text
  }

  mutating func required(_ name: String) -> String {
    let before = complaints.count
    if let value = optional(name) { return value }
    if complaints.count == before { complain(name, "is not set") }
    return ""
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int>, default value: Int) -> Int {
    guard let text = optional(name) else { return value }
    if let number = Int(text), range.contains(number) { return number }
    complain(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    return value
  }

  mutating func complain(_ name: String, _ what: String) {
    complaints.append("\(name) \(what)")
  }
}
