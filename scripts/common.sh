# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used where this is sourced
# What the scripts share. To be sourced; sets `root` and `home`, and prints nothing.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# A relative WAYLINK_HOME is meant from where the caller stands.
home=$(realpath -m -- "${WAYLINK_HOME:-$root/.run}")

# Ends the script with one sentence.
die() {
  printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
  exit 1
}

# Who serves: www-data when the caller is root, else the caller; and what turns a command into one
# of that user, without capabilities and unable to win any back.
if [[ $EUID -eq 0 ]]; then
  service_user=www-data
  as_service=(setpriv "--reuid=$service_user" "--regid=$service_user" --init-groups
    --inh-caps=-all --bounding-set=-all --no-new-privs --)
else
  service_user=$(id -un)
  as_service=()
fi

# When a process began, in ticks since the machine did. The name in the second field may hold
# spaces and brackets, so fields are counted from the last bracket.
process_began() {
  local line
  local -a fields
  { line=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -ra fields <<<"${line##*) }"
  [[ ${fields[0]} != Z ]] || return 1 # a zombie has ended
  printf '%s' "${fields[19]}"
}

# Notes a process in a pid file. A number alone may be another process's after a reboot, so the
# moment it began is kept beside it.
note_process() {
  printf '%s %s\n' "$2" "$(process_began "$2")" >"$1"
}

# Prints the number of the process that a pid file notes, when it still runs.
noted_process() {
  local pid began
  [[ -r $1 ]] || return 1
  read -r pid began <"$1" || return 1
  [[ $pid =~ ^[0-9]+$ && $(process_began "$pid") == "$began" ]] || return 1
  printf '%s' "$pid"
}

# Prints the number of this home's nginx master, when it runs. nginx writes its pid file itself,
# and again at each reload.
nginx_process() {
  local pid
  [[ -r $home/run/nginx.pid ]] || return 1
  read -r pid <"$home/run/nginx.pid" || return 1
  [[ $pid =~ ^[0-9]+$ ]] || return 1
  { tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$home/nginx/nginx.conf"; } 2>/dev/null || return 1
  printf '%s' "$pid"
}

# Waits up to so many seconds until a command succeeds.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# Prints the status of GET http://127.0.0.1:PORT/PATH, or nothing. (curl is not on every machine.)
http_status() {
  local status
  {
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
    read -r -t 2 _ status _ <&3 || status=
    exec 3<&- 3>&-
  } 2>/dev/null
  printf '%s' "$status"
}

is_ready() {
  [[ $(http_status "$1" /readyz) == 200 ]]
}

# The Python of the end-to-end and browser tests; outside of the tree, and another one whenever
# the requirements change.
test_environment() {
  local sum
  sum=$(sha256sum <"$root/scripts/requirements.txt")
  printf '%s' "${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/waylink/venv-${sum:0:12}"
}
