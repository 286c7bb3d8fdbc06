/* log.h - structured log lines on standard error: time, level, event, then key=value pairs.
 * Only the doors (main, web, cli, jobs) log; libraries return errors instead.
 *
 *     log_line(LOG_INFO, "request", "path=%s status=%d ms=%.1f", path, status, ms);
 */
#pragma once

typedef enum LogLevel { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG } LogLevel;

void log_level(LogLevel highest); /* default LOG_INFO */
void log_line(LogLevel level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));
