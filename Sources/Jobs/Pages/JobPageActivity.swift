import Audit
import Console
import HTML
import HTTP
import Language
import Primitives

/// What happened to a job and its links, the newest first: the job's audit records.
struct JobPageActivity {
  private let job: Job
  private let visit: Visit
  private let entries: [Entry]
  private let isNewest: Bool
  /// The `seq` to go on behind; nil at the beginning of the chain.
  private let next: Int?

  private struct Entry {
    let record: AuditEntry
    let detail: AuditWords
  }

  private static let limit = 20

  private var words: JobPagePhrases { visit.phrases.jobPage }

  /// Whose names `write` needs.
  var actors: Set<UUID> { Set(entries.compactMap(\.record.actorID)) }

  /// The page that `events` in the query asks for, which is the `seq` of the last one before it.
  init(of job: Job, _ visit: Visit) throws {
    self.job = job
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let before = query.integer("events", in: 1...Int(UInt32.max))
    try query.finish()
    isNewest = before == nil
    let found = try AuditChain.entries(
      of: job.id, before: before, limit: Self.limit + 1, on: visit.context.database)
    let page = found.prefix(Self.limit)
    entries = try page.map { record in
      Entry(record: record, detail: try AuditWords(record.detail, visit.context.reader))
    }
    next = found.count > page.count ? page.last?.seq : nil
  }

  func write(_ names: [UUID: String], to main: inout PageWriter) {
    main.section { section in
      section.h2(.id("activity"), text: words.activity)
      section.ul(.class("events")) { ul in
        for entry in entries {
          ul.li { write(entry, names, to: &$0) }
        }
      }
      guard next != nil || !isNewest else { return }
      section.p(.class("next row")) { p in
        if !isNewest { writePage("", words.newestEvents, to: &p) }
        if let next { writePage("?events=\(next)", words.earlierEvents, to: &p) }
      }
    }
  }

  private func writePage(_ query: String, _ label: String, to p: inout PageWriter) {
    let path = JobPagesRoute.job(job.id).path + query + "#activity"
    p.a(.class("button plain"), .href(Address(path: path)), text: label)
  }

  private func write(_ entry: Entry, _ names: [UUID: String], to li: inout PageWriter) {
    let record = entry.record
    li.strong(text: words.event(record.action) ?? record.action)
    for text in entry.detail.texts(of: record.action, visit.phrases) { li.text(", \(text)") }
    if let (label, instant) = entry.detail.instant(of: record.action, words) {
      li.text(", \(label)")
      if let instant {
        li.text(" ")
        li.moment(instant)
      }
    }
    if record.outcome != "done" { li.text(" (\(words.eventRefused))") }
    li.div(.class("quiet")) { div in
      div.moment(record.at)
      div.text(" · ")
      div.span(.dir("auto"), text: actor(of: record, names))
    }
  }

  private func actor(of record: AuditEntry, _ names: [UUID: String]) -> String {
    let name = record.actorID.flatMap { names[$0] }
    switch record.actorKind {
    case "system": return words.bySystem
    case "key": return name.map { "\(words.byKey) \($0)" } ?? words.byKey
    default: return name ?? words.somebody
    }
  }
}

/// What an audit record's detail says, as far as a page tells it.
private struct AuditWords {
  private var instants: [String: Instant] = [:]
  private var from: Job.Status?
  private var to: Job.Status?
  private var inserted: Int?

  init(_ detail: Bytes, _ reader: JSONReader) throws {
    var (instants, from, to, inserted) = (instants, from, to, inserted)
    try reader.read(detail) { json in
      json.forEachField { name, value in
        switch String(decoding: name, as: UTF8.self) {
        case "from": from = value.text.flatMap(Job.Status.init(rawValue:))
        case "to": to = value.text.flatMap(Job.Status.init(rawValue:))
        case "inserted": inserted = value.integer
        case let name:
          if let instant = value.text.flatMap({ Instant(iso8601: $0) }) { instants[name] = instant }
        }
      }
    }
    (self.instants, self.from, self.to, self.inserted) = (instants, from, to, inserted)
  }

  func texts(of action: String, _ phrases: Phrases) -> [String] {
    switch action {
    case "job.tasks_added": inserted.map { [String($0)] } ?? []
    case "job.status_changed": to.map { [phrases.jobStatus[$0]] } ?? []
    default: []
    }
  }

  /// With nil, there is none: it never expires.
  func instant(of action: String, _ words: JobPagePhrases) -> (label: String, instant: Instant?)? {
    switch action {
    case "link.created", "link.expiry_changed":
      instants["expires_at"].map { (words.eventUntil, $0) } ?? (words.eventForGood, nil)
    case "link.rotated": instants["old_tokens_end_at"].map { (words.eventOldAddress, $0) }
    default: nil
    }
  }
}
