#include "zxing_c.h"

#include <ZXing/ReadBarcode.h>
#include <algorithm>
#include <cstring>

using ZXing::BarcodeFormat;
using ZXing::BarcodeFormats;

static const struct {
  ZXSymbology symbology;
  BarcodeFormat format;
} known[] = {
    {ZX_CODE_39, BarcodeFormat::Code39},         {ZX_CODE_128, BarcodeFormat::Code128},
    {ZX_DATA_MATRIX, BarcodeFormat::DataMatrix}, {ZX_QR_CODE, BarcodeFormat::QRCode},
    {ZX_PDF_417, BarcodeFormat::PDF417},
};

static ZXing::DecodeHints hints(ZXThreshold threshold, size_t capacity) {
  BarcodeFormats formats;
  for (auto &one : known) formats |= one.format;
  ZXing::DecodeHints hints;
  hints.setFormats(formats);
  hints.setBinarizer(threshold == ZX_FIXED ? ZXing::Binarizer::FixedThreshold
                                           : ZXing::Binarizer::LocalAverage);
  hints.setTryHarder(true);
  hints.setTryRotate(true);
  // Smaller copies come from libvips, which makes better ones.
  hints.setTryDownscale(false);
  hints.setMaxNumberOfSymbols(static_cast<uint8_t>(std::min<size_t>(capacity, 255)));
  return hints;
}

static bool fill(ZXCode &code, const ZXing::Result &result) {
  const auto &bytes = result.bytes();
  if (!result.isValid() || bytes.empty() || bytes.size() > ZX_LONGEST_TEXT) return false;
  for (auto &one : known) {
    if (one.format != result.format()) continue;
    code.symbology = one.symbology;
    code.lines = result.lineCount();
    code.length = bytes.size();
    std::memcpy(code.text, bytes.data(), bytes.size());
    return true;
  }
  return false;
}

size_t zx_read(const uint8_t *pixels, int width, int height, ZXThreshold threshold,
               ZXCode *codes, size_t capacity) {
  size_t count = 0;
  // No exception may leave C++: what a picture drives into one holds nothing that can be read.
  try {
    ZXing::ImageView view(pixels, width, height, ZXing::ImageFormat::Lum);
    auto wanted = hints(threshold, capacity);
    for (const auto &result : ZXing::ReadBarcodes(view, wanted)) {
      if (count < capacity && fill(codes[count], result)) count++;
    }
  } catch (...) {
  }
  return count;
}
