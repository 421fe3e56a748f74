import Imaging

extension Upload {
  /// What it is, once it has been read to its end.
  func picture(as format: PictureFormat) -> PictureReport {
    guard let header = VipsPicture(self, as: format) else { return .refused(.damaged) }
    let (width, height) = (header.width, header.height)
    guard PictureLimits.allow(width: width, height: height) else {
      return .refused(.tooManyPixels)
    }
    guard let large = fitted(header, format, into: PictureLimits.largeSide),
      // Of the large size and not of the file: so that both show the same.
      let thumb = large.fitted(into: PictureLimits.thumbSide),
      let largeRendition = large.rendition(), let thumbRendition = thumb.rendition()
    else { return .refused(.damaged) }
    let details = CaptureDetails(header)
    return .picture(
      Picture(
        format: format, width: header.isTurned ? height : width,
        height: header.isTurned ? width : height, capturedAt: details.time,
        position: details.position, thumb: thumbRendition, large: largeRendition))
  }

  /// The barcodes that it shows.
  func barcodes(as format: PictureFormat) -> BarcodeReport {
    guard let header = VipsPicture(self, as: format) else { return .refused(.damaged) }
    guard PictureLimits.allow(width: header.width, height: header.height) else {
      return .refused(.tooManyPixels)
    }
    guard let gray = fitted(header, format, into: BarcodeSearch.side).flatMap(GrayPicture.init)
    else { return .refused(.damaged) }
    return .barcodes(BarcodeSearch.barcodes(in: gray))
  }

  /// JPEG can be decoded to an eighth of its size in a fraction of the time.
  private func fitted(
    _ header: VipsPicture, _ format: PictureFormat, into side: Int
  ) -> VipsPicture? {
    let longest = max(header.width, header.height)
    guard format == .jpeg, let shrink = [8, 4, 2].first(where: { longest >= side * $0 }) else {
      return header.fitted(into: side)
    }
    return VipsPicture(self, as: format, shrunkBy: Int32(shrink))?.fitted(into: side)
  }
}
