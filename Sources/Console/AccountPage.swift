import Accounts
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/account`: who one is, the language, the password, and where one is signed in.
struct AccountPage {
  private let visit: AccountVisit
  private let sessions: Page<Session>
  private let messages: MessageSettings

  private var words: ConsolePhrases { visit.phrases.console }

  /// Throws 400 for a cursor that is none.
  init(_ visit: AccountVisit, _ accounts: Accounts) throws {
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let page = PageRequest(&query, "devices", limit: 50)
    try query.finish()
    sessions = try accounts.sessions(
      of: visit.person, page, on: visit.context.database)
    messages = try accounts.messageSettings(of: visit.person, on: visit.context.database)
  }

  /// - Parameter password: how the form for it stands.
  func response(_ password: FormState = FormState("password")) throws -> Response {
    visit.page(
      password.status, title: words.account, section: ConsoleRoute.account.address,
      hasError: password.problem != nil
    ) { main in
      main.h1(text: words.account)
      writePerson(to: &main)
      writePassword(password, to: &main)
      writeMessages(to: &main)
      writeSessions(to: &main)
    }
  }

  private func writePerson(to main: inout PageWriter) {
    main.section { section in
      section.h2(text: words.profile)
      section.dl(.class("facts two")) { dl in
        for (name, value) in [
          (nameLabel, visit.session.account.name), (words.email, visit.session.account.email),
        ] {
          dl.div { div in
            div.dt(text: name)
            div.dd(.dir("auto"), text: value)
          }
        }
      }
      LanguageForm(words: words, current: visit.phrases.code).write(
        to: &section, with: visit.proof)
    }
  }

  /// A client's account is called what its company is.
  private var nameLabel: String {
    visit.person.kind == .client ? visit.phrases.clientPage.companyName : words.yourName
  }

  private func writePassword(_ state: FormState, to main: inout PageWriter) {
    let fields = [
      FormField(
        "current_password", words.currentPassword, .password, autocomplete: "current-password"),
      FormField(
        "new_password", words.newPassword, .password, hint: words.passwordHint,
        autocomplete: "new-password"),
    ]
    main.section { section in
      section.h2(text: words.changePassword)
      section.p(.class("quiet"), text: words.changePasswordHint)
      section.summary(of: state, fields, words)
      section.form(
        posting: Address(ConsoleRoute.password.address), with: visit.proof, .class("card")
      ) { form in
        for field in fields { form.field(field, in: state, words) }
        form.button(text: words.changePassword)
      }
    }
  }

  private func writeMessages(to main: inout PageWriter) {
    let recovery = visit.phrases.recovery
    let switches = messages.switches.filter(\.kind.isSwitchable)
    main.section { section in
      section.h2(text: recovery.messages)
      section.p(.class("quiet"), text: recovery.messagesHint)
      section.form(
        posting: Address(ConsoleRoute.messages.address), with: visit.proof, .class("card")
      ) { form in
        for item in switches {
          let field = FormField(
            item.kind.rawValue, recovery.kind(item.kind), .tick, isRequired: false,
            value: item.isOn ? "true" : "false")
          form.field(field, in: FormState("messages"), words)
        }
        form.button(text: words.save)
      }
    }
  }

  // MARK: Devices

  private func writeSessions(to main: inout PageWriter) {
    main.section { section in
      section.h2(.id("devices"), text: words.devices)
      section.p(.class("quiet"), text: words.devicesHint)
      section.ul(.class("cards")) { ul in
        for session in sessions.items { write(session, to: &ul) }
      }
      section.more(at: .account, "devices", sessions.next, words, fragment: "#devices")
      let hasOthers = sessions.next != nil || sessions.items.contains { $0.id != visit.session.id }
      guard hasOthers else { return }
      section.form(
        posting: Address(ConsoleRoute.otherSessions.address), with: visit.proof
      ) { $0.button(.class("danger"), text: words.endOthers) }
    }
  }

  private func write(_ session: Session, to ul: inout PageWriter) {
    let isThis = session.id == visit.session.id
    let device = Device(session.userAgent).words
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { p in
          p.strong(text: device ?? (session.kind == .api ? words.program : words.unknownDevice))
          if isThis {
            p.text(" ")
            p.span(.class("status completed"), text: words.thisDevice)
          }
        }
        div.p(.class("quiet")) { p in
          p.text("\(session.addressPrefix) · \(words.lastUsed): ")
          p.moment(session.lastUsedAt)
          p.text(" · \(words.signedInAt): ")
          p.moment(session.createdAt)
        }
      }
      guard !isThis else { return }
      li.form(posting: Address(ConsoleRoute.session(session.id).address), with: visit.proof) {
        $0.button(.class("plain"), .ariaDescribedBy("devices"), text: words.end)
      }
    }
  }
}

/// A device as its owner would call it, from what its browser calls itself.
struct Device {
  /// Such as `Firefox, Linux`; nil for what is no browser that we know.
  let words: String?

  /// In the order in which they must be asked for: Edge and Opera call themselves Chrome too, and
  /// Chrome calls itself Safari.
  private static let browsers = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"), ("curl/", "curl"), ("python-requests", "Python"),
  ]
  private static let systems = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
  ]

  init(_ userAgent: String) {
    let known = [Self.browsers, Self.systems].compactMap { names in
      names.first { userAgent.contains($0.0) }?.1
    }
    words = known.isEmpty ? nil : known.joined(separator: ", ")
  }
}
