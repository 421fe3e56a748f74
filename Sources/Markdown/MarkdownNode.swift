import CMark
import Glibc
import Primitives

/// A node of a parsed text.
struct MarkdownNode {
  /// What is told apart when it is written; everything else is only what it holds.
  enum Kind {
    case quote, list, item, code, html, paragraph, heading, rule
    case table, row, headerRow, cell
    case text, softBreak, lineBreak, codeSpan, rawHTML, emphasis, strong, deleted, link, image
    case other
  }

  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  var kind: Kind {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: .code
    case CMARK_NODE_HTML_BLOCK: .html
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_THEMATIC_BREAK: .rule
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .codeSpan
    case CMARK_NODE_HTML_INLINE: .rawHTML
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    default: extensionKind
    }
  }

  /// Extensions get their numbers when they are registered, and are known by their names.
  private var extensionKind: Kind {
    switch typeName {
    case "table": .table
    case "table_header": .headerRow
    case "table_row": .row
    case "table_cell": .cell
    case "strikethrough": .deleted
    default: .other
    }
  }

  private var typeName: String {
    cmark_node_get_type_string(pointer).map { name in String(cString: name) } ?? ""
  }

  var isTask: Bool {
    cmark_node_get_type(pointer) == CMARK_NODE_ITEM
      && typeName == "tasklist"
  }

  var isDone: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }

  var parent: MarkdownNode? { cmark_node_parent(pointer).map(MarkdownNode.init) }
  var hasChildren: Bool { cmark_node_first_child(pointer) != nil }

  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isOrdered: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }
  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }

  /// Of the columns of the table that a row belongs to: `l`, `c`, `r`, or 0 for none.
  var alignments: UnsafeBufferPointer<UInt8> {
    let table = cmark_node_parent(pointer)
    return UnsafeBufferPointer(
      start: cmark_gfm_extensions_get_table_alignments(table),
      count: Int(cmark_gfm_extensions_get_table_columns(table)))
  }

  /// The text that it stands for, or the address that it leads to; it lives as long as the tree.
  var literal: UnsafeRawBufferPointer { Self.bytes(cmark_node_get_literal(pointer)) }
  var url: UnsafeRawBufferPointer { Self.bytes(cmark_node_get_url(pointer)) }
  var title: UnsafeRawBufferPointer { Self.bytes(cmark_node_get_title(pointer)) }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeRawBufferPointer {
    guard let text else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: text, count: strlen(text))
  }
}
