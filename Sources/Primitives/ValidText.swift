import Glibc

extension String {
  /// A text from bytes; nil for what is not UTF-8.
  ///
  /// `String(validating:as:)` looks its types up at run time, which takes longer than to read what
  /// most columns and path segments hold.
  package init?(utf8 bytes: UnsafeRawBufferPointer) {
    var text = String(decoding: bytes.bindMemory(to: UInt8.self), as: UTF8.self)
    // What was not UTF-8 has been repaired, and is another text now.
    guard text.withUTF8({ UnsafeRawBufferPointer($0).isSame(as: bytes) }) else { return nil }
    self = text
  }

  /// As UTF-8 in Unicode's normal form C (UAX #15), in which what is read alike is written alike.
  package var composed: Bytes {
    // The underscore is the standard library's: it has no other face for normalization yet, and
    // Foundation would be 30 MiB of tables for this one call. A toolchain without it fails to build.
    _nfcCodeUnits
  }
}
