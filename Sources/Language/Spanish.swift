extension Phrases {
  static let spanish = Phrases(
    code: "es",
    product: "Waylink",
    skipToContent: "Ir al contenido",
    pageTitleOfError: "Waylink",
    sharedJob: "Trabajo compartido",
    jobStatus: JobStatusWords(
      pending: "Sin empezar", running: "En curso", completed: "Terminado", failed: "Fallido",
      cancelled: "Cancelado"),
    progress: "Progreso",
    percent: { "\($0 / 10),\($0 % 10) %" },
    tasksDone: { "\($0) de \($1) tareas hechas" },
    completed: "Terminadas",
    failed: "Fallidas",
    skipped: "Omitidas",
    waiting: "Por hacer",
    created: "Creado",
    started: "Empezado",
    finished: "Terminado",
    duration: "Duración",
    linkWorksUntil: "Este enlace funciona hasta",
    linkNeverExpires: "Este enlace no caduca",
    inDays: { "dentro de \($0) días" },
    inHours: { "dentro de \($0) horas" },
    inMinutes: { "dentro de \($0) minutos" },
    inAMoment: "dentro de menos de dos minutos",
    notYet: "todavía no",
    refresh: "Actualizar",
    jobHasChanged: "Este trabajo ha avanzado desde que abriste esta página.",
    tasks: "Tareas",
    number: "N.º",
    task: "Tarea",
    status: "Estado",
    taskStatus: TaskStatusWords(
      pending: "Pendiente", running: "En curso", completed: "Terminada", failed: "Fallida",
      skipped: "Omitida"),
    noTasks: "Este trabajo todavía no tiene tareas. Aparecerán aquí en cuanto las haya.",
    yes: "sí",
    no: "no",
    taskRange: { "Tareas de la \($0) a la \($1), de \($2)" },
    pages: "Páginas",
    firstPage: "Primera",
    previousPage: "Anterior",
    nextPage: "Siguiente",
    download: "Descargar todas las tareas",
    downloadThese: "Descargar estas tareas",
    search: TaskSearchWords(
      statuses: "Tareas por estado",
      all: "Todas",
      title: "Buscar en los títulos",
      search: "Buscar",
      filterAndSort: "Filtrar y ordenar",
      from: "desde",
      to: "hasta",
      wholeText: "el texto entero",
      any: "cualquiera",
      sortBy: "Ordenar por",
      inOrder: "el orden del trabajo",
      ascending: { "\($0), ascendente" },
      descending: { "\($0), descendente" },
      apply: "Mostrar tareas",
      filters: "Filtros en uso",
      removeFilter: "Quitar filtro:",
      clear: "Quitar todos",
      found: { "\($0) de \($1) tareas" },
      nothingFound: "Ninguna tarea cumple estos filtros.",
      showAll: "Mostrar todas las tareas",
      showUnsorted: "Mostrarlas en el orden del trabajo",
      unusable: "Lo que no se puede usar:"),
    linkNotFound: Notice(
      title: "No conocemos este enlace",
      text: "Quizá se perdió una parte por el camino. Ábrelo de nuevo desde el mensaje en que "
        + "llegó o pregunta a quien te lo envió."),
    linkExpired: Notice(
      title: "Este enlace ha caducado",
      text: "Se creó para un tiempo limitado, y ese tiempo ha pasado. Quien te lo envió puede "
        + "prolongarlo o enviarte otro."),
    linkRevoked: Notice(
      title: "Este enlace fue retirado",
      text: "Se cerró y no volverá a funcionar. Si todavía necesitas acceso, pide otro a quien te "
        + "lo envió."),
    linkPaused: Notice(
      title: "Este enlace está en pausa",
      text: "Ahora mismo no se abre. Inténtalo más tarde o pregunta a quien te lo envió."),
    subjectDeleted: Notice(
      title: "Lo que mostraba este enlace se ha eliminado",
      text: "El enlace es correcto, pero ya no hay nada detrás. Quien te lo envió puede decirte "
        + "más."),
    pageNotFound: Notice(
      title: "Aquí no hay nada",
      text: "Esta dirección no lleva a ninguna parte. Comprueba que esté bien escrita."),
    badRequest: Notice(
      title: "Eso no ha funcionado",
      text: "Algo en esta dirección no se puede leer. Vuelve atrás e inténtalo desde allí."),
    tooManyToSort: Notice(
      title: "Son demasiadas para ordenarlas así",
      text: "Elige antes un estado, u ordena por número o por estado: eso funciona con cualquier "
        + "cantidad de tareas."),
    tooManyToFilter: Notice(
      title: "Son demasiadas para buscar así",
      text: "Se tardó demasiado. Elige también un estado, o descarga todas las tareas y búscalas "
        + "en tu propio dispositivo."),
    badSearch: Notice(
      title: "Estas tareas no se pueden mostrar",
      text: "Algo en esta dirección no sirve como filtro, orden o página. Quizá se perdió una "
        + "parte por el camino."),
    wrongMethod: Notice(
      title: "Eso no funciona aquí",
      text: "Esta dirección no se puede usar así. Vuelve atrás e inténtalo desde allí."),
    busy: Notice(
      title: "Un momento, por favor",
      text: "Ahora no podemos responder. Inténtalo en unos segundos; no se pierde nada."),
    ourFault: Notice(
      title: "Algo ha fallado por nuestra parte",
      text: "No es culpa tuya. Inténtalo de nuevo en un momento."),
    console: .spanish,
    jobPage: .spanish,
    posting: .spanish,
    dashboard: .spanish,
    document: .spanish,
    documentPage: .spanish,
    clientPage: .spanish,
    mail: .spanish,
    recovery: .spanish,
    album: .spanish,
    albumPage: .spanish)
}
