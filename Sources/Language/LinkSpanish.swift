extension LinkPhrases {
  static let spanish = LinkPhrases(
    states: {
      switch $0 {
      case .none: "Sin enlace"
      case .active: "Activo"
      case .expired: "Caducado"
      case .revoked: "Revocado"
      }
    },
    expiry: "El enlace caduca",
    never: "nunca",
    keepExpiry: "como ahora",
    inDays: { $0 == 1 ? "en 1 día" : "en \($0) días" },
    onDate: "en la fecha que elijas",
    date: "Fecha y hora",
    dateHint: "Solo para una fecha que elijas.",
    dateUnused:
      "También has puesto una fecha. Elige «en la fecha que elijas» o vacía la fecha.",
    zone: "Zona horaria de esa fecha",
    yourZone: "Tu zona horaria:",
    neverOpened: "Todavía no lo ha abierto nadie.",
    opened: { $0 == 1 ? "Abierto una vez" : "Abierto \($0) veces" },
    lastOpened: "la última el",
    opens: "Aperturas",
    opensByDay: "Aperturas por día, últimos 30 días (UTC)",
    opensHint: "No se cuentan robots, vistas previas ni recargas.",
    day: "Día",
    count: "Aperturas",
    noOpensLately: "Ninguna en los últimos 30 días.",
    activity: "Actividad",
    event: {
      switch $0 {
      case "link.created": "Enlace generado"
      case "link.imported": "Enlace traído de una aplicación anterior"
      case "link.retired": "Enlace caducado sustituido por otro"
      case "link.revoked": "Enlace revocado"
      case "link.expiry_changed": "Caducidad del enlace cambiada"
      case "link.rotated": "Dirección del enlace cambiada"
      case "link.wiped": "Dirección de un enlace terminado olvidada"
      case "link.changed": "Enlace cambiado"
      case "link.level_changed": "Lo que pueden hacer sus invitados ha cambiado"
      case "link.password_set": "Contraseña puesta"
      case "link.password_removed": "Contraseña quitada"
      case "link.edit_requests_changed": "Si sus invitados pueden pedir editar ha cambiado"
      default: nil
      }
    },
    eventUntil: "funciona hasta",
    eventForGood: "no caduca",
    eventOldAddress: "dirección antigua hasta",
    eventRefused: "rechazado: sin permiso",
    byKey: "clave de API",
    byGuest: "un invitado",
    bySystem: "Waylink",
    somebody: "alguien que ya no está",
    earlierEvents: "Anteriores",
    newestEvents: "Más recientes",
    problem: {
      switch $0 {
      case "not_a_manager":
        Notice(
          title: "Puedes ver esto, pero no gestionarlo",
          text:
            "Pueden quien lo creó y los administradores y propietarios del espacio de trabajo. No "
            + "se ha cambiado nada.")
      case "share_link_exists":
        Notice(
          title: "Ya hay un enlace activo",
          text: "Caduca en otro momento que el elegido. Cambia la caducidad de ese enlace.")
      case "share_link_revoked":
        Notice(
          title: "Este enlace se revocó entretanto",
          text: "Es definitivo: ya no se puede cambiar. Puedes generar uno nuevo.")
      case "share_link_ended":
        Notice(
          title: "Este enlace ha terminado",
          text: "Ya no se puede cambiar. Puedes generar uno nuevo.")
      case "share_link_not_found":
        Notice(
          title: "Este enlace ya ha terminado",
          text:
            "Se revocó o se sustituyó entretanto, quizá por otra persona. Vuelve para ver cómo está "
            + "ahora.")
      default: nil
      }
    },
    fieldError: {
      switch $0 {
      case "expires_at_in_past": "Ese momento ya ha pasado. Elige uno en el futuro."
      case "not_an_instant": "Elige una fecha y una hora."
      default: nil
      }
    })
}
