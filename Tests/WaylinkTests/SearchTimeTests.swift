import Foundation
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// What is said of a search that takes longer than it may.
@Suite struct SearchTimeTests {
  private let scene: JobScene

  /// In a schema of its own: the table is locked, and nobody else's search is to wait for it.
  init() throws {
    scene = try JobScene(in: World())
    try scene.client.addTasks(1...3, to: scene.job)
  }

  /// Asks while the tasks can't be read; each gives up after the statement's 3 s.
  private func answers(to targets: [String]) throws -> [Answer] {
    let blocker = Connection(scene.world.administrator)
    try blocker.execute("LOCK TABLES tasks WRITE")
    defer { _ = try? blocker.execute("UNLOCK TABLES") }
    let (world, token, cookies) = (scene.world, scene.client.token, scene.owner.cookies)
    return try onThreads(targets.count) { index in
      let target = targets[index]
      if target.hasPrefix("/console") {
        let browser = Browser(world)
        browser.cookies = cookies
        return browser.get(target)
      }
      let client = TestClient(world)
      if !target.contains("shared") { client.token = token }
      return client.get(target) { $0.accept = target.hasPrefix("/v1") ? nil : "text/html" }
    }
  }

  @Test func saysWhatTookTooLong() throws {
    let token = try scene.makeLink().token
    let (sorted, filtered) = ("?sort=-title", "?q=1&sort=title")
    let places = [
      "/v1/jobs/\(scene.job)/tasks", "/v1/shared/jobs/\(token)/tasks", "/shared/jobs/\(token)",
      scene.page,
    ]
    let began = Date()
    let answers = try answers(to: places.flatMap { [$0 + sorted, $0 + filtered] })
    // All wait at once, for 3 s, and not for the database's own, longer time-outs.
    #expect((2.5..<12).contains(Date().timeIntervalSince(began)))
    #expect(answers.map(\.status) == [Int](repeating: 422, count: 8))
    #expect(
      answers.prefix(4).map(\.code) == [
        "too_many_to_sort", "too_many_to_filter", "too_many_to_sort", "too_many_to_filter",
      ])
    for (index, answer) in answers.suffix(4).enumerated() {
      #expect(answer.text.contains(index % 2 == 0 ? "to sort that way" : "to look through"))
      #expect(answer.text.contains("Show all tasks"))
    }
    // It was the time, and nothing else.
    for place in places where !place.hasPrefix("/console") {
      let client = TestClient(scene.world)
      if !place.contains("shared") { client.token = scene.client.token }
      try client.get(place + filtered).expecting(200)
    }
  }
}
