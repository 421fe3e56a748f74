import Console
import Files
import HTTP
import Primitives
import Security

/// What came in one request to add photos: read to its end, and nothing of it kept yet.
struct PhotoUpload {
  /// How many photos may come in one request, and how large each may be, in bytes.
  static let maximumFiles = 20
  static let maximumSize = 25 << 20

  let files: [IncomingFile]
  /// Of the only photo.
  let caption: String?
  /// By which a repeat of it is known: a request's `Idempotency-Key`, a page's field `once`.
  let repeatKey: String?

  /// Reads a form with one or more parts `file`, and beside a single one perhaps `caption`.
  ///
  /// Throws 415 for what is no such form, 413 `payload_too_large` for a file that is too large, 400
  /// `validation_failed` with all that is wrong with the fields, and what `Files.receive` throws.
  init(_ request: Request, into store: Files) throws {
    guard request.headers.mediaType == "multipart/form-data",
      let type = request.headers.contentType
    else { throw Problem.unsupportedMediaType(expected: "multipart/form-data") }
    let reader = try MultipartReader(request.body, type: type)
    try self.init(reader, into: store) { _ in request.headers.idempotencyKey }
  }

  /// The same of what is left of a page's form. Throws alike.
  init(ofPage reader: MultipartReader, into store: Files) throws {
    try self.init(reader, into: store) { $0.take(FormState.onceField) }
  }

  private init(
    _ reader: MultipartReader, into store: Files, repeatKey: (inout Form) -> String?
  ) throws {
    var files: [IncomingFile] = []
    var count = 0
    var texts = Form()
    while let part = try reader.next() {
      guard part.name == "file" else {
        texts.append(part.name, try Self.text(reader))
        continue
      }
      // A page's field in which nothing was chosen.
      if part.fileName?.isEmpty == true { continue }
      count += 1
      guard count <= Self.maximumFiles else { continue }
      files.append(try store.receive(atMost: Self.maximumSize) { try reader.piece() })
    }
    self.repeatKey = repeatKey(&texts)
    caption = try texts.read { fields in
      if count == 0 { fields.refuse("file", "required", "is required") }
      if count > Self.maximumFiles {
        fields.refuse("file", "too_many", "may be there \(Self.maximumFiles) times at most")
      }
      let caption = fields.photoCaption()
      if caption != nil, count > 1 {
        fields.refuse("caption", "not_allowed", "is for a single photo; say it of each afterwards")
      }
      return caption
    }
    self.files = files
  }

  private static func text(_ reader: MultipartReader) throws -> String {
    let bytes = try reader.collect(atMost: 16 << 10)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem.invalidForm("A field is not UTF-8.")
    }
    return text
  }

  /// What a repeat is known by: each file by its content, and the caption.
  func digest(for album: UUID) -> Digest {
    let names = files.map(\.sha256.hex).joined()
    return SHA256.hash("\(album)\(names)\(caption ?? "")")
  }
}

extension Fields {
  /// The field `caption`, which may be missing.
  mutating func photoCaption() -> String? {
    optionalText("caption", length: 1...1_000, isMultiline: true)
  }
}
