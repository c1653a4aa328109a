/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-rank: who of those who took a turn on one outing stands, who is reserve, and why.
 *
 * Turns are ranked for each role apart, one turn per person: of the turns whose seen turns are all
 * ranked, take again and again the one with the lowest lottery number, then smaller entry id.  One
 * that does not count passes as ranked, and so does a further turn of a person who is ranked.  The
 * turns that the published plan names, and all that these have seen, go before the rest.  Bookings
 * of a thing are ranked the same way, each of them: one person may have several.
 *
 * So who had seen a turn comes after it, whatever clocks say; who had not, is told apart by a
 * number that hangs on rota, day, role and person alone and that nobody can choose; and a plan once
 * confirmed is not overturned by a latecomer who pretends to have seen nothing.  Every machine that
 * holds the same turns gives the same ranks, in whatever order they came.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN]; /* of the turn's record */
  guint8 entry[FAR_ID_LEN];     /* of the entry that took it */
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 role;
  gboolean counts;    /* neither released nor void nor erased */
  gboolean confirmed; /* the published plan that counts names it; of a thing, it was handed out */
  gboolean is_own;    /* its person may have others, each ranked by itself: of a thing */
  /* Indices, in the same array, of turns that it has seen: of any role, counting or not.  Those
   * which are reached through others of them may be left out.  An index twice does no harm. */
  const guint *seen; /* unowned; NULL if n_seen is 0 */
  guint n_seen;
} FarRankTurn;

/* Why a turn has its rank: what its place owes to those who stand before it.  The same meanings,
 * in the same order, as FarRankWhy of far-sync.h. */
typedef enum
{
  FAR_RANK_REASON_FIRST,     /* nobody stands before it */
  FAR_RANK_REASON_SEEN,      /* who stands before it was seen when it was taken, or is confirmed */
  FAR_RANK_REASON_LOTTERY,   /* somebody before it was not seen: the lottery of that day decided */
  FAR_RANK_REASON_CONFIRMED, /* the published plan named it, or a turn that had seen it */
} FarRankReason;

typedef struct
{
  guint
      rank; /* 1-based within the role; 0 if it does not count or its person is ranked by another */
  FarRankReason reason; /* only if rank is not 0 */
} FarRankPlace;

/**
 * far_rank_turns:
 * @rota: the rota's record id
 * @day: the outing's civil day
 * @turns: (array length=n_turns): every entry of kind TURN that belongs to the outing, or through
 *   which one of them has seen another; those that are no promise of their own do not count
 * @n_turns: how many
 * @out_places: (array length=n_turns) (out caller-allocates): the place of each, by index
 *
 * What has seen itself, by whatever way, is never ranked; hashes see to it that there is none.
 *
 * Cost: O(n log n + seen) for each role, and no recursion; a few hundred microseconds for 1,000
 * turns.
 */
void far_rank_turns (const guint8 rota[static FAR_RECORD_ID_LEN],
                     gint32 day,
                     const FarRankTurn *turns,
                     guint n_turns,
                     FarRankPlace *out_places);

/* Whether @place is one of the first @n_max of its role; the others with a rank are reserve. */
static inline gboolean
far_rank_place_stands (const FarRankPlace *place, guint n_max)
{
  return place->rank > 0 && place->rank <= n_max;
}

/* The lottery number of a person for an outing and role.  Lower is better. */
void far_rank_lottery (const guint8 rota[static FAR_RECORD_ID_LEN],
                       gint32 day,
                       guint8 role,
                       const guint8 person[static FAR_RECORD_ID_LEN],
                       guint8 out[static FAR_HASH_LEN]);

G_END_DECLS
