import Primitives

/// A stored password: `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`, as the PHC string format has it.
struct PHCString {
  let parameters: PasswordHasher.Parameters
  let salt: Bytes
  let tag: Bytes

  init(parameters: PasswordHasher.Parameters, salt: Bytes, tag: Bytes) {
    self.parameters = parameters
    self.salt = salt
    self.tag = tag
  }

  /// Nil for any other algorithm, version, order of parameters or spelling of a number.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard text.utf8.count <= 512, parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id",
      parts[2] == "v=19"
    else { return nil }
    let costs = parts[3].split(separator: ",", omittingEmptySubsequences: false)
    guard costs.count == 3, let memory = Self.number("m=", costs[0]),
      let iterations = Self.number("t=", costs[1]), let lanes = Self.number("p=", costs[2]),
      let salt = Self.decode(parts[4]), (8...64).contains(salt.count),
      let tag = Self.decode(parts[5]), (16...64).contains(tag.count)
    else { return nil }
    self.init(
      parameters: .init(memoryKiB: memory, iterations: iterations, lanes: lanes), salt: salt,
      tag: tag)
  }

  var text: String {
    "$argon2id$v=19$m=\(parameters.memoryKiB),t=\(parameters.iterations),p=\(parameters.lanes)"
      + "$\(Self.encode(salt))$\(Self.encode(tag))"
  }

  private static func number(_ name: String, _ text: Substring) -> Int? {
    guard text.hasPrefix(name), let value = UInt32(text.dropFirst(name.count)),
      String(value) == text.dropFirst(name.count)
    else { return nil }
    return Int(value)
  }

  /// The format's base64 is unpadded, as base64url, but with `+` and `/`.
  private static func encode(_ bytes: Bytes) -> String {
    String(Base64URL.encode(bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
  }

  private static func decode(_ text: Substring) -> Bytes? {
    guard !text.utf8.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) else {
      return nil
    }
    return Base64URL.decode(String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }))
  }
}
