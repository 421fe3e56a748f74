import Clients
import Testing

/// How a connection ID is written (seed 1).
@Suite struct ConnectionIDTests {
  @Test(
    arguments: [
      ("69820a17e7a0f72f1ead7aca", "69820a17e7a0f72f1ead7aca"),
      ("69820A17E7A0F72F1EAD7ACA", "69820a17e7a0f72f1ead7aca"),
      (" 69820a17-e7a0f72f-1ead7aca ", "69820a17e7a0f72f1ead7aca"),
      ("6-9-8-2-0-a-1-7-e-7-a-0-f-7-2-f-1-e-a-d-7-a-c-a", "69820a17e7a0f72f1ead7aca"),
      ("69820a17e7a0f72f1ead7ac", nil), ("69820a17e7a0f72f1ead7acaa", nil), ("", nil), ("-", nil),
      ("69820a17e7a0f72f1ead7acg", nil), ("６9820a17e7a0f72f1ead7aca", nil),
      ("٦9820a17e7a0f72f1ead7aca", nil), ("69820a17e7a0f72f1ead7ac\u{0}", nil),
      ("69820a17\u{a0}e7a0f72f1ead7aca", nil), ("69820a17–e7a0f72f1ead7aca", nil),
      ("69820a17_e7a0f72f1ead7aca", nil), ("ﬀ9820a17e7a0f72f1ead7aca", nil),
    ] as [(String, String?)])
  func readsWhatPeopleType(typed: String, expected: String?) {
    #expect(ConnectionID(typed: typed)?.text == expected)
  }

  @Test func refusesWhatIsTooLongToBeRead() {
    let id = "69820a17e7a0f72f1ead7aca"
    #expect(ConnectionID(typed: id + String(repeating: " ", count: 176)) != nil)
    #expect(ConnectionID(typed: id + String(repeating: " ", count: 177)) == nil)
  }
}
