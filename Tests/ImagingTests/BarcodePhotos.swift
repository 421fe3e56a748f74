import CCamera
import Foundation
import Primitives
import TestSupport

/// A barcode on a label, and how it hangs there.
struct PhotographedLabel {
  /// As zint calls it.
  var symbology = "CODE39"
  var text = "1HGCM82633A004352"
  /// Of a module, in pixels of the photo.
  var module = 3.0
  /// Of the code's middle, as a part of the photo's sides.
  var place = (x: 0.5, y: 0.5)
  /// See `CameraLabel`; `bend` in modules.
  var angle = 0.0
  var tilt = 0.0
  var bend = 0.0
  var paper = 225.0
  var ink = 35.0
  var quiet = 10.0
  /// What else zint is told.
  var options: [String] = []
}

/// A photo of a barcode, made in software: zint says what it looks like, and a camera in C sees it.
struct BarcodePhoto {
  var labels = [PhotographedLabel()]
  var width = 1_200
  var height = 900
  /// See `camera_develop`.
  var blur = 0.7
  var noise = 4.0
  var shade = 1.0
  var seed: UInt32 = 1
  /// Of the JPEG.
  var quality = 85

  /// In shades of gray, as PGM has them.
  func pgm() throws -> Data {
    var light = [Float](repeating: 0, count: width * height)
    var pixels = Bytes(repeating: 0, count: width * height)
    let codes = try labels.map(Self.modules)
    light.withUnsafeMutableBufferPointer { light in
      guard let start = light.baseAddress else { return }
      let film = CameraFilm(width: Int32(width), height: Int32(height), light: start)
      camera_see_wall(film, seed)
      for (label, code) in zip(labels, codes) { see(label, code, film) }
      camera_develop(film, blur, noise, shade, seed, &pixels)
    }
    return Data("P5\n\(width) \(height)\n255\n".utf8) + pixels
  }

  private func see(_ label: PhotographedLabel, _ code: [Bytes], _ film: CameraFilm) {
    let columns = code[0].count
    Array(code.joined()).withUnsafeBufferPointer { modules in
      guard let start = modules.baseAddress else { return }
      // A linear code is 40 modules high, and a row of PDF417 three.
      let aspect = code.count == 1 ? 40.0 : label.symbology == "PDF417" ? 3 : 1
      camera_see_label(
        film,
        CameraLabel(
          modules: start, columns: Int32(columns), rows: Int32(code.count),
          moduleWidth: label.module, moduleHeight: label.module * aspect, quiet: label.quiet,
          x: label.place.x * Double(width), y: label.place.y * Double(height),
          angle: label.angle, tilt: label.tilt, bend: label.bend * label.module,
          paper: label.paper, ink: label.ink))
    }
  }

  /// What zint says, row by row: 1 for dark. Each row comes as digits of four modules.
  private static func modules(of label: PhotographedLabel) throws -> [Bytes] {
    let output = try run(
      "zint", ["-b", label.symbology, "-d", label.text, "--dump"] + label.options)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      line.compactMap(\.hexDigitValue).flatMap { digit in
        (0..<4).map { UInt8(digit >> (3 - $0) & 1) }
      }
    }
  }
}
