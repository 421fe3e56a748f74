import Glibc
import Imaging

/// Looks for barcodes in one picture in one way after the other, quick ones first, until one finds a
/// VIN or the time is over. The library reads a clean code at once; what photos of labels are like
/// instead is what the passes are for.
struct BarcodeSearch {
  /// What a picture is fitted into before, in pixels: as telephones make them.
  static let side = 4_096

  /// In nanoseconds of the processor. A pass that was begun is ended.
  private static let timeLimit = 3_000_000_000

  static func barcodes(in picture: GrayPicture) -> [Barcode] {
    var search = BarcodeSearch(picture: picture)
    let end = now() + timeLimit
    for pass in passes where !search.hasVIN && now() < end { search.look(pass) }
    return search.found
  }

  // MARK: Passes

  private struct Pass {
    /// What the picture is fitted into, in pixels.
    let side: Int
    var treatment = GrayPicture.Treatment.none
    var angle = 0.0
  }

  private static let medium = 1_600
  private static let large = 2_800

  private static let passes: [Pass] =
    [
      Pass(side: medium), Pass(side: side), Pass(side: medium, treatment: .levelled),
      Pass(side: medium, treatment: .softened), Pass(side: medium, treatment: .sharpened),
    ] + turns(medium, .none) + [Pass(side: medium, treatment: .inverted)] + turns(large, .none)
    + turns(medium, .levelled) + [Pass(side: large, treatment: .levelled)]
    + turns(medium, .inverted)

  /// Linear codes and PDF417 are read along lines, which must cross the whole of one: ten degrees are
  /// what a long and low one allows; and at some angles a Data Matrix is missed. By small angles to
  /// either side first, as people hold telephones; beyond 45 degrees it is the lines from top to
  /// bottom that cross it.
  private static func turns(_ side: Int, _ treatment: GrayPicture.Treatment) -> [Pass] {
    [10, 80, 20, 70, 30, 60, 40, 50].map { Pass(side: side, treatment: treatment, angle: $0) }
  }

  // MARK: Looking

  private let picture: GrayPicture
  private var found: [Barcode] = []
  private var hasVIN = false
  /// Read once, and not surely.
  private var doubtful: [Barcode] = []
  /// The last one that was made upright, which the turned ones are made of.
  private var upright: (side: Int, treatment: GrayPicture.Treatment, picture: GrayPicture)?

  private init(picture: GrayPicture) {
    self.picture = picture
  }

  private mutating func look(_ pass: Pass) {
    // In a small picture larger ones would show the same again.
    guard pass.side == Self.medium || max(picture.width, picture.height) > Self.medium,
      let made = upright(pass)?.turned(by: pass.angle)
    else { return }
    for reading in made.readings(after: pass.treatment) { take(reading) }
  }

  private mutating func upright(_ pass: Pass) -> GrayPicture? {
    if let upright, upright.side == pass.side, upright.treatment == pass.treatment {
      return upright.picture
    }
    guard let made = picture.fitted(into: pass.side)?.treated(pass.treatment) else { return nil }
    upright = (pass.side, pass.treatment, made)
    return made
  }

  private mutating func take(_ reading: BarcodeReading) {
    let barcode = reading.barcode
    guard !found.contains(barcode), found.count < Barcode.mostInPicture else { return }
    guard reading.isSure || doubtful.contains(barcode) else {
      doubtful.append(barcode)
      return
    }
    found.append(barcode)
    hasVIN = hasVIN || !reading.vins.isEmpty
  }

  /// Nanoseconds of the processor that this process has taken.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
