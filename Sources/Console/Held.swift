import HTML
import HTTP
import Primitives

/// The fields of a form whose session was over, while its sender signs in again. A password is not
/// kept: it would stand in the page.
struct Held {
  let form: Form
  private static let prefix = "held:"
  /// Marks that there is something to be sent again, if it had no field at all.
  private static let mark = "held"

  init(_ form: Form) {
    self.form = form
  }

  init?(takenFrom form: inout Form) {
    guard form.take(Self.mark) != nil else { return nil }
    var held = Form()
    for (name, value) in form.fields where name.hasPrefix(Self.prefix) {
      held.append(String(name.dropFirst(Self.prefix.count)), value)
      _ = form.take(name)
    }
    self.form = held
  }

  func write(to page: inout PageWriter) {
    page.hidden(Self.mark, "true")
    for (name, value) in form.fields where !name.contains("password") {
      page.hidden(Self.prefix + name, value)
    }
  }
}
