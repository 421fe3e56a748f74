import Foundation
import HTTP
import Testing

/// A guest's ways through a shared job's tasks, as far as they can be seen without a browser.
@Suite struct SharedJobFilterTests {
  private let client: TestClient
  private let job: String
  private let token: String
  private let path: String

  init() throws {
    client = TestClient(try World.shared.get())
    try client.register()
    job = try client.makeJob(
      columns: """
        [{"key":"n","label":"Number <n>","type":"number"},{"key":"s","label":"Text","type":"string"},
         {"key":"b","label":"Truth","type":"boolean"},{"key":"d","label":"Day","type":"datetime"},
         {"key":"secret","label":"Hidden away","type":"number","public":false}]
        """)
    let words = ["pending", "running", "completed", "failed", "skipped"]
    let lines = (1...130).map { number in
      """
      {"title":"Task \(number % 13) & \(number)","status":"\(words[number % 5])","attributes":\
      {"n":\(number % 7),"s":"t\(number % 3)","b":\(number % 2 == 0),"secret":\(number),\
      "d":"2026-03-\(String(format: "%02d", number % 28 + 1))T12:00:00Z"}}
      """
    }
    try client.post("/v1/jobs/\(job)/tasks", .lines(lines.joined(separator: "\n"))).expecting(201)
    token = try client.makeLink(job)
    path = "/shared/jobs/\(token)"
  }

  // MARK: Reading pages

  private func page(_ target: String, language: String = "en") -> Answer {
    client.get(target) {
      $0.accept = "text/html"
      $0.acceptLanguage = language
    }
  }

  private func unescaped(_ text: some StringProtocol) -> String {
    text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&amp;", with: "&")
  }

  private func titles(_ answer: Answer) -> [String] {
    answer.text.matches(of: /<th scope="row"[^>]*>([^<]*)<\/th>/).map { unescaped($0.1) }
  }

  /// Where the first link with this text leads.
  private func link(_ label: String, in answer: Answer) -> String? {
    let pattern = "<a [^>]*href=\"([^\"]*)\"[^>]*>" + NSRegularExpression.escapedPattern(for: label)
    let text = answer.text as NSString
    let found = try? NSRegularExpression(pattern: pattern).firstMatch(
      in: answer.text, range: NSRange(location: 0, length: text.length))
    return found.map { unescaped(text.substring(with: $0.range(at: 1))) }
  }

  // MARK: The same tasks everywhere

  @Test(arguments: [
    "", "status=failed", "q=%26+1", "attr[n][gte]=2&attr[n][lte]=4", "attr[s]=t1&sort=-attr[n]",
    "sort=title", "sort=-attr[d]&attr[b]=true", "status=completed&sort=attr[s]", "sort=-position",
    "attr[n][ne]=3&sort=-status", "attr[n]=1&attr[n][eq]=1", "q=nonesuch",
  ])
  func showsWhatTheOthersShow(_ query: String) throws {
    let target = path + "?limit=20" + (query.isEmpty ? "" : "&" + query)
    var answer = try page(target).expecting(200)
    let downloads = ["CSV", "JSON", "NDJSON"].map { link($0, in: answer) }
    var shown = titles(answer)
    for _ in 0..<10 {
      guard let next = link("Next", in: answer) else { break }
      #expect(next.contains("limit=20") && next.contains("cursor="))
      answer = try page(next).expecting(200)
      shown += titles(answer)
    }
    let source = "/v1/shared/jobs/\(token)/tasks?limit=200&\(query)"
    let json = try client.get(source).expecting(200).json["tasks"].items
    #expect(shown == json.compactMap { $0["title"].text })
    guard !json.isEmpty else {
      #expect(downloads.allSatisfy { $0 == nil })
      return
    }
    #expect(shown.count == json.count && !shown.isEmpty)
    let (csv, whole, lines) = (
      try #require(downloads[0]), try #require(downloads[1]), try #require(downloads[2])
    )
    #expect(!csv.contains("limit"))
    let rows = try #require(CSV.rows(try client.get(csv).expecting(200).text))
    #expect(rows.dropFirst().map { $0[1] } == shown)
    let tasks = try client.get(whole).expecting(200).json["tasks"].items
    #expect(tasks.compactMap { $0["title"].text } == shown)
    let texts = try client.get(lines).expecting(200).text.split(separator: "\n")
    #expect(texts.count == shown.count)
  }

