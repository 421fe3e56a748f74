import Primitives

extension Headers {
  /// True for a browser's navigation: HTML is asked for by name, and no less than JSON.
  package var prefersHTML: Bool {
    guard let accept else { return false }
    let html = quality(of: ["text/html", "application/xhtml+xml"], in: accept)
    return html > 0
      && html >= quality(of: ["application/json", "application/problem+json"], in: accept)
  }

  /// The highest `q` (RFC 9110 §12.4.2) given to any of these types by name; wildcards don't count.
  private func quality(of types: [String], in accept: String) -> Double {
    accept.split(separator: ",", maxSplits: 31).reduce(0) { best, range in
      let parts = range.split(separator: ";").map { $0.trimmingSpaces().lowercased() }
      guard let type = parts.first, types.contains(type) else { return best }
      return max(best, Self.weight(parts.dropFirst()))
    }
  }

  fileprivate static func weight(_ parameters: ArraySlice<String>) -> Double {
    guard let weight = parameters.first(where: { $0.hasPrefix("q=") }) else { return 1 }
    return Double(weight.dropFirst(2)) ?? 0
  }

  /// The best of our languages for `Accept-Language` (RFC 9110 §12.5.4); nil when none fits.
  package func language(among known: [String]) -> String? {
    var best: (language: String, weight: Double)?
    for range in (acceptLanguage ?? "").split(separator: ",", maxSplits: 31) {
      let parts = range.split(separator: ";").map { $0.trimmingSpaces().lowercased() }
      guard let tag = parts.first?.split(separator: "-").first.map(String.init),
        known.contains(tag)
      else { continue }
      let weight = Self.weight(parts.dropFirst())
      if weight > (best?.weight ?? 0) { best = (tag, weight) }
    }
    return best?.language
  }

  /// Whether `If-None-Match` names this entity tag, compared weakly (RFC 9110 §8.8.3.2): gzip on
  /// the way weakens our tags.
  package func alreadyHas(_ tag: EntityTag) -> Bool {
    guard let ifNoneMatch else { return false }
    return ifNoneMatch.split(separator: ",", maxSplits: 31).contains { candidate in
      let text = candidate.trimmingSpaces()
      return text == "*" || text == tag.text || text == tag.strong
    }
  }

  /// The media type of the body, lower-cased, without its parameters.
  package var mediaType: String? {
    contentType?.split(separator: ";").first.map { $0.trimmingSpaces().lowercased() }
  }
}

/// A weak entity tag (RFC 9110 §8.8.3), made from change counters.
package struct EntityTag: Sendable {
  /// As it stands in the header: `W/"…"`.
  package let text: String

  /// - Parameter opaque: only letters, digits, `.` and `-`.
  package init(_ opaque: String) {
    self.init { $0.append(text: opaque) }
  }

  /// `write` writes only letters, digits, `.` and `-`.
  package init(_ write: (inout Bytes) -> Void) {
    var bytes: Bytes = []
    bytes.reserveCapacity(64)
    bytes.append(literal: "W/\"")
    write(&bytes)
    bytes.append(UInt8(ascii: "\""))
    text = String(decoding: bytes, as: UTF8.self)
  }

  fileprivate var strong: Substring { text.dropFirst(2) }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return "" }
    return self[first...last]
  }
}

// MARK: - Conditional answers

extension Request {
  /// The answer with its entity tag, or 304 when the caller has it already (RFC 9110 §13.1.2).
  package func conditional(_ tag: EntityTag, _ answer: () throws -> Response) rethrows -> Response {
    if headers.alreadyHas(tag) { return .unchanged(tag) }
    return try answer().with(tag)
  }
}

extension Response {
  package static func unchanged(_ tag: EntityTag) -> Response {
    Response(.notModified).with(tag)
  }

  /// The caller may keep the answer, but must ask each time whether it still holds.
  package func with(_ tag: EntityTag) -> Response {
    with("ETag", tag.text).with("Cache-Control", "private, no-cache")
  }
}
