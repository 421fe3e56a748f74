import Accounts
import Albums
import Clients
import Console
import Documents
import Files
import HTTP
import Imaging
import Jobs
import Links
import Markdown
import MariaDB
import Outbox
import Security
import Told

/// Everything that all threads of a responder share, wired once.
struct Services: Sendable {
  let configuration: Configuration
  let accounts: Accounts
  let console: Console
  let clients: Clients
  let jobs: Jobs
  let documents: Documents
  let files: Files
  let imaging: Imaging
  let albums: Albums
  let tally: Tally
  let metrics: Metrics
  /// What people are told of their links.
  let told: Told
  /// What sends messages; nil where none are sent.
  let outboxWorker: OutboxWorker?
  let migrator: Migrator

  /// Throws what is wrong with the migrations' directory.
  init(_ configuration: Configuration) throws {
    self.configuration = configuration
    migrator = try Migrator(directory: configuration.sqlDirectory + "/migrations")
    files = Files(directory: configuration.filesDirectory)
    imaging = Imaging(
      executable: configuration.imaging,
      atOnce: Self.imagesAtOnce(threads: configuration.threads))
    metrics = Metrics(responder: configuration.responder)
    tally = Tally(responder: configuration.responder)
    let signer = TokenSigner(configuration.tokenKeys)
    // One for all passwords, so that its gate bounds the memory that they take together.
    let hasher = Self.hasher(threads: configuration.threads)
    let sealer = Sealer(configuration.sealKeys)
    let outbox = Outbox(sealer: sealer, isConfigured: configuration.mail != nil)
    let correspondence = Correspondence(outbox, baseURL: configuration.site.baseURL)
    accounts = Accounts(
      signer: signer, hasher: hasher, sealer: sealer, signup: configuration.signup,
      handovers: [
        Jobs.handOver, Documents.handOver, Albums.handOver, ShareLinks.handOver,
      ],
      endings: [Albums.end], correspondence: correspondence)
    told = Told(correspondence)
    console = Console(
      accounts: accounts, site: configuration.site,
      sections: [
        Console.Section(JobPagesRoute.jobs) { $0.console.jobs.title },
        Console.Section(DocumentPagesRoute.documents) { $0.documentPage.title },
        Console.Section(AlbumPagesRoute.albums) { $0.albumPage.title },
        Console.Section(JobPagesRoute.clients) { $0.posting.clients },
        Console.Section(ClientJobPagesRoute.dashboard, for: .client) { $0.dashboard.title },
        Console.Section(AlbumPagesRoute.albums, for: .client) { $0.albumPage.title },
        Console.Section(ClientPagesRoute.workspaces, for: .client) { $0.clientPage.workspaces },
        Console.Section(ClientPagesRoute.lookups, for: .client) { $0.clientPage.lookups },
        Console.Section(ClientPagesRoute.settings, for: .client) { $0.clientPage.settings },
      ],
      clientHome: ClientJobPagesRoute.dashboard.address,
      clientSignUp: ClientPagesRoute.signUp.address,
      isPage: {
        JobPagesRoute($0) != nil || DocumentPagesRoute($0) != nil || ClientPagesRoute($0) != nil
          || ClientJobPagesRoute($0) != nil || AlbumPagesRoute($0) != nil
          || SharedAlbumPagesRoute($0)?.isForAccounts == true
      })
    clients = Clients(accounts: accounts, decided: Jobs.decided)
    let links = ShareLinks(
      sealer: sealer, keptDays: configuration.linkKeptDays)
    jobs = Jobs(
      links: links, tally: tally, site: configuration.site,
      lanes: BulkLanes(Self.bulkLanes(threads: configuration.threads)),
      spoolDirectory: configuration.spoolDirectory, correspondence: correspondence)
    documents = Documents(
      links: links, tally: tally, site: configuration.site,
      renderer: MarkdownRenderer(
        executable: configuration.executable, atOnce: max(1, configuration.threads / 2)),
      grants: LinkGrants(signer: signer, hasher: hasher),
      guests: GuestCookies(signer: signer, site: configuration.site), sealer: sealer)
    albums = Albums(
      links: links, tally: tally, site: configuration.site, files: files, imaging: imaging,
      lanes: BulkLanes(Self.uploadLanes(threads: configuration.threads)))
    let composers = [
      accounts.composers(Console.accountPages), told.composers,
      Clients.composers(correspondence, decidingAt: ClientPagesRoute.workspaces.address),
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    outboxWorker = configuration.mail.map { mail in
      OutboxWorker(outbox, through: mail.server, from: mail.sender, composers: composers)
    }
  }

  /// Exports, imports and long searches.
  private static func bulkLanes(threads: Int) -> Int { max(1, threads / 2) }

  /// An upload may hold its thread for minutes. At most half of them do, and together with exports never
  /// the last one where there are three or more: guests need it.
  private static func uploadLanes(threads: Int) -> Int {
    max(1, min(threads / 2, threads - bulkLanes(threads: threads) - 1))
  }

  /// At most two pictures at once: each can take a processor, and a gigabyte.
  private static func imagesAtOnce(threads: Int) -> Int { min(2, max(1, threads / 2)) }

  /// Passwords may hold half of the threads, at work and in the queue together, or three where that is
  /// more; and never the last one, for guests need it. At most three hash at once, which is what 64 MiB
  /// hold, and two may wait before the others are sent away: people press a button at the same moment.
  private static func hasher(threads: Int) -> PasswordHasher {
    let parameters = PasswordHasher.Parameters()
    let held = max(1, min(max(threads / 2, 3), threads - 1))
    let atOnce = min(3, max(1, held - 2))
    return PasswordHasher(
      parameters: parameters, budgetKiB: atOnce * parameters.memoryKiB, queue: held - atOnce)
  }
}
