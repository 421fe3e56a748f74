import HTTP
import Primitives

extension Response {
  /// The answer's head as CGI has it (RFC 3875, section 6.3), written in place once its length is
  /// known: it has a dozen lines, and an array that grows asks for room at each of their parts.
  var head: Bytes {
    // Status and Content-Length with their digits.
    let fixed = 80 + status.reason.utf8.count
    let length = headers.reduce(fixed) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    return Bytes(unsafeUninitializedCapacity: length) { buffer, initialized in
      var head = ByteCursor(UnsafeMutableRawBufferPointer(buffer))
      head.put("Status: ")
      head.put(decimal: status.code)
      head.put(" ")
      head.put(text: status.reason)
      head.put("\r\n")
      for header in headers {
        head.put(text: header.name)
        head.put(": ")
        head.put(text: header.value)
        head.put("\r\n")
      }
      if case .bytes(let bytes) = body {
        head.put("Content-Length: ")
        head.put(decimal: bytes.count)
        head.put("\r\n")
      }
      head.put("\r\n")
      initialized = head.end
    }
  }
}
