import MariaDB
import Testing

/// What the database lets its users do, whatever the program would ask for.
@Suite struct PrivilegeTests {
  @Test(
    arguments: [
      "UPDATE audit_records SET outcome = 'x'", "DELETE FROM audit_records",
      "UPDATE audit_personal SET address_prefix = ''", "DELETE FROM audit_personal",
      "REPLACE INTO audit_personal (subject_id, seq, salt, address_prefix) VALUES (UUID(), 1, '', '')",
      "TRUNCATE audit_records", "DROP TABLE audit_records", "RENAME TABLE audit_records TO gone",
      "ALTER TABLE jobs ADD COLUMN x INT", "CREATE TABLE x (id INT)", "CREATE VIEW x AS SELECT 1",
      "CREATE INDEX x ON jobs (title)", "DROP INDEX links_slot ON links", "TRUNCATE tasks",
      "CREATE TRIGGER x BEFORE INSERT ON jobs FOR EACH ROW SET @x = 1",
      "DELETE FROM links", "DELETE FROM door_keys", "DELETE FROM jobs", "DELETE FROM accounts",
      "UPDATE viewer_salts SET salt = ''", "DELETE FROM api_keys", "DELETE FROM workspaces",
      "INSERT INTO schema_steps SELECT * FROM schema_steps",
      "UPDATE schema_steps SET version = 0", "DELETE FROM schema_steps",
      "GRANT SELECT ON jobs TO waylink_reporting", "CREATE USER x@localhost",
      "DROP USER waylink_report@localhost", "SELECT * FROM mysql.global_priv",
      "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/waylink-test-out'",
      "DELETE FROM documents", "TRUNCATE document_versions", "SELECT * FROM report_documents",
      "DELETE FROM clients", "UPDATE clients SET connection_id = 'x'",
      "UPDATE clients SET jobs_version = 0", "TRUNCATE client_workspaces",
      "DROP TRIGGER clients_connection_is_final", "SELECT * FROM report_clients",
      "SELECT * FROM report_links", "DELETE FROM albums", "SELECT * FROM report_albums",
      "SET GLOBAL max_connections = 1", "CREATE DATABASE waylink_x",
    ] as [SQL])
  func deniesTheApplication(_ statement: SQL) throws {
    let world = try World.shared.get()
    let connection = Connection(world.application)
    let error = #expect(throws: DatabaseError.self, "\(statement.text)") {
      try connection.read(statement) { _ in false }
    }
    #expect(error?.kind == .denied, "\(statement.text): \(error?.description ?? "")")
  }

  @Test(
    arguments: [
      "SELECT * FROM links", "SELECT * FROM door_keys", "SELECT * FROM accounts",
      "SELECT * FROM audit_records", "SELECT * FROM link_viewers", "SELECT * FROM viewer_salts",
      "SELECT * FROM tasks", "SELECT * FROM idempotency_keys", "SELECT * FROM documents",
      "SELECT * FROM document_versions", "SELECT * FROM document_comments",
      "SELECT * FROM document_edit_requests", "SELECT * FROM clients",
      "SELECT * FROM client_workspaces", "SELECT * FROM connection_lookups", "SELECT * FROM files",
      "SELECT * FROM albums", "SELECT * FROM album_members", "SELECT * FROM album_photos",
      "UPDATE report_jobs SET title = ''", "DELETE FROM report_links", "CREATE TABLE x (id INT)",
    ] as [SQL])
  func deniesReports(_ statement: SQL) throws {
    let connection = Connection(try World.shared.get().reporter)
    let error = #expect(throws: DatabaseError.self, "\(statement.text)") {
      try connection.read(statement) { _ in false }
    }
    #expect(error?.kind == .denied, "\(statement.text): \(error?.description ?? "")")
  }

  @Test(
    arguments: [
      "SELECT * FROM report_links LIMIT 1", "SELECT * FROM report_jobs LIMIT 1",
      "SELECT * FROM report_opens LIMIT 1", "SELECT * FROM report_documents LIMIT 1",
      "SELECT * FROM report_clients LIMIT 1", "SELECT * FROM report_albums LIMIT 1",
    ] as [SQL])
  func showsReportsTheirViews(_ statement: SQL) throws {
    let connection = Connection(try World.shared.get().reporter)
    try connection.read(statement) { _ in false }
  }

  @Test func tellsReportsNoWordOfADocument() throws {
    let connection = Connection(try World.shared.get().reporter)
    var columns: [String] = []
    try connection.read("SHOW COLUMNS FROM report_documents") { row in
      columns.append(try row.next())
      return true
    }
    #expect(columns.contains("version") && !columns.contains("title"))
  }
}
