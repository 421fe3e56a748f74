import Documents
import HTTP
import Testing

@Suite struct DocumentsRouteTests {
  @Test func namesWhatItCantRead() throws {
    let path = try #require(PathSegments("/api/documents/x/versions/0"))
    guard case .unreadable(_, let fields) = DocumentsRoute(path) else {
      Issue.record("taken")
      return
    }
    #expect(fields == ["documentId", "version"])
  }
}
