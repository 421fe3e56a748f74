import Primitives

/// One attribute of an element; the value is always escaped.
package struct Attribute: Sendable {
  let name: StaticString
  /// Nil: the name alone, as in `hidden`.
  let value: String?

  /// Not for other rooms: they would write `style` and `onclick`, which every page's policy forbids.
  init(_ name: StaticString, _ value: String?) {
    self.name = name
    self.value = value
  }

  func write(to page: inout ByteBuffer) {
    page.append(UInt8(ascii: " "))
    page.append(literal: name)
    guard let value else { return }
    page.append(literal: "=\"")
    page.append(escaped: value)
    page.append(UInt8(ascii: "\""))
  }
}

/// Attributes as they are written, for elements that there are many of.
package struct AttributeSet: Sendable {
  let bytes: Bytes

  package init(_ attributes: Attribute...) {
    var buffer = ByteBuffer(capacity: 64)
    for attribute in attributes { attribute.write(to: &buffer) }
    bytes = buffer.bytes
  }
}

extension Attribute {
  package static func `class`(_ names: String) -> Attribute { Attribute("class", names) }
  package static func id(_ value: String) -> Attribute { Attribute("id", value) }
  package static func lang(_ value: String) -> Attribute { Attribute("lang", value) }
  package static func dir(_ value: StaticString) -> Attribute {
    Attribute("dir", value.description)
  }
  package static func href(_ address: Address) -> Attribute { Attribute("href", address.text) }
  package static func title(_ value: String) -> Attribute { Attribute("title", value) }
  package static func role(_ value: StaticString) -> Attribute {
    Attribute("role", value.description)
  }
  package static func scope(_ value: StaticString) -> Attribute {
    Attribute("scope", value.description)
  }
  /// To the millisecond: HTML's global date and time has no finer fraction.
  package static func datetime(_ value: Instant) -> Attribute {
    let milliseconds = value.microseconds / 1_000
    return Attribute("datetime", Instant(microseconds: milliseconds * 1_000).iso8601)
  }
  package static func value(_ value: String) -> Attribute { Attribute("value", value) }
  package static func max(_ value: Int) -> Attribute { Attribute("max", String(value)) }
  package static func tabindex(_ value: Int) -> Attribute { Attribute("tabindex", String(value)) }
  package static func ariaLabel(_ value: String) -> Attribute { Attribute("aria-label", value) }
  package static func ariaLabelledBy(_ id: String) -> Attribute {
    Attribute("aria-labelledby", id)
  }
  package static func ariaCurrent(_ value: StaticString) -> Attribute {
    Attribute("aria-current", value.description)
  }
  package static func ariaSort(_ value: StaticString) -> Attribute {
    Attribute("aria-sort", value.description)
  }
  package static let ariaHidden = Attribute("aria-hidden", "true")
  /// Of `details`: shown from the beginning.
  package static let open = Attribute("open", nil)
  package static let download = Attribute("download", nil)
  package static let nofollow = Attribute("rel", "nofollow")
}
