/* assets.c - the style sheet and the icon, which are part of the program. */
#include "site.h"
#include "templates.h"

/* An address with its version in it never changes its content. */
static const char *cache_rule(const Request *r) {
    return request_arg(r, "v").n ? "public, max-age=31536000, immutable" : "public, max-age=3600";
}

bool asset_reply(const Request *r, Str name, Reply *reply) {
    for (const Asset *asset = ASSETS; asset->name; asset++) {
        if (!str_eq(name, str_from_c(asset->name))) continue;
        reply->type = asset->type;
        reply->keeps = true;
        reply_header(reply, "Cache-Control", cache_rule(r));
        reply_header(reply, "ETag", asset->etag);
        reply_header(reply, "Vary", "Accept-Encoding");
        if (str_eq(r->if_none_match, str_from_c(asset->etag))) {
            reply->status = 304;
        } else if (r->accepts_gzip) {
            reply_header(reply, "Content-Encoding", "gzip");
            buf_add(&reply->body, (Str){(const char *)asset->zip, asset->zip_n});
        } else {
            buf_add(&reply->body, (Str){(const char *)asset->data, asset->n});
        }
        return true;
    }
    return false;
}
