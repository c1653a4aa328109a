/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-payload"

#include "far-payload.h"

#include <string.h>

#include "far-pure.h"

enum
{
  MAJOR_UINT = 0,
  MAJOR_NINT = 1,
  MAJOR_BYTES = 2,
  MAJOR_TEXT = 3,
  MAJOR_ARRAY = 4,
  MAJOR_MAP = 5,
  MAJOR_SIMPLE = 7,
};

const char *
far_payload_error_get_name (FarPayloadError error)
{
  static const char *const names[] = {
    "ok",  "truncated", "trailing", "long-form", "type", "order",
    "key", "missing",   "range",    "text",      "kind",
  };

  g_return_val_if_fail (error < G_N_ELEMENTS (names), NULL);

  return names[error];
}

gboolean
far_text_check (const char *text, gsize len)
{
  const guint8 *bytes = (const guint8 *)text;

  if (!g_utf8_validate_len (text, len, NULL))
    return FALSE;

  for (gsize i = 0; i < len; i++)
    {
      if (bytes[i] < 0x20 ? bytes[i] != '\n' : bytes[i] == 0x7f)
        return FALSE;

      /* U+0080..009F are C2 80..C2 9F; the text is valid, so a byte follows */
      if (bytes[i] == 0xc2 && bytes[i + 1] < 0xa0)
        return FALSE;
    }

  return TRUE;
}

/* One head: major type and argument, in the shortest form. */
static FarPayloadError
read_head (FarReader *reader, guint *major, guint64 *arg)
{
  guint8 first = far_reader_u8 (reader);
  guint info = first & 0x1f;
  guint n_bytes;
  const guint8 *at;

  if (reader->failed)
    return FAR_PAYLOAD_TRUNCATED;

  *major = first >> 5;

  if (info < 24)
    {
      *arg = info;
      return FAR_PAYLOAD_OK;
    }

  /* 28..30 are reserved, 31 is an indefinite length; a simple value or float has no argument here
   */
  if (info > 27 || *major == MAJOR_SIMPLE)
    return FAR_PAYLOAD_TYPE;

  n_bytes = 1u << (info - 24);
  at = far_reader_bytes (reader, n_bytes);
  if (at == NULL)
    return FAR_PAYLOAD_TRUNCATED;

  *arg = 0;
  for (guint i = 0; i < n_bytes; i++)
    *arg = *arg << 8 | at[i];

  if (*arg < 24 || (n_bytes > 1 && *arg >> (4 * n_bytes) == 0))
    return FAR_PAYLOAD_LONG_FORM;

  return FAR_PAYLOAD_OK;
}

static FarPayloadError
read_int (FarReader *reader, gint64 *value)
{
  guint major;
  guint64 arg;
  FarPayloadError error = read_head (reader, &major, &arg);

  if (error != FAR_PAYLOAD_OK)
    return error;

  if (major != MAJOR_UINT && major != MAJOR_NINT)
    return FAR_PAYLOAD_TYPE;

  if (arg > G_MAXINT64)
    return FAR_PAYLOAD_RANGE;

  *value = major == MAJOR_UINT ? (gint64)arg : -1 - (gint64)arg;

  return FAR_PAYLOAD_OK;
}

static FarPayloadError
read_string (FarReader *reader, guint wanted_major, const guint8 **bytes, gsize *len)
{
  guint major;
  guint64 arg;
  FarPayloadError error = read_head (reader, &major, &arg);

  if (error != FAR_PAYLOAD_OK)
    return error;

  if (major != wanted_major)
    return FAR_PAYLOAD_TYPE;

  if (arg > far_reader_left (reader))
    return FAR_PAYLOAD_TRUNCATED;

  *len = arg;
  *bytes = far_reader_bytes (reader, arg);

  return FAR_PAYLOAD_OK;
}

static FarPayloadError
read_text (FarReader *reader, const FarField *field, FarValue *value)
{
  FarPayloadError error = read_string (reader, MAJOR_TEXT, &value->bytes, &value->len);

  if (error != FAR_PAYLOAD_OK)
    return error;

  if (value->len > FAR_TEXT_MAX ||
      (field->type == FAR_TYPE_TEXT && value->len > (guint64)field->max))
    return FAR_PAYLOAD_RANGE;

  if (!far_text_check ((const char *)value->bytes, value->len))
    return FAR_PAYLOAD_TEXT;

  if (field->type == FAR_TYPE_NAME)
    {
      if (value->len == 0 || g_utf8_strlen ((const char *)value->bytes, value->len) > FAR_NAME_MAX)
        return FAR_PAYLOAD_RANGE;

      if (memchr (value->bytes, '\n', value->len) != NULL)
        return FAR_PAYLOAD_TEXT;
    }
  else if (value->len < (guint64)field->min)
    return FAR_PAYLOAD_RANGE;

  return FAR_PAYLOAD_OK;
}

