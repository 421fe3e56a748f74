import CFastCGI
import Glibc
import HTTP
import Primitives

/// One FastCGI connection: a request in, an answer out, closed.
///
/// Connections are not kept: a kept one would pin its thread. Owned by one thread.
final class Connection {
  /// libfcgi's own state, at a fixed address because its streams point back to it.
  private let state: UnsafeMutablePointer<FCGX_Request>

  init() {
    state = .allocate(capacity: 1)
    state.initialize(to: FCGX_Request())
    // Without a listening socket: libfcgi must never accept by itself.
    FCGX_InitRequest(state, -1, 0)
  }

  deinit {
    FCGX_Free(state, 1)
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Reads a request's head; nil when what came was not FastCGI. The connection is then closed.
  func begin(on descriptor: Int32) -> Request? {
    state.pointee.ipcFd = descriptor
    // libfcgi first finishes the request before this one, and closes unless it was "kept".
    state.pointee.keepConnection = 1
    // libfcgi takes parameters that break off between two pairs for all of them; only the stream's
    // error tells.
    guard FCGX_Accept_r(state) == 0, FCGX_GetError(state.pointee.in) == 0 else {
      abandon()
      return nil
    }
    return request()
  }

  // MARK: Request

  /// What has been announced of the body and has not come yet.
  private var unreadBytes = 0

  private func request() -> Request {
    let parameters = Parameters(state.pointee.envp)
    var headers = Headers()
    headers.accept = parameters[.accept]
    headers.acceptLanguage = parameters[.acceptLanguage]
    headers.authorization = parameters[.authorization]
    headers.contentType = parameters[.contentType]
    headers.cookie = parameters[.cookie]
    headers.editToken = parameters[.editToken]
    headers.idempotencyKey = parameters[.idempotencyKey]
    headers.ifNoneMatch = parameters[.ifNoneMatch]
    headers.origin = parameters[.origin]
    headers.purpose = parameters[.purpose]
    headers.secFetchSite = parameters[.secFetchSite]
    headers.userAgent = parameters[.userAgent]
    let length = max(0, parameters[.contentLength].flatMap { Int($0) } ?? 0)
    unreadBytes = length
    return Request(
      method: parameters[.method].flatMap(Method.init(rawValue:)),
      target: parameters[.target] ?? "",
      headers: headers,
      body: RequestBody(length: length, source: length > 0 ? self : nil),
      remoteAddress: parameters[.remoteAddress] ?? "",
      id: parameters[.requestID] ?? UUID.v7().text)
  }

  // MARK: Answer

  /// Writes an answer and closes. Returns the body's bytes as sent; `isWhole` is false when the
  /// answer was cut off.
  func answer(_ response: Response, withoutBody: Bool) -> (bytes: Int, isWhole: Bool) {
    switch response.body {
    case .stream(let stream) where !withoutBody: return send(response.head, then: stream)
    case .bytes(let bytes) where !withoutBody: return send(response.head, bytes)
    default: return send(response.head, [])
    }
  }

  /// In one write, past libfcgi, which would send it 8 KiB at a time: a process that is killed has
  /// then answered, or has not and another one can, but never left half an answer behind.
  private func send(_ head: Bytes, _ body: Bytes) -> (bytes: Int, isWhole: Bool) {
    let records = Records.whole(
      head, body, of: UInt16(truncatingIfNeeded: state.pointee.requestId))
    let isWhole = records.withUnsafeBytes(put)
    if isWhole { closeAtOnceWhenAllIsRead() }
    abandon()
    return (isWhole ? body.count : 0, isWhole)
  }

  /// Nearly every answer fits into the socket's buffer, and then there is nothing to wait for.
  private func put(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    var flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    while !rest.isEmpty {
      let slice = UnsafeRawBufferPointer(rebasing: rest)
      let written = Glibc.send(state.pointee.ipcFd, slice.baseAddress, slice.count, flags)
      if written < 0, errno == EINTR { continue }
      if written < 0, errno == EAGAIN, flags & Int32(MSG_DONTWAIT) != 0 {
        SocketWait.limit(SO_SNDTIMEO, on: state.pointee.ipcFd)
        flags = Int32(MSG_NOSIGNAL)
        continue
      }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }

  private func send(
    _ head: Bytes, then stream: (any ResponseSink) throws -> Void
  ) -> (bytes: Int, isWhole: Bool) {
    sentBytes = -head.count
    SocketWait.limit(SO_SNDTIMEO, on: state.pointee.ipcFd)
    do {
      try head.withUnsafeBytes { try write($0) }
      try stream(self)
      try finish()
      return (sentBytes, true)
    } catch {
      // Without an end record the front server knows that the answer is not whole, and lets the
      // client know too.
      abandon()
      return (max(0, sentBytes), false)
    }
  }

  /// Of a streamed body; its head counts below zero.
  private var sentBytes = 0

  /// libfcgi shuts its half down and then waits for the front server to hang up, lest an answer get
  /// lost to a reset. Only bytes that nobody has read make the kernel send one: without any the
  /// thread is free at once, which spares three system calls and a wait in each request.
  private func closeAtOnceWhenAllIsRead() {
    let isAllRead = FCGX_GetChar(state.pointee.in) == -1
    state.pointee.detached = isAllRead ? 1 : 0
  }

  /// Sends what is still buffered and the records that end the answer, and closes. Throws when
  /// nobody was there to take them.
  private func finish() throws {
    FCGX_FClose(state.pointee.err)
    let isSent = FCGX_FClose(state.pointee.out) == 0
    closeAtOnceWhenAllIsRead()
    FCGX_Finish_r(state)
    if state.pointee.ipcFd >= 0 { abandon() }
    guard isSent else { throw ClientGone() }
  }

  /// Closes without another word.
  private func abandon() {
    FCGX_Free(state, 1)
    state.pointee.in = nil
    state.pointee.out = nil
    state.pointee.err = nil
    state.pointee.envp = nil
  }
}

extension Connection: BodySource {
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let start = buffer.baseAddress, !buffer.isEmpty else { return 0 }
    let read = FCGX_GetStr(
      start.assumingMemoryBound(to: CChar.self), Int32(clamping: buffer.count), state.pointee.in)
    unreadBytes -= Int(max(0, read))
    // Its end before its announced length is a front server that has died: half an import must not
    // pass for a whole one.
    guard read > 0 || (read == 0 && unreadBytes <= 0) else { throw Problem.bodyCutShort }
    return Int(read)
  }
}

extension Connection: ResponseSink {
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = Int32(clamping: rest.count)
      let written = FCGX_PutStr(
        start.assumingMemoryBound(to: CChar.self), count, state.pointee.out)
      guard written == count else { throw ClientGone() }
      sentBytes += Int(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[Int(count)...])
    }
  }
}
