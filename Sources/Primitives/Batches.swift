extension Array {
  /// Its elements in order, in pieces of `size` and a rest: for what goes out so many at a time.
  package func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
