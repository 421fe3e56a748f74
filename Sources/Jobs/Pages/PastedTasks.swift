import Console
import HTTP
import Language
import Primitives

/// Tasks as people paste them into a form: one a line, each the title of a task that is yet to
/// begin. Blank lines are passed over, and what stands in a row of a spreadsheet becomes one title.
struct PastedTasks {
  private var titles: [String] = []

  /// As many as an array of tasks may hold.
  static let maximum = TaskReading.maximumArray
  /// What a form may bring at most; bounds the work.
  private static let maximumText = 256 << 10
  static let name = "tasks"

  /// Reads the field `tasks`, which may be missing; what is wrong with it is noted there.
  init(_ fields: inout Fields) {
    let text =
      fields.optionalText(Self.name, length: 0...Self.maximumText, isMultiline: true) ?? ""
    var tooLong: Int?
    // With the blank ones, so that a line has the number that a person counts.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      // Of any script: such as stand in empty cells, and that no title may consist of.
      if line.unicodeScalars.allSatisfy(\.properties.isWhitespace) { continue }
      let title = line.split { $0 == "\t" || $0 == " " }.joined(separator: " ")
      if title.unicodeScalars.count > TaskInput.titleLength.upperBound {
        tooLong = tooLong ?? index + 1
      }
      titles.append(title)
    }
    if titles.count > Self.maximum {
      fields.refuse(Self.name, "too_many_lines", "may have at most \(Self.maximum) lines")
    }
    if let tooLong {
      fields.refuse(
        Self.name, "line_too_long",
        "must have at most \(TaskInput.titleLength.upperBound) characters in a line", line: tooLong)
    }
  }

  /// How a page asks for them.
  static func field(_ words: JobPhrases, isRequired: Bool = false) -> FormField {
    FormField(
      name, words.tasks, .multiline(rows: 6), hint: words.tasksHint,
      length: 0...maximumText, isRequired: isRequired)
  }

  /// Ready to become rows. Throws 400 `validation_failed` for a line that can't be a title.
  ///
  /// - Parameter directory: see `TaskSpool`.
  func spooled(in directory: String) throws -> TaskSpool {
    let spool = TaskSpool(directory: directory)
    do {
      for title in titles { try spool.append(TaskInput(title: title)) }
    } catch let fault as TaskInput.Fault {
      throw Problem.invalid([FieldError(Self.name, fault.error.code, fault.error.detail)])
    }
    return spool
  }
}
