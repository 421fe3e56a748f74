import CVips
import Imaging
import Primitives

/// A picture of libvips, given back with the last reference. Most are not decoded before something
/// asks for their pixels.
final class VipsPicture {
  let image: UnsafeMutablePointer<VipsImage>

  init?(_ image: UnsafeMutablePointer<VipsImage>?) {
    guard let image else { return nil }
    self.image = image
  }

  deinit {
    g_object_unref(image)
  }

  /// By its header. Nil when that can't be read.
  convenience init?(_ upload: Upload, as format: PictureFormat, shrunkBy shrink: Int32 = 1) {
    let (bytes, length) = (upload.bytes.baseAddress, upload.bytes.count)
    let image =
      switch format {
      case .jpeg: waylink_vips_load_jpeg(bytes, length, shrink)
      case .png: waylink_vips_load_png(bytes, length)
      case .webp: waylink_vips_load_webp(bytes, length)
      case .heic, .avif: waylink_vips_load_heif(bytes, length)
      }
    self.init(image)
  }

  var width: Int { Int(vips_image_get_width(image)) }
  var height: Int { Int(vips_image_get_height(image)) }

  /// Whether it lies on its side.
  var isTurned: Bool { vips_image_get_orientation_swap(image) != 0 }

  /// A text that belongs to it, as libvips shows it.
  func text(_ name: String) -> String? {
    var text: UnsafePointer<CChar>?
    guard vips_image_get_typeof(image, name) != 0, vips_image_get_string(image, name, &text) == 0
    else { return nil }
    return text.map { String(cString: $0) }
  }

  // MARK: Making others of it; nil when it can't be decoded

  /// In memory, with every pixel there: upright, in sRGB, and no larger than that.
  func fitted(into side: Int) -> VipsPicture? {
    guard let small = VipsPicture(waylink_vips_fit(image, Int32(side))),
      let plain = VipsPicture(waylink_vips_plain(small.image))
    else { return nil }
    let picture = VipsPicture(vips_image_copy_memory(plain.image))
    if let picture { waylink_vips_bare(picture.image) }
    return picture
  }

  /// Itself, before white.
  var opaque: VipsPicture? {
    vips_image_hasalpha(image) == 0 ? self : VipsPicture(waylink_vips_opaque(image))
  }

  /// Whether something behind it would be seen.
  private var isTransparent: Bool {
    guard vips_image_hasalpha(image) != 0 else { return false }
    return waylink_vips_lowest(image, vips_image_get_bands(image) - 1) < 255
  }

  func rendition() -> Rendition? {
    if isTransparent { return encoded(.webp) { waylink_vips_webp(image, 80, $0) } }
    guard let opaque else { return nil }
    return encoded(.jpeg) { waylink_vips_jpeg(opaque.image, 82, $0) }
  }

  private func encoded(
    _ format: Rendition.Format, _ encode: (UnsafeMutablePointer<Int>) -> UnsafeMutableRawPointer?
  ) -> Rendition? {
    var length = 0
    guard let memory = encode(&length) else { return nil }
    defer { g_free(memory) }
    let bytes = Bytes(UnsafeRawBufferPointer(start: memory, count: length))
    return Rendition(
      format: format, width: width, height: height,
      bytes: format == .webp ? bareWebP(bytes) : bytes)
  }
}
