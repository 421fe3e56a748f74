import Accounts
import Audit
import HTTP
import Links
import MariaDB
import Markdown
import Primitives
import Security

/// Documents, their versions, and what is said about them (seed 4): what each operation does, for
/// whom.
package struct Documents: Sendable {
  let links: ShareLinks
  let tally: Tally
  let site: Site
  let renderer: MarkdownRenderer
  /// What stands for the passwords of links.
  let grants: LinkGrants
  /// By what guests are known again.
  let guests: GuestCookies
  /// Seals what an answer shows once, for its repeats.
  let sealer: Sealer

  package init(
    links: ShareLinks, tally: Tally, site: Site, renderer: MarkdownRenderer, grants: LinkGrants,
    guests: GuestCookies, sealer: Sealer
  ) {
    self.links = links
    self.tally = tally
    self.site = site
    self.renderer = renderer
    self.grants = grants
    self.guests = guests
    self.sealer = sealer
  }

  // MARK: Members

  package func respond(
    to operation: DocumentsRoute.MemberOperation, as member: Member, _ context: Context
  ) throws -> Response {
    switch operation {
    case .create(let workspace): try create(in: workspace, member, context)
    case .list(let workspace): try list(of: workspace, member, context)
    case .read(let id): try read(id, member, context)
    case .change(let id): try change(id, member, context)
    case .delete(let id): try delete(id, member, context)
    case .restore(let id): try restore(id, member, context)
    case .listVersions(let id): try listVersions(of: id, member, context)
    case .readVersion(let version, let id): try readVersion(version, of: id, member, context)
    case .refuse(let fields): throw Problem.unreadable(fields)
    }
  }

  // MARK: Shared by these

  /// A document of one of the member's workspaces that is not deleted; any other is `notFound`.
  func visible(_ id: UUID, to member: Member, on database: any Executor) throws -> Document {
    try seen(try DocumentsStore(database: database).document(id), by: member)
  }

  /// The same, locked until the transaction ends, and judged by the membership as it is then.
  func visibleForUpdate(
    _ id: UUID, to member: Member, in transaction: Transaction
  ) throws -> Document {
    guard let document = try DocumentsStore(database: transaction).documentForUpdate(id),
      try document.isManagedNow(by: member, in: transaction) != nil
    else { throw DocumentsError.notFound }
    return document
  }

  func seen(_ document: Document?, by member: Member) throws(DocumentsError) -> Document {
    guard let document, member.membership(in: document.workspaceID) != nil else { throw .notFound }
    return document
  }

  /// Does `work` in a transaction that has locked the document, for a member who manages it: its
  /// author, admins, the owner, a key. Others are refused with 403, and that is recorded; see
  /// `Context.managing`.
  ///
  /// - Parameters:
  ///   - action: what is to be done, as the records name it.
  ///   - refusal: what other members are told.
  func managing<Result>(
    _ id: UUID, as member: Member, _ context: Context, _ action: StaticString,
    or refusal: some ProblemConvertible = DocumentsError.notAManager,
    _ work: (Document, Transaction) throws -> Result
  ) throws -> Result {
    try context.managing(
      id, as: member, in: DocumentsStore.chain, action, unknown: DocumentsError.notFound,
      refused: refusal, find: { try DocumentsStore(database: $0).documentForUpdate(id) }, work)
  }

  /// Writes down what a member did, in the document's chain.
  ///
  /// - Parameter detail: fields of ids, numbers and states; never a word that anyone wrote.
  func record(
    _ action: String, on document: UUID, _ member: Member, _ context: Context,
    in transaction: Transaction, detail: (inout JSONWriter) -> Void = { _ in }
  ) throws {
    try record(action, on: document, by: member.actor, context, in: transaction, detail: detail)
  }

  /// The same of anyone.
  func record(
    _ action: String, on document: UUID, by actor: Actor, _ context: Context,
    in transaction: Transaction, detail: (inout JSONWriter) -> Void = { _ in }
  ) throws {
    try DocumentsStore.chain.append(
      AuditEvent(action, by: actor, from: context.request.addressPrefix, detail: detail),
      to: document, in: transaction)
  }
}
