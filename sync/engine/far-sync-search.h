/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-search: the part of far-sync.h about finding records by their words.  Included by
 * far-sync.h, whose rules hold here too.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* What was found; in this order.  In farandole-cli: member child line rota ride help skill thing
 * place.
 */
typedef enum
{
  FAR_FOUND_MEMBER, /* or somebody without a machine */
  FAR_FOUND_CHILD,
  FAR_FOUND_LINE,
  FAR_FOUND_ROTA,
  FAR_FOUND_RIDE,
  FAR_FOUND_HELP, /* asked for or offered */
  FAR_FOUND_SKILL,
  FAR_FOUND_THING,
  FAR_FOUND_FAULT, /* what is wrong with a bike */
  FAR_FOUND_PLACE,
  FAR_FOUND_N,
} FarFoundKind;

typedef struct
{
  FarFoundKind kind;
  const char *id;
  const char *member_name; /* whose ride, request or skill it is; "" */
  const char *title;       /* of a ride where it begins and where it goes, one in a line */
  const char *more;        /* what else it says, one thing in a line; "" */
  gboolean is_over;        /* it was, and is not any more */
} FarFound;

/* @words: as they were typed: found without regard to case and accents, at the beginning of a word,
 * and all of them in one record.  Returns by finish: (transfer full) (element-type FarFound): the
 * first of each kind; fails with TEXT_INVALID of what is no UTF-8 */
void far_engine_search_async (FarEngine *self,
                              const char *words,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
GPtrArray *far_engine_search_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
