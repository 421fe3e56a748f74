import HTTP
import Links
import Primitives

extension Albums {
  /// The path of the page that a link opens.
  static func pagePath(token: String) -> String {
    "/shared/albums/\(PercentEncoding.encode(token))"
  }

  /// A link as its album's owner sees it (seed 2). `token` and `url` are null once the token was
  /// forgotten.
  func write(_ issued: IssuedLink, to object: inout JSONWriter) {
    let link = issued.link
    object.uuid("id", link.id)
    object.uuid("album_id", link.subjectID)
    object.text("token", issued.token)
    object.text("url", issued.token.map { site.baseURL + Self.pagePath(token: $0) })
    object.text("state", link.state.rawValue)
    object.bool("is_collaboration", link.level == .collaborator)
    object.instant("expires_at", link.expiresAt)
    object.bool("is_active", link.revokedAt == nil)
    object.bool("indefinite", link.expiresAt == nil)
    object.integer("remind_before_hours", link.remindsBefore)
    object.instant("created_at", link.createdAt)
    object.integer("access_count", link.accessCount)
    object.instant("last_accessed_at", link.lastAccessedAt)
  }

  func answer(_ issued: IssuedLink, _ status: Status = .ok) -> Response {
    Response.json(status) { json in json.object { write(issued, to: &$0) } }
  }
}
