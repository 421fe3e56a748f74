import Accounts
import HTTP
import Links
import MariaDB
import Primitives
import Security

// How a guest says a link's password, and how guessing at it is made slow.

/// A guest who was let in.
package struct DocumentEntry: Sendable {
  package let document: SharedDocument
  /// What stands for the password from now on, for 15 minutes; also where none is set.
  package let grant: String
  /// By what the guest is known again at the next password; nil where none is set.
  package let cookie: Cookie?
}

extension Documents {
  /// Lets in who says a link's password, and everybody where none is set. Counts as an open.
  ///
  /// Throws `VeiledRefusal`, as `shared` does, and where the password is missing, empty or wrong: 401
  /// `share_link_password_required`; after too many wrong ones 429 `too_many_attempts`, before the
  /// password is looked at; see `Throttle`. Both bring a cookie along for who has none of ours, by which
  /// they wait apart from others behind their address. A missing or empty password is no try. 503 when
  /// too many passwords are being checked; never for one that was found right.
  ///
  /// - Parameter grant: as `shared` takes it; it doesn't stand for the password here, but who holds one
  ///   is known.
  package func enter(
    _ token: String, saying password: String?, showing grant: String?, _ context: Context
  ) throws -> DocumentEntry {
    let door = try veiled { try self.door(token, on: context.database) }
    guard let lock = door.state.lock else {
      let document = try veiled { try door.opened(showing: nil) }
      tally.opened(document.link, by: context.request)
      return DocumentEntry(
        document: document, grant: try grants.grant(for: document.link), cookie: nil)
    }
    let known = try veiled { try isKnown(door, showing: grant) }
    let guest = PasswordGuest(request: context.request, cookies: guests, lock: lock)
    guard let password, !password.isEmpty else { throw try guest.refused() }
    let now = door.state.now
    let isRight = try guest.trying(
      isKnown: known || guest.wasLetIn(at: now), on: context.database
    ) { try grants.isRight(password, for: lock) }
    guard isRight else { throw try guest.refused() }
    if let hash = try grants.rehash(password, of: lock) {
      try links.rehash(lock.link, from: hash.old, to: hash.new, on: context.database)
    }
    // Asked anew: what was ended while the password was looked at stays shut.
    let given = try grants.grant(for: lock, at: now)
    let document = try shared(token, showing: given, on: context.database)
    tally.opened(document.link, by: context.request)
    return DocumentEntry(
      document: document, grant: given, cookie: try guest.cookie(letInAt: now))
  }

  /// Throws `unknown`.
  func door(_ token: String, on database: any Executor) throws -> DocumentDoor {
    guard let door = try SharedDocumentsStore(database: database).door(Door.token(token)) else {
      throw DoorRefusal.unknown
    }
    return door
  }

  /// Whether a grant that is shown opens the door already. Throws what keeps it shut besides the
  /// password.
  private func isKnown(
    _ door: DocumentDoor, showing grant: String?
  ) throws(DoorRefusal) -> Bool {
    do throws(DoorRefusal) {
      _ = try door.opened(showing: grants.shown(grant))
      return true
    } catch {
      guard case .locked = error else { throw error }
      return false
    }
  }

  /// Tells who is refused no more than they may know.
  func veiled<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let refusal as DoorRefusal {
      throw VeiledRefusal(refusal)
    }
  }
}

/// Somebody at a link that asks for its password.
private struct PasswordGuest {
  let request: Request
  let cookies: GuestCookies
  let lock: LinkLock
  /// Nil for who brings no cookie of ours.
  private let identity: GuestIdentity?

  init(request: Request, cookies: GuestCookies, lock: LinkLock) {
    self.request = request
    self.cookies = cookies
    self.lock = lock
    identity = cookies.identity(of: request)
  }

  func wasLetIn(at now: Instant) -> Bool {
    identity?.wasLetIn(through: lock, at: now) ?? false
  }

  /// Makes one try. Their own pool is that of their cookie, or without one that of their network and
  /// browser; then come all of their network, and all the world.
  func trying(
    isKnown: Bool, on database: MariaDB.Connection, _ attempt: () throws -> Bool
  ) throws -> Bool {
    let network = request.addressPrefix
    let own = identity.map { "guest \($0.name)" } ?? "browser \(network) \(request.userAgent)"
    let throttle = Throttle(
      .linkPassword, subject: lock.link.text, own: .caller(own),
      shared: [.network(network), .everybody(after: 300)])
    do {
      return try throttle.guarding(on: database, isKnown: { isKnown }) {
        try attempt() ? true : nil
      } ?? false
    } catch let error as AccountsError {
      throw try refused(error.problem)
    }
  }

  /// What they are told: by default that the password is missing or wrong.
  func refused(_ problem: Problem? = nil) throws -> VeiledRefusal {
    let refusal = DoorRefusal.locked(lock.link)
    var problem = problem ?? refusal.problem
    if identity == nil {
      problem.headers.append(try cookies.cookie(of: GuestIdentity()).header)
    }
    return VeiledRefusal(refusal, as: problem)
  }

  func cookie(letInAt now: Instant) throws -> Cookie {
    try cookies.cookie(of: (identity ?? GuestIdentity()).letIn(through: lock, at: now))
  }
}

extension Request {
  fileprivate var userAgent: String { headers.userAgent ?? "" }
}