/* @depth: how many levels of maps and arrays may still begin */
static FarPayloadError
read_map (FarReader *reader, const FarSchema *schema, guint depth, FarPayload *out);

static FarPayloadError
read_item (FarReader *reader,
           const FarField *field,
           guint depth,
           gboolean first,
           FarValue *previous)
{
  FarPayloadError error;
  FarPayload scratch;
  FarValue value = { 0 };
  int order = 1;

  switch (field->type)
    {
    case FAR_TYPE_MAPS:
      return read_map (reader, field->item, depth, &scratch);

    case FAR_TYPE_INTS:
      error = read_int (reader, &value.num);
      if (error == FAR_PAYLOAD_OK && (value.num < G_MININT32 || value.num > G_MAXINT32))
        error = FAR_PAYLOAD_RANGE;
      if (error == FAR_PAYLOAD_OK && !first)
        order = value.num > previous->num;
      break;

    default:
      error = read_string (reader, MAJOR_BYTES, &value.bytes, &value.len);
      if (error == FAR_PAYLOAD_OK && value.len != field->item_len)
        error = FAR_PAYLOAD_RANGE;
      if (error == FAR_PAYLOAD_OK && !first)
        order = memcmp (value.bytes, previous->bytes, value.len) > 0;
      break;
    }

  if (error != FAR_PAYLOAD_OK)
    return error;

  *previous = value;

  return order ? FAR_PAYLOAD_OK : FAR_PAYLOAD_ORDER;
}

static FarPayloadError
read_array (FarReader *reader, const FarField *field, guint depth, FarValue *value)
{
  FarValue previous = { 0 };
  guint major;
  guint64 n;
  FarPayloadError error = read_head (reader, &major, &n);

  if (error != FAR_PAYLOAD_OK)
    return error;

  if (major != MAJOR_ARRAY)
    return FAR_PAYLOAD_TYPE;

  if (depth == 0 || n > FAR_CBOR_ARRAY_MAX || n < (guint64)field->min || n > (guint64)field->max)
    return FAR_PAYLOAD_RANGE;

  value->num = n;
  value->bytes = reader->data + reader->pos;

  for (guint64 i = 0; i < n; i++)
    {
      error = read_item (reader, field, depth - 1, i == 0, &previous);
      if (error != FAR_PAYLOAD_OK)
        return error;
    }

  value->len = reader->data + reader->pos - value->bytes;

  return FAR_PAYLOAD_OK;
}

static FarPayloadError
read_value (FarReader *reader, const FarField *field, guint depth, FarValue *value)
{
  FarPayloadError error;

  value->present = TRUE;

  switch ((FarType)field->type)
    {
    case FAR_TYPE_INT:
      error = read_int (reader, &value->num);
      if (error == FAR_PAYLOAD_OK && (value->num < field->min || value->num > field->max))
        error = FAR_PAYLOAD_RANGE;
      return error;

    case FAR_TYPE_BYTES:
      error = read_string (reader, MAJOR_BYTES, &value->bytes, &value->len);
      if (error == FAR_PAYLOAD_OK &&
          (value->len < (guint64)field->min || value->len > (guint64)field->max))
        error = FAR_PAYLOAD_RANGE;
      return error;

    case FAR_TYPE_TEXT:
    case FAR_TYPE_NAME:
      return read_text (reader, field, value);

    case FAR_TYPE_INTS:
    case FAR_TYPE_IDS:
    case FAR_TYPE_MAPS:
      return read_array (reader, field, depth, value);
    }

  g_assert_not_reached ();
}

