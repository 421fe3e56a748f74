import HTML
import Primitives

/// What was said about a document, thread after thread, as members and guests see it alike. What each
/// of them may do with it is for them to write.
struct CommentThreadList {
  /// As those call it who look.
  struct Words {
    let edited: String
    let takenAway: String
    /// Of the ways to other pages of them.
    let pages: String
    let first: String
    let later: String
    /// Beside the name of who is not one of them.
    let stranger: String
  }

  let threads: CommentThreads
  let words: Words
  /// Whether those who look are guests.
  let isForGuests: Bool
  /// Of the page that it stands on.
  let path: String

  /// - Parameters:
  ///   - steps: writes what can be done with a comment, below it.
  ///   - answering: writes how a thread is answered, at its end; not asked where its first comment is
  ///     gone.
  func write(
    to section: inout PageWriter, steps: (Comment, inout PageWriter) -> Void,
    answering: (Comment, inout PageWriter) -> Void
  ) {
    section.ol(.class("threads")) { ol in
      for thread in threads.threads {
        ol.li { li in
          write(thread.comment, to: &li, steps)
          if !thread.answers.isEmpty {
            li.ol(.class("answers")) { ol in
              for answer in thread.answers { ol.li { write(answer, to: &$0, steps) } }
            }
          }
          if !thread.comment.isDeleted { answering(thread.comment, &li) }
        }
      }
    }
    writePages(to: &section)
  }

  private func write(
    _ comment: Comment, to li: inout PageWriter, _ steps: (Comment, inout PageWriter) -> Void
  ) {
    li.article(.class("comment"), .id(CommentThreads.id(of: comment.id))) { article in
      guard !comment.isDeleted else {
        return article.p(.class("quiet"), text: words.takenAway)
      }
      article.p(.class("by")) { p in
        p.strong(.dir("auto"), text: comment.author)
        p.text(" ")
        if comment.isGuest != isForGuests {
          p.span(.class("status"), text: words.stranger)
          p.text(" ")
        }
        p.span(.class("quiet")) { span in
          span.moment(comment.createdAt)
          if comment.editedAt != nil { span.text(" · \(words.edited)") }
        }
      }
      article.p(.class("said"), .dir("auto"), text: comment.body)
      steps(comment, &article)
    }
  }

  private func writePages(to section: inout PageWriter) {
    guard threads.isContinued || threads.next != nil else { return }
    section.nav(.class("pages"), .ariaLabel(words.pages)) { nav in
      nav.ul { ul in
        if threads.isContinued {
          ul.li { $0.a(.href(Address(path: "\(path)#comments")), text: words.first) }
        }
        if let next = threads.next {
          let query = "?\(CommentThreads.parameter)=\(next)#comments"
          ul.li { $0.a(.href(Address(path: path + query)), text: words.later) }
        }
      }
    }
  }
}

extension PageWriter {
  /// Where a comment is answered: a form that opens.
  ///
  /// - Parameter of: whose comment it is, for those who hear the words without what stands around them.
  mutating func answering(
    _ label: String, of: String, isOpen: Bool, _ form: (inout PageWriter) -> Void
  ) {
    details([.class("answering")] + (isOpen ? [.open] : [])) { details in
      details.summary { summary in
        summary.text(label)
        summary.span(.class("unseen"), text: of)
      }
      form(&details)
    }
  }
}
