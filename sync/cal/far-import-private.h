/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the readers of each format share: they write rows in a book, which knows the zones. */

#pragma once

#include "far-import.h"

G_BEGIN_DECLS

/* One row as it is read; what it points at is unowned. */
typedef struct
{
  guint number;
  const char *name;
  gint32 first_day;
  gint32 last_day;
} FarImportRow;

typedef struct
{
  const FarImportRequest *request; /* unowned */
  char *asked;                     /* owned (nullable): the zone's key */
  FarHolidays *holidays;           /* owned */
  GHashTable *zones;               /* owned: key to name */
  GArray *zoned; /* owned (element-type FarImportRow, owning its name): waits until all zones are
                    known; of what was asked for, nothing waits */
  char *zone;    /* owned (nullable): the name of what was asked for */
  gboolean has_school; /* a row of one zone is no more than its zone's share */
  gboolean is_found;   /* what was asked for */
} FarImportBook;

/* Where a row holds. */
typedef struct
{
  GPtrArray *names;  /* owned (element-type utf8): of zones; none is everywhere */
  GPtrArray *places; /* owned (element-type utf8): what may be asked for instead of a zone */
  gboolean is_more;  /* it is added to what holds everywhere, as a region's feast is */
} FarImportWhere;

void _far_import_where_init (FarImportWhere *self);
void _far_import_where_clear (FarImportWhere *self);
void _far_import_where_reset (FarImportWhere *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarImportWhere, _far_import_where_clear)

/* Adds each of a list that @delimiters part, as it may be shown. */
void _far_import_split (GPtrArray *names, const char *list, const char *delimiters);

/* Whether a row that holds @where is asked for; if not, it is passed over.  To be asked before what
 * else the row says is looked at: nobody wants to hear what is wrong in another zone. */
gboolean _far_import_book_wants (FarImportBook *self, const FarImportWhere *where);

/* Adds a row that is wanted. */
void
_far_import_book_add (FarImportBook *self, const FarImportRow *row, const FarImportWhere *where);

/* Returns: FALSE if such a span cannot be, and the row is refused; @cell says its end */
gboolean _far_import_book_check (FarImportBook *self, const FarImportRow *row, const char *cell);

void _far_import_book_pass_over (FarImportBook *self);

/* Whether it is a day on which school begins again, and no holiday. */
gboolean _far_import_is_return (const char *name);

/* Whether it is the day on which the summer holidays begin: until when they are, ministries say
 * later.
 */
gboolean _far_import_is_beginning (const char *name);

/* UTF-8 without zero bytes of a whole file.  @out_is: whether it begins with @begin, in whatever
 * case, and so has lines that were folded, and are whole now.  Returns: (transfer full) (nullable)
 */
GString *_far_import_decode (const guint8 *content, gsize len, const char *begin, gboolean *out_is);

/* Both read UTF-8 without zero bytes, of an unfolded calendar or of a table. */
gboolean _far_import_read_ical (FarImportBook *book, const char *text, GError **error);
gboolean _far_import_read_table (FarImportBook *book, const char *text, gsize len, GError **error);

G_END_DECLS
