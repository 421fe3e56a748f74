// The guest's side of Waylink in C: what scripts/bench measures the responder against.
//
// libfcgi and libmariadb, a thread a request, a connection a thread, binary prepared statements,
// the same SQL, bytes, headers and log line. It leaves out what no answer depends on (metrics,
// counting opens, draining), so where it wins by little it does less.
//
//   twin SOCKET THREADS      PEER_DATABASE (a socket), PEER_PASSWORD, PEER_STYLESHEET, PEER_SCRIPT
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <mysql.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 5000, PAGE = 50, FLUSH = 64 << 10, COLUMNS = 32, TEXT = 1 << 16 };

static int listener;
static const char *stylesheet, *script;

// --- Bytes ------------------------------------------------------------------------------------

typedef struct {
  char *at;
  size_t count, room;
} Bytes;

static void reserve(Bytes *bytes, size_t more) {
  if (bytes->count + more <= bytes->room) return;
  bytes->room = (bytes->count + more) * 2;
  bytes->at = realloc(bytes->at, bytes->room);
  if (!bytes->at) abort();
}

static void add(Bytes *bytes, const void *from, size_t count) {
  reserve(bytes, count);
  memcpy(bytes->at + bytes->count, from, count);
  bytes->count += count;
}

static void byte(Bytes *bytes, char value) { add(bytes, &value, 1); }
static void text(Bytes *bytes, const char *value) { add(bytes, value, strlen(value)); }
#define LITERAL(bytes, value) add(bytes, value, sizeof(value) - 1)

static void digits(Bytes *bytes, unsigned value, int width) {
  char figures[10];
  for (int index = width; index-- > 0; value /= 10) figures[index] = '0' + value % 10;
  add(bytes, figures, width);
}

static void number(Bytes *bytes, long long value) {
  char figures[24];
  add(bytes, figures, snprintf(figures, sizeof figures, "%lld", value));
}

static void date(Bytes *bytes, const MYSQL_TIME *time) {
  digits(bytes, time->year, 4);
  byte(bytes, '-');
  digits(bytes, time->month, 2);
  byte(bytes, '-');
  digits(bytes, time->day, 2);
}

static void iso(Bytes *bytes, const MYSQL_TIME *time) {
  date(bytes, time);
  byte(bytes, 'T');
  digits(bytes, time->hour, 2);
  byte(bytes, ':');
  digits(bytes, time->minute, 2);
  byte(bytes, ':');
  digits(bytes, time->second, 2);
  if (time->second_part) {
    byte(bytes, '.');
    if (time->second_part % 1000) digits(bytes, time->second_part, 6);
    else digits(bytes, time->second_part / 1000, 3);
  }
  byte(bytes, 'Z');
}

static int64_t microseconds(const MYSQL_TIME *time) {
  struct tm civil = {.tm_year = (int)time->year - 1900, .tm_mon = (int)time->month - 1,
                     .tm_mday = (int)time->day, .tm_hour = (int)time->hour,
                     .tm_min = (int)time->minute, .tm_sec = (int)time->second};
  return (int64_t)timegm(&civil) * 1000000 + (int64_t)time->second_part;
}

static void quoted(Bytes *bytes, const char *value, size_t count) {
  byte(bytes, '"');
  size_t start = 0;
  for (size_t index = 0; index < count; index++) {
    unsigned char c = value[index];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    add(bytes, value + start, index - start);
    start = index + 1;
    byte(bytes, '\\');
    switch (c) {
    case '"': case '\\': byte(bytes, (char)c); break;
    case '\n': byte(bytes, 'n'); break;
    case '\r': byte(bytes, 'r'); break;
    case '\t': byte(bytes, 't'); break;
    default: reserve(bytes, 8); bytes->count += (size_t)sprintf(bytes->at + bytes->count, "u00%02x", c);
    }
  }
  add(bytes, value + start, count - start);
  byte(bytes, '"');
}

static void escaped(Bytes *bytes, const char *value, size_t count) {
  size_t start = 0;
  for (size_t index = 0; index < count; index++) {
    unsigned char c = value[index];
    const char *instead;
    switch (c) {
    case '&': instead = "&amp;"; break;
    case '<': instead = "&lt;"; break;
    case '>': instead = "&gt;"; break;
    case '"': instead = "&quot;"; break;
    case '\'': instead = "&#39;"; break;
    case '\t': case '\n': case '\r': continue;
    default:
      if (c >= 0x20 && c != 0x7F) continue;
      instead = "\xEF\xBF\xBD";
    }
    add(bytes, value + start, index - start);
    text(bytes, instead);
    start = index + 1;
  }
  add(bytes, value + start, count - start);
}

// --- Rows -------------------------------------------------------------------------------------

typedef struct {
  char *at;
  unsigned long count;
  my_bool is_null;
} Text;

typedef struct {
  MYSQL_TIME time;
  my_bool is_null;
} Moment;

typedef struct {
  Text link;
  Moment dies, expires, revoked, retired, paused, now;
  Text id, workspace, creator, title, description, status;
  unsigned total, running, completed, failed, skipped, visible;
  Text member_columns, guest_columns;
  unsigned long long version;
  Moment created, started, ended, deleted;
} Job;

typedef struct {
  unsigned position;
  Text id, title, status, attributes;
  Moment started, ended;
} Task;

static const char JOB_SQL[] =
    "SELECT l.id, k.dies_at, l.expires_at, l.revoked_at, l.retired_at, w.paused_at, "
    "UTC_TIMESTAMP(6), j.id, j.workspace_id, j.created_by, j.title, j.description, j.status, "
    "j.total_tasks,\nj.running_tasks, j.completed_tasks, j.failed_tasks, j.skipped_tasks, "
    "j.visible_tasks,\nj.member_columns, j.guest_columns, j.version, j.created_at, j.started_at, "
    "j.completed_at,\nj.deleted_at FROM door_keys k\n"
    "JOIN links l ON l.id = k.link_id AND l.subject_kind = 'job'\n"
    "LEFT JOIN workspaces w ON w.id = l.workspace_id JOIN jobs j ON j.id = l.subject_id\n"
    "WHERE k.hash = ?";
