import Primitives

/// What `waylink-imaging` says of an upload: one line of words, and then the bytes of both sizes.
///
///     jpeg 4032 3024 2024-05-06T07:08:09 120 48858222 2294500 jpeg 400 300 9 jpeg 2048 1536 99
///
/// Format, width and height; local time and offset in minutes, latitude and longitude in
/// microdegrees, each `-` when it isn't known; of the thumbnail and of the large size the format,
/// width, height, and number of bytes. Or one word, for what is refused.
package enum PictureReport: Sendable {
  case picture(Picture)
  case refused(UploadRefusal)

  /// How long the line can be, in bytes.
  private static let maximumLine = 256

  /// How long the whole can be, in bytes.
  package static let maximumLength = maximumLine + PictureLimits.renditionBytes
}

// MARK: - Writing

extension PictureReport {
  /// As it is sent.
  package var bytes: Bytes {
    let words: [String]
    var rest: Bytes = []
    switch self {
    case .picture(let picture):
      words = picture.words
      rest = picture.thumb.bytes + picture.large.bytes
    case .refused(let refusal): words = [refusal.rawValue]
    }
    return Bytes((words.joined(separator: " ") + "\n").utf8) + rest
  }
}

extension Picture {
  fileprivate var words: [String] {
    [format.rawValue, String(width), String(height)]
      + [
        capturedAt.map { $0.text } ?? "-",
        capturedAt?.offsetMinutes.map { String($0) } ?? "-",
        position.map { String($0.latitudeMicrodegrees) } ?? "-",
        position.map { String($0.longitudeMicrodegrees) } ?? "-",
      ] + thumb.words + large.words
  }
}

extension Rendition {
  fileprivate var words: [String] {
    [format.rawValue, String(width), String(height), String(bytes.count)]
  }
}

extension CaptureTime {
  /// `2024-05-06T07:08:09`, on the clock of the place.
  package var text: String {
    var text: Bytes = []
    text.appendDigits(local.year, width: 4)
    for (mark, part) in [
      ("-", local.month), ("-", local.day), ("T", local.hour), (":", local.minute),
      (":", local.second),
    ] {
      text.append(text: mark)
      text.appendDigits(part, width: 2)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for what `text` doesn't write.
  package init?(text: some StringProtocol, offsetMinutes: Int?) {
    let parts = text.split(
      omittingEmptySubsequences: false, whereSeparator: { "-T:".contains($0) }
    ).map { Int($0) ?? -1 }
    guard parts.count == 6 else { return nil }
    let local = CivilTime(
      year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4],
      second: parts[5])
    self.init(local: local, offsetMinutes: offsetMinutes)
    // What was read otherwise than it is written was something else.
    guard self.text == text else { return nil }
  }
}

// MARK: - Reading

extension PictureReport {
  /// Nil for whatever is not exactly such a report: the one that sent it has read a stranger's bytes
  /// and may be anything by now. Of its pictures it is seen that they hold pixels and nothing else:
  /// see `Rendition.Format.isBare`.
  package init?(_ bytes: Bytes) {
    guard let end = bytes.prefix(Self.maximumLine).firstIndex(of: 0x0A),
      let line = String(validating: bytes[..<end], as: UTF8.self)
    else { return nil }
    let rest = bytes[(end + 1)...]
    if let refusal = UploadRefusal(rawValue: line) {
      guard rest.isEmpty else { return nil }
      self = .refused(refusal)
      return
    }
    var words = Words(line)
    guard let picture = words.picture(rest), words.isEmpty else { return nil }
    self = .picture(picture)
  }
}

/// The words of a line, taken from the left.
private struct Words {
  private var words: ArraySlice<Substring>

  init(_ line: String) {
    words = line.split(separator: " ", omittingEmptySubsequences: false)[...]
  }

  var isEmpty: Bool { words.isEmpty }

  mutating func picture(_ content: ArraySlice<UInt8>) -> Picture? {
    guard let format = next().flatMap({ PictureFormat(rawValue: String($0)) }),
      let width = number(), let height = number(),
      PictureLimits.allow(width: width, height: height),
      let capturedAt = captureTime(), let position = position(),
      let thumb = rendition(PictureLimits.thumbSide, content),
      let large = rendition(PictureLimits.largeSide, content.dropFirst(thumb.bytes.count)),
      thumb.bytes.count + large.bytes.count == content.count
    else { return nil }
    return Picture(
      format: format, width: width, height: height, capturedAt: capturedAt.value,
      position: position.value, thumb: thumb, large: large)
  }

  private mutating func next() -> Substring? { words.popFirst() }

  /// Only as it would be written.
  private mutating func number() -> Int? {
    guard let word = next(), let number = Int(word), String(number) == word else { return nil }
    return number
  }

  /// What may be unknown.
  private struct Known<Value> {
    let value: Value?
  }

  private mutating func numberIfKnown() -> Known<Int>? {
    if words.first == "-" {
      words.removeFirst()
      return Known(value: nil)
    }
    return number().map { Known(value: $0) }
  }

  private mutating func captureTime() -> Known<CaptureTime>? {
    guard let word = next(), let offset = numberIfKnown() else { return nil }
    if word == "-" { return offset.value == nil ? Known(value: nil) : nil }
    return CaptureTime(text: word, offsetMinutes: offset.value).map { Known(value: $0) }
  }

  private mutating func position() -> Known<Position>? {
    guard let latitude = numberIfKnown(), let longitude = numberIfKnown() else { return nil }
    switch (latitude.value, longitude.value) {
    case (nil, nil): return Known(value: nil)
    case (let latitude?, let longitude?):
      return Position(latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude)
        .map { Known(value: $0) }
    default: return nil
    }
  }

  private mutating func rendition(_ side: Int, _ content: ArraySlice<UInt8>) -> Rendition? {
    guard let format = next().flatMap({ Rendition.Format(rawValue: String($0)) }),
      let width = number(), let height = number(), let length = number(),
      (1...side).contains(width), (1...side).contains(height), length > 0, length <= content.count
    else { return nil }
    let bytes = Bytes(content.prefix(length))
    guard format.isBare(bytes) else { return nil }
    return Rendition(format: format, width: width, height: height, bytes: bytes)
  }
}
