extension JobPagePhrases {
  static let spanish = JobPagePhrases(
    createdBy: "Creado por",
    changedAt: "Último cambio",
    edit: "Editar",
    cancelJob: "Cancelar trabajo",
    restartJob: "Reiniciar trabajo",
    deleteJob: "Eliminar trabajo",
    cancelTitle: { "¿Cancelar «\($0)»?" },
    cancelText:
      "El trabajo se detiene aquí. Sus tareas quedan como están y ya no se pueden cambiar; su enlace "
      + "sigue funcionando y muestra el trabajo como cancelado. Puedes reiniciarlo más tarde.",
    restartTitle: { "¿Reiniciar «\($0)»?" },
    restartText:
      "Las tareas sin terminar empiezan de nuevo; si todas terminaron, empiezan todas. Si no, lo "
      + "terminado queda así. El enlace sigue funcionando y muestra el trabajo como esté entonces.",
    deleteTitle: { "¿Eliminar «\($0)»?" },
    deleteText:
      "El trabajo va a la papelera y su enlace deja de abrirse al momento: quien lo tenga verá que "
      + "se ha eliminado. Durante 30 días puedes restaurarlo, enlace incluido; después sus tareas "
      + "se pierden para siempre.",
    editTitle: "Editar trabajo",
    title: "Título",
    description: "Descripción",
    columns: "Columnas",
    columnsHint:
      "Cómo se llama cada columna y si la ven las personas con el enlace. Sus valores quedan como "
      + "están.",
    columnLabel: { "Nombre de \($0)" },
    columnIsPublic: { "Los invitados ven \($0)" },
    changedMeanwhile: {
      $0.isEmpty
        ? "Otra persona ha vaciado esto entretanto. Guarda otra vez para sustituirlo."
        : "Otra persona ha cambiado esto entretanto, a «\($0)». Guarda otra vez para sustituirlo."
    },
    chooseTask: { "Elegir \($0)" },
    setTo: "Poner las tareas elegidas en",
    setStatus: "Cambiar estado",
    closedTasks:
      "El trabajo está cancelado, así que sus tareas no se pueden cambiar. Reinícialo para seguir.",
    addTasks: "Añadir tareas",
    link: "Enlace para compartir",
    noLink:
      "Nadie fuera del espacio de trabajo ve este trabajo. Con un enlace, quien lo tenga puede leer "
      + "el trabajo, sus tareas y las columnas para invitados, sin cuenta y sin cambiar nada.",
    neverExpires: "Funciona hasta que alguien lo revoque.",
    worksUntil: "Funciona hasta",
    expiredSince: "No se abre desde",
    generate: "Generar enlace",
    generateNew: "Generar un enlace nuevo",
    generateNewHint: "Un enlace nuevo tiene otra dirección. El caducado ya no volverá a abrirse.",
    address: "Dirección",
    copyLink: "Copiar enlace",
    changeExpiry: "Cambiar cuándo caduca",
    changeExpiryHint: "La dirección no cambia. Se cuenta desde ahora.",
    extend: "Prolongarlo: la misma dirección vuelve a abrirse",
    seePreview: "Ver lo que ven",
    revoke: "Revocar enlace",
    revokeTitle: "¿Revocar este enlace?",
    revokeText:
      "Deja de abrirse al momento, para todos los que lo tienen, y no volverá a abrirse. El trabajo "
      + "queda como está. Puedes generar un enlace nuevo, con otra dirección.",
    rotate: "Cambiar dirección",
    rotateTitle: "¿Dar a este enlace una dirección nueva?",
    rotateText:
      "Para cuando la dirección llegó a malas manos. La caducidad, el historial y las aperturas "
      + "siguen con el enlace, pero la dirección que enviaste deja de abrirse: envía la nueva a "
      + "quienes deban seguir entrando.",
    grace: "La dirección antigua deja de abrirse",
    graces: {
      switch $0 {
      case 0: "al momento"
      case 3_600: "en 1 hora"
      case 86_400: "en 1 día"
      default: "en \($0 / 86_400) días"
      }
    },
    addressUnreadable:
      "El enlace funciona, pero su dirección ya no se puede mostrar, porque falta la clave con la "
      + "que se guardó. Cambia la dirección para tener una que se pueda copiar.",
    addressForgotten:
      "Caducó hace tanto que su dirección se ha olvidado: ya no se puede prolongar. Genera un "
      + "enlace nuevo.",
    notManaging:
      "Pueden gestionar el enlace quien creó este trabajo, los administradores y los propietarios.",
    earlierLinks: "Enlaces anteriores",
    newestFifty: "Los 50 más recientes.",
    made: "Creado",
    ended: "Terminado",
    by: "por",
    event: {
      switch $0 {
      case "job.created": "Trabajo creado"
      case "job.changed": "Trabajo editado"
      case "job.deleted": "Trabajo eliminado"
      case "job.restored": "Trabajo restaurado"
      case "job.cancelled": "Trabajo cancelado"
      case "job.restarted": "Trabajo reiniciado"
      case "job.status_changed": "El estado del trabajo cambió con sus tareas"
      case "job.tasks_added": "Tareas añadidas"
      case "job.tasks_changed": "Tareas cambiadas"
      case "job.client_approved": "Aprobado por el cliente"
      case "job.client_refused": "Rechazado por el cliente"
      case "job.client_changed": "Publicado para otro cliente, o para ninguno"
      default: nil
      }
    },
    somebody: "alguien que ya no está",
    preview: "Vista previa",
    previewText: {
      switch $0 {
      case .none: "Así lo vería la gente. Todavía no hay enlace, así que nadie lo ve."
      case .active: "Así lo ven todos los que tienen el enlace. Tu visita no se cuenta."
      case .expired:
        "Así lo veía la gente. El enlace ha caducado: ahora se les dice eso, hasta que lo "
          + "prolongues."
      case .revoked: "Así lo veía la gente. El enlace fue revocado: ahora se les dice eso."
      }
    },
    backToJob: "Volver al trabajo",
    problem: {
      switch $0 {
      case "job_not_found":
        Notice(
          title: "Ese trabajo no existe",
          text: "Quizá se eliminó entretanto, o es de un espacio de trabajo del que no eres "
            + "miembro.")
      case "task_not_found":
        Notice(title: "Una de estas tareas ya no está", text: "No se ha cambiado nada.")
      case "invalid_transition":
        Notice(
          title: "El estado del trabajo no lo permite",
          text: "Quizá alguien fue más rápido: mira cómo está ahora. No se ha cambiado nada.")
      case "restart_in_progress":
        Notice(
          title: "El trabajo se está reiniciando",
          text:
            "A estas tareas aún no les ha tocado. Inténtalo en un momento; no se ha cambiado nada.")
      case "job_changed":
        Notice(
          title: "Otra persona ha cambiado este trabajo entretanto",
          text: "Todavía no se ha guardado nada tuyo, y todo lo que escribiste sigue aquí. Lo que "
            + "dejaste como estaba se muestra como está ahora.")
      case "import_in_progress":
        Notice(
          title: "Se están añadiendo tareas a este trabajo",
          text: "Inténtalo en un momento; no se ha cambiado nada.")
      case "too_many_requests":
        Notice(
          title: "Eso ha ido demasiado rápido",
          text: "No se ha cambiado nada. Espera un momento e inténtalo de nuevo.")
      default: PostingPhrases.spanish.problem($0)
      }
    },
    fieldError: {
      switch $0 {
      case "none_chosen": "Primero elige al menos una tarea de la tabla."
      default: nil
      }
    })
}
