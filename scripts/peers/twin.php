<?php
// The guest's side of Waylink in PHP, as a careful PHP programmer would write it for speed: one
// file, no framework, a persistent connection, one round trip (PDO sends an emulated prepare as
// one query), output in one piece. What scripts/bench measures the responder against.
// PEER_… come as FastCGI parameters.

const JOB_SQL = "SELECT l.id AS link_id, k.dies_at, l.expires_at, l.revoked_at, l.retired_at, w.paused_at, UTC_TIMESTAMP(6) AS now,
j.id, j.workspace_id, j.created_by, j.title, j.description, j.status, j.total_tasks,
j.running_tasks, j.completed_tasks, j.failed_tasks, j.skipped_tasks, j.visible_tasks,
j.member_columns, j.guest_columns, j.version, j.created_at, j.started_at, j.completed_at,
j.deleted_at FROM door_keys k
JOIN links l ON l.id = k.link_id AND l.subject_kind = 'job'
LEFT JOIN workspaces w ON w.id = l.workspace_id JOIN jobs j ON j.id = l.subject_id
WHERE k.hash = ?";
const TASKS_SQL = "SELECT position, id, title, status, attributes, started_at, completed_at FROM tasks
WHERE job_id = ? AND position > ? AND position <= ?
ORDER BY position LIMIT ?";
const JSON = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS;

function iso(?string $time): ?string
{
    if ($time === null) return null;
    $whole = substr($time, 0, 10) . 'T' . substr($time, 11, 8);
    $part = substr($time, 20, 6);
    if ($part === '000000') return $whole . 'Z';
    return $whole . '.' . (str_ends_with($part, '000') ? substr($part, 0, 3) : $part) . 'Z';
}

function microseconds(string $time): int
{
    $seconds = gmmktime(
        (int) substr($time, 11, 2), (int) substr($time, 14, 2), (int) substr($time, 17, 2),
        (int) substr($time, 5, 2), (int) substr($time, 8, 2), (int) substr($time, 0, 4));
    return $seconds * 1000000 + (int) substr($time, 20, 6);
}

function tenths(array $job): int
{
    $counting = $job['total_tasks'] - $job['skipped_tasks'];
    if ($counting <= 0) return 0;
    return intdiv(($job['completed_tasks'] + $job['failed_tasks']) * 2000 + $counting, $counting * 2);
}

function duration(array $job): ?int
{
    if ($job['started_at'] === null || $job['completed_at'] === null) return null;
    return intdiv(max(0, microseconds($job['completed_at']) - microseconds($job['started_at'])), 1000000);
}

/** The refusal: status, title, code, detail; null for a door that opens. */
function refusal(?array $row): ?array
{
    if (!$row) return [404, 'Not Found', 'share_link_not_found', 'This share link does not exist.'];
    $now = $row['now'];
    if ($row['revoked_at'] !== null || $row['dies_at'] !== null && $row['dies_at'] <= $now)
        return [410, 'Gone', 'share_link_revoked', 'This share link was revoked.'];
    if ($row['retired_at'] !== null || $row['expires_at'] !== null && $row['expires_at'] <= $now)
        return [410, 'Gone', 'share_link_expired', 'This share link has expired.'];
    if ($row['paused_at'] !== null)
        return [403, 'Forbidden', 'share_link_paused', 'This share link is paused.'];
    if ($row['deleted_at'] !== null)
        return [410, 'Gone', 'subject_deleted', 'What this share link opened was deleted.'];
    return null;
}

function guest_json(array $job): string
{
    $tenths = tenths($job);
    return '{"id":"' . $job['id'] . '","title":' . json_encode($job['title'], JSON)
        . ',"description":' . json_encode($job['description'], JSON)
        . ',"status":"' . $job['status'] . '","progress":' . intdiv($tenths, 10) . '.' . $tenths % 10
        . ',"total_tasks":' . $job['total_tasks'] . ',"completed_tasks":' . $job['completed_tasks']
        . ',"failed_tasks":' . $job['failed_tasks'] . ',"skipped_tasks":' . $job['skipped_tasks']
        . ',"created_at":' . moment_json($job['created_at'])
        . ',"started_at":' . moment_json($job['started_at'])
        . ',"completed_at":' . moment_json($job['completed_at'])
        . ',"duration_seconds":' . (duration($job) ?? 'null')
        . ',"columns":' . $job['guest_columns']
        . ',"expires_at":' . moment_json($job['expires_at']) . '}';
}

