/* outbox.c - one message after the other. No transaction is open while the network is waited for. */
#include "outbox.h"

#include "mail_send.h"
#include "webhook_send.h"

enum { BATCH = 200, MAIL_TRIES = 5, WEBHOOK_TRIES = 8, HELD_SECONDS = 600, WAIT_SECONDS = 300, DOUBLED_MAX = 6 };

static bool deliver(Call *call, const MailSettings *mail, const MailRow *row, bool *later, Err *err) {
    return row->webhook_id ? webhook_deliver(call, row, later, err)
                           : mail_deliver(call->arena, mail, row, call->now, later, err);
}

/* `row` is ours: nobody else sends it for as long as a try may take. */
static bool try_one(Call *call, const MailSettings *mail, const MailRow *row, OutboxCounts *counts, Err *err) {
    Err problem = {0};
    bool later = false, ok = deliver(call, mail, row, &later, &problem);
    bool again = !ok && later && row->tries + 1 < (row->webhook_id ? WEBHOOK_TRIES : MAIL_TRIES);
    int64_t wait = (int64_t)WAIT_SECONDS << (row->tries < DOUBLED_MAX ? row->tries : DOUBLED_MAX);
    ++*(ok ? &counts->sent : again ? &counts->waiting : &counts->failed);
    return mail_tried(call->app->db, row->id,
                      ok      ? STR("sent")
                      : again ? STR("waiting")
                              : STR("failed"),
                      ok ? STR("") : str_from_c(problem.message), call->now, call->now + wait, err);
}

bool outbox_send(Call *call, const MailSettings *mail, OutboxCounts *counts, Err *err) {
    MailRow *rows;
    size_t n;
    bool mine;
    do {
        if (!mail_due(call->app->db, call->arena, call->now, !mail->url.n, BATCH, &rows, &n, err)) return false;
        for (size_t i = 0; i < n; i++) {
            if (!progress_tick(call->progress, "sending", (double)i, (double)n))
                return err_set(err, ERR_CANCELLED, NULL, "stopped; what is not sent waits");
            if (!mail_claim(call->app->db, &rows[i], call->now + HELD_SECONDS, &mine, err) ||
                (mine && !try_one(call, mail, &rows[i], counts, err)))
                return false;
        }
    } while (n == BATCH);
    return true;
}
