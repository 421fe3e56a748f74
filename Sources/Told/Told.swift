import Accounts
import Language
import Links
import MariaDB
import Outbox
import Primitives

/// What people are told of that is about their accounts and links both.
package struct Told: Sendable {
  let correspondence: Correspondence

  package init(_ correspondence: Correspondence) {
    self.correspondence = correspondence
  }

  /// How each of these messages is worded when its turn comes, by its kind.
  package var composers: [String: OutboxWorker.Composer] {
    [MessageKind.linkExpires.rawValue: { try composeLinkExpires($0, on: $1) }]
  }
}
