/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-link-bundle: a session over a file, and the file of somebody who asks to come in.
 *
 * A bundle is what a bundle-writer session gives, from its first byte to its last.  A request is
 * FAR_REQUEST_MAGIC, a version byte, then what far_invite_seal() made.
 *
 * Both ways go in steps of a few milliseconds, so that whoever asks for the week meanwhile is not
 * kept waiting, and in bounded memory whatever the file's length.
 *
 * Errors of the file are #GIOErrorEnum; those of the session pass through.  Any single thread at a
 * time.
 */

#pragma once

#include <gio/gio.h>

#include "far-session.h"

G_BEGIN_DECLS

#define FAR_REQUEST_MAGIC "farandole ask\n"
#define FAR_REQUEST_MAGIC_LEN (sizeof FAR_REQUEST_MAGIC - 1)
#define FAR_REQUEST_VERSION 1

typedef enum
{
  FAR_BUNDLE_MORE,
  FAR_BUNDLE_DONE,
  FAR_BUNDLE_FAILED,
} FarBundleStep;

/* -- writing */

typedef struct _FarBundleWriter FarBundleWriter;

/* @path: (nullable): NULL to count only: nothing is written.  Returns: (transfer full): %NULL with
 * @error if nothing can be written there */
FarBundleWriter *far_bundle_writer_new (const char *path, GError **error) FAR_MUST_USE;
/* @session: a bundle writer, the same in each step.  DONE: the file is there, and on the disk. */
FarBundleStep
far_bundle_writer_step (FarBundleWriter *self, FarSession *session, GError **error) FAR_MUST_USE;
/* Unless it was DONE nothing is left of it. */
void far_bundle_writer_free (FarBundleWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarBundleWriter, far_bundle_writer_free)

/* -- reading */

typedef struct _FarBundleReader FarBundleReader;

FarBundleReader *far_bundle_reader_new (const char *path, GError **error) FAR_MUST_USE;
/* Whether it is a request, and no bundle. */
gboolean far_bundle_reader_is_request (const FarBundleReader *self);
/**
 * far_bundle_reader_read_request:
 *
 * Returns: (transfer full): what was sealed; %NULL with @error: that of the file, or the session's
 *   NEWER, CUT or INVALID (too long)
 */
GBytes *far_bundle_reader_read_request (FarBundleReader *self, GError **error) FAR_MUST_USE;
/* @session: a bundle reader, the same in each step.  FAILED: what was whole and verified is kept */
FarBundleStep
far_bundle_reader_step (FarBundleReader *self, FarSession *session, GError **error) FAR_MUST_USE;
/* 0..1 of the file */
double far_bundle_reader_get_fraction (const FarBundleReader *self);
void far_bundle_reader_free (FarBundleReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarBundleReader, far_bundle_reader_free)

/* -- a request */

/* @sealed: by far_invite_seal() */
gboolean
far_request_write (const char *path, const guint8 *sealed, gsize len, GError **error) FAR_MUST_USE;

G_END_DECLS
