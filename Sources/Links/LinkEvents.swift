import Audit
import HTTP
import MariaDB
import Primitives

extension ShareLinks {
  /// What happened to one of the subject's links, the newest first. Throws `notFound`.
  ///
  /// - Parameters:
  ///   - name: as `named` reads it.
  ///   - before: the `seq` of the last event of the page before.
  package func events(
    of name: String, for subject: Subject, before: Int?, limit: Int, on database: any Executor
  ) throws -> [AuditEntry] {
    let link = try named(name, of: subject, on: database)
    return try AuditChain.entries(
      aboutLink: link.id, of: subject.id, before: before, limit: limit, on: database)
  }
}
