import Primitives

extension PageWriter {
  /// An instant as people read it, in UTC, with its zone's name; a script may then say it in the
  /// viewer's own zone.
  package mutating func moment(_ instant: Instant) {
    time(.datetime(instant)) { $0.text(instant, withSeconds: false) }
  }
}
