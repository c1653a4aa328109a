/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines in JSON: GeoJSON, and the shapes that programs of walking school buses use. */

#define G_LOG_DOMAIN "far-line-import"

#include "far-line-import-private.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "far-pure.h"

/* The names that members have in the files we know, NULL-terminated. */
static const char *const name_keys[] = { "name", "nome", "nom", NULL };
static const char *const line_keys[] = { "line", "ligne", "linea", "route", NULL };
static const char *const school_keys[] = { "school", "école", "ecole", "scuola", NULL };
static const char *const colour_keys[] = { "colour", "color", "couleur", "colore", NULL };
static const char *const seq_keys[] = { "seq", "position", NULL };
static const char *const time_keys[] = { "time",    "time_out", "departureTime", "orario", "heure",
                                         "horaire", NULL };
static const char *const time_back_keys[] = { "time_back", "returnTime", NULL };
static const char *const way_keys[] = { "direction", NULL };
static const char *const days_keys[] = { "days", "jours", "giorni", NULL };
static const char *const out_keys[] = { "stops", "fermate", "arrêts", "andata", "aller", NULL };
static const char *const back_keys[] = { "ritorno", "retour", NULL };
static const char *const lines_keys[] = { "lines", "lignes", "linee", NULL };
static const char *const pair_keys[] = { "coordinates", "geocoding", NULL };
static const char *const labelled_pair_keys[] = { "lonlat", NULL };
static const char *const point_keys[] = { "location", "geometry", "point", NULL };
static const char *const lat_keys[] = { "lat", "latitude", NULL };
static const char *const lon_keys[] = { "lon", "lng", "longitude", NULL };

/* -- before the parser
 *
 * JSON-GLib takes more than JSON (comments among it), recurses without a bound that Debian 12's
 * version would keep, asserts that surrogates come in pairs, and wraps large numbers.  So what it
 * is given is checked first: only the characters of JSON outside of strings, numbers as JSON writes
 * them, sound escapes, and a bounded depth. */

typedef struct
{
  const char *at;
  const char *end;
} Scan;

/* Reads four digits of an escape. */
static gboolean
scan_hex (Scan *scan, guint *out)
{
  *out = 0;

  for (int i = 0; i < 4; i++)
    {
      if (scan->at == scan->end || !g_ascii_isxdigit (*scan->at))
        return FALSE;
      *out = *out * 16 + g_ascii_xdigit_value (*scan->at++);
    }

  return TRUE;
}

