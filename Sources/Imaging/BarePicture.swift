import Primitives

extension Rendition.Format {
  /// Whether a picture holds what it takes to be shown, and nothing that tells of anything else: no
  /// EXIF, XMP, IPTC, comment, profile or second picture. Whoever made it, and whatever a library's
  /// `strip` may leave: what others see goes by here.
  func isBare(_ bytes: Bytes) -> Bool {
    switch self {
    case .jpeg: Self.isBareJPEG(bytes)
    case .webp: Self.isBareWebP(bytes)
    }
  }

  /// ITU-T T.81, annex B: start of image, segments and scans, end of image, and nothing after it.
  private static func isBareJPEG(_ bytes: Bytes) -> Bool {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return false }
    var place = 2
    while place + 1 < bytes.count {
      guard bytes[place] == 0xFF else { return false }
      let marker = bytes[place + 1]
      place += 2
      if marker == 0xD9 { return place == bytes.count }
      // JFIF, frames, tables, and scans.
      guard [0xE0, 0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA].contains(marker), place + 1 < bytes.count
      else { return false }
      let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
      // JFIF has 16 bytes without a thumbnail.
      guard length >= 2, marker != 0xE0 || length == 16 else { return false }
      place += length
      if marker == 0xDA { place = end(ofScanAt: place, bytes) }
    }
    return false
  }

  /// Where the next marker stands. In a scan, 0xFF is followed by 0 or is a restart.
  private static func end(ofScanAt start: Int, _ bytes: Bytes) -> Int {
    var place = start
    while place + 1 < bytes.count {
      if bytes[place] == 0xFF, bytes[place + 1] != 0, !(0xD0...0xD7).contains(bytes[place + 1]) {
        return place
      }
      place += 1
    }
    return bytes.count
  }

  /// RFC 9649, section 2: one chunk after another, to the end of the file.
  private static func isBareWebP(_ bytes: Bytes) -> Bool {
    func number(at place: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    guard bytes.count >= 12, bytes.starts(with: "RIFF".utf8),
      bytes[8..<12].elementsEqual("WEBP".utf8), number(at: 4) + 8 == bytes.count
    else { return false }
    var place = 12
    while place + 8 <= bytes.count {
      guard
        ["VP8X", "ALPH", "VP8 ", "VP8L"].contains(
          String(decoding: bytes[place..<place + 4], as: UTF8.self))
      else { return false }
      let length = number(at: place + 4)
      place += 8 + length + length % 2
    }
    return place == bytes.count && place > 12
  }
}
