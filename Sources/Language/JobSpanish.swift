extension JobPhrases {
  static let spanish = JobPhrases(
    title: "Trabajos",
    new: "Nuevo trabajo",
    find: "Título o descripción contiene",
    anyStatus: "Cualquier estado",
    order: "Orden",
    orders: {
      switch $0 {
      case .newest: "Los más nuevos primero"
      case .oldest: "Los más antiguos primero"
      case .changed: "Los últimos cambios primero"
      case .title: "Título, de la A a la Z"
      case .titleDescending: "Título, de la Z a la A"
      case .status: "Por estado"
      }
    },
    show: "Mostrar",
    showAll: "Mostrar todos los trabajos",
    bin: "Papelera",
    binText:
      "Los trabajos eliminados se pueden restaurar durante 30 días, con sus tareas y enlaces.",
    backToList: "Volver a los trabajos",
    noTasks: "Todavía sin tareas",
    created: "Creado",
    deleted: "Eliminado",
    noLink: "Sin enlace",
    linkActive: "Enlace activo,",
    linkExpired: "Enlace caducado",
    linkRevoked: "Enlace retirado",
    neverExpires: "no caduca",
    daysLeft: {
      switch $0 {
      case 0: "caduca en menos de un día,"
      case 1: "caduca en 1 día,"
      default: "caduca en \($0) días,"
      }
    },
    generate: "Generar enlace",
    ofJob: { "de «\($0)»" },
    copyLink: "Copiar enlace",
    linkAddress: "Dirección del enlace",
    addressGone: "Su dirección ya no se puede mostrar.",
    extend: "Prolongar",
    revoke: "Retirar",
    restore: "Restaurar",
    othersRestore:
      "Solo quien lo creó, los administradores y los propietarios pueden restaurarlo.",
    nothingYet: Notice(
      title: "Todavía no hay trabajos",
      text: "Un trabajo se compone de tareas. Publica uno y compártelo con un enlace con personas "
        + "que no tienen cuenta aquí."),
    makeFirst: "Publica tu primer trabajo",
    nothingFound: Notice(
      title: "Ningún trabajo es así", text: "Busca algo más corto o elige otro estado."),
    emptyBin: Notice(
      title: "La papelera está vacía",
      text: "Los trabajos eliminados permanecen aquí durante 30 días."),
    noWorkspace: Notice(
      title: "No estás en ningún espacio de trabajo",
      text:
        "Los trabajos pertenecen a un espacio de trabajo. Pide a un propietario o administrador "
        + "que te añada."),
    tooMany: Notice(
      title: "Buscar así tarda demasiado",
      text: "Aquí hay muchísimos trabajos. Elige también un estado o busca solo por estado."),
    newLead: { "Se publica en «\($0)» y lo ven todos sus miembros." },
    jobTitle: "Título",
    description: "Descripción",
    descriptionHint: "También la lee quien tenga el enlace.",
    tasks: "Tareas",
    tasksHint: "Una por línea; hasta 1.000. Después se pueden añadir más.",
    columns: "Columnas",
    columnsHint:
      "Lo que tiene cada tarea además de título y estado: un precio, una dirección, una respuesta. "
      + "Deja vacío lo que no necesites.",
    column: { "Columna \($0)" },
    columnLabel: "Nombre",
    columnKey: "Clave para programas",
    columnKeyHint: "Si queda vacía, se forma con el nombre.",
    columnType: "Contiene",
    columnTypes: {
      switch $0 {
      case .string: "Texto"
      case .number: "Números"
      case .boolean: "Sí o no"
      case .datetime: "Fechas y horas"
      }
    },
    columnSeen: "La ve",
    seenByAll: "Quien tenga el enlace",
    seenByMembers: "Solo los miembros",
    post: "Publicar trabajo",
    fieldError: {
      switch $0 {
      case "not_a_key":
        "Usa a–z, 0–9 y _, y empieza por una letra. Palabras como id o status están reservadas."
      case "same_key": "Otra columna ya tiene esta clave."
      case "too_many_lines":
        "Son más de 1.000 líneas. Publica el trabajo y añade después las demás."
      default: nil
      }
    },
    problem: {
      switch $0 {
      case "idempotency_key_reused":
        Notice(
          title: "Este formulario ya se envió",
          text: "Entonces se creó un trabajo con él. Envíalo otra vez si quieres uno más.")
      default: nil
      }
    })
}
