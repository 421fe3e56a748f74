import Imaging
import Primitives

/// When and where a picture was taken, as its EXIF says. libvips shows a value as it lies there and,
/// behind ` (`, as people read it: `48/1 51/1 2960/100 (48, 51, 29.60, Rational, …)`.
struct CaptureDetails {
  let time: CaptureTime?
  let position: Position?

  init(_ picture: VipsPicture) {
    func value(_ name: String) -> String? {
      picture.text(name).flatMap { text in
        // From the end, for a text of the camera's may hold anything.
        var text = Array(text.utf8)
        while let byte = text.popLast(), byte != UInt8(ascii: "(") {}
        return String(validating: text, as: UTF8.self)?.trimmed
      }
    }
    time = value("exif-ifd2-DateTimeOriginal").flatMap {
      Self.time($0, offset: value("exif-ifd2-OffsetTimeOriginal"))
    }
    let latitude = Self.microdegrees(
      value("exif-ifd3-GPSLatitude"), value("exif-ifd3-GPSLatitudeRef"), ["N": 1, "S": -1])
    let longitude = Self.microdegrees(
      value("exif-ifd3-GPSLongitude"), value("exif-ifd3-GPSLongitudeRef"), ["E": 1, "W": -1])
    if let latitude, let longitude {
      position = Position(latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude)
    } else {
      position = nil
    }
  }

  /// `2024:05:06 07:08:09`, and `+02:00` or nothing. An offset that can't be read is none.
  private static func time(_ text: String, offset: String?) -> CaptureTime? {
    let halves = text.split(separator: " ", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let day = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    let written = "\(day.joined(separator: "-"))T\(halves[1])"
    return CaptureTime(text: written, offsetMinutes: offset.flatMap(minutes))
      ?? CaptureTime(text: written, offsetMinutes: nil)
  }

  /// `+02:00`; no zone is further than 14 hours from UTC.
  private static func minutes(_ offset: String) -> Int? {
    guard let sign = ["+": 1, "-": -1][offset.prefix(1)] else { return nil }
    let parts = offset.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      let hours = UInt8(parts[0]), let minutes = UInt8(parts[1]), hours <= 14, minutes < 60
    else { return nil }
    return sign * (Int(hours) * 60 + Int(minutes))
  }

  /// Three fractions: degrees, minutes and seconds. Nil for what is none, as of a camera that had no
  /// fix, and for a hemisphere that isn't there.
  private static func microdegrees(
    _ text: String?, _ hemisphere: String?, _ signs: [String: Double]
  ) -> Int? {
    guard let text, let hemisphere, let sign = signs[hemisphere] else { return nil }
    let parts = text.split(separator: " ").map { fraction in
      let halves = fraction.split(separator: "/").map { UInt32($0) ?? 0 }
      return halves.count == 2 ? Double(halves[0]) / Double(halves[1]) : .nan
    }
    guard parts.count == 3 else { return nil }
    let degrees = parts[0] + parts[1] / 60 + parts[2] / 3_600
    // Not a number for what was divided by zero, or endless.
    guard degrees <= 180 else { return nil }
    return Int((sign * degrees * 1e6).rounded())
  }
}

extension String {
  fileprivate var trimmed: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
