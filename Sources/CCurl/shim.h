// libcurl. Its options are set by a variadic function, which Swift can't call: one wrapper a type.
#pragma once
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

static inline CURLcode curl_begin(void) { return curl_global_init(CURL_GLOBAL_ALL); }

static inline CURLcode curl_set_number(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode curl_set_text(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode curl_set_context(CURL *curl, CURLoption option, void *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode curl_set_reader(CURL *curl, curl_read_callback value) {
  return curl_easy_setopt(curl, CURLOPT_READFUNCTION, value);
}

static inline CURLcode curl_set_witness(CURL *curl, curl_debug_callback value) {
  return curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, value);
}

/// The last answer's code, 0 before there was one.
static inline long curl_answer(CURL *curl) {
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  return code;
}
