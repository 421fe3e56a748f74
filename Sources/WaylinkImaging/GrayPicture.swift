import CVips
import CZXing
import Imaging
import Primitives
import Vehicles

/// A picture in shades of gray, a byte a pixel, in memory.
struct GrayPicture {
  private let picture: VipsPicture
  private let pixels: UnsafePointer<UInt8>

  /// What lies behind a transparent one is white, as paper is. Nil without memory.
  init?(_ picture: VipsPicture) {
    guard let opaque = picture.opaque, let gray = VipsPicture(waylink_vips_gray(opaque.image))
    else { return nil }
    self.init(computing: gray)
  }

  private init?(computing unmade: VipsPicture?) {
    guard let unmade, let made = VipsPicture(vips_image_copy_memory(unmade.image)),
      let start = vips_image_get_data(made.image)
    else { return nil }
    picture = made
    // Of a picture in memory all pixels lie there, a row behind the other, as long as it lives.
    pixels = UnsafePointer(start.assumingMemoryBound(to: UInt8.self))
  }

  var width: Int { picture.width }
  var height: Int { picture.height }

  // MARK: Others made of it; nil without memory

  /// So that it fits into `side`; itself when it does.
  func fitted(into side: Int) -> GrayPicture? {
    let longest = max(width, height)
    guard longest > side else { return self }
    return GrayPicture(
      computing: VipsPicture(waylink_vips_scale(picture.image, Double(side) / Double(longest))))
  }

  /// Clockwise, in degrees.
  func turned(by degrees: Double) -> GrayPicture? {
    guard degrees != 0 else { return self }
    return GrayPicture(computing: VipsPicture(waylink_vips_turn(picture.image, degrees)))
  }

  func treated(_ treatment: Treatment) -> GrayPicture? {
    let image = picture.image
    return switch treatment {
    case .none: self
    case .softened: GrayPicture(computing: VipsPicture(waylink_vips_soften(image)))
    case .levelled: GrayPicture(computing: VipsPicture(waylink_vips_level(image, 8, 4)))
    case .sharpened: GrayPicture(computing: VipsPicture(waylink_vips_level(image, 3, 4)))
    case .inverted: GrayPicture(computing: VipsPicture(waylink_vips_invert(image)))
    }
  }

  /// What is done to a picture so that its codes can be told better.
  enum Treatment {
    case none
    /// Against grain.
    case softened
    /// Against shadows, dim light and faint print.
    case levelled
    /// Against blur.
    case sharpened
    /// For bright codes on dark ground.
    case inverted

    /// Whether what is dark afterwards is what is darker than the middle.
    fileprivate var isLevel: Bool { self == .levelled || self == .sharpened }
  }

  // MARK: Looking

  /// What is found in it, also twice; linear codes also from top to bottom.
  ///
  /// - Parameter treatment: what was done to it.
  func readings(after treatment: Treatment) -> [BarcodeReading] {
    var codes = [ZXCode](repeating: ZXCode(), count: Barcode.mostInPicture)
    // The pixels live as long as the picture, which is not named in the call.
    let count = withExtendedLifetime(picture) {
      zx_read(
        pixels, Int32(width), Int32(height), treatment.isLevel ? ZX_FIXED : ZX_LOCAL, &codes,
        codes.count)
    }
    return codes.prefix(count).compactMap(BarcodeReading.init)
  }
}

/// A code as it was read once.
struct BarcodeReading {
  let barcode: Barcode
  /// Of a linear code: the lines on which it was read the same.
  let lines: Int

  init?(_ code: ZXCode) {
    guard let symbology = Barcode.Symbology.allCases.first(where: { $0.symbol == code.symbology })
    else { return nil }
    var text = withUnsafeBytes(of: code.text) { Bytes($0.prefix(code.length)) }
    for place in text.indices where !Barcode.isPrintable(text[place]) {
      text[place] = UInt8(ascii: " ")
    }
    guard let barcode = Barcode(symbology, String(decoding: text, as: UTF8.self)) else {
      return nil
    }
    self.barcode = barcode
    lines = Int(code.lines)
  }

  var vins: [VIN] { VIN.found(in: barcode.text) }

  /// Whether one reading is enough. Code 39 has no check of its own: of a few lines with the same
  /// flaw only a check digit tells.
  var isSure: Bool {
    barcode.symbology != .code39 || lines >= 4 || vins.contains { $0.checkDigit == .holds }
  }
}

extension Barcode.Symbology {
  fileprivate var symbol: ZXSymbology {
    switch self {
    case .code39: ZX_CODE_39
    case .code128: ZX_CODE_128
    case .dataMatrix: ZX_DATA_MATRIX
    case .qrCode: ZX_QR_CODE
    case .pdf417: ZX_PDF_417
    }
  }
}
