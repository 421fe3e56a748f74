import Testing
@testable import Jobs

@Suite struct TaskCountsTests {
  @Test(arguments: [
    ((0, 0, 0, 0), 0), ((3, 0, 0, 3), 0), ((3, 1, 0, 0), 333), ((3, 2, 0, 0), 667),
    ((3, 1, 1, 1), 1_000), ((1_000, 1, 0, 0), 1), ((2_000, 1, 0, 0), 1), ((2_001, 1, 0, 0), 0),
    ((10_000_000, 9_999_999, 0, 0), 1_000),
  ])
  func measuresProgress(
    _ counts: (total: Int, completed: Int, failed: Int, skipped: Int), _ tenths: Int
  ) {
    let counts = TaskCounts(
      total: counts.total, completed: counts.completed, failed: counts.failed,
      skipped: counts.skipped)
    #expect(counts.progressTenths == tenths)
  }

  @Test(
    arguments: [
      ([], Job.Status.pending), ([.pending, .pending], .pending), ([.running], .running),
      ([.pending, .completed], .running), ([.skipped, .pending], .running),
      ([.completed, .skipped], .completed), ([.completed, .failed], .completed),
      ([.skipped], .completed), ([.failed], .failed), ([.failed, .skipped], .failed),
    ] as [([JobTask.Status], Job.Status)])
  func tellsWhatTheJobIs(_ tasks: [JobTask.Status], _ status: Job.Status) {
    var counts = TaskCounts()
    for task in tasks { counts.count(task) }
    #expect(counts.jobStatus == status)
  }
}
