/// What people are told by message.
package enum MessageKind: String, CaseIterable, Sendable {
  case passwordReset = "password_reset"
  case passwordChanged = "password_changed"
  case invitation
  /// To a client who asks first: a workspace wants to post for it.
  case postingWaits = "posting_waits"
  /// To whoever made a link.
  case linkExpires = "link_expires"
}

/// What one message says.
package struct LetterWords: Sendable {
  package let subject: String
  package let paragraphs: [String]
  /// What its link is called; nil for one without.
  package let action: String?

  init(_ subject: String, _ paragraphs: String..., action: String? = nil) {
    self.subject = subject
    self.paragraphs = paragraphs
    self.action = action
  }
}

/// The words of messages.
package struct MailPhrases: Sendable {
  /// Who sends this.
  package let closing: String
  /// The same of what can be switched off.
  package let closingWithSwitch: String
  /// How long it is good for, in minutes.
  package let passwordReset: @Sendable (Int) -> LetterWords
  package let passwordChanged: LetterWords
  /// The workspace, who invites, for how many days.
  package let invitation: @Sendable (String, String, Int) -> LetterWords
  /// The workspace.
  package let postingWaits: @Sendable (String) -> LetterWords
  /// What it opens, and when it ends.
  package let linkExpires: @Sendable (String, String) -> LetterWords
}

extension MailPhrases {
  static let english = MailPhrases(
    closing: "Sent by Waylink, automatically. Nobody reads answers to it.",
    closingWithSwitch:
      "Sent by Waylink, automatically. In your account you can switch messages like this one off.",
    passwordReset: { minutes in
      LetterWords(
        "Set a new password",
        "Somebody, probably you, has said that the password of your account is forgotten.",
        "With this link you can set a new one. It works once, and for \(minutes) minutes.",
        "If it was not you, you need do nothing: your password stays as it is.",
        action: "Set a new password")
    },
    passwordChanged: LetterWords(
      "Your password was changed",
      "The password of your account was changed just now, and other devices were signed out.",
      "If it was not you, set a new one at once.",
      action: "Set a new password"),
    invitation: { workspace, inviter, days in
      LetterWords(
        "\(inviter) invites you to \(workspace)",
        "\(inviter) would like you to be a member of the workspace \(workspace) in Waylink.",
        "With this link you can make your account. It works for \(days) days.",
        "If you don't know them, you need do nothing.",
        action: "Accept the invitation")
    },
    postingWaits: { workspace in
      LetterWords(
        "\(workspace) would like to post jobs for you",
        "\(workspace) has posted a first job for you. You have asked to be asked: until you agree, "
          + "nothing of it begins.",
        action: "Decide")
    },
    linkExpires: { title, end in
      LetterWords(
        "The link to \(title) is about to expire",
        "Your share link to \(title) works until \(end). After that, nobody gets in with it.",
        "If people should still get in, give it more time. Its address stays the same.",
        action: "Look at the link")
    })

  static let spanish = MailPhrases(
    closing: "Enviado por Waylink automáticamente. Nadie lee las respuestas.",
    closingWithSwitch:
      "Enviado por Waylink automáticamente. En tu cuenta puedes desactivar mensajes como este.",
    passwordReset: { minutes in
      LetterWords(
        "Elige una contraseña nueva",
        "Alguien, probablemente tú, ha dicho que ha olvidado la contraseña de tu cuenta.",
        "Con este enlace puedes elegir otra. Funciona una vez, durante \(minutes) minutos.",
        "Si no has sido tú, no tienes que hacer nada: tu contraseña sigue siendo la misma.",
        action: "Elegir una contraseña nueva")
    },
    passwordChanged: LetterWords(
      "Tu contraseña ha cambiado",
      "La contraseña de tu cuenta acaba de cambiar, y en los demás dispositivos se ha cerrado la "
        + "sesión.",
      "Si no has sido tú, elige otra enseguida.",
      action: "Elegir una contraseña nueva"),
    invitation: { workspace, inviter, days in
      LetterWords(
        "\(inviter) te invita a \(workspace)",
        "\(inviter) quiere que seas miembro del espacio de trabajo \(workspace) en Waylink.",
        "Con este enlace puedes crear tu cuenta. Funciona durante \(days) días.",
        "Si no conoces a esa persona, no tienes que hacer nada.",
        action: "Aceptar la invitación")
    },
    postingWaits: { workspace in
      LetterWords(
        "\(workspace) quiere publicar trabajos para ti",
        "\(workspace) ha publicado un primer trabajo para ti. Has pedido que te pregunten: hasta que "
          + "aceptes, no empieza nada.",
        action: "Decidir")
    },
    linkExpires: { title, end in
      LetterWords(
        "El enlace a \(title) está a punto de caducar",
        "Tu enlace para compartir \(title) funciona hasta el \(end). Después nadie entra con él.",
        "Si debe seguir entrando gente, dale más tiempo. Su dirección es la misma.",
        action: "Ver el enlace")
    })
}
