import HTML
import Primitives

/// Writes the nodes of a text as markup, each when it is entered and when it is left.
///
/// Every tag and attribute in it is one of the literals below, and all else is escaped text: what a
/// text can bring about is what stands here, and nothing more. No ids, no styles, nothing that is
/// loaded from elsewhere; raw HTML is shown as it was typed.
struct MarkdownWriter: ~Copyable {
  private var page: ByteBuffer
  private(set) var depth = 0
  /// Inside of how many links and images, of which only the outermost can be a link.
  private var links = 0
  /// Whether that outermost one leads anywhere.
  private var isLinked = false
  /// Of the table that is being written: whether its body has begun, how its columns are aligned,
  /// and which column is next.
  private var isInTableBody = false
  private var alignments: Bytes = []
  private var column = 0

  init(capacity: Int) {
    page = ByteBuffer(capacity: capacity)
  }

  var length: Int { page.count }
  var bytes: Bytes { page.bytes }

  mutating func write(_ node: MarkdownNode, isEntered: Bool) {
    let kind = node.kind
    switch kind {
    case .text, .rawHTML: page.append(escaped: node.literal)
    case .softBreak: page.append(UInt8(ascii: "\n"))
    case .lineBreak: page.append(literal: "<br>\n")
    case .rule: page.append(literal: "<hr>\n")
    case .codeSpan:
      page.append(literal: "<code>")
      page.append(escaped: node.literal)
      page.append(literal: "</code>")
    case .code, .html:
      // It may be wider than the screen: whoever has no mouse must be able to reach and move it.
      page.append(literal: "<pre tabindex=\"0\"><code>")
      page.append(escaped: node.literal)
      page.append(literal: "</code></pre>\n")
    default:
      depth += isEntered ? 1 : -1
      if isEntered { open(node, kind) } else { close(node, kind) }
    }
  }

  private mutating func open(_ node: MarkdownNode, _ kind: MarkdownNode.Kind) {
    switch kind {
    case .quote: page.append(literal: "<blockquote>\n")
    case .list: openList(node)
    case .item:
      page.append(literal: "<li>")
      if node.isTask { page.append(literal: node.isDone ? "☑ " : "☐ ") }
    case .paragraph: if !node.isInTightList { page.append(literal: "<p>") }
    case .heading: if node.hasChildren { page.append(literal: Self.heading(node)) }
    case .table: page.append(literal: "<div class=\"wide\" tabindex=\"0\"><table>\n")
    case .headerRow, .row: openRow(node, kind)
    case .cell: openCell(node)
    case .emphasis: page.append(literal: "<em>")
    case .strong: page.append(literal: "<strong>")
    case .deleted: page.append(literal: "<del>")
    case .link, .image: openLink(node)
    default: break
    }
  }

  private mutating func close(_ node: MarkdownNode, _ kind: MarkdownNode.Kind) {
    switch kind {
    case .quote: page.append(literal: "</blockquote>\n")
    case .list: page.append(literal: node.isOrdered ? "</ol>\n" : "</ul>\n")
    case .item: page.append(literal: "</li>\n")
    case .paragraph: page.append(literal: node.isInTightList ? "\n" : "</p>\n")
    case .heading: if node.hasChildren { page.append(literal: Self.headingEnd(node)) }
    case .table:
      page.append(literal: isInTableBody ? "</tbody>\n</table></div>\n" : "</table></div>\n")
      isInTableBody = false
    case .headerRow: page.append(literal: "</tr>\n</thead>\n")
    case .row: page.append(literal: "</tr>\n")
    case .cell: page.append(literal: node.parent?.kind == .headerRow ? "</th>" : "</td>")
    case .emphasis: page.append(literal: "</em>")
    case .strong: page.append(literal: "</strong>")
    case .deleted: page.append(literal: "</del>")
    case .link, .image: closeLink()
    default: break
    }
  }

  // MARK: Blocks

  private mutating func openList(_ node: MarkdownNode) {
    guard node.isOrdered else { return page.append(literal: "<ul>\n") }
    guard node.listStart != 1 else { return page.append(literal: "<ol>\n") }
    page.append(literal: "<ol start=\"")
    page.append(decimal: node.listStart)
    page.append(literal: "\">\n")
  }

  /// One level lower than written: the page around it has its own first heading.
  private static func heading(_ node: MarkdownNode) -> StaticString {
    switch node.headingLevel {
    case 1: "<h2>"
    case 2: "<h3>"
    case 3: "<h4>"
    case 4: "<h5>"
    default: "<h6>"
    }
  }

  private static func headingEnd(_ node: MarkdownNode) -> StaticString {
    switch node.headingLevel {
    case 1: "</h2>\n"
    case 2: "</h3>\n"
    case 3: "</h4>\n"
    case 4: "</h5>\n"
    default: "</h6>\n"
    }
  }

  private mutating func openRow(_ node: MarkdownNode, _ kind: MarkdownNode.Kind) {
    column = 0
    if kind == .headerRow {
      alignments = Array(node.alignments)
      return page.append(literal: "<thead>\n<tr>")
    }
    if !isInTableBody { page.append(literal: "<tbody>\n") }
    isInTableBody = true
    page.append(literal: "<tr>")
  }

  private mutating func openCell(_ node: MarkdownNode) {
    page.append(literal: node.parent?.kind == .headerRow ? "<th scope=\"col\"" : "<td")
    defer { column += 1 }
    switch column < alignments.count ? alignments[column] : 0 {
    case UInt8(ascii: "c"): page.append(literal: " class=\"center\">")
    case UInt8(ascii: "r"): page.append(literal: " class=\"right\">")
    default: page.append(UInt8(ascii: ">"))
    }
  }

  // MARK: Links

  /// An image becomes a link to it: a page of ours loads nothing from elsewhere, and its readers are
  /// told to nobody. One without words shows its address.
  private mutating func openLink(_ node: MarkdownNode) {
    links += 1
    guard links == 1 else { return writeAddress(of: node) }
    let address = MarkdownAddress.checked(node.url)
    isLinked = address != nil
    if let address {
      page.append(literal: "<a href=\"")
      address.withUnsafeBytes { page.append(escaped: $0) }
      page.append(literal: "\" rel=\"nofollow noreferrer noopener\"")
      if !node.title.isEmpty {
        page.append(literal: " title=\"")
        page.append(escaped: node.title)
        page.append(UInt8(ascii: "\""))
      }
      page.append(UInt8(ascii: ">"))
    }
    writeAddress(of: node)
  }

  private mutating func writeAddress(of node: MarkdownNode) {
    if !node.hasChildren { page.append(escaped: node.url) }
  }

  private mutating func closeLink() {
    links -= 1
    guard links == 0, isLinked else { return }
    page.append(literal: "</a>")
    isLinked = false
  }
}

extension MarkdownNode {
  /// In a tight list a paragraph is only its words.
  fileprivate var isInTightList: Bool {
    guard let item = parent, item.kind == .item, let list = item.parent else { return false }
    return list.isTight
  }
}
