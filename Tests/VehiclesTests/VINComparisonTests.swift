import Testing
import Vehicles

@Suite struct VINComparisonTests {
  private let vin = VIN(stored: "1HGCM82633A004352")
  private let other = VIN(stored: "1M8GDM9AXKP042788")
  private let european = VIN(stored: "WVWZZZ1JZ3W386752")

  @Test(arguments: ["004352", " 004-352 ", "00 43 52"])
  func knowsItsEnd(_ typed: String) throws {
    #expect(try vin.endsWith(typed: typed))
    #expect(try VIN(stored: "1HGCM82633AB04K5Z").endsWith(typed: "b04k5z"))
    #expect(try !other.endsWith(typed: typed))
    #expect(try !vin.endsWith(typed: "004353"))
  }

  @Test(arguments: [
    ("", VINError.empty), ("   ", .empty), ("04352", .length(5)), ("3004352", .length(7)),
    ("1HGCM82633A004352", .length(17)), ("OO4352", .lookalike("O")), ("00435i", .lookalike("I")),
    ("0043_2", .character("_")), ("٠٠٤٣٥٢", .character("٠")),
  ])
  func namesWhatIsWrongWithTheDigits(_ typed: String, _ error: VINError) {
    #expect(throws: error) { try vin.endsWith(typed: typed) }
  }

  @Test func takesAnyLetterOfAnOldOne() throws {
    #expect(try VIN(stored: "AB12IOQ3").endsWith(typed: "12ioq3"))
  }

  @Test(arguments: [
    "1HGCM82633A004352", "I1HGCM82633A004352", "1HGCM82633A004352S", "VIN:1HGCM82633A004352",
    "VIN: 1HGCM82633A004352 MAKE: HONDA", "Honda,Accord,1HGCM82633A004352,2003",
    "https://example.com/v?vin=1hgcm82633a004352", "[)> 06 I1HGCM82633A004352 S12",
    "{\"vin\":\"1HGCM82633A004352\"}", "1HGCM82633A004352;1HGCM82633A004352",
  ])
  func findsItInABarcode(_ scanned: String) {
    #expect(VIN.found(in: scanned) == [vin])
    #expect(vin.compared(with: [scanned]) == .match)
    #expect(other.compared(with: [scanned]) == .mismatch(read: vin))
  }

  @Test(arguments: [
    "", "https://example.com/c/eyJhbGciOiJIUzI1NiJ9.aZ3kR8tYw2nXc5vB1.x", "1HGCM82633A00435",
    "X1HGCM82633A0043529X", "ABCDEFGHJKLMNPRST", "VIN: 1HGCM82633AO04352", "4006381333931",
    "wvwzzz1jz3w386752x wvwzzz1jz3w386752", "123456", "AB12IOQ3",
  ])
  func findsNoneElsewhere(_ scanned: String) {
    #expect(VIN.found(in: scanned) == [])
    #expect(vin.compared(with: [scanned]) == .unreadable(.nothing))
  }

  @Test func needsNoCheckDigit() {
    #expect(VIN.found(in: "WVWZZZ1JZ3W386752,Golf") == [european])
    #expect(european.compared(with: [european.text]) == .match)
  }

  @Test func isSureOnlyOfOne() {
    #expect(vin.compared(with: []) == .unreadable(.nothing))
    #expect(vin.compared(with: ["https://example.com", vin.text, "VIN:" + vin.text]) == .match)
    #expect(vin.compared(with: [vin.text, other.text]) == .unreadable(.several))
    #expect(vin.compared(with: [vin.text + " " + other.text]) == .unreadable(.several))
    #expect(vin.compared(with: [other.text, european.text]) == .mismatch(read: other))
  }

  @Test func knowsAnOldOneByItself() {
    let old = VIN(stored: "9F02Z100001")
    #expect(old.compared(with: ["9f02z-100001"]) == .match)
    #expect(old.compared(with: ["9F02Z100002"]) == .unreadable(.nothing))
    #expect(old.compared(with: [vin.text]) == .mismatch(read: vin))
    #expect(old.compared(with: [vin.text, "9F02Z100001"]) == .unreadable(.several))
  }
}
