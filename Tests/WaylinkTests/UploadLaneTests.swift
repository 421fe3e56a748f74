import Foundation
import HTTP
import TestSupport
import Testing
@testable import Albums
@testable import Jobs
@testable import Waylink

/// Uploads hold their threads for long, so a few run at a time: others find a thread.
@Suite struct UploadLaneTests {
  private let pages: AlbumPageScene
  private let services: Services
  private let owner: TestClient
  private var scene: AlbumScene { pages.scene }

  init() throws {
    pages = try AlbumPageScene()
    let scene = pages.scene
    services = try scene.world.services(with: ["WAYLINK_THREADS": "4"])
    owner = TestClient(scene.world, token: scene.owner.token, services: services)
  }

  /// At most half of the threads, at least one; and with exports never the last of three or more.
  @Test(arguments: [(1, 1), (2, 1), (3, 1), (4, 1), (8, 3), (9, 4), (64, 31)])
  func areAFewOfTheThreads(threads: Int, lanes: Int) throws {
    let services = try scene.world.services(with: ["WAYLINK_THREADS": "\(threads)"])
    func taken(of lanes: BulkLanes) -> Int {
      var taken: [BulkLanes.Lane] = []
      while let lane = try? lanes.enter() { taken.append(lane) }
      return taken.count
    }
    #expect(taken(of: services.albums.lanes) == lanes)
    if threads > 2 { #expect(lanes + taken(of: services.jobs.lanes) < threads) }
  }

  @Test func refusesWithoutReading() throws {
    let picture = try TestPictures.shared.get().plain
    let lane = try services.albums.lanes.enter()
    try withExtendedLifetime(lane) {
      // Whoever reads this finds that it ends too early.
      let type = "multipart/form-data; boundary=b"
      let refused = owner.post(scene.photos, .cutShort("--b\r\n", type: type))
      #expect(refused.status == 503 && refused.code == "unavailable")
      #expect(refused["Retry-After"] == "5")
      #expect(try scene.order().isEmpty)
      // Everything else goes on.
      #expect(owner.get(scene.path).status == 200)
      #expect(owner.get(scene.photos).status == 200)
      // Who may not add is told so, and takes no lane.
      let stranger = TestClient(scene.world, services: services)
      try stranger.register()
      #expect(stranger.post(scene.photos, Upload(picture).sent).code == "album_not_found")
    }
    _ = consume lane
    #expect(owner.post(scene.photos, Upload(picture).sent).status == 201)
    // It was left again, and is after a refusal too.
    #expect(owner.post(scene.photos, Upload([1]).sent).status == 415)
    #expect(owner.post(scene.photos, Upload(picture).sent).status == 201)
  }

  @Test func saysSoOnThePage() throws {
    let picture = try TestPictures.shared.get().plain
    let browser = Browser(scene.world, services: services)
    browser.cookies = pages.owner.cookies
    let lane = try services.albums.lanes.enter()
    try withExtendedLifetime(lane) {
      let busy = try browser.upload([picture], to: pages.page).expecting(503)
      #expect(busy.text.contains("We are very busy") && busy.text.contains("type=\"file\""))
      #expect(busy["Retry-After"] == "5")
      let told = try browser.upload([picture], to: pages.page, accept: "application/json")
      #expect(told.status == 503 && told.code == "unavailable" && told["Retry-After"] == "5")
    }
    _ = consume lane
    try browser.upload([picture], to: pages.page).expecting(303)
  }
}