static FarPayloadError
read_map (FarReader *reader, const FarSchema *schema, guint depth, FarPayload *out)
{
  const FarField *fields = schema->fields; /* NULL where a kind has none */
  guint at = 0;
  guint major;
  guint64 n;
  gint64 last_key = -1;
  FarPayloadError error = read_head (reader, &major, &n);

  if (error != FAR_PAYLOAD_OK)
    return error;

  if (major != MAJOR_MAP)
    return FAR_PAYLOAD_TYPE;

  if (depth == 0 || n > FAR_CBOR_ARRAY_MAX)
    return FAR_PAYLOAD_RANGE;

  memset (out, 0, sizeof *out);
  out->schema = schema;

  for (guint64 i = 0; i < n; i++)
    {
      gint64 key;

      error = read_int (reader, &key);
      if (error != FAR_PAYLOAD_OK)
        return error;

      if (key < 0)
        return FAR_PAYLOAD_KEY;

      if (key <= last_key)
        return FAR_PAYLOAD_ORDER;
      last_key = key;

      for (; at < schema->n_fields && fields[at].key < key; at++)
        if (fields[at].required)
          return FAR_PAYLOAD_MISSING;

      if (at == schema->n_fields || fields[at].key != key)
        return FAR_PAYLOAD_KEY;

      error = read_value (reader, &fields[at], depth - 1, &out->values[key]);
      if (error != FAR_PAYLOAD_OK)
        return error;

      at++;
    }

  for (; at < schema->n_fields; at++)
    if (fields[at].required)
      return FAR_PAYLOAD_MISSING;

  return FAR_PAYLOAD_OK;
}

FarPayloadError
far_payload_parse (FarPayload *self, const FarSchema *schema, const guint8 *data, gsize len)
{
  FarReader reader = far_reader (data, len);
  FarPayload parsed;
  FarPayloadError error;

  if (schema == NULL)
    return FAR_PAYLOAD_KIND;

  error = read_map (&reader, schema, FAR_CBOR_DEPTH_MAX, &parsed);

  if (error == FAR_PAYLOAD_OK && !far_reader_done (&reader))
    error = FAR_PAYLOAD_TRAILING;

  if (error == FAR_PAYLOAD_OK)
    *self = parsed;

  return error;
}

char *
far_payload_dup_text (const FarPayload *self, guint key)
{
  const FarValue *value = &self->values[key];

  return value->present ? g_strndup ((const char *)value->bytes, value->len) : NULL;
}

static const FarField *
find_field (const FarSchema *schema, guint key)
{
  for (guint i = 0; i < schema->n_fields; i++)
    if (schema->fields[i].key == key)
      return &schema->fields[i];

  return NULL;
}

FarPayloadIter
far_payload_iter (const FarPayload *self, guint key)
{
  const FarValue *value = &self->values[key];

  return (FarPayloadIter){
    .reader = far_reader (value->bytes, value->len),
    .field = find_field (self->schema, key),
    .left = value->present ? value->num : 0,
  };
}

/* The array was checked when its payload was parsed: reading it again cannot fail. */

gboolean
far_payload_iter_map (FarPayloadIter *self, FarPayload *item)
{
  if (self->left == 0)
    return FALSE;

  self->left--;

  return read_map (&self->reader, self->field->item, FAR_CBOR_DEPTH_MAX, item) == FAR_PAYLOAD_OK;
}

gboolean
far_payload_iter_int (FarPayloadIter *self, gint64 *value)
{
  if (self->left == 0)
    return FALSE;

  self->left--;

  return read_int (&self->reader, value) == FAR_PAYLOAD_OK;
}

gboolean
far_payload_iter_bytes (FarPayloadIter *self, const guint8 **bytes)
{
  gsize len;

  if (self->left == 0)
    return FALSE;

  self->left--;

  return read_string (&self->reader, MAJOR_BYTES, bytes, &len) == FAR_PAYLOAD_OK;
}

static void
append_json_string (GString *out, const guint8 *bytes, gsize len)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < len; i++)
    {
      if (bytes[i] == '"' || bytes[i] == '\\')
        g_string_append_printf (out, "\\%c", bytes[i]);
      else if (bytes[i] == '\n')
        g_string_append (out, "\\n");
      else
        g_string_append_c (out, bytes[i]);
    }
  g_string_append_c (out, '"');
}

static void
append_json_hex (GString *out, const guint8 *bytes, gsize len)
{
  g_autofree char *hex = far_hex (bytes, len);

  g_string_append_printf (out, "\"%s\"", hex);
}