function moment_json(?string $time): string
{
    return $time === null ? 'null' : '"' . iso($time) . '"';
}

function escape(string $text): string
{
    return str_replace(['&', '<', '>', '"', "'"], ['&amp;', '&lt;', '&gt;', '&quot;', '&#39;'], $text);
}

function moment_html(string $time): string
{
    // HTML knows no finer fraction than the millisecond.
    return '<time datetime="' . iso(substr($time, 0, 23) . '000') . '">' . substr($time, 0, 16) . ' UTC</time>';
}

function fact(string $name, string $value, string $pattern = ''): string
{
    return '<div><dt' . ($pattern === '' ? '' : " class=\"$pattern\"") . ">$name</dt><dd>$value</dd></div>";
}

function decimal(int $tenths): string
{
    return intdiv($tenths, 10) . '.' . $tenths % 10;
}

function bar_part(string $pattern, int $from, int $to): string
{
    if ($from === $to) return '';
    return "<rect class=\"$pattern\" x=\"" . decimal($from) . '%" width="' . decimal($to - $from) . '%" height="100%"/>';
}

function bar(array $job): string
{
    $total = $job['total_tasks'];
    $place = fn (int $count): int => $total ? intdiv($count * 1000, $total) : 0;
    $completed = $place($job['completed_tasks']);
    $failed = $place($job['completed_tasks'] + $job['failed_tasks']);
    return '<svg class="gauge" role="img" aria-label="Progress: ' . decimal(tenths($job)) . ' %">'
        . ($failed > $completed ? '<defs><pattern id="hatching" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7"/><rect class="stripe" width="3" height="7"/></pattern></defs>' : '')
        . bar_part('plain', 0, $completed) . bar_part('hatched', $completed, $failed)
        . bar_part('thin', $place($total - $job['skipped_tasks']), $total ? 1000 : 0) . '</svg>';
}

function time_left(array $job): string
{
    $minutes = intdiv(microseconds($job['expires_at']) - microseconds($job['now']), 60000000);
    if ($minutes >= 2880) return ' (in ' . intdiv($minutes + 720, 1440) . ' days)';
    if ($minutes >= 120) return ' (in ' . intdiv($minutes + 30, 60) . ' hours)';
    return $minutes >= 2 ? " (in $minutes minutes)" : ' (in less than two minutes)';
}

function tag(array $job): string
{
    return "W/\"g1.{$job['version']}-" . ($job['expires_at'] === null ? 0 : microseconds($job['expires_at'])) . '"';
}

function refresh(array $job, string $token): string
{
    if (!in_array($job['status'], ['pending', 'running'])) return '';
    return "<p class=\"refresh\"><span role=\"status\" data-watches=\"/v1/shared/jobs/$token\" data-tag=\"" . escape(tag($job))
        . '" data-changed="This job has moved on since you opened this page."></span>'
        . "<a href=\"/shared/jobs/$token\">Refresh</a></p>";
}

function took(int $seconds): string
{
    $minutes = intdiv($seconds, 60) % 60;
    if ($seconds >= 3600) return intdiv($seconds, 3600) . " h $minutes min";
    return ($minutes ? "$minutes min " : '') . $seconds % 60 . ' s';
}

