import Accounts
import Console
import HTML
import HTTP
import Language
import Primitives

/// The form by which photos come into an album: several at once in one request, or, by a script, each in
/// one of its own.
struct PhotoUploadForm {
  let album: UUID
  let visit: AccountVisit

  private var words: AlbumPagePhrases { visit.phrases.albumPage }

  func write(_ state: FormState, to main: inout PageWriter) {
    main.section(.class("shares")) { section in
      section.h2(.id(AlbumPagesRoute.Part.upload.rawValue), text: words.addPhotos)
      section.summary(of: state, [FormField("file", words.addPhotos)], visit.phrases.console)
      section.form(
        posting: Address(AlbumPagesRoute.photos(album).address), with: visit.proof,
        .class("card upload"), .sendsFiles, .saysUploading(words.uploading),
        .saysUploaded(words.uploaded), .saysWaiting(words.waiting),
        .saysFailed(words.notUploaded), .saysReasons(reasons), .saysRetry(words.retry),
        .saysSignIn(visit.phrases.console.signIn)
      ) { form in
        form.once()
        form.div(.class("field")) { div in
          div.label(.for("upload-file"), text: words.addPhotos)
          div.p(.class("hint"), .id("upload-file-hint"), text: words.addPhotosHint)
          div.files(
            .id("upload-file"), .name("file"), .required,
            .accept("image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif"),
            .ariaDescribedBy("upload-file-hint"))
        }
        form.button(text: words.upload)
      }
    }
  }
}

extension PhotoUploadForm {
  /// Of refusals, as members are told of them.
  private static let codes: [StaticString] = [
    "not_an_image", "image_damaged", "too_many_pixels", "image_too_complex", "payload_too_large",
    "too_many_photos", "storage_full", "view_only", "album_not_found", "photo_not_found",
    "form_expired", "foreign_form", "rate_limited", "unavailable",
  ]

  /// For the script, by code; the last ones for what isn't answered by us, or has no words of its own.
  private var reasons: String {
    let console = visit.phrases.console
    var json = JSONWriter(capacity: 4 << 10)
    json.object { object in
      func say(_ notice: Notice?, of code: StaticString) {
        guard let notice else { return }
        object.text(code, "\(notice.title). \(notice.text)")
      }
      for code in Self.codes { say(console.problem(code.description), of: code) }
      say(words.signedOut, of: "unauthorized")
      say(words.unreached, of: "unreached")
      say(visit.phrases.ourFault, of: "internal_error")
      say(words.refused, of: "refused")
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension Albums {
  /// `POST /console/albums/{id}/photos`: all of the files, or none; the same form sent twice adds them
  /// once. A script is answered as the API answers.
  func upload(to id: UUID, in console: Console, _ context: Context) throws -> Response {
    let (visit, fields) = try console.upload(context)
    do {
      let photos = try upload(to: id, visit.identity, context) {
        try PhotoUpload(ofPage: fields, into: files)
      }
      guard context.request.headers.prefersHTML else {
        return try answer(photos, to: id, visit.identity, context)
      }
      return visit.redirect(to: AlbumPagesRoute.part(.photos, of: id), saying: .photosAdded)
    } catch let error as any ProblemConvertible where context.request.headers.prefersHTML {
      let problem = error.problem
      guard Self.isOfFiles(problem) || FormState.belongsOnPage(problem) else { throw error }
      var response = try AlbumPage(id, visit, self).response(
        AlbumPage.Forms(upload: FormState("upload", Form(), problem)))
      response.headers += problem.headers
      return response
    }
  }

  /// Whether other files may do better.
  private static func isOfFiles(_ problem: Problem) -> Bool {
    [413, 415, 507].contains(problem.status.code)
  }
}
