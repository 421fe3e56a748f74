import CCurl
import Primitives

extension MailServer {
  /// Hands a message in, on a connection of its own. Blocks for twice `timeout` seconds at most: once
  /// for the message, and as long for a goodbye that isn't answered. Any thread may call it.
  package func send(_ message: MailMessage) -> MailOutcome {
    guard Self.hasBegun, let curl = curl_easy_init() else { return .later("memory") }
    defer { curl_easy_cleanup(curl) }
    let handing = Handing(message.bytes)
    let recipients = curl_slist_append(nil, "<\(message.to.address)>")
    defer { curl_slist_free_all(recipients) }
    let isReady = setUp(curl, from: message.from, recipients) && handing.attach(to: curl)
    guard isReady else { return .later("memory") }
    // The reader and the witness are called by this call alone, while `handing` lives.
    let result = withExtendedLifetime(handing) { curl_easy_perform(curl) }
    return handing.outcome(of: result, answer: Int(curl_answer(curl)))
  }

  /// Once for the process, before any thread is in libcurl: a `static let` sees to that.
  private static let hasBegun = curl_begin() == CURLE_OK

  private func setUp(
    _ curl: UnsafeMutableRawPointer, from sender: MailAddress,
    _ recipients: UnsafeMutablePointer<curl_slist>?
  ) -> Bool {
    let security = protection == .required ? CURLUSESSL_ALL : CURLUSESSL_NONE
    var texts: [(CURLoption, String)] = [
      // Its path is how we introduce ourselves.
      (CURLOPT_URL, "\(url)/\(sender.domain)"), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
      // Whatever the environment says of proxies.
      (CURLOPT_PROXY, ""), (CURLOPT_MAIL_FROM, "<\(sender.address)>"),
    ]
    if let login {
      texts += [(CURLOPT_USERNAME, login.user), (CURLOPT_PASSWORD, login.password.reveal)]
    }
    if let certificates { texts.append((CURLOPT_CAINFO, certificates)) }
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_USE_SSL, Int(security.rawValue)), (CURLOPT_SSL_VERIFYPEER, 1),
      (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      (CURLOPT_CONNECTTIMEOUT, min(timeout, 15)), (CURLOPT_TIMEOUT, timeout),
      // Else the goodbye is said later, by a handle of libcurl's own that waits for two minutes.
      (CURLOPT_FORBID_REUSE, 1), (CURLOPT_SERVER_RESPONSE_TIMEOUT, timeout),
      // No signals: they would reach whichever thread.
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_UPLOAD, 1),
      // For the witness; without one it would print.
      (CURLOPT_VERBOSE, 1),
    ]
    return texts.allSatisfy { curl_set_text(curl, $0, $1) == CURLE_OK }
      && numbers.allSatisfy { curl_set_number(curl, $0, $1) == CURLE_OK }
      && curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK
  }
}

/// One message being handed in: what libcurl reads from, and how far it has come.
private final class Handing {
  private enum Stage: Comparable {
    case introduction, recipient, data, end
  }

  private let bytes: Bytes
  private var position = 0
  private var stage = Stage.introduction

  init(_ bytes: Bytes) {
    self.bytes = bytes
  }

  /// Gives libcurl an unretained pointer to this, which must outlive the transfer.
  func attach(to curl: UnsafeMutableRawPointer) -> Bool {
    let own = Unmanaged.passUnretained(self).toOpaque()
    let reader: curl_read_callback = { buffer, size, count, context in
      guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
      let handing = Unmanaged<Handing>.fromOpaque(context).takeUnretainedValue()
      return handing.read(into: buffer, atMost: size * count)
    }
    let witness: curl_debug_callback = { _, kind, text, length, context in
      guard kind == CURLINFO_HEADER_OUT, let text, let context else { return 0 }
      let handing = Unmanaged<Handing>.fromOpaque(context).takeUnretainedValue()
      handing.note(UnsafeRawBufferPointer(start: text, count: length))
      return 0
    }
    return curl_set_reader(curl, reader) == CURLE_OK
      && curl_set_context(curl, CURLOPT_READDATA, own) == CURLE_OK
      && curl_set_witness(curl, witness) == CURLE_OK
      && curl_set_context(curl, CURLOPT_DEBUGDATA, own) == CURLE_OK
  }

  private func read(into buffer: UnsafeMutablePointer<CChar>, atMost limit: Int) -> Int {
    let count = min(limit, bytes.count - position)
    bytes.withUnsafeBytes { bytes in
      UnsafeMutableRawPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[position..<(position + count)]))
    }
    position += count
    if count == 0 { stage = .end }
    return count
  }

  /// A command that goes out.
  private func note(_ command: UnsafeRawBufferPointer) {
    if command.starts(with: "RCPT TO".utf8) { stage = max(stage, .recipient) }
    if command.starts(with: "DATA".utf8) { stage = max(stage, .data) }
  }

  /// - Parameter answer: the server's last one, 0 for none.
  func outcome(of result: CURLcode, answer: Int) -> MailOutcome {
    if result == CURLE_OK { return .sent }
    let word = Self.word(for: result, answer: answer)
    guard result != CURLE_LOGIN_DENIED else { return .later(word) }
    // A refused sender is our own fault, and no reason to give the recipient up.
    if (500..<600).contains(answer), stage >= .recipient { return .refused(answer) }
    if (400..<600).contains(answer) { return .later(word) }
    return stage == .end ? .unknown : .later(word)
  }

  private static func word(for result: CURLcode, answer: Int) -> String {
    switch result {
    case CURLE_LOGIN_DENIED: "login"
    case CURLE_OPERATION_TIMEDOUT: "timeout"
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED,
      CURLE_SSL_CACERT_BADFILE:
      "tls"
    default: (400..<600).contains(answer) ? "smtp_\(answer)" : "connection"
    }
  }
}

extension UnsafeMutableRawPointer {
  fileprivate func copyMemory(from bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    copyMemory(from: start, byteCount: bytes.count)
  }
}

extension Collection<UInt8> {
  fileprivate func starts(with text: String.UTF8View) -> Bool {
    starts(with: Array(text))
  }
}