function summary(array $job, string $token): string
{
    static $words = ['pending' => 'Not started', 'running' => 'Running', 'completed' => 'Completed',
        'failed' => 'Failed', 'cancelled' => 'Cancelled'];
    $tenths = tenths($job);
    $done = $job['completed_tasks'] + $job['failed_tasks'];
    $duration = duration($job);
    $html = '<p class="kicker">Shared job</p><h1 dir="auto">' . escape($job['title']) . '</h1><p>'
        . '<span class="status ' . $job['status'] . '">' . $words[$job['status']] . '</span></p>';
    if ($job['description'] !== null && $job['description'] !== '')
        $html .= '<p class="description" dir="auto">' . escape($job['description']) . '</p>';
    $html .= '<div class="progress">' . bar($job) . '<p><strong>' . decimal($tenths) . ' %</strong> '
        . "<span class=\"quiet\">$done of " . ($job['total_tasks'] - $job['skipped_tasks'])
        . ' tasks done</span></p></div><dl class="facts">'
        . fact('Completed', $job['completed_tasks'], 'plain') . fact('Failed', $job['failed_tasks'], 'hatched')
        . fact('Skipped', $job['skipped_tasks'], 'thin')
        . fact('Still to do', $job['total_tasks'] - $done - $job['skipped_tasks'], 'rest');
    foreach (['Created' => 'created_at', 'Started' => 'started_at', 'Finished' => 'completed_at'] as $name => $key)
        $html .= fact($name, $job[$key] === null ? 'not yet' : moment_html($job[$key]));
    if ($duration !== null) $html .= fact('Took', took($duration));
    return $html . '</dl><p class="quiet">'
        . ($job['expires_at'] === null ? 'This link never expires'
            : 'This link works until ' . moment_html($job['expires_at']) . time_left($job)) . '</p>'
        . refresh($job, $token);
}

// The bench's data have instants in UTC only.
function instant_words(string $value): string
{
    return substr($value, 0, 10) . ' ' . substr($value, 11, 8) . ' UTC';
}

function task_rows(array $tasks, array $columns): string
{
    static $words = ['pending' => 'Pending', 'running' => 'Running', 'completed' => 'Completed',
        'failed' => 'Failed', 'skipped' => 'Skipped'];
    $html = '';
    foreach ($tasks as [$position, , $title, $status, $attributes]) {
        $values = $attributes === null ? [] : json_decode($attributes, true);
        $html .= "<tr><td class=\"number\">$position</td><th scope=\"row\" dir=\"auto\">" . escape($title)
            . "</th><td><span class=\"status $status\">$words[$status]</span></td>";
        foreach ($columns as $column) {
            $value = $values[$column['key']] ?? '';
            if ($column['type'] === 'datetime' && $value !== '') $value = instant_words($value);
            $html .= '<td class="' . $column['type'] . '" dir="auto">'
                . (is_bool($value) ? ($value ? 'yes' : 'no') : escape((string) $value)) . '</td>';
        }
        $html .= '</tr>';
    }
    return $html;
}

function status_links(array $job, string $token): string
{
    $counts = ['running' => $job['running_tasks'], 'completed' => $job['completed_tasks'],
        'failed' => $job['failed_tasks'], 'skipped' => $job['skipped_tasks']];
    $counts = array_filter(['pending' => $job['total_tasks'] - array_sum($counts)] + $counts);
    if (count($counts) < 2) return '';
    $html = "<nav class=\"statuses\" aria-label=\"Tasks by status\"><ul><li><a href=\"/shared/jobs/$token\" rel=\"nofollow\" aria-current=\"true\">All <span>"
        . $job['visible_tasks'] . '</span></a></li>';
    foreach ($counts as $status => $count)
        $html .= "<li><a href=\"/shared/jobs/$token?status=$status\" rel=\"nofollow\">" . ucfirst($status) . " <span>$count</span></a></li>";
    return $html . '</ul></nav>';
}

function field(array $column, int $index): string
{
    ['key' => $key, 'type' => $type] = $column;
    $label = '<span dir="auto">' . escape($column['label']) . '</span>';
    if ($type === 'string')
        return "<div class=\"field\"><label for=\"c$index\">$label<span class=\"quiet\"> (the whole text)</span></label>"
            . "<input type=\"text\" id=\"c$index\" name=\"attr[$key]\" value=\"\" dir=\"auto\" maxlength=\"2000\"></div>";
    if ($type === 'boolean')
        return "<div class=\"field\"><label for=\"c$index\">$label</label><select id=\"c$index\" name=\"attr[$key]\">"
            . '<option value="" selected>any</option><option value="true">yes</option><option value="false">no</option></select></div>';
    $html = "<fieldset class=\"field\"><legend>$label"
        . ($type === 'datetime' ? '<span class="quiet"> (<span data-zone>UTC</span>)</span>' : '') . '</legend>';
    $input = $type === 'datetime' ? 'datetime-local' : 'number';
    foreach (['from' => 'gte', 'to' => 'lte'] as $name => $relation)
        $html .= "<label><span class=\"quiet\">$name</span><input type=\"$input\" name=\"attr[$key][$relation]\" value=\"\" step=\"any\"></label>";
    return $html . '</fieldset>';
}

