import Console
import HTTP
import Language
import Links
import Primitives

/// What a share link of an album is to be, as the share sheet asks for it.
struct AlbumLinkFields {
  let level: LinkLevel
  let expiry: ExpiryChoice
  /// As `LinkTermsChange` has it.
  let remindsBefore: Int??

  /// Reads `mode`, what `ExpiryChoice(toggle:)` reads, and `remind`: a number of hours, or `never`;
  /// where it is left out, nothing was said.
  init(_ fields: inout Fields) {
    let mode = fields.text("mode", length: 1...20)
    let level = Self.modes.first { $0.rawValue == mode }
    if level == nil, !mode.isEmpty {
      fields.refuse("mode", "not_allowed", "must be viewer or collaborator")
    }
    self.level = level ?? .viewer
    expiry = ExpiryChoice(toggle: &fields)
    remindsBefore = fields.optionalText("remind", length: 1...5).map { word in
      let hours = Int(word).flatMap { ShareLinks.reminderHours.contains($0) ? $0 : nil }
      if hours == nil, word != Self.unreminded {
        fields.refuse("remind", "not_allowed", "must be one of the list")
      }
      return hours
    }
  }

  private static let modes: [LinkLevel] = [.viewer, .collaborator]

  private static let unreminded = "never"

  /// An hour, a day, three, a week; and what was chosen elsewhere.
  private static func reminder(_ words: AlbumPagePhrases, of link: ShareLink?) -> FormField {
    let chosen = link.map(\.remindsBefore) ?? LinkTerms.usualReminder
    let hours = Set([1, 24, 72, 168] + [chosen].compactMap { $0 }).sorted()
    let choices = hours.map { (value: String($0), label: words.reminders($0)) }
    return FormField(
      "remind", words.reminder,
      .choice(choices + [(value: unreminded, label: words.reminders(nil))]),
      hint: words.reminderHint, value: chosen.map { String($0) } ?? unreminded)
  }

  /// As a page describes them.
  ///
  /// - Parameter link: as it is now; nil for a new one.
  static func fields(
    _ words: AlbumPagePhrases, _ albumWords: AlbumPhrases, _ linkWords: LinkPhrases,
    of link: ShareLink? = nil
  ) -> [FormField] {
    let labels = [
      (value: LinkLevel.viewer.rawValue, label: albumWords.viewOnly),
      (value: LinkLevel.collaborator.rawValue, label: albumWords.collaboration),
    ]
    let mode = FormField(
      "mode", words.mode, .choice(labels),
      hint: "\(albumWords.viewOnly): \(words.canLook) \(albumWords.collaboration): \(words.canAdd)",
      value: (link?.level ?? .viewer).rawValue)
    return [mode] + ExpiryChoice.toggle(words, linkWords, at: link?.expiresAt)
      + [reminder(words, of: link)]
  }

  /// As links are told of it.
  ///
  /// - Parameter link: as it stands; nil for a new one.
  fileprivate func change(of link: ShareLink?) -> LinkTermsChange {
    LinkTermsChange(level: level, expiry: wish(of: link), remindsBefore: remindsBefore)
  }

  /// What its form shows of a link's expiry has no seconds, and sent as it was shown means no change.
  private func wish(of link: ShareLink?) -> ExpiryWish {
    if case .at(let instant) = expiry, let link, link.state == .active,
      let expiresAt = link.expiresAt,
      expiresAt.microseconds / 60_000_000 == instant.microseconds / 60_000_000
    {
      return .unspecified
    }
    // Neither of the forms counts days.
    return expiry.wish(from: Instant(microseconds: 0))
  }
}

extension AlbumLinkForm {
  init(_ fields: AlbumLinkFields, of link: ShareLink? = nil) {
    change = fields.change(of: link)
  }
}

extension AlbumLinkChangeForm {
  init(_ fields: AlbumLinkFields, of link: ShareLink) {
    change = fields.change(of: link)
  }
}
