import Foundation

/// Runs a program to its end, with nothing on its standard input. Throws unless it ends well.
@discardableResult
package func run(_ program: String, _ arguments: [String]) throws -> Data {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.standardInput = FileHandle.nullDevice
  let (output, errors) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  // What it complains of is shorter than a pipe holds.
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
    throw ProgramError(
      message: "\(program) \(arguments): \(String(decoding: complaint, as: UTF8.self))")
  }
  return data
}

package struct ProgramError: Error {
  package let message: String
}
