/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-payload: what an entry says, as deterministic CBOR (RFC 8949 §4.2.1) with integer keys.
 *
 * The subset: unsigned and negative integers of up to 64 bits, byte strings, text strings, arrays,
 * maps, false and true; definite lengths only.  One documented schema for each kind
 * (far-kind-schema.c, and docs/formats.md), and exactly one encoding of each value: shortest heads,
 * map keys ascending, no key twice, no optional field that holds its default.  Text is valid UTF-8
 * without control characters (U+0000..001F but line feed, U+007F..009F).
 *
 * A payload that is not canonical or breaks its schema leaves its entry accepted and without
 * effect. Nothing is copied: a parsed payload borrows from the bytes that it was parsed from.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-kind.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* Keys of every schema are in 1..23, so that each takes one byte. */
#define FAR_PAYLOAD_KEYS 24

typedef enum
{
  FAR_TYPE_INT,   /* min..max is the range of values */
  FAR_TYPE_BYTES, /* min..max is the range of lengths */
  FAR_TYPE_TEXT,  /* min..max is the range of lengths in bytes, or of characters for a name */
  FAR_TYPE_NAME,  /* a text of 1..FAR_NAME_MAX characters, without line feeds */
  FAR_TYPE_INTS,  /* array of ascending integers; min..max is the range of counts */
  FAR_TYPE_IDS,   /* array of byte strings, ascending; min..max is the range of counts, of item_len
                     each */
  FAR_TYPE_MAPS,  /* array of maps of @item; min..max is the range of counts */
} FarType;

typedef struct _FarSchema FarSchema;

typedef struct
{
  guint8 key;
  guint8 type; /* FarType */
  gboolean required;
  const char *name;
  gint64 min;
  gint64 max;
  guint item_len;        /* FAR_TYPE_IDS */
  const FarSchema *item; /* FAR_TYPE_MAPS */
} FarField;

struct _FarSchema
{
  const char *name;
  guint n_fields;
  const FarField *fields; /* by ascending key */
};

/* The schema of @kind, or NULL where this version does not know it. */
const FarSchema *far_kind_get_schema (guint kind);

/* "TURN", "GENESIS" ...; NULL where this version does not know it. */
const char *far_kind_get_name (guint kind);

/**
 * FarPayloadError:
 *
 * The first thing that is wrong, in order of bytes.
 */
typedef enum
{
  FAR_PAYLOAD_OK,
  FAR_PAYLOAD_TRUNCATED, /* ends in the middle of a value */
  FAR_PAYLOAD_TRAILING,  /* bytes after the map */
  FAR_PAYLOAD_LONG_FORM, /* a number that is not in its shortest form */
  FAR_PAYLOAD_TYPE,      /* a CBOR type that is not in the subset, or not what the schema says */
  FAR_PAYLOAD_ORDER,     /* keys or items not ascending, or one twice */
  FAR_PAYLOAD_KEY,       /* a key that the schema does not have */
  FAR_PAYLOAD_MISSING,   /* a required field is not there */
  FAR_PAYLOAD_RANGE,     /* a value, length or count out of its range */
  FAR_PAYLOAD_TEXT,      /* not UTF-8, or a control character */
  FAR_PAYLOAD_KIND,      /* this version does not know the kind */
} FarPayloadError;

const char *far_payload_error_get_name (FarPayloadError error);

typedef struct
{
  gboolean present;
  gint64 num; /* integers; the count of an array */
  const guint8
      *bytes; /* borrowed: byte and text strings (not terminated); the encoded items of an array */
  gsize len;
} FarValue;

typedef struct
{
  const FarSchema *schema;
  FarValue values[FAR_PAYLOAD_KEYS]; /* by key */
} FarPayload;

/**
 * far_payload_parse:
 * @self: (out caller-allocates): filled only when all is good
 * @data: one payload, without the blob's salt; borrowed for as long as @self is used
 *
 * Returns: %FAR_PAYLOAD_OK, or the first thing that is wrong
 */
FarPayloadError far_payload_parse (FarPayload *self,
                                   const FarSchema *schema,
                                   const guint8 *data,
                                   gsize len) FAR_MUST_USE;

static inline gboolean
far_payload_has (const FarPayload *self, guint key)
{
  return self->values[key].present;
}

static inline gint64
far_payload_int (const FarPayload *self, guint key, gint64 otherwise)
{
  return self->values[key].present ? self->values[key].num : otherwise;
}

/* Borrowed; NULL where absent. */
static inline const guint8 *
far_payload_bytes (const FarPayload *self, guint key)
{
  return self->values[key].present ? self->values[key].bytes : NULL;
}

/* Returns: (transfer full) (nullable): NULL where absent */
char *far_payload_dup_text (const FarPayload *self, guint key);

/* Walks an array.  The maps of a FAR_TYPE_MAPS are filled one after another into @item. */
typedef struct
{
  FarReader reader;
  const FarField *field;
  guint left;
} FarPayloadIter;

FarPayloadIter far_payload_iter (const FarPayload *self, guint key);
gboolean far_payload_iter_map (FarPayloadIter *self, FarPayload *item);
gboolean far_payload_iter_int (FarPayloadIter *self, gint64 *value);
gboolean far_payload_iter_bytes (FarPayloadIter *self, const guint8 **bytes);

/* One JSON object of a good payload, for people who read logs: field names as keys, bytes as hex.
 * Appends to @out. */
void far_payload_append_json (const FarPayload *self, GString *out);

/* ---- writing.  Fields are given in ascending order of keys; at most 23 in a map. */

typedef struct
{
  GByteArray *out; /* unowned */
  guint at;        /* of the head, patched by the end */
  guint n;
} FarMapWriter;

FarMapWriter far_map_begin (GByteArray *out);
void far_map_int (FarMapWriter *self, guint key, gint64 value);
void far_map_bytes (FarMapWriter *self, guint key, const void *bytes, gsize len);
void far_map_text (FarMapWriter *self, guint key, const char *text);
/* The caller then writes @n items: with far_map_begin(), far_cbor_put_int() or
 * far_cbor_put_bytes(). */
void far_map_array (FarMapWriter *self, guint key, guint n);
void far_map_end (FarMapWriter *self);

void far_cbor_put_int (GByteArray *out, gint64 value);
void far_cbor_put_bytes (GByteArray *out, const void *bytes, gsize len);

/**
 * far_text_check:
 *
 * What every text of a payload obeys.
 *
 * Returns: whether @text is valid UTF-8 without control characters but line feed
 */
gboolean far_text_check (const char *text, gsize len) FAR_MUST_USE;

G_END_DECLS
