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

function fact(string $name, string $value): string
{
    return "<div><dt>$name</dt><dd>$value</dd></div>";
}

function took(int $seconds): string
{
    $minutes = intdiv($seconds, 60) % 60;
    if ($seconds >= 3600) return intdiv($seconds, 3600) . " h $minutes min";
    return ($minutes ? "$minutes min " : '') . $seconds % 60 . ' s';
}

function summary(array $job): string
{
    static $words = ['pending' => 'Not started', 'running' => 'Running', 'completed' => 'Completed',
        'failed' => 'Failed', 'cancelled' => 'Cancelled'];
    $tenths = tenths($job);
    $whole = intdiv($tenths, 10);
    $done = $job['completed_tasks'] + $job['failed_tasks'];
    $duration = duration($job);
    $html = '<p class="kicker">Shared job</p><h1 dir="auto">' . escape($job['title']) . '</h1><p>'
        . '<span class="status ' . $job['status'] . '">' . $words[$job['status']] . '</span></p>';
    if ($job['description'] !== null && $job['description'] !== '')
        $html .= '<p class="description" dir="auto">' . escape($job['description']) . '</p>';
    $html .= "<div class=\"progress\"><progress max=\"1000\" value=\"$tenths\" aria-label=\"Progress\">"
        . "$whole %</progress><p><strong>$whole." . $tenths % 10 . ' %</strong> '
        . "<span class=\"quiet\">$done of " . ($job['total_tasks'] - $job['skipped_tasks'])
        . ' tasks done</span></p></div><dl class="facts">'
        . fact('Completed', $job['completed_tasks']) . fact('Failed', $job['failed_tasks'])
        . fact('Skipped', $job['skipped_tasks'])
        . fact('Still to do', $job['total_tasks'] - $done - $job['skipped_tasks']);
    foreach (['Created' => 'created_at', 'Started' => 'started_at', 'Finished' => 'completed_at'] as $name => $key)
        $html .= fact($name, $job[$key] === null ? 'not yet' : moment_html($job[$key]));
    if ($duration !== null) $html .= fact('Took', took($duration));
    return $html . '</dl><p class="quiet">'
        . ($job['expires_at'] === null ? 'This link never expires'
            : 'This link works until ' . moment_html($job['expires_at'])) . '</p>';
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

function tasks_section(array $tasks, array $job, string $token): string
{
    $html = '<section><h2 id="tasks">Tasks</h2>';
    if (!$tasks)
        return $html . '<p class="quiet">This job has no tasks yet. They appear here as soon as there are any.</p></section>';
    $columns = json_decode($job['guest_columns'], true);
    $html .= '<div class="scroll" role="region" aria-labelledby="tasks" tabindex="0"><table><thead><tr>'
        . '<th scope="col" class="number">No.</th><th scope="col">Task</th><th scope="col">Status</th>';
    foreach ($columns as $column)
        $html .= '<th scope="col" class="' . $column['type'] . '" dir="auto">' . escape($column['label']) . '</th>';
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
        . '<link rel="stylesheet" href="' . $_SERVER['PEER_STYLESHEET'] . '"></head><body>'
        . '<a class="skip" href="#content">Skip to content</a><header class="brand"><p>Waylink</p></header>'
        . '<main id="content">' . summary($job) . tasks_section($tasks, $job, $token)
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
    $expires = $job['expires_at'] === null ? 0 : microseconds($job['expires_at']);
    send(200, ['Content-Type: application/json', "ETag: W/\"g1.{$job['version']}-$expires\"",
        'Cache-Control: private, no-cache'], $body);
}
log_line($isPage ? 'shared_jobs.page' : 'shared_jobs.read', $status, $start, strlen($body), $job['link_id'] ?? null);