/** Beyond 50,000 tasks only what has an index is sorted by. */
function orders(array $job, array $columns): array
{
    if ($job['visible_tasks'] > 50000) return ['status' => 'Status'];
    $orders = ['title' => 'Task', 'status' => 'Status'];
    foreach ($columns as $column) $orders["attr[{$column['key']}]"] = escape($column['label']);
    return $orders;
}

function find_form(array $job, array $columns, string $token): string
{
    $html = "<form action=\"/shared/jobs/$token\" class=\"find\" role=\"search\"><div class=\"search\"><label for=\"q\">Find in titles</label>"
        . '<input type="search" id="q" name="q" value="" maxlength="200"><button type="submit">Search</button></div>'
        . '<details><summary>Filter and sort</summary><div class="fields">';
    foreach ($columns as $index => $column) $html .= field($column, $index);
    $html .= '<div class="field"><label for="sort">Sort by</label><select id="sort" name="sort"><option value="" selected>the job&#39;s own order</option>'
        . '<option value="-position">No., descending</option>';
    $orders = orders($job, $columns);
    if (count($orders) > 1) $orders += ['started_at' => 'Started', 'completed_at' => 'Finished'];
    foreach ($orders as $key => $label)
        $html .= "<option value=\"$key\">$label, ascending</option><option value=\"-$key\">$label, descending</option>";
    return $html . '</select></div></div><button type="submit">Show tasks</button></details></form>';
}

function heading(string $label, string $key, array $orders, string $token): string
{
    if (!isset($orders[$key])) return $label;
    return "<a href=\"/shared/jobs/$token?sort=" . rawurlencode($key) . "\" rel=\"nofollow\">$label</a>";
}

function tasks_section(array $tasks, array $job, string $token): string
{
    $html = '<section><h2 id="tasks">Tasks</h2>';
    if (!$tasks)
        return $html . '<p class="quiet">This job has no tasks yet. They appear here as soon as there are any.</p></section>';
    $columns = json_decode($job['guest_columns'], true);
    $orders = orders($job, $columns);
    $html .= status_links($job, $token) . find_form($job, $columns, $token)
        . '<div class="scroll" role="region" aria-labelledby="tasks" tabindex="0"><table><thead><tr>'
        . '<th scope="col" class="number" aria-sort="ascending">' . heading('No.', '-position', ['-position' => 1], $token)
        . '</th><th scope="col">' . heading('Task', 'title', $orders, $token)
        . '</th><th scope="col">' . heading('Status', 'status', $orders, $token) . '</th>';
    foreach ($columns as $column)
        $html .= '<th scope="col" class="' . $column['type'] . '" dir="auto">'
            . heading(escape($column['label']), "attr[{$column['key']}]", $orders, $token) . '</th>';
    $html .= '</tr></thead><tbody>' . task_rows($tasks, $columns) . '</tbody></table></div>';
    $last = $tasks[count($tasks) - 1][0];
    $html .= "<nav class=\"pages\" aria-label=\"Pages\"><p class=\"quiet\">Tasks 1 to $last of "
        . $job['visible_tasks'] . '</p>';
    if ($last < $job['visible_tasks'])
        $html .= "<ul><li><a href=\"/shared/jobs/$token?cursor="
            . rtrim(strtr(base64_encode("a$last"), '+/', '-_'), '=') . '">Next</a></li></ul>';
    $html .= '</nav><nav class="downloads" aria-label="Download all tasks"><p>Download all tasks</p><ul>';
    foreach (['csv' => 'CSV', 'json' => 'JSON', 'ndjson' => 'NDJSON'] as $format => $name)
        $html .= "<li><a href=\"/v1/shared/jobs/$token/export?format=$format\" download rel=\"nofollow\">$name</a></li>";
    return $html . '</ul></nav></section>';
}

