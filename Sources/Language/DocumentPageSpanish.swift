extension DocumentPagePhrases {
  static let spanish = DocumentPagePhrases(
    title: "Documentos",
    new: "Documento nuevo",
    find: "El título o el texto contiene",
    order: "Orden",
    orders: {
      switch $0 {
      case .changed: "Cambiados los últimos"
      case .changedFirst: "Cambiados hace más tiempo"
      case .newest: "Primero los más nuevos"
      case .oldest: "Primero los más antiguos"
      case .title: "Título, de la A a la Z"
      case .titleDescending: "Título, de la Z a la A"
      }
    },
    show: "Mostrar",
    showAll: "Mostrar todos los documentos",
    bin: "Papelera",
    binText:
      "Los documentos eliminados quedan aquí 30 días. Mientras tanto sus enlaces no abren nada; "
      + "restaurados, vuelven a abrirse.",
    backToList: "Volver a los documentos",
    author: "Autor",
    changed: "Cambiado",
    deleted: "Eliminado",
    by: "por",
    activeLinks: {
      switch $0 {
      case 0: "Ningún enlace activo"
      case 1: "1 enlace activo"
      default: "\($0) enlaces activos"
      }
    },
    waitingRequests: { $0 == 1 ? "1 petición de edición" : "\($0) peticiones de edición" },
    restore: "Restaurar",
    ofDocument: { "«\($0)»" },
    othersRestore: "Pueden restaurarlo su autor, los administradores y los propietarios.",
    nothingYet: Notice(
      title: "Todavía no hay documentos",
      text:
        "Escribe algo y compártelo con personas de fuera con un enlace: para leer o para comentar, "
        + "y con contraseña si quieres."),
    makeFirst: "Escribir el primer documento",
    nothingFound: Notice(
      title: "No se ha encontrado nada", text: "Ningún documento lo tiene en su título o su texto."),
    emptyBin: Notice(
      title: "La papelera está vacía", text: "Aquí estarían los documentos eliminados."),
    noWorkspace: Notice(
      title: "No perteneces a ningún espacio de trabajo",
      text:
        "Los documentos son de espacios de trabajo. Pide a un propietario o administrador que te "
        + "añada."),
    tooMany: Notice(
      title: "Son demasiados para buscar en ellos",
      text: "Busca un trozo más largo de un título o de un texto."),
    newLead: { "Para \($0). Todos sus miembros pueden leerlo y cambiarlo." },
    editTitle: "Editar documento",
    documentTitle: "Título",
    body: "Texto",
    bodyHint:
      "Markdown: # título, **negrita**, *cursiva*, - lista, [enlace](https://…), > cita y tablas.",
    bodyTooLong: "Es más de lo que cabe en un documento: 1 MiB de texto.",
    preview: "Vista previa",
    previewText: "Así se verá. Todavía no se ha guardado nada.",
    save: "Guardar",
    saveAnyway: "Guardar mi texto como la última versión",
    savedMeanwhile: "Lo que hay ahora",
    theirMarkdown: "Su Markdown, para copiar de él",
    emptyDocument: "Todavía no hay nada en él.",
    edit: "Editar",
    delete: "Eliminar",
    versions: "Versiones",
    parts: "En esta página",
    versionNumber: { "Versión \($0)" },
    somebody: "alguien que ya no está",
    deleteTitle: { "¿Eliminar «\($0)»?" },
    deleteText:
      "El documento va a la papelera y sus enlaces dejan de abrirse al momento. Durante 30 días "
      + "puedes restaurarlo, con enlaces y comentarios; después su texto se pierde para siempre.",
    versionsLead:
      "Se conservan las últimas 1000 veces que se guardó. Cualquiera se puede ver, y volver a ser la actual.",
    current: "actual",
    saved: "Guardada",
    notCurrent: "Esta es una versión anterior. Quien tiene un enlace ve la actual.",
    bringBack: "Restaurar esta versión",
    bringBackLate: Notice(
      title: "Alguien ha guardado este documento entretanto",
      text:
        "No se ha restaurado nada. Mira antes la lista de versiones: si restauras esta ahora, lo que "
        + "guardó sigue ahí."),
    backToDocument: "Volver al documento",
    markdown: "Markdown",
    links: "Enlaces para compartir",
    linksText:
      "Quien tiene uno no necesita cuenta. Cada uno se puede cambiar, y revocar al momento.",
    noLinks:
      "Nadie de fuera del espacio de trabajo ve este documento: no hay ningún enlace activo.",
    makeLink: "Crear un enlace",
    level: "Quien tiene el enlace",
    levels: {
      switch $0 {
      case .viewer: "puede leer, con sus comentarios"
      case .commenter: "puede leer y comentar"
      }
    },
    levelHint: "Con un enlace nadie puede cambiar el texto.",
    password: "Contraseña",
    passwordHint:
      "Solo si se abre con una. De 8 a 128 caracteres. Ves lo que escribes, porque tienes que comunicarla.",
    passwordTooShort: "Usa al menos 8 caracteres.",
    lock: "Se abre",
    locks: {
      switch $0 {
      case .none: "sin contraseña"
      case .new: "con la contraseña de abajo"
      case .keep: "con la misma contraseña que antes"
      }
    },
    passwordUnused: "Has escrito una contraseña, pero elegido otra cosa. ¿Cuál vale?",
    externalEdit: "Los invitados pueden pedir ser editores",
    externalEditHint: "Dejan su correo electrónico y un mensaje; tú decides.",
    withPassword: "Con contraseña",
    withoutPassword: "Sin contraseña",
    takesRequests: "Los invitados pueden pedir editar",
    neverExpires: "Funciona hasta que se revoque",
    worksUntil: "Funciona hasta",
    expiredSince: "Caducado",
    revokedSince: "Revocado",
    made: "Creado",
    change: "Cambiar",
    revoke: "Revocar",
    ofLink: "el enlace creado",
    showEnded: "Mostrar también los terminados",
    hideEnded: "Mostrar solo los activos",
    moreLinks: "Enlaces anteriores",
    newestLinks: "Los enlaces más nuevos",
    notManaging:
      "El autor de este documento, los administradores y los propietarios gestionan sus enlaces, sus "
      + "comentarios y las peticiones de edición.",
    newLink: "Tu enlace nuevo",
    newLinkText:
      "Cópialo ahora: solo se muestra esta vez. Guardamos únicamente su huella, así que cuando salgas "
      + "de esta página o la recargues, nadie podrá mostrarlo otra vez. Si se pierde, revoca el enlace "
      + "y crea otro.",
    linkAddress: "Dirección",
    copyLink: "Copiar enlace",
    passwordApart:
      "Se abre con la contraseña que has elegido. Comunícala por otra vía que la dirección.",
    history: "Aperturas, historial",
    linkTitle: "Un enlace revocado",
    changeLinkTitle: "Cambiar este enlace",
    changeLinkText:
      "Su dirección no cambia. Los cambios valen al momento, para todos los que lo tienen.",
    passwordChangeHint:
      "Quien entró con la contraseña anterior queda fuera al momento y tiene que escribir la nueva.",
    event: {
      switch $0 {
      case "comment.posted": "Comentario publicado"
      case "comment.changed": "Comentario cambiado"
      case "comment.deleted": "Comentario eliminado"
      case "edit_request.made": "Petición de edición"
      case "edit_request.changed": "Mensaje de una petición de edición cambiado"
      case "edit_request.answered": "Petición de edición respondida"
      default: nil
      }
    },
    revokeTitle: "¿Revocar este enlace?",
    revokeText:
      "Deja de abrirse al momento, para todos los que lo tienen, y no volverá a abrirse. El documento, "
      + "sus comentarios y sus otros enlaces quedan como están.",
    comments: "Comentarios",
    noComments: "Todavía nadie ha dicho nada.",
    guest: "invitado",
    edited: "editado",
    takenAway: "Este comentario se ha eliminado.",
    comment: "Tu comentario",
    commentHint:
      "Lo ven todos los que pueden abrir este documento, con tu nombre; también los invitados con "
      + "un enlace.",
    postComment: "Comentar",
    answer: "Tu respuesta",
    postAnswer: "Responder",
    ofComment: { "el comentario de \($0)" },
    changeComment: "Editar tu comentario",
    takeAway: "Eliminar",
    takeAwayTitle: { "¿Eliminar el comentario de \($0)?" },
    takeAwayText: "Sus palabras se pierden para siempre. Las respuestas quedan.",
    laterComments: "Comentarios siguientes",
    firstComments: "Primeros comentarios",
    requests: "Peticiones de edición",
    requestsText:
      "Al aceptar queda anotada tu respuesta; por sí sola no da acceso a nadie. Para que alguien "
      + "escriba, añádelo al espacio de trabajo.",
    noRequests: "Nadie espera una respuesta.",
    showAnswered: "Mostrar también las respondidas",
    hideAnswered: "Mostrar solo las que esperan",
    requestStates: {
      switch $0 {
      case .pending: "en espera"
      case .accepted: "aceptada"
      case .declined: "rechazada"
      }
    },
    accept: "Aceptar",
    decline: "Rechazar",
    ofRequest: { "la petición de \($0)" },
    laterRequests: "Peticiones anteriores",
    firstRequests: "Las peticiones más nuevas",
    problem: {
      switch $0 {
      case "document_not_found":
        Notice(
          title: "Ese documento no existe",
          text: "Quizá se eliminó entretanto, o es de un espacio de trabajo del que no eres "
            + "miembro.")
      case "version_not_found":
        Notice(title: "Esa versión no existe", text: "Mira la lista de sus versiones.")
      case "document_changed":
        Notice(
          title: "Otra persona ha guardado este documento entretanto",
          text: "No se ha perdido nada de lo tuyo: está en el formulario de abajo, sin guardar. "
            + "Encima ves lo que hay ahora. Si guardas, tu texto pasa a ser la última versión; la "
            + "otra queda en la lista de versiones.")
      case "document_too_complex":
        Notice(
          title: "Este texto es demasiado enrevesado para mostrarlo",
          text:
            "Tiene demasiados niveles o resulta demasiado largo. No se ha guardado nada; lo que "
            + "escribiste sigue ahí.")
      case "comment_not_found":
        Notice(
          title: "Este comentario ya no está", text: "Alguien fue más rápido y lo eliminó.")
      case "not_your_comment":
        Notice(
          title: "Solo su autor puede cambiar este comentario",
          text: "Quien gestiona el documento puede eliminarlo.")
      case "too_many_comments":
        Notice(
          title: "Hay demasiados comentarios",
          text: "Un documento puede tener 10 000. Elimina los que ya no hagan falta.")
      case "edit_request_answered":
        Notice(
          title: "Esta petición ya tiene respuesta",
          text: "Alguien fue más rápido: mira abajo cuál.")
      case "edit_request_not_found":
        Notice(title: "Esa petición no existe", text: "No se ha cambiado nada.")
      default: nil
      }
    })
}
