/// What is looked for by LIKE.
package enum LikePattern {
  /// Finds a text anywhere; what LIKE reads otherwise is taken as it was typed.
  package static func holding(_ text: String) -> String {
    var pattern = "%"
    for scalar in text.unicodeScalars {
      if scalar == "%" || scalar == "_" || scalar == "\\" { pattern.unicodeScalars.append("\\") }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern + "%"
  }
}
