import HTTP
import MariaDB
import Primitives
import Testing

/// Someone who registered for one test.
struct Person {
  let email: String
  let password: String
  let account: String
  let workspace: String
  let token: String
}

// The steps that most tests begin with.

extension TestClient {
  static func unusedEmail() -> String { "\(UUID.v7().text.suffix(17))@example.org" }

  /// Registers somebody new, and goes on as them.
  @discardableResult
  func register() throws -> Person {
    let email = Self.unusedEmail()
    let password = "correct horse \(UInt32.random(in: 0 ... .max)) staple"
    let answer = try post(
      "/v1/auth/register",
      .json(
        """
        {"email":"\(email)","password":"\(password)","name":"Ada","workspace_name":"Works"}
        """)
    ).expecting(201)
    let token = try #require(answer.json["access_token"].text)
    self.token = token
    return Person(
      email: email, password: password,
      account: try #require(answer.json["account"]["id"].text),
      workspace: try #require(answer.json["workspace"]["id"].text), token: token)
  }

  /// Signs in once more; the new session's access token.
  func signIn(_ person: Person) throws -> String {
    let answer = try post(
      "/v1/auth/login",
      .json("{\"email\":\"\(person.email)\",\"password\":\"\(person.password)\"}")
    ).expecting(200)
    return try #require(answer.json["access_token"].text)
  }

  /// Makes an API key of a workspace.
  func makeKey(_ workspace: String) throws -> String {
    let answer = try post("/api/workspaces/\(workspace)/api-keys", .json(#"{"name":"CI"}"#))
      .expecting(201)
    return try #require(answer.json["key"].text)
  }

  /// A second pair of hands, with a connection of its own.
  func another(token: String? = nil) -> TestClient { TestClient(world, token: token) }

  /// Makes a job; its id.
  func makeJob(title: String = "Move", columns: String = "[]") throws -> String {
    let answer = try post(
      "/v1/jobs", .json("{\"title\":\"\(title)\",\"columns\":\(columns)}")
    ).expecting(201)
    return try #require(answer.json["id"].text)
  }

  /// Adds tasks called 1, 2, 3 …
  func addTasks(_ numbers: ClosedRange<Int>, to job: String) throws {
    let lines = numbers.map { "{\"title\":\"\($0)\"}" }.joined(separator: "\n")
    let answer = try post("/v1/jobs/\(job)/tasks", .lines(lines)).expecting(201)
    try #require(answer.json["inserted"].integer == numbers.count)
  }

  /// Makes the job's link; its token.
  func makeLink(_ job: String, expiresAt: String? = nil) throws -> String {
    let body = expiresAt.map { "{\"expires_at\":\"\($0)\"}" } ?? "{}"
    let answer = try post("/v1/jobs/\(job)/share-links", .json(body)).expecting(201)
    return try #require(answer.json["token"].text)
  }

  /// The titles of all tasks that a reader sees.
  func titles(_ tasks: String) throws -> [String] {
    try get("\(tasks)/export?format=ndjson").expecting(200).lines.compactMap { $0["title"].text }
  }
}

extension World {
  /// Makes somebody a member of a workspace; what no request does yet.
  func join(_ person: Person, _ workspace: String, as role: String) throws {
    try sql(
      """
      INSERT INTO memberships (id, workspace_id, account_id, role, created_at)
      VALUES (\(UUID.v7()), \(workspace), \(person.account), \(role), UTC_TIMESTAMP(6))
      """)
  }
}