static void
append_json_array (const FarPayload *self, const FarField *field, GString *out)
{
  FarPayloadIter iter = far_payload_iter (self, field->key);
  const char *comma = "";

  g_string_append_c (out, '[');
  while (iter.left > 0)
    {
      FarPayload item;
      const guint8 *bytes = NULL;
      gint64 num = 0;

      g_string_append (out, comma);
      comma = ",";

      if (field->type == FAR_TYPE_MAPS && far_payload_iter_map (&iter, &item))
        far_payload_append_json (&item, out);
      else if (field->type == FAR_TYPE_INTS && far_payload_iter_int (&iter, &num))
        g_string_append_printf (out, "%" G_GINT64_FORMAT, num);
      else if (field->type == FAR_TYPE_IDS && far_payload_iter_bytes (&iter, &bytes))
        append_json_hex (out, bytes, field->item_len);
    }
  g_string_append_c (out, ']');
}

void
far_payload_append_json (const FarPayload *self, GString *out)
{
  const char *comma = "";

  g_string_append_c (out, '{');
  for (guint i = 0; i < self->schema->n_fields; i++)
    {
      const FarField *field = &self->schema->fields[i];
      const FarValue *value = &self->values[field->key];

      if (!value->present)
        continue;

      g_string_append_printf (out, "%s\"%s\":", comma, field->name);
      comma = ",";

      switch ((FarType)field->type)
        {
        case FAR_TYPE_INT:
          g_string_append_printf (out, "%" G_GINT64_FORMAT, value->num);
          break;
        case FAR_TYPE_BYTES:
          append_json_hex (out, value->bytes, value->len);
          break;
        case FAR_TYPE_TEXT:
        case FAR_TYPE_NAME:
          append_json_string (out, value->bytes, value->len);
          break;
        case FAR_TYPE_INTS:
        case FAR_TYPE_IDS:
        case FAR_TYPE_MAPS:
          append_json_array (self, field, out);
          break;
        }
    }
  g_string_append_c (out, '}');
}

static void
put_head (GByteArray *out, guint major, guint64 arg)
{
  guint8 bytes[9];
  guint n_bytes = 0;
  guint info;

  if (arg < 24)
    info = arg;
  else
    {
      info = arg <= G_MAXUINT8 ? 24 : arg <= G_MAXUINT16 ? 25 : arg <= G_MAXUINT32 ? 26 : 27;
      n_bytes = 1u << (info - 24);
    }

  bytes[0] = major << 5 | info;
  for (guint i = 0; i < n_bytes; i++)
    bytes[1 + i] = arg >> (8 * (n_bytes - 1 - i));

  far_put (out, bytes, 1 + n_bytes);
}

void
far_cbor_put_int (GByteArray *out, gint64 value)
{
  if (value >= 0)
    put_head (out, MAJOR_UINT, value);
  else
    put_head (out, MAJOR_NINT, -1 - value);
}

void
far_cbor_put_bytes (GByteArray *out, const void *bytes, gsize len)
{
  put_head (out, MAJOR_BYTES, len);
  far_put (out, bytes, len);
}

FarMapWriter
far_map_begin (GByteArray *out)
{
  FarMapWriter self = { .out = out, .at = out->len };

  put_head (out, MAJOR_MAP, 0);

  return self;
}

static void
put_key (FarMapWriter *self, guint key)
{
  g_assert (key >= 1 && key < FAR_PAYLOAD_KEYS);

  put_head (self->out, MAJOR_UINT, key);
  self->n++;
}

void
far_map_int (FarMapWriter *self, guint key, gint64 value)
{
  put_key (self, key);
  far_cbor_put_int (self->out, value);
}

void
far_map_bytes (FarMapWriter *self, guint key, const void *bytes, gsize len)
{
  put_key (self, key);
  far_cbor_put_bytes (self->out, bytes, len);
}

void
far_map_text (FarMapWriter *self, guint key, const char *text)
{
  gsize len = strlen (text);

  put_key (self, key);
  put_head (self->out, MAJOR_TEXT, len);
  far_put (self->out, text, len);
}

void
far_map_array (FarMapWriter *self, guint key, guint n)
{
  put_key (self, key);
  put_head (self->out, MAJOR_ARRAY, n);
}

void
far_map_end (FarMapWriter *self)
{
  g_assert (self->n < FAR_PAYLOAD_KEYS);

  self->out->data[self->at] = MAJOR_MAP << 5 | self->n;
}
