import Console
import HTML
import HTTP
import Primitives
import Security

/// What the fields of a job's form held when it was shown, each as a mark in a hidden field: so what its
/// sender has changed is told from what somebody else has changed since, field by field.
///
/// A change counter couldn't tell: it moves with every task too.
struct JobEditMarks {
  private let marks: [String: String]

  /// The error of a field that both have changed, each to something else.
  static let conflict = "changed_meanwhile"

  private static func name(of field: String) -> String { "shown_\(field)" }

  private static func mark(_ value: String) -> String { String(SHA256.hash(value).hex.prefix(32)) }

  /// - Parameter known: the columns that the job has.
  init(_ fields: inout Fields, _ known: [Column]) {
    let names =
      ["title", "description", JobEdit.postedFor] + known.map(JobEdit.label)
      + known.map(JobEdit.isPublic)
    var marks: [String: String] = [:]
    for name in names {
      marks[name] = fields.optionalText(Self.name(of: name), length: 1...64)
    }
    self.marks = marks
  }

  // MARK: What is changed

  /// Puts what was typed together with what is there now.
  struct Merge {
    private let marks: [String: String]
    private var faults: [FieldError] = []

    init(_ marks: JobEditMarks) { self.marks = marks.marks }

    /// What a field is to become; nil where it stays as it is now. A field without a mark counts as one
    /// that both have changed: nothing is overwritten that its sender may not have seen.
    mutating func wish(_ field: String, typed: String, now: String) -> String? {
      guard typed != now, marks[field] != mark(typed) else { return nil }
      choose(field, now: now)
      return typed
    }

    /// Something was chosen in place of what is there now.
    mutating func choose(_ field: String, now: String) {
      guard marks[field] != mark(now) else { return }
      faults.append(FieldError(field, conflict, "has been changed by somebody else meanwhile"))
    }

    func finish() throws {
      guard !faults.isEmpty else { return }
      throw Problem(
        .conflict, "job_changed", "Somebody else has changed this job meanwhile.", fields: faults)
    }
  }

  // MARK: On the page

  /// A field as it is of the job now.
  private struct Current {
    let field: String
    let value: String
    /// Whether it is a box, which sends nothing when it isn't ticked.
    var isTick = false

    /// As a form holds it.
    func typed(in form: Form) -> String {
      isTick ? String(form[field] != nil) : form[field] ?? ""
    }
  }

  private static func current(_ job: Job, _ columns: [Column]) -> [Current] {
    [
      Current(field: "title", value: job.title),
      Current(field: "description", value: job.description ?? ""),
    ] + columns.map { Current(field: JobEdit.label(of: $0), value: $0.label) }
      + columns.map {
        Current(field: JobEdit.isPublic($0), value: String($0.isPublic), isTick: true)
      }
  }

  static func client(of job: Job) -> String { job.postedFor?.client.text ?? "" }

  static func write(
    in state: FormState, of job: Job, _ columns: [Column], to form: inout PageWriter
  ) {
    let client = Current(field: JobEdit.postedFor, value: client(of: job))
    for now in current(job, columns) + [client] {
      let name = name(of: now.field)
      form.hidden(name, state[name] ?? mark(now.value))
    }
  }

  /// The form as it comes back: what its sender left as it was shown is shown as it is now, and whoever
  /// is told of what somebody else has changed goes on from there.
  static func renewed(_ state: FormState, of job: Job, _ columns: [Column]) -> FormState {
    guard state.isTyped else { return state }
    let isTold = state.problem?.code == "job_changed"
    return state.changing { form in
      for now in current(job, columns) {
        let isUntouched = form[name(of: now.field)] == mark(now.typed(in: form))
        if isUntouched || isTold { _ = form.take(name(of: now.field)) }
        guard isUntouched else { continue }
        _ = form.take(now.field)
        if !now.isTick || now.value == "true" { form.append(now.field, now.value) }
      }
      if isTold { _ = form.take(name(of: JobEdit.postedFor)) }
    }
  }
}
