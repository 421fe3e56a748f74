extension Sequence {
  /// Does `work` for each; what fails for one is told to `putOff`, and doesn't hold up the others.
  /// Only a database that is away ends it, and is thrown: the next would fail too, each after its
  /// time-outs.
  package func forEachPassingOver(
    _ putOff: (Element, any Error) -> Void, _ work: (Element) throws -> Void
  ) throws {
    for element in self {
      do {
        try work(element)
      } catch let error as DatabaseError where error.kind == .unavailable {
        throw error
      } catch {
        putOff(element, error)
      }
    }
  }
}
