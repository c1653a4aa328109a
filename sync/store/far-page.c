/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-page.h"

#include <string.h>

/* of the file's header */
#define PAGE_LEN_AT 16
#define RESERVED_AT 20
#define LEN_SHORTEST 512
#define LEN_LONGEST 65536
#define USED_MIN 480

/* of a page's */
#define N_CELLS_AT 3
#define CONTENT_AT 5
#define LEAF_HEADER_LEN 8
#define INTERIOR_HEADER_LEN 12
#define CELL_POINTER_LEN 2

typedef enum
{
  PAGE_INTERIOR_INDEX = 2,
  PAGE_INTERIOR_TABLE = 5,
  PAGE_LEAF_INDEX = 10,
  PAGE_LEAF_TABLE = 13,
} PageType;

static gsize
get_u16 (const guint8 *at)
{
  return (gsize)at[0] << 8 | at[1];
}

gboolean
far_page_read_sizes (const guint8 *header, gsize *out_len, gsize *out_used)
{
  gsize len = get_u16 (header + PAGE_LEN_AT);

  /* 65536 does not fit */
  if (len == 1)
    len = LEN_LONGEST;
  *out_len = len;
  *out_used = len - MIN (len, header[RESERVED_AT]);

  return len >= LEN_SHORTEST && (len & (len - 1)) == 0 && *out_used >= USED_MIN;
}

gboolean
far_page_find_leftovers (const guint8 *page,
                         gsize used,
                         gboolean is_first,
                         gsize *out_from,
                         gsize *out_to)
{
  gsize from = is_first ? FAR_PAGE_FILE_HEADER_LEN : 0;
  const guint8 *header = page + from;
  gsize to = get_u16 (header + CONTENT_AT);

  switch ((PageType)header[0])
    {
    case PAGE_INTERIOR_INDEX:
    case PAGE_INTERIOR_TABLE:
      from += INTERIOR_HEADER_LEN;
      break;

    case PAGE_LEAF_INDEX:
    case PAGE_LEAF_TABLE:
      from += LEAF_HEADER_LEN;
      break;

    default:
      return FALSE;
    }
  from += get_u16 (header + N_CELLS_AT) * CELL_POINTER_LEN;
  if (to == 0)
    to = LEN_LONGEST;
  if (to > used)
    return FALSE;

  while (from < to && page[from] == 0)
    from++;
  while (from < to && page[to - 1] == 0)
    to--;
  *out_from = from;
  *out_to = to;

  return from < to;
}

void
far_page_clear_leftovers (guint8 *file, gsize len)
{
  gsize page_len;
  gsize used;

  if (len < FAR_PAGE_FILE_HEADER_LEN || !far_page_read_sizes (file, &page_len, &used))
    return;

  for (gsize at = 0; at + page_len <= len; at += page_len)
    {
      gsize from;
      gsize to;

      if (far_page_find_leftovers (file + at, used, at == 0, &from, &to))
        memset (file + at + from, 0, to - from);
    }
}
