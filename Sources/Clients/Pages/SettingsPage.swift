import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/client/settings`: the connection ID, what the client is called, whether it is asked
/// first, and the way to close its account.
struct SettingsPage {
  private let visit: ClientVisit
  private let client: Client

  private var words: ClientPagePhrases { visit.phrases.clientPage }

  /// Throws 401 for a client that has just been closed.
  init(_ visit: ClientVisit, _ clients: Clients) throws {
    self.visit = visit
    client = try clients.client(of: visit.client, on: visit.context.database)
  }

  /// - Parameter profile: how the form for it stands.
  func response(_ profile: FormState = FormState("profile")) -> Response {
    visit.page(
      profile.status, title: words.settings, section: ClientPagesRoute.settings.address,
      hasError: profile.problem != nil
    ) { main in
      main.h1(text: words.settings)
      ConnectionCard(client.connectionID, visit.phrases).write(to: &main)
      writeProfile(profile, to: &main)
      writeClosing(to: &main)
    }
  }

  private func writeProfile(_ state: FormState, to main: inout PageWriter) {
    let console = visit.phrases.console
    let fields = [
      FormField(companyName: client.companyName, words),
      FormField(
        "ask_first", words.askFirst, .tick, hint: words.askFirstHint,
        value: client.asksFirst ? "true" : ""),
    ]
    main.section { section in
      section.h2(text: words.company)
      section.summary(of: state, fields, console)
      section.form(
        posting: Address(ClientPagesRoute.settings.address), with: visit.proof, .class("card")
      ) { form in
        for field in fields { form.field(field, in: state, console) }
        form.button(text: console.save)
      }
    }
  }

  private func writeClosing(to main: inout PageWriter) {
    main.section { section in
      section.h2(text: words.closeTitle)
      section.p(.class("quiet"), text: words.closeLead)
      section.p(.class("next")) { p in
        p.a(.href(Address(ClientPagesRoute.close.address)), text: words.closeTitle)
      }
    }
  }
}

extension FormField {
  /// What a client is called.
  ///
  /// - Parameter value: what stands in it at first.
  init(companyName value: String, _ words: ClientPagePhrases) {
    self.init(
      "company_name", words.companyName, hint: words.companyNameHint, length: 1...200,
      autocomplete: "organization", value: value)
  }
}
