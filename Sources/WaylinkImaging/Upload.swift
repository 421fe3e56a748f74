import Glibc
import Imaging

/// The file on standard input, as it lies in memory.
struct Upload {
  let bytes: UnsafeMutableRawBufferPointer

  /// Nil when there is none.
  init?() {
    var information = stat()
    guard fstat(STDIN_FILENO, &information) == 0 else { return nil }
    let length = Int(information.st_size)
    guard length > 0 else {
      bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)
      return
    }
    // Writable, as libvips asks for it; what is written stays in this process.
    let memory = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE, STDIN_FILENO, 0)
    guard let memory, memory != MAP_FAILED else { return nil }
    bytes = UnsafeMutableRawBufferPointer(start: memory, count: length)
  }

  /// By what its first bytes are; nil for whatever isn't taken here.
  var format: PictureFormat? {
    if begins(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if begins(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if begins(with: Array("RIFF".utf8)), begins(with: Array("WEBP".utf8), at: 8) { return .webp }
    return begins(with: Array("ftyp".utf8), at: 4) ? brand : nil
  }

  private func begins(with start: [UInt8], at offset: Int = 0) -> Bool {
    bytes.count >= offset + start.count
      && bytes[offset..<offset + start.count].elementsEqual(start)
  }

  /// The first brand in the file's first box that is one of ours (ISO/IEC 14496-12 §4.3; HEIF,
  /// ISO/IEC 23008-12 §10; AVIF 1.1 §8).
  private var brand: PictureFormat? {
    let boxLength = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard (16...256).contains(boxLength), boxLength <= bytes.count else { return nil }
    // The major brand, its version, and the brands that it is compatible with.
    let places = [8] + Array(stride(from: 16, to: boxLength - 3, by: 4))
    for place in places {
      switch String(decoding: bytes[place..<place + 4], as: UTF8.self) {
      case "heic", "heix", "heim", "heis": return .heic
      case "avif": return .avif
      default: continue
      }
    }
    return nil
  }
}
