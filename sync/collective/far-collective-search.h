/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-search: records by the words that are in them.
 *
 * What is typed is found without regard to case and accents, at the beginning of a word, and all of
 * it in one record: "pl mai" finds "Place de la Mairie".  Only what is shown now is looked at, and
 * nothing that is sealed.  No index is on disk, so that what is erased is in none.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-facts.h"

G_BEGIN_DECLS

/* The same meanings, in the same order, as FarFoundKind of far-sync.h: so they are shown. */
typedef enum
{
  FAR_FOUND_IS_MEMBER, /* or somebody without a machine */
  FAR_FOUND_IS_CHILD,
  FAR_FOUND_IS_LINE,
  FAR_FOUND_IS_ROTA,
  FAR_FOUND_IS_RIDE,
  FAR_FOUND_IS_HELP,
  FAR_FOUND_IS_SKILL,
  FAR_FOUND_IS_THING,
  FAR_FOUND_IS_FAULT,
  FAR_FOUND_IS_PLACE,
  FAR_FOUND_KINDS,
} FarFoundIs;

typedef struct
{
  FarFoundIs kind;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean has_person;
  guint8 person[FAR_RECORD_ID_LEN]; /* whose ride, request or skill it is */
  char *title;                      /* owned */
  char *more;                       /* owned: what else it says, one thing in a line; "" */
  gboolean is_over;                 /* it was, and is not any more */
} FarFoundFacts;

void far_found_facts_free (gpointer self);

/**
 * far_collective_search:
 * @words: as they were typed
 * @today: what was before it is over
 *
 * Cost: a few milliseconds for 10,000 rides, 10,000 skills and 10,000 places; the first time what
 * they say is read, which takes some hundred (./dev bench --rides).
 *
 * Returns: (transfer full) (element-type FarFoundFacts): the first FAR_FOUND_MAX of each kind: by
 *   kind, what is not over first, then by title; none without a word.  %NULL with TEXT_INVALID of
 *   what is no UTF-8
 */
GPtrArray *far_collective_search (FarStore *store, const char *words, gint32 today, GError **error)
    FAR_MUST_USE;

G_END_DECLS
