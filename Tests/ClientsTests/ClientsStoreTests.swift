import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Clients

/// Connection IDs in the database: each is given once, to one client, and stays (seed 1).
@Suite struct ClientsStoreTests {
  private let database: TestDatabase

  init() throws {
    database = try TestDatabase()
    try database.layOut()
  }

  /// What registering does of it, without hashing passwords.
  @Test func tenThousandRegistrationsAtOnceNeverClash() throws {
    let (threads, pieces, size) = (16, 25, 25)
    let application = database.application
    let given = try onThreads(threads) { _ in
      let connection = Connection(application)
      return try (0..<pieces).flatMap { _ in
        try connection.transaction { transaction in
          try (0..<size).map { _ in
            let id = ConnectionID()
            try ClientsStore(database: transaction).insert(
              .v7(), companyName: "Acme Corp", connectionID: id)
            return id.text
          }
        }
      }
    }.flatMap(\.self)
    #expect(given.count == 10_000)
    #expect(Set(given).count == given.count)
    #expect(given.allSatisfy { ConnectionID(typed: $0)?.text == $0 })
    let stored = try database.connection.query(
      "SELECT connection_id FROM clients"
    ) { try $0.next(as: String.self) }
    #expect(stored.sorted() == given.sorted())
  }

  @Test func oneIsNeverGivenTwice() throws {
    let (connection, taken) = (Connection(database.application), ConnectionID())
    let store = ClientsStore(database: connection)
    let first = UUID.v7()
    try store.insert(first, companyName: "First", connectionID: taken)
    func refused() {
      let error = #expect(throws: ClientsError.self) {
        try store.insert(.v7(), companyName: "Second", connectionID: taken)
      }
      guard case .connectionTaken = error else {
        Issue.record("not taken")
        return
      }
    }
    refused()
    // Nor when the client is gone.
    try store.close(first)
    refused()
  }

  @Test(arguments: ["0a0a", "0A0A0A0A0A0A0A0A0A0A0A0A", "0g0a0a0a0a0a0a0a0a0a0a0a", ""])
  func theDatabaseKeepsItsForm(_ text: String) throws {
    let store = ClientsStore(database: Connection(database.application))
    let error = #expect(throws: DatabaseError.self) {
      try store.insert(.v7(), companyName: "Acme", connectionID: ConnectionID(stored: text))
    }
    #expect(error?.kind == .check("clients_connection_form"))
  }

  /// The application has no right to, and the administrator is kept from it by the trigger.
  @Test func nobodyChangesOne() throws {
    let (client, id, other) = (UUID.v7(), ConnectionID(), ConnectionID().text)
    let application = Connection(database.application)
    try ClientsStore(database: application).insert(
      client, companyName: "Acme", connectionID: id)
    let changes: [SQL] = [
      "UPDATE clients SET connection_id = \(other)",
      "UPDATE clients SET id = \(UUID.v7())",
      """
      INSERT INTO clients (id, company_name, connection_id, created_at)
      VALUES (\(client), 'Acme', \(other), UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE connection_id = VALUE(connection_id)
      """,
    ]
    for change in changes {
      let denied = #expect(throws: DatabaseError.self) { try application.execute(change) }
      #expect(denied?.kind == .denied, "\(change.text)")
      let refused = #expect(throws: DatabaseError.self) {
        try database.connection.execute(change)
      }
      #expect(refused?.message.contains("connection_id is final") == true, "\(change.text)")
    }
    for change: SQL in ["DELETE FROM clients", "REPLACE INTO clients SELECT * FROM clients"] {
      let denied = #expect(throws: DatabaseError.self) { try application.execute(change) }
      #expect(denied?.kind == .denied, "\(change.text)")
    }
    #expect(try ClientsStore(database: application).client(client)?.connectionID == id)
  }
}
