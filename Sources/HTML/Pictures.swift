// Pictures, and files that are sent.

extension PageWriter {
  /// A picture with what is said in its place. Its size is told beforehand, so that nothing jumps once
  /// it comes.
  ///
  /// - Parameters:
  ///   - source: on this site: the page's policy lets no other be asked.
  ///   - width: in pixels, as `height`.
  package mutating func img(
    _ source: Address, alt: String, width: Int, height: Int, _ attributes: Attribute...
  ) {
    let head = [
      Attribute("src", source.text), Attribute("alt", alt), Attribute("width", String(width)),
      Attribute("height", String(height)),
    ]
    void(Tag(name: "img"), head + attributes)
  }

  package mutating func figure(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "figure"), attributes, content) }

  package mutating func figcaption(_ attributes: Attribute..., text: String) {
    element(Tag(name: "figcaption"), attributes, text)
  }

  /// A field in which files are chosen, several at once. Its form must be one that `sendsFiles`.
  package mutating func files(_ attributes: Attribute...) {
    void(
      Tag(name: "input"), [Attribute("type", "file"), Attribute("multiple", nil)] + attributes)
  }
}

extension Attribute {
  /// Of a picture: fetched once it comes near to what is seen.
  package static let lazy = Attribute("loading", "lazy")
  /// Of a form: its fields go out as `multipart/form-data`, and files with them.
  package static let sendsFiles = Attribute("enctype", "multipart/form-data")
  /// Of a field for files: which ones are offered.
  package static func accept(_ types: StaticString) -> Attribute {
    Attribute("accept", types.description)
  }
  /// Of a link: to the one before in a row; for the script, an arrow key follows it.
  package static let previous = Attribute("rel", "prev")
  /// The same, to the one behind.
  package static let next = Attribute("rel", "next")

  /// For the script: this form's files go out one by one, and how far each is gets shown in these words …
  package static func saysUploading(_ text: String) -> Attribute {
    Attribute("data-uploading", text)
  }
  package static func saysUploaded(_ text: String) -> Attribute { Attribute("data-uploaded", text) }
  /// … waiting for its turn …
  package static func saysWaiting(_ text: String) -> Attribute { Attribute("data-waiting", text) }
  /// … and in these what failed, why, with a button that tries again or a link to sign in.
  ///
  /// - Parameter json: an object of texts by the codes of problems.
  package static func saysReasons(_ json: String) -> Attribute { Attribute("data-reasons", json) }
  package static func saysSignIn(_ text: String) -> Attribute { Attribute("data-sign-in", text) }
  package static func saysFailed(_ text: String) -> Attribute { Attribute("data-failed", text) }
  package static func saysRetry(_ text: String) -> Attribute { Attribute("data-retry", text) }
}
