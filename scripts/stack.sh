# shellcheck shell=bash
# shellcheck disable=SC2154 # root, home, service_user, as_service: common.sh; port, responders, executable: run
# shellcheck disable=SC2030,SC2031 # subshells change their own copy of `environment`, on purpose
# The parts that scripts/run puts together, in the order it does. To be sourced after common.sh.

# Prints the port of this home's stack, when it serves.
running_port() {
  local port
  [[ -r $home/run/port ]] && read -r port <"$home/run/port" || return 1
  nginx_process >/dev/null && is_ready "$port" || return 1
  printf '%s' "$port"
}

# Refuses, in one sentence, a home that could not work.
check_home() {
  local free socket
  # The path is written into nginx's configuration, where other characters have a meaning.
  [[ $home =~ ^[[:alnum:]/._+\ -]+$ ]] ||
    die "the path of WAYLINK_HOME may hold letters, digits, spaces and / . _ + - only: $home"
  socket=$home/run/responder-$responders.sock
  # A Unix socket's address holds 107 bytes; MariaDB's is as long as a responder's.
  (($(printf '%s' "$socket" | wc -c) <= 107)) ||
    die "the path of WAYLINK_HOME is too long for a Unix socket; choose a shorter one: $home"
  mkdir -p -- "$home" 2>/dev/null || die "WAYLINK_HOME can't be made: $home"
  [[ -w $home ]] || die "WAYLINK_HOME belongs to somebody else: $home"
  "${as_service[@]}" test -x "$home" ||
    die "$service_user, who serves, can't reach WAYLINK_HOME; choose one outside of private folders: $home"
  free=$(df -Pk -- "$home" | awk 'NR == 2 { print int($4 / 1024) }')
  ((free >= 300)) || die "the disk of WAYLINK_HOME is full: $free MiB are free, 300 are needed."
}

# Sets `addresses` to the loopback addresses of this machine, where the port must be free.
find_addresses() {
  local status=0
  addresses=$(
    python3 - "$port" <<'PYTHON'
import errno, socket, sys

for family, host, text in (
    (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
    (socket.AF_INET6, "::1", "[::1]"),
):
    try:
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, int(sys.argv[1])))
        print(text)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(3)
        if error.errno == errno.EACCES:
            sys.exit(4)
PYTHON
  ) || status=$?
  case $status in
    0) [[ -n $addresses ]] || die "this machine has no loopback address." ;;
    3) die "port $port is in use; choose another one: WAYLINK_PORT=$((port + 1)) scripts/run" ;;
    4) die "port $port is for root; choose one above 1023." ;;
    *) die "python3 can't tell whether port $port is free." ;;
  esac
}

# A folder of the user who serves.
own() {
  local mode=$1
  shift
  mkdir -p -- "$@"
  chmod "$mode" -- "$@"
  [[ $EUID -ne 0 ]] || chown "$service_user:$service_user" -- "$@"
}

# Makes a secret once. Through another name: half a secret must never be taken for one.
secret() {
  local file=$home/secrets/$1
  [[ ! -s $file ]] || return 0
  (
    umask 077
    printf '%s' "$2" >"$file.new"
  )
  mv -- "$file.new" "$file"
}

# So many random bytes, base64url.
random() {
  openssl rand "$1" | basenc --base64url -w0 | tr -d '='
}

# Everything that runs is a copy: a build, or an edit, must not reach into a running stack.
copy_release() {
  local old
  for old in release nginx; do
    rm -rf -- "${home:?}/$old"
  done
  mkdir -p -- "$home/release" "$home/nginx/temp"
  cp -L -- "$executable" "$home/release/waylink"
  cp -L -- "$(dirname -- "$executable")/waylink-imaging" "$home/release/waylink-imaging"
  cp -- "$root/scripts/supervise" "$home/release/supervise"
  cp -R -- "$root/sql" "$home/release/sql"
  cp -R -- "$root/nginx" "$home/nginx/waylink"
  chmod -R u+w,go-w,a+rX -- "$home/release" "$home/nginx"
  "$root/scripts/assets" "$root/nginx/www" "$home/public"
}

