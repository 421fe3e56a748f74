import Testing
@testable import Audit

@Suite struct AddressPrefixTests {
  @Test(arguments: [
    ("192.0.2.17", "192.0.2.0/24"), ("10.255.0.1", "10.255.0.0/24"),
    ("2001:db8:1:2::3", "2001:db8:1::/48"), ("2001:DB8::1", "2001:db8:0::/48"),
    ("::1", "0:0:0::/48"), ("fe80::", "fe80:0:0::/48"),
  ])
  func keepsTheNetworkOnly(_ address: String, _ prefix: String) {
    #expect(AddressPrefix.of(address) == prefix)
  }

  @Test(arguments: ["", "unix:", "1.2.3", "1.2.3.4.5", "1.2.3.256", "a.b.c.d", "::1::2", "g::1"])
  func keepsNothingOfWhatIsNoAddress(_ address: String) {
    #expect(AddressPrefix.of(address) == "")
  }
}
