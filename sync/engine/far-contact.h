/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-contact: one session with one machine, and all that follows from it here whoever wanted it:
 * other sessions are woken by what it brought, it is noted what the machine has heard of, and who
 * knocks at the door is answered.  Of two sessions that two machines have opened with each other,
 * the one that was dialled by the smaller device key stays.
 *
 * Two that met over TCP look for a road over libnice first (docs/formats.md, "Road"), and have a
 * new session on it; the first ends then.  Where none is found in time it carries the exchange.
 *
 * The worker's thread.
 */

#pragma once

#include <gio/gio.h>

#include "far-worker.h"

G_BEGIN_DECLS

typedef struct _FarContact FarContact;

/* As of a link: @ended is the last, and either may free the contact. */
typedef struct
{
  void (*changed) (FarContact *self, gpointer data);
  void (*ended) (FarContact *self, const GError *error, gpointer data);
} FarContactWatch;

/* Returns: (transfer full) (nullable): NULL if this machine has nothing by which to know anybody */
FarContact *far_contact_new_answer (FarWorker *worker,
                                    GSocketConnection *connection,
                                    const FarContactWatch *watch,
                                    gpointer data) FAR_MUST_USE;
FarContact *far_contact_new_dial (FarWorker *worker,
                                  GSocketConnection *connection,
                                  const guint8 secret[static FAR_HASH_LEN],
                                  const FarContactWatch *watch,
                                  gpointer data) FAR_MUST_USE;
FarContact *far_contact_new_door (FarWorker *worker,
                                  GSocketConnection *connection,
                                  const guint8 invite_key[static FAR_KEY_LEN],
                                  GBytes *request,
                                  const FarContactWatch *watch,
                                  gpointer data) FAR_MUST_USE;
/* As a further machine of a member, under a collective secret. */
FarContact *far_contact_new_further (FarWorker *worker,
                                     GSocketConnection *connection,
                                     const guint8 secret[static FAR_HASH_LEN],
                                     GBytes *request,
                                     const FarContactWatch *watch,
                                     gpointer data) FAR_MUST_USE;
/* On a stream of libnice, which both ends were led to by what they said elsewhere. @secret:
 * (nullable): this end dials, under it.  Returns: as far_contact_new_answer() */
FarContact *far_contact_new_on_road (FarWorker *worker,
                                     GIOStream *stream,
                                     const guint8 *secret,
                                     const FarContactWatch *watch,
                                     gpointer data) FAR_MUST_USE;
/* Cuts the connection. */
void far_contact_free (FarContact *self);

/* Says goodbye; @ended follows soon. */
void far_contact_close (FarContact *self);

/* (transfer none): for asking */
const FarSession *far_contact_peek_session (const FarContact *self);
/* (transfer none): HOST:PORT of the other end; "" where it is reached by libnice alone */
const char *far_contact_peek_address (const FarContact *self);
/* (transfer none) (nullable): its signing key, once it is known to stand */
const guint8 *far_contact_peek_device (const FarContact *self);
/* (transfer none) (nullable): the one that stays with @device */
FarContact *far_contact_find (FarWorker *worker, const guint8 device[static FAR_KEY_LEN]);
/* Whether it is in step, and each end knows what the other knows of who holds what: nothing is lost
 * if it ends now. */
gboolean far_contact_is_through (const FarContact *self);
/* Whether it has just begun, or entries travelled a moment ago: more may come. */
gboolean far_contact_is_catching_up (const FarContact *self);
/* Whether it has just begun. */
gboolean far_contact_is_young (const FarContact *self);
/* How many machines there is a session with. */
guint far_contact_count_met (FarWorker *worker);
/* From connection to first being in step; -1 before. */
gint64 far_contact_get_took_ms (const FarContact *self);

/* Whether its session is on a road over libnice, and not on the TCP where it began. */
gboolean far_contact_is_on_road (const FarContact *self);

/* Whether it was told goodbye. */
gboolean far_contact_is_closing (const FarContact *self);
/* It said that it can do without this session, so that it is the one that goes when there are too
 * many. */
gboolean far_contact_may_go (const FarContact *self);
void far_contact_set_may_go (FarContact *self);

/* Says that to it; what is for others goes to it FAR_PASSED_MAX times in a minute.  Returns:
 * whether it was said */
gboolean far_contact_pass (FarContact *self, GBytes *signal);
/* Whether it may be told again who is here. */
gboolean far_contact_may_answer (FarContact *self);

/* What each session is given. */
void far_contact_fill_setup (FarWorker *worker,
                             FarSessionSetup *setup,
                             guint8 ephemeral[static FAR_KEY_LEN]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarContact, far_contact_free)

G_END_DECLS
