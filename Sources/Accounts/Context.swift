import HTTP
import MariaDB

/// What one thread brings to a request, whatever it is about.
package struct Context {
  package let request: Request
  package let database: MariaDB.Connection
  package let reader: JSONReader

  package init(request: Request, database: MariaDB.Connection, reader: JSONReader) {
    self.request = request
    self.database = database
    self.reader = reader
  }
}
