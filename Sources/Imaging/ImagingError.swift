import HTTP

/// Why a file did not become a picture.
package enum ImagingError: Error, Equatable {
  /// Of its content, whatever its name says: 415 `not_an_image`.
  case notAnImage
  /// It begins like a picture and can't be read to its end: 415 `image_damaged`.
  case damaged
  /// 413 `too_many_pixels`.
  case tooManyPixels
  /// It takes longer to read than any picture does: 413 `image_too_complex`.
  case tooComplex
  /// Too many others are being read: 503.
  case busy
  /// Our own process could not be started, was stopped or killed, or did not say anything sensible;
  /// which, for the log: 503.
  case failed(String)
}

extension ImagingError: ProblemConvertible {
  package var problem: Problem {
    switch self {
    case .notAnImage:
      Problem(
        .unsupportedMediaType, "not_an_image",
        "This is not a picture. JPEG, PNG, WebP, HEIC and AVIF are taken.")
    case .damaged:
      Problem(
        .unsupportedMediaType, "image_damaged",
        "This picture is damaged: it can't be read to its end.")
    case .tooManyPixels:
      Problem(
        .contentTooLarge, "too_many_pixels",
        """
        A picture may have at most \(PictureLimits.pixels / 1_000_000) megapixels and \
        \(PictureLimits.side) pixels a side.
        """)
    case .tooComplex:
      Problem(
        .contentTooLarge, "image_too_complex", "This picture takes too long to be read.")
    case .busy, .failed: .unavailable()
    }
  }
}
