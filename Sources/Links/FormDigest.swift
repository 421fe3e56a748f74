import HTTP
import Security

extension Form {
  /// What a `RepeatKey` knows a form's content by: length before each text, so that no two forms run
  /// into one.
  package var digest: Digest {
    SHA256.hash(fields.map { "\($0.utf8.count):\($0)\($1.utf8.count):\($1)" }.joined())
  }
}
