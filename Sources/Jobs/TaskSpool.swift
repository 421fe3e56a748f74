import Glibc
import HTTP
import Primitives

/// Checked tasks waiting to become rows: in memory while they are few, in a nameless file beyond.
///
/// A task lies in it as title length, title, status, attributes length, attributes, so that
/// nothing needs to be parsed twice.
final class TaskSpool {
  private(set) var counts = TaskCounts()

  private let directory: String
  private var file: Int32 = -1
  private var buffer: Bytes = []
  /// What has been written to the file.
  private var written = 0

  private static let memory = 1 << 20

  /// - Parameter directory: where a large spool goes; nothing stays there.
  init(directory: String) {
    self.directory = directory
  }

  deinit {
    if file >= 0 { close(file) }
  }

  /// Throws 507 when the disk is full.
  func append(_ task: TaskInput) throws {
    counts.count(task.status)
    append(number: UInt32(task.title.count))
    buffer.append(contentsOf: task.title)
    buffer.append(UInt8(JobTask.Status.allCases.firstIndex(of: task.status) ?? 0))
    append(number: UInt32(task.attributes.count))
    buffer.append(contentsOf: task.attributes)
    if buffer.count >= Self.memory { try flush() }
  }

  private func append(number: UInt32) {
    withUnsafeBytes(of: number) { buffer.append(contentsOf: $0) }
  }

  private func flush() throws {
    if file < 0 { file = try openUnnamed() }
    try buffer.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        guard count > 0 else { throw Self.failure }
        rest = rest.dropFirst(count)
      }
    }
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private func openUnnamed() throws -> Int32 {
    var template = Array("\(directory)/import-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Self.failure }
    unlink(template)
    return descriptor
  }

  private static var failure: Problem {
    let cause = errno
    return cause == ENOSPC || cause == EDQUOT ? .storageFull : .unavailable()
  }

  // MARK: Reading

  /// Reads the tasks from the first on.
  func makeReader() -> Reader { Reader(self) }

  /// Walks a spool once. The spool must not grow meanwhile.
  final class Reader {
    private let spool: TaskSpool
    private var offset = 0
    private var window: Bytes = []
    private var position = 0

    fileprivate init(_ spool: TaskSpool) {
      self.spool = spool
    }

    /// The next task's title, status and attributes, in place; nil after the last.
    func next(
      _ body: (UnsafeRawBufferPointer, JobTask.Status, UnsafeRawBufferPointer) throws -> Void
    ) throws -> Bool {
      guard try fill(4) else { return false }
      let titleCount = number(at: position)
      _ = try fill(4 + titleCount + 5)
      let attributesStart = position + 4 + titleCount + 5
      let attributesCount = number(at: attributesStart - 4)
      _ = try fill(attributesStart - position + attributesCount)
      // `fill` may have moved the window, so the places are counted anew from `position`.
      let title = position + 4
      let status = title + titleCount
      let attributes = status + 5
      try window.withUnsafeBytes { bytes in
        try body(
          UnsafeRawBufferPointer(rebasing: bytes[title..<status]),
          JobTask.Status.allCases[Int(bytes[status])],
          UnsafeRawBufferPointer(rebasing: bytes[attributes..<attributes + attributesCount]))
      }
      position = attributes + attributesCount
      return true
    }

    /// Up to `count` tasks as a spool of their own, to be read as often as need be.
    func batch(_ count: Int) throws -> TaskBatch {
      var batch = TaskBatch()
      for _ in 0..<count {
        guard try next({ batch.append($0, $1, $2) }) else { break }
      }
      return batch
    }

    private func number(at index: Int) -> Int {
      window.withUnsafeBytes {
        Int($0.loadUnaligned(fromByteOffset: index, as: UInt32.self))
      }
    }

    /// Makes sure that this many bytes lie behind `position`; false at the end.
    private func fill(_ count: Int) throws -> Bool {
      if window.count - position >= count { return true }
      window.removeSubrange(..<position)
      position = 0
      while window.count < count {
        let piece = try spool.piece(at: offset)
        guard !piece.isEmpty else { return false }
        window.append(contentsOf: piece)
        offset += piece.count
      }
      return true
    }
  }

  private func piece(at offset: Int) throws -> Bytes {
    if offset >= written { return Array(buffer.dropFirst(offset - written)) }
    let wanted = min(256 << 10, written - offset)
    var count = 0
    let bytes = Bytes(unsafeUninitializedCapacity: wanted) { target, filled in
      count = pread(file, target.baseAddress, wanted, off_t(offset))
      filled = max(0, count)
    }
    guard count > 0 else { throw Self.failure }
    return bytes
  }
}

/// Some tasks in memory, ready to be written as rows.
struct TaskBatch {
  private struct Entry {
    let title: Range<Int>
    let status: JobTask.Status
    let attributes: Range<Int>
  }

  private var bytes: Bytes = []
  private var entries: [Entry] = []

  var count: Int { entries.count }

  fileprivate mutating func append(
    _ title: UnsafeRawBufferPointer, _ status: JobTask.Status, _ attributes: UnsafeRawBufferPointer
  ) {
    let start = bytes.count
    bytes.append(contentsOf: title)
    let middle = bytes.count
    bytes.append(contentsOf: attributes)
    entries.append(
      Entry(title: start..<middle, status: status, attributes: middle..<bytes.count))
  }

  /// A task's title, status and attributes, in place.
  func withTask(
    _ index: Int,
    _ body: (UnsafeRawBufferPointer, JobTask.Status, UnsafeRawBufferPointer) -> Void
  ) {
    let entry = entries[index]
    bytes.withUnsafeBytes { bytes in
      body(
        UnsafeRawBufferPointer(rebasing: bytes[entry.title]), entry.status,
        UnsafeRawBufferPointer(rebasing: bytes[entry.attributes]))
    }
  }
}
