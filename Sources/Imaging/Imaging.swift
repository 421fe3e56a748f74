import Glibc
import Primitives
import Processes

/// Makes of a stranger's upload what others may see, in a process of its own for each:
/// `waylink-imaging`, with nothing in its environment, no file but the upload, no network, and
/// little time and memory. Decoders of pictures are where strangers' bytes do their worst; here
/// they are in no process that knows a key.
///
/// A file that does its worst costs that process, and its sender gets one refusal.
package final class Imaging: Sendable {
  private let executable: String
  private let places: Places
  private let timeLimit: Int

  /// - Parameters:
  ///   - executable: `waylink-imaging`.
  ///   - atOnce: how many may be made at the same time. Each can take a processor for some seconds,
  ///     and a gigabyte where a picture has all the pixels that it may have.
  ///   - timeLimit: how long to wait for one, in milliseconds. Only for a process that stands still:
  ///     the time that it works is counted by the system, which ends it earlier.
  package init(executable: String, atOnce: Int, timeLimit: Int = 25_000) {
    self.executable = executable
    self.timeLimit = timeLimit
    places = Places(atOnce, patience: 5_000)
  }

  /// What an open file shows. It can be read from several threads; its position doesn't matter and
  /// stays.
  ///
  /// - Parameter file: open for reading only: the process that gets it must not change it.
  package func picture(of file: Int32) throws(ImagingError) -> Picture {
    switch PictureReport(try answer(to: .picture, on: file)) {
    case .picture(let picture)?: return picture
    case .refused(let refusal)?: throw ImagingError(refusal)
    case nil: throw .unreadable
    }
  }

  /// The barcodes that an open file shows, each once, however they are turned; empty when there is none,
  /// or none that can be read. The search ends with a pass that finds a VIN, or when it has taken
  /// long enough: so of a picture with a VIN not every other code is named.
  ///
  /// - Parameter file: as for `picture(of:)`.
  package func barcodes(in file: Int32) throws(ImagingError) -> [Barcode] {
    switch BarcodeReport(try answer(to: .barcodes, on: file)) {
    case .barcodes(let barcodes)?: return barcodes
    case .refused(let refusal)?: throw ImagingError(refusal)
    case nil: throw .unreadable
    }
  }

  /// Throws `failed` unless the process can be begun, and says what it must of an empty file.
  package func check() throws(ImagingError) {
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(nothing) }
    guard case .refused(.notAnImage) = PictureReport(try answer(to: .picture, on: nothing)) else {
      throw .failed("it takes nothing for a picture")
    }
  }

  private func answer(
    to question: UploadQuestion, on file: Int32
  ) throws(ImagingError) -> Bytes {
    let outcome = places.taking { () -> ChildProcess.Outcome? in
      ChildProcess(executable, [question.rawValue], reading: file)?.exchange(
        atMost: question.longestAnswer, until: ChildProcess.now() + timeLimit)
    }
    guard let outcome else { throw .busy }
    switch outcome {
    case .answered(let bytes): return bytes
    case nil: throw .failed("it can't be started")
    case .tooMuch: throw .failed("it says too much")
    case .late: throw .failed("it stands still")
    case .exited(let status): throw .failed("it ended with status \(status)")
    case .killed(by: SIGXCPU): throw .tooComplex
    case .killed(by: SIGKILL), .killed(by: SIGTERM): throw .failed("it was killed")
    // A fault: of the decoder, and by this file.
    case .killed: throw .damaged
    }
  }
}

extension ImagingError {
  fileprivate static let unreadable = ImagingError.failed("it says what can't be read")

  fileprivate init(_ refusal: UploadRefusal) {
    self =
      switch refusal {
      case .notAnImage: .notAnImage
      case .damaged: .damaged
      case .tooManyPixels: .tooManyPixels
      }
  }
}
