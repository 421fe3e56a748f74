import Glibc

/// A moment, in whole microseconds since 1970-01-01T00:00:00Z; always UTC.
///
/// The database keeps instants as `DATETIME(6)`, so a microsecond is the finest
/// step that survives a round trip. Range: the years 0001 to 9999.
package struct Instant: Hashable, Comparable, Sendable {
  package var microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// This machine's clock. Links are decided by the database's clock, not by this one.
  package static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }

  /// Whole seconds since 1970, rounded down: the unit of JWT claims.
  package var seconds: Int64 {
    microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  package static func + (instant: Instant, seconds: Int64) -> Instant {
    Instant(microseconds: instant.microseconds + seconds * 1_000_000)
  }
}

// MARK: - Civil time

/// A date and time of day in UTC, in the proleptic Gregorian calendar.
package struct CivilTime: Equatable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int
  package var microsecond: Int

  /// Nothing is checked here; `isValid` says whether the parts name a real moment.
  package init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    microsecond: Int = 0
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  package init(_ instant: Instant) {
    var days = instant.microseconds / 86_400_000_000
    var rest = instant.microseconds % 86_400_000_000
    if rest < 0 {
      days -= 1
      rest += 86_400_000_000
    }
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    hour = Int(rest / 3_600_000_000)
    minute = Int(rest / 60_000_000 % 60)
    second = Int(rest / 1_000_000 % 60)
    microsecond = Int(rest % 1_000_000)
  }

  package var isValid: Bool {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let daysInMonth = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return day <= daysInMonth && (0...23).contains(hour) && (0...59).contains(minute)
      && (0...59).contains(second) && (0...999_999).contains(microsecond)
  }

  /// `2026-02-13 12:00 UTC`, as people read it on a page that knows no zone but this; with seconds
  /// where they have been measured.
  package func appendWords(to buffer: inout ByteBuffer, withSeconds: Bool) {
    buffer.append(atMost: 23) { text in
      var cursor = ByteCursor(text)
      cursor.put(pair: year / 100)
      cursor.put(pair: year % 100)
      cursor.put("-")
      cursor.put(pair: month)
      cursor.put("-")
      cursor.put(pair: day)
      cursor.put(" ")
      cursor.put(pair: hour)
      cursor.put(":")
      cursor.put(pair: minute)
      if withSeconds {
        cursor.put(":")
        cursor.put(pair: second)
      }
      cursor.put(" UTC")
      return cursor.end
    }
  }

  /// The moment these parts name; the parts must be valid.
  package var instant: Instant {
    // Hinnant: days_from_civil.
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    let seconds = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    return Instant(microseconds: seconds * 1_000_000 + Int64(microsecond))
  }
}

// MARK: - ISO 8601

extension Instant {
  /// Reads an RFC 3339 instant: `2026-02-13T12:00:00Z`, `2026-02-13T12:00:00.25+01:00`.
  ///
  /// Nil for anything else, and for an instant without a zone: what nobody can place in time is
  /// not an instant. Digits past the microsecond are dropped. A leap second (`:60`) is refused.
  package init?(iso8601 text: String) {
    var text = text
    let read = text.withUTF8 { Instant(iso8601: UnsafeRawBufferPointer($0)) }
    guard let read else { return nil }
    self = read
  }

  /// The same from a text's UTF-8.
  package init?(iso8601 utf8: UnsafeRawBufferPointer) {
    var reader = DigitReader(utf8)
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T") || reader.take("t"),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2)
    else { return nil }
    var microsecond = 0
    if reader.take(".") {
      guard let fraction = reader.fraction() else { return nil }
      microsecond = fraction
    }
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    let civil = CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond)
    guard civil.isValid else { return nil }
    let moved = civil.instant.microseconds - Int64(offset) * 60_000_000
    guard CivilTime(Instant(microseconds: moved)).isValid else { return nil }
    self.init(microseconds: moved)
  }

  /// `2026-02-13T12:00:00Z`; a fraction only where there is one, of three digits or six.
  package func appendISO8601(to bytes: inout [UInt8]) {
    bytes.append(atMost: 28, writeISO8601)
  }

  /// At most 28 characters. Returns how many.
  func writeISO8601(to text: UnsafeMutableRawBufferPointer) -> Int {
    let civil = CivilTime(self)
    var cursor = ByteCursor(text)
    cursor.put(pair: civil.year / 100)
    cursor.put(pair: civil.year % 100)
    cursor.put("-")
    cursor.put(pair: civil.month)
    cursor.put("-")
    cursor.put(pair: civil.day)
    cursor.put("T")
    cursor.put(pair: civil.hour)
    cursor.put(":")
    cursor.put(pair: civil.minute)
    cursor.put(":")
    cursor.put(pair: civil.second)
    if civil.microsecond != 0 {
      cursor.put(".")
      cursor.put(pair: civil.microsecond / 10_000)
      cursor.put(pair: civil.microsecond / 100 % 100)
      cursor.put(pair: civil.microsecond % 100)
      if civil.microsecond % 1_000 == 0 { cursor.takeBack(3) }
    }
    cursor.put("Z")
    return cursor.end
  }

  package var iso8601: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(27)
    appendISO8601(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Instant: CustomStringConvertible {
  package var description: String { iso8601 }
}

/// Reads fixed-width numbers off the front of a text.
private struct DigitReader {
  private let text: UnsafeRawBufferPointer
  private var index = 0

  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  var isAtEnd: Bool { index == text.count }

  private var next: UInt8? { isAtEnd ? nil : text[index] }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func number(_ width: Int) -> Int? {
    var value = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// One digit or more after the point, as microseconds.
  mutating func fraction() -> Int? {
    guard var value = digit() else { return nil }
    var width = 1
    while let digit = digit() {
      if width < 6 { value = value * 10 + digit }
      width += 1
      guard width <= 32 else { return nil }
    }
    for _ in 0..<max(0, 6 - width) { value *= 10 }
    return value
  }

  /// `Z` or `±hh:mm`, in minutes east of UTC.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isWest = next == UInt8(ascii: "-")
    guard take("+") || take("-"), let hours = number(2), take(":"), let minutes = number(2),
      hours <= 23, minutes <= 59
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }

  private mutating func digit() -> Int? {
    guard let byte = next, byte >= 0x30, byte <= 0x39 else { return nil }
    index += 1
    return Int(byte - 0x30)
  }
}
