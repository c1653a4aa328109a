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
  FAR_VERDICT_REASON_NO_DAY, /* the rota has none there any more */
} FarVerdictReason;

/* What is known of an outing. */
typedef struct
{
  gboolean is_cancelled; /* called off by the baton's holder */
  guint n_min;           /* adults without whom the rota does not run */
  guint n_max;           /* who stands; the rest is reserve */
  guint n_ranked;        /* turns that have a rank, standing and reserve */
  gboolean is_closed;    /* there are holidays, and the rota does not run in them */
  gboolean is_off;       /* the rota does not run on that day any more */
} FarVerdictCase;

typedef struct
{
  gboolean runs;
  FarVerdictReason reason;
  guint n_needed;  /* adults; also told of an outing that is cancelled, closed or off */
  guint n_have;    /* adults standing */
  guint n_missing; /* adults still to be found, 0 if it runs, is cancelled, closed or off */
} FarOutingVerdict;

/* No day, holidays and cancelled come before short: nobody is looked for who is not to walk. */
FarOutingVerdict far_verdict (const FarVerdictCase *about);

G_END_DECLS
