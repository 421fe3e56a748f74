// Photographs labels, as far as barcodes are concerned. In C, for Swift's loops over pixels take
// minutes when they are not optimised.
#pragma once
#include <stdint.h>

/// A printed code on a label of its own colour, somewhere in the photo.
typedef struct {
  /// Row by row, 1 for dark.
  const uint8_t *_Nonnull modules;
  int columns, rows;
  /// Of one module, in pixels.
  double moduleWidth, moduleHeight;
  /// Around the code, in modules' widths.
  double quiet;
  /// Of its middle, in pixels.
  double x, y;
  /// Clockwise, in degrees.
  double angle;
  /// By how much it looks larger at its right end than in its middle, and smaller at its left.
  double tilt;
  /// How far its ends hang down, in pixels: it sticks on something round.
  double bend;
  /// Of its paper and its print, from 0 to 255.
  double paper, ink;
} CameraLabel;

/// A photo before it is developed: a number a pixel, row by row.
typedef struct {
  int width, height;
  float *_Nonnull light;
} CameraFilm;

/// A wall with spots and stripes that are no code. The same for the same seed.
void camera_see_wall(CameraFilm film, uint32_t seed);

/// The label before whatever was seen so far.
void camera_see_label(CameraFilm film, CameraLabel label);

/// Out of focus by `blur` pixels (sigma), with `noise` (sigma, of 255); at its right edge in so much
/// of the light as `shade` says.
void camera_develop(CameraFilm film, double blur, double noise, double shade, uint32_t seed,
                    uint8_t *_Nonnull pixels);
