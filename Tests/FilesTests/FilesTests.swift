import Foundation
import Glibc
import HTTP
import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Files

@Suite struct FilesTests {
  private let scene: FilesScene
  private let database: Connection
  private let content = Bytes("A picture of a car.".utf8)

  init() throws {
    scene = try FilesScene()
    database = scene.connection()
  }

  // MARK: The way in

  @Test func keepsWhatCameInPieces() throws {
    var pieces: [Bytes] = [Bytes(content.prefix(5)), [], Bytes(content.dropFirst(5))]
    let file = try scene.files.receive(atMost: content.count) {
      pieces.isEmpty ? nil : pieces.removeFirst()
    }
    #expect(file.size == content.count && file.sha256 == SHA256.hash(content))
    // Nothing has a name yet.
    #expect(scene.folder.files == [])
    let settled = try scene.files.settle(file, on: database)
    try database.transaction { try scene.files.keep([settled], in: $0) }
    let hex = file.sha256.hex
    #expect(scene.folder.files == ["\(hex.prefix(2))/\(hex.dropFirst(2).prefix(2))/\(hex)"])
    #expect(scene.content(of: file.sha256) == content)
    #expect(try scene.count(of: file.sha256, on: database) == 1)
  }

  /// Whoever serves the files is of the group, whatever the umask.
  @Test func canBeReadByTheGroupAndNobodyElse() throws {
    let file = try scene.kept(content, on: database)
    let path = scene.files.path(of: file)
    let folder = path.prefix(upTo: try #require(path.lastIndex(of: "/")))
    for (path, mode) in [(path, 0o640), (String(folder), 0o750)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
  }

  @Test func liesOnceHoweverOftenItComes() throws {
    let file = try scene.kept(content, on: database)
    #expect(try scene.kept(content, on: database) == file)
    #expect(try scene.count(of: file, on: database) == 2)
    #expect(scene.folder.files.count == 1)
    try scene.release(file, on: database)
    try scene.sweep(on: database)
    #expect(scene.content(of: file) == content)
    try scene.release(file, on: database)
    try scene.sweep(on: database)
    #expect(try scene.folder.files == [] && scene.rows(on: database) == 0)
  }

  @Test func leavesNothingOfWhatIsTooLong() throws {
    let failure = #expect(throws: Problem.self) {
      try scene.files.receive(atMost: content.count - 1) { content }
    }
    #expect(failure?.status == .contentTooLarge)
    struct Gone: Error {}
    var isFirst = true
    #expect(throws: Gone.self) {
      try scene.files.receive(atMost: 100) {
        defer { isFirst = false }
        if !isFirst { throw Gone() }
        return content
      }
    }
    #expect(try scene.folder.files == [] && scene.rows(on: database) == 0)
  }

  @Test func isReadByThoseWhoMustNotChangeIt() throws {
    let file = try scene.files.receive(content)
    try file.reading { descriptor in
      #expect(write(descriptor, "x", 1) == -1)
      var bytes = Bytes(repeating: 0, count: 100)
      #expect(read(descriptor, &bytes, 100) == content.count)
    }
  }

  // MARK: Ends too early

  @Test func isSweptWhenNothingCameToNameIt() throws {
    let settled = try scene.files.settle(scene.files.receive(content), on: database)
    // Within the hour it stays.
    try scene.files.sweep(on: database) { Issue.record("\($0): \($1)") }
    #expect(scene.content(of: settled.sha256) == content)
    try scene.sweep(on: database)
    #expect(try scene.folder.files == [] && scene.rows(on: database) == 0)
    // Its owner still holds it, and may be as late as it likes.
    try database.transaction { try scene.files.keep([settled], in: $0) }
    #expect(scene.content(of: settled.sha256) == content)
    #expect(try scene.count(of: settled.sha256, on: database) == 1)
  }

  /// Killed between the row and the file.
  @Test func isSweptWhenThereIsOnlyARow() throws {
    try FilesStore(database: database).note(scene.files.receive(content))
    #expect(try scene.folder.files == [] && scene.rows(on: database) == 1)
    try scene.sweep(on: database)
    #expect(try scene.rows(on: database) == 0 && scene.failures.withLock { $0 } == [])
  }

