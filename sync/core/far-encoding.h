/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-encoding: text of files that somebody else made: UTF-8, with or without a mark in front, or
 * Windows-1252, as old spreadsheets save it.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"

G_BEGIN_DECLS

/**
 * far_encoding_decode:
 * @content: (array length=len): the whole file
 *
 * What is UTF-8 is read so.  A file that is so marked, or is so but for a last letter that is cut,
 * is a damaged one, and is not taken for Windows-1252.
 *
 * Returns: (transfer full) (nullable): UTF-8 without zero bytes and without the mark; %NULL if it
 * is neither of both
 */
GString *far_encoding_decode (const guint8 *content, gsize len) FAR_MUST_USE;

G_END_DECLS
