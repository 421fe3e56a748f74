import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// Somebody at the pages behind a document's link, as their browser shows them to us.
///
/// What they bring along lies in cookies that go to this link's pages and to nothing else: the grant
/// that stands for the password, and what lets them change their comments. Nothing of theirs is done
/// without a form that one of these pages has shown to this browser (`AnonymousFormToken`).
struct DocumentGuest {
  let token: String
  let context: Context
  let frame: GuestFrame
  let proof: AnonymousFormToken
  let own: OwnComments
  /// What they show in the place of the password.
  let grant: String?
  /// What is to be said once.
  let message: SharedDocumentMessage?

  private static let grantCookie = "waylink-grant"
  private static let ownCookie = "waylink-comments"
  private static let messageCookie = "waylink-said"
  /// In seconds: half a year.
  private static let ownLifetime = 180 * 86_400

  init(_ token: String, _ context: Context, at site: Site) {
    self.token = token
    self.context = context
    frame = GuestFrame(site: site, for: context.request)
    proof = AnonymousFormToken(for: context.request, at: site)
    let path = SharedDocumentPagesRoute.document(token: token).address
    let cookie = { site.cookie($0, path: path, of: context.request) }
    grant = cookie(Self.grantCookie)
    own = OwnComments(cookie(Self.ownCookie))
    message = cookie(Self.messageCookie).flatMap(SharedDocumentMessage.init(rawValue:))
  }

  var words: DocumentPhrases { frame.phrases.document }

  var address: LocalPath { SharedDocumentPagesRoute.document(token: token).address }

  /// What was wrong with a form as a whole, or with a part of it that nobody fills in; nil: only what is
  /// said beside its fields.
  func notice(for problem: Problem) -> Notice? {
    guard let first = problem.fields.first else { return frame.notice(for: problem) }
    guard let text = words.fieldError(first.code) else { return nil }
    return Notice(title: frame.phrases.console.checkForm, text: text)
  }

  // MARK: Answers

  /// A page of these, whose forms can be sent. The message is said by `content`, and then forgotten.
  func page(
    _ status: Status = .ok, _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    let files = frame.site.files
    var response = try frame.page(
      status, stylesheets: [files.formStylesheet, files.documentStylesheet], content)
    response.set(proof.cookie(at: frame.site))
    if message != nil { response.set(cookie(Self.messageCookie, "", .over)) }
    return response
  }

  /// The same for who can only read: a page without a form needs no cookie.
  func plainPage(_ content: (inout PageWriter) throws -> Void) rethrows -> Response {
    try frame.page(stylesheets: [frame.site.files.documentStylesheet], content)
  }

  /// Says that a form can't be sent (any more), and shows what was typed into it.
  func page(keeping held: HeldForm, _ problem: Problem) -> Response {
    let words = held.route.operation(for: .post).flatMap { operation -> KeptWords? in
      guard case .act(let act, _) = operation else { return nil }
      return kept(held.form, of: act)
    }
    return page(problem.status) { main in
      main.notice(frame.notice(for: problem))
      words?.write(self.words.kept, to: &main)
      main.backToDocument(self)
    }
  }

  /// What was typed into a form, apart from who it was.
  func kept(_ form: Form, of act: SharedDocumentPagesRoute.Act) -> KeptWords {
    switch act {
    case .post, .change: KeptWords(of: form, [("body", words.comment)])
    case .ask: KeptWords(of: form, [("message", words.message)])
    case .enter:
      KeptWords(
        of: form,
        [
          (HeldForm.prefix + "body", words.comment), (HeldForm.prefix + "message", words.message),
        ])
    case .delete: KeptWords(of: form, [])
    }
  }

  func redirect(
    saying message: SharedDocumentMessage? = nil, to fragment: String = "", from start: UUID? = nil
  ) -> Response {
    let query = start.map { "?\(CommentThreads.parameter)=\($0)" } ?? ""
    let target = LocalPath(address.text + query + (fragment.isEmpty ? "" : "#\(fragment)"))
    var response = Response.seeOther(target ?? address)
    if let message { response.set(cookie(Self.messageCookie, message.rawValue, .seconds(60))) }
    return response
  }

  // MARK: Cookies

  func cookie(ofGrant grant: String) -> Cookie {
    cookie(Self.grantCookie, grant, .seconds(Int(LinkGrants.lifetime)))
  }

  func cookie(of own: OwnComments) -> Cookie {
    cookie(
      Self.ownCookie, own.cookieValue, own.isEmpty ? .over : .seconds(Self.ownLifetime))
  }

  private func cookie(_ name: String, _ value: String, _ lifetime: Cookie.Lifetime) -> Cookie {
    Cookie(name, value, path: address, lifetime: lifetime, isSecure: frame.site.isSecure)
  }
}
