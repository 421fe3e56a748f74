#include "simdjson_c.h"

#include <cstring>
#include <new>
#include <simdjson.h>

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

static_assert(simdjson::SIMDJSON_PADDING <= 64, "the header promises 64 bytes of padding");
static_assert(sizeof(element) == sizeof(SJElement), "an element is two words");
static_assert(std::is_trivially_copyable<element>::value, "an element is copied as bytes");

const int SJ_NUMBER_FAULT = static_cast<int>(simdjson::NUMBER_ERROR);

struct SJParser {
  simdjson::dom::parser parser;
};

template <typename Into, typename From>
static Into copied(const From &from) {
  static_assert(sizeof(Into) == sizeof(From), "same bytes on both sides");
  Into into;
  std::memcpy(static_cast<void *>(&into), &from, sizeof into);
  return into;
}

SJParser *sj_parser_new(size_t max_bytes, size_t max_depth) {
  auto *made = new (std::nothrow) SJParser{simdjson::dom::parser(max_bytes)};
  if (made && made->parser.allocate(0, max_depth) != simdjson::SUCCESS) {
    delete made;
    return nullptr;
  }
  return made;
}

void sj_parser_free(SJParser *parser) { delete parser; }

int sj_parse(SJParser *parser, const char *bytes, size_t count, bool padded, SJElement *root) {
  element parsed;
  auto error = parser->parser.parse(bytes, count, !padded).get(parsed);
  if (error) return static_cast<int>(error);
  *root = copied<SJElement>(parsed);
  return 0;
}

SJType sj_type(SJElement raw) {
  switch (copied<element>(raw).type()) {
    case element_type::BOOL: return SJ_BOOL;
    case element_type::INT64: return SJ_INTEGER;
    case element_type::UINT64: return SJ_UNSIGNED;
    case element_type::DOUBLE: return SJ_DOUBLE;
    case element_type::STRING: return SJ_STRING;
    case element_type::ARRAY: return SJ_ARRAY;
    case element_type::OBJECT: return SJ_OBJECT;
    default: return SJ_NULL;
  }
}

bool sj_bool(SJElement raw) { return copied<element>(raw).get_bool().value_unsafe(); }
int64_t sj_integer(SJElement raw) { return copied<element>(raw).get_int64().value_unsafe(); }
uint64_t sj_unsigned(SJElement raw) { return copied<element>(raw).get_uint64().value_unsafe(); }
double sj_double(SJElement raw) { return copied<element>(raw).get_double().value_unsafe(); }

SJText sj_string(SJElement raw) {
  auto text = copied<element>(raw).get_string().value_unsafe();
  return {text.data(), text.size()};
}

SJIterator sj_object_fields(SJElement raw) {
  auto fields = copied<element>(raw).get_object().value_unsafe();
  return {copied<SJElement>(fields.begin()), copied<SJElement>(fields.end())};
}

bool sj_next_field(SJIterator *iterator, SJText *key, SJElement *value) {
  auto next = copied<object::iterator>(iterator->next);
  if (!(next != copied<object::iterator>(iterator->end))) return false;
  auto name = next.key();
  *key = {name.data(), name.size()};
  *value = copied<SJElement>(next.value());
  iterator->next = copied<SJElement>(++next);
  return true;
}

SJIterator sj_array_elements(SJElement raw) {
  auto elements = copied<element>(raw).get_array().value_unsafe();
  return {copied<SJElement>(elements.begin()), copied<SJElement>(elements.end())};
}

bool sj_next_element(SJIterator *iterator, SJElement *value) {
  auto next = copied<array::iterator>(iterator->next);
  if (!(next != copied<array::iterator>(iterator->end))) return false;
  *value = copied<SJElement>(*next);
  iterator->next = copied<SJElement>(++next);
  return true;
}
