extension PostingPhrases {
  static let spanish = PostingPhrases(
    forClient: "Publicar para un cliente",
    forClientHint: "El cliente sigue el trabajo y sus tareas en su propio panel.",
    connectionID: "ID de conexión",
    connectionHint: "Tu cliente lo encuentra en su panel.",
    placeholder: "Pega el ID de conexión de tu cliente",
    check: "Comprobar",
    linkedTo: "Vinculado a:",
    malformed: "El ID de conexión debe tener 24 caracteres (letras y números).",
    unknown:
      "ID de conexión no válido. Pide a tu cliente el ID correcto, que está en su panel.",
    unreachable:
      "No se ha podido verificar el ID de conexión. Comprueba tu conexión e inténtalo otra vez.",
    dismiss: "Cerrar este aviso",
    knownClient: "Un cliente para el que ya publicas",
    byConnection: "Otro, por el ID de conexión de arriba",
    bothGiven: "Indica solo uno de los dos: un ID de conexión o un cliente de esta lista.",
    unknownClient:
      "Tu espacio de trabajo no publica para este cliente. Introduce su ID de conexión.",
    postedFor: "Publicado para",
    nobody: "Ningún cliente",
    approvals: {
      switch $0 {
      case .none: ""
      case .pending: "Espera al cliente"
      case .approved: "Aprobado por el cliente"
      case .refused: "Rechazado por el cliente"
      }
    },
    approvalText: {
      switch $0 {
      case .none, .approved: nil
      case .pending:
        "Se pregunta a \($1) antes de que este trabajo empiece o se comparta. Lo encuentra en su "
          + "panel; en cuanto apruebe tu espacio de trabajo, puede continuar."
      case .refused:
        "\($1) no acepta publicaciones de tu espacio de trabajo: este trabajo ni empieza ni se puede "
          + "compartir. Habla con ellos: mientras tengan su cuenta, pueden aprobar tu espacio. O edita "
          + "el trabajo y publícalo para otro cliente o para ninguno."
      }
    },
    keep: { "\($0), como está" },
    client: "Cliente",
    anotherClient: "Otro cliente",
    moveHint: "Quien lo tenía antes deja de verlo enseguida.",
    clients: "Clientes",
    clientsLead: "Para quién publica trabajos este espacio de trabajo, y cómo van.",
    noClients: Notice(
      title: "Todavía no publicas para ningún cliente",
      text:
        "Pide a un cliente su ID de conexión e introdúcelo al publicar un trabajo. Desde entonces "
        + "aparece aquí."),
    anyClient: "Cualquier cliente",
    consents: {
      switch $0 {
      case .none: "Acepta publicaciones"
      case .pending: "Se le pregunta si puedes publicar"
      case .approved: "Ha aprobado tu espacio de trabajo"
      case .blocked: "No acepta tus publicaciones"
      case .closed: "Ha cerrado su cuenta"
      }
    },
    allJobs: { $0 == 1 ? "1 trabajo" : "\($0) trabajos" },
    postFor: "Publicar un trabajo",
    ofClient: { "para «\($0)»" },
    problem: {
      switch $0 {
      case "too_many_lookups":
        Notice(
          title: "Has probado muchos ID de conexión en poco tiempo",
          text: "Espera un minuto e inténtalo otra vez. Todo lo que escribiste sigue aquí.")
      case "client_refused":
        Notice(
          title: "Este cliente no acepta publicaciones de tu espacio de trabajo",
          text: "Habla con ellos: mientras tengan su cuenta, pueden aprobar tu espacio de trabajo.")
      case "client_approval_pending":
        Notice(
          title: "El cliente tiene que aprobarlo primero",
          text: "Antes, el trabajo ni empieza ni se puede compartir.")
      case "job_in_use":
        Notice(
          title: "El trabajo está en marcha, o un enlace lo abre",
          text:
            "Este cliente tiene que aprobarlo antes, y mientras tanto nada puede seguir: cancela "
            + "el trabajo y revoca su enlace, y después asígnaselo.")
      case "too_many_pending":
        Notice(
          title: "Ya hay veinte trabajos que esperan a este cliente",
          text: "No se puede publicar otro antes de que apruebe tu espacio de trabajo.")
      default: nil
      }
    })
}
