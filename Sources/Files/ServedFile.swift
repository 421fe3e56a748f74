import HTTP
import Primitives
import Security

/// A file as an answer: which it is, as what it is sent, and under which name it is saved.
package struct ServedFile {
  package let sha256: Digest
  /// One of our own choosing, never what a sender claims.
  package let mediaType: String
  /// For files that are to be saved and not to be shown: the name, without its ending, may be
  /// anybody's words.
  package let download: (name: String, ending: String)?

  package init(
    _ sha256: Digest, mediaType: String, download: (name: String, ending: String)? = nil
  ) {
    self.sha256 = sha256
    self.mediaType = mediaType
    self.download = download
  }

  /// Of the content: what has this tag never changes.
  package var tag: EntityTag { EntityTag(sha256.hex) }
}

extension Request {
  /// The answer with a file, or 304 when the caller has it already; to be asked for once the caller
  /// has been let in. nginx sends the bytes, by `X-Accel-Redirect`, and knows what a HEAD and a Range
  /// mean (RFC 9110 §14).
  package func answer(with file: ServedFile) -> Response {
    conditional(file.tag) {
      var response = Response(.ok)
      response.set("Content-Type", file.mediaType)
      // Whatever a browser takes it for, it can do nothing.
      response.set("Content-Security-Policy", "default-src 'none'; sandbox")
      if let download = file.download {
        response.set("Content-Disposition", Self.disposition(download.name, download.ending))
      }
      response.set("X-Accel-Redirect", "/.waylink/files/\(Files.name(of: file.sha256))")
      return response
    }
  }

  /// RFC 6266: a plain name for everybody, and the whole one (RFC 8187) for those who know how.
  private static func disposition(_ name: String, _ ending: String) -> String {
    let words = name.unicodeScalars.prefix(100).map { scalar in
      scalar.properties.generalCategory == .control || "/\\:*?\"<>|".unicodeScalars.contains(scalar)
        ? "-" : scalar
    }
    let plain = String(
      String.UnicodeScalarView(words.map { $0.isASCII && $0 != "%" && $0 != ";" ? $0 : "-" }))
    let whole = String(String.UnicodeScalarView(words)).utf8.map { byte in
      isPlain(byte) ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
    }.joined()
    return "attachment; filename=\"\(plain).\(ending)\"; filename*=UTF-8''\(whole).\(ending)"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }
}