#define TASK_COLUMNS "SELECT position, id, title, status, attributes, started_at, completed_at FROM tasks\n"
static const char PAGE_SQL[] = TASK_COLUMNS
    "WHERE job_id = ? AND position > ? AND position <= ?\nORDER BY position LIMIT ?";
static const char PIECE_SQL[] = TASK_COLUMNS
    "WHERE job_id = ? AND position BETWEEN ? AND ?\nORDER BY position";

typedef struct {
  const char *key, *label, *kind;
  size_t key_count, label_count, kind_count;
} Column;

typedef struct {
  char kind; // 0 missing, s, n, t(rue), f(alse), 0 for null too
  char *at;
  size_t count;
} Value;

typedef struct {
  MYSQL *mysql;
  MYSQL_STMT *job_statement, *page_statement, *piece_statement;
  Job job;
  Task task;
  unsigned char hash[SHA256_DIGEST_LENGTH];
  long long numbers[3];
  unsigned long id_count;
  Bytes body, head, log;
  Column columns[COLUMNS];
  int column_count;
  FCGX_Request request;
  int status;
  const char *route;
  size_t sent;
} Worker;

static void fail(const char *what, const char *why) {
  fprintf(stderr, "twin: %s: %s\n", what, why);
  exit(1);
}

static void bind_text(MYSQL_BIND **next, Text *target, size_t room) {
  target->at = malloc(room);
  *(*next)++ = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING, .buffer = target->at,
                            .buffer_length = room, .length = &target->count,
                            .is_null = &target->is_null};
}

static void bind_moment(MYSQL_BIND **next, Moment *target) {
  *(*next)++ = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_DATETIME, .buffer = &target->time,
                            .buffer_length = sizeof target->time, .is_null = &target->is_null};
}

static void bind_unsigned(MYSQL_BIND **next, void *target, enum enum_field_types type) {
  *(*next)++ = (MYSQL_BIND){.buffer_type = type, .buffer = target, .is_unsigned = 1};
}

static MYSQL_STMT *prepare(Worker *worker, const char *sql, MYSQL_BIND *parameters,
                           MYSQL_BIND *results) {
  MYSQL_STMT *statement = mysql_stmt_init(worker->mysql);
  if (!statement || mysql_stmt_prepare(statement, sql, strlen(sql)) ||
      mysql_stmt_bind_param(statement, parameters) || mysql_stmt_bind_result(statement, results))
    fail("prepare", mysql_error(worker->mysql));
  return statement;
}

static void prepare_job(Worker *worker) {
  Job *job = &worker->job;
  MYSQL_BIND results[26], *next = results;
  bind_text(&next, &job->link, 64);
  Moment *door[] = {&job->dies, &job->expires, &job->revoked, &job->retired, &job->paused, &job->now};
  for (int index = 0; index < 6; index++) bind_moment(&next, door[index]);
  bind_text(&next, &job->id, 64);
  bind_text(&next, &job->workspace, 64);
  bind_text(&next, &job->creator, 64);
  bind_text(&next, &job->title, 2048);
  bind_text(&next, &job->description, TEXT);
  bind_text(&next, &job->status, 16);
  unsigned *counts[] = {&job->total, &job->running, &job->completed, &job->failed, &job->skipped,
                        &job->visible};
  for (int index = 0; index < 6; index++) bind_unsigned(&next, counts[index], MYSQL_TYPE_LONG);
  bind_text(&next, &job->member_columns, TEXT);
  bind_text(&next, &job->guest_columns, TEXT);
  bind_unsigned(&next, &job->version, MYSQL_TYPE_LONGLONG);
  Moment *times[] = {&job->created, &job->started, &job->ended, &job->deleted};
  for (int index = 0; index < 4; index++) bind_moment(&next, times[index]);
  MYSQL_BIND hash = {.buffer_type = MYSQL_TYPE_BLOB, .buffer = worker->hash,
                     .buffer_length = sizeof worker->hash};
  worker->job_statement = prepare(worker, JOB_SQL, &hash, results);
}

static void prepare_tasks(Worker *worker) {
  Task *task = &worker->task;
  MYSQL_BIND results[7], *next = results;
  bind_unsigned(&next, &task->position, MYSQL_TYPE_LONG);
  bind_text(&next, &task->id, 64);
  bind_text(&next, &task->title, 2048);
  bind_text(&next, &task->status, 16);
  bind_text(&next, &task->attributes, TEXT);
  bind_moment(&next, &task->started);
  bind_moment(&next, &task->ended);
  MYSQL_BIND parameters[4] = {{.buffer_type = MYSQL_TYPE_STRING, .buffer = worker->job.id.at,
                               .buffer_length = 36, .length = &worker->id_count}};
  worker->id_count = 36;
  for (int index = 1; index < 4; index++)
    parameters[index] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONGLONG,
                                     .buffer = &worker->numbers[index - 1]};
  worker->page_statement = prepare(worker, PAGE_SQL, parameters, results);
  worker->piece_statement = prepare(worker, PIECE_SQL, parameters, results);
}

