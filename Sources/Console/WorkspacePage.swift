import Accounts
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/workspace/{id}`: who belongs to a workspace, and the keys with which programs do.
struct WorkspacePage {
  private let visit: Visit
  private let place: Place
  /// Nil for a plain member, who sees only their own membership.
  private let governed: Governed?

  /// Whether whoever is invited is sent a message.
  private let isTold: Bool

  private struct Governed {
    let members: Page<WorkspaceMember>
    let invitations: [Invitation]
    let keys: [APIKey]
  }

  private var words: ConsolePhrases { visit.phrases.console }
  private var id: UUID { place.workspace.id }

  /// Throws 404 for a workspace that isn't the visitor's.
  init(_ visit: Visit, _ accounts: Accounts, _ id: UUID) throws {
    guard let place = visit.session.places.first(where: { $0.workspace.id == id }) else {
      throw AccountsError.unknownWorkspace
    }
    self.visit = visit
    self.place = place
    isTold = accounts.correspondence.delivery == .queued
    guard place.membership.managesEverything else {
      governed = nil
      return
    }
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let page = PageRequest(&query, "after", limit: 100)
    try query.finish()
    let database = visit.context.database
    let (members, invitations) = try accounts.members(
      of: id, for: visit.member, page, on: database)
    // There are never more than fifty living ones.
    let keys = try accounts.keys(
      of: id, for: visit.member, PageRequest(limit: 50), on: database)
    governed = Governed(members: members, invitations: invitations, keys: keys.items)
  }

  /// - Parameters: how the page's forms stand.
  func response(
    members: FormState = FormState("members"), invite: FormState = FormState("invite"),
    key: FormState = FormState("key")
  ) throws -> Response {
    let status = [members, invite, key].first { $0.problem != nil }?.status
    var response = page(status ?? .ok, title: words.workspace, hasError: status != nil) { main in
      main.p(.class("kicker"), text: words.workspace)
      main.h1(.dir("auto"), text: place.workspace.name)
      main.summary(of: members, [], words)
      guard let governed else { return writeOwn(to: &main) }
      write(governed.members, to: &main)
      write(governed.invitations, to: &main)
      writeInvite(invite, to: &main)
      write(governed.keys, key, to: &main)
      writeLeave(to: &main)
    }
    response.set(visit.frame.placeCookie(id))
    return response
  }

  private func page(
    _ status: Status = .ok, title: String, hasError: Bool = false,
    _ content: (inout PageWriter) -> Void
  ) -> Response {
    visit.page(
      status, title: title, section: ConsoleRoute.workspaces.address, hasError: hasError, content)
  }

  // MARK: Members

  private func writeOwn(to main: inout PageWriter) {
    main.p { p in
      p.text("\(words.role): ")
      p.strong(text: words.role(place.membership.role))
    }
    main.p(.class("quiet"), text: words.membersForAdmins)
    writeLeave(to: &main)
  }

  private func writeLeave(to main: inout PageWriter) {
    let path = ConsoleRoute.member(id, place.membership.id, .remove).address
    main.p(.class("next")) { $0.a(.href(Address(path)), text: words.leave) }
  }

  private func write(_ members: Page<WorkspaceMember>, to main: inout PageWriter) {
    main.section { section in
      section.h2(text: words.members)
      section.ul(.class("cards")) { ul in
        for member in members.items { write(member, to: &ul) }
      }
      section.more(at: .workspace(id), "after", members.next, words)
    }
  }

  private func write(_ member: WorkspaceMember, to ul: inout PageWriter) {
    let isOwn = member.account == visit.member.account
    let isOwners = member.membership.role == .owner
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { p in
          p.strong(.dir("auto"), text: member.name)
          if isOwn { p.text(" (\(words.you))") }
          p.text(" ")
          p.span(.class("status"), text: words.role(member.membership.role))
        }
        div.p(.class("quiet")) { p in
          p.text("\(member.email) · \(words.since) ")
          p.moment(member.since)
        }
      }
      // What concerns an owner is for owners.
      guard !isOwn, !isOwners || place.membership.role == .owner else { return }
      li.div(.class("row")) { row in
        writeRoleForm(member, to: &row)
        let path = ConsoleRoute.member(id, member.membership.id, .remove).address
        row.a(.class("button plain"), .href(Address(path))) { a in
          a.text(words.remove)
          a.span(.class("unseen"), text: " \(member.name)")
        }
      }
    }
  }

  private func writeRoleForm(_ member: WorkspaceMember, to row: inout PageWriter) {
    let path = ConsoleRoute.member(id, member.membership.id, .role).address
    row.form(posting: Address(path), with: visit.proof, .class("row")) { form in
      form.select(.name("role"), .ariaLabel("\(words.role): \(member.name)")) { select in
        for role in roles {
          let own: [Attribute] = role == member.membership.role ? [.selected] : []
          select.option([.value(role.rawValue)] + own, text: words.role(role))
        }
      }
      form.button(.class("plain"), text: words.changeRole)
    }
  }

  /// Those that the visitor may give.
  private var roles: [Membership.Role] {
    place.membership.role == .owner ? [.member, .admin, .owner] : [.member, .admin]
  }

  private func write(_ invitations: [Invitation], to main: inout PageWriter) {
    guard !invitations.isEmpty else { return }
    main.section { section in
      section.h2(text: words.invitations)
      section.p(
        .class("quiet"),
        text: isTold ? visit.phrases.recovery.invitationsHint : words.invitationsHint)
      section.ul(.class("cards")) { ul in
        for invitation in invitations {
          ul.li(.class("card")) { li in
            li.div { div in
              div.p { p in
                p.strong(text: invitation.email + " ")
                p.span(.class("status"), text: words.role(invitation.role))
              }
              div.p(.class("quiet")) { p in
                p.text("\(words.invitedUntil) ")
                p.moment(invitation.expiresAt)
              }
            }
            let path = ConsoleRoute.member(id, invitation.id, .remove).address
            li.a(.class("button plain"), .href(Address(path))) { a in
              a.text(words.withdraw)
              a.span(.class("unseen"), text: " \(invitation.email)")
            }
          }
        }
      }
    }
  }

  private func writeInvite(_ state: FormState, to main: inout PageWriter) {
    let fields = [
      FormField(
        "email", words.email, .email,
        hint: isTold ? visit.phrases.recovery.inviteHint : words.inviteHint, length: 1...254),
      FormField(
        "role", words.role, .choice(roles.map { ($0.rawValue, words.role($0)) }), value: "member"),
    ]
    main.section { section in
      section.h2(text: words.invite)
      section.summary(of: state, fields, words)
      section.form(
        posting: Address(ConsoleRoute.members(id).address), with: visit.proof, .class("card")
      ) { form in
        for field in fields { form.field(field, in: state, words) }
        form.button(text: words.invite)
      }
    }
  }

  // MARK: Keys

  private func write(_ keys: [APIKey], _ state: FormState, to main: inout PageWriter) {
    let field = FormField("name", words.keyName, hint: words.keyNameHint, length: 1...200)
    main.section { section in
      section.h2(text: words.keys)
      section.p(.class("quiet"), text: words.keysHint)
      if keys.isEmpty {
        section.p(text: words.noKeys)
      } else {
        section.ul(.class("cards")) { ul in
          for key in keys { write(key, to: &ul) }
        }
      }
      section.summary(of: state, [field], words)
      section.form(
        posting: Address(ConsoleRoute.keys(id).address), with: visit.proof, .class("card")
      ) { form in
        form.once()
        form.field(field, in: state, words)
        form.button(text: words.makeKey)
      }
    }
  }

  private func write(_ key: APIKey, to ul: inout PageWriter) {
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { $0.strong(.dir("auto"), text: key.name) }
        div.p(.class("quiet")) { p in
          p.text("\(words.since) ")
          p.moment(key.createdAt)
          p.text(" · \(words.lastUsed): ")
          if let used = key.lastUsedAt { p.moment(used) } else { p.text(words.neverUsed) }
        }
      }
      li.a(
        .class("button plain"), .href(Address(ConsoleRoute.key(id, key.id, .end).address))
      ) { a in
        a.text(words.endKey)
        a.span(.class("unseen"), text: " \(key.name)")
      }
    }
  }

  /// The only page that ever shows a key.
  static func show(_ made: NewAPIKey, of workspace: UUID, to visit: Visit) -> Response {
    let words = visit.phrases.console
    return visit.page(
      .created, title: words.newKey, section: ConsoleRoute.workspaces.address
    ) { main in
      main.h1(text: words.newKey)
      main.p(.class("lead"), text: words.newKeyText)
      main.copyField("new-key", label: made.key.name, value: made.secret.reveal, words)
      main.p(.class("next")) { p in
        p.a(.href(Address(ConsoleRoute.workspace(workspace).address)), text: words.goBack)
      }
    }
  }
}

extension ConsolePhrases {
  /// What a role is called.
  func role(_ role: Membership.Role) -> String {
    switch role {
    case .owner: roles(.owner)
    case .admin: roles(.admin)
    case .member: roles(.member)
    }
  }
}
