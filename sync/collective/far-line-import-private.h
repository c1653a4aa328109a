/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the readers of each format share: they sketch lines in a book, and far-line-import makes
 * drafts of these. */

#pragma once

#include "far-line-import.h"

G_BEGIN_DECLS

/* A stop as it was written. */
typedef struct
{
  char *name;    /* owned */
  char *folded;  /* owned: the name without case, by which both ways are matched */
  char *where;   /* owned: where it stands in the file, for messages */
  gint64 seq;    /* its number on the way, -1 if not told */
  int time;      /* minutes of day, of the way that the stop is listed under; -1 */
  int time_back; /* a second time, listed beside it; -1 */
  gboolean has_place;
  gboolean is_labelled; /* the file says which is latitude and which longitude */
  double lat;
  double lon;
} FarStopSketch;

typedef struct
{
  char *name;   /* owned */
  char *school; /* owned */
  char *colour; /* owned */
  guint weekdays;
  gboolean is_feeder;
  GPtrArray *out;  /* owned (element-type FarStopSketch) */
  GPtrArray *back; /* owned (element-type FarStopSketch): from school on */
} FarLineSketch;

typedef struct
{
  char *hint;           /* owned (nullable): a name for a line that has none */
  GPtrArray *sketches;  /* owned (element-type FarLineSketch) */
  GHashTable *by_title; /* owned: name LF school to FarLineSketch, unowned */
} FarLineBook;

typedef enum
{
  FAR_LINE_WAY_OUT,
  FAR_LINE_WAY_BACK,
  FAR_LINE_WAY_FEEDER,
  FAR_LINE_WAY_UNKNOWN,
} FarLineWay;

/* Both read well-formed UTF-8 without zero bytes.  @text: zero-terminated */
gboolean _far_line_read_json (FarLineBook *book, const char *text, gsize len, GError **error);
gboolean _far_line_read_csv (FarLineBook *book, const char *text, gsize len, GError **error);

/**
 * _far_line_book_get:
 * @name: "" for one that is named by the hint
 * @school: "" if it does not tell lines apart
 * @where: for messages
 *
 * Returns: (transfer none): the line of that name and school, new if there was none; %NULL with
 *   VALUE if there is no name or there are too many lines
 */
FarLineSketch *_far_line_book_get (FarLineBook *self,
                                   const char *name,
                                   const char *school,
                                   const char *where,
                                   GError **error);

/* Adds a stop with nothing but a name.  Returns: (transfer none): NULL with VALUE if @name is ""
 * or the way is too long */
FarStopSketch *_far_line_sketch_add_stop (FarLineSketch *self,
                                          FarLineWay way,
                                          const char *name,
                                          const char *where,
                                          GError **error);

/* Replaces @field by @value unless that is "". */
void _far_line_set_text (char **field, const char *value);

/* Text of the file as it may be shown: NFC, no blanks at its ends.  Returns: (transfer full): ""
 * for none; NULL with VALUE if it has control characters or is too long. @what: such as "stop" */
char *_far_line_parse_text (const char *text, const char *what, const char *where, GError **error);

/**
 * _far_line_parse_time:
 *
 * Reads a time of day as people write it: 08:10, 8:10, 8.10, 8h10, 8 h, 08:10:00, 8:10 am, 8.10
 * Uhr.  Nothing, a dash or a question mark is no time: -1.
 *
 * Returns: %FALSE with VALUE if it is anything else
 */
gboolean
_far_line_parse_time (const char *text, const char *where, int *out_minutes, GError **error);

/* Weekdays as people write them: MO,TU / lun. mar. / lunedì e mercoledì.  0 if not understood. */
guint _far_line_parse_weekdays (const char *text);

/* A direction in English, French, Italian or German; out if there is none. */
FarLineWay _far_line_parse_way (const char *text);

/* Text of the file inside a message: quoted, shortened, nothing in it that moves a cursor.
 * Returns: (transfer full) */
char *_far_line_quote (const char *text);

G_END_DECLS
