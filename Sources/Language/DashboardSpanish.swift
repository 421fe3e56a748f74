extension DashboardPhrases {
  static let spanish = DashboardPhrases(
    title: "Panel",
    stats: "De un vistazo",
    total: "Todos los trabajos",
    awaiting: "Esperan tu respuesta",
    lastChange: "Último cambio",
    jobs: "Trabajos publicados para ti",
    by: "por",
    noJobs: Notice(
      title: "Todavía no hay trabajos publicados para ti",
      text: "Da tu ID de conexión a quien publique para ti. Lo que publique aparece aquí."),
    nothingFound: Notice(title: "Ningún trabajo es así", text: "Elige otro estado."),
    tooMany: Notice(
      title: "Buscar así tarda demasiado", text: "Elige otro estado, o ninguno."),
    showAll: "Mostrar todos los trabajos",
    anyApproval: "Aprobados o no",
    approval: "Tu respuesta",
    approvals: {
      switch $0 {
      case .none: "No se te preguntó"
      case .pending: "Espera tu respuesta"
      case .approved: "Aprobado por ti"
      case .refused: "Rechazado por ti"
      }
    },
    approvalText: {
      switch $0 {
      case .none, .approved: nil
      case .pending:
        "Ni empieza ni se puede compartir antes de que apruebes el espacio de trabajo que lo publicó."
      case .refused:
        "Has bloqueado el espacio de trabajo que lo publicó: ni empieza ni se puede compartir. Todavía "
          + "puedes aprobar el espacio de trabajo."
      }
    },
    stale:
      "Hace un rato que esta página no se puede actualizar. Comprueba tu conexión o cárgala otra vez.",
    signedOut: "Se ha cerrado tu sesión. Carga la página otra vez para entrar.",
    workspace: "Espacio de trabajo")
}