# Sets `environment`, the configuration of `waylink`, and keeps it in a file as well. Secrets are
# given as files, so that they are in no process's environment.
set_environment() {
  local name value
  local -A values=(
    [WAYLINK_BASE_URL]="http://localhost:$port"
    [WAYLINK_SIGNUP]=open
  )
  for name in $(compgen -e WAYLINK_); do
    case $name in
      WAYLINK_HOME | WAYLINK_PORT | WAYLINK_RESPONDERS | WAYLINK_EXECUTABLE) ;;
      WAYLINK_MARIADB_* | WAYLINK_TEST_* | WAYLINK_STACK) ;;
      *) values[$name]=${!name} ;;
    esac
  done
  values[WAYLINK_DATABASE]=$home/mariadb/mariadb.sock
  values[WAYLINK_DATABASE_NAME]=waylink
  values[WAYLINK_DATABASE_USER]=waylink_app
  values[WAYLINK_DATABASE_PASSWORD_FILE]=$home/secrets/database-password
  values[WAYLINK_MIGRATOR_USER]=waylink_migrator
  values[WAYLINK_MIGRATOR_PASSWORD_FILE]=$home/secrets/migrator-password
  values[WAYLINK_TOKEN_KEYS_FILE]=$home/secrets/token-keys
  values[WAYLINK_SEAL_KEYS_FILE]=$home/secrets/seal-keys
  values[WAYLINK_SQL]=$home/release/sql
  values[WAYLINK_WWW]=$home/nginx/waylink/www
  values[WAYLINK_SPOOL]=$home/spool
  values[WAYLINK_FILES]=$home/files
  unset "values[WAYLINK_LISTEN]" "values[WAYLINK_RESPONDER]" # each responder has its own
  environment=()
  (umask 077 && : >"$home/environment.new")
  while IFS= read -r name; do
    value=${values[$name]}
    environment+=("$name=$value")
    printf '%s=%q\n' "$name" "$value" >>"$home/environment.new"
  done < <(printf '%s\n' "${!values[@]}" | sort)
  mv -f -- "$home/environment.new" "$home/environment"
  printf '%s\n' "${values[WAYLINK_BASE_URL]}" >"$home/run/address"
}

prepare_home() {
  chmod 0755 -- "$home"
  own 0755 "$home/run"
  own 0750 "$home/logs"
  own 0700 "$home/spool"
  own 0750 "$home/files"
  mkdir -p -- "$home/public" "$home/secrets"
  chmod 0755 -- "$home/public"
  chmod 0711 -- "$home/secrets"
  # Who serves never gets at the passwords of who migrates and who reports.
  secret migrator-password "$(random 24)"
  secret report-password "$(random 24)"
  secret database-password "$(random 24)"
  secret token-keys "k1:$(random 32)"
  secret seal-keys "k1:$(random 32)"
  [[ $EUID -ne 0 ]] ||
    chown "$service_user:" -- "$home"/secrets/{database-password,token-keys,seal-keys}
  copy_release
  set_environment
}

# Becomes a command of the user who serves, with `environment` and nothing else of the caller's.
# In a subshell. By export, not by `env`: a command's arguments can be read by anyone.
become_service() {
  local name
  for name in $(compgen -e); do
    [[ $name == PATH ]] || unset "$name"
  done
  export LANG=C.UTF-8 "${environment[@]}"
  exec "${as_service[@]}" "$@"
}

