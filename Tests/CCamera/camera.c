#include "camera.h"

#include <math.h>
#include <stdlib.h>

static double random_of(uint32_t *seed) {
  *seed = *seed * 1664525u + 1013904223u;
  return (*seed >> 8) / 16777216.0;
}

void camera_see_wall(CameraFilm film, uint32_t seed) {
  enum { SPOT = 24, ACROSS = 512 };
  // Neither on the stack nor of the thread: every thread of the tests would have to hold it.
  float(*spots)[ACROSS] = calloc(ACROSS, sizeof *spots);
  if (spots == NULL) abort();
  for (int y = 0; y < ACROSS; y++) {
    for (int x = 0; x < ACROSS; x++) spots[y][x] = (float)(60 + 120 * random_of(&seed));
  }
  for (int y = 0; y < film.height; y++) {
    for (int x = 0; x < film.width; x++) {
      int column = x / SPOT % (ACROSS - 1), row = y / SPOT % (ACROSS - 1);
      float right = (float)(x % SPOT) / SPOT, down = (float)(y % SPOT) / SPOT;
      float above = spots[row][column] * (1 - right) + spots[row][column + 1] * right;
      float below = spots[row + 1][column] * (1 - right) + spots[row + 1][column + 1] * right;
      // Slats, as of a radiator, in a part of it.
      float slat = x < film.width / 6 && x / 9 % 2 ? 50 : 0;
      film.light[y * film.width + x] = above * (1 - down) + below * down - slat;
    }
  }
  free(spots);
}

/// How bright the label is there, in pixels from its middle; negative beside it.
static double brightness(const CameraLabel *label, double x, double y) {
  double half_width = label->columns * label->moduleWidth / 2;
  double half_height = label->rows * label->moduleHeight / 2;
  double quiet = label->quiet * label->moduleWidth;
  if (fabs(x) > half_width + quiet || fabs(y) > half_height + quiet) return -1;
  int column = (int)floor((x + half_width) / label->moduleWidth);
  int row = (int)floor((y + half_height) / label->moduleHeight);
  int inside = column >= 0 && column < label->columns && row >= 0 && row < label->rows;
  return inside && label->modules[row * label->columns + column] ? label->ink : label->paper;
}

/// The same, of a place in the photo.
static double seen(const CameraLabel *label, double x, double y) {
  double turn = label->angle * M_PI / 180, half = label->columns * label->moduleWidth / 2;
  double across = (x - label->x) * cos(turn) + (y - label->y) * sin(turn);
  double down = (y - label->y) * cos(turn) - (x - label->x) * sin(turn);
  // A plane in perspective: straight lines stay straight.
  double depth = 1 + label->tilt * across / half;
  if (depth < 0.2) return -1;
  across /= depth;
  down = down / depth - label->bend * (across / half) * (across / half);
  return brightness(label, across, down);
}

void camera_see_label(CameraFilm film, CameraLabel label) {
  enum { FINE = 3 };
  for (int y = 0; y < film.height; y++) {
    for (int x = 0; x < film.width; x++) {
      double sum = 0;
      int hits = 0;
      for (int part = 0; part < FINE * FINE; part++) {
        double light =
          seen(&label, x + (part % FINE + 0.5) / FINE, y + (part / FINE + 0.5) / FINE);
        if (light < 0 && part == 0) break;
        if (light >= 0) sum += light, hits++;
      }
      if (hits) film.light[y * film.width + x] = (float)(sum / hits);
    }
  }
}

/// Along one line of `count` numbers, `step` apart.
static void blur_line(float *line, int count, int step, const float *weights, int reach) {
  float *copy = malloc(sizeof(float) * (size_t)count);
  if (!copy) abort();
  for (int place = 0; place < count; place++) copy[place] = line[place * step];
  for (int place = 0; place < count; place++) {
    float sum = 0;
    for (int way = -reach; way <= reach; way++) {
      int near = place + way < 0 ? 0 : place + way >= count ? count - 1 : place + way;
      sum += weights[way + reach] * copy[near];
    }
    line[place * step] = sum;
  }
  free(copy);
}

static void blur_film(CameraFilm film, double sigma) {
  enum { FARTHEST = 64 };
  float weights[2 * FARTHEST + 1], sum = 0;
  int reach = (int)ceil(3 * sigma);
  if (reach > FARTHEST) reach = FARTHEST;
  for (int way = -reach; way <= reach; way++) {
    weights[way + reach] = expf((float)(-way * way / (2 * sigma * sigma)));
    sum += weights[way + reach];
  }
  for (int way = 0; way <= 2 * reach; way++) weights[way] /= sum;
  for (int y = 0; y < film.height; y++) {
    blur_line(film.light + y * film.width, film.width, 1, weights, reach);
  }
  for (int x = 0; x < film.width; x++) {
    blur_line(film.light + x, film.height, film.width, weights, reach);
  }
}

void camera_develop(CameraFilm film, double blur, double noise, double shade, uint32_t seed,
                    uint8_t *pixels) {
  if (blur > 0) blur_film(film, blur);
  for (int y = 0; y < film.height; y++) {
    for (int x = 0; x < film.width; x++) {
      double light = film.light[y * film.width + x] * (1 - (1 - shade) * x / film.width);
      // The sum of three has a variance of a quarter, and is as good as normal here.
      double grain = 2 * (random_of(&seed) + random_of(&seed) + random_of(&seed) - 1.5);
      double value = light + noise * grain + 0.5;
      pixels[y * film.width + x] = value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
    }
  }
}
