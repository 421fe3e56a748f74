// What a job's state allows, in one place. Beside these a job's state only follows from its tasks
// (`TaskCounts.jobStatus`), as long as nobody has cancelled it.

extension Job.Status {
  /// What members do to a job as a whole.
  enum Step: CaseIterable {
    case cancel, restart

    /// The states that it can be done from.
    var allowedFrom: [Job.Status] {
      switch self {
      case .cancel: [.pending, .running]
      case .restart: [.completed, .failed, .cancelled]
      }
    }

    /// What the job becomes; a restarted one that keeps completed tasks is `running` at once.
    var target: Job.Status {
      switch self {
      case .cancel: .cancelled
      case .restart: .pending
      }
    }
  }

  /// The states in which a job's tasks change and new ones are taken: all but `cancelled`.
  static let open = allCases.filter { $0 != .cancelled }
}

extension Job {
  /// Throws `invalidTransition` (409) unless the job's state allows the step.
  func require(_ step: Status.Step) throws(JobsError) {
    guard step.allowedFrom.contains(status) else {
      throw .invalidTransition(from: status, to: step.target, allowedFrom: step.allowedFrom)
    }
  }

  /// Throws the same for a cancelled job, whose tasks are closed.
  ///
  /// - Parameter target: what the job was to become.
  func requireOpen(for target: Status) throws(JobsError) {
    guard status != .cancelled else {
      throw .invalidTransition(from: status, to: target, allowedFrom: Status.open)
    }
  }
}
