extension AlbumPagePhrases {
  static let spanish = AlbumPagePhrases(
    title: "Álbumes",
    own: "Mis álbumes",
    sharedWithMe: "Compartidos conmigo",
    new: "Álbum nuevo",
    newTitle: "Álbum nuevo",
    albumTitle: "Título",
    make: "Crear álbum",
    noAlbums: Notice(
      title: "Todavía no hay álbumes",
      text: "Reúne fotos y compártelas con un enlace: para ver o para añadir, por un tiempo o para "
        + "siempre."),
    nothingShared: Notice(
      title: "Todavía no han compartido nada contigo",
      text: "Aquí estarán los álbumes a los que te unas con un enlace."),
    noWorkspace: Notice(
      title: "No perteneces a ningún espacio de trabajo",
      text:
        "Los álbumes de un miembro son de un espacio de trabajo. Pide a un propietario o "
        + "administrador que te añada."),
    emptyBin: Notice(
      title: "La papelera está vacía", text: "Aquí estarían los álbumes eliminados."),
    bin: "Papelera",
    binText:
      "Los álbumes eliminados quedan aquí 30 días. Mientras tanto sus enlaces no abren nada; "
      + "restaurados, vuelven a abrirse.",
    backToAlbums: "Volver a los álbumes",
    restore: "Restaurar",
    deleted: "Eliminado",
    ofAlbum: { "«\($0)»" },
    ownedBy: "de",
    somebody: "alguien que se ha ido",
    roles: {
      switch $0 {
      case .viewer: "Puedes verlo"
      case .collaborator: "Puedes añadir fotos"
      case .owner: "Tuyo"
      }
    },
    rename: "Cambiar el título",
    delete: "Eliminar álbum",
    deleteTitle: { "¿Eliminar «\($0)»?" },
    deleteText:
      "Sus enlaces no abrirán nada y quienes se han unido dejarán de verlo. Puedes restaurarlo "
      + "durante 30 días, con sus fotos, enlaces y personas.",
    share: "Compartir",
    people: "Personas",
    parts: "Partes de esta página",
    addPhotos: "Añadir fotos",
    addPhotosHint:
      "JPEG, PNG, WebP, HEIC o AVIF; 25 MB cada una, 20 y 200 MB a la vez. Quienes ven el álbum no ven dónde "
      + "ni cuándo se tomaron; los originales lo dicen, y son para ti y para quienes pueden añadir "
      + "fotos.",
    upload: "Subir",
    uploading: "Subiendo…",
    uploaded: "Subida",
    notUploaded: "No se ha subido",
    retry: "Reintentar",
    waiting: "Esperando hasta que haya sitio…",
    signedOut: Notice(
      title: "Se ha cerrado tu sesión",
      text: "Inicia sesión de nuevo y vuelve a elegir las fotos que falten."),
    unreached: Notice(
      title: "No se puede llegar a Waylink",
      text: "Comprueba tu conexión. Lo que ya haya llegado no se añadirá dos veces."),
    refused: Notice(
      title: "No se ha podido añadir", text: "Vuelve a cargar la página e inténtalo otra vez."),
    noPhotos: "Todavía no hay fotos en este álbum.",
    noPhotosToAdd: "Todavía no hay fotos en este álbum. Añade las primeras abajo.",
    caption: "Descripción",
    captionHint: "Qué se ve: también se lee en voz alta a quienes no pueden ver la foto.",
    details: "Detalles",
    addedBy: "Añadida por",
    takenAt: "Tomada",
    cover: "Portada del álbum",
    makeCover: "Usar como portada",
    moveEarlier: "Mover antes",
    moveLater: "Mover después",
    original: "Descargar original",
    deletePhoto: "Eliminar foto",
    deletePhotoTitle: "¿Eliminar esta foto?",
    deletePhotoText: "Es para siempre: desaparece del álbum para todos los que lo ven.",
    shareLead:
      "Quien tiene el enlace ve las fotos y puede unirse al álbum si tiene una cuenta.",
    mode: "Modo",
    canLook: "quien se une puede ver las fotos.",
    canAdd: "quien se une también puede añadir fotos.",
    expiration: "Caducidad del enlace",
    expirationHint: "Desactivada: el enlace no caduca nunca.",
    date: "Fecha y hora de caducidad",
    dateHint: "Solo con caducidad; en la zona horaria de abajo.",
    dateUnused: "Has puesto una fecha. Activa la caducidad o borra la fecha.",
    reminder: "Avisarme por correo antes de que caduque",
    reminderHint: "Una vez, para que puedas darle más tiempo.",
    reminders: {
      switch $0 {
      case nil: "No avisar"
      case let hours? where hours % 168 == 0:
        hours == 168 ? "1 semana antes" : "\(hours / 168) semanas antes"
      case let hours? where hours % 24 == 0:
        hours == 24 ? "1 día antes" : "\(hours / 24) días antes"
      case let hours?: hours == 1 ? "1 hora antes" : "\(hours) horas antes"
      }
    },
    create: "Crear enlace",
    update: "Guardar",
    updateHint:
      "La dirección sigue siendo la misma. Quienes ya se han unido siguen como están.",
    address: "Enlace para compartir",
    copyLink: "Copiar enlace",
    addressForgotten:
      "Este enlace terminó hace tanto que su dirección se olvidó. Crea uno nuevo.",
    addressUnknown:
      "Este enlace funciona, pero su dirección no se puede mostrar: solo la conocen quienes la tienen. "
      + "Una dirección nueva u otro enlace sí se pueden copiar.",
    revoke: "Revocar acceso",
    revokeTitle: "¿Revocar el acceso con este enlace?",
    revokeText:
      "Ya no abrirá nada, y es para siempre. Después puedes crear un enlace nuevo.",
    keepMembers: "Conservar a quienes se unieron con él",
    keepMembersHint: "Si no, dejan el álbum junto con el enlace.",
    rotate: "Dirección nueva",
    rotateTitle: "¿Dar a este enlace una dirección nueva?",
    rotateText:
      "Todo lo demás sigue igual: modo, caducidad y las personas que se han unido. Envía la "
      + "dirección nueva a quienes deban seguir entrando.",
    grace: "La dirección antigua funciona aún",
    graces: {
      switch $0 {
      case 0: "nada: deja de funcionar al momento"
      case 3_600: "1 hora"
      case 86_400: "1 día"
      default: "1 semana"
      }
    },
    expiredSince: "Caducado",
    furtherLinks: "Más enlaces",
    furtherLinksText: "Cada uno con su modo y su caducidad, para otras personas.",
    makeFurther: "Crear otro enlace",
    moreLinks: "Más enlaces",
    change: "Cambiar",
    changeTitle: "Enlace para compartir",
    ofLink: "el enlace de",
    endedLinks: "Enlaces anteriores",
    made: "Creado",
    ended: "terminado",
    nobody: "Todavía no se ha unido nadie.",
    paused: "En pausa: el enlace con el que entró ha caducado",
    since: "desde",
    remove: "Quitar",
    removeTitle: { "¿Quitar a \($0) de este álbum?" },
    removeText:
      "Dejará de verlo. Quien aún tenga un enlace que abre puede volver a unirse: revócalo o dale "
      + "una dirección nueva para impedirlo.",
    leave: "Dejar el álbum",
    leaveTitle: { "¿Dejar «\($0)»?" },
    leaveText:
      "Desaparece de tu lista. Lo que has añadido se queda. Con un enlace que abre puedes volver a "
      + "unirte.",
    morePeople: "Más personas",
    problem: {
      switch $0 {
      case "album_not_found":
        Notice(
          title: "No existe ese álbum", text: "Se eliminó o ya no se comparte contigo.")
      case "photo_not_found":
        Notice(title: "Esta foto ya no está", text: "Alguien la ha eliminado.")
      case "member_not_found":
        Notice(title: "Ya se ha ido", text: "No queda nadie a quien quitar.")
      case "owner_cannot_accept":
        Notice(title: "Este álbum es tuyo", text: "Ya estás en él.")
      case "too_many_members":
        Notice(
          title: "No puede unirse nadie más",
          text: "Ya están todas las personas que caben en un álbum. Su dueño puede quitar a alguna."
        )
      case "view_only":
        Notice(
          title: "Puedes ver este álbum, y nada más",
          text: "Su dueño puede enviarte un enlace de colaboración.")
      case "not_your_photo":
        Notice(
          title: "Esta foto es de otra persona",
          text: "Solo pueden hacerlo el dueño del álbum y quien la añadió.")
      case "too_many_photos":
        Notice(
          title: "El álbum está lleno",
          text: "Un álbum puede tener 2000 fotos. No se ha añadido nada.")
      case "too_many_share_links":
        Notice(
          title: "Hay demasiados enlaces", text: "Revoca los que ya no hagan falta.")
      case "not_an_image":
        Notice(
          title: "No es una foto que podamos leer",
          text: "Se aceptan JPEG, PNG, WebP, HEIC y AVIF. No se ha añadido nada.")
      case "image_damaged":
        Notice(
          title: "Una foto está dañada",
          text: "No se puede leer hasta el final. No se ha añadido nada.")
      case "too_many_pixels":
        Notice(
          title: "Una foto es demasiado grande",
          text: "Tiene más de 100 millones de píxeles. No se ha añadido nada.")
      case "image_too_complex":
        Notice(
          title: "Una foto no se puede leer a tiempo",
          text: "Guárdala de nuevo como JPEG y súbela así. No se ha añadido nada.")
      case "rate_limited":
        Notice(
          title: "Ha sido demasiado a la vez", text: "Espera un momento e inténtalo de nuevo.")
      case "payload_too_large":
        Notice(
          title: "Es demasiado grande",
          text: "Una foto puede tener 25 MB. No se ha añadido nada.")
      case "storage_full":
        Notice(
          title: "No queda sitio",
          text: "No se ha añadido nada. Quien lleva este sitio lo sabe.")
      default: nil
      }
    })
}
