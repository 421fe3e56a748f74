import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/client/close`: what happens when a client closes its account for good, and the password
/// that it takes.
struct ClosingPage {
  private let visit: ClientVisit
  private let client: Client

  private var words: ClientPagePhrases { visit.phrases.clientPage }

  /// Throws 401 for a client that has just been closed.
  init(_ visit: ClientVisit, _ clients: Clients) throws {
    self.visit = visit
    client = try clients.client(of: visit.client, on: visit.context.database)
  }

  /// - Parameter state: how the form stands.
  func response(_ state: FormState = FormState("close")) -> Response {
    let console = visit.phrases.console
    let password = FormField(
      "password", words.closePassword, .password, autocomplete: "current-password")
    let isWrong = state.problem?.code == "bad_credentials"
    let title = words.closeQuestion(client.companyName)
    return visit.page(
      state.status, title: title, section: ClientPagesRoute.settings.address,
      hasError: state.problem != nil
    ) { main in
      main.h1(.dir("auto"), text: title)
      main.ul(.class("lead")) { ul in
        for effect in words.closeEffects { ul.li(text: effect) }
      }
      main.summary(of: state, [password], console, saying: isWrong ? words.wrongPassword : nil)
      main.form(
        posting: Address(ClientPagesRoute.close.address), with: visit.proof, .class("card")
      ) { form in
        form.field(password, in: state, console)
        form.div(.class("row")) { row in
          row.button(.class("danger"), text: words.close)
          row.a(
            .class("button plain"), .href(Address(ClientPagesRoute.settings.address)),
            text: console.cancel)
        }
      }
    }
  }
}
