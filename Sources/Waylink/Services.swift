import Accounts
import HTTP
import Jobs
import Links
import MariaDB
import Security

/// Everything that all threads of a responder share, wired once.
struct Services: Sendable {
  let configuration: Configuration
  let accounts: Accounts
  let jobs: Jobs
  let tally: Tally
  let metrics: Metrics
  let migrator: Migrator

  /// Throws what is wrong with the migrations' directory.
  init(_ configuration: Configuration) throws {
    self.configuration = configuration
    migrator = try Migrator(directory: configuration.sqlDirectory + "/migrations")
    metrics = Metrics(responder: configuration.responder)
    tally = Tally(responder: configuration.responder)
    accounts = Accounts(
      signer: TokenSigner(configuration.tokenKeys), hasher: PasswordHasher(parameters: .init()),
      signup: configuration.signup)
    jobs = Jobs(
      links: ShareLinks(sealer: Sealer(configuration.sealKeys)), tally: tally,
      site: configuration.site, lanes: ExportLanes(max(1, configuration.threads / 2)),
      spoolDirectory: configuration.spoolDirectory)
  }
}
