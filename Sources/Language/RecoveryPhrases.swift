/// The words of pages around messages: a forgotten password, an invitation, and which messages one
/// wants.
package struct RecoveryPhrases: Sendable {
  package let forgotPassword: String
  package let resetLead: String
  package let sendLink: String
  /// Whoever asked, and whether or not there is such an account.
  package let sent: Notice
  /// Where no messages are sent.
  package let notSent: Notice
  package let newPasswordTitle: String
  package let newPasswordLead: String
  package let setPassword: String
  /// Of a link that is used up, too old, or none.
  package let linkIsDead: Notice
  package let askAgain: String
  /// The workspace.
  package let invitedTitle: @Sendable (String) -> String
  package let invitedLead: String
  package let invitationIsDead: Notice
  /// Under those who have been written to.
  package let invitationsHint: String
  package let inviteHint: String
  package let messages: String
  package let messagesHint: String
  package let kind: @Sendable (MessageKind) -> String
}

extension RecoveryPhrases {
  static let english = RecoveryPhrases(
    forgotPassword: "Forgot your password?",
    resetLead: "Type your e-mail. We send you a link with which you can set a new password.",
    sendLink: "Send the link",
    sent: Notice(
      title: "Look into your mail",
      text:
        "If there is an account with this e-mail, a link is on its way to it. It works for 30 "
        + "minutes. Nothing there? Look into the spam folder, and check the e-mail for typing errors."
    ),
    notSent: Notice(
      title: "No link can be sent",
      text: "This site sends no e-mail. Ask whoever runs it."),
    newPasswordTitle: "Set a new password",
    newPasswordLead: "You are then signed out everywhere, and sign in with the new one.",
    setPassword: "Set the password",
    linkIsDead: Notice(
      title: "This link does not work any more",
      text: "It works once, for 30 minutes, and only until a newer one is asked for."),
    askAgain: "Ask for another link",
    invitedTitle: { "Join \($0)" },
    invitedLead: "Make your account, and you are a member.",
    invitationIsDead: Notice(
      title: "This invitation is not open any more",
      text: "It was used, withdrawn, replaced, or is older than 7 days. Ask for a new one."),
    invitationsHint: "They have been sent a link. Add them again to send them another one.",
    inviteHint: "Whoever has an account joins at once. Others are sent a link.",
    messages: "Messages",
    messagesHint: "What you are told by e-mail. What concerns your password is always sent.",
    kind: {
      switch $0 {
      case .passwordReset: "A link for a forgotten password"
      case .passwordChanged: "Your password was changed"
      case .invitation: "An invitation"
      case .postingWaits: "A workspace would like to post jobs for you"
      case .linkExpires: "A link of yours is about to expire"
      }
    })

  static let spanish = RecoveryPhrases(
    forgotPassword: "¿Has olvidado tu contraseña?",
    resetLead:
      "Escribe tu correo electrónico. Te enviamos un enlace para elegir una contraseña nueva.",
    sendLink: "Enviar el enlace",
    sent: Notice(
      title: "Mira tu correo",
      text:
        "Si hay una cuenta con ese correo, un enlace va de camino. Funciona durante 30 minutos. ¿No "
        + "llega? Mira en la carpeta de correo no deseado y comprueba que el correo esté bien escrito."
    ),
    notSent: Notice(
      title: "No se puede enviar ningún enlace",
      text: "Este sitio no envía correo. Pregunta a quien lo administra."),
    newPasswordTitle: "Elige una contraseña nueva",
    newPasswordLead:
      "Después se cierra la sesión en todas partes, y entras con la contraseña nueva.",
    setPassword: "Guardar la contraseña",
    linkIsDead: Notice(
      title: "Este enlace ya no funciona",
      text: "Funciona una vez, durante 30 minutos, y solo hasta que se pida otro."),
    askAgain: "Pedir otro enlace",
    invitedTitle: { "Únete a \($0)" },
    invitedLead: "Crea tu cuenta y serás miembro.",
    invitationIsDead: Notice(
      title: "Esta invitación ya no está abierta",
      text: "Se usó, se retiró, se sustituyó o tiene más de 7 días. Pide otra."),
    invitationsHint: "Se les ha enviado un enlace. Añádeles otra vez para enviarles otro.",
    inviteHint: "Quien tenga una cuenta entra enseguida. A los demás se les envía un enlace.",
    messages: "Mensajes",
    messagesHint:
      "Lo que se te comunica por correo. Lo que afecta a tu contraseña se envía siempre.",
    kind: {
      switch $0 {
      case .passwordReset: "Un enlace para una contraseña olvidada"
      case .passwordChanged: "Tu contraseña ha cambiado"
      case .invitation: "Una invitación"
      case .postingWaits: "Un espacio de trabajo quiere publicar trabajos para ti"
      case .linkExpires: "Un enlace tuyo está a punto de caducar"
      }
    })
}
