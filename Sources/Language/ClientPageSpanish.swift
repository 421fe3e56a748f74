extension ClientPagePhrases {
  static let spanish = ClientPagePhrases(
    signUpLead:
      "Recibes un ID de conexión y ves todos los trabajos que los reclutadores publican para ti.",
    companyName: "Nombre de la empresa",
    companyNameHint: "Los reclutadores lo ven cuando introducen tu ID de conexión.",
    connectionID: "ID de conexión",
    connectionIDText:
      "Comparte este ID con los reclutadores para que puedan publicar trabajos para ti. Es tuyo "
      + "para siempre y nunca cambia.",
    settings: "Ajustes",
    company: "Tu empresa",
    askFirst: "Preguntarme antes",
    askFirstHint:
      "Cuando un espacio de trabajo publica para ti por primera vez, sus trabajos esperan a que lo "
      + "apruebes: antes ni empiezan ni se pueden compartir. Los que ya publican para ti siguen "
      + "como hasta ahora.",
    closeTitle: "Cerrar esta cuenta",
    closeLead: "Tu ID de conexión deja de servir, y ya no puedes iniciar sesión.",
    closeQuestion: { "¿Cerrar la cuenta de «\($0)»?" },
    closeEffects: [
      "Se cierra la sesión en todos los dispositivos, y ya no puedes entrar en esta cuenta.",
      "Tu ID de conexión deja de servir, y nunca se le da a nadie más.",
      "Los trabajos que esperan tu respuesta quedan rechazados.",
      "Tus álbumes se eliminan, y sus enlaces ya no abren nada.",
      "Lo que se hizo para ti se queda en los espacios de trabajo que lo hicieron.",
      "Tu correo queda libre para otra cuenta, con otro ID de conexión.",
    ],
    closePassword: "Tu contraseña",
    close: "Cerrar la cuenta para siempre",
    wrongPassword: Notice(
      title: "Esa no es tu contraseña",
      text: "No se ha cambiado nada. Mira si la has escrito bien."),
    workspaces: "Espacios de trabajo",
    workspacesLead: "Quién publica trabajos para ti, y si puede.",
    waiting: "Esperan tu respuesta",
    waitingText:
      "Lo que han publicado ni empieza ni se puede compartir antes de que los apruebes.",
    others: "Todos los demás",
    noWorkspaces: Notice(
      title: "Nadie publica para ti todavía",
      text:
        "Dale tu ID de conexión a un reclutador. Su espacio de trabajo aparece aquí cuando haya "
        + "publicado un trabajo para ti."),
    consents: {
      switch $0 {
      case .none: "Publica para ti"
      case .pending: "Espera tu respuesta"
      case .approved: "Aprobado"
      case .blocked: "Bloqueado"
      case .unlinked: "No ha publicado nada para ti"
      }
    },
    decided: "desde",
    since: "En esta lista desde",
    triedToPost: {
      $0 == 1
        ? "Desde que lo bloqueaste ha intentado publicar 1 trabajo:"
        : "Desde que lo bloqueaste ha intentado publicar \($0) trabajos, el último:"
    },
    approve: "Aprobar",
    block: "Bloquear",
    approveWorkspace: "Aprobar espacio",
    blockWorkspace: "Bloquear espacio",
    ofWorkspace: { "«\($0)»" },
    blockTitle: { "¿Bloquear «\($0)»?" },
    blockText:
      "Lo que ha publicado para ti se queda, y lo sigues viendo. Lo que espera tu respuesta queda "
      + "rechazado, igual que todo lo que quiera publicar desde ahora. Puedes volver a aprobarlo "
      + "cuando quieras.",
    lookups: "Consultas",
    lookupsLead:
      "Quién ha buscado tu empresa por tu ID de conexión en el último año. Ven su nombre, y nada "
      + "más.",
    noLookups: Notice(
      title: "Nadie te ha buscado todavía",
      text: "Cuando un espacio de trabajo te busca por tu ID de conexión, queda anotado aquí."),
    byMember: "Por un miembro",
    byProgram: "Por un programa",
    problem: {
      switch $0 {
      case "clients_only":
        Notice(
          title: "Estas páginas son para clientes",
          text: "Tu cuenta es de un miembro. Cierra la sesión y usa la cuenta de un cliente.")
      default: nil
      }
    })
}
