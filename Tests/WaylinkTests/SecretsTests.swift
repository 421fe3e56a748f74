import Foundation
import HTTP
import Primitives
import Security
import Testing

/// What a copy of the database gives away.
@Suite struct SecretsTests {
  @Test func holdsNoTokenAndNoPassword() throws {
    // Of its own: what other tests leave behind would make a long dump.
    let world = try World()
    let client = TestClient(world)
    let person = try client.register()
    _ = client.post(
      "/v1/auth/login",
      .json("{\"email\":\"\(person.email)\",\"password\":\"\(person.password)\"}"))
    let job = try client.makeJob()
    let token = try client.makeLink(job)
    _ = client.post("/v1/jobs/\(job)/share-links") { $0.idempotencyKey = "key-\(person.account)" }
    _ = client.get("/v1/shared/jobs/\(token)")
    try client.delete("/v1/jobs/\(job)/share-links/\(token)").expecting(204)
    _ = client.get("/v1/shared/jobs/\(token)")
    try world.writeTally()
    let second = try client.makeLink(job)

    let dump = try world.dump().lowercased()
    // It is the right dump, and complete: what may be in it is.
    #expect(dump.contains(person.email.lowercased()))
    for digest in [token, second].map({ SHA256.hash($0).hex }) {
      #expect(dump.contains(digest), "the key's digest")
    }
    for secret in [token, second, person.token, person.password, "key-\(person.account)"] {
      #expect(!dump.contains(secret.lowercased()))
      #expect(!dump.contains(Hex.encode(Array(secret.utf8))))
      #expect(!dump.contains(Data(secret.utf8).base64EncodedString().lowercased()))
    }
    for token in [token, second] {
      #expect(!dump.contains(Hex.encode(try #require(Base64URL.decode(token)))))
    }
    let signature = try #require(person.token.split(separator: ".").last)
    #expect(!dump.contains(signature.lowercased()))
  }
}