start_database() {
  # Deaf to Ctrl-C: interrupted half-way it would leave a server that no pid file tells of.
  (
    trap '' INT
    exec "$root/scripts/private-mariadb" start "$home/mariadb" 8>&-
  ) || die "MariaDB did not start."
  {
    printf "SET @waylink_database = 'waylink',\n"
    printf "  @waylink_application_password = '%s',\n" "$(<"$home/secrets/database-password")"
    printf "  @waylink_migrator_password = '%s',\n" "$(<"$home/secrets/migrator-password")"
    printf "  @waylink_report_password = '%s';\n" "$(<"$home/secrets/report-password")"
    cat -- "$root"/sql/setup/*.sql
  } | mariadb --no-defaults --batch --socket="$home/mariadb/mariadb.sock" --user="$(id -un)" ||
    die "the database and its users could not be set up."
}

# The configuration of who serves: without the rights of who migrates.
drop_migrator() {
  local entry
  local -a kept=()
  for entry in "${environment[@]}"; do
    [[ $entry == WAYLINK_MIGRATOR_* ]] || kept+=("$entry")
  done
  environment=("${kept[@]}")
}

# `check` as well: what it refuses would otherwise make responders end and start again for ever.
migrate() {
  (
    drop_migrator
    # As a value, because the file can't be read by the user that this becomes.
    environment+=(WAYLINK_MIGRATOR_USER=waylink_migrator
      "WAYLINK_MIGRATOR_PASSWORD=$(<"$home/secrets/migrator-password")")
    become_service "$home/release/waylink" migrate
  ) || die "the database could not be migrated."
  (
    drop_migrator
    become_service "$home/release/waylink" check
  ) || die "waylink refuses its configuration."
}

# Each has a socket of its own, which outlives the process: scripts/supervise holds it.
start_responders() {
  local number name
  for ((number = 1; number <= responders; number++)); do
    name=responder-$number
    rm -f -- "$home/run/$name.sock"
    (
      drop_migrator
      environment+=("WAYLINK_RESPONDER=$number")
      become_service setsid spawn-fcgi -s "$home/run/$name.sock" -M 0660 -b 256 -n -- \
        "$home/release/supervise" "$home/release/waylink" serve
    ) </dev/null >>"$home/logs/$name.log" 2>&1 8>&- &
    wait_until 5 test -S "$home/run/$name.sock" ||
      die "responder $number did not start: $(tail -n 1 -- "$home/logs/$name.log")"
    # The subshell has become spawn-fcgi, and that the supervisor: one process.
    note_process "$home/run/$name.pid" $!
  done
}

# Sends what lies in the outbox; without WAYLINK_MAIL_URL it says so and waits to be ended.
start_worker() {
  (
    drop_migrator
    become_service setsid "$home/release/supervise" "$home/release/waylink" work
  ) </dev/null >>"$home/logs/worker.log" 2>&1 8>&- &
  note_process "$home/run/worker.pid" $!
}

# Fills in the template.
configure_nginx() {
  local number address text user='' servers='' metrics='' listen=''
  text=$(<"$root/nginx/waylink.conf.template")
  [[ $EUID -ne 0 ]] || user="user $service_user;"
  # Twice each, as in site.conf, which says why.
  for ((number = 1; number <= responders; number++)); do
    servers+="    server \"unix:$home/run/responder-$number.sock\" max_fails=0;"$'\n'
    metrics+="    location = /metrics/$number {"$'\n'
    metrics+="      include waylink/waylink-metrics.conf;"$'\n'
    metrics+="      fastcgi_pass \"unix:$home/run/responder-$number.sock\";"$'\n'
    metrics+="    }"$'\n'
  done
  for address in $addresses; do
    listen+="    listen $address:$port;"$'\n'
  done
  text=${text//@USER@/$user}
  text=${text//@SERVERS@/$servers$servers}
  text=${text//@METRICS@/$metrics}
  text=${text//@LISTEN@/$listen}
  printf '%s\n' "${text//@HOME@/$home}" >"$home/nginx/nginx.conf"
}

start_nginx() {
  configure_nginx
  # Where a user's limit is lower, that must do.
  ulimit -n 8192 2>/dev/null || true
  # /usr/sbin is not in everybody's path.
  PATH=$PATH:/usr/sbin nginx -p "$home/nginx" -c "$home/nginx/nginx.conf" \
    -e "$home/logs/nginx-error.log" 8>&- || die "nginx did not start."
}

not_ready() {
  local log=$home/logs/responder-1.log
  tail -n 5 -- "$log" >&2
  die "Waylink was not ready within 30 s; the last lines of $log are above."
}
