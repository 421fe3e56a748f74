import CVips
import Glibc
import Imaging
import Primitives
import Processes

/// The other end of `Imaging`: a process that reads one upload from its standard input, answers the
/// question that is its argument, and ends. Ends with 1 when it can't work; whatever the upload is, it
/// ends with 0, or is ended.
@main
enum WaylinkImaging {
  /// In seconds of the processor: several times what the largest picture takes.
  private static let seconds: UInt = 15
  /// In bytes of addresses: what the largest picture takes, and what libraries reserve.
  private static let memory: UInt = 2 << 30
  /// In seconds of the clock: more than `Imaging` waits.
  private static let patience: UInt32 = 60

  static func main() {
    Confinement.closeInherited()
    Confinement.giveUpRights(endingAfter: patience)
    // A responder of before an upgrade asks without words, and means this.
    let words = CommandLine.arguments.dropFirst().first ?? UploadQuestion.picture.rawValue
    guard let question = UploadQuestion(rawValue: words), let upload = Upload() else { _exit(1) }
    let kind = upload.format
    guard prepareLibrary(for: kind) else { _exit(1) }
    Confinement.limit(seconds: seconds, memory: memory)
    _exit(Confinement.write(answer(to: question, on: upload, kind)) ? 0 : 1)
  }

  private static func answer(
    to question: UploadQuestion, on upload: Upload, _ format: PictureFormat?
  ) -> Bytes {
    switch question {
    case .picture: (format.map(upload.picture) ?? .refused(.notAnImage)).bytes
    case .barcodes: (format.map(upload.barcodes) ?? .refused(.notAnImage)).bytes
    }
  }

  private static func prepareLibrary(for format: PictureFormat?) -> Bool {
    // One arena: each reserves 64 MiB of addresses.
    mallopt(M_ARENA_MAX, 1)
    // libvips looks for its modules below this, and finds none: see `waylink_vips_add_heif`.
    setenv("VIPSHOME", "/nonexistent", 1)
    guard vips_init("waylink-imaging") == 0 else { return false }
    vips_block_untrusted_set(1)
    vips_concurrency_set(1)
    vips_cache_set_max(0)
    return format != .heic && format != .avif || waylink_vips_add_heif()
  }
}
