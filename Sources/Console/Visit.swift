import Accounts
import HTML
import HTTP
import Language
import Links
import MariaDB
import Primitives

/// A member who looks at a page.
package typealias Visit = VisitBy<Member>
/// A client who does.
package typealias ClientVisit = VisitBy<ClientAccount>
/// Somebody of either kind who does.
package typealias AccountVisit = VisitBy<Identity>

/// Somebody who looks at a page: signed in, found for this very request.
///
/// Only `Console` can make one, so a page that takes a `Visit` can't be reached by anyone else.
package struct VisitBy<Person: Sendable> {
  package let context: Context
  package let session: BrowserSession
  package let person: Person
  let frame: ConsoleFrame

  package var phrases: Phrases { frame.phrases }
  /// For each form on the page that changes something.
  package var proof: FormToken { session.formToken }
  /// A page, with what `content` writes into its main part.
  ///
  /// - Parameters:
  ///   - title: of the tab; the page's own `h1` is for `content` to write.
  ///   - section: which entry of the menu this page belongs to, by its path.
  ///   - hasError: says so in the title too, which is what is read out first.
  ///   - showsDocument: whether something that was written in a document stands in it.
  package func page(
    _ status: Status = .ok, title: String, section: LocalPath? = nil, hasError: Bool = false,
    showsDocument: Bool = false, _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    var response = try frame.page(
      status, title: title, section: section, hasError: hasError, showsDocument: showsDocument,
      content)
    response.trace.account = session.account.id
    return response
  }

  /// The answer to a form that had its effect: a page to go to, which says so once.
  package func redirect(to path: LocalPath, saying message: ConsoleMessage? = nil) -> Response {
    var response = frame.redirect(to: path, saying: message)
    response.trace.account = session.account.id
    return response
  }

  /// The answer to a form that ended the visitor's own session: they sign in again, or leave.
  package func leave(saying message: ConsoleMessage) -> Response {
    var response = frame.leave(saying: message)
    response.trace.account = session.account.id
    return response
  }
}

extension VisitBy<Member> {
  package var member: Member { person }
  /// The workspace that the member has last looked at, or came to first; nil without any.
  package var place: Place? { frame.person?.place }

  /// Another page to go to, in another of the member's workspaces, which is then the `place` of
  /// their pages. Throws 404 for a workspace that isn't theirs.
  package func redirect(to path: LocalPath, enteringWorkspace id: UUID) throws -> Response {
    guard session.places.contains(where: { $0.workspace.id == id }) else {
      throw AccountsError.unknownWorkspace
    }
    var response = redirect(to: path)
    response.set(frame.placeCookie(id))
    return response
  }
}

extension VisitBy<Identity> {
  package var identity: Identity { person }
  /// The workspace that a member has last looked at, or came to first; nil for a client, and without any.
  package var place: Place? { frame.person?.place }
}

extension VisitBy<ClientAccount> {
  package var client: ClientAccount { person }
}

/// A form that a member sent.
package typealias Submission = SubmissionBy<Member>
/// One that a client sent.
package typealias ClientSubmission = SubmissionBy<ClientAccount>
/// One that somebody of either kind sent.
package typealias AccountSubmission = SubmissionBy<Identity>

/// A form that somebody sent: theirs beyond doubt, since it bears the token of their session.
///
/// Only `Console` can make one, so what takes a `Submission` can't be done by another site.
package struct SubmissionBy<Person: Sendable> {
  package let visit: VisitBy<Person>
  /// Without the token.
  package let form: Form

  /// Does what the form asks; when that can't be, shows the page again with what was wrong.
  ///
  /// - Parameter page: shows the page with what was typed and with what was wrong with it.
  package func answer(
    _ name: String, _ effect: () throws -> Response,
    orElse page: (FormState) throws -> Response
  ) throws -> Response {
    do {
      return try effect()
    } catch let error as any ProblemConvertible {
      let problem = error.problem
      guard FormState.belongsOnPage(problem) else { throw error }
      var response = try page(FormState(name, form, problem))
      response.headers += problem.headers
      return response
    }
  }
}