function page(array $job, array $tasks, string $token): string
{
    return "<!doctype html>\n" . '<html lang="en"><head><meta charset="utf-8">'
        . '<meta name="viewport" content="width=device-width,initial-scale=1">'
        . '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex,nofollow">'
        . '<meta name="referrer" content="no-referrer"><title>Waylink</title>'
        . '<link rel="icon" type="image/svg+xml" href="/favicon.svg">'
        . '<link rel="stylesheet" href="' . $_SERVER['PEER_STYLESHEET'] . '"><script type="module" src="' . $_SERVER['PEER_SCRIPT'] . '"></script></head><body>'
        . '<a class="skip" href="#content">Skip to content</a><header class="brand"><p>Waylink</p></header>'
        . '<main id="content">' . summary($job, $token) . tasks_section($tasks, $job, $token)
        . "</main></body></html>\n";
}

function send(int $status, array $headers, string $body): void
{
    http_response_code($status);
    foreach ($headers as $header) header($header);
    header('Referrer-Policy: no-referrer');
    header('X-Robots-Tag: noindex, nofollow');
    header('X-Content-Type-Options: nosniff');
    header('X-Request-Id: ' . $_SERVER['REQUEST_ID']);
    header('Content-Length: ' . strlen($body));
    echo $body;
}

function log_line(string $route, int $status, int $start, int $bytes, ?string $link): void
{
    $now = microtime(true);
    $line = '{"at":"' . gmdate('Y-m-d\TH:i:s', (int) $now) . sprintf('.%06dZ', (int) (fmod($now, 1) * 1e6))
        . "\",\"route\":\"$route\",\"method\":\"{$_SERVER['REQUEST_METHOD']}\",\"status\":$status,"
        . '"microseconds":' . intdiv(hrtime(true) - $start, 1000) . ",\"bytes\":$bytes,"
        . "\"request_id\":\"{$_SERVER['REQUEST_ID']}\"" . ($link === null ? '' : ",\"link_id\":\"$link\"") . "}\n";
    fwrite(fopen('php://stderr', 'w'), $line);
}

$start = hrtime(true);
$isPage = str_starts_with($_SERVER['REQUEST_URI'], '/shared/jobs/');
$token = substr($_SERVER['REQUEST_URI'], $isPage ? 13 : 16);
$database = new PDO(
    'mysql:unix_socket=' . $_SERVER['PEER_DATABASE'] . ';dbname=waylink;charset=utf8mb4', 'waylink_app',
    $_SERVER['PEER_PASSWORD'],
    [PDO::ATTR_PERSISTENT => true, PDO::ATTR_EMULATE_PREPARES => true,
        PDO::MYSQL_ATTR_INIT_COMMAND => "SET time_zone = '+00:00', tx_isolation = 'READ-COMMITTED'"]);
// As a literal in hex: bytes that are no text have none of text's quoting.
$rows = $database->query(str_replace('?', "x'" . hash('sha256', $token) . "'", JOB_SQL), PDO::FETCH_ASSOC);
$job = $rows->fetch() ?: null;
if ($refusal = refusal($job)) {
    [$status, $title, $code, $detail] = $refusal;
    $body = "{\"type\":\"about:blank\",\"title\":\"$title\",\"status\":$status,\"detail\":\"$detail\","
        . "\"code\":\"$code\",\"request_id\":\"{$_SERVER['REQUEST_ID']}\"}";
    send($status, ['Content-Type: application/problem+json', 'Cache-Control: private, no-store'], $body);
} elseif ($isPage) {
    $status = 200;
    $found = $database->prepare(TASKS_SQL);
    $found->bindValue(1, $job['id']);
    foreach ([0, (int) $job['visible_tasks'], 50] as $index => $value)
        $found->bindValue($index + 2, $value, PDO::PARAM_INT);
    $found->execute();
    $body = page($job, $found->fetchAll(PDO::FETCH_NUM), $token);
    send(200, ['Content-Type: text/html; charset=utf-8', 'Content-Language: en',
        "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'Cache-Control: private, no-store'], $body);
} else {
    $status = 200;
    $body = guest_json($job);
    send(200, ['Content-Type: application/json', 'ETag: ' . tag($job),
        'Cache-Control: private, no-cache'], $body);
}
log_line($isPage ? 'shared_jobs.page' : 'shared_jobs.read', $status, $start, strlen($body), $job['link_id'] ?? null);