/* After the backslash. */
static gboolean
scan_escape (Scan *scan)
{
  guint unit;

  if (scan->at == scan->end)
    return FALSE;
  if (*scan->at != 'u')
    return strchr ("\"\\/bfnrt", *scan->at++) != NULL;

  scan->at++;
  if (!scan_hex (scan, &unit) || unit == 0 || (unit >= 0xdc00 && unit < 0xe000))
    return FALSE;
  if (unit < 0xd800 || unit >= 0xe000)
    return TRUE;

  if (scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
    return FALSE;
  scan->at += 2;

  return scan_hex (scan, &unit) && unit >= 0xdc00 && unit < 0xe000;
}

/* After the opening mark, over the closing one. */
static gboolean
scan_string (Scan *scan)
{
  while (scan->at < scan->end)
    {
      char c = *scan->at++;

      if (c == '"')
        return TRUE;
      if ((guchar)c < 0x20 || (c == '\\' && !scan_escape (scan)))
        return FALSE;
    }

  return FALSE;
}

static guint
scan_digits (Scan *scan)
{
  const char *from = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;

  return MIN (scan->at - from, G_MAXINT);
}

/* Steps over @c, if it is next. */
static gboolean
scan_char (Scan *scan, char c)
{
  if (scan->at == scan->end || *scan->at != c)
    return FALSE;

  scan->at++;

  return TRUE;
}

/* From the first character on.  Whole numbers too large for a double to hold are refused: the
 * parser would make others of them. */
static gboolean
scan_number (Scan *scan)
{
  gboolean has_zero;
  guint n_digits;

  scan_char (scan, '-');
  has_zero = scan_char (scan, '0');
  n_digits = scan_digits (scan);
  if (has_zero ? n_digits > 0 : n_digits == 0 || n_digits > FAR_JSON_DIGITS_MAX)
    return FALSE;
  if (scan_char (scan, '.') && scan_digits (scan) == 0)
    return FALSE;
  if (scan_char (scan, 'e') || scan_char (scan, 'E'))
    {
      if (!scan_char (scan, '-'))
        scan_char (scan, '+');
      return scan_digits (scan) > 0;
    }

  return TRUE;
}

/* Returns: what is wrong, NULL if nothing that the parser would not find */
static const char *
check_json (const char *text, gsize len)
{
  Scan scan = { text, text + len };
  guint depth = 0;
  gboolean is_over = FALSE;

  while (scan.at < scan.end)
    {
      char c = *scan.at++;

      if (strchr (" \t\r\n", c) != NULL)
        continue;
      if (is_over)
        return "text after its end";

      if (c == '"')
        {
          if (!scan_string (&scan))
            return "a string is broken";
        }
      else if (c == '[' || c == '{')
        {
          if (++depth > FAR_JSON_DEPTH_MAX)
            return "nested too deep";
        }
      else if (c == ']' || c == '}')
        {
          if (depth == 0)
            return "a bracket too many";
          is_over = --depth == 0;
        }
      else if (c == '-' || g_ascii_isdigit (c))
        {
          scan.at--;
          if (!scan_number (&scan))
            return "a number is broken or too large";
        }
      else if (strchr (":,truefalsn", c) == NULL)
        {
          return "a character that is not of JSON";
        }
    }

  return is_over ? NULL : "it ends early";
}

/* -- members */

static gboolean
throw_format (GError **error, const char *what)
{
  g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT, "%s", what);

  return FALSE;
}

static gboolean
throw_value (GError **error, const char *where, const char *what)
{
  g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE, "%s: %s", where, what);

  return FALSE;
}

/* The first of @keys that @object has with anything but null; NULL if none. */
static JsonNode *
peek_member (JsonObject *object, const char *const *keys)
{
  for (guint i = 0; keys[i] != NULL; i++)
    {
      JsonNode *node = json_object_get_member (object, keys[i]);

      if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
        return node;
    }

  return NULL;
}

static gboolean
is_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 ||
          json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static JsonArray *
peek_array (JsonObject *object, const char *const *keys)
{
  JsonNode *node = peek_member (object, keys);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
peek_object (JsonObject *object, const char *const *keys)
{
  JsonNode *node = peek_member (object, keys);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A text, "" if there is none; of another type it is wrong. */
static char *
read_text (JsonObject *object,
           const char *const *keys,
           const char *what,
           const char *where,
           GError **error)
{
  JsonNode *node = peek_member (object, keys);

  if (node == NULL)
    return g_strdup ("");
  if (!is_text (node))
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                   "%s: the %s is not a text", where, what);
      return NULL;
    }

  return _far_line_parse_text (json_node_get_string (node), what, where, error);
}

/* A text, or an object with a name; "" of another type: a stop's "school" is a flag. */
static char *
read_named (JsonObject *object,
            const char *const *keys,
            const char *what,
            const char *where,
            GError **error)
{
  JsonNode *node = peek_member (object, keys);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return read_text (json_node_get_object (node), name_keys, what, where, error);

  return is_text (node) ? read_text (object, keys, what, where, error) : g_strdup ("");
}

static gboolean
read_time (JsonObject *object, const char *const *keys, const char *where, int *out, GError **error)
{
  JsonNode *node = peek_member (object, keys);

  if (node == NULL)
    return TRUE;
  if (!is_text (node))
    return throw_value (error, where, "the time is not a text such as \"08:10\"");

  return _far_line_parse_time (json_node_get_string (node), where, out, error);
}

