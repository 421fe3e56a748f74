import HTTP
@testable import Jobs
import Primitives
import TestSupport
import Testing
@testable import Waylink

/// Searches that look at many tasks run a few at a time, so that other guests find a thread.
@Suite struct SearchLaneTests {
  private let world: World
  private let services: Services
  private let member: TestClient

  init() throws {
    world = try World.shared.get()
    services = try world.services(with: ["WAYLINK_THREADS": "2"])
    member = TestClient(world, services: services)
    try member.register()
  }

  @Test func refusesLongSearchesWithoutALane() throws {
    let job = try member.makeJob(columns: #"[{"key":"n","label":"N","type":"number"}]"#)
    try member.addTasks(1...10_001, to: job)
    let token = try member.makeLink(job)
    let guest = TestClient(world, services: services)
    let long = [
      "q=77", "sort=-title", "attr[n]=1", "status=pending&sort=started_at", "q=7&sort=status",
    ]
    let short = [
      "", "limit=200", "status=completed", "sort=-status", "sort=-position", "status=failed&q=7",
    ]
    func check(_ isFree: Bool) throws {
      for query in long + short {
        let expected = isFree || short.contains(query) ? 200 : 503
        for (client, path) in [
          (member, "/v1/jobs/\(job)/tasks"), (guest, "/v1/shared/jobs/\(token)/tasks"),
        ] {
          let answer = client.get("\(path)?\(query)")
          #expect(answer.status == expected, "\(path)?\(query)")
          if expected == 503 { #expect(answer.code == "unavailable") }
        }
        guard !query.hasPrefix("limit") else { continue }
        let page = guest.get("/shared/jobs/\(token)?\(query)") { $0.accept = "text/html" }
        #expect(page.status == expected, "page?\(query)")
      }
    }
    let lane = try services.jobs.lanes.enter()
    try withExtendedLifetime(lane) { try check(false) }
    _ = consume lane
    try check(true)
  }

  @Test func letsSmallJobsBeSearchedAnyTime() throws {
    let job = try member.makeJob()
    try member.addTasks(1...20, to: job)
    let lane = try services.jobs.lanes.enter()
    withExtendedLifetime(lane) {
      #expect(member.get("/v1/jobs/\(job)/tasks?q=1&sort=-title").status == 200)
    }
  }

  /// So do those of jobs: each looks through titles and descriptions.
  @Test func refusesSearchesOfJobsWithoutALane() throws {
    let scene = try JobScene()
    let program = TestClient(scene.world, token: scene.client.token, services: services)
    let browser = Browser(scene.world, services: services)
    browser.cookies = scene.owner.cookies
    func check(_ status: Int) {
      for query in ["q=piano", "q=piano&sort=status"] {
        #expect(program.get("/v1/jobs?\(query)").status == status, "\(query)")
        #expect(browser.get("/console?\(query)").status == status, "\(query)")
      }
      for query in ["", "sort=status", "status=pending"] {
        #expect(program.get("/v1/jobs?\(query)").status == 200, "\(query)")
        #expect(browser.get("/console?\(query)").status == 200, "\(query)")
      }
    }
    let lane = try services.jobs.lanes.enter()
    withExtendedLifetime(lane) {
      check(503)
      #expect(browser.get("/console?q=piano").text.contains("We are very busy"))
    }
    _ = consume lane
    check(200)
  }

  @Test func saysSoOnTheJobsPage() throws {
    let scene = try JobScene()
    try scene.client.addTasks(1...10_001, to: scene.job)
    let browser = Browser(scene.world, services: services)
    browser.cookies = scene.owner.cookies
    let lane = try services.jobs.lanes.enter()
    withExtendedLifetime(lane) {
      // The keys of its sessions are the same.
      let busy = browser.get("\(scene.page)?q=7")
      #expect(busy.status == 503 && busy.text.contains("We are very busy"))
      #expect(browser.get(scene.page).status == 200)
    }
  }
}
