import HTML
import Language
import Primitives

/// The choice of a language.
struct LanguageForm {
  let words: ConsolePhrases
  let current: String

  func write(to page: inout PageWriter, with proof: some FormProof) {
    page.form(
      posting: Address(ConsoleRoute.language.address), with: proof, .class("row language")
    ) { form in
      form.label(.for("language"), text: words.language)
      form.select(.id("language"), .name("language")) { select in
        for language in Language.allCases {
          let own: [Attribute] = language.rawValue == current ? [.selected] : []
          select.option(
            [.value(language.rawValue), .lang(language.rawValue)] + own, text: language.name)
        }
      }
      form.button(.class("plain"), text: words.save)
    }
  }
}
