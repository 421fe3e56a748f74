import FastCGI
import HTTP
import Outbox
import Primitives
import Synchronization

/// What this responder has done since it began, as Prometheus reads it.
final class Metrics: Sendable {
  /// A route by where its name lies in the program: to hash a text for each request would take
  /// longer than all the rest of counting.
  private struct Key: Hashable {
    let route: UInt
    let status: Int
  }

  private struct Exchanges {
    let route: StaticString
    let status: Int
    var times = Histogram()
  }

  private struct Figures {
    var exchanges: [Key: Exchanges] = [:]
    var cutOff = 0
    var bytes = 0
  }

  /// Upper bounds in microseconds.
  fileprivate static let bounds = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 1_000_000]

  fileprivate struct Histogram {
    /// Of the times up to each bound, and above the one before.
    var counts = [Int](repeating: 0, count: Metrics.bounds.count)
    var total = 0
    var microseconds = 0
  }

  private let figures = Mutex(Figures())
  private let responder: String
  private let start = Instant.now()

  init(responder: String) {
    self.responder = responder
  }

  func count(_ response: Response, _ outcome: Outcome) {
    let (route, status) = (response.trace.route, response.status.code)
    let key = Key(route: UInt(bitPattern: route.utf8Start), status: status)
    figures.withLock { figures in
      figures.exchanges[key, default: Exchanges(route: route, status: status)]
        .times.add(outcome.microseconds)
      figures.bytes += outcome.bytes
      if !outcome.isWhole { figures.cutOff += 1 }
    }
  }

  /// Prometheus's text format 0.0.4.
  ///
  /// - Parameter outbox: what lies there, the same for all responders; nil where that can't be read.
  func text(_ outbox: OutboxFigures?) -> Bytes {
    let figures = figures.withLock { $0 }
    var text = ""
    func family(_ name: String, _ type: String, _ help: String) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
    family("waylink_requests_total", "counter", "Requests answered.")
    let exchanges = figures.exchanges.values.map { ($0.route.description, $0.status, $0.times) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    for (route, status, times) in exchanges {
      text += "waylink_requests_total{responder=\"\(responder)\",route=\"\(route)\","
      text += "status=\"\(status)\"} \(times.total)\n"
    }
    family("waylink_request_seconds", "histogram", "Time to answer.")
    let byRoute = Dictionary(exchanges.map { ($0.0, $0.2) }, uniquingKeysWith: +)
    for (route, histogram) in byRoute.sorted(by: { $0.key < $1.key }) {
      text += histogram.text(labels: "responder=\"\(responder)\",route=\"\(route)\"")
    }
    family("waylink_answer_bytes_total", "counter", "Bytes of answers' bodies.")
    text += "waylink_answer_bytes_total{responder=\"\(responder)\"} \(figures.bytes)\n"
    family("waylink_answers_cut_off_total", "counter", "Answers that did not get out whole.")
    text += "waylink_answers_cut_off_total{responder=\"\(responder)\"} \(figures.cutOff)\n"
    family("process_start_time_seconds", "gauge", "When this responder began.")
    text += "process_start_time_seconds{responder=\"\(responder)\"} \(start.seconds)\n"
    family("process_resident_memory_bytes", "gauge", "Memory in use.")
    text += "process_resident_memory_bytes{responder=\"\(responder)\"} \(Self.residentBytes)\n"
    if let outbox {
      family("waylink_outbox_messages", "gauge", "Messages to be sent, and those given up.")
      text += "waylink_outbox_messages{state=\"waiting\"} \(outbox.waiting)\n"
      text += "waylink_outbox_messages{state=\"dead\"} \(outbox.dead)\n"
      family("waylink_outbox_oldest_seconds", "gauge", "How long the oldest message waits.")
      text += "waylink_outbox_oldest_seconds \(outbox.oldest)\n"
    }
    return Array(text.utf8)
  }

  /// From /proc/self/statm, whose second figure counts pages.
  private static var residentBytes: Int {
    let fields = File.contents(of: "/proc/self/statm", atMost: 4_096)
      .map { String(decoding: $0, as: UTF8.self).split(separator: " ") }
    guard let fields, fields.count > 1, let pages = Int(fields[1]) else { return 0 }
    return pages * 4_096
  }
}

extension Metrics.Histogram {
  fileprivate mutating func add(_ microseconds: Int) {
    total += 1
    self.microseconds += microseconds
    if let bound = Metrics.bounds.firstIndex(where: { microseconds <= $0 }) { counts[bound] += 1 }
  }

  fileprivate static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.total += right.total
    sum.microseconds += right.microseconds
    for index in sum.counts.indices { sum.counts[index] += right.counts[index] }
    return sum
  }

  fileprivate func text(labels: String) -> String {
    var text = ""
    var upTo = 0
    for (bound, count) in zip(Metrics.bounds, counts) {
      upTo += count
      text += "waylink_request_seconds_bucket{\(labels),le=\"\(Double(bound) / 1e6)\"} \(upTo)\n"
    }
    text += "waylink_request_seconds_bucket{\(labels),le=\"+Inf\"} \(total)\n"
    text += "waylink_request_seconds_sum{\(labels)} \(Double(microseconds) / 1e6)\n"
    text += "waylink_request_seconds_count{\(labels)} \(total)\n"
    return text
  }
}
