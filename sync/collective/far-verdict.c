/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-verdict"

#include "far-verdict.h"

#include "far-pure.h"

FarOutingVerdict
far_verdict (const FarVerdictCase *about)
{
  FarOutingVerdict verdict = {
    .n_needed = about->n_min,
    .n_have = MIN (about->n_ranked, about->n_max),
  };

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
      verdict.n_missing = verdict.n_needed - verdict.n_have;
    }
  else
    {
      verdict.reason = FAR_VERDICT_REASON_ENOUGH;
      verdict.runs = TRUE;
    }

  return verdict;
}
