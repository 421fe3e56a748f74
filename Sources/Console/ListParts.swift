import HTML
import Language
import Primitives

// What the lists of features have in common.

extension PageWriter {
  /// A notice in the place of a list, on a page that has its title already.
  package mutating func instead(
    _ notice: Notice, role: StaticString = "status",
    _ more: (inout PageWriter) -> Void = { _ in }
  ) {
    section(.class("instead"), .role(role)) { section in
      section.h2(text: notice.title)
      section.p(text: notice.text)
      more(&section)
    }
  }

  /// One of a few, above a list.
  ///
  /// - Parameter options: value, label.
  package mutating func choice(
    _ name: String, _ label: String, chosen: String?, _ options: [(String, String)]
  ) {
    div(.class("field")) { div in
      div.label(.for(name), text: label)
      div.select(.id(name), .name(name)) { select in
        for (value, label) in options {
          select.option(value, isChosen: value == chosen, text: label)
        }
      }
    }
  }

  /// The way to the list's first page and to its next one; nothing where there is neither.
  package mutating func pages(first: LocalPath?, next: LocalPath?, _ phrases: Phrases) {
    guard first != nil || next != nil else { return }
    nav(.class("pages"), .ariaLabel(phrases.pages)) { nav in
      nav.ul { ul in
        if let first { ul.li { $0.a(.href(Address(first)), text: phrases.firstPage) } }
        if let next { ul.li { $0.a(.href(Address(next)), text: phrases.nextPage) } }
      }
    }
  }
}
