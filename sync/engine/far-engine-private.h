/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-engine-private: how the files of sync/engine ask the worker. */

#pragma once

#include "far-worker.h"

G_BEGIN_DECLS

/* ---- asking: the engine's thread */

/* @args: floating, (nullable) */
void _far_engine_call (FarEngine *self,
                       const FarCall *call,
                       GVariant *args,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
/* Returns: (transfer full): what the call gave, NULL with @error */
gpointer
_far_engine_finish (FarEngine *self, const FarCall *call, GAsyncResult *result, GError **error);

/* ---- what several files look for: the worker's thread */

/* Finds a rota by what was typed. @rotas: (out) (transfer full): what the result belongs to */
FarRotaFacts *
_far_find_rota (FarWorker *worker, const char *prefix, GPtrArray **rotas, GError **error);
gboolean
_far_find_line (FarWorker *worker, const char *prefix, guint8 *id, GError **error) FAR_MUST_USE;
/* Returns: (transfer full): the rota with exactly this id, as it now is */
FarRota *_far_view_one_rota (FarWorker *worker, const guint8 *id, GError **error);
/* Returns: (transfer full): the outing as it now is */
FarOuting *
_far_view_one_outing (FarWorker *worker, const guint8 *rota_id, gint32 day, GError **error);

/* What is given to a process that parses: at most FAR_HOLIDAYS_BYTES_MAX, and one byte more, by
 * which it is told that there are too many.  Returns: (transfer full): NULL with a #GIOErrorEnum */
GBytes *_far_engine_load_foreign (const char *path, GError **error) FAR_MUST_USE;

/* Opens the home as the engine was told to: the worker's thread. */
gboolean _far_engine_open_home (FarWorker *worker, GError **error);

/* What the worker tells, in the engine's own context. */
void _far_engine_emit_changed (FarEngine *self);
void _far_engine_emit_peer_event (FarEngine *self, const char *what, const char *detail);
void _far_engine_set_progress (FarEngine *self, FarActivity activity, double fraction);

G_END_DECLS
