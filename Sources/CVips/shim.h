// libvips, as far as one picture at a time needs it. Its operations take a variable number of
// arguments, which Swift can't call: each that is used has a function of fixed arguments here.
// Those that make a picture return NULL when they fail; what they return is to be given back with
// g_object_unref.
#pragma once
#include <gmodule.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <vips/vips.h>

// MARK: Loading

// dladdr(3) and what it fills in, declared here because defining _GNU_SOURCE would give this module
// other structures than Glibc's.
typedef struct {
  const char *dli_fname;
  void *dli_fbase;
  const char *dli_sname;
  void *dli_saddr;
} waylink_dl_info;
extern int dladdr(const void *address, waylink_dl_info *info);

/// Loads the modules that libvips keeps beside itself: none but the one for HEIC and AVIF. The
/// others are twenty libraries for what is not taken here. To be called after `vips_init`, which
/// would load them all if it knew where they are.
static inline bool waylink_vips_add_heif(void) {
  waylink_dl_info self;
  if (dladdr((void *)vips_init, &self) == 0 || self.dli_fname == NULL) return false;
  const char *slash = strrchr(self.dli_fname, '/');
  if (slash == NULL) return false;
  char path[4096];
  int length = snprintf(
    path, sizeof path, "%.*s/vips-modules-%d.%d/vips-heif.so", (int)(slash - self.dli_fname),
    self.dli_fname, VIPS_MAJOR_VERSION, VIPS_MINOR_VERSION);
  if (length < 0 || (size_t)length >= sizeof path) return false;
  return g_module_open(path, G_MODULE_BIND_LAZY) != NULL;
}

static inline VipsImage *waylink_vips_load_jpeg(void *bytes, size_t length, int shrink) {
  VipsImage *image = NULL;
  return vips_jpegload_buffer(
           bytes, length, &image, "shrink", shrink, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
           VIPS_FAIL_ON_ERROR, NULL) == 0 ? image : NULL;
}

static inline VipsImage *waylink_vips_load_png(void *bytes, size_t length) {
  VipsImage *image = NULL;
  return vips_pngload_buffer(
           bytes, length, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
           NULL) == 0 ? image : NULL;
}

static inline VipsImage *waylink_vips_load_webp(void *bytes, size_t length) {
  VipsImage *image = NULL;
  return vips_webpload_buffer(
           bytes, length, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,
           NULL) == 0 ? image : NULL;
}

/// The picture itself: the thumbnail in the file may show another one.
static inline VipsImage *waylink_vips_load_heif(void *bytes, size_t length) {
  VipsImage *image = NULL;
  return vips_heifload_buffer(
           bytes, length, &image, "thumbnail", FALSE, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
           VIPS_FAIL_ON_ERROR, NULL) == 0 ? image : NULL;
}

// MARK: Changing

/// Upright, of at most `side` pixels a side and never larger than it was, in sRGB.
static inline VipsImage *waylink_vips_fit(VipsImage *picture, int side) {
  VipsImage *image = NULL;
  return vips_thumbnail_image(
           picture, &image, side, "height", side, "size", VIPS_SIZE_DOWN, "export_profile", "srgb",
           NULL) == 0 ? image : NULL;
}

/// Three bands of eight bits, and the transparency where there is one.
static inline VipsImage *waylink_vips_plain(VipsImage *picture) {
  VipsImage *coloured = NULL;
  VipsImage *image = NULL;
  if (vips_colourspace(picture, &coloured, VIPS_INTERPRETATION_sRGB, NULL) != 0) return NULL;
  int failed = vips_cast_uchar(coloured, &image, NULL);
  g_object_unref(coloured);
  return failed == 0 ? image : NULL;
}

/// The lowest value of one band; negative when it can't be told.
static inline double waylink_vips_lowest(VipsImage *picture, int band) {
  VipsImage *one = NULL;
  double lowest = -1;
  if (vips_extract_band(picture, &one, band, NULL) != 0) return -1;
  if (vips_min(one, &lowest, NULL) != 0) lowest = -1;
  g_object_unref(one);
  return lowest;
}

