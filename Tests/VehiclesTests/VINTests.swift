import Testing
import Vehicles

@Suite struct VINTests {
  private static let vin = "1HGCM82633A004352"

  @Test(arguments: [
    vin, "1hgcm82633a004352", " 1HG CM826 33A 004352\n", "1HG-CM826-33A-004352",
    "1HGCM826\u{2013}33A\u{2014}004352", "\u{a0}1HGCM82633A004352\t", "I1HGCM82633A004352",
    "i1hgcm82633a004352", "*1HGCM82633A004352*", "*I1HGCM82633A004352*",
    // With Code 39's check characters.
    "1HGCM82633A004352S", "*1HGCM82633A004352S*", "I1HGCM82633A0043523",
  ])
  func readsWhatPeopleAndScannersGive(_ text: String) throws {
    #expect(try VIN(reading: text).text == Self.vin)
  }

  @Test(arguments: [
    ("", VINError.empty), (" - ", .empty), ("1HGCM82633A00435", .length(16)),
    ("1HGCM82633A0043", .length(15)), ("12345", .length(5)), ("1HGCM82633A0043529", .length(18)),
    ("I1HGCM82633A0043529", .length(19)), ("1HGCM82633AO04352", .lookalike("O")),
    ("1HGCM82633a0o4352", .lookalike("O")), ("IHGCM82633A004352", .lookalike("I")),
    ("1HGCM82633Q004352", .lookalike("Q")), ("1HGCM82633A00435_", .character("_")),
    ("1HGCM82633A00435\u{0}", .character("\u{0}")), ("ÄHGCM82633A004352", .character("Ä")),
    ("１HGCM82633A004352", .character("１")), ("1HGCM82633A00435ß", .character("ß")),
    ("1HGCM82633A00435\u{131}", .character("\u{131}")),
  ])
  func namesWhatIsWrong(_ text: String, _ error: VINError) {
    #expect(throws: error) { try VIN(reading: text) }
  }

  @Test func readsNothingEndless() {
    let text = String(repeating: " ", count: VIN.longestRead) + Self.vin
    #expect(throws: VINError.length(VIN.longestRead + 17)) { try VIN(reading: text) }
    #expect(throws: VINError.length(201)) {
      try VIN(stored: Self.vin).endsWith(typed: String(repeating: "1", count: 201))
    }
  }

  /// Every maker had its own, with any letters.
  @Test(arguments: ["113 044-10-012345", "9F02Z1 00001", "QIO123"])
  func takesNumbersFromBefore1981(_ text: String) throws {
    let vin = try VIN(reading: text)
    #expect(!vin.isStandard && vin.checkDigit == .none)
  }

  @Test func showsOnlyItsEnd() {
    #expect(VIN(stored: "1M8GDM9AXKP109186").masked == "****109186")
    #expect(VIN(stored: "1M8GDM9AXKP109186").last6 == "109186")
    // At least four characters stay hidden.
    #expect(VIN(stored: "9F02Z100001").masked == "****100001")
    #expect(VIN(stored: "12345678").masked == "****5678")
    #expect(VIN(stored: "123456").masked == "****56")
    #expect(VIN(stored: "123456").last6 == "123456")
  }

  /// Published numbers: 49 CFR 565's own example, and others that are told everywhere.
  @Test(arguments: [
    ("1HGCM82633A004352", VINCheckDigit.holds), ("1M8GDM9AXKP042788", .holds),
    ("11111111111111111", .holds), ("5GZCZ43D13S812715", .holds), ("1G4AH59H45G118341", .holds),
    ("1M8GDM9A1KP042788", .differs(expected: "X")), ("5GZCZ43D23S812715", .differs(expected: "1")),
    ("1M8GDM9AXKP042778", .differs(expected: "7")), ("WVWZZZ1JZ3W386752", .differs(expected: "9")),
    ("9F02Z100001", .none),
  ])
  func weighsTheCheckDigit(_ text: String, _ expected: VINCheckDigit) throws {
    #expect(try VIN(reading: text).checkDigit == expected)
  }

  /// Of all single slips the check digit misses those alone whose values are the same.
  @Test func noticesEveryOtherSlip() {
    let letters = Array("0123456789ABCDEFGHJKLMNPRSTUVWXYZ")
    var missed = 0
    for place in 0..<17 {
      for letter in letters {
        var text = Array("1M8GDM9AXKP042788")
        guard text[place] != letter else { continue }
        text[place] = letter
        if VIN(stored: String(text)).checkDigit == .holds { missed += 1 }
      }
    }
    #expect(missed == 39)
  }

  /// The last digit of some numbers is what Code 39's check character would be.
  @Test func takesNoDigitForTheLabelsOwn() throws {
    for serial in 0..<2_000 {
      let digits = String(serial)
      let number = "1HGCM82633A" + String(repeating: "0", count: 6 - digits.count) + digits
      #expect(try VIN(reading: "I" + number).text == number)
    }
  }
}
