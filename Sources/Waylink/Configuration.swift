import Accounts
import Glibc
import Links
import MariaDB
import Primitives
import Security

/// Everything that can be set, from `WAYLINK_…`, checked whole before anything begins.
struct Configuration: Sendable {
  let site: Site
  let threads: Int
  /// As the application's database user.
  let database: DatabaseConfiguration
  let tokenKeys: KeyRing
  let sealKeys: KeyRing
  let signup: Accounts.Signup
  /// For how many days the token of a dead link can be seen again, and the link be revived.
  let linkKeptDays: Int
  /// Where `sql/migrations` lies.
  let sqlDirectory: String
  /// Where large imports wait.
  let spoolDirectory: String
  /// Nil: no messages are sent.
  let mail: MailConfiguration?
  /// This program, for what it has done by another process.
  let executable: String
  /// The program that reads what strangers upload.
  let imaging: String
  /// Where what was uploaded lies.
  let filesDirectory: String
  /// Names this process among its peers.
  let responder: String

  /// Throws all complaints together.
  init(_ values: [String: String]) throws(ConfigurationError) {
    var environment = Environment(values)
    let baseURL = Self.baseURL(&environment)
    let www = environment.optional("WAYLINK_WWW") ?? "nginx/www"
    site = Site(
      baseURL: baseURL,
      files: Site.Files(
        stylesheet: Self.asset("style", "css", in: www, &environment),
        script: Self.asset("page", "js", in: www, &environment),
        consoleStylesheet: Self.asset("console", "css", in: www, &environment),
        consoleScript: Self.asset("console", "js", in: www, &environment),
        formStylesheet: Self.asset("form", "css", in: www, &environment),
        documentStylesheet: Self.asset("document", "css", in: www, &environment)))
    threads = environment.integer("WAYLINK_THREADS", in: 1...256, default: 4)
    database = Self.database(&environment, as: "WAYLINK_DATABASE")
    let tokenKeys = Self.keys("WAYLINK_TOKEN_KEYS", &environment)
    let sealKeys = Self.keys("WAYLINK_SEAL_KEYS", &environment)
    signup = Self.signup(&environment)
    linkKeptDays = environment.integer("WAYLINK_LINK_KEEP_DAYS", in: 1...3_650, default: 30)
    sqlDirectory = environment.optional("WAYLINK_SQL") ?? "sql"
    spoolDirectory = Self.spool(&environment)
    executable = environment.optional("WAYLINK_PROGRAM") ?? "/proc/self/exe"
    imaging = Self.imaging(&environment)
    filesDirectory = Self.files(&environment)
    responder = Self.responder(&environment)
    mail = MailConfiguration(&environment)
    guard environment.complaints.isEmpty, let tokenKeys, let sealKeys else {
      throw ConfigurationError(complaints: environment.complaints)
    }
    self.tokenKeys = tokenKeys
    self.sealKeys = sealKeys
  }

  /// What `waylink migrate` needs, and no more.
  static func migrator(
    _ values: [String: String]
  ) throws(ConfigurationError) -> (database: DatabaseConfiguration, sqlDirectory: String) {
    var environment = Environment(values)
    let database = database(&environment, as: "WAYLINK_MIGRATOR")
    let sqlDirectory = environment.optional("WAYLINK_SQL") ?? "sql"
    guard environment.complaints.isEmpty else {
      throw ConfigurationError(complaints: environment.complaints)
    }
    return (database, sqlDirectory)
  }

  // MARK: Parts

  private static func baseURL(_ environment: inout Environment) -> String {
    let name = "WAYLINK_BASE_URL"
    let url = environment.required(name)
    guard !url.isEmpty else { return "" }
    let scheme = ["https://", "http://"].first(where: url.hasPrefix)
    let host = url.dropFirst(scheme?.count ?? 0)
    let isPlain = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !host.contains("/")
    if scheme == nil || host.isEmpty || !isPlain {
      environment.complain(name, "must be http:// or https:// and a host, without a path")
    }
    return url
  }

  private static func asset(
    _ name: String, _ type: String, in directory: String, _ environment: inout Environment
  ) -> String {
    guard let bytes = File.contents(of: "\(directory)/\(name).\(type)", atMost: 1 << 20) else {
      environment.complain("WAYLINK_WWW", "must be a directory with \(name).\(type)")
      return ""
    }
    // As scripts/assets names the copy that nginx serves.
    return "/assets/\(name).\(SHA256.hash(bytes).hex.prefix(12)).\(type)"
  }

  /// - Parameter user: the prefix of the names of user and password.
  private static func database(
    _ environment: inout Environment, as user: String
  ) -> DatabaseConfiguration {
    let list = environment.required("WAYLINK_DATABASE")
    let endpoints = list.split(separator: ",").compactMap { Endpoint(String($0)) }
    if !list.isEmpty, endpoints.count != list.split(separator: ",").count || endpoints.isEmpty {
      environment.complain("WAYLINK_DATABASE", "must be a list of /socket/path or host:port")
    }
    return DatabaseConfiguration(
      endpoints: endpoints, user: environment.required("\(user)_USER"),
      password: environment.required("\(user)_PASSWORD"),
      database: environment.optional("WAYLINK_DATABASE_NAME") ?? "waylink")
  }

  private static func keys(_ name: String, _ environment: inout Environment) -> KeyRing? {
    let text = environment.required(name)
    do {
      return try KeyRing(parsing: text)
    } catch {
      if !text.isEmpty { environment.complain(name, "can't be used: \(error)") }
      return nil
    }
  }

  private static func signup(_ environment: inout Environment) -> Accounts.Signup {
    guard let word = environment.optional("WAYLINK_SIGNUP") else { return .open }
    if let signup = Accounts.Signup(rawValue: word) { return signup }
    environment.complain("WAYLINK_SIGNUP", "must be open, invite or closed")
    return .closed
  }

  private static func spool(_ environment: inout Environment) -> String {
    let directory = environment.optional("WAYLINK_SPOOL") ?? "/tmp"
    if !File.isDirectory(directory, withRight: W_OK) {
      environment.complain("WAYLINK_SPOOL", "must be a directory that can be written")
    }
    return directory
  }

  /// Beside this program, unless it is named. One that is missing holds nobody up but who uploads.
  private static func imaging(_ environment: inout Environment) -> String {
    if let named = environment.optional("WAYLINK_IMAGING") {
      if access(named, X_OK) != 0 {
        environment.complain("WAYLINK_IMAGING", "must be a program that can be run")
      }
      return named
    }
    return File.folderOfThisProgram + "/waylink-imaging"
  }

  private static func files(_ environment: inout Environment) -> String {
    let directory = environment.optional("WAYLINK_FILES") ?? "/var/lib/waylink/files"
    if !File.isDirectory(directory, withRight: W_OK) {
      environment.complain("WAYLINK_FILES", "must be a directory that can be written")
    }
    return directory
  }

  private static func responder(_ environment: inout Environment) -> String {
    let name = environment.optional("WAYLINK_RESPONDER") ?? "1"
    let isPlain = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    if !isPlain || name.utf8.count > 32 {
      environment.complain(
        "WAYLINK_RESPONDER", "must be at most 32 letters, digits, dashes and points")
    }
    return name
  }
}

struct ConfigurationError: Error {
  let complaints: [String]
}
