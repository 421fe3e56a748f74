/// What the barcodes of a photo say of the vehicle that is to be picked up.
package enum VINComparison: Equatable, Sendable {
  /// They show its number, and no other.
  case match
  /// They show another vehicle's.
  case mismatch(read: VIN)
  /// They don't tell: another photo is needed, or the digits.
  case unreadable(Unreadable)

  package enum Unreadable: Equatable, Sendable {
    /// There is no VIN among them.
    case nothing
    /// There are several, this vehicle's too: which of them it stands before can't be seen.
    case several
  }
}

extension VIN {
  /// Whether these are its last six characters, in capital or small letters. Throws what is wrong with
  /// them as such, whatever they are compared with.
  package func endsWith(typed: String) throws(VINError) -> Bool {
    guard typed.utf8.count <= Self.longestRead else { throw .length(typed.unicodeScalars.count) }
    let characters = try VINCharacters(typed)
    guard characters.count > 0 else { throw .empty }
    guard characters.count == 6 else { throw .length(characters.count) }
    // Makers of older vehicles used these letters too.
    if isStandard { try characters.refuseLookalikes() }
    return characters.text == last6
  }

  /// - Parameter scanned: what the barcodes of one photo hold, whatever it is.
  package func compared(with scanned: [String]) -> VINComparison {
    // Whatever a barcode holds by itself is ours if it is the same, also a number from before 1981.
    let isSeen = scanned.contains { (try? VIN(reading: $0)) == self }
    var read = scanned.flatMap(VIN.found)
    if isSeen { read.append(self) }
    guard let first = read.first else { return .unreadable(.nothing) }
    guard read.contains(self) else { return .mismatch(read: first) }
    return read.allSatisfy { $0 == self } ? .match : .unreadable(.several)
  }

  /// The standard ones that a barcode holds: alone, or as a word among others, as in `VIN:…` and in
  /// lists with commas. Of what else has 17 characters they are told by their end: the last four are
  /// digits (ISO 3779).
  package static func found(in scanned: String) -> [VIN] {
    var found: [VIN] = []
    if let alone = try? VIN(reading: scanned), alone.isStandard, alone.hasSerialDigits {
      found = [alone]
    } else {
      let words = scanned.unicodeScalars.split { !$0.isASCII || !VIN.isLetterOrDigit($0) }
      for word in words {
        guard let vin = try? VIN(reading: String(word)), vin.isStandard, vin.hasSerialDigits,
          // In small letters it may be a part of an address on the web.
          vin.checkDigit == .holds || !word.contains(where: { "a"..."z" ~= $0 }),
          !found.contains(vin)
        else { continue }
        found.append(vin)
      }
    }
    return found
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    "0"..."9" ~= scalar || "A"..."Z" ~= scalar || "a"..."z" ~= scalar
  }

  private var hasSerialDigits: Bool {
    text.utf8.suffix(4).allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}
