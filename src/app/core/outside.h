/* outside.h - calls to other machines: which addresses may be called (SSRF).
 *
 * RIDEALONG_PRIVATE_HOSTS: names of hosts that may have a private address, with commas between. Without it no private,
 * loopback or link-local address is talked to, whatever a name resolves to: it is looked at when the socket is opened.
 */
#pragma once
#include <curl/curl.h>

#include "base/str.h"

/* Of "https://host:port/path", without the port; in brackets for IPv6; empty: it is no such address. */
Str outside_host(Str url);
bool outside_listed(Str host); /* it may have a private address */

/* For CURLOPT_OPENSOCKETDATA; outside_socket is for CURLOPT_OPENSOCKETFUNCTION. */
typedef struct Outside {
    bool private_ok;
    bool refused; /* set: the address was private */
} Outside;
curl_socket_t outside_socket(void *outside, curlsocktype purpose, struct curl_sockaddr *to);
