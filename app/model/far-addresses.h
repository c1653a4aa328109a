/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-addresses: what others can type to call this machine, and what they write about it.  Any
 * thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * far_app_list_addresses:
 * @listening: HOST:PORT where the engine listens, as ::peer-event tells it
 *
 * Where HOST stands for every interface it is replaced by each address that other machines can
 * reach; asks the kernel, never the network.
 *
 * Returns: (transfer full) (array zero-terminated=1): HOST:PORT, IPv4 first; at least one
 */
char **far_app_list_addresses (const char *listening);

/**
 * far_app_read_message:
 * @text: what somebody was sent, and pasted
 * @out_link: (out) (transfer full): the first link of Farandole in it
 * @out_address: (out) (transfer full): the first HOST:PORT in it, "" if there is none
 *
 * Returns: whether there is such a link, and something beside it
 */
gboolean far_app_read_message (const char *text, char **out_link, char **out_address);

G_END_DECLS
