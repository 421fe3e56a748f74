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
        .saysUploaded(words.uploaded), .saysFailed(words.notUploaded), .saysRetry(words.retry)
      ) { form in
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

extension Albums {
  /// `POST /console/albums/{id}/photos`: all of the files, or none. A script is answered as the API
  /// answers.
  func upload(to id: UUID, in console: Console, _ context: Context) throws -> Response {
    let (visit, fields) = try console.upload(context)
    do {
      let photos = try upload(to: id, visit.identity, context) {
        try PhotoUpload(fields, into: files)
      }
      guard context.request.headers.prefersHTML else {
        return try answer(photos, to: id, visit.identity, context)
      }
      return visit.redirect(to: AlbumPagesRoute.part(.photos, of: id), saying: .photosAdded)
    } catch let error as any ProblemConvertible where context.request.headers.prefersHTML {
      let problem = error.problem
      guard Self.isOfFiles(problem) || FormState.belongsOnPage(problem) else { throw error }
      return try AlbumPage(id, visit, self).response(
        AlbumPage.Forms(upload: FormState("upload", Form(), problem)))
    }
  }

  /// Whether other files may do better.
  private static func isOfFiles(_ problem: Problem) -> Bool {
    [413, 415, 507].contains(problem.status.code)
  }
}
