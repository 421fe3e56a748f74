import HTML
import HTTP
import Language
import Primitives

/// A task's value of a declared column, as people read it.
struct TaskCell {
  let column: Column
  let phrases: Phrases

  func write(_ value: JSON?, to td: inout PageWriter) {
    guard let value, !value.isNull else { return }
    let isText: Void? = value.withText { text in
      let instant = column.kind == .datetime ? Instant(iso8601: text) : nil
      if let instant { td.text(instant, withSeconds: true) } else { td.text(utf8: text) }
    }
    if isText != nil { return }
    if let bool = value.bool { return td.text(bool ? phrases.yes : phrases.no) }
    var scalar: Bytes = []
    if value.appendScalar(to: &scalar) { scalar.withUnsafeBytes { td.text(utf8: $0) } }
  }
}
