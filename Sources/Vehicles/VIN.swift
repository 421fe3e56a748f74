/// The number of a vehicle.
///
/// Since 1981 it has 17 characters, the digits and the letters but for I, O and Q, which look like 1
/// and 0 (ISO 3779; 49 CFR 565). Before, each maker had its own, of up to 14 characters and with
/// any letter; such a number is taken as it is, as long as it has six characters to compare. 15 and
/// 16 are none: what has so many lost one on its way.
package struct VIN: Hashable, Sendable {
  /// Digits and capital letters.
  package let text: String

  /// One that was read before and is in the database, which keeps its form.
  package init(stored text: String) {
    self.text = text
  }

  /// As somebody typed or pasted it, or a scanner sends it: with spaces and dashes, in small letters,
  /// and with what labels carry beside the number (see `VINLabel`).
  package init(reading text: String) throws(VINError) {
    guard text.utf8.count <= Self.longestRead else { throw .length(text.unicodeScalars.count) }
    let characters = try VINCharacters(VINLabel.number(in: text) ?? text)
    switch characters.count {
    case 0: throw .empty
    case Self.length: try characters.refuseLookalikes()
    case Self.lengthsBefore1981: break
    default: throw .length(characters.count)
    }
    self.text = characters.text
  }

  package static let length = 17
  package static let lengthsBefore1981 = 6...14
  /// In bytes: with a separator behind each character, and room to spare.
  package static let longestRead = 200

  /// Whether it is one as they are since 1981.
  package var isStandard: Bool { text.utf8.count == Self.length }

  /// What is told on the telephone, typed at the gate and said in messages.
  package var last6: String { String(text.suffix(6)) }

  /// What those may see who are not to know it: `****109186`. Of a short one there is less to see,
  /// for four characters at least stay hidden.
  package var masked: String {
    "****" + text.suffix(min(6, text.utf8.count - 4))
  }
}

/// Why a text is no VIN.
package enum VINError: Error, Equatable {
  /// There is nothing.
  case empty
  /// So many characters it has, without spaces and dashes; none has as many.
  case length(Int)
  /// I, O or Q: meant is 1 or 0.
  case lookalike(Unicode.Scalar)
  /// Neither a digit nor a letter from A to Z.
  case character(Unicode.Scalar)
}

/// The characters of a number, or of a part of it, as they count: in capital letters, without spaces
/// and dashes.
struct VINCharacters {
  private(set) var text = ""
  private(set) var count = 0

  init(_ written: String) throws(VINError) {
    for scalar in written.unicodeScalars {
      switch scalar {
      case "0"..."9", "A"..."Z": text.unicodeScalars.append(scalar)
      case "a"..."z": text += scalar.properties.uppercaseMapping
      // Telephones make other dashes and spaces of those that are typed.
      case _ where scalar.properties.isWhitespace: continue
      case _ where scalar.properties.generalCategory == .dashPunctuation: continue
      default: throw .character(scalar)
      }
      count += 1
    }
  }

  func refuseLookalikes() throws(VINError) {
    if let letter = text.unicodeScalars.first(where: { "IOQ".unicodeScalars.contains($0) }) {
      throw .lookalike(letter)
    }
  }
}
