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

  /// What the language calls itself.
  package var name: String {
    switch self {
    case .english: "English"
    case .spanish: "Español"
    }
  }

  /// The language codes, for the choice by `Accept-Language`.
  package static let codes = allCases.map(\.rawValue)
}
