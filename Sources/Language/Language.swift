/// The languages that pages are written in.
package enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case spanish = "es"

  package var phrases: Phrases {
    switch self {
    case .english: .english
    case .spanish: .spanish
    }
  }

  /// The language codes, for the choice by `Accept-Language`.
  package static let codes = allCases.map(\.rawValue)
}
