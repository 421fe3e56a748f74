import FastCGI
import Glibc
import Markdown
import MariaDB

/// The program's entry: one word says what it is to do, the environment how.
@main
enum Command {
  static func main() {
    let environment = Environment.current()
    do {
      switch CommandLine.arguments.dropFirst().first {
      case "serve": try Serve.run(environment)
      case "migrate": try Migrate.run(environment)
      case "work": try Work.run(environment)
      case "check": try Check.run(environment)
      case "render": MarkdownChild.run()
      default: end(with: 2, usage)
      }
    } catch let error as ConfigurationError {
      end(with: 2, error.complaints.joined(separator: "\n"))
    } catch {
      end(with: 1, String(describing: error))
    }
  }

  private static let usage = """
    usage: waylink serve | work | migrate | check | render
    serve    answer FastCGI requests on a listening socket that was passed in
    work     send what lies in the outbox
    migrate  bring the database's schema up to date
    check    say whether serve could work
    render   make one text of Markdown into HTML; what serve begins for each that is saved
    """

  private static func end(with status: Int32, _ message: String) -> Never {
    let line = Array("waylink: \(message)\n".utf8)
    write(STDERR_FILENO, line, line.count)
    exit(status)
  }
}
