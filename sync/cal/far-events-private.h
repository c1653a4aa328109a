/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program and the process that reads for it share. */

#pragma once

#include "far-events.h"

G_BEGIN_DECLS

FarEvents *_far_events_new (void) FAR_MUST_USE;

/* Adds @event (transfer full), unless there are too many: FALSE with TOO_BIG, and it is freed. */
gboolean _far_events_add (FarEvents *self, FarDatedEvent *event, GError **error) FAR_MUST_USE;
void _far_events_refuse (FarEvents *self, guint row, FarEventRefused reason, const char *cell);

/* Tidies the text. */
FarDatedEvent *_far_event_new (guint row, const char *title, const char *place) FAR_MUST_USE;
void _far_event_free (FarDatedEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarDatedEvent, _far_event_free)

/* -- what the process says (docs/formats.md, "Import of events") */

/* Returns: (transfer full): bytes.  @error: (nullable): why nothing was read, if @self is NULL */
GBytes *_far_events_tell (const FarEvents *self, const GError *error) FAR_MUST_USE;

/* Returns: (transfer full): as far_events_read_finish(); HELPER if they are anything but what
 * _far_events_tell() can say */
FarEvents *_far_events_hear (GBytes *told, gint32 today, GError **error) FAR_MUST_USE;

/* far_events_read_async() with another time to wait: for tests. */
void _far_events_read_within_async (GBytes *file,
                                    const char *zone,
                                    gint32 today,
                                    guint wait_ms,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* Of a #FarHelperError the #FarImportError.  @error: (transfer full).  Returns: (transfer full) */
GError *_far_import_error_take (GError *error) FAR_MUST_USE;

/* What of @error, a #FarImportError, the process may say; and back.  @code: 0 for none */
guint8 _far_import_error_tell (const GError *error);
gboolean _far_import_error_hear (guint8 code, const char *message, GError **error);

G_END_DECLS
