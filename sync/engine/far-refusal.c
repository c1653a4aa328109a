/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-refusal.h"

#include "far-sync-error.h"

void
far_refusal_set_error (FarRefusal refusal, GError **error)
{
  switch (refusal)
    {
    case FAR_REFUSAL_USED:
      far_sync_fail (error, FAR_SYNC_ERROR_INVITE_USED, "the invitation let in somebody else");
      break;
    case FAR_REFUSAL_ENDED:
      far_sync_fail (error, FAR_SYNC_ERROR_INVITE_USED, "the invitation was taken back");
      break;
    case FAR_REFUSAL_EXPIRED:
      far_sync_fail (error, FAR_SYNC_ERROR_INVITE_EXPIRED, "the invitation's time is over");
      break;
    case FAR_REFUSAL_FULL:
      far_sync_fail (error, FAR_SYNC_ERROR_FULL_MEMBERS, "the collective can have no more members");
      break;
    case FAR_REFUSAL_UNKNOWN:
      far_sync_fail (error, FAR_SYNC_ERROR_REFUSED, "that machine knows no such invitation");
      break;
    case FAR_REFUSAL_PROOF:
      far_sync_fail (error, FAR_SYNC_ERROR_REFUSED, "the proofs are not good");
      break;
    case FAR_REFUSAL_CLOSED:
      far_sync_fail (error, FAR_SYNC_ERROR_REFUSED, "this machine was let in once, and put out");
      break;
    case FAR_REFUSAL_NO_MEMBER:
      far_sync_fail (error, FAR_SYNC_ERROR_REFUSED,
                     "that machine knows no such member, or no more");
      break;
    case FAR_REFUSAL_MACHINES:
      far_sync_fail (error, FAR_SYNC_ERROR_FULL_MACHINES, "that member has too many machines");
      break;
    case FAR_REFUSAL_NONE:
    default:
      far_sync_fail (error, FAR_SYNC_ERROR_REFUSED, "no reason was given");
      break;
    }
}
