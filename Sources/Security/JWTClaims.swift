import Primitives

/// A value in a token: what ours need, and no more.
package enum Claim: Hashable, Sendable {
  case text(String)
  case integer(Int64)
}

/// What a token says, after its signature, type and times were found good.
package struct JWTClaims: Equatable, Sendable {
  private let members: [String: Claim]

  init(_ members: [String: Claim]) {
    self.members = members
  }

  /// A claim that is a text; nil if there is none or it is a number.
  package func text(_ name: String) -> String? {
    if case .text(let value) = members[name] { value } else { nil }
  }

  /// A claim that is a number; nil if there is none or it is a text.
  package func integer(_ name: String) -> Int64? {
    if case .integer(let value) = members[name] { value } else { nil }
  }
}

/// Why a token wasn't made or isn't believed. For logs and metrics; whoever sent a token hears only
/// that it isn't valid, except where `expired` is part of a contract.
package enum JWTError: Error, Equatable {
  /// Not three canonical base64url segments of at most 4 KiB, not flat JSON, a header with other
  /// names than ours (`crit`, `jwk`, `jku` …), or a time that isn't a whole number.
  case malformed
  /// Any `alg` but exactly `HS256`.
  case wrongAlgorithm
  /// A `kid` that isn't on the ring.
  case unknownKey
  case badSignature
  /// Signed by us, for another purpose.
  case wrongType
  case expired
  /// `nbf` or `iat` lies ahead.
  case notYetValid
  /// `sign` only: no `exp`, a reserved name, or a text that JSON or libjwt can't carry.
  case unsignable
}
