import Imaging

extension Upload {
  /// What it is, once it has been read to its end.
  func report(as format: PictureFormat) -> PictureReport {
    guard let header = VipsPicture(self, as: format) else { return .damaged }
    let (width, height) = (header.width, header.height)
    guard PictureLimits.allow(width: width, height: height) else { return .tooManyPixels }
    guard let large = source(header, format)?.fitted(into: PictureLimits.largeSide),
      // Of the large size and not of the file: so that both show the same.
      let thumb = large.fitted(into: PictureLimits.thumbSide),
      let largeRendition = large.rendition(), let thumbRendition = thumb.rendition()
    else { return .damaged }
    let details = CaptureDetails(header)
    return .picture(
      Picture(
        format: format, width: header.isTurned ? height : width,
        height: header.isTurned ? width : height, capturedAt: details.time,
        position: details.position, thumb: thumbRendition, large: largeRendition))
  }

  /// JPEG can be decoded to an eighth of its size in a fraction of the time.
  private func source(_ header: VipsPicture, _ format: PictureFormat) -> VipsPicture? {
    let longest = max(header.width, header.height)
    guard format == .jpeg,
      let shrink = [8, 4, 2].first(where: { longest >= PictureLimits.largeSide * $0 })
    else { return header }
    return VipsPicture(self, as: format, shrunkBy: Int32(shrink))
  }
}
