import HTTP
import Primitives

/// What can go wrong between clients and those who post for them. The sentences are seed 1's.
package enum ClientsError: ProblemConvertible {
  /// What was typed can be no connection ID.
  case malformedConnection
  /// A look-up found nobody.
  case connectionNotFound
  /// The same, of a posting.
  case unknownConnection
  /// A client that this workspace is not linked to, or none.
  case unknownClient
  /// The client has cut this workspace off.
  case refused
  /// So many postings wait for the client's word that no further one may.
  case tooManyPending
  /// The client has not agreed yet.
  case approvalPending
  /// What runs or is shared can't wait for a client's word.
  case jobInUse
  /// No such workspace posts for this client, or has looked it up.
  case workspaceNotFound
  /// Chosen at random, and given already.
  case connectionTaken

  package var problem: Problem {
    switch self {
    case .malformedConnection:
      ofConnection(
        "invalid_connection_id_format",
        "Connection ID must be 24 characters (letters and numbers).",
        "must be 24 characters (letters and numbers)")
    case .connectionNotFound:
      Problem(
        .notFound, "connection_id_not_found",
        "Invalid Connection ID. Please ask your client for the correct ID from their dashboard.")
    case .unknownConnection:
      ofConnection("invalid_connection_id", "Invalid connection ID", "leads to no client")
    case .unknownClient:
      Problem(
        .badRequest, "invalid_client_id", "This workspace is not linked to such a client.",
        fields: [FieldError("client_id", "invalid_client_id", "is no client of this workspace")])
    case .refused:
      Problem(
        .forbidden, "client_refused", "This client does not take postings from this workspace.")
    case .tooManyPending:
      Problem(
        .conflict, "too_many_pending",
        "\(Consent.maximumPending) postings wait for this client's approval. No more can.")
    case .approvalPending:
      Problem(
        .conflict, "client_approval_pending",
        "The client has to approve this job before it can run or be shared.")
    case .jobInUse:
      Problem(
        .conflict, "job_in_use",
        "This client is asked first, and the job runs or is shared already: cancel it and revoke its "
          + "link before.")
    case .workspaceNotFound:
      Problem(
        .notFound, "workspace_not_found", "No such workspace posts for you or has looked you up.")
    case .connectionTaken: .unavailable()
    }
  }

  private func ofConnection(_ code: String, _ detail: String, _ ofField: String) -> Problem {
    Problem(
      .badRequest, code, detail, fields: [FieldError("connection_id", code, ofField)])
  }
}
