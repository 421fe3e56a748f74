import Primitives
import Security
import Testing

@Suite struct SecretTests {
  private struct Holder {
    let name = "database"
    let password = Secret("hunter2-hunter2")
    let token = LinkToken("hunter2-hunter2-token")
  }

  @Test func printsNowhere() {
    let holder = Holder()
    var dumped = ""
    dump(holder, to: &dumped)
    dump(holder.password, to: &dumped)
    let ways = [
      "\(holder.password)", String(describing: holder.password),
      String(reflecting: holder.password),
      String(describing: holder), String(reflecting: holder), "\([holder.password])",
      "\(["key": holder.password])", String(describing: holder.token), dumped,
      "\(Mirror(reflecting: holder.password).children.map(\.value))",
    ]
    for text in ways {
      #expect(!text.contains("hunter2"), "\(text)")
      #expect(!text.contains("104, 117"), "the bytes of hu: \(text)")
    }
    #expect(dumped.contains("•••"))
    #expect(dumped.contains("database"))
  }

  @Test func revealsWhatItWasGiven() {
    #expect(Secret("pässwörd").reveal == "pässwörd")
    #expect(Secret([0xFF, 0x00]).revealBytes == [0xFF, 0x00])
  }
}

@Suite struct SecureRandomTests {
  @Test(arguments: [0, 1, 16, 4_096])
  func givesAsManyAsAsked(count: Int) {
    #expect(SecureRandom.bytes(count).count == count)
  }

  @Test func neverRepeats() {
    let drawn = Set((0..<1_000).map { _ in SecureRandom.bytes(16) })
    #expect(drawn.count == 1_000)
    #expect(Set(SecureRandom.bytes(4_096)).count > 200)
  }
}
