extension AlbumPhrases {
  static let spanish = AlbumPhrases(
    sharedAlbum: "Álbum compartido",
    viewOnly: "Solo ver",
    viewOnlyText: "Quien se une puede ver las fotos.",
    collaboration: "Colaboración",
    collaborationText: "Quien se une también puede añadir fotos.",
    expires: "Caduca",
    neverExpires: "No caduca nunca",
    photoCount: { $0 == 1 ? "1 foto" : "\($0) fotos" },
    photos: "Fotos",
    photo: { "Foto \($0) de \($1)" },
    noPhotos: "Todavía no hay fotos aquí.",
    previous: "Foto anterior",
    next: "Foto siguiente",
    backToAlbum: "Todas las fotos",
    join: "Unirse al álbum",
    joinText: "Después estará en tu propia lista de álbumes.",
    yours: "Este álbum es tuyo.",
    joined: "Ya te has unido a este álbum.",
    openAlbum: "Abrir el álbum",
    joinTitle: { "¿Unirse a «\($0)»?" },
    joinAs: { "Te unes como \($0)." },
    joinNote:
      "Quien tiene el álbum verá tu nombre. Puedes dejarlo cuando quieras.")
}