  // MARK: The form

  @Test func passesOverWhatIsEmptyAndWhatMailersAdd() throws {
    let form = "?status=&q=&attr[n][gte]=&attr[n][lte]=&attr[s]=&attr[b]=&attr[d][gte]=&sort="
    let answer = try page(path + form + "&limit=&cursor=&utm_source=mail&fbclid=%FF").expecting(200)
    #expect(answer.text == (try page(path).expecting(200).text))
  }

  @Test func takesABrowsersTimesForUTC() throws {
    let typed = titles(try page(path + "?limit=200&attr[d][gte]=2026-03-20T12:00").expecting(200))
    let exact = titles(
      try page(path + "?limit=200&attr[d][gte]=2026-03-20T12:00:00Z").expecting(200))
    #expect(typed == exact && !typed.isEmpty && typed.count < 130)
    let answer = try page(path + "?attr[d][lte]=2026-03-20T14:30:00.5%2B02:00").expecting(200)
    #expect(answer.text.contains("name=\"attr[d][lte]\" value=\"2026-03-20T12:30:00\""))
  }

  @Test func carriesOnWhatItHasNoFieldFor() throws {
    let query = "?limit=20&status=failed&attr[n][ne]=3&attr[n][gte]=1&attr[s][eq]=t1&attr[b]=true"
    let text = try page(path + query).expecting(200).text
    for (name, value) in [
      ("limit", "20"), ("status", "failed"), ("attr[n][ne]", "3"), ("attr[s][eq]", "t1"),
    ] {
      #expect(text.contains("<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"))
    }
    #expect(text.components(separatedBy: "type=\"hidden\"").count == 5)
    #expect(text.contains("name=\"attr[n][gte]\" value=\"1\""))
    #expect(text.contains("<option value=\"true\" selected>yes"))
  }

  @Test func offersNoPrivateColumn() throws {
    let text = try page(path).expecting(200).text
    #expect(text.contains("Number &lt;n&gt;"))
    #expect(!text.contains("Hidden away") && !text.contains("secret"))
    let refused = try page(path + "?attr[secret]=1").expecting(400)
    #expect(!refused.text.contains("Hidden away"))
  }

  // MARK: What is asked for, and how to leave it