/// Before white. Takes the last band for the transparency, whatever it is.
static inline VipsImage *waylink_vips_opaque(VipsImage *picture) {
  VipsImage *image = NULL;
  VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
  int failed = vips_flatten(picture, &image, "background", white, NULL);
  vips_area_unref(VIPS_AREA(white));
  return failed == 0 ? image : NULL;
}

/// One band of eight bits.
static inline VipsImage *waylink_vips_gray(VipsImage *picture) {
  VipsImage *gray = NULL;
  VipsImage *image = NULL;
  if (vips_colourspace(picture, &gray, VIPS_INTERPRETATION_B_W, NULL) != 0) return NULL;
  int failed = vips_cast_uchar(gray, &image, NULL);
  g_object_unref(gray);
  return failed == 0 ? image : NULL;
}

/// As many times as large.
static inline VipsImage *waylink_vips_scale(VipsImage *picture, double factor) {
  VipsImage *image = NULL;
  return vips_resize(picture, &image, factor, NULL) == 0 ? image : NULL;
}

/// Clockwise, in a larger picture that holds all of it on white.
static inline VipsImage *waylink_vips_turn(VipsImage *picture, double degrees) {
  VipsImage *image = NULL;
  VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
  int failed = vips_similarity(picture, &image, "angle", degrees, "background", white, NULL);
  vips_area_unref(VIPS_AREA(white));
  return failed == 0 ? image : NULL;
}

static inline VipsImage *waylink_vips_invert(VipsImage *picture) {
  VipsImage *image = NULL;
  return vips_invert(picture, &image, NULL) == 0 ? image : NULL;
}

/// Without grain, and a little out of focus.
static inline VipsImage *waylink_vips_soften(VipsImage *picture) {
  VipsImage *image = NULL;
  return vips_gaussblur(picture, &image, 1.2, NULL) == 0 ? image : NULL;
}

/// What each pixel differs from its neighbourhood, `gain` times, around 128: the light that falls on
/// it goes, and faint contrasts grow. The neighbourhood is a few times `reach` wide, in pixels.
static inline VipsImage *waylink_vips_level(VipsImage *picture, int reach, double gain) {
  VipsImage *small = NULL, *soft = NULL, *light = NULL, *difference = NULL, *image = NULL;
  // Its light is told by a small copy: a blur of so many pixels would take seconds.
  if (vips_shrink(picture, &small, reach, reach, "ceil", TRUE, NULL) == 0 &&
      vips_gaussblur(small, &soft, 1.5, NULL) == 0 &&
      vips_resize(
        soft, &light, (double)picture->Xsize / soft->Xsize, "vscale",
        (double)picture->Ysize / soft->Ysize, "kernel", VIPS_KERNEL_LINEAR, NULL) == 0 &&
      vips_subtract(picture, light, &difference, NULL) == 0) {
    if (vips_linear1(difference, &image, gain, 128, "uchar", TRUE, NULL) != 0) image = NULL;
  }
  VipsImage *steps[] = {small, soft, light, difference};
  for (int i = 0; i < 4; i++) g_clear_object(&steps[i]);
  return image;
}

/// Takes away whatever belongs to a picture beside its pixels: `strip`, asked for below, leaves a WebP
/// its EXIF, position and all, in libvips 8.14.
static inline void waylink_vips_bare(VipsImage *picture) {
  gchar **fields = vips_image_get_fields(picture);
  for (gchar **field = fields; field != NULL && *field != NULL; field++) {
    // Those that every picture has are no fields of this kind, and stay.
    vips_image_remove(picture, *field);
  }
  g_strfreev(fields);
}

// MARK: Saving. What comes back is to be given back with g_free.

/// A progressive JPEG, without anything but the picture.
static inline void *waylink_vips_jpeg(VipsImage *picture, int quality, size_t *length) {
  void *bytes = NULL;
  return vips_jpegsave_buffer(
           picture, &bytes, length, "Q", quality, "strip", TRUE, "interlace", TRUE,
           "optimize_coding", TRUE, NULL) == 0 ? bytes : NULL;
}

/// A WebP, without anything but the picture and its transparency.
static inline void *waylink_vips_webp(VipsImage *picture, int quality, size_t *length) {
  void *bytes = NULL;
  return vips_webpsave_buffer(picture, &bytes, length, "Q", quality, "strip", TRUE, NULL) == 0
    ? bytes : NULL;
}
