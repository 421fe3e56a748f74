// A C face of simdjson's DOM: Swift cannot read simdjson's C++ templates.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Owns the tape of the last document it parsed; one thread at a time.
typedef struct SJParser SJParser;

/// A value on a parser's tape; dead once that parser parses again or is freed.
typedef struct {
  const void *_Nonnull document;
  size_t index;
} SJElement;

/// Walks an object's fields or an array's elements.
typedef struct {
  SJElement next;
  SJElement end;
} SJIterator;

typedef struct {
  const char *_Nonnull bytes;
  size_t count;
} SJText;

typedef enum {
  SJ_NULL,
  SJ_BOOL,
  SJ_INTEGER,
  SJ_UNSIGNED,
  SJ_DOUBLE,
  SJ_STRING,
  SJ_ARRAY,
  SJ_OBJECT
} SJType;

SJParser *_Nullable sj_parser_new(size_t max_bytes, size_t max_depth);
void sj_parser_free(SJParser *_Nonnull parser);

/// What `sj_parse` returns for a number that is malformed or too large.
extern const int SJ_NUMBER_FAULT;

/// Zero, or simdjson's error code. `padded`: 64 readable bytes follow the text.
int sj_parse(SJParser *_Nonnull parser, const char *_Nonnull bytes, size_t count, bool padded,
             SJElement *_Nonnull root);

SJType sj_type(SJElement element);
bool sj_bool(SJElement element);
int64_t sj_integer(SJElement element);
uint64_t sj_unsigned(SJElement element);
double sj_double(SJElement element);
SJText sj_string(SJElement element);

SJIterator sj_object_fields(SJElement object);
bool sj_next_field(SJIterator *_Nonnull iterator, SJText *_Nonnull key, SJElement *_Nonnull value);
SJIterator sj_array_elements(SJElement array);
bool sj_next_element(SJIterator *_Nonnull iterator, SJElement *_Nonnull value);

#ifdef __cplusplus
}
#endif
