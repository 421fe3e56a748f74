/// The words that stand around the list of what a workspace has of one kind, and around what of it can
/// be restored.
package protocol ListPhrases: Sendable {
  /// Also the menu's entry.
  var title: String { get }
  var new: String { get }
  /// What the field says in which a word is typed that is looked for.
  var find: String { get }
  var order: String { get }
  var show: String { get }
  var showAll: String { get }
  var bin: String { get }
  var binText: String { get }
  /// The way out of the bin.
  var backToList: String { get }

  /// Instead of a list that was never begun, with what begins it.
  var nothingYet: Notice { get }
  var makeFirst: String { get }
  var nothingFound: Notice { get }
  var emptyBin: Notice { get }
  var noWorkspace: Notice { get }
  var tooMany: Notice { get }
}
