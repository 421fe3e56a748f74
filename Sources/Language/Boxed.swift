/// Keeps a large value in one place, however often what holds it is copied.
///
/// A language is some thousand phrases: handed on by value from page to section to row, they would
/// fill a thread's stack, and take their time on pages that need none of them.
@propertyWrapper @usableFromInline package struct Boxed<Value: Sendable>: Sendable {
  @usableFromInline final class Box: Sendable {
    @usableFromInline let value: Value

    init(_ value: Value) {
      self.value = value
    }
  }

  @usableFromInline let box: Box

  package init(wrappedValue: Value) {
    box = Box(wrappedValue)
  }

  @inlinable package var wrappedValue: Value { box.value }
}
