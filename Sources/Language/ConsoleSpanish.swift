extension ConsolePhrases {
  static let spanish = ConsolePhrases(
    jobs: .spanish,
    links: .spanish,
    menu: "Menú",
    workspace: "Espacio de trabajo",
    workspaces: "Espacios de trabajo",
    account: "Cuenta",
    signOut: "Cerrar sesión",
    language: "Idioma",
    save: "Guardar",
    cancel: "Cancelar",
    goBack: "Volver",
    copy: "Copiar",
    copied: "Copiado",
    selected: "Seleccionado: ahora pulsa Ctrl+C o mantén pulsado",
    message: {
      switch $0 {
      case .jobMade: "El trabajo está publicado."
      case .jobRestored: "El trabajo ha vuelto, con sus tareas y su enlace."
      case .linkMade: "El enlace está hecho. Cópialo y envíalo a quien deba ver el trabajo."
      case .linkStands: "Ya hay un enlace: es este."
      case .linkRevoked: "El enlace está retirado. Ya no abre nada."
      case .signedOut: "Has cerrado la sesión."
      case .passwordChanged:
        "Tu contraseña ha cambiado. La sesión está cerrada en tus demás dispositivos."
      case .sessionEnded: "La sesión de ese dispositivo está cerrada."
      case .othersEnded: "La sesión está cerrada en todos tus demás dispositivos."
      case .languageChanged: "Desde ahora, las páginas están en español."
      case .memberJoined: "Ya es miembro."
      case .memberInvited:
        "Todavía no tiene cuenta, y no se le envía ningún mensaje. Añádele otra vez cuando haya "
          + "creado una."
      case .memberRemoved: "Ya no es miembro."
      case .roleChanged: "El rol ha cambiado."
      case .workspaceLeft: "Has dejado el espacio de trabajo."
      case .keyEnded: "La clave ha terminado. Con ella ya no entra nada."
      case .jobChanged: "El trabajo ha cambiado."
      case .jobCancelled: "El trabajo está cancelado."
      case .jobRestarted: "El trabajo ha empezado de nuevo."
      case .jobDeleted: "El trabajo está en la papelera. Puedes restaurarlo durante 30 días."
      case .linkExpiryChanged: "La caducidad del enlace ha cambiado. Su dirección es la misma."
      case .linkRotated:
        "El enlace tiene una dirección nueva. Envíala a quienes deban seguir entrando."
      case .tasksAdded: "Las tareas están añadidas, detrás de las demás."
      case .tasksChanged: "El estado de estas tareas ha cambiado."
      case .documentMade: "El documento está creado."
      case .documentSaved: "Guardado como una versión nueva."
      case .documentUnchanged: "No había nada que guardar: está como estaba."
      case .documentDeleted: "El documento está en la papelera. Puedes restaurarlo durante 30 días."
      case .documentRestored: "El documento ha vuelto, con sus enlaces y comentarios."
      case .versionBroughtBack: "La versión anterior vuelve a ser la actual."
      case .linkMadeBefore:
        "Este enlace ya se había creado. Su dirección se mostró una vez y ya no se puede mostrar."
      case .linkChanged: "El enlace está cambiado. Su dirección es la misma."
      case .commentPosted: "Tu comentario está ahí."
      case .answerPosted: "Tu respuesta está ahí."
      case .commentChanged: "Tu comentario está cambiado."
      case .commentTakenAway: "El comentario se ha eliminado."
      case .requestAccepted: "La petición está aceptada. Añade ahora a esa persona y avísala."
      case .requestDeclined: "La petición está rechazada."
      case .profileSaved: "Guardado."
      case .workspaceApproved: "El espacio de trabajo puede publicar para ti."
      case .workspaceBlocked: "El espacio de trabajo ya no puede publicar para ti."
      case .accountClosed: "La cuenta está cerrada."
      case .passwordSet: "Tu contraseña nueva está guardada. Entra con ella."
      case .invitationSent: "Todavía no tiene cuenta. Un enlace va de camino."
      case .messagesSaved: "Guardado: se te comunica lo que has marcado."
      case .albumMade: "El álbum está creado. Ahora añade fotos."
      case .albumRenamed: "El álbum tiene su título nuevo."
      case .albumDeleted: "El álbum está en la papelera. Puedes restaurarlo durante 30 días."
      case .albumRestored: "El álbum ha vuelto, con sus fotos, enlaces y personas."
      case .albumJoined: "Te has unido al álbum."
      case .albumLeft: "Has dejado el álbum."
      case .albumMemberRemoved: "Ya no está en el álbum."
      case .albumLinkMade: "El enlace está creado. Cópialo y envíalo a quien deba ver el álbum."
      case .albumLinkRevoked: "El acceso con ese enlace está revocado. Puedes crear uno nuevo."
      case .photosAdded: "Las fotos están añadidas."
      case .photoSaved: "Guardado."
      case .photoDeleted: "La foto está eliminada."
      }
    },
    errorInTitle: "Error",
    checkForm: "Revisa lo que has escrito",
    kept: Notice(
      title: "Lo que habías escrito",
      text: "No se ha guardado. Cópialo si quieres conservarlo."),
    optional: "opcional",
    fieldError: {
      switch $0 {
      case "not_a_key", "same_key", "too_many_lines":
        JobPhrases.spanish.fieldError($0)
      case "required": "Rellena este campo."
      case "too_short": "Usa al menos 10 caracteres."
      case "too_long": "Usa como mucho 128 caracteres."
      case "too_common": "Es de las primeras contraseñas que cualquiera probaría."
      case "personal": "No uses tu nombre ni tu correo como contraseña."
      case "not_an_email": "No es una dirección de correo. Una se parece a nombre@ejemplo.com."
      case "control_character": "Contiene un carácter que no se puede usar."
      case "not_allowed": "Elige uno de la lista."
      case "duplicate": "Se ha enviado dos veces."
      default:
        LinkPhrases.spanish.fieldError($0) ?? JobPagePhrases.spanish.fieldError($0)
          ?? DocumentPhrases.spanish.fieldError($0)
      }
    },
    lineError: { $0 == "line_too_long" ? "La línea \($1) tiene más de 500 caracteres." : nil },
    fieldWrong: "Esto no se puede usar.",
    wrongLength: { "Usa de \($0.lowerBound) a \($0.upperBound) caracteres." },
    problem: {
      switch $0 {
      case "idempotency_key_reused":
        Notice(
          title: "Este formulario ya se envió",
          text: "Lo que hizo entonces queda hecho. Vuelve a cargar la página si quieres algo más.")
      case "bad_credentials":
        Notice(
          title: "El correo y la contraseña no corresponden",
          text: "Comprueba que ambos estén bien escritos e inténtalo de nuevo.")
      case "too_many_attempts":
        Notice(
          title: "Demasiados intentos fallidos",
          text: "Para proteger la cuenta, esperamos un poco tras varias contraseñas equivocadas. "
            + "Espera un momento e inténtalo de nuevo.")
      case "email_taken":
        Notice(
          title: "Ya hay una cuenta con este correo",
          text: "Inicia sesión con ella o usa otra dirección.")
      case "signup_closed":
        Notice(
          title: "Ahora mismo no se pueden crear cuentas aquí",
          text: "Si ya tienes una, inicia sesión. Si no, pregunta a quien lleva este sitio.")
      case "members_only":
        Notice(
          title: "Estas páginas son para miembros de un espacio de trabajo",
          text: "Tu cuenta es de otro tipo. Cierra la sesión y usa la cuenta de un miembro.")
      case "form_expired":
        Notice(
          title: "Este formulario ya no vale",
          text:
            "No se ha cambiado nada. Es de una sesión anterior: vuelve atrás, carga la página de "
            + "nuevo y envíalo otra vez.")
      case "foreign_form":
        Notice(
          title: "Este formulario venía de otro sitio",
          text: "No se ha cambiado nada. Solo se aceptan formularios de nuestras páginas.")
      case "not_an_admin":
        Notice(
          title: "Solo los propietarios y administradores pueden hacerlo",
          text: "Pídeselo a uno de ellos, o que te den ese rol.")
      case "not_an_owner":
        Notice(
          title: "Solo los propietarios pueden hacerlo",
          text: "Lo que afecta a un propietario es cosa de propietarios.")
      case "last_owner":
        Notice(
          title: "Un espacio de trabajo necesita un propietario",
          text: "Nombra antes a otra persona.")
      case "already_a_member":
        Notice(title: "Ya es miembro", text: "Puedes cambiar su rol en la lista de arriba.")
      case "account_is_a_client":
        Notice(
          title: "Esta cuenta no puede entrar en un espacio de trabajo",
          text: "Es la cuenta de un cliente. Pide otra dirección de correo.")
      case "too_many_invitations":
        Notice(
          title: "Hay demasiadas invitaciones abiertas",
          text: "Retira las que ya no hagan falta.")
      case "too_many_api_keys":
        Notice(
          title: "Ya hay cincuenta claves", text: "Termina una que ya no haga falta.")
      case "unavailable":
        Notice(
          title: "Un momento, por favor",
          text: "Tenemos mucho que hacer. Inténtalo en unos segundos.")
      default:
        LinkPhrases.spanish.problem($0) ?? DocumentPagePhrases.spanish.problem($0)
          ?? JobPagePhrases.spanish.problem($0) ?? ClientPagePhrases.spanish.problem($0)
          ?? AlbumPagePhrases.spanish.problem($0)
      }
    },
    refused: Notice(
      title: "Eso no te corresponde",
      text: "Tu rol no lo incluye. Pídeselo a un propietario o administrador."),
    signIn: "Iniciar sesión",
    signInFirst: "Inicia sesión para ver esta página.",
    signInAgain:
      "Tu sesión se había cerrado. Iníciala de nuevo: lo que escribiste se conserva, salvo las "
      + "contraseñas.",
    newHere: "¿Es tu primera vez?",
    signUp: "Crear una cuenta",
    signUpLead:
      "La cuenta incluye un espacio de trabajo. Más tarde puedes añadir a otras personas.",
    haveAccount: "¿Ya tienes cuenta?",
    signUpQuestion: "¿Publicas trabajos, o se publican para ti?",
    signUpAsMember: "Publico trabajos",
    signUpAsClient: "Se publican para mí",
    email: "Correo electrónico",
    password: "Contraseña",
    passwordHint: "Al menos 10 caracteres. Van bien unas palabras que solo tú juntarías.",
    yourName: "Tu nombre",
    workspaceName: "Nombre de tu espacio de trabajo",
    workspaceNameHint: "Por ejemplo, tu empresa o equipo.",
    resumeTitle: "Has vuelto a iniciar sesión",
    resumeText:
      "Lo que habías escrito aún no se ha enviado. No cambia nada hasta que lo hagas; salvo las "
      + "contraseñas, todo se conserva.",
    resume: "Enviar lo que había escrito",
    profile: "Tú",
    changePassword: "Cambiar la contraseña",
    changePasswordHint: "Entonces se cierra la sesión en tus demás dispositivos.",
    currentPassword: "Contraseña actual",
    newPassword: "Contraseña nueva",
    devices: "Dónde tienes la sesión abierta",
    devicesHint: "Si no reconoces alguno, cierra su sesión y cambia la contraseña.",
    device: "Dispositivo",
    unknownDevice: "Desconocido",
    program: "De un programa",
    signedInAt: "Inicio",
    lastUsed: "Último uso",
    neverUsed: "nunca",
    thisDevice: "este",
    end: "Cerrar sesión",
    endOthers: "Cerrar la sesión en los demás",
    action: "Acción",
    members: "Miembros",
    membersForAdmins: "Los propietarios y administradores ven aquí quién más es miembro.",
    name: "Nombre",
    role: "Rol",
    roles: {
      switch $0 {
      case .owner: "Propietario"
      case .admin: "Administrador"
      case .member: "Miembro"
      }
    },
    since: "Desde",
    you: "tú",
    changeRole: "Cambiar",
    remove: "Quitar",
    leave: "Dejar este espacio de trabajo",
    invite: "Añadir a alguien",
    inviteHint: "Quien tenga una cuenta entra enseguida. Los demás tienen que crear una antes.",
    invitations: "Todavía sin cuenta",
    invitationsHint:
      "Nadie les ha avisado: no se envían mensajes. Añádeles otra vez cuando hayan creado una cuenta.",
    invitedUntil: "En esta lista hasta",
    withdraw: "Retirar",
    keys: "Claves de API",
    keysHint: "Con una clave, un programa puede hacer en este espacio lo que puedes hacer tú.",
    noKeys: "No hay claves.",
    keyName: "Nombre de la clave",
    keyNameHint: "Qué la va a usar, para reconocerla después.",
    makeKey: "Crear una clave",
    endKey: "Terminar",
    newKey: "Tu clave nueva",
    newKeyText:
      "Cópiala ahora y guárdala en un lugar seguro: no se vuelve a mostrar. No cargues esta página "
      + "otra vez o se creará otra clave.",
    more: "Más",
    removeTitle: { "¿Quitar a \($0)?" },
    removeText:
      "Pierde el acceso enseguida y sus claves terminan. Lo que hizo se queda y pasa a un "
      + "propietario. Más tarde puedes volver a añadirle.",
    demoteTitle: { "¿Hacer de \($0) un simple miembro?" },
    demoteText: {
      ($0 == 1
        ? "Su clave de API de este espacio termina enseguida: lo que la use"
        : "Sus \($0) claves de API de este espacio terminan enseguida: lo que las use")
        + " deja de funcionar, y una clave terminada no vuelve a funcionar nunca. "
        + "Sigue en el espacio de trabajo."
    },
    demote: "Hacerlo miembro",
    withdrawTitle: { "¿Retirar la invitación de \($0)?" },
    withdrawText: "Se quita de la lista. Puedes volver a añadirle cuando quieras.",
    leaveTitle: { "¿Dejar «\($0)»?" },
    leaveText:
      "Pierdes el acceso enseguida y tus claves de este espacio terminan. Lo que hiciste se queda y "
      + "pasa a un propietario. Solo un propietario o administrador puede dejarte entrar de nuevo.",
    endKeyTitle: { "¿Terminar la clave «\($0)»?" },
    endKeyText: "Lo que la use deja de funcionar enseguida. Una clave terminada no vuelve a valer.")
}
