/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-know: which governance entries stand in an entry's past.
 *
 * GOVERNANCE.md judges every act in its past, and an act's past runs through ordinary entries too.
 * So each accepted entry carries the number of a set of governance entries, itself included: the
 * union of its previous entry's set and of its refs' sets.  Few sets are ever different, so they
 * are kept once each and their unions are remembered.  An element is the position of a governance
 * entry in the order of acceptance.
 *
 * Plain memory; the store keeps the sets in its table "know".
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _FarKnow FarKnow;

FarKnow *far_know_new (void);
void far_know_free (FarKnow *self);

/* The empty set is 0. Numbers are given in order: the next new set is far_know_get_n(). */
guint far_know_get_n (const FarKnow *self);

/* Loads set number far_know_get_n() as it was kept. */
void far_know_load (FarKnow *self, const guint64 *words, guint n_words);

/* (transfer none): valid until the next union or add */
const guint64 *far_know_peek (const FarKnow *self, guint set, guint *n_words);

gboolean far_know_has (const FarKnow *self, guint set, guint element);
guint far_know_union (FarKnow *self, guint a, guint b);
guint far_know_add (FarKnow *self, guint set, guint element);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarKnow, far_know_free)

G_END_DECLS
