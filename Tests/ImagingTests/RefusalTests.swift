import Foundation
import Imaging
import Primitives
import TestSupport
import Testing

/// What strangers send that is no picture, or a bad one: an answer, always, and in time.
@Suite struct RefusalTests {
  private let samples: Samples

  init() throws {
    samples = try Samples.shared.get()
  }

  @Test(arguments: [
    "", "a", "Hello, this is a text.\n", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "GIF89a\u{1}\u{0}\u{1}\u{0}\u{0}\u{0}\u{0}", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    "<?xml version=\"1.0\"?><svg/>", "II*\u{0}\u{8}\u{0}\u{0}\u{0}", "MM\u{0}*\u{0}\u{0}\u{0}\u{8}",
    "BM", "P6\n1 1\n255\nabc", "P5 1 1 255 a", "RIFF\u{4}\u{0}\u{0}\u{0}WAVE", "#!/bin/sh\n",
    "\u{0}\u{0}\u{0}\u{18}ftypisom\u{0}\u{0}\u{0}\u{0}isommp41", "\u{0}\u{0}\u{0}\u{18}ftyp",
    "PK\u{3}\u{4}", "8BPS\u{0}\u{1}", "<html><script>alert(1)</script>",
  ])
  func knowsWhatIsNoPicture(_ text: String) throws {
    #expect(try Samples.refusal(of: Bytes(text.utf8)) == .notAnImage)
  }

  /// libvips could read these; nobody asks it to.
  @Test(arguments: ["gif", "tif", "ppm", "svg", "pdf"])
  func takesNothingElse(_ ending: String) throws {
    var bytes = Bytes("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".utf8)
    switch ending {
    case "gif", "tif":
      bytes = try samples.made("other.\(ending)", "copy", "@base.ppm", "@other.\(ending)")
    case "ppm": bytes = try samples.bytes("base.ppm")
    case "pdf": bytes = Bytes("%PDF-1.4\n%\n".utf8) + (try samples.bytes("base.jpg"))
    default: break
    }
    #expect(try Samples.refusal(of: bytes) == .notAnImage)
  }

  /// Told by its header: 50,000 × 50,000 pixels would take 7.5 GB.
  @Test func refusesTooManyPixelsBeforeItDecodes() throws {
    for (width, height) in [(50_000, 50_000), (30_001, 1), (1, 30_001), (10_001, 10_000)] {
      #expect(try Samples.refusal(of: png(width, height)) == .tooManyPixels)
    }
    // Small enough, but there is nothing.
    #expect(try Samples.refusal(of: png(10_000, 10_000)) == .damaged)
  }

  /// A few kilobytes that become as much as a picture may have.
  @Test func takesWhatIsLargeAndEmpty() throws {
    let bytes = try samples.made("empty.png", "black", "@empty.png", "10000", "10000")
    let picture = try Samples.picture(of: bytes)
    #expect((picture.large.width, picture.large.height) == (2_048, 2_048))
  }

  @Test(arguments: ["jpg", "png", "webp", "heic", "avif"])
  func refusesWhatBreaksOff(_ ending: String) throws {
    let whole = try samples.bytes("base.\(ending)")
    for twentieth in 1..<20 {
      let length = whole.count * twentieth / 20
      // What ends so early says nothing yet; and a PNG's last 12 bytes say only that it ends.
      if length < 32 || ending == "png" && length >= whole.count - 12 { continue }
      #expect(
        try Samples.refusal(of: Bytes(whole.prefix(length))) == .damaged,
        "\(length) of \(whole.count)")
    }
    for length in [1, 2, 3, 4, 8, 11] {
      let refusal = try Samples.refusal(of: Bytes(whole.prefix(length)))
      #expect(refusal == .damaged || refusal == .notAnImage)
    }
  }

  /// The same each time.
  @Test(arguments: ["jpg", "png", "webp", "heic", "avif"])
  func answersWhateverIsChanged(_ ending: String) throws {
    let whole = try samples.bytes("base.\(ending)")
    let imaging = Imaging(executable: Samples.program, atOnce: 2)
    _ = try onThreads(2) { thread in
      var generator = Fixed(state: UInt64(thread) << 32 | UInt64(whole.count))
      for _ in 0..<25 {
        var bytes = whole
        for _ in 0...Int.random(in: 0..<12, using: &generator) {
          let place = Int.random(in: bytes.indices, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0: bytes[place] = .random(in: 0 ... .max, using: &generator)
          case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
          case 2: bytes[place] = [0x00, 0xFF, 0x7F, 0x80].randomElement(using: &generator) ?? 0
          default: bytes.removeSubrange(place..<min(place + 3, bytes.count - 1))
          }
        }
        switch try Samples.refusal(of: bytes, by: imaging) {
        case nil, .notAnImage, .damaged, .tooManyPixels, .tooComplex: break
        case let other: Issue.record("\(String(describing: other))")
        }
      }
    }
  }

  /// A PNG of that size, by its header, with nothing in it.
  private func png(_ width: Int, _ height: Int) -> Bytes {
    func big(_ number: Int) -> Bytes {
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
    func chunk(_ name: String, _ content: Bytes) -> Bytes {
      let named = Bytes(name.utf8) + content
      return big(content.count) + named + big(Int(crc(named)))
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", big(width) + big(height) + [8, 2, 0, 0, 0])
      + chunk("IDAT", [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]) + chunk("IEND", [])
  }

  private func crc(_ bytes: Bytes) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
  }
}

/// SplitMix64: the same numbers each time.
private struct Fixed: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
