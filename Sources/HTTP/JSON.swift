import CSimdJSON
import Primitives

/// Reads JSON (RFC 8259) with simdjson: strict, UTF-8 checked, depth bounded.
///
/// One a thread: its memory is used again for each text.
package final class JSONReader {
  /// Deep enough for any body here, shallow enough to refuse a tower of brackets.
  package static let maximumDepth = 32

  private let parser: OpaquePointer

  /// - Parameter maximumBytes: longer texts are refused.
  package init(maximumBytes: Int = 8 << 20) {
    guard let parser = sj_parser_new(maximumBytes, Self.maximumDepth) else {
      // Only without memory, and then nothing else will go right either.
      preconditionFailure("no memory for a JSON parser")
    }
    self.parser = parser
  }

  deinit {
    sj_parser_free(parser)
  }

  private static func description(of fault: Int32) -> String {
    fault == SJ_NUMBER_FAULT
      ? "A number is not valid JSON, or does not fit 64 bits."
      : "The text is not valid JSON, or is nested too deeply."
  }

  /// Parses a text and hands its top value to `body`; the value is dead when `body` returns.
  ///
  /// Throws 400 `invalid_json` for what is not JSON.
  package func read<Result>(_ text: Bytes, _ body: (JSON) throws -> Result) throws -> Result {
    // An array's memory reaches as far as its capacity.
    let isPadded = text.capacity - text.count >= Self.padding
    return try text.withUnsafeBytes { try read(utf8: $0, isPadded: isPadded, body) }
  }

  /// A text with this much room behind it is read without a copy.
  package static let padding = 64

  /// The same for bytes that lie somewhere else. `isPadded`: `padding` readable bytes follow them.
  package func read<Result>(
    utf8 text: UnsafeRawBufferPointer, isPadded: Bool = false, _ body: (JSON) throws -> Result
  ) throws -> Result {
    guard let start = text.baseAddress, !text.isEmpty else {
      throw Problem.invalidJSON("The body is empty.")
    }
    var root = SJElement(document: UnsafeRawPointer(start), index: 0)
    let bytes = start.assumingMemoryBound(to: CChar.self)
    let fault = sj_parse(parser, bytes, text.count, isPadded, &root)
    guard fault == 0 else { throw Problem.invalidJSON(Self.description(of: fault)) }
    return try body(JSON(element: root))
  }
}

/// A value inside the text that a `JSONReader` is reading.
package struct JSON {
  fileprivate let element: SJElement

  package enum Kind {
    case null, bool, number, text, array, object
  }

  package var kind: Kind {
    switch sj_type(element) {
    case SJ_BOOL: .bool
    case SJ_INTEGER, SJ_UNSIGNED, SJ_DOUBLE: .number
    case SJ_STRING: .text
    case SJ_ARRAY: .array
    case SJ_OBJECT: .object
    default: .null
    }
  }

  package var isNull: Bool { kind == .null }

  package var bool: Bool? { kind == .bool ? sj_bool(element) : nil }

  package var text: String? {
    withText { String(decoding: $0, as: UTF8.self) }
  }

  /// The text's UTF-8 in place; nil for another kind.
  package func withText<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result?
  {
    guard kind == .text else { return nil }
    return try body(sj_string(element).buffer)
  }

  /// A whole number; nil for a fraction, and for what does not fit 64 bits.
  package var integer: Int? {
    sj_type(element) == SJ_INTEGER ? Int(sj_integer(element)) : nil
  }

  /// Calls `body` for each field, in order; nil for another kind.
  package func forEachField(_ body: (UnsafeRawBufferPointer, JSON) throws -> Void) rethrows -> Void?
  {
    guard kind == .object else { return nil }
    var fields = sj_object_fields(element)
    var name = SJText(bytes: UnsafePointer(bitPattern: 1).unsafelyUnwrapped, count: 0)
    var value = element
    while sj_next_field(&fields, &name, &value) {
      try body(name.buffer, JSON(element: value))
    }
    return ()
  }

  /// Calls `body` for each element, in order; nil for another kind.
  package func forEachElement(_ body: (JSON) throws -> Void) rethrows -> Void? {
    guard kind == .array else { return nil }
    var elements = sj_array_elements(element)
    var value = element
    while sj_next_element(&elements, &value) {
      try body(JSON(element: value))
    }
    return ()
  }

  /// Writes a scalar as JSON again, numbers in their shortest form; false for arrays and objects.
  package func appendScalar(to bytes: inout Bytes) -> Bool {
    switch sj_type(element) {
    case SJ_NULL: bytes.append(literal: "null")
    case SJ_BOOL: bytes.append(literal: sj_bool(element) ? "true" : "false")
    case SJ_INTEGER: bytes.append(decimal: Int(sj_integer(element)))
    case SJ_UNSIGNED: bytes.append(text: String(sj_unsigned(element)))
    case SJ_DOUBLE: bytes.append(text: String(sj_double(element)))
    case SJ_STRING: JSONWriter.append(utf8: sj_string(element).buffer, to: &bytes)
    default: return false
    }
    return true
  }
}

extension SJText {
  fileprivate var buffer: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes, count: count)
  }
}
