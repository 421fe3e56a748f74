import Accounts
import Console
import HTML
import HTTP
import Language
import Primitives

/// A job's tasks as the address of its page asks for them, or what stands in their place.
enum TaskFinding {
  case tasks(TaskSection)
  /// What was asked for can't be found that way.
  case refused(TaskRefusal)

  /// Of the page that they stand on.
  var status: Status {
    if case .refused(let refusal) = self { refusal.problem.status } else { .ok }
  }

  /// Reads the parameters of a list of tasks off the page's address; what is wrong with them is said
  /// where the tasks would stand.
  init(
    of job: Job, for audience: Column.Audience, at place: TaskPlace, _ context: Context,
    lanes: BulkLanes, _ phrases: Phrases
  ) throws {
    let columns = try Column.stored(job.memberColumns, context.reader).seen(by: audience)
    do {
      let request = try TaskLinks.request(context.request, columns)
      self = .tasks(
        try TaskSection(
          of: job, columns, request, for: audience, at: place, context, lanes: lanes, phrases))
    } catch let error as any ProblemConvertible {
      guard
        let refusal = TaskRefusal(error.problem, of: context.request, at: place, columns, phrases)
      else { throw error }
      self = .refused(refusal)
    }
  }

  /// - Parameter body: writes the tasks, where there are some.
  func write(
    to section: inout PageWriter,
    _ body: (TaskSection, inout PageWriter) throws -> Void = { try $0.write(to: &$1) }
  ) throws {
    switch self {
    case .refused(let refusal):
      section.div(.class("errors")) { div in
        div.h3(text: refusal.title)
        refusal.write(to: &div)
      }
      refusal.writeWaysOn(to: &section)
    case .tasks(let tasks): try body(tasks, &section)
    }
  }
}
