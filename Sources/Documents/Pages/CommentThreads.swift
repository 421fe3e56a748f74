import HTTP
import Primitives

/// What a page shows of the comments on a document: thread after thread, the oldest first, each with
/// its answers behind it.
struct CommentThreads {
  struct Thread {
    let comment: Comment
    var answers: [Comment] = []
  }

  /// Names the comment that a page begins with.
  static let parameter = "from"
  /// Of the place that a comment has on its page.
  static func id(of comment: UUID) -> String { "c-\(comment)" }

  /// How many comments one page has.
  static let most = 100

  private(set) var threads: [Thread] = []
  /// Whether some stand before these.
  let isContinued: Bool
  /// The first comment of the next page.
  let next: UUID?

  static let none = CommentThreads([], isContinued: false, next: nil)

  /// - Parameter comments: in the order of threads; the first is no answer.
  init(_ comments: some Sequence<Comment>, isContinued: Bool, next: UUID?) {
    self.isContinued = isContinued
    self.next = next
    for comment in comments {
      if let parent = comment.parentID, threads.last?.comment.id == parent {
        threads[threads.count - 1].answers.append(comment)
      } else {
        threads.append(Thread(comment: comment))
      }
    }
  }

  var isEmpty: Bool { threads.isEmpty }

  /// Whether a form that comes back, of this name, is an answer to one of these comments.
  func takeAnswer(named name: String) -> Bool {
    threads.contains {
      !$0.comment.isDeleted && CommentFormNames.answer(to: $0.comment.id) == name
    }
  }

  /// Where a request's page begins; nil: at the first comment. Throws 400 for what is no comment's id.
  static func start(of request: Request) throws -> UUID? {
    var query = try Query(request.query, toleratesOthers: true)
    guard let text = query.text(parameter), !text.isEmpty else { return nil }
    guard let id = UUID(text) else {
      throw Problem.invalid([FieldError(parameter, "not_a_uuid", "must be a UUID")])
    }
    return id
  }

  /// How somebody has called themselves in the last of their own comments here.
  func name(of own: OwnComments) -> String? {
    threads.flatMap { [$0.comment] + $0.answers }.last { own[$0.id] != nil }?.author
  }
}
