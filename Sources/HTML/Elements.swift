// The elements that pages are made of. Each has two forms: with a closure that writes its content,
// and with a text.

extension PageWriter {
  package mutating func main(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "main"), attributes, content) }

  package mutating func main(_ attributes: Attribute..., text: String) {
    element(Tag(name: "main"), attributes, text)
  }

  package mutating func header(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "header"), attributes, content) }

  package mutating func header(_ attributes: Attribute..., text: String) {
    element(Tag(name: "header"), attributes, text)
  }

  package mutating func footer(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "footer"), attributes, content) }

  package mutating func footer(_ attributes: Attribute..., text: String) {
    element(Tag(name: "footer"), attributes, text)
  }

  package mutating func nav(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "nav"), attributes, content) }

  package mutating func nav(_ attributes: Attribute..., text: String) {
    element(Tag(name: "nav"), attributes, text)
  }

  package mutating func section(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "section"), attributes, content) }

  package mutating func section(_ attributes: Attribute..., text: String) {
    element(Tag(name: "section"), attributes, text)
  }

  package mutating func article(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "article"), attributes, content) }

  package mutating func article(_ attributes: Attribute..., text: String) {
    element(Tag(name: "article"), attributes, text)
  }

  package mutating func aside(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "aside"), attributes, content) }

  package mutating func aside(_ attributes: Attribute..., text: String) {
    element(Tag(name: "aside"), attributes, text)
  }

  package mutating func div(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "div"), attributes, content) }

  package mutating func div(_ attributes: Attribute..., text: String) {
    element(Tag(name: "div"), attributes, text)
  }

  package mutating func p(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "p"), attributes, content) }

  package mutating func p(_ attributes: Attribute..., text: String) {
    element(Tag(name: "p"), attributes, text)
  }

  package mutating func span(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "span"), attributes, content) }

  package mutating func span(_ attributes: Attribute..., text: String) {
    element(Tag(name: "span"), attributes, text)
  }

  package mutating func span(
    _ attributes: AttributeSet, content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "span"), attributes, content) }

  package mutating func strong(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "strong"), attributes, content) }

  package mutating func strong(_ attributes: Attribute..., text: String) {
    element(Tag(name: "strong"), attributes, text)
  }

  package mutating func em(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "em"), attributes, content) }

  package mutating func em(_ attributes: Attribute..., text: String) {
    element(Tag(name: "em"), attributes, text)
  }

  package mutating func small(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "small"), attributes, content) }

  package mutating func small(_ attributes: Attribute..., text: String) {
    element(Tag(name: "small"), attributes, text)
  }

  package mutating func ul(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "ul"), attributes, content) }

  package mutating func ul(_ attributes: Attribute..., text: String) {
    element(Tag(name: "ul"), attributes, text)
  }

  package mutating func ol(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "ol"), attributes, content) }

  package mutating func ol(_ attributes: Attribute..., text: String) {
    element(Tag(name: "ol"), attributes, text)
  }

  package mutating func li(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "li"), attributes, content) }

  package mutating func li(_ attributes: Attribute..., text: String) {
    element(Tag(name: "li"), attributes, text)
  }

  package mutating func dl(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "dl"), attributes, content) }

  package mutating func dl(_ attributes: Attribute..., text: String) {
    element(Tag(name: "dl"), attributes, text)
  }

  package mutating func dt(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "dt"), attributes, content) }

  package mutating func dt(_ attributes: Attribute..., text: String) {
    element(Tag(name: "dt"), attributes, text)
  }

  package mutating func dd(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "dd"), attributes, content) }

  package mutating func dd(_ attributes: Attribute..., text: String) {
    element(Tag(name: "dd"), attributes, text)
  }

  package mutating func h1(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "h1"), attributes, content) }

  package mutating func h1(_ attributes: Attribute..., text: String) {
    element(Tag(name: "h1"), attributes, text)
  }

  package mutating func h2(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "h2"), attributes, content) }

  package mutating func h2(_ attributes: Attribute..., text: String) {
    element(Tag(name: "h2"), attributes, text)
  }

  package mutating func h3(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "h3"), attributes, content) }

  package mutating func h3(_ attributes: Attribute..., text: String) {
    element(Tag(name: "h3"), attributes, text)
  }

  package mutating func a(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "a"), attributes, content) }

  package mutating func a(
    _ attributes: [Attribute], content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "a"), attributes, content) }

  package mutating func a(_ attributes: Attribute..., text: String) {
    element(Tag(name: "a"), attributes, text)
  }

  package mutating func table(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "table"), attributes, content) }

  package mutating func table(_ attributes: Attribute..., text: String) {
    element(Tag(name: "table"), attributes, text)
  }

  package mutating func caption(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "caption"), attributes, content) }

  package mutating func caption(_ attributes: Attribute..., text: String) {
    element(Tag(name: "caption"), attributes, text)
  }

  package mutating func thead(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "thead"), attributes, content) }

  package mutating func thead(_ attributes: Attribute..., text: String) {
    element(Tag(name: "thead"), attributes, text)
  }

  package mutating func tbody(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "tbody"), attributes, content) }

  package mutating func tbody(_ attributes: Attribute..., text: String) {
    element(Tag(name: "tbody"), attributes, text)
  }

  package mutating func tr(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "tr"), attributes, content) }

  package mutating func tr(_ attributes: Attribute..., text: String) {
    element(Tag(name: "tr"), attributes, text)
  }

  package mutating func th(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "th"), attributes, content) }

  package mutating func th(_ attributes: Attribute..., text: String) {
    element(Tag(name: "th"), attributes, text)
  }

  package mutating func th(
    _ attributes: [Attribute], content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "th"), attributes, content) }

  package mutating func th(
    _ attributes: AttributeSet, content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "th"), attributes, content) }

  package mutating func td(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "td"), attributes, content) }

  package mutating func td(_ attributes: Attribute..., text: String) {
    element(Tag(name: "td"), attributes, text)
  }

  package mutating func td(
    _ attributes: AttributeSet, content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "td"), attributes, content) }

  package mutating func time(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "time"), attributes, content) }

  package mutating func time(_ attributes: Attribute..., text: String) {
    element(Tag(name: "time"), attributes, text)
  }

  package mutating func code(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "code"), attributes, content) }

  package mutating func code(_ attributes: Attribute..., text: String) {
    element(Tag(name: "code"), attributes, text)
  }

  package mutating func pre(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "pre"), attributes, content) }

  package mutating func pre(_ attributes: Attribute..., text: String) {
    element(Tag(name: "pre"), attributes, text)
  }

  package mutating func details(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "details"), attributes, content) }

  package mutating func details(
    _ attributes: [Attribute], content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "details"), attributes, content) }

  package mutating func details(_ attributes: Attribute..., text: String) {
    element(Tag(name: "details"), attributes, text)
  }

  package mutating func summary(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "summary"), attributes, content) }

  package mutating func summary(_ attributes: Attribute..., text: String) {
    element(Tag(name: "summary"), attributes, text)
  }

  package mutating func progress(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "progress"), attributes, content) }

  package mutating func progress(_ attributes: Attribute..., text: String) {
    element(Tag(name: "progress"), attributes, text)
  }

}
