// A C face of zxing-cpp: Swift cannot read its C++ classes.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What is looked for.
typedef enum { ZX_CODE_39, ZX_CODE_128, ZX_DATA_MATRIX, ZX_QR_CODE, ZX_PDF_417 } ZXSymbology;

/// How what is dark is told from what is bright.
typedef enum {
  /// By the neighbourhood; of linear codes by the whole line.
  ZX_LOCAL,
  /// By 127.
  ZX_FIXED
} ZXThreshold;

enum { ZX_LONGEST_TEXT = 512 };

typedef struct {
  ZXSymbology symbology;
  /// Of a linear code: on so many lines it was read the same.
  int lines;
  /// At most ZX_LONGEST_TEXT.
  size_t length;
  /// As the symbol holds it, in whatever encoding.
  uint8_t text[ZX_LONGEST_TEXT];
} ZXCode;

/// Looks for them in a picture of one byte a pixel, row by row without gaps, and fills in at most
/// `capacity` of them: linear ones from left to right or from top to bottom, others however they are
/// turned. How many there are; longer texts, and what is damaged, are left out.
size_t zx_read(const uint8_t *_Nonnull pixels, int width, int height, ZXThreshold threshold,
               ZXCode *_Nonnull codes, size_t capacity);

#ifdef __cplusplus
}
#endif
