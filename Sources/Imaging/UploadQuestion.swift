/// What `waylink-imaging` can be asked of an upload: its only argument.
package enum UploadQuestion: String, Sendable {
  /// Answered by a `PictureReport`.
  case picture
  /// Answered by a `BarcodeReport`.
  case barcodes

  /// How long the answer can be, in bytes.
  package var longestAnswer: Int {
    switch self {
    case .picture: PictureReport.maximumLength
    case .barcodes: BarcodeReport.maximumLength
    }
  }
}

/// What it says instead, whatever it was asked.
package enum UploadRefusal: String, Sendable {
  /// None of the formats that are taken.
  case notAnImage = "not-an-image"
  /// Begins like one, but can't be read.
  case damaged
  /// See `PictureLimits`.
  case tooManyPixels = "too-many-pixels"
}