  @Test func removesOneFilterOrAll() throws {
    let query = "?status=failed&q=%26&attr[n][gte]=2&sort=-attr[n]"
    let answer = try page(path + query).expecting(200)
    let chips = answer.text.matches(of: /<a class="chip" href="([^"]*)"/).map { unescaped($0.1) }
    let sort = "sort=-attr%5Bn%5D"
    #expect(
      chips == [
        "\(path)?q=%26&attr%5Bn%5D%5Bgte%5D=2&\(sort)",
        "\(path)?status=failed&attr%5Bn%5D%5Bgte%5D=2&\(sort)",
        "\(path)?status=failed&q=%26&\(sort)",
      ])
    #expect(link("Clear", in: answer) == "\(path)?\(sort)")
    #expect(answer.text.contains("Number &lt;n&gt; ≥ 2"))
    let count = titles(try page(path + query + "&limit=200").expecting(200)).count
    #expect(answer.text.contains("<p>\(count) of 130 tasks</p>"))
  }

  @Test func countsWhatIsOnOtherPagesToo() throws {
    let text = try page(path + "?limit=5&attr[n]=2").expecting(200).text
    #expect(text.contains("<p>19 of 130 tasks</p>"))
    #expect(try page(path + "?limit=5&status=failed").expecting(200).text.contains("26 of 130"))
  }

  @Test func leadsOutOfAnEmptyResult() throws {
    let answer = try page(path + "?q=nonesuch").expecting(200)
    #expect(answer.text.contains("No task matches") && answer.text.contains("0 of 130 tasks"))
    #expect(link("Show all tasks", in: answer) == path)
  }

  @Test func headingsSortBothWaysAndNot() throws {
    var answer = try page(path + "?status=failed").expecting(200)
    var seen: [String] = []
    for _ in 0..<3 {
      let target = try #require(link("Number &lt;n&gt;", in: answer))
      answer = try page(target).expecting(200)
      let sorted = answer.text.firstMatch(of: /<th [^>]*aria-sort="([a-z]+)"><a [^>]*>([^<]*)</)
      seen.append("\(sorted?.2 ?? "") \(sorted?.1 ?? "")")
      #expect(target.contains("status=failed"))
    }
    #expect(
      seen == ["Number &lt;n&gt; ascending", "Number &lt;n&gt; descending", "No. ascending"])
  }

  // MARK: What can't be used

  @Test(arguments: [
    ("cursor=nonsense", "Pages"), ("sort=attr[nope]", "Sort by"), ("sort=%27--", "Sort by"),
    ("attr[n]=many", "Number &lt;n&gt;"), ("attr[gone]=1", "attr[gone]"), ("status=done", "Status"),
    ("limit=1000", "Pages"), ("attr[d][gte]=yesterday", "Day"), ("q=a&q=b", "Find in titles"),
    ("attr[%3Cb%3E]=1", "attr[&lt;b&gt;]"),
  ])
  func saysWhatItCannotUse(_ query: String, _ name: String) throws {
    let answer = try page("\(path)?\(query)").expecting(400)
    #expect(answer.text.contains("<li dir=\"auto\">\(name)</li>"))
    #expect(link("Show all tasks", in: answer) == path)
    #expect(try page("\(path)?\(query)", language: "es").expecting(400).text.contains("no sirve"))
    // A program gets the same no as everywhere.
    let plain = client.get("\(path)?\(query)")
    #expect(plain.status == 400 && plain.code == "validation_failed")
  }

  @Test func saysWhatAreTooManyToSort() throws {
    try client.world.sql(
      "UPDATE jobs SET visible_tasks = 60000, total_tasks = 60000 WHERE id = \(job)")
    let refused = try page(path + "?sort=title&q=1").expecting(422)
    #expect(refused.text.contains("too many to sort"))
    #expect(link("Show them in", in: refused) == "\(path)?q=1")
    #expect(link("Show all tasks", in: refused) == path)
    // Nor does the page offer it, unless a status leaves few enough.
    let whole = try page(path).expecting(200)
    #expect(link("No.", in: whole) != nil && link("Status", in: whole) != nil)
    #expect(link("Task<", in: whole) == nil && !whole.text.contains("<option value=\"title\""))
    let failed = try page(path + "?status=failed").expecting(200)
    #expect(link("Task<", in: failed) == "\(path)?status=failed&sort=title")
  }

  // MARK: The job

  @Test func knowsTheTagThatTheScriptAsksWith() throws {
    let text = try page(path).expecting(200).text
    let tag = try client.get("/v1/shared/jobs/\(token)").expecting(200)["ETag"] ?? ""
    let escaped = tag.replacingOccurrences(of: "\"", with: "&quot;")
    #expect(text.contains("data-watches=\"/v1/shared/jobs/\(token)\" data-tag=\"\(escaped)\""))
    try client.post("/v1/jobs/\(job)/cancel", .none).expecting(200)
    #expect(!(try page(path).expecting(200).text.contains("data-watches")))
  }

  @Test(arguments: [
    (3 * 86_400 + 60, "in 3 days", "dentro de 3 días"),
    (47 * 3_600 + 60, "in 47 hours", "47 horas"),
    (90 * 60 + 30, "in 90 minutes", "90 minutos"), (100, "in less than two", "menos de dos"),
    (6 * 86_400 + 86_000, "in 7 days", "7 días"),
  ])
  func saysHowLongTheLinkWorks(_ seconds: Int, _ english: String, _ spanish: String) throws {
    let other = try client.makeJob()
    let end = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: Double(seconds)))
    let token = try client.makeLink(other, expiresAt: end)
    #expect(try page("/shared/jobs/\(token)").expecting(200).text.contains("(\(english)"))
    let text = try page("/shared/jobs/\(token)", language: "es").expecting(200).text
    #expect(text.contains(spanish))
  }

  @Test func writesPercentAsTheLanguageDoes() throws {
    #expect(try page(path).expecting(200).text.contains("<strong>50.0 %</strong>"))
    #expect(try page(path, language: "es").expecting(200).text.contains("<strong>50,0 %</strong>"))
  }
}
