/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-verdict"

#include "far-verdict.h"

#include "far-pure.h"

/* By the number alone; the youngest take more, and shares add up before they are rounded. */
static guint
count_by_number (const FarVerdictRule *rule, const FarVerdictWalk *walk)
{
  guint n_group = walk->n - MIN (walk->n_one_to_one, walk->n);
  guint n_young = MIN (walk->n_young, n_group);
  guint64 per = rule->n_per_adult;
  guint64 young_per = rule->n_young_per_adult > 0 ? rule->n_young_per_adult : per;
  guint64 shares;

  if (per == 0)
    return 0;

  shares = (n_group - n_young) * young_per + n_young * per;

  return (shares + per * young_per - 1) / (per * young_per);
}

guint
far_verdict_count_adults (const FarVerdictRule *rule,
                          const FarVerdictWalk *walk,
                          guint n_min,
                          FarOutingVerdict *out)
{
  guint n_by_number = walk->n > 0 ? count_by_number (rule, walk) : 0;
  guint n_for_crossings = 0;
  guint n = n_min;
  FarVerdictGround ground = FAR_VERDICT_GROUND_ROTA;

  if (n_by_number > n)
    {
      n = n_by_number;
      ground = FAR_VERDICT_GROUND_NUMBER;
    }
  if (rule->n_two_from > 0 && walk->n >= rule->n_two_from && n < 2)
    {
      n = 2;
      ground = FAR_VERDICT_GROUND_TWO;
    }
  if (walk->n > 0 && rule->n_crossings_per_adult > 0)
    n_for_crossings = walk->n_crossings / rule->n_crossings_per_adult;
  if (out != NULL)
    {
      out->ground = ground;
      out->n_for_crossings = n_for_crossings;
    }

  return n + n_for_crossings + walk->n_one_to_one;
}

FarOutingVerdict
far_verdict (const FarVerdictCase *about)
{
  FarOutingVerdict verdict = {
    .n_have = about->n_have,
  };

  verdict.n_needed = far_verdict_count_adults (&about->rule, &about->walk, about->n_min, &verdict);
  if (about->is_off)
    {
      verdict.reason = FAR_VERDICT_REASON_NO_DAY;
    }
  else if (about->is_closed)
    {
      verdict.reason = FAR_VERDICT_REASON_HOLIDAYS;
    }
  else if (about->is_cancelled)
    {
      verdict.reason = FAR_VERDICT_REASON_CANCELLED;
    }
  else if (verdict.n_have < verdict.n_needed)
    {
      verdict.reason = FAR_VERDICT_REASON_SHORT;
      verdict.n_missing = MAX (verdict.n_needed - verdict.n_have, about->n_vacant);
    }
  else if (about->n_vacant > 0)
    {
      verdict.reason = FAR_VERDICT_REASON_ROLE;
      verdict.n_missing = about->n_vacant;
    }
  else if (about->n_untrained > 0)
    {
      verdict.reason = FAR_VERDICT_REASON_TRAINING;
      verdict.n_missing = about->n_untrained;
    }
  else
    {
      verdict.reason = FAR_VERDICT_REASON_ENOUGH;
      verdict.runs = TRUE;
    }

  return verdict;
}
