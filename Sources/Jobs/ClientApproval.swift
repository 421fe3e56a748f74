import Accounts
import Audit
import Clients
import MariaDB
import Primitives

/// Whether the client that a job is posted for has agreed to it.
enum ClientApproval: String, CaseIterable, Sendable {
  /// There is no client, or it didn't ask to be asked.
  case none
  /// Nothing of the job runs or is shared before the client agrees.
  case pending
  case approved
  /// The client didn't agree.
  case refused

  /// Of a new posting for a client.
  init(of client: LinkedClient) {
    self =
      switch client.consent {
      case .none: .none
      case .pending: .pending
      case .approved: .approved
      case .blocked: .refused
      }
  }
}

/// The client that a job is posted for, as members of its workspace see it. Its connection ID is never
/// shown again.
struct PostedFor: Sendable {
  let client: UUID
  let companyName: String
  /// Moves when the company is called otherwise.
  let profileVersion: Int
  let approval: ClientApproval
}

extension PostedFor {
  /// The columns that `init(optional:)` reads, of `jobs j`.
  static let columns: SQL = """
    j.client_id, j.client_approval, (SELECT c.company_name FROM clients c WHERE c.id = j.client_id),
    (SELECT c.profile_version FROM clients c WHERE c.id = j.client_id)
    """

  /// Nil for a job that is posted for nobody.
  init?(optional row: inout Row) throws {
    let client: UUID? = try row.next()
    approval = try row.next()
    let name: String? = try row.next()
    let version: Int? = try row.next()
    guard let client, let name, let version else { return nil }
    self.client = client
    companyName = name
    profileVersion = version
  }
}

extension ClientApproval {
  /// Whether a job may run and be shared.
  var isGiven: Bool { self == .none || self == .approved }
}

extension Job {
  var approval: ClientApproval { postedFor?.approval ?? .none }

  /// Throws 409 `client_approval_pending`, or 403 `client_refused`, where the client has not agreed:
  /// nothing of the job may run or be shared.
  func requireApproval() throws(ClientsError) {
    switch approval {
    case .none, .approved: return
    case .pending: throw .approvalPending
    case .refused: throw .refused
    }
  }

  /// The same for what makes the job such a one; as long as it stays `pending`, it doesn't run.
  func requireApproval(toBecome status: Status) throws(ClientsError) {
    if status != .pending { try requireApproval() }
  }
}

extension Jobs {
  /// What `Clients` calls with a client's word: see `Clients.Decided`. What had been refused before is
  /// approved too when the client takes its refusal back.
  package static func decided(_ decision: Decision, in transaction: Transaction) throws {
    let store = PostingsStore(database: transaction)
    let waiting: [ClientApproval] = decision.isApproved ? [.pending, .refused] : [.pending]
    for job in try store.jobsForUpdate(of: decision.client, in: decision.workspace, waiting) {
      try store.set(decision.isApproved ? .approved : .refused, of: job)
      try JobsStore.chain.append(
        AuditEvent(
          decision.isApproved ? "job.client_approved" : "job.client_refused", by: decision.actor,
          from: decision.addressPrefix), to: job, in: transaction)
    }
  }
}
