import Primitives

/// What an upload turned out to be, by its content and not by its name.
package enum PictureFormat: String, CaseIterable, Sendable {
  case jpeg, png, webp, heic, avif

  package var mediaType: String { "image/\(rawValue)" }

  /// How the names of such files end.
  package var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}

/// A picture of a stranger: what is known of it, and the two sizes that others may see. Of
/// `capturedAt` and `position` neither size holds anything.
package struct Picture: Sendable {
  package let format: PictureFormat
  /// In pixels, as the picture is to be seen: upright.
  package let width: Int
  package let height: Int
  /// For those who manage it; nil when the file doesn't say.
  package let capturedAt: CaptureTime?
  /// For those who manage it; nil when the file doesn't say.
  package let position: Position?
  /// Fits into `PictureLimits.thumbSide`.
  package let thumb: Rendition
  /// Fits into `PictureLimits.largeSide`.
  package let large: Rendition

  package init(
    format: PictureFormat, width: Int, height: Int, capturedAt: CaptureTime?, position: Position?,
    thumb: Rendition, large: Rendition
  ) {
    self.format = format
    self.width = width
    self.height = height
    self.capturedAt = capturedAt
    self.position = position
    self.thumb = thumb
    self.large = large
  }
}

/// The picture in one size: upright, in sRGB, and nothing but the picture.
package struct Rendition: Sendable {
  /// JPEG, progressive; WebP where something of it is transparent.
  package enum Format: String, Sendable {
    case jpeg, webp
  }

  package let format: Format
  package let width: Int
  package let height: Int
  package let bytes: Bytes

  package init(format: Format, width: Int, height: Int, bytes: Bytes) {
    self.format = format
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  package var mediaType: String { "image/\(format.rawValue)" }
}

/// When a picture was taken, as its camera says (EXIF 2.31, DateTimeOriginal and
/// OffsetTimeOriginal). Most cameras know only the time of the place where they were: what is not
/// known is not made up.
package struct CaptureTime: Equatable, Sendable {
  /// On the clock of the place, to the second.
  package let local: CivilTime
  /// How far that clock was ahead of UTC, in minutes; nil when the camera doesn't say.
  package let offsetMinutes: Int?

  /// Nil for what is no moment of the years 1 to 9999, or no offset within a day.
  package init?(local: CivilTime, offsetMinutes: Int?) {
    guard (1...9_999).contains(local.year), local.isValid, local.microsecond == 0,
      abs(offsetMinutes ?? 0) < 24 * 60
    else { return nil }
    self.local = local
    self.offsetMinutes = offsetMinutes
  }

  /// The moment, where it is known.
  package var instant: Instant? {
    offsetMinutes.map {
      Instant(microseconds: local.instant.microseconds - Int64($0) * 60_000_000)
    }
  }
}

/// Where a picture was taken (WGS 84).
package struct Position: Equatable, Sendable {
  /// In millionths of a degree, a tenth of a metre: from -90 to 90 degrees, north is positive.
  package let latitudeMicrodegrees: Int
  /// From -180 to 180 degrees, east is positive.
  package let longitudeMicrodegrees: Int

  /// Nil outside of the Earth.
  package init?(latitudeMicrodegrees: Int, longitudeMicrodegrees: Int) {
    guard abs(latitudeMicrodegrees) <= 90_000_000, abs(longitudeMicrodegrees) <= 180_000_000 else {
      return nil
    }
    self.latitudeMicrodegrees = latitudeMicrodegrees
    self.longitudeMicrodegrees = longitudeMicrodegrees
  }

  /// In degrees.
  package var latitude: Double { Double(latitudeMicrodegrees) / 1e6 }
  /// In degrees.
  package var longitude: Double { Double(longitudeMicrodegrees) / 1e6 }
}

/// How large a picture may be, and how large what is made of it becomes; in pixels.
package enum PictureLimits {
  /// More than any telephone takes. Told by the file's first bytes, before anything is decoded.
  package static let pixels = 100_000_000
  /// Of either side.
  package static let side = 30_000
  package static let thumbSide = 400
  package static let largeSide = 2_048
  /// Of both sizes together, in bytes: a few times what the largest noise takes.
  package static let renditionBytes = 16 << 20

  package static func allow(width: Int, height: Int) -> Bool {
    (1...side).contains(width) && (1...side).contains(height) && width * height <= pixels
  }
}
