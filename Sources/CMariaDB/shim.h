#pragma once
#include <mysql.h>
#include <mysqld_error.h>
#include <errmsg.h>

/// A column of the row that mysql_stmt_fetch has just read, where it lies in the connection's
/// own read buffer: valid until anything else is read from that connection.
typedef struct {
  /// NULL for an SQL NULL. Numbers are little-endian.
  const unsigned char *data;
  unsigned long length;
  enum enum_field_types type;
  int is_unsigned;
} waylink_cell;

/// Without result buffers bound, mysql_stmt_fetch notes where each column begins and how long
/// it is (that is what mysql_stmt_fetch_column later copies from). Reading there saves binding,
/// copying and growing buffers. `column` must be below the statement's field_count.
static inline waylink_cell waylink_stmt_cell(const MYSQL_STMT *stmt, unsigned int column) {
  const MYSQL_BIND *bind = &stmt->bind[column];
  const MYSQL_FIELD *field = &stmt->fields[column];
  waylink_cell cell = {bind->u.row_ptr, bind->length_value, field->type,
                       (field->flags & UNSIGNED_FLAG) != 0};
  if (!cell.data) return cell;
  switch (field->type) {
  case MYSQL_TYPE_TINY: case MYSQL_TYPE_SHORT: case MYSQL_TYPE_YEAR: case MYSQL_TYPE_INT24:
  case MYSQL_TYPE_LONG: case MYSQL_TYPE_LONGLONG: case MYSQL_TYPE_FLOAT: case MYSQL_TYPE_DOUBLE:
    return cell;
  default:
    // All others are preceded by their length, in one, three, four or nine bytes.
    switch (*cell.data) {
    case 252: cell.data += 3; break;
    case 253: cell.data += 4; break;
    case 254: cell.data += 9; break;
    default: cell.data += 1;
    }
    return cell;
  }
}

/// What the server offers beyond the classic protocol (MARIADB_CLIENT_…, shifted right by 32);
/// this library takes up all that it knows of.
static inline unsigned int waylink_server_extensions(MYSQL *mysql) {
  unsigned long extensions = 0;
  mariadb_get_infov(mysql, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &extensions);
  return (unsigned int)extensions;
}
