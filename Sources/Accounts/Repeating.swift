import HTTP
import Primitives
import Repeats
import Security

extension Context {
  /// Reads a `POST` that may be sent again, of 64 KiB at most: what it says, and by what its repeats are
  /// known, if they are to be.
  ///
  /// Throws 400 for a body, or a key, that can't be read, 413 for a longer one, 415 for what isn't JSON.
  ///
  /// - Parameters:
  ///   - route: names the operation.
  ///   - thing: what in the request's address tells of which thing it is.
  package func readOnce<Form>(
    _ route: StaticString, of thing: String, by caller: UUID,
    _ read: (inout Fields) throws -> Form
  ) throws -> (form: Form, repeatKey: RepeatKey?) {
    try request.requireJSON()
    let body = try request.body.collect(atMost: 64 << 10)
    let form = try Fields.read(body, with: reader, read)
    let repeatKey = try RepeatKey(
      request, caller: caller, route: route, body: SHA256.hash(Array(thing.utf8) + body))
    return (form, repeatKey)
  }
}
