import Accounts
import Clients
import Console
import HTML
import HTTP
import Language
import Primitives

/// The part of a form that asks for which client a job is posted: by the Connection ID that the client
/// has given, or as one whom the workspace posts for already (seed 1 §4).
///
/// With a script an ID is looked up when its field is left and before the form is sent; without one a
/// button does so, and the form comes back as it was.
struct PostingFields {
  let workspace: UUID
  /// Those that the workspace posts for and that take it, by name.
  let known: [LinkedClient]
  private let linked: String?
  private let chosen: UUID?
  private let visit: Visit

  private var words: PostingPhrases { visit.phrases.posting }

  /// The button's name: a form that brings it is only to be looked at.
  static let checkField = "check"

  /// - Parameters:
  ///   - linked: the company that the typed ID has turned out to lead to.
  ///   - chosen: of those that are known, the one that the list stands at first.
  init(
    _ visit: Visit, in workspace: UUID, linked: String? = nil, chosen: UUID? = nil
  ) throws {
    self.visit = visit
    self.workspace = workspace
    self.linked = linked
    self.chosen = chosen
    known = try Clients.known(to: workspace, and: chosen, on: visit.context.database)
      .filter(\.takesPostings)
  }

  // MARK: The fields

  /// For the list of what is wrong.
  var all: [FormField] { [connection] + (known.isEmpty ? [] : [choice]) }

  private var connection: FormField {
    FormField(
      "connection_id", words.connectionID, .verbatim, hint: words.connectionHint,
      placeholder: words.placeholder, isRequired: false, saysOptional: false,
      isFocused: linked != nil,
      errors: [
        "invalid_connection_id_format": words.malformed, "invalid_connection_id": words.unknown,
      ])
  }

  private var choice: FormField {
    FormField(
      "client_id", words.knownClient,
      .choice(
        [(value: "", label: words.byConnection)]
          + known.map { (value: $0.id.text, label: $0.companyName) }),
      value: chosen?.text ?? "",
      errors: ["both_given": words.bothGiven, "invalid_client_id": words.unknownClient])
  }

  /// - Parameter before: writes what decides whether there is a client at all.
  func write(
    in state: FormState, to form: inout PageWriter, before: (inout PageWriter) -> Void
  ) {
    let general = visit.phrases.console
    form.fieldset(
      .class("posting"), .checks(at: Address(JobPagesRoute.connection.address)),
      .forWorkspace(workspace.text), .saysLinked(words.linkedTo), .saysMalformed(words.malformed),
      .saysUnknown(words.unknown), .saysUnreachable(words.unreachable),
      .saysTooMany(words.problem("too_many_lookups")?.title ?? ""),
      .saysRefused(words.problem("client_refused")?.title ?? ""), .saysDismiss(words.dismiss)
    ) { fieldset in
      fieldset.legend(text: words.postedFor)
      before(&fieldset)
      fieldset.div(.class("whom")) { div in
        div.field(connection, in: state, general)
        div.div(.class("popup"), .role("alert"), text: "")
        div.div(.class("row")) { row in
          row.button(
            .class("plain"), .name(Self.checkField), .value("true"), .formNoValidate,
            text: words.check)
          row.output(.class("linked"), text: linked.map { "\(words.linkedTo) \($0)" } ?? "")
        }
        if !known.isEmpty { div.field(choice, in: state, general) }
      }
    }
  }
}

// MARK: - What the fields say

extension Fields {
  /// `connection_id` or `client_id`, as a page asks for them: one of the two. Read last, as
  /// `postingWish` is.
  ///
  /// - Parameter isWanted: whether the page says that there is a client; what stands in the fields
  ///   counts for nothing otherwise.
  mutating func chosenClient(isWanted: Bool) throws -> PostingWish? {
    guard isWanted else {
      _ = optionalVerbatimText("connection_id")
      _ = optionalVerbatimText("client_id")
      return nil
    }
    switch (has("connection_id"), has("client_id")) {
    case (true, true): refuse("client_id", "both_given", "must be left out beside connection_id")
    case (false, false): refuse("connection_id", "required", "is required")
    default: break
    }
    return try postingWish()
  }
}

// MARK: - Looking up

extension Jobs {
  /// `POST /console/jobs/new/connection`: `{connection_id, workspace_id}` → `{company_name}`, for the
  /// script of a page that asks for a Connection ID.
  ///
  /// Throws what `company` does, and 404 for a workspace that isn't the member's.
  func checkConnection(_ submission: Submission) throws -> Response {
    let visit = submission.visit
    let (typed, workspace) = try submission.form.read { fields in
      (fields.verbatimText("connection_id"), fields.optionalUUID("workspace_id"))
    }
    let membership = try visit.member.membership(meant: workspace)
    let name = try company(typed, for: membership.workspaceID, visit)
    var response = Response.json { json in json.object { $0.text("company_name", name) } }
    response.trace.account = visit.member.account
    return response
  }

  /// The name of the client that a typed connection ID leads to; the look-up is the client's to see.
  ///
  /// Throws what `Clients.lookUp` does, and 403 `client_refused`.
  func company(_ typed: String, for workspace: UUID, _ visit: Visit) throws -> String {
    let context = visit.context
    let client = try Clients.lookUp(
      typed, for: workspace, by: visit.member, from: context.request, on: context.database)
    let link = try Clients.linked(client.id, to: workspace, on: context.database)
    guard link?.consent != .blocked else { throw ClientsError.refused }
    return client.companyName
  }

  /// What a form that was sent to be looked at is told: the company that its connection ID leads to;
  /// nil where one of the known clients was chosen. Throws what a posting would.
  func company(
    in form: Form, for workspace: UUID, _ visit: Visit
  ) throws -> String? {
    var part = Form()
    for name in ["connection_id", "client_id"] { part.append(name, form[name] ?? "") }
    let wish = try part.read { try $0.chosenClient(isWanted: true) }
    guard case .connection(let connection) = wish else { return nil }
    do {
      return try company(connection.text, for: workspace, visit)
    } catch ClientsError.connectionNotFound {
      throw ClientsError.unknownConnection
    }
  }
}
