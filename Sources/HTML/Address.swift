import Primitives

/// Where a link or a form may lead: a path of our own, or a web address that was checked.
package struct Address: Sendable {
  let text: String

  /// A path of this site. One that could leave it (`//host`, `\`) becomes `/`.
  package init(path: String) {
    self.init(LocalPath(path) ?? .root)
  }

  /// A path of this site.
  package init(_ path: LocalPath) {
    text = path.text
  }

  /// A place on the same page, by its id.
  package init(fragment: String) {
    text = "#" + fragment
  }

  /// A web address from outside: `https`, `http` or `mailto`, else nil.
  package init?(url: String) {
    let lowered = url.lowercased()
    guard ["https://", "http://", "mailto:"].contains(where: lowered.hasPrefix),
      url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    text = url
  }
}
