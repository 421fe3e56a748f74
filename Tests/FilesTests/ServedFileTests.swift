import HTTP
import Primitives
import Security
import Testing
@testable import Files

@Suite struct ServedFileTests {
  private let sha256 = SHA256.hash("a")
  private let hex = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

  private func value(_ name: String, of response: Response) -> String? {
    response.headers.first { $0.name == name }?.value
  }

  @Test func isSentByTheFrontServer() {
    let file = ServedFile(sha256, mediaType: "image/jpeg")
    let response = Request(method: .get, target: "/").answer(with: file)
    #expect(response.status == .ok)
    #expect(value("X-Accel-Redirect", of: response) == "/.waylink/files/ca/97/\(hex)")
    #expect(value("Content-Type", of: response) == "image/jpeg")
    #expect(value("ETag", of: response) == "W/\"\(hex)\"")
    #expect(value("Cache-Control", of: response) == "private, no-cache")
    #expect(value("Content-Security-Policy", of: response) == "default-src 'none'; sandbox")
    #expect(value("Content-Disposition", of: response) == nil)
  }

  @Test func isNotSentTwice() {
    var request = Request(method: .get, target: "/")
    request.headers.ifNoneMatch = "\"\(hex)\""
    let response = request.answer(with: ServedFile(sha256, mediaType: "image/jpeg"))
    #expect(response.status == .notModified)
    #expect(value("X-Accel-Redirect", of: response) == nil)
  }

  @Test(arguments: [
    ("car", "attachment; filename=\"car.jpg\"; filename*=UTF-8''car.jpg"),
    ("a\"b\\c/d", "attachment; filename=\"a-b-c-d.jpg\"; filename*=UTF-8''a-b-c-d.jpg"),
    ("é%;", "attachment; filename=\"---.jpg\"; filename*=UTF-8''%C3%A9%25%3B.jpg"),
    (
      "a\r\nSet-Cookie: b",
      "attachment; filename=\"a--Set-Cookie- b.jpg\"; filename*=UTF-8''a--Set-Cookie-%20b.jpg"
    ),
  ])
  func isSavedUnderASafeName(_ name: String, _ disposition: String) {
    let file = ServedFile(sha256, mediaType: "image/jpeg", download: (name, "jpg"))
    let response = Request(method: .get, target: "/").answer(with: file)
    #expect(value("Content-Disposition", of: response) == disposition)
  }
}
