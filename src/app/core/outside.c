/* outside.c - addresses that are only for this machine or this network are called only where somebody said so. */
#include "outside.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

Str outside_host(Str url) {
    size_t scheme = str_find(url, STR("://"));
    Str host = scheme == SIZE_MAX ? (Str){"", 0} : str_slice(url, scheme + 3, url.n);
    size_t n = 0;
    while (n < host.n && !strchr("/?#", host.p[n])) n++;
    host = str_slice(host, 0, n);
    if (str_starts(host, STR("["))) return str_slice(host, 0, str_find(host, STR("]")) + 1);
    return str_cut(&(Str){host.p, host.n}, ':');
}

bool outside_listed(Str host) {
    for (Str rest = str_from_c(getenv("RIDEALONG_PRIVATE_HOSTS")); rest.p;)
        if (host.n && str_eq_nocase(str_trim(str_cut(&rest, ',')), host)) return true;
    return false;
}

static bool private_v4(uint32_t ip) {
    return ip >> 24 == 0 || ip >> 24 == 10 || ip >> 24 == 127 || ip >> 20 == (172U << 4 | 1) ||
           ip >> 16 == (192U << 8 | 168) || ip >> 16 == (169U << 8 | 254) || ip >> 22 == (100U << 2 | 1) ||
           ip >> 28 >= 14;
}

static bool private_v6(const uint8_t *ip) {
    static const uint8_t MAPPED[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, NAT64[12] = {0, 0x64, 0xff, 0x9b};
    uint32_t v4 = (uint32_t)ip[12] << 24 | (uint32_t)ip[13] << 16 | (uint32_t)ip[14] << 8 | ip[15];
    if (memcmp(ip, MAPPED, 12) == 0 || memcmp(ip, NAT64, 12) == 0) return private_v4(v4);
    /* loopback, unspecified and v4-compatible; unique local; link and site local; multicast */
    static const uint8_t NONE[12] = {0};
    return memcmp(ip, NONE, 12) == 0 || (ip[0] & 0xfe) == 0xfc || (ip[0] == 0xfe && ip[1] >= 0x80) || ip[0] == 0xff;
}

curl_socket_t outside_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *to) {
    Outside *o = ctx;
    bool private_one = true;
    (void)purpose;
    if (to->family == AF_INET)
        private_one = private_v4(ntohl(((const struct sockaddr_in *)(const void *)&to->addr)->sin_addr.s_addr));
    if (to->family == AF_INET6)
        private_one = private_v6(((const struct sockaddr_in6 *)(const void *)&to->addr)->sin6_addr.s6_addr);
    if (private_one && !o->private_ok) {
        o->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}
