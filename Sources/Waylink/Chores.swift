/// What is done from time to time, some of it at each beat: none holds up the others for longer than
/// a beat, and none that fails keeps the others from being done.
struct Chores {
  struct Chore {
    let name: String
    /// After so many beats it begins anew.
    let beats: Int
    /// Does pieces of it for as long as it is told to go on. What is left then, it finds again by
    /// itself.
    let work: (_ goesOn: () -> Bool) throws -> Void

    init(_ name: String, every beats: Int, work: @escaping (_ goesOn: () -> Bool) throws -> Void) {
      self.name = name
      self.beats = beats
      self.work = work
    }
  }

  private let chores: [Chore]
  private var beats = 0
  /// Places in `chores`; whichever has waited longest comes first.
  private var due: [Int] = []

  init(_ chores: [Chore]) {
    self.chores = chores
  }

  /// One beat. What is not done in its time goes on in the next one, after the others; what fails is
  /// put off until it would begin anew.
  mutating func beat(
    while goesOn: () -> Bool, puttingOff putOff: (_ name: String, any Error) -> Void
  ) {
    beats += 1
    due += chores.indices.filter { beats.isMultiple(of: chores[$0].beats) && !due.contains($0) }
    for _ in due.indices where goesOn() {
      let chore = due.removeFirst()
      do {
        try chores[chore].work(goesOn)
        if !goesOn() { due.append(chore) }
      } catch {
        putOff(chores[chore].name, error)
      }
    }
  }
}
