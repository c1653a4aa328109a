/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-line-import: walking lines out of a file that somebody else made.
 *
 * What is understood, told apart by content and never by the file's name:
 *
 *  - GeoJSON: a FeatureCollection whose Points are stops (properties name, time, seq, line) and
 *    whose LineStrings name lines;
 *  - JSON objects with "stops", or with "andata" and "ritorno" (there and back); several of them in
 *    an array or under "lines"; a bare array of stops (a name, and a position, time or place);
 *  - CSV with a heading that names, in English, French, Italian or German, a column of stops, one
 *    at least of line, seq, time, time back, lat and lon, and if it likes town, school, colour,
 *    direction, days; with commas, semicolons or tabs; UTF-8 with or without mark, or Windows-1252.
 *
 * The way back is merged into the way out by the stops' names: stops that only the way back has go
 * where they lie on it, seen from home.
 *
 * Places.  A pair is longitude, latitude as in GeoJSON.  Some write it the other way round, which
 * is found out so, for each line:
 *
 *  - a latitude beyond 90°, or in a place south of 60° S where nobody lives, is a longitude;
 *  - a place that reads as south of 35° N, but lies in Europe (35°..72° N, 25° W..45° E) when read
 *    the other way round, is taken to be in Europe, where these lines are walked; not so if the
 *    file calls the two by their names (lat and lon columns or members, "lonlat"), which then have
 *    more weight;
 *  - a place in Europe as it is written, or impossible the other way round, is right;
 *  - stops of which this does not say are read like those of the same line of which it does, as
 *    long as these agree; otherwise as they are written.
 *
 * What was exchanged is warned of, because the second rule can be wrong: a line in Riyadh reads as
 * one in Romania.
 *
 * Pure; any thread.  The content is foreign: it is refused as a whole or understood as a whole.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/**
 * FarLineImportError:
 * @FAR_LINE_IMPORT_ERROR_FORMAT: the content is not a file of lines; the message says what it is
 * @FAR_LINE_IMPORT_ERROR_VALUE: one value is wrong; the message begins with where, such as
 *   "row 12: time “25:10”"
 */
typedef enum
{
  FAR_LINE_IMPORT_ERROR_FORMAT,
  FAR_LINE_IMPORT_ERROR_VALUE,
} FarLineImportError;

#define FAR_LINE_IMPORT_ERROR (far_line_import_error_quark ())
GQuark far_line_import_error_quark (void);

/* How a wheelchair gets on at a stop, or along a way. */
typedef enum
{
  FAR_ACCESS_UNKNOWN, /* nobody said */
  FAR_ACCESS_GOOD,
  FAR_ACCESS_HELP, /* somebody has to lift or push */
  FAR_ACCESS_NONE, /* it does not get through */
} FarAccessLevel;

typedef enum
{
  FAR_ACCESS_KERB,
  FAR_ACCESS_SLOPE,
  FAR_ACCESS_WIDTH,
  FAR_N_ACCESS,
} FarAccessKind;

/* All text is NFC, without control characters, at most FAR_NAME_MAX characters. */
typedef struct
{
  char *name;    /* owned; never empty */
  int time_out;  /* minutes of day towards school, -1 if not told */
  int time_back; /* minutes of day on the way back, -1 if not told */
  gboolean has_place;
  double lat; /* degrees, WGS 84; 0 unless has_place */
  double lon;
  guint8 here[FAR_N_ACCESS]; /* FarAccessLevel, by FarAccessKind; in no file */
  guint8 way[FAR_N_ACCESS];  /* on the way to the next stop, or from the last one to school */
  gboolean is_bare; /* name and times are all that is known: the rest stays with the name */
} FarStopDraft;

typedef struct
{
  char *name;         /* owned; never empty, and no other line of the import has it */
  char *school;       /* owned; "" if not told */
  char *colour;       /* owned; as written, "" if not told apart from the name */
  guint weekdays;     /* bit 0 Monday .. bit 6 Sunday; 0 if not told or not understood */
  gboolean is_feeder; /* said to lead to a stop of another line */
  GPtrArray *stops;   /* owned (element-type FarStopDraft): 1..200, in walking order to school */
} FarLineDraft;

typedef enum
{
  FAR_LINE_WARNING_SWAPPED, /* latitude and longitude were exchanged and put right */
  FAR_LINE_WARNING_NO_TIME, /* stops have no time either way */
  FAR_LINE_WARNING_SKIPPED, /* the line has no stop and is left out */
} FarLineWarningKind;

typedef struct
{
  FarLineWarningKind kind;
  char *line;    /* owned: the line's name */
  guint n_stops; /* how many of its stops; 0 of a line that is skipped */
} FarLineWarning;

typedef struct
{
  GPtrArray *lines;    /* owned (element-type FarLineDraft): at least 1, in the file's order */
  GPtrArray *warnings; /* owned (element-type FarLineWarning): in order of lines, at most one of
                          each kind for a line */
} FarLineImport;

/**
 * far_line_import_read:
 * @content: (array length=len): the whole file
 * @len: bytes
 * @hint: (nullable): the file's base name; without its ending it names a line that the content
 *   does not name
 * @error: return location, or %NULL
 *
 * Returns: (transfer full): the lines; on failure %NULL with @error in the #FarLineImportError
 *   domain
 */
FarLineImport *far_line_import_read (const guint8 *content,
                                     gsize len,
                                     const char *hint,
                                     GError **error) FAR_MUST_USE;
void far_line_import_free (FarLineImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLineImport, far_line_import_free)

G_END_DECLS
