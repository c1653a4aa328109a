/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-verdict: whether an outing may walk, and why not.  Pure; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The same meanings, in the same order, as FarVerdictWhy of far-sync.h. */
typedef enum
{
  FAR_VERDICT_REASON_ENOUGH,
  FAR_VERDICT_REASON_SHORT, /* fewer adults than needed */
  FAR_VERDICT_REASON_CANCELLED,
  FAR_VERDICT_REASON_HOLIDAYS,
  FAR_VERDICT_REASON_NO_DAY,   /* the rota has none there any more */
  FAR_VERDICT_REASON_ROLE,     /* adults enough, and one of the roles is without */
  FAR_VERDICT_REASON_JOINED,   /* it walks with another one, whose verdict holds */
  FAR_VERDICT_REASON_TRAINING, /* nobody who comes in one of the roles holds what it asks for */
} FarVerdictReason;

/* How many adults children take, by the collective's rule; 0 where it says nothing of it. */
typedef struct
{
  guint n_per_adult;           /* children that one adult may take */
  guint n_young_per_adult;     /* and of the youngest */
  guint n_two_from;            /* children from which on one adult goes ahead and one behind */
  guint n_crossings_per_adult; /* on the way, for which one adult more comes along */
} FarVerdictRule;

/* Who walks, and where. */
typedef struct
{
  guint n;            /* children who come */
  guint n_young;      /* of those without an adult of their own */
  guint n_one_to_one; /* who need one */
  guint n_crossings;  /* on the line */
} FarVerdictWalk;

/* What decided the number of adults, before those who come for one child or a crossing.  The same
 * meanings, in the same order, as FarVerdictBasis of far-sync.h. */
typedef enum
{
  FAR_VERDICT_GROUND_ROTA,   /* its minimum */
  FAR_VERDICT_GROUND_NUMBER, /* of the children */
  FAR_VERDICT_GROUND_TWO,    /* head and tail */
} FarVerdictGround;

/* What is known of an outing. */
typedef struct
{
  gboolean is_cancelled; /* called off by the baton's holder */
  guint n_min;           /* adults without whom the rota does not run */
  guint n_have;          /* adults who come */
  guint n_vacant;        /* of roles of which each wants its own: who is missing there */
  gboolean is_closed;    /* there are holidays, and the rota does not run in them */
  gboolean is_off;       /* the rota does not run on that day any more */
  FarVerdictRule rule;
  FarVerdictWalk walk; /* of no children: nobody said who comes, and the rota's minimum counts */
  guint n_untrained;   /* roles without anybody who holds what they ask for */
} FarVerdictCase;

typedef struct
{
  gboolean runs;
  FarVerdictReason reason;
  guint n_needed;  /* adults; also told of an outing that is cancelled, closed or off */
  guint n_have;    /* adults standing */
  guint n_missing; /* adults still to be found, 0 if it runs, is cancelled, closed or off */
  FarVerdictGround ground;
  guint n_for_crossings; /* of those needed */
} FarOutingVerdict;

/* The adults that a walk needs. @out: (out) (optional): of its ground and crossings */
guint far_verdict_count_adults (const FarVerdictRule *rule,
                                const FarVerdictWalk *walk,
                                guint n_min,
                                FarOutingVerdict *out);

/* No day, holidays and cancelled come before short: nobody is looked for who is not to walk. */
FarOutingVerdict far_verdict (const FarVerdictCase *about);

G_END_DECLS