static gboolean
read_seq (JsonObject *object, const char *where, gint64 *out, GError **error)
{
  JsonNode *node = peek_member (object, seq_keys);

  if (node == NULL)
    return TRUE;
  if (!is_number (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    return throw_value (error, where, "the position is not a number from 0 on");

  *out = json_node_get_int (node);

  return TRUE;
}

static gboolean
read_way (JsonObject *object, const char *where, FarLineWay *out, GError **error)
{
  g_autofree char *text = read_text (object, way_keys, "direction", where, error);

  if (text == NULL)
    return FALSE;

  *out = _far_line_parse_way (text);

  return *out != FAR_LINE_WAY_UNKNOWN || throw_value (error, where, "the direction is not known");
}

/* -- places */

static gboolean
set_place (FarStopSketch *stop, JsonNode *lon, JsonNode *lat, gboolean is_labelled, GError **error)
{
  if (!is_number (lon) || !is_number (lat))
    return throw_value (error, stop->where, "the place is not two numbers");

  stop->lon = json_node_get_double (lon);
  stop->lat = json_node_get_double (lat);
  stop->has_place = TRUE;
  stop->is_labelled = is_labelled;

  return (isfinite (stop->lon) && isfinite (stop->lat)) ||
         throw_value (error, stop->where, "the place is not on Earth");
}

static gboolean
set_pair (FarStopSketch *stop, JsonNode *pair, gboolean is_labelled, GError **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (pair) ? json_node_get_array (pair) : NULL;

  /* A third number is the height. */
  if (array == NULL || json_array_get_length (array) < 2)
    return throw_value (error, stop->where, "the place is not two numbers");

  return set_place (stop, json_array_get_element (array, 0), json_array_get_element (array, 1),
                    is_labelled, error);
}

static gboolean
read_place (JsonObject *object, FarStopSketch *stop, GError **error)
{
  JsonObject *point = peek_object (object, point_keys);
  JsonNode *lat = peek_member (object, lat_keys);
  JsonNode *lon = peek_member (object, lon_keys);
  JsonNode *pair = peek_member (object, labelled_pair_keys);

  if (pair != NULL)
    return set_pair (stop, pair, TRUE, error);
  if (lat != NULL || lon != NULL)
    return set_place (stop, lon, lat, TRUE, error);

  pair = peek_member (point != NULL ? point : object, pair_keys);

  return pair == NULL || set_pair (stop, pair, FALSE, error);
}

/* -- lines */

static gboolean
read_stop (JsonObject *object,
           FarLineSketch *line,
           FarLineWay way,
           const char *where,
           GError **error)
{
  g_autofree char *name = read_text (object, name_keys, "name", where, error);
  FarStopSketch *stop;

  if (name == NULL)
    return FALSE;

  stop = _far_line_sketch_add_stop (line, way, name, where, error);

  return stop != NULL && read_seq (object, where, &stop->seq, error) &&
         read_time (object, time_keys, where, &stop->time, error) &&
         read_time (object, time_back_keys, where, &stop->time_back, error) &&
         read_place (object, stop, error);
}

static gboolean
read_stops (JsonArray *array,
            FarLineSketch *line,
            FarLineWay way,
            const char *where,
            GError **error)
{
  guint n_stops = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n_stops; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *stop_where =
          g_strdup_printf ("%s%s%s %u", where, where[0] != '\0' ? ", " : "",
                           way == FAR_LINE_WAY_BACK ? "stop back" : "stop", i + 1);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return throw_value (error, stop_where, "not an object");
      if (!read_stop (json_node_get_object (node), line, way, stop_where, error))
        return FALSE;
    }

  return TRUE;
}

/* What a line says of itself beside its name and stops. */
static gboolean
read_about (JsonObject *object, FarLineSketch *line, const char *where, GError **error)
{
  g_autofree char *school = read_named (object, school_keys, "school", where, error);
  g_autofree char *colour = NULL;
  JsonNode *days = peek_member (object, days_keys);

  if (school == NULL)
    return FALSE;

  colour = read_named (object, colour_keys, "colour", where, error);
  if (colour == NULL)
    return FALSE;

  _far_line_set_text (&line->school, school);
  _far_line_set_text (&line->colour, colour);
  if (is_text (days))
    line->weekdays |= _far_line_parse_weekdays (json_node_get_string (days));

  return TRUE;
}

static gboolean
is_line (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object != NULL &&
         (peek_array (object, out_keys) != NULL || peek_array (object, back_keys) != NULL);
}

/* A name alone may be of anything, school holidays among it. */
static gboolean
is_stop (JsonNode *node)
{
  static const char *const *const others[] = { seq_keys,  time_keys,          time_back_keys,
                                               pair_keys, labelled_pair_keys, point_keys,
                                               lat_keys };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || peek_member (object, name_keys) == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (peek_member (object, others[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
read_line (FarLineBook *book, JsonObject *object, const char *where, GError **error)
{
  g_autofree char *line_name = read_named (object, line_keys, "name", where, error);
  g_autofree char *own_name = NULL;
  JsonObject *about = peek_object (object, line_keys);
  FarLineSketch *line;

  if (line_name == NULL)
    return FALSE;

  own_name = read_text (object, name_keys, "name", where, error);
  if (own_name == NULL)
    return FALSE;

  line = _far_line_book_get (book, line_name[0] != '\0' ? line_name : own_name, "",
                             where[0] != '\0' ? where : "file", error);
  if (line == NULL)
    return FALSE;
  if (line->out->len + line->back->len > 0)
    return throw_value (error, where, "a line of that name was there before");

  return read_about (object, line, where, error) &&
         (about == NULL || read_about (about, line, where, error)) &&
         read_stops (peek_array (object, out_keys), line, FAR_LINE_WAY_OUT, where, error) &&
         read_stops (peek_array (object, back_keys), line, FAR_LINE_WAY_BACK, where, error);
}

static gboolean
read_lines (FarLineBook *book, JsonArray *array, GError **error)
{
  guint n_lines = json_array_get_length (array);

  for (guint i = 0; i < n_lines; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *where = g_strdup_printf ("line %u", i + 1);

      if (!is_line (node))
        return throw_value (error, where, "no list of stops");
      if (!read_line (book, json_node_get_object (node), where, error))
        return FALSE;
    }

  return TRUE;
}

/* -- GeoJSON */

static JsonObject *
peek_feature (JsonArray *features, guint index)
{
  JsonNode *node = json_array_get_element (features, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The type of a feature's geometry, "" if it has none. */
static const char *
peek_geometry_type (JsonObject *feature)
{
  static const char *const geometry_keys[] = { "geometry", NULL };
  static const char *const type_keys[] = { "type", NULL };
  JsonObject *geometry = peek_object (feature, geometry_keys);
  JsonNode *type = geometry != NULL ? peek_member (geometry, type_keys) : NULL;

  return is_text (type) ? json_node_get_string (type) : "";
}

static gboolean
is_way_geometry (const char *type)
{
  return strcmp (type, "LineString") == 0 || strcmp (type, "MultiLineString") == 0;
}

static JsonObject *
peek_properties (JsonObject *feature)
{
  static const char *const properties_keys[] = { "properties", NULL };

  return peek_object (feature, properties_keys);
}

/* The line's name of a LineString; "" if it has none. */
static char *
read_way_name (JsonObject *properties, const char *where, GError **error)
{
  g_autofree char *name = read_named (properties, line_keys, "name", where, error);

  if (name != NULL && name[0] == '\0')
    return read_text (properties, name_keys, "name", where, error);

  return g_steal_pointer (&name);
}

/* Makes the lines that LineStrings name. @out_only: (out): the one there is, NULL if none or
 * several */
static gboolean
read_ways (FarLineBook *book, JsonArray *features, char **out_only, GError **error)
{
  g_autofree char *only = NULL;
  guint n_ways = 0;

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonObject *feature = peek_feature (features, i);
      JsonObject *properties;
      g_autofree char *where = g_strdup_printf ("feature %u", i + 1);
      FarLineSketch *line;

      if (feature == NULL)
        return throw_value (error, where, "not an object");

      properties = peek_properties (feature);
      if (!is_way_geometry (peek_geometry_type (feature)) || properties == NULL)
        continue;

      g_free (only);
      only = read_way_name (properties, where, error);
      if (only == NULL)
        return FALSE;

      line = _far_line_book_get (book, only, "", where, error);
      if (line == NULL || !read_about (properties, line, where, error))
        return FALSE;

      n_ways++;
    }

  *out_only = n_ways == 1 ? g_steal_pointer (&only) : NULL;

  return TRUE;
}

static gboolean
read_point (FarLineBook *book,
            JsonObject *feature,
            const char *only,
            const char *where,
            GError **error)
{
  JsonObject *properties = peek_properties (feature);
  JsonNode *pair = peek_member (json_object_get_object_member (feature, "geometry"), pair_keys);
  g_autofree char *line_name = NULL;
  g_autofree char *name = NULL;
  FarLineWay way;
  FarLineSketch *line;
  FarStopSketch *stop;

  if (properties == NULL)
    return throw_value (error, where, "the stop has no name");

  line_name = read_named (properties, line_keys, "line", where, error);
  name = line_name != NULL ? read_text (properties, name_keys, "name", where, error) : NULL;
  if (name == NULL || !read_way (properties, where, &way, error))
    return FALSE;

  line = _far_line_book_get (book, line_name[0] == '\0' && only != NULL ? only : line_name, "",
                             where, error);
  if (line == NULL || !read_about (properties, line, where, error))
    return FALSE;

  line->is_feeder |= way == FAR_LINE_WAY_FEEDER;
  stop = _far_line_sketch_add_stop (line, way, name, where, error);

  return stop != NULL && read_seq (properties, where, &stop->seq, error) &&
         read_time (properties, time_keys, where, &stop->time, error) &&
         read_time (properties, time_back_keys, where, &stop->time_back, error) &&
         (pair != NULL ? set_pair (stop, pair, FALSE, error)
                       : throw_value (error, where, "the point has no coordinates"));
}

static gboolean
read_features (FarLineBook *book, JsonArray *features, GError **error)
{
  g_autofree char *only = NULL;

  if (!read_ways (book, features, &only, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonObject *feature = peek_feature (features, i);
      g_autofree char *where = g_strdup_printf ("feature %u", i + 1);

      if (strcmp (peek_geometry_type (feature), "Point") == 0 &&
          !read_point (book, feature, only, where, error))
        return FALSE;
    }

  return TRUE;
}

/* -- the root */

static gboolean
read_array (FarLineBook *book, JsonArray *array, GError **error)
{
  JsonNode *first = json_array_get_length (array) > 0 ? json_array_get_element (array, 0) : NULL;
  FarLineSketch *line;

  if (first != NULL && is_line (first))
    return read_lines (book, array, error);
  if (first == NULL || !is_stop (first))
    return throw_format (error, "JSON, but neither a list of stops nor one of lines");

  line = _far_line_book_get (book, "", "", "file", error);

  return line != NULL && read_stops (array, line, FAR_LINE_WAY_OUT, "", error);
}

static gboolean
read_root (FarLineBook *book, JsonNode *root, GError **error)
{
  static const char *const features_keys[] = { "features", NULL };
  JsonObject *object;
  JsonArray *features;
  JsonArray *lines;

  if (JSON_NODE_HOLDS_ARRAY (root))
    return read_array (book, json_node_get_array (root), error);

  object = json_node_get_object (root);
  features = peek_array (object, features_keys);
  lines = peek_array (object, lines_keys);

  if (features != NULL)
    return read_features (book, features, error);
  if (lines != NULL)
    return read_lines (book, lines, error);
  if (is_line (root))
    return read_line (book, object, "", error);

  return throw_format (error, "JSON, but without stops");
}

gboolean
_far_line_read_json (FarLineBook *book, const char *text, gsize len, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) fault = NULL;
  const char *wrong = check_json (text, len);

  if (wrong != NULL)
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT, "broken JSON: %s",
                   wrong);
      return FALSE;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, len, &fault))
    {
      /* what it repeats of the text may end in the middle of a letter */
      g_autofree char *message = g_utf8_make_valid (fault->message, -1);

      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT, "broken JSON: %s",
                   message);
      return FALSE;
    }

  return read_root (book, json_parser_get_root (parser), error);
}
