import HTML
import Primitives
import Testing

@Suite struct FormTests {
  private struct Proof: FormProof {
    let fieldText: String
  }

  private func rendered(_ content: (inout PageWriter) -> Void) -> String {
    var page = PageWriter()
    content(&page)
    return String(decoding: page.finish(), as: UTF8.self)
  }

  @Test func aFormWithAnEffectCarriesItsProof() {
    let shown = rendered {
      $0.form(posting: Address(path: "/a?b=\"c"), with: Proof(fieldText: "<t\">"), .class("f")) {
        $0.p(text: "x")
      }
    }
    #expect(
      shown == "<form method=\"post\" action=\"/a?b=&quot;c\" accept-charset=\"utf-8\" class=\"f\">"
        + "<input type=\"hidden\" name=\"form_token\" value=\"&lt;t&quot;&gt;\">"
        + "<p>x</p></form>")
  }

  @Test func aFormThatAsksIsNoPost() {
    let shown = rendered { $0.form(asking: Address(path: "/a")) { _ in } }
    #expect(shown == "<form action=\"/a\"></form>")
    let evil = rendered { $0.form(asking: Address(path: "//evil.example")) { _ in } }
    #expect(evil == "<form action=\"/\"></form>")
  }

  @Test func anOptionIsTheSameInBothForms() {
    for (value, label) in [("a\"b<", "L & <l>"), ("", "")] {
      for isChosen in [false, true] {
        let own: [Attribute] = isChosen ? [.selected] : []
        #expect(
          rendered { $0.option(value, isChosen: isChosen, text: label) }
            == rendered { $0.option([.value(value)] + own, text: label) })
      }
    }
  }

  @Test func fields() {
    let shown = rendered {
      $0.label(.for("a"), text: "A & B")
      $0.input(
        .email, .id("a"), .name("a"), .value("<>"), .required, .autocomplete("username"),
        .minlength(1), .maxlength(9), .ariaDescribedBy("e h"), .ariaInvalid, .autofocus)
      $0.input(.checkbox, .checked, .disabled)
      $0.input(.dateAndTime)
      $0.select(.name("s")) { $0.option(.value("v"), .selected, text: "V") }
      $0.textarea(.name("t"), .rows(3), text: "\n</textarea>")
      $0.button(text: "Go")
      $0.button(.class("b")) { $0.text("Go") }
      $0.scriptButton(.copies("a"), .saysCopied("done"), .saysSelected("press"), text: "Copy")
      $0.fieldset { $0.legend(text: "L") }
      $0.output(.ariaLive("polite"), text: "")
    }
    #expect(
      shown == "<label for=\"a\">A &amp; B</label>"
        + "<input type=\"email\" id=\"a\" name=\"a\" value=\"&lt;&gt;\" required "
        + "autocomplete=\"username\" minlength=\"1\" maxlength=\"9\" aria-describedby=\"e h\" "
        + "aria-invalid=\"true\" autofocus>"
        + "<input type=\"checkbox\" checked disabled><input type=\"datetime-local\">"
        + "<select name=\"s\"><option value=\"v\" selected>V</option></select>"
        + "<textarea name=\"t\" rows=\"3\">\n\n&lt;/textarea&gt;</textarea>"
        + "<button type=\"submit\">Go</button><button type=\"submit\" class=\"b\">Go</button>"
        + "<button type=\"button\" hidden data-copies=\"a\" data-copied=\"done\" "
        + "data-selected=\"press\">Copy</button>"
        + "<fieldset><legend>L</legend></fieldset><output aria-live=\"polite\"></output>")
  }

  @Test func aMomentBearsItsZone() {
    let shown = rendered { $0.moment(Instant(microseconds: 1_000_000_123_456)) }
    #expect(shown == "<time datetime=\"1970-01-12T13:46:40.123Z\">1970-01-12 13:46 UTC</time>")
  }
}
