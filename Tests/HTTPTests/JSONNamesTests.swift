import HTTP
import Testing

@Suite struct JSONNamesTests {
  @Test(arguments: [
    ("{}", "{}"), ("[]", "[]"), ("", ""),
    (#"{"link_id":"a_b","at":null}"#, #"{"linkId":"a_b","at":null}"#),
    (#"{"a_b_c" : {"d_e":["f_g",{"h_i":1}]}}"#, #"{"aBC" : {"dE":["f_g",{"hI":1}]}}"#),
    (#"{"a_b":"\"c_d\":","e_1":"\\"}"#, #"{"aB":"\"c_d\":","e1":"\\"}"#),
    (#"{"plain":"ä_ö: \u00e4"}"#, #"{"plain":"ä_ö: \u00e4"}"#),
  ])
  func renamesMembersAndNothingElse(_ json: String, _ expected: String) {
    #expect(String(decoding: JSONNames.inCamelCase(Array(json.utf8)), as: UTF8.self) == expected)
  }
}