static void connect_worker(Worker *worker) {
  worker->mysql = mysql_init(NULL);
  mysql_options(worker->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(worker->mysql, MYSQL_INIT_COMMAND, "SET time_zone = '+00:00'");
  mysql_options(worker->mysql, MYSQL_INIT_COMMAND,
                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
  if (!mysql_real_connect(worker->mysql, NULL, "waylink_app", getenv("PEER_PASSWORD"), "waylink", 0,
                          getenv("PEER_DATABASE"), 0))
    fail("connect", mysql_error(worker->mysql));
  prepare_job(worker);
  prepare_tasks(worker);
}

// --- The door ---------------------------------------------------------------------------------

typedef struct {
  int status;
  const char *title, *code, *detail;
} Refusal;

static const Refusal UNKNOWN = {404, "Not Found", "share_link_not_found",
                                "This share link does not exist."};
static const Refusal EXPIRED = {410, "Gone", "share_link_expired", "This share link has expired."};
static const Refusal REVOKED = {410, "Gone", "share_link_revoked", "This share link was revoked."};
static const Refusal PAUSED = {403, "Forbidden", "share_link_paused", "This share link is paused."};
static const Refusal DELETED = {410, "Gone", "subject_deleted",
                                "What this share link opened was deleted."};

static int has_passed(const Moment *moment, const Moment *now) {
  return !moment->is_null && microseconds(&moment->time) <= microseconds(&now->time);
}

// Reads the job behind a token; the refusal where it doesn't open, else NULL.
static const Refusal *open_door(Worker *worker) {
  Job *job = &worker->job;
  if (mysql_stmt_execute(worker->job_statement)) fail("job", mysql_error(worker->mysql));
  int outcome = mysql_stmt_fetch(worker->job_statement);
  if (outcome == MYSQL_NO_DATA) return &UNKNOWN;
  if (outcome) fail("job", mysql_stmt_error(worker->job_statement));
  mysql_stmt_fetch(worker->job_statement); // to the end of the result
  if (!job->revoked.is_null || has_passed(&job->dies, &job->now)) return &REVOKED;
  if (!job->retired.is_null || has_passed(&job->expires, &job->now)) return &EXPIRED;
  if (!job->paused.is_null) return &PAUSED;
  return job->deleted.is_null ? NULL : &DELETED;
}

static int tenths(const Job *job) {
  int counting = (int)(job->total - job->skipped);
  return counting > 0 ? (int)(((job->completed + job->failed) * 2000ull + counting) / (counting * 2u)) : 0;
}

static int64_t duration(const Job *job) {
  int64_t span = microseconds(&job->ended.time) - microseconds(&job->started.time);
  return (span > 0 ? span : 0) / 1000000;
}

// --- Answers ----------------------------------------------------------------------------------

static const char *parameter(Worker *worker, const char *name) {
  const char *value = FCGX_GetParam(name, worker->request.envp);
  return value ? value : "";
}

static void begin_head(Worker *worker, int status, const char *reason, const char *type) {
  Bytes *head = &worker->head;
  worker->status = status;
  head->count = 0;
  LITERAL(head, "Status: ");
  number(head, status);
  byte(head, ' ');
  text(head, reason);
  LITERAL(head, "\r\nContent-Type: ");
  text(head, type);
  LITERAL(head, "\r\n");
}

static void send_head(Worker *worker, int has_length) {
  Bytes *head = &worker->head;
  LITERAL(head, "Referrer-Policy: no-referrer\r\nX-Robots-Tag: noindex, nofollow\r\n"
                "X-Content-Type-Options: nosniff\r\nX-Request-Id: ");
  text(head, parameter(worker, "REQUEST_ID"));
  LITERAL(head, "\r\n");
  if (has_length) {
    LITERAL(head, "Content-Length: ");
    number(head, (long long)worker->body.count);
    LITERAL(head, "\r\n");
  }
  LITERAL(head, "\r\n");
  FCGX_PutStr(head->at, (int)head->count, worker->request.out);
}

static int send_body(Worker *worker) {
  Bytes *body = &worker->body;
  int is_sent = FCGX_PutStr(body->at, (int)body->count, worker->request.out) == (int)body->count;
  worker->sent += body->count;
  body->count = 0;
  return is_sent;
}

static void refuse(Worker *worker, const Refusal *refusal) {
  Bytes *body = &worker->body;
  LITERAL(body, "{\"type\":\"about:blank\",\"title\":\"");
  text(body, refusal->title);
  LITERAL(body, "\",\"status\":");
  number(body, refusal->status);
  LITERAL(body, ",\"detail\":\"");
  text(body, refusal->detail);
  LITERAL(body, "\",\"code\":\"");
  text(body, refusal->code);
  LITERAL(body, "\",\"request_id\":\"");
  text(body, parameter(worker, "REQUEST_ID"));
  LITERAL(body, "\"}");
  begin_head(worker, refusal->status, refusal->title, "application/problem+json");
  LITERAL(&worker->head, "Cache-Control: private, no-store\r\n");
  send_head(worker, 1);
  send_body(worker);
}

static void moment_field(Bytes *body, const Moment *moment) {
  if (moment->is_null) {
    LITERAL(body, "null");
    return;
  }
  byte(body, '"');
  iso(body, &moment->time);
  byte(body, '"');
}

static void send_job(Worker *worker) {
  const Job *job = &worker->job;
  Bytes *body = &worker->body;
  LITERAL(body, "{\"id\":\"");
  add(body, job->id.at, job->id.count);
  LITERAL(body, "\",\"title\":");
  quoted(body, job->title.at, job->title.count);
  LITERAL(body, ",\"description\":");
  if (job->description.is_null) LITERAL(body, "null");
  else quoted(body, job->description.at, job->description.count);
  LITERAL(body, ",\"status\":\"");
  add(body, job->status.at, job->status.count);
  LITERAL(body, "\",\"progress\":");
  number(body, tenths(job) / 10);
  byte(body, '.');
  number(body, tenths(job) % 10);
  LITERAL(body, ",\"total_tasks\":");
  number(body, job->total);
  LITERAL(body, ",\"completed_tasks\":");
  number(body, job->completed);
  LITERAL(body, ",\"failed_tasks\":");
  number(body, job->failed);
  LITERAL(body, ",\"skipped_tasks\":");
  number(body, job->skipped);
  LITERAL(body, ",\"created_at\":");
  moment_field(body, &job->created);
  LITERAL(body, ",\"started_at\":");
  moment_field(body, &job->started);
  LITERAL(body, ",\"completed_at\":");
  moment_field(body, &job->ended);
  LITERAL(body, ",\"duration_seconds\":");
  if (job->started.is_null || job->ended.is_null) LITERAL(body, "null");
  else number(body, duration(job));
  LITERAL(body, ",\"columns\":");
  add(body, job->guest_columns.at, job->guest_columns.count);
  LITERAL(body, ",\"expires_at\":");
  moment_field(body, &job->expires);
  byte(body, '}');
  begin_head(worker, 200, "OK", "application/json");
  Bytes *head = &worker->head;
  LITERAL(head, "ETag: W/\"g1.");
  number(head, (long long)job->version);
  byte(head, '-');
  number(head, job->expires.is_null ? 0 : microseconds(&job->expires.time));
  LITERAL(head, "\"\r\nCache-Control: private, no-cache\r\n");
  send_head(worker, 1);
  send_body(worker);
}

// --- Columns and attributes: JSON that Waylink has written, hence of few forms ------------------

// Reads a string in place, at its opening quote; returns what follows it.
static char *read_string(char *at, char **start, size_t *count) {
  char *to = ++at;
  *start = at;
  for (; *at != '"'; at++) {
    if (*at != '\\') {
      *to++ = *at;
      continue;
    }
    switch (*++at) {
    case 'n': *to++ = '\n'; break;
    case 'r': *to++ = '\r'; break;
    case 't': *to++ = '\t'; break;
    case 'u': {
      char figures[5] = {at[1], at[2], at[3], at[4], 0};
      *to++ = (char)strtol(figures, NULL, 16);
      at += 4;
      break;
    }
    default: *to++ = *at;
    }
  }
  *count = (size_t)(to - *start);
  return at + 1;
}

static void read_columns(Worker *worker) {
  char *at = worker->job.guest_columns.at, *text, *name;
  size_t count, name_count;
  worker->column_count = 0;
  at[worker->job.guest_columns.count] = 0;
  for (at++; *at == '{' || *at == ','; at++) {
    if (*at == ',') at++;
    Column *column = &worker->columns[worker->column_count++];
    while (*at != '}') {
      at = read_string(at + 1, &name, &name_count);
      at = read_string(at + 1, &text, &count);
      if (*name == 'k') column->key = text, column->key_count = count;
      else if (*name == 'l') column->label = text, column->label_count = count;
      else column->kind = text, column->kind_count = count;
    }
  }
}

static void read_values(Worker *worker, Value *values) {
  Text *json = &worker->task.attributes;
  memset(values, 0, sizeof *values * (size_t)worker->column_count);
  if (json->is_null || json->count < 2) return;
  json->at[json->count] = 0;
  for (char *at = json->at; *at != '}';) {
    char *name;
    size_t count;
    Value value = {0};
    at = read_string(at + 1, &name, &count) + 1;
    if (*at == '"') {
      value.kind = 's';
      at = read_string(at, &value.at, &value.count);
    } else {
      value.at = at;
      value.count = strcspn(at, ",}");
      value.kind = *at == 't' || *at == 'f' ? *at : *at == 'n' ? 0 : '#';
      at += value.count;
    }
    for (int index = 0; index < worker->column_count; index++)
      if (worker->columns[index].key_count == count && !memcmp(worker->columns[index].key, name, count))
        values[index] = value;
  }
}

// --- The page ---------------------------------------------------------------------------------

static int is_datetime(const Column *column) {
  return column->kind_count == 8 && !memcmp(column->kind, "datetime", 8);
}

static const char *word(const Text *status, int is_job) {
  switch (*status->at) {
  case 'p': return is_job ? "Not started" : "Pending";
  case 'r': return "Running";
  case 'c': return status->at[1] == 'o' ? "Completed" : "Cancelled";
  case 'f': return "Failed";
  default: return "Skipped";
  }
}

static void fact(Bytes *body, const char *name, const char *pattern, long long value) {
  LITERAL(body, "<div><dt class=\"");
  text(body, pattern);
  LITERAL(body, "\">");
  text(body, name);
  LITERAL(body, "</dt><dd>");
  number(body, value);
  LITERAL(body, "</dd></div>");
}

static void moment(Bytes *body, const MYSQL_TIME *time) {
  // HTML knows no finer fraction than the millisecond.
  MYSQL_TIME rounded = *time;
  rounded.second_part -= rounded.second_part % 1000;
  LITERAL(body, "<time datetime=\"");
  iso(body, &rounded);
  LITERAL(body, "\">");
  date(body, time);
  byte(body, ' ');
  digits(body, time->hour, 2);
  byte(body, ':');
  digits(body, time->minute, 2);
  LITERAL(body, " UTC</time>");
}

static void time_fact(Bytes *body, const char *name, const Moment *when) {
  LITERAL(body, "<div><dt>");
  text(body, name);
  LITERAL(body, "</dt><dd>");
  if (when->is_null) LITERAL(body, "not yet");
  else moment(body, &when->time);
  LITERAL(body, "</dd></div>");
}

static void status_span(Bytes *body, const Text *status, int is_job) {
  LITERAL(body, "<span class=\"status ");
  add(body, status->at, status->count);
  LITERAL(body, "\">");
  text(body, word(status, is_job));
  LITERAL(body, "</span>");
}

static void took(Bytes *body, long long seconds) {
  LITERAL(body, "<div><dt>Took</dt><dd>");
  if (seconds >= 3600) {
    number(body, seconds / 3600);
    LITERAL(body, " h ");
    number(body, seconds / 60 % 60);
    LITERAL(body, " min");
  } else {
    if (seconds >= 60) {
      number(body, seconds / 60);
      LITERAL(body, " min ");
    }
    number(body, seconds % 60);
    LITERAL(body, " s");
  }
  LITERAL(body, "</dd></div>");
}

static void tenths_text(Bytes *body, int value) {
  number(body, value / 10);
  byte(body, '.');
  number(body, value % 10);
}

static int place(const Job *job, unsigned count) {
  return job->total ? (int)(count * 1000ull / job->total) : 0;
}

static void bar_part(Bytes *body, const char *pattern, int from, int to) {
  if (to == from) return;
  LITERAL(body, "<rect class=\"");
  text(body, pattern);
  LITERAL(body, "\" x=\"");
  tenths_text(body, from);
  LITERAL(body, "%\" width=\"");
  tenths_text(body, to - from);
  LITERAL(body, "%\" height=\"100%\"/>");
}

static void progress_bar(Bytes *body, const Job *job) {
  int completed = place(job, job->completed), failed = place(job, job->completed + job->failed);
  LITERAL(body, "<div class=\"progress\"><svg class=\"gauge\" role=\"img\" aria-label=\"Progress: ");
  tenths_text(body, tenths(job));
  LITERAL(body, " %\">");
  if (failed > completed)
    LITERAL(body, "<defs><pattern id=\"hatching\" width=\"7\" height=\"7\" "
                  "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                  "<rect width=\"7\" height=\"7\"/><rect class=\"stripe\" width=\"3\" "
                  "height=\"7\"/></pattern></defs>");
  bar_part(body, "plain", 0, completed);
  bar_part(body, "hatched", completed, failed);
  bar_part(body, "thin", place(job, job->total - job->skipped), job->total ? 1000 : 0);
  LITERAL(body, "</svg><p><strong>");
  tenths_text(body, tenths(job));
  LITERAL(body, " %</strong> <span class=\"quiet\">");
  number(body, job->completed + job->failed);
  LITERAL(body, " of ");
  number(body, job->total - job->skipped);
  LITERAL(body, " tasks done</span></p></div>");
}

static void time_left(Bytes *body, const Job *job) {
  long long minutes = (microseconds(&job->expires.time) - microseconds(&job->now.time)) / 60000000;
  if (minutes < 2) {
    LITERAL(body, " (in less than two minutes)");
    return;
  }
  LITERAL(body, " (in ");
  number(body, minutes >= 2880 ? (minutes + 720) / 1440 : minutes >= 120 ? (minutes + 30) / 60 : minutes);
  text(body, minutes >= 2880 ? " days)" : minutes >= 120 ? " hours)" : " minutes)");
}

static void refresh(Bytes *body, const Job *job, const char *token) {
  if (*job->status.at != 'p' && *job->status.at != 'r') return;
  LITERAL(body, "<p class=\"refresh\"><span role=\"status\" data-watches=\"/v1/shared/jobs/");
  text(body, token);
  LITERAL(body, "\" data-tag=\"W/&quot;g1.");
  number(body, (long long)job->version);
  byte(body, '-');
  number(body, job->expires.is_null ? 0 : microseconds(&job->expires.time));
  LITERAL(body, "&quot;\" data-changed=\"This job has moved on since you opened this page.\"></span>"
                "<a href=\"/shared/jobs/");
  text(body, token);
  LITERAL(body, "\">Refresh</a></p>");
}

static void summary(Bytes *body, const Job *job, const char *token) {
  LITERAL(body, "<p class=\"kicker\">Shared job</p><h1 dir=\"auto\">");
  escaped(body, job->title.at, job->title.count);
  LITERAL(body, "</h1><p>");
  status_span(body, &job->status, 1);
  LITERAL(body, "</p>");
  if (!job->description.is_null && job->description.count) {
    LITERAL(body, "<p class=\"description\" dir=\"auto\">");
    escaped(body, job->description.at, job->description.count);
    LITERAL(body, "</p>");
  }
  progress_bar(body, job);
  LITERAL(body, "<dl class=\"facts\">");
  fact(body, "Completed", "plain", job->completed);
  fact(body, "Failed", "hatched", job->failed);
  fact(body, "Skipped", "thin", job->skipped);
  fact(body, "Still to do", "rest", job->total - job->completed - job->failed - job->skipped);
  time_fact(body, "Created", &job->created);
  time_fact(body, "Started", &job->started);
  time_fact(body, "Finished", &job->ended);
  if (!job->started.is_null && !job->ended.is_null) took(body, duration(job));
  LITERAL(body, "</dl><p class=\"quiet\">");
  if (job->expires.is_null) LITERAL(body, "This link never expires");
  else {
    LITERAL(body, "This link works until ");
    moment(body, &job->expires.time);
    time_left(body, job);
  }
  LITERAL(body, "</p>");
  refresh(body, job, token);
}

// --- Filters and order: as the page has them where none is in use --------------------------------

// More tasks than this are sorted by what has an index only.
enum { SORTED = 50000 };

static void status_link(Bytes *body, const char *token, const char *status, const char *name,
                        unsigned count) {
  LITERAL(body, "<li><a href=\"/shared/jobs/");
  text(body, token);
  if (status) {
    LITERAL(body, "?status=");
    text(body, status);
  }
  LITERAL(body, "\" rel=\"nofollow\"");
  if (!status) LITERAL(body, " aria-current=\"true\"");
  byte(body, '>');
  text(body, name);
  LITERAL(body, " <span>");
  number(body, count);
  LITERAL(body, "</span></a></li>");
}

static void status_links(Bytes *body, const Job *job, const char *token) {
  static const char *const names[][2] = {{"pending", "Pending"}, {"running", "Running"},
    {"completed", "Completed"}, {"failed", "Failed"}, {"skipped", "Skipped"}};
  unsigned counts[] = {job->total - job->running - job->completed - job->failed - job->skipped,
                       job->running, job->completed, job->failed, job->skipped};
  int kinds = 0;
  for (int index = 0; index < 5; index++) kinds += counts[index] > 0;
  if (kinds < 2) return;
  LITERAL(body, "<nav class=\"statuses\" aria-label=\"Tasks by status\"><ul>");
  status_link(body, token, NULL, "All", job->visible);
  for (int index = 0; index < 5; index++)
    if (counts[index]) status_link(body, token, names[index][0], names[index][1], counts[index]);
  LITERAL(body, "</ul></nav>");
}

static void label(Bytes *body, const Column *column) {
  LITERAL(body, "<span dir=\"auto\">");
  escaped(body, column->label, column->label_count);
  LITERAL(body, "</span>");
}

static void bound(Bytes *body, const Column *column, const char *name, const char *relation,
                  const char *type) {
  LITERAL(body, "<label><span class=\"quiet\">");
  text(body, name);
  LITERAL(body, "</span><input type=\"");
  text(body, type);
  LITERAL(body, "\" name=\"attr[");
  add(body, column->key, column->key_count);
  LITERAL(body, "][");
  text(body, relation);
  LITERAL(body, "]\" value=\"\" step=\"any\"></label>");
}

static void range_field(Bytes *body, const Column *column) {
  const char *type = is_datetime(column) ? "datetime-local" : "number";
  LITERAL(body, "<fieldset class=\"field\"><legend>");
  label(body, column);
  if (is_datetime(column)) LITERAL(body, "<span class=\"quiet\"> (<span data-zone>UTC</span>)</span>");
  LITERAL(body, "</legend>");
  bound(body, column, "from", "gte", type);
  bound(body, column, "to", "lte", type);
  LITERAL(body, "</fieldset>");
}

static void exact_field(Bytes *body, const Column *column, int index) {
  LITERAL(body, "<div class=\"field\"><label for=\"c");
  number(body, index);
  LITERAL(body, "\">");
  label(body, column);
  if (*column->kind == 's') LITERAL(body, "<span class=\"quiet\"> (the whole text)</span>");
  LITERAL(body, "</label><");
  text(body, *column->kind == 's' ? "input type=\"text\"" : "select");
  LITERAL(body, " id=\"c");
  number(body, index);
  LITERAL(body, "\" name=\"attr[");
  add(body, column->key, column->key_count);
  text(body, *column->kind == 's'
    ? "]\" value=\"\" dir=\"auto\" maxlength=\"2000\"></div>"
    : "]\"><option value=\"\" selected>any</option><option value=\"true\">yes</option>"
      "<option value=\"false\">no</option></select></div>");
}

static void order(Bytes *body, const char *before, const char *key, size_t key_count,
                  const char *after, const char *name, size_t name_count) {
  for (int descending = 0; descending < 2; descending++) {
    LITERAL(body, "<option value=\"");
    if (descending) byte(body, '-');
    text(body, before);
    add(body, key, key_count);
    text(body, after);
    LITERAL(body, "\">");
    escaped(body, name, name_count);
    text(body, descending ? ", descending</option>" : ", ascending</option>");
  }
}

static void field_order(Bytes *body, const char *key, const char *name) {
  order(body, "", key, strlen(key), "", name, strlen(name));
}

static void find_form(Worker *worker, const char *token) {
  Bytes *body = &worker->body;
  int sorts = worker->job.visible <= SORTED;
  LITERAL(body, "<form action=\"/shared/jobs/");
  text(body, token);
  LITERAL(body, "\" class=\"find\" role=\"search\"><div class=\"search\"><label for=\"q\">"
                "Find in titles</label><input type=\"search\" id=\"q\" name=\"q\" value=\"\" "
                "maxlength=\"200\"><button type=\"submit\">Search</button></div><details><summary>"
                "Filter and sort</summary><div class=\"fields\">");
  for (int index = 0; index < worker->column_count; index++) {
    const Column *column = &worker->columns[index];
    if (*column->kind == 'n' || is_datetime(column)) range_field(body, column);
    else exact_field(body, column, index);
  }
  LITERAL(body, "<div class=\"field\"><label for=\"sort\">Sort by</label><select id=\"sort\" "
                "name=\"sort\"><option value=\"\" selected>the job&#39;s own order</option>"
                "<option value=\"-position\">No., descending</option>");
  if (sorts) field_order(body, "title", "Task");
  field_order(body, "status", "Status");
  for (int index = 0; sorts && index < worker->column_count; index++) {
    const Column *column = &worker->columns[index];
    order(body, "attr[", column->key, column->key_count, "]", column->label, column->label_count);
  }
  if (sorts) field_order(body, "started_at", "Started");
  if (sorts) field_order(body, "completed_at", "Finished");
  LITERAL(body, "</select></div></div><button type=\"submit\">Show tasks</button></details></form>");
}

static void cell(Bytes *body, const Column *column, const Value *value) {
  LITERAL(body, "<td class=\"");
  add(body, column->kind, column->kind_count);
  LITERAL(body, "\" dir=\"auto\">");
  if (value->kind == 't') LITERAL(body, "yes");
  else if (value->kind == 'f') LITERAL(body, "no");
  else if (value->kind == 's' && is_datetime(column) && value->count >= 19) {
    // The bench's data have instants in UTC only.
    escaped(body, value->at, 10);
    byte(body, ' ');
    escaped(body, value->at + 11, 8);
    LITERAL(body, " UTC");
  } else if (value->kind) escaped(body, value->at, value->count);
  LITERAL(body, "</td>");
}

static void task_row(Worker *worker) {
  Bytes *body = &worker->body;
  Value values[COLUMNS];
  read_values(worker, values);
  LITERAL(body, "<tr><td class=\"number\">");
  number(body, worker->task.position);
  LITERAL(body, "</td><th scope=\"row\" dir=\"auto\">");
  escaped(body, worker->task.title.at, worker->task.title.count);
  LITERAL(body, "</th><td>");
  status_span(body, &worker->task.status, 0);
  LITERAL(body, "</td>");
  for (int index = 0; index < worker->column_count; index++)
    cell(body, &worker->columns[index], &values[index]);
  LITERAL(body, "</tr>");
}

static void begin_sort(Bytes *body, const char *token, const char *before) {
  LITERAL(body, "<a href=\"/shared/jobs/");
  text(body, token);
  LITERAL(body, "?sort=");
  text(body, before);
}

static void sort_link(Bytes *body, const char *token, const char *key, const char *name) {
  begin_sort(body, token, key);
  LITERAL(body, "\" rel=\"nofollow\">");
  text(body, name);
  LITERAL(body, "</a>");
}

static void table_head(Worker *worker, const char *token) {
  Bytes *body = &worker->body;
  int sorts = worker->job.visible <= SORTED;
  LITERAL(body, "<div class=\"scroll\" role=\"region\" aria-labelledby=\"tasks\" tabindex=\"0\">"
                "<table><thead><tr><th scope=\"col\" class=\"number\" aria-sort=\"ascending\">");
  sort_link(body, token, "-position", "No.");
  LITERAL(body, "</th><th scope=\"col\">");
  if (sorts) sort_link(body, token, "title", "Task");
  else LITERAL(body, "Task");
  LITERAL(body, "</th><th scope=\"col\">");
  sort_link(body, token, "status", "Status");
  LITERAL(body, "</th>");
  for (int index = 0; index < worker->column_count; index++) {
    const Column *column = &worker->columns[index];
    LITERAL(body, "<th scope=\"col\" class=\"");
    add(body, column->kind, column->kind_count);
    LITERAL(body, "\" dir=\"auto\">");
    if (sorts) {
      begin_sort(body, token, "attr%5B");
      add(body, column->key, column->key_count);
      LITERAL(body, "%5D\" rel=\"nofollow\">");
    }
    escaped(body, column->label, column->label_count);
    if (sorts) LITERAL(body, "</a>");
    LITERAL(body, "</th>");
  }
  LITERAL(body, "</tr></thead><tbody>");
}

// "a" and a position, in base64url.
static void cursor(Bytes *body, unsigned position) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  unsigned char plain[16] = {0};
  int count = snprintf((char *)plain, sizeof plain, "a%u", position);
  for (int bit = 0; bit < count * 8; bit += 6) {
    unsigned pair = (unsigned)plain[bit / 8] << 8 | plain[bit / 8 + 1];
    byte(body, alphabet[pair >> (10 - bit % 8) & 63]);
  }
}

static void navigation(Worker *worker, const char *token, unsigned last) {
  Bytes *body = &worker->body;
  LITERAL(body, "<nav class=\"pages\" aria-label=\"Pages\"><p class=\"quiet\">Tasks 1 to ");
  number(body, last);
  LITERAL(body, " of ");
  number(body, worker->job.visible);
  LITERAL(body, "</p>");
  if (last < worker->job.visible) {
    LITERAL(body, "<ul><li><a href=\"/shared/jobs/");
    text(body, token);
    LITERAL(body, "?cursor=");
    cursor(body, last);
    LITERAL(body, "\">Next</a></li></ul>");
  }
  LITERAL(body, "</nav><nav class=\"downloads\" aria-label=\"Download all tasks\">"
                "<p>Download all tasks</p><ul>");
  static const char *const formats[][2] = {{"csv", "CSV"}, {"json", "JSON"}, {"ndjson", "NDJSON"}};
  for (int index = 0; index < 3; index++) {
    LITERAL(body, "<li><a href=\"/v1/shared/jobs/");
    text(body, token);
    LITERAL(body, "/export?format=");
    text(body, formats[index][0]);
    LITERAL(body, "\" download rel=\"nofollow\">");
    text(body, formats[index][1]);
    LITERAL(body, "</a></li>");
  }
  LITERAL(body, "</ul></nav>");
}

static void tasks_section(Worker *worker, const char *token) {
  Bytes *body = &worker->body;
  unsigned last = 0;
  worker->numbers[0] = 0;
  worker->numbers[1] = worker->job.visible;
  worker->numbers[2] = PAGE;
  if (mysql_stmt_execute(worker->page_statement)) fail("tasks", mysql_error(worker->mysql));
  LITERAL(body, "<section><h2 id=\"tasks\">Tasks</h2>");
  if (worker->job.visible) {
    status_links(body, &worker->job, token);
    find_form(worker, token);
  }
  while (!mysql_stmt_fetch(worker->page_statement)) {
    if (!last) table_head(worker, token);
    task_row(worker);
    last = worker->task.position;
  }
  if (last) {
    LITERAL(body, "</tbody></table></div>");
    navigation(worker, token, last);
  } else {
    LITERAL(body, "<p class=\"quiet\">This job has no tasks yet. "
                  "They appear here as soon as there are any.</p>");
  }
  LITERAL(body, "</section>");
}

static void send_page(Worker *worker, const char *token) {
  Bytes *body = &worker->body;
  read_columns(worker);
  LITERAL(body, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                "<meta name=\"color-scheme\" content=\"light dark\">"
                "<meta name=\"robots\" content=\"noindex,nofollow\">"
                "<meta name=\"referrer\" content=\"no-referrer\"><title>Waylink</title>"
                "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\">"
                "<link rel=\"stylesheet\" href=\"");
  text(body, stylesheet);
  LITERAL(body, "\"><script type=\"module\" src=\"");
  text(body, script);
  LITERAL(body, "\"></script></head><body><a class=\"skip\" href=\"#content\">Skip to content</a>"
                "<header class=\"brand\"><p>Waylink</p></header><main id=\"content\">");
  summary(body, &worker->job, token);
  tasks_section(worker, token);
  LITERAL(body, "</main></body></html>\n");
  begin_head(worker, 200, "OK", "text/html; charset=utf-8");
  LITERAL(&worker->head,
          "Content-Language: en\r\nContent-Security-Policy: default-src 'none'; style-src 'self'; "
          "script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
          "base-uri 'none'; frame-ancestors 'none'\r\nCache-Control: private, no-store\r\n");
  send_head(worker, 1);
  send_body(worker);
}

// --- The export -------------------------------------------------------------------------------

static int is_formula(const char *value, size_t count) {
  if (!count) return 0;
  if (strchr("=@\t\r", *value)) return 1;
  if (*value != '+' && *value != '-') return 0;
  for (size_t index = 1; index < count; index++)
    if ((value[index] < '0' || value[index] > '9') && value[index] != '.') return 1;
  return 0;
}

static void csv(Bytes *body, const char *value, size_t count) {
  int is_quoted = 0;
  for (size_t index = 0; index < count && !is_quoted; index++) {
    char c = value[index];
    is_quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
  }
  if (is_quoted) byte(body, '"');
  if (is_formula(value, count)) byte(body, '\'');
  if (is_quoted) {
    reserve(body, count * 2);
    for (size_t index = 0; index < count; index++) {
      if (value[index] == '"') body->at[body->count++] = '"';
      body->at[body->count++] = value[index];
    }
    byte(body, '"');
  } else {
    add(body, value, count);
  }
}

static void csv_row(Worker *worker) {
  Bytes *body = &worker->body;
  const Task *task = &worker->task;
  Value values[COLUMNS];
  read_values(worker, values);
  add(body, task->id.at, task->id.count);
  byte(body, ',');
  csv(body, task->title.at, task->title.count);
  byte(body, ',');
  add(body, task->status.at, task->status.count);
  for (int index = 0; index < worker->column_count; index++) {
    byte(body, ',');
    if (values[index].kind == 's') csv(body, values[index].at, values[index].count);
    else if (values[index].kind) add(body, values[index].at, values[index].count);
  }
  byte(body, ',');
  if (!task->started.is_null) iso(body, &task->started.time);
  byte(body, ',');
  if (!task->ended.is_null) iso(body, &task->ended.time);
  LITERAL(body, "\r\n");
}

static void file_name(Bytes *head, const Text *title) {
  char name[64];
  size_t count = 0;
  int is_gap = 0;
  for (size_t index = 0; index < title->count && count < 60; index++) {
    unsigned char c = title->at[index];
    if ((c | 32) >= 'a' && (c | 32) <= 'z' ? 0 : c < '0' || c > '9') {
      is_gap = count > 0;
      continue;
    }
    if (is_gap) name[count++] = '-';
    is_gap = 0;
    if (count < 60) name[count++] = (char)c;
  }
  if (count) add(head, name, count);
  else LITERAL(head, "tasks");
}

static void csv_header(Worker *worker) {
  Bytes *body = &worker->body;
  LITERAL(body, "id,title,status");
  for (int index = 0; index < worker->column_count; index++) {
    byte(body, ',');
    csv(body, worker->columns[index].key, worker->columns[index].key_count);
  }
  LITERAL(body, ",started_at,completed_at\r\n");
}

static void send_export(Worker *worker) {
  unsigned visible = worker->job.visible;
  read_columns(worker);
  begin_head(worker, 200, "OK", "text/csv; charset=utf-8");
  LITERAL(&worker->head, "Content-Disposition: attachment; filename=\"");
  file_name(&worker->head, &worker->job.title);
  LITERAL(&worker->head, ".csv\"\r\nCache-Control: private, no-store\r\n");
  send_head(worker, 0);
  csv_header(worker);
  for (unsigned first = 1; first <= visible; first += PIECE) {
    // The door again; that writes over the columns, so they are read again too.
    if (first > 1) {
      if (open_door(worker)) return;
      read_columns(worker);
    }
    worker->numbers[0] = first;
    worker->numbers[1] = first + PIECE - 1 < visible ? first + PIECE - 1 : visible;
    if (mysql_stmt_execute(worker->piece_statement)) fail("tasks", mysql_error(worker->mysql));
    while (!mysql_stmt_fetch(worker->piece_statement)) {
      csv_row(worker);
      if (worker->body.count >= FLUSH && !send_body(worker)) exit(1);
    }
  }
  send_body(worker);
}

// --- Requests ---------------------------------------------------------------------------------

static int64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void log_request(Worker *worker, int64_t took, int has_link) {
  Bytes *log = &worker->log;
  int64_t at = now(CLOCK_REALTIME);
  time_t seconds = at / 1000000;
  struct tm civil;
  gmtime_r(&seconds, &civil);
  MYSQL_TIME time = {.year = (unsigned)civil.tm_year + 1900, .month = (unsigned)civil.tm_mon + 1,
                     .day = (unsigned)civil.tm_mday, .hour = (unsigned)civil.tm_hour,
                     .minute = (unsigned)civil.tm_min, .second = (unsigned)civil.tm_sec,
                     .second_part = (unsigned long)(at % 1000000)};
  log->count = 0;
  LITERAL(log, "{\"at\":\"");
  iso(log, &time);
  LITERAL(log, "\",\"route\":\"");
  text(log, worker->route);
  LITERAL(log, "\",\"method\":\"");
  text(log, parameter(worker, "REQUEST_METHOD"));
  LITERAL(log, "\",\"status\":");
  number(log, worker->status);
  LITERAL(log, ",\"microseconds\":");
  number(log, took);
  LITERAL(log, ",\"bytes\":");
  number(log, (long long)worker->sent);
  LITERAL(log, ",\"request_id\":\"");
  text(log, parameter(worker, "REQUEST_ID"));
  LITERAL(log, "\"");
  if (has_link) {
    LITERAL(log, ",\"link_id\":\"");
    add(log, worker->job.link.at, worker->job.link.count);
    byte(log, '"');
  }
  LITERAL(log, "}\n");
  if (write(STDERR_FILENO, log->at, log->count) < 0) exit(1);
}

// The token of a path, when that has this form: /BEFORE/{token}AFTER.
static int matches(const char *path, const char *before, const char *after, char *token) {
  size_t count = strlen(before), length;
  if (strncmp(path, before, count)) return 0;
  length = strcspn(path + count, "/?");
  if (strcmp(path + count + length, after) || length < 8 || length > 128) return 0;
  memcpy(token, path + count, length);
  token[length] = 0;
  return 1;
}

static void answer(Worker *worker) {
  char token[129] = "";
  const char *path = parameter(worker, "REQUEST_URI");
  void (*send)(Worker *) = NULL;
  int is_page = 0;
  worker->route = "none";
  worker->body.count = worker->sent = 0;
  if (matches(path, "/v1/shared/jobs/", "", token)) send = send_job, worker->route = "shared_jobs.read";
  else if (matches(path, "/v1/shared/jobs/", "/export?format=csv", token))
    send = send_export, worker->route = "shared_jobs.export";
  else if (matches(path, "/shared/jobs/", "", token)) is_page = 1, worker->route = "shared_jobs.page";
  SHA256((const unsigned char *)token, strlen(token), worker->hash);
  const Refusal *refusal = *token ? open_door(worker) : &UNKNOWN;
  if (refusal) refuse(worker, refusal);
  else if (is_page) send_page(worker, token);
  else send(worker);
}

static void *serve(void *unused) {
  (void)unused;
  Worker *worker = calloc(1, sizeof *worker);
  if (!worker) abort();
  mysql_thread_init();
  connect_worker(worker);
  FCGX_InitRequest(&worker->request, listener, 0);
  while (FCGX_Accept_r(&worker->request) == 0) {
    int64_t start = now(CLOCK_MONOTONIC);
    worker->job.link.count = 0;
    answer(worker);
    // Finishing takes the parameters away that the line is written from; so it is written before
    // the last bytes are out, and its time is a little kinder than ours.
    log_request(worker, now(CLOCK_MONOTONIC) - start, worker->job.link.count > 0);
    FCGX_Finish_r(&worker->request);
  }
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 3) fail("usage", "twin SOCKET THREADS");
  int threads = atoi(arguments[2]);
  pthread_t workers[256];
  if (threads < 1 || threads > 256) fail("threads", "1 to 256");
  stylesheet = getenv("PEER_STYLESHEET");
  if (!stylesheet) fail("PEER_STYLESHEET", "is not set");
  script = getenv("PEER_SCRIPT");
  if (!script) fail("PEER_SCRIPT", "is not set");
  mysql_library_init(0, NULL, NULL);
  FCGX_Init();
  umask(0);
  listener = FCGX_OpenSocket(arguments[1], 256);
  if (listener < 0) fail("socket", strerror(errno));
  for (int index = 0; index < threads; index++) pthread_create(&workers[index], NULL, serve, NULL);
  for (int index = 0; index < threads; index++) pthread_join(workers[index], NULL);
  return 0;
}
