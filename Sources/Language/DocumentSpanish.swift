extension DocumentPhrases {
  static let spanish = DocumentPhrases(
    sharedDocument: "Documento compartido",
    lastChanged: "Último cambio",
    empty: "Este documento todavía está vacío.",
    backToDocument: "Volver al documento",
    notAvailable: Notice(
      title: "Este documento no está disponible",
      text:
        "Su enlace ha terminado, o una parte de la dirección se perdió por el camino. Ábrelo otra "
        + "vez desde el mensaje en que llegó, o pide uno nuevo a quien te lo envió."),
    locked: Notice(
      title: "Este documento tiene contraseña",
      text: "Quien te envió el enlace puede decirte la contraseña."),
    lockedAgain:
      "Hace un rato que lo abriste; escribe la contraseña otra vez, por favor. Lo que habías "
      + "escrito se conserva.",
    password: "Contraseña",
    open: "Abrir el documento",
    tooManyTries: { seconds in
      Notice(
        title: "Demasiadas contraseñas equivocadas",
        text:
          "Para que no entren otros, ahora esperamos un poco. Inténtalo de nuevo en "
          + "\(wait(seconds)).")
    },
    comments: "Comentarios",
    noComments: "Nadie ha comentado todavía. El primero puede ser el tuyo.",
    addComment: "Añadir un comentario",
    commentHint: "Lo ven todas las personas que pueden abrir este documento, con tu nombre.",
    name: "Tu nombre",
    comment: "Tu comentario",
    post: "Publicar comentario",
    answer: "Responder",
    answerTo: { "al comentario de \($0)" },
    ofComment: { "tu comentario «\($0)»" },
    postAnswer: "Publicar respuesta",
    team: "Equipo",
    edited: "modificado",
    deleted: "Este comentario fue eliminado.",
    changeOrDelete: "Cambiar o eliminar",
    moreComments: "Más comentarios",
    firstComments: "Todos los comentarios desde el principio",
    ownComment: "Tu comentario",
    save: "Guardar",
    delete: "Eliminar comentario",
    deleteText: "Un comentario eliminado no se puede recuperar.",
    ask: "Pedir permiso para editar",
    askText:
      "Quienes cuidan de este documento ven tu solicitud y se ponen en contacto contigo por correo.",
    email: "Tu correo electrónico",
    emailHint: "Solo lo ven quienes cuidan de este documento.",
    message: "Mensaje",
    sendRequest: "Enviar solicitud",
    said: {
      switch $0 {
      case .posted: "Tu comentario está publicado."
      case .changed: "Tu comentario está cambiado."
      case .deleted: "Tu comentario está eliminado."
      case .asked: "Gracias. Tu solicitud va en camino a quienes cuidan de este documento."
      }
    },
    notSentYet: Notice(
      title: "Esto todavía no se ha enviado",
      text: "Lo que habías escrito está aquí de nuevo. Envíalo otra vez."),
    kept: Notice(
      title: "Lo que habías escrito",
      text: "No se ha guardado. Cópialo si quieres conservarlo."),
    fieldError: {
      switch $0 {
      case "wrong_password":
        "Esta no es la contraseña. Fíjate en las mayúsculas y los espacios e inténtalo de nuevo."
      case "unknown_comment", "is_an_answer":
        "El comentario al que respondes ya no está. Publica el tuyo como uno nuevo."
      default: nil
      }
    },
    problem: {
      switch $0 {
      case "comment_not_allowed":
        Notice(
          title: "Este enlace es solo para leer",
          text: "No se publicó nada. Pide a quien te lo envió uno con el que puedas comentar.")
      case "comment_not_found":
        Notice(
          title: "Este comentario ya no está",
          text: "Lo eliminó su autor, o quienes cuidan del documento.")
      case "not_your_comment":
        Notice(
          title: "Solo su autor puede cambiar este comentario",
          text: "Y solo en el navegador en que se escribió.")
      case "too_many_comments":
        Notice(
          title: "Aquí ya hay tantos comentarios como puede haber",
          text: "No se publicó nada. Ponte en contacto con quien te envió el enlace.")
      case "too_many_posts":
        Notice(
          title: "Eso fue mucho en poco tiempo",
          text: "Espera unos minutos y envíalo de nuevo. Lo que escribiste sigue aquí.")
      case "edit_requests_not_allowed":
        Notice(
          title: "Este enlace no admite solicitudes para editar",
          text: "No se envió nada. Ponte en contacto con quien te envió el enlace.")
      case "too_many_edit_requests":
        Notice(
          title: "Demasiadas solicitudes esperan respuesta",
          text: "No se envió nada. Vuelve más tarde, por favor.")
      case "form_expired":
        Notice(
          title: "Esta página estuvo abierta demasiado tiempo",
          text:
            "Todavía no se envió nada. Envíalo otra vez, por favor; si eso no ayuda, permite que tu "
            + "navegador guarde cookies de este sitio.")
      case "foreign_form":
        Notice(
          title: "Este formulario venía de otro sitio",
          text: "No se hizo nada. Solo se aceptan formularios de nuestras propias páginas.")
      default: nil
      }
    })

  private static func wait(_ seconds: Int) -> String {
    guard seconds > 90 else { return seconds == 1 ? "un segundo" : "\(seconds) segundos" }
    return "\((seconds + 59) / 60) minutos"
  }
}
