import Primitives

/// A WebP without what libvips 8.14 writes beside the picture whatever it is told: EXIF, of its own
/// making where there was none. As long as it is well-formed; else as it is.
func bareWebP(_ webp: Bytes) -> Bytes {
  var bare = Bytes(webp.prefix(12))
  var place = 12
  while place + 8 <= webp.count {
    let length = (0..<4).reduce(0) { $0 | Int(webp[place + 4 + $1]) << (8 * $1) }
    let end = place + 8 + length + length % 2
    guard end <= webp.count else { return webp }
    let name = String(decoding: webp[place..<place + 4], as: UTF8.self)
    var chunk = Bytes(webp[place..<end])
    // RFC 9649, section 2.7.1: of what is announced, the transparency stays.
    if name == "VP8X", length > 0 { chunk[8] &= 0x10 }
    if ["VP8X", "ALPH", "VP8 ", "VP8L"].contains(name) { bare += chunk }
    place = end
  }
  guard bare.count >= 12 else { return webp }
  let length = bare.count - 8
  for byte in 0..<4 { bare[4 + byte] = UInt8(truncatingIfNeeded: length >> (8 * byte)) }
  return bare
}
