/* progress_bar.c - one line on standard error while something takes long; nothing when it is not a terminal. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli_private.h"

typedef struct Bar {
    bool shown, visible;
    char phase[32]; /* its first words: a new phase starts the clock anew */
    double begun, begun_done, painted;
} Bar;

static Bar bar;
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

static void format_time(char *out, size_t size, double seconds) {
    long s = (long)(seconds + 0.5);
    if (s >= 3600) snprintf(out, size, "%ld h %02ld min", s / 3600, s / 60 % 60);
    else if (s >= 60) snprintf(out, size, "%ld min %02ld s", s / 60, s % 60);
    else snprintf(out, size, "%ld s", s);
}

static void paint(const char *phase, double done, double total, double now) {
    enum { CELLS = 24 };
    char line[512], left[40] = "";
    double seconds = now - bar.begun, rate = seconds > 0 ? (done - bar.begun_done) / seconds : 0;
    int full = total > 0 ? (int)(done / total * CELLS) : 0;
    if (full > CELLS) full = CELLS;
    if (total > 0 && rate > 0 && seconds > 0.5) format_time(left, sizeof left, (total - done) / rate);
    int n = snprintf(line, sizeof line, "\r\033[K");
    for (int i = 0; i < CELLS && total > 0; i++)
        n += snprintf(line + n, sizeof line - (size_t)n, "%s", i < full ? "█" : "░");
    if (total > 0) n += snprintf(line + n, sizeof line - (size_t)n, " %3.0f %% ", 100 * done / total);
    n += snprintf(line + n, sizeof line - (size_t)n, " %s", phase);
    if (total > 1e6 && rate > 0) n += snprintf(line + n, sizeof line - (size_t)n, ", %.1f MB/s", rate / 1e6);
    if (*left) n += snprintf(line + n, sizeof line - (size_t)n, ", %s left", left);
    if (write(STDERR_FILENO, line, (size_t)n) > 0) bar.visible = true;
}

static bool tick(void *ctx, const char *phase, double done, double total) {
    (void)ctx;
    if (interrupted) return false;
    if (!bar.shown) return true;
    double now = clock_monotonic();
    size_t words = strcspn(phase, ",");
    if (words >= sizeof bar.phase) words = sizeof bar.phase - 1;
    if (strncmp(bar.phase, phase, words) != 0 || bar.phase[words] != '\0') {
        memcpy(bar.phase, phase, words);
        bar.phase[words] = '\0';
        bar.begun = now;
        bar.begun_done = done;
        bar.painted = 0;
    }
    if (now - bar.painted < 0.1) return true;
    bar.painted = now;
    paint(phase, done, total, now);
    return true;
}

Progress progress_bar(bool quiet) {
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND}; /* a second one kills */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    bar = (Bar){.shown = !quiet && isatty(STDERR_FILENO)};
    return (Progress){.tick = tick};
}

void progress_bar_clear(void) {
    if (bar.visible && write(STDERR_FILENO, "\r\033[K", 4) < 0) bar.shown = false;
    bar.visible = false;
}
