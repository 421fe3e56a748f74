import Accounts
import Console
import HTML
import HTTP
import Links
import Primitives

// The pages behind an album's share link: which of them answers to what. Each asks the one door.

extension Albums {
  /// Refusals of the door are the same pages as those of other links.
  package func respond(
    to operation: SharedAlbumPagesRoute.Operation, in console: Console, _ context: Context
  ) throws -> Response {
    switch operation {
    case .page(.album, let token):
      return try SharedAlbumPage(token, self, console, context).response()
    case .page(.photo(let photo), let token):
      return try SharedPhotoPage(photo, token, self, context).response()
    case .confirmJoining(let token):
      // First of all: whoever comes by a dead link is not asked to sign in.
      let shared = try shared(token, on: context.database)
      return try signedIn(console, context) {
        try confirmJoining(shared, by: token, try console.accountVisit(context))
      }
    case .join(let token):
      _ = try shared(token, on: context.database)
      return try signedIn(console, context) {
        try join(by: token, try console.accountSubmission(context))
      }
    }
  }

  /// Where nobody is signed in, asks them to: they come back here afterwards.
  private func signedIn(
    _ console: Console, _ context: Context, _ body: () throws -> Response
  ) throws -> Response {
    do {
      return try body()
    } catch let error as ConsoleError {
      return console.page(for: error, error.problem, context)
    }
  }

  /// `GET /shared/albums/{token}/join`: whom the album then knows, before it does.
  private func confirmJoining(
    _ shared: SharedAlbum, by token: String, _ visit: AccountVisit
  ) throws -> Response {
    let own = AlbumPagesRoute.album(shared.id).address
    let store = AlbumMembersStore(database: visit.context.database)
    let standing = try store.standing(of: visit.identity.account, in: shared.id)
    let role: AlbumRole = shared.isCollaboration ? .collaborator : .viewer
    if shared.owner == visit.identity.account || standing.map({ $0.role >= role }) ?? false {
      return visit.redirect(to: own)
    }
    let words = visit.phrases.album
    return visit.page(title: words.join) { main in
      main.p(.class("kicker"), text: words.sharedAlbum)
      main.h1(.dir("auto"), text: words.joinTitle(shared.title))
      main.p { p in p.albumMode(isCollaboration: shared.isCollaboration, words) }
      main.p(
        .class("lead"),
        text: shared.isCollaboration ? words.collaborationText : words.viewOnlyText)
      main.p(.dir("auto"), text: words.joinAs(visit.session.account.name))
      main.p(.class("quiet"), text: words.joinNote)
      main.form(
        posting: Address(SharedAlbumPagesRoute.join(token: token).address), with: visit.proof,
        .class("row")
      ) { form in
        form.button(text: words.join)
        form.a(
          .class("button plain"),
          .href(Address(SharedAlbumPagesRoute.album(token: token).address)),
          text: visit.phrases.console.cancel)
      }
    }
  }

  /// `POST` of the same: leads into the album.
  private func join(by token: String, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    let (album, link, _) = try join(token, visit.identity, visit.context)
    var response = visit.redirect(to: AlbumPagesRoute.album(album).address, saying: .albumJoined)
    response.trace.link = link
    return response
  }
}
