import Glibc
import HTTP

/// Why the directory of files did not do what was asked: 507 `storage_full` when there is no room,
/// 500 for what should not have been asked, else 503. Nothing was kept.
package struct FilesError: Error, Equatable {
  /// By `errno`; 0 for what should not have been asked.
  package let cause: Int32
  /// What was tried, for the log.
  package let attempt: String

  init(cause: Int32, _ attempt: String) {
    self.cause = cause
    self.attempt = attempt
  }
}

extension FilesError: ProblemConvertible {
  package var problem: Problem {
    switch cause {
    // EFBIG: larger than this process may write.
    case ENOSPC, EDQUOT, EFBIG: .storageFull
    case 0: .internalError
    default: .unavailable()
    }
  }
}

extension FilesError: CustomStringConvertible {
  package var description: String { "files: \(attempt): \(String(cString: strerror(cause)))" }
}
