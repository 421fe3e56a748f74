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
