import Audit
import HTML
import HTTP
import Language
import Primitives

/// What happened to a thing, the newest first: a page of its audit records.
package struct Activity {
  /// A record, and what its detail says as far as a page tells it.
  package struct Entry {
    package let record: AuditEntry
    /// The fields of its detail that are texts, and those that are whole numbers.
    package let texts: [String: String]
    package let integers: [String: Int]

    func instant(_ name: String) -> Instant? { texts[name].flatMap { Instant(iso8601: $0) } }
  }

  private let visit: Visit
  private let address: LocalPath
  private let entries: [Entry]
  private let isNewest: Bool
  /// The `seq` to go on behind; nil at the beginning of the chain.
  private let next: Int?

  private static let limit = 20

  private var words: LinkPhrases { visit.phrases.console.links }

  /// Whose names `write` needs.
  package var actors: Set<UUID> { Set(entries.compactMap(\.record.actorID)) }

  /// The page that `events` in the query asks for, which is the `seq` of the last one before it. Throws
  /// 400 for what is no such.
  ///
  /// - Parameters:
  ///   - address: of the page that it stands on.
  ///   - read: reads records, the newest first: those before a `seq`, so many.
  package init(
    _ visit: Visit, at address: LocalPath,
    _ read: (_ before: Int?, _ limit: Int) throws -> [AuditEntry]
  ) throws {
    self.visit = visit
    self.address = address
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let before = query.integer("events", in: 1...Int(UInt32.max))
    try query.finish()
    isNewest = before == nil
    let found = try read(before, Self.limit + 1)
    let page = found.prefix(Self.limit)
    entries = try page.map { try Entry($0, visit.context.reader) }
    next = found.count > page.count ? page.last?.seq : nil
  }

  /// - Parameters:
  ///   - event: what happened, by a record's action, where that is not of a link.
  ///   - additions: what more is said of a record.
  package func write(
    _ names: [UUID: String], to main: inout PageWriter, event: (String) -> String?,
    additions: (Entry) -> [String] = { _ in [] }
  ) {
    main.section { section in
      section.h2(.id("activity"), text: words.activity)
      section.ul(.class("events")) { ul in
        for entry in entries {
          let action = entry.record.action
          let text = words.event(action) ?? event(action) ?? action
          ul.li { write(entry, text, additions(entry), names, to: &$0) }
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
    let path = address.text + query + "#activity"
    p.a(.class("button plain"), .href(Address(path: path)), text: label)
  }

  private func write(
    _ entry: Entry, _ text: String, _ additions: [String], _ names: [UUID: String],
    to li: inout PageWriter
  ) {
    let record = entry.record
    li.strong(text: text)
    for addition in additions { li.text(", \(addition)") }
    if let (label, instant) = instant(of: entry) {
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

  /// With nil, there is none: it never expires.
  private func instant(of entry: Entry) -> (label: String, instant: Instant?)? {
    switch entry.record.action {
    case "link.created", "link.expiry_changed":
      entry.instant("expires_at").map { (words.eventUntil, $0) } ?? (words.eventForGood, nil)
    case "link.rotated":
      entry.instant("old_tokens_end_at").map { (words.eventOldAddress, $0) }
    default: nil
    }
  }

  private func actor(of record: AuditEntry, _ names: [UUID: String]) -> String {
    let name = record.actorID.flatMap { names[$0] }
    switch record.actorKind {
    case "system": return words.bySystem
    case "link": return words.byGuest
    case "key": return name.map { "\(words.byKey) \($0)" } ?? words.byKey
    default: return name ?? words.somebody
    }
  }
}

extension Activity.Entry {
  fileprivate init(_ record: AuditEntry, _ reader: JSONReader) throws {
    var (texts, integers): ([String: String], [String: Int]) = ([:], [:])
    try reader.read(record.detail) { json in
      json.forEachField { name, value in
        let name = String(decoding: name, as: UTF8.self)
        texts[name] = value.text
        integers[name] = value.integer
      }
    }
    (self.record, self.texts, self.integers) = (record, texts, integers)
  }
}
