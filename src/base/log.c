/* log.c - one write per line, control characters made harmless. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static LogLevel highest_level = LOG_INFO;

void log_level(LogLevel highest) {
    highest_level = highest;
}

void log_line(LogLevel level, const char *event, const char *format, ...) {
    static const char *const NAMES[] = {"error", "warn", "info", "debug"};
    if (level > highest_level) return;
    char line[2048];
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    size_t n = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ", &utc);
    n += (size_t)snprintf(line + n, sizeof line - n, " %-5s %s ", NAMES[level], event);
    va_list args;
    va_start(args, format);
    int more = vsnprintf(line + n, sizeof line - n - 1, format, args);
    va_end(args);
    if (more > 0) n += (size_t)more;
    if (n > sizeof line - 2) n = sizeof line - 2;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f) line[i] = '?';
    line[n++] = '\n';
    if (write(STDERR_FILENO, line, n) < 0) { /* nowhere left to complain */
    }
}
