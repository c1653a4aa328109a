/* SPDX-License-Identifier: GPL-3.0-or-later */

/* test-party: a few members of one collective, each with a store in memory, who tell each other
 * what they wrote by copying entries. */

#pragma once

#include "far-collective.h"
#include "far-day.h"

G_BEGIN_DECLS

#define PARTY_MAX 12
#define PARTY_MONDAY 20703 /* 2026-09-07 */

typedef struct
{
  FarStore *store; /* owned; NULL until the member has heard of the collective */
  FarIdentity me;
  guint32 n_harvested; /* of its own log */
} PartyMember;

/* An entry as it travels. */
typedef struct
{
  guint author;
  guint8 id[FAR_ID_LEN];
  GBytes *header; /* owned */
  GBytes *blob;   /* owned */
  guint8 sig[FAR_SIG_LEN];
} PartyEntry;

typedef struct
{
  gint64 now_ms;
  guint n_members;
  PartyMember members[PARTY_MAX];
  GPtrArray *entries; /* owned (element-type PartyEntry): in the order in which they were written */
} Party;

/* Member 0 has founded it, and the others are in and hold everything; named "Ada", "Bo", "Cy" and
 * so on.  @seed: what all keys and salts come from */
Party *party_new (guint32 seed, guint n_members);
void party_free (Party *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Party, party_free)

/* Random bytes from the seed of the newest party. */
void party_random (void *out, gsize len);

/* For writing as @who, a second later. */
FarWriter party_writer (Party *self, guint who);

/* One more member, who is admitted by @by and told all.  Returns: its number */
guint party_join (Party *self, guint by, const char *name);

/* A further machine of the member @of, which is told all.  Returns: its number */
guint party_add_device (Party *self, guint of);

/* Notes what was written since. */
void party_harvest (Party *self);

/* @to gets all that @from has. */
void party_tell (Party *self, guint from, guint to);
/* Everybody gets everything. */
void party_meet (Party *self);

/* Gives @entry to @store, in the running batch. */
FarVerdict
party_add (FarStore *store, const PartyEntry *entry, gboolean with_blob, gboolean with_sig);

/* A random order in which entries may come. @order: (array length=entries) (out caller-allocates)
 */
void party_shuffle (Party *self, guint *order);
/* Gives all entries to a fresh @store in that order: none is left waiting. */
void party_add_all (Party *self, FarStore *store, const guint *order);

/* Gives all that the members hold to @n_orders fresh machines, each in an order of its own: they
 * show what Ada shows, and every twentieth finds nothing wrong with its file and builds the same
 * again. */
void party_assert_orders (Party *self, guint n_orders);

/* An entry in @who's own words, in a batch of its own.  Returns: its place */
FarPos party_write (Party *self,
                    guint who,
                    FarKind kind,
                    guint32 term,
                    GByteArray *payload,
                    const FarPos *refs,
                    guint n_refs);

/* The same with a subject. */
FarPos party_write_about (Party *self,
                          guint who,
                          FarKind kind,
                          const guint8 *subject,
                          guint32 term,
                          GByteArray *payload,
                          const FarPos *refs,
                          guint n_refs);

/* The machine of @who hears that that of @whom holds all up to @pos. */
void party_note_heard (Party *self, guint who, guint whom, FarPos pos);

/* As many as it takes decide it, and all have heard of it. */
void party_agree (Party *self, guint rule, gint32 value);
/* A rota of member @who: each weekday of a year, two needed, @n_max stand. */
void party_add_rota (Party *self, guint who, const char *title, int n_max, guint8 *out);
/* The outing as @who sees it. */
FarOutingFacts *party_outing (Party *self, guint who, const guint8 *rota, gint32 day);
/* The names of those who have a rank there, in order, "+" before who is reserve, "-" before who was
 * released. */
char *party_turns (Party *self, guint who, const guint8 *rota, gint32 day);

void party_digests (FarStore *store, guint8 out[static 2 * FAR_HASH_LEN]);

/* @good: a call whose last argument is @error, named so */
#define party_assert_refused(good, code) \
  G_STMT_START \
  { \
    g_autoptr (GError) refused_error = NULL; \
    GError **error = &refused_error; \
    g_assert_false (good); \
    g_assert_error (refused_error, FAR_COLLECTIVE_ERROR, code); \
  } \
  G_STMT_END

#define party_assert_done(good) \
  G_STMT_START \
  { \
    g_autoptr (GError) done_error = NULL; \
    GError **error = &done_error; \
    gboolean is_good = good; \
    g_assert_no_error (done_error); \
    g_assert_true (is_good); \
  } \
  G_STMT_END

G_END_DECLS
