/// Some sixty photos as they come from yards, in each of the symbologies.
enum BarcodeCorpus {
  struct Entry: Sendable {
    let name: String
    let photo: BarcodePhoto
    /// Whether one would read it by eye: what is wiped out by blur or grain isn't expected to be read.
    var isLegible = true
  }

  /// Of the legible ones so many are read at least: three fewer than were when this was written.
  static let floor = 56

  /// For North America, with a check digit that holds, and for Europe, without one.
  static let vins = ["1HGCM82633A004352", "WVWZZZ1JZ3W386752", "1M8GDM9AXKP042788"]

  static let entries: [Entry] = ["CODE39", "CODE128", "DATAMATRIX", "QRCODE", "PDF417"].flatMap {
    entries(of: $0)
  }

  private static func entries(of symbology: String) -> [Entry] {
    // Of two dimensions they are printed larger.
    let module = ["DATAMATRIX", "QRCODE"].contains(symbology) ? 6.0 : 3.0
    var count = 0
    func entry(
      _ name: String, isLegible: Bool = true,
      _ change: (inout BarcodePhoto, inout PhotographedLabel) -> Void
    ) -> Entry {
      var photo = BarcodePhoto()
      var label = PhotographedLabel(symbology: symbology, text: vins[count % 3], module: module)
      photo.seed = UInt32(symbology.utf8.reduce(count + 1) { $0 * 31 + Int($1) } & 0xFFFF)
      change(&photo, &label)
      photo.labels = [label]
      count += 1
      return Entry(name: "\(symbology) \(name)", photo: photo, isLegible: isLegible)
    }
    let turned = [7.0, 30, 90, 180, 215].map { angle in
      entry("turned by \(Int(angle))°") { $1.angle = angle }
    }
    return turned + [
      entry("from the side") { ($1.tilt, $1.angle) = (0.2, 12) },
      entry("bent") { ($1.bend, $1.angle) = (12, 4) },
      entry("grainy") { photo, _ in photo.noise = 18 },
      entry("out of focus") { $0.blur = 0.45 * $1.module },
      entry("dim and faint") { ($1.paper, $1.ink, $0.noise) = (62, 38, 2) },
      entry("in a shadow") { ($0.shade, $1.angle) = (0.2, 5) },
      entry("small, in a poor JPEG") { ($1.module, $0.blur, $0.quality) = (2, 0.5, 60) },
      entry("bright on dark") { ($1.paper, $1.ink) = (30, 220) },
      entry("lost in blur", isLegible: false) { $0.blur = 1.8 * $1.module },
      entry("lost in grain", isLegible: false) { ($1.paper, $1.ink, $0.noise) = (130, 110, 60) },
    ]
  }
}
