/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-store-image: a store as bytes, and back.
 *
 * An image is a database file without WAL: what is held at one moment, whatever is written while it
 * is made.  What is only this machine's (its small values) is not in it, but for one that the
 * caller gives, and what is still to be written anew of the logs that it gave up.
 *
 * Thread: the store's; an open image is a store of its own.
 */

#pragma once

#include "far-store.h"

G_BEGIN_DECLS

typedef struct _FarStoreImage FarStoreImage;

/* @store: outlives it.  Returns: (transfer full): NULL with a #FarStoreError */
FarStoreImage *far_store_image_new (FarStore *store, GError **error) FAR_MUST_USE;
/* Copies some more, a few milliseconds' work.  @out_done: (out) */
gboolean far_store_image_step (FarStoreImage *self, gboolean *out_done, GError **error);
/* 0..1 */
double far_store_image_get_fraction (const FarStoreImage *self);
/**
 * far_store_image_finish:
 * @key: of the one small value that it shall have
 *
 * When it is done.
 *
 * Returns: (transfer full): the bytes; NULL with a #FarStoreError
 */
GBytes *far_store_image_finish (FarStoreImage *self,
                                const char *key,
                                const void *value,
                                gsize len,
                                GError **error) FAR_MUST_USE;
void far_store_image_free (FarStoreImage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStoreImage, far_store_image_free)

/* Opens an image in memory; what is changed there is lost.  The errors of far_store_open().
 * Returns: (transfer full) */
FarStore *far_store_open_image (GBytes *image, GError **error) FAR_MUST_USE;

G_END_DECLS
