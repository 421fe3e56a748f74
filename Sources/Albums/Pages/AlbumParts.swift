import HTML
import HTTP
import Imaging
import Language
import Links
import Primitives

// What the pages of albums have in common, whoever sees them.

extension PageWriter {
  /// What a link lets those do who join through it.
  mutating func albumMode(isCollaboration: Bool, _ words: AlbumPhrases) {
    span(
      .class(isCollaboration ? "status completed" : "status"),
      text: isCollaboration ? words.collaboration : words.viewOnly)
  }

  /// When a link expires, or that it never does.
  mutating func albumExpiry(_ expiresAt: Instant?, _ words: AlbumPhrases) {
    span(.class("status badge")) { badge in
      guard let expiresAt else { return badge.text(words.neverExpires) }
      badge.text("\(words.expires) ")
      badge.moment(expiresAt)
    }
  }
}

/// Photos beside each other, each a link to itself.
struct PhotoGrid {
  let photos: [NumberedPhoto]
  /// Of the whole album.
  let count: Int
  let words: AlbumPhrases
  /// Where a photo's page is, and its thumbnail.
  let page: (Photo) -> LocalPath
  let thumb: (Photo) -> LocalPath

  func write(to main: inout PageWriter) {
    main.ul(.class("photos")) { ul in
      for numbered in photos {
        let photo = numbered.photo
        ul.li { li in
          li.a(.href(Address(page(photo)))) { a in
            a.img(
              Address(thumb(photo)), alt: words.alternative(to: numbered, of: count),
              width: photo.width, height: photo.height, .lazy)
          }
        }
      }
    }
  }
}

extension AlbumPhrases {
  /// What is said in a photo's place: its caption, or which one it is.
  func alternative(to numbered: NumberedPhoto, of count: Int) -> String {
    numbered.photo.caption ?? photo(numbered.number, max(count, numbered.number))
  }
}

/// One photo, large, with the way to those beside it.
struct LargePhoto {
  let photo: NumberedPhoto
  /// Of the whole album.
  let count: Int
  let words: AlbumPhrases
  let large: LocalPath
  /// Pages of the photos beside it.
  let previous: LocalPath?
  let next: LocalPath?

  func write(to main: inout PageWriter) {
    let size = PictureSize(of: photo.photo)
    main.figure(.class("photo")) { figure in
      figure.img(
        Address(large), alt: words.alternative(to: photo, of: count), width: size.width,
        height: size.height)
      if let caption = photo.photo.caption {
        figure.figcaption(.dir("auto"), text: caption)
      }
    }
    guard previous != nil || next != nil else { return }
    main.nav(.class("pages beside"), .ariaLabel(words.photos)) { nav in
      nav.ul { ul in
        if let previous {
          ul.li { $0.a(.href(Address(previous)), .previous, text: words.previous) }
        }
        if let next { ul.li { $0.a(.href(Address(next)), .next, text: words.next) } }
      }
    }
  }
}

/// How large the large rendition of a photo is, in pixels: it fits into 2,048, and is never larger than
/// the photo.
private struct PictureSize {
  let width: Int
  let height: Int

  init(of photo: Photo) {
    let side = PictureLimits.largeSide
    let longest = max(photo.width, photo.height, 1)
    guard longest > side else {
      (width, height) = (photo.width, photo.height)
      return
    }
    width = max(1, photo.width * side / longest)
    height = max(1, photo.height * side / longest)
  }
}
