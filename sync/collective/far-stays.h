/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-stays: who of those who want a thing for some time has it, and why.
 *
 * Whoever comes first by rank is asked first, and stands if enough pieces are left at every moment
 * of the time that they want it for.  So one further back may stand where an earlier one, who wants
 * more or longer, does not; and whatever happens, never more pieces are promised than there are.
 * Who gives back moves up whoever fits then.  Pure; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From a minute on, until one before the other; minutes of civil days, from 1970 on. */
typedef struct
{
  gint64 begin;
  gint64 end;         /* not before BEGIN; if it is BEGIN nothing is wanted any more */
  guint n;            /* pieces */
  gboolean is_repair; /* nobody uses it then: what is broken is not in its way */
} FarStay;

/* The same meanings, in the same order, as FarLoanWhy of far-sync.h. */
typedef enum
{
  FAR_STAY_FITS,
  FAR_STAY_TAKEN,    /* not so many are left at some moment */
  FAR_STAY_TOO_MANY, /* so many there are not at all */
  FAR_STAY_REPAIR,   /* it is broken or being mended then, and would be free else */
} FarStayReason;

typedef struct
{
  gboolean stands;
  FarStayReason reason;
  guint left;   /* when it was asked: how many are left all the time */
  guint before; /* where it is taken: which one stands in the way, the first of these by rank */
} FarStayPlace;

/**
 * far_stays_place:
 * @n_there: pieces
 * @stays: (array length=n_stays): by rank
 * @out: (array length=n_stays) (out caller-allocates)
 */
void far_stays_place (guint n_there, const FarStay *stays, guint n_stays, FarStayPlace *out);

/* What is broken or being mended for some time. */
typedef struct
{
  const FarStay *stays; /* (array length=n) */
  guint n;
  guint n_first; /* of those who want it, how many have it in their hands already */
} FarStayGaps;

/**
 * far_stays_place_around:
 * @gaps: is away whatever is left, and before all but the first of @stays
 *
 * As far_stays_place(), of pieces that are broken or being mended for some time.
 */
void far_stays_place_around (guint n_there,
                             const FarStayGaps *gaps,
                             const FarStay *stays,
                             guint n_stays,
                             FarStayPlace *out);

G_END_DECLS
