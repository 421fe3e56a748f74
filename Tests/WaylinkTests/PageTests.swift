import Testing

/// The page behind a link, as far as it can be seen without a browser.
@Suite struct PageTests {
  private let client: TestClient
  private let job: String
  private let token: String

  init() throws {
    client = TestClient(try World.shared.get())
    try client.register()
    job = try client.makeJob(title: "Umzug <Köln>")
    token = try client.makeLink(job)
  }

  private func page(_ target: String, language: String? = nil) -> Answer {
    client.get(target) {
      $0.accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
      $0.acceptLanguage = language
    }
  }

  @Test(arguments: [
    (nil, "en"), ("es-MX,es;q=0.9,en;q=0.8", "es"), ("de,en;q=0.5", "en"), ("es;q=0,en", "en"),
    ("zz", "en"), ("*", "en"), (String(repeating: "es,", count: 10_000), "es"),
  ])
  func speaksTheReadersLanguage(_ wanted: String?, _ language: String) throws {
    let answers = [
      page("/shared/jobs/\(token)", language: wanted),
      page("/shared/jobs/unknown-token", language: wanted),
    ]
    #expect(answers.map(\.status) == [200, 404])
    for answer in answers {
      #expect(answer["Content-Language"] == language)
      #expect(answer.text.contains("<html lang=\"\(language)\""))
    }
  }

  @Test func bringsItsOwnPolicyAndOneScript() throws {
    let answer = try page("/shared/jobs/\(token)").expecting(200)
    #expect(answer["Content-Type"] == "text/html; charset=utf-8")
    let policy = try #require(answer["Content-Security-Policy"])
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
      #expect(policy.contains(part))
    }
    #expect(!policy.contains("unsafe"))
    #expect(answer.text.contains("Umzug &lt;Köln&gt;"))
    #expect(answer.text.components(separatedBy: "<script").count == 2)
    #expect(answer.text.contains("<script type=\"module\" src=\"/assets/page."))
    #expect(!page("/shared/jobs/unknown-token").text.contains("<script"))
    for absent in [" style=", " onclick", "http://", "@example.org"] {
      #expect(!answer.text.contains(absent), "\(absent)")
    }
  }

  @Test func leadsThroughAllTasksAndBack() throws {
    try client.addTasks(1...120, to: job)
    var target = "/shared/jobs/\(token)"
    var seen: [[String]] = []
    for _ in 0..<3 {
      let text = try page(target).expecting(200).text
      seen.append(text.matches(of: /<th scope="row"[^>]*>(\d+)<\/th>/).map { String($0.1) })
      let links = text.matches(of: /href="(\/shared\/jobs\/[^"]+cursor=[^"]+)"/).map {
        String($0.1)
      }
      guard seen.count < 3 else { break }
      target = try #require(links.last)
    }
    #expect(seen.flatMap { $0 } == (1...120).map(String.init))
  }

  @Test func offersItsDownloads() throws {
    try client.addTasks(1...2, to: job)
    let text = try page("/shared/jobs/\(token)").expecting(200).text
    for format in ["csv", "json", "ndjson"] {
      let path = "/v1/shared/jobs/\(token)/export?format=\(format)"
      #expect(text.contains("href=\"\(path)\""))
      #expect(client.get(path).status == 200)
    }
  }
}