  @Test func forgetsWhatWasRolledBack() throws {
    struct Change: Error {}
    let file = try scene.kept(content, on: database)
    let settled = try scene.files.settle(scene.files.receive(content), on: database)
    #expect(throws: Change.self) {
      try database.transaction { transaction in
        try scene.files.keep([settled], in: transaction)
        try scene.files.release([file], in: transaction)
        try scene.files.release([file], in: transaction)
        throw Change()
      }
    }
    #expect(try scene.count(of: file, on: database) == 1)
  }

  @Test func releasesNothingThatNothingNames() throws {
    let file = try scene.kept(content, on: database)
    try scene.release(file, on: database)
    let failure = #expect(throws: FilesError.self) { try scene.release(file, on: database) }
    #expect(failure?.problem.status == .internalServerError)
    #expect(throws: FilesError.self) { try scene.release(SHA256.hash("other"), on: database) }
    #expect(try scene.count(of: file, on: database) == 0)
  }

  /// One that can't be taken away stays whole, row and all, and holds up no other.
  @Test func sweepPassesOverWhatFails() throws {
    let stuck = try scene.kept(Bytes("stuck".utf8), on: database)
    let other = try scene.kept(content, on: database)
    for file in [stuck, other] { try scene.release(file, on: database) }
    let path = scene.files.path(of: stuck)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try scene.sweep(on: database)
    #expect(scene.failures.withLock { $0.count } == 1)
    #expect(try scene.count(of: stuck, on: database) == 0)
    #expect(try scene.count(of: other, on: database) == nil)
  }

  // MARK: No room

  /// In a process that may make no file longer than 64 KiB: what is told of it is told of a full disk
  /// as well.
  @Test func leavesNothingOfWhatThereIsNoRoomFor() async throws {
    let place = try TestFolder()
    await #expect(processExitsWith: .success) { [path = place.path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 64 << 10, rlim_max: 64 << 10)
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let full = Files(directory: path)
      let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      for _ in 0..<3 {
        let failure = #expect(throws: FilesError.self) {
          try full.receive(Bytes(repeating: 1, count: 1 << 20))
        }
        #expect(failure?.problem.status == .insufficientStorage)
        #expect(failure?.problem.code == "storage_full")
      }
      // Without a name, and closed: what was written of it is free again.
      #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count == open)
      #expect(try full.receive(Bytes(repeating: 2, count: 32 << 10)).size == 32 << 10)
    }
    #expect(place.files == [])
  }

  /// Whether we may make file systems: not everywhere may root.
  private static let mayMount: Bool = {
    guard geteuid() == 0, let place = try? TestFolder(), (try? mount(on: place)) != nil else {
      return false
    }
    return (try? run("umount", [place.path])) != nil
  }()

  /// A file system of 256 KiB.
  private static func mount(on place: TestFolder) throws {
    try run("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", place.path])
  }

  @Test(.enabled(if: mayMount, "only who may make file systems has a full one"))
  func leavesNothingWhenTheDiskIsFull() throws {
    let place = try TestFolder()
    try Self.mount(on: place)
    defer { _ = try? run("umount", [place.path]) }
    let full = Files(directory: place.path)
    for _ in 0..<3 {
      let failure = #expect(throws: FilesError.self) {
        try full.receive(Bytes(repeating: 1, count: 1 << 20))
      }
      #expect(failure?.problem.status == .insufficientStorage)
      #expect(failure?.problem.code == "storage_full")
    }
    #expect(try scene.rows(on: database) == 0 && place.files == [])
    // What was written of it is free again.
    let settled = try full.settle(full.receive(Bytes(repeating: 2, count: 100 << 10)), on: database)
    #expect(place.files.count == 1 && settled.size == 100 << 10)
  }

  @Test func saysWhenItCantWrite() throws {
    let nowhere = Files(directory: "/nowhere")
    let failure = #expect(throws: FilesError.self) { try nowhere.check() }
    #expect(failure?.problem.status == .serviceUnavailable)
    try scene.files.check()
  }

  // MARK: Many at once

  /// What is kept is there, and the sweeper, who waits for nobody, takes all the rest.
  @Test func isThereForAsLongAsItIsKept() throws {
    let contents = (0..<3).map { Bytes("The same, \($0)".utf8) }
    let isOver = Locked(false)
    let scene = scene
    _ = try onThreads(66) { thread in
      defer { Database.endThread() }
      let database = scene.connection()
      if thread >= 64 {
        while !isOver.withLock({ $0 }) { try scene.sweep(on: database) }
        return
      }
      defer { if thread == 0 { isOver.withLock { $0 = true } } }
      for round in 0..<6 {
        let content = contents[(thread + round) % 3]
        let file = try scene.kept(content, on: database)
        #expect(scene.content(of: file) == content)
        usleep(UInt32.random(in: 0..<5_000))
        #expect(scene.content(of: file) == content)
        try scene.release(file, on: database)
      }
    }
    try scene.sweep(on: database)
    #expect(try scene.folder.files == [] && scene.rows(on: database) == 0)
    #expect(scene.failures.withLock { $0 } == [])
  }
}
