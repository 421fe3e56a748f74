import Foundation
import Processes
import Testing

@Suite struct PlacesTests {
  @Test func sendsAwayWhoFindsNone() {
    let places = Places(1, patience: 30)
    let outer = places.taking { places.taking { "inside" } }
    #expect(outer == .some(nil))
    #expect(places.taking { "free again" } == "free again")
  }
}
