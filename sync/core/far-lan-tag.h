/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-lan-tag: by what machines that belong together know each other on a local network, where
 * whoever is there reads along.
 *
 * Pure; any thread.
 *
 * A machine draws a nonce for the day, and registers it with as many tags as fit.  A tag is of one
 * key that it shares with others, and of its nonce and the day:
 *
 *   the first 6 bytes of H ("far1 lan tag", what (1) ‖ key (32) ‖ nonce (12) ‖ day (4))
 *
 * The keys are the newest collective secret and the older ones by which it may still be called
 * (what = 1); and of the doors that it opens, the public halves of open invitations, and what
 * follows from a machine's code (what = 2).  Places that no key fills hold random bytes, and all
 * are in ascending order: so what is registered has always the same length, and says neither how
 * many keys there are nor which are alike.
 *
 * Who holds a key tries it with the nonce of each machine that is seen, for the day before, this
 * day and the next: neither clocks nor midnights are the same everywhere.  Who holds none of them
 * sees random bytes, others for each machine and day.  Who repeats what another machine registered
 * is known for that one until the day after, and called: the handshake then finds a stranger.
 *
 * TXT (RFC 6763, section 6): strings, each after its length (1).
 *
 *   "f=" ‖ 1 (version) ‖ nonce (12) ‖ the first 40 tags
 *   "g=" ‖ the other 40
 *
 * A reader takes them in any place and order, keys in either case, and of a key that comes twice
 * the first; it passes over other keys, which a later version may have.
 */

#pragma once

#include "far-crypto.h"
#include "far-limits.h"

G_BEGIN_DECLS

#define FAR_LAN_VERSION 1
#define FAR_LAN_NONCE_LEN 12
#define FAR_LAN_TAG_LEN 6

typedef enum
{
  FAR_LAN_OF_MEMBERS = 1, /* a collective secret */
  FAR_LAN_OF_DOOR = 2,    /* an invitation's public half, or what follows from a machine's code */
} FarLanWhat;

/* Secret; who holds it wipes it. */
typedef struct
{
  FarLanWhat what;
  guint8 key[FAR_KEY_LEN];
} FarLanKey;

/* What one machine registers. */
typedef struct
{
  guint8 nonce[FAR_LAN_NONCE_LEN];
  guint8 tags[FAR_LAN_TAGS][FAR_LAN_TAG_LEN]; /* ascending */
} FarLanTags;

/**
 * far_lan_tags_make:
 * @self: (out caller-allocates)
 * @fresh: fresh random bytes: the nonce, and what fills the places without a key
 * @keys: (array length=n_keys): the most important first; what is beyond FAR_LAN_TAGS has no place
 * @day: days since 1970-01-01, UTC
 */
void far_lan_tags_make (FarLanTags *self,
                        const FarLanTags *fresh,
                        const FarLanKey *keys,
                        guint n_keys,
                        gint32 day);

/* Appends the TXT. */
void far_lan_tags_encode (const FarLanTags *self, GByteArray *out);

/**
 * far_lan_tags_decode:
 * @self: (out caller-allocates): zeroed on failure
 * @txt: (array length=len): what somebody registered
 *
 * Returns: whether it is one of ours
 */
gboolean far_lan_tags_decode (FarLanTags *self, const guint8 *txt, gsize len) FAR_MUST_USE;

/* Returns: the first of @keys of which a tag is there for @day or a day beside it; -1 if none is */
int far_lan_tags_find (const FarLanTags *self, const FarLanKey *keys, guint n_keys, gint32 day);

/* A label under which nobody knows a machine again, of as many random bytes. */
#define FAR_LAN_LABEL_RANDOM_LEN 10
#define FAR_LAN_LABEL_LEN 16
void far_lan_label (const guint8 fresh[static FAR_LAN_LABEL_RANDOM_LEN],
                    char out[static FAR_LAN_LABEL_LEN + 1]);
/* Whether it may be such a label. */
gboolean far_lan_is_label (const char *text);

G_END_DECLS
