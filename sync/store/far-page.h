/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-page: pages of an SQLite file as bytes (https://www.sqlite.org/fileformat2.html, 1.3
 * and 1.6).
 *
 * Keeping its trees balanced, SQLite moves cells from page to page, and leaves their bytes in the
 * space that no cell has, whatever PRAGMA secure_delete says: that reaches what is deleted only. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a file's start, what far_page_read_sizes() needs. */
#define FAR_PAGE_FILE_HEADER_LEN 100

/**
 * far_page_read_sizes:
 * @header: (array fixed-size=100): the start of a file
 * @out_len: (out): bytes of a page, 512..65536
 * @out_used: (out): those of them that SQLite uses, from the first
 *
 * Returns: %FALSE if it says nothing possible
 */
gboolean far_page_read_sizes (const guint8 *header, gsize *out_len, gsize *out_used);

/**
 * far_page_find_leftovers:
 * @page: @used bytes
 * @is_first: of the file
 * @out_from: (out): the first byte that is not zero in the space which no cell has
 * @out_to: (out): after the last
 *
 * Returns: %FALSE if there is none, or it is no sound page of a tree
 */
gboolean far_page_find_leftovers (const guint8 *page,
                                  gsize used,
                                  gboolean is_first,
                                  gsize *out_from,
                                  gsize *out_to);

/**
 * far_page_clear_leftovers:
 * @file: @len bytes: a whole file, in memory
 *
 * Overwrites those of each page with zeros.
 */
void far_page_clear_leftovers (guint8 *file, gsize len);

G_END_DECLS
