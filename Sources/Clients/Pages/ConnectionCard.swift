import Console
import HTML
import Language

/// The part of a client's page that shows its connection ID, says what it is for, and copies it
/// (seed 1 §3).
package struct ConnectionCard {
  private let connection: ConnectionID
  private let phrases: Phrases

  package init(_ connection: ConnectionID, _ phrases: Phrases) {
    self.connection = connection
    self.phrases = phrases
  }

  /// At most once a page: it has ids.
  package func write(to main: inout PageWriter) {
    let words = phrases.clientPage
    main.section(.class("card connection"), .ariaLabelledBy("connection")) { section in
      section.h2(.id("connection"), text: words.connectionID)
      section.p(text: words.connectionIDText)
      // Its digits stand in groups for the eye alone: what is copied has nothing between them.
      section.copyField(
        "connection-id", label: words.connectionID, value: connection.text, phrases.console)
    }
  }
}
