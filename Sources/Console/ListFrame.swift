import Accounts
import HTML
import HTTP
import Language
import Primitives

/// What stands around the list of what a workspace has of one kind, or of what of it can be restored:
/// its head and its filter, the ways to its other pages, and what is said where nothing is to be listed.
package struct ListFrame {
  /// How many stand on a page.
  package static let size = 25

  private let question: ListQuestion
  private let words: any ListPhrases
  /// The form that makes another one.
  private let new: LocalPath
  /// Value, label.
  private let orders: [(String, String)]
  private let order: String
  private let narrow: (inout PageWriter) -> Void

  /// - Parameters:
  ///   - new: the form that makes another one.
  ///   - orders: those that there are, by the parameter `sort`: value, label.
  ///   - order: the one that is asked for.
  ///   - narrow: writes the fields of the filter that are not the same for all kinds.
  package init(
    _ question: ListQuestion, _ words: any ListPhrases, new: LocalPath,
    orders: [(String, String)], order: String,
    narrow: @escaping (inout PageWriter) -> Void = { _ in }
  ) {
    self.question = question
    self.words = words
    self.new = new
    self.orders = orders
    self.order = order
    self.narrow = narrow
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - found: what stands on it.
  ///   - next: where the next page begins; nil on the last one.
  ///   - problem: why nothing could be looked for; then nothing was found.
  ///   - style: the list's classes.
  ///   - write: writes one of them, into a list.
  package func page<Item>(
    of found: [Item], next: String?, _ problem: Problem?, _ visit: Visit, style: String,
    _ write: (Item, inout PageWriter) -> Void
  ) -> Response {
    let title = question.isBin ? words.bin : words.title
    return visit.page(
      problem?.status ?? .ok, title: title, section: question.list, hasError: problem != nil
    ) { main in
      let isBegun = !found.isEmpty || question.isFiltered || problem != nil
      writeHead(title, isBegun: isBegun, to: &main)
      if found.isEmpty {
        writeInstead(problem, to: &main)
      } else {
        if found.count >= Self.short || next != nil || !isWhole { writeFilter(to: &main) }
        main.ul(.class(style)) { ul in
          for item in found { write(item, &ul) }
        }
        main.pages(
          first: question.isFirstPage ? nil : question.address(),
          next: next.map { question.address(cursor: $0) }, visit.phrases)
      }
      writeEnd(to: &main)
    }
  }

  /// Among fewer than these nobody looks for one.
  private static let short = 3

  private var isWhole: Bool { !question.isFiltered && question.isFirstPage }

  private func writeHead(_ title: String, isBegun: Bool, to main: inout PageWriter) {
    main.div(.class("head")) { head in
      head.h1(text: title)
      guard !question.isBin, isBegun else { return }
      head.a(.class("button"), .href(Address(new)), text: words.new)
    }
    if question.isBin { main.p(.class("lead"), text: words.binText) }
  }

  private func writeFilter(to main: inout PageWriter) {
    main.form(asking: Address(question.list), .class("row find"), .role("search")) { form in
      if question.isBin { form.hidden("deleted", "true") }
      form.div(.class("field")) { div in
        div.label(.for("q"), text: words.find)
        div.input(
          .search, .id("q"), .name("q"), .value(question.text ?? ""), .maxlength(200),
          .autocomplete("off"))
      }
      narrow(&form)
      form.choice("sort", words.order, chosen: order, orders)
      form.button(.class("plain"), text: words.show)
    }
  }

  private func writeInstead(_ problem: Problem?, to main: inout PageWriter) {
    if problem != nil {
      writeFilter(to: &main)
      return main.instead(words.tooMany, role: "alert")
    }
    if !isWhole {
      writeFilter(to: &main)
      return main.instead(words.nothingFound)
    }
    if question.isBin { return main.instead(words.emptyBin) }
    main.instead(words.nothingYet) { section in
      section.p { $0.a(.class("button"), .href(Address(new)), text: words.makeFirst) }
    }
  }

  private func writeEnd(to main: inout PageWriter) {
    main.p(.class("next")) { p in
      if question.isFiltered {
        p.a(.href(Address(question.withoutFilter)), text: words.showAll)
        p.text(" ")
      }
      if question.isBin {
        p.a(.href(Address(question.list)), text: words.backToList)
      } else {
        p.a(.href(Address(question.bin)), text: words.bin)
      }
    }
  }
}

extension VisitBy<Member> {
  /// In the place of a page that needs a workspace, for a member of none.
  package func noWorkspace(
    _ words: any ListPhrases, title: String, section: LocalPath
  ) -> Response {
    page(title: title, section: section) { main in
      main.h1(text: title)
      main.instead(words.noWorkspace)
    }
  }
}
