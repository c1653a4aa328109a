/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-belonging: how far this device's own belonging is, and what it keeps on the way in.
 *
 * Kept in the store's small values, never in the log: the invitation and the name that go with the
 * request, the last answer, and when which machine was last met.  What is secret of it is
 * overwritten as soon as this device is in.
 *
 * The worker's thread.
 */

#pragma once

#include "far-engine-views.h"
#include "far-machine-code.h"

G_BEGIN_DECLS

/* How far @device is in what @store holds. */
FarBelonging far_belonging_read (FarStore *store, const guint8 device[static FAR_KEY_LEN]);
/* Only with a store. @n_missing, @n_needed: (out): as in FarStatus; @refusal: (out) (optional):
 * why, if REFUSED */
FarBelonging far_belonging_get (FarWorker *worker, int *n_missing, int *n_needed, GError **refusal);
/* Whether this device stands by what is held. */
gboolean far_belonging_stands (FarWorker *worker);
/* Whether it stands, or its member left: that is still to be told. */
gboolean far_belonging_may_exchange (FarWorker *worker);
/* Whether this device asks, with a new key and the log, to be one of a member again. */
gboolean far_belonging_is_returning (FarWorker *worker);
/* Whether it asks to be one of a member, with a code that another machine showed. */
gboolean far_belonging_is_further (FarWorker *worker);
/* (transfer full): as the log has it, else as it goes with the request; "" if neither */
char *far_belonging_dup_my_name (FarWorker *worker, const FarNames *names);

/* Whether another collective can be served in place of this one: no job goes on but @n_own of the
 * caller's.  Fails with STORE_BUSY. */
gboolean far_belonging_can_switch (FarWorker *worker, guint n_own, GError **error);

/* -- the way in */

/* In place of what was kept before. */
gboolean far_belonging_keep_invite (FarStore *store,
                                    const FarInvite *invite,
                                    const char *my_name,
                                    GError **error) FAR_MUST_USE;
/* @out: secret.  Returns: whether one is kept */
gboolean far_belonging_load_invite (FarWorker *worker, FarInvite *out);
/* Whether @invite is the one that this device came in with, or is coming in with. */
gboolean far_belonging_is_invite (FarWorker *worker, const FarInvite *invite);
/* In place of what was kept before. */
gboolean
far_belonging_keep_code (FarStore *store, const FarMachineCode *code, GError **error) FAR_MUST_USE;
/* @out: secret.  Returns: whether one is kept */
gboolean far_belonging_load_code (FarWorker *worker, FarMachineCode *out);
/* Who this device is after either: until it is in, what the request says. */
void far_belonging_take_member (FarWorker *worker);

/* The small value that far_belonging_return_as() keeps: the member's id. */
#define FAR_BELONGING_META_RETURNS "returns-as"

/* Whose machine @store's asks to be.  Returns: FALSE unless one asks so */
gboolean far_belonging_load_returning (FarStore *store,
                                       guint8 out_member[static FAR_RECORD_ID_LEN]);
/* Keeps that whoever opens @store next, with a key that nobody let in, asks to be one of @member.
 */
gboolean far_belonging_return_as (FarStore *store,
                                  const guint8 member[static FAR_RECORD_ID_LEN],
                                  GError **error) FAR_MUST_USE;
/* Returns: (transfer full): what is asked of a member's machine; NULL with @error */
GBytes *far_belonging_make_request (FarWorker *worker, GError **error);

gboolean
far_belonging_keep_answer (FarWorker *worker, const FarAnswer *answer, GError **error) FAR_MUST_USE;
/* @out: secret.  Returns: whether there was one */
gboolean far_belonging_load_answer (FarWorker *worker, FarAnswer *out);
/* This device is in: what is secret of the way is forgotten.  Does nothing before. */
gboolean far_belonging_settle (FarWorker *worker, GError **error) FAR_MUST_USE;

/**
 * far_belonging_mend:
 *
 * When the keys of this device are in use elsewhere: gives it new ones, under which it asks to be a
 * further machine of the same member.  And once it is that: writes anew what counted for nobody.
 * And takes up the baton, where this member claimed it and enough have approved.  Otherwise does
 * nothing.
 */
gboolean far_belonging_mend (FarWorker *worker, GError **error) FAR_MUST_USE;

/* -- letting in a further machine */

/**
 * far_belonging_open_door:
 * @member: whose the machine is to be
 * @code: (out): secret; without an address
 *
 * Draws a code.  Until it expires this machine answers at its door; to no other code before it.
 */
gboolean far_belonging_open_door (FarWorker *worker,
                                  const guint8 member[static FAR_RECORD_ID_LEN],
                                  gint64 expires_ms,
                                  FarMachineCode *code,
                                  GError **error) FAR_MUST_USE;
/* @out_key: of that door; @out_member: who may be asked for there.  Returns: whether one is open */
gboolean far_belonging_load_door (FarWorker *worker,
                                  guint8 out_key[static FAR_KEY_LEN],
                                  guint8 out_member[static FAR_RECORD_ID_LEN]);
/* Whether @request, which came through that door, asks for that member.  @key: of the door */
gboolean
far_belonging_fits_door (FarWorker *worker, const guint8 *key, gconstpointer request, gsize len);

/* -- testifying */

/* In a batch: the name that this device came in with, which nothing needs afterwards. */
gboolean far_belonging_forget_name (FarWorker *worker, GError **error) FAR_MUST_USE;

/* Seals what is to be known of children to who walks with them next, and erases what is over. */
gboolean far_belonging_keep_notes (FarWorker *worker, GError **error) FAR_MUST_USE;
/* Seals the lines of an account to those who may read it and cannot yet; the above does so too. */
gboolean far_belonging_keep_hours (FarWorker *worker, GError **error) FAR_MUST_USE;

/* Erases what the rules keep no longer: once a day, and again while there is more to do. */
gboolean far_belonging_retain (FarWorker *worker, GError **error) FAR_MUST_USE;

/* Writes the WITNESS that is due: when something has waited for it for a day, this machine has
 * written nothing yet, or @at_once. Returns: %FALSE with @error; without standing nothing is due */
gboolean far_belonging_witness (FarWorker *worker, gboolean at_once, GError **error) FAR_MUST_USE;

/* -- who was met */

/* In the running batch. */
gboolean far_belonging_set_seen (FarWorker *worker,
                                 const guint8 device[static FAR_KEY_LEN],
                                 GError **error) FAR_MUST_USE;
/* Milliseconds since 1970, 0 for never. */
gint64 far_belonging_get_seen (FarWorker *worker, const guint8 device[static FAR_KEY_LEN]);

G_END_DECLS
