/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealed notes: whom they were meant for can open them, where they were meant to stand, and nobody
 * else anything anywhere else. */

#include "far-note.h"

#include <string.h>

#include "far-kind-schema.h"

#define WORDS "Nut allergy. The pen is in the red pouch."
#define N_READERS 3
#define DAY 20703

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint8 seal[FAR_KEY_LEN];
  guint8 secret[FAR_KEY_LEN];
} Machine;

static const guint8 collective[FAR_ID_LEN] = "the collective that all are in";
static const guint8 author[FAR_KEY_LEN] = "the machine of whoever wrote it";
static const guint8 child[FAR_RECORD_ID_LEN] = "of whom it is";
static const guint8 rota[FAR_RECORD_ID_LEN] = "a walk";
static const guint8 from[2 * FAR_ID_LEN] = { [0] = 1, [FAR_ID_LEN] = 2 };

static const FarNotePlace here = { collective, author, child };

static Machine
make_machine (guint8 number)
{
  Machine self;

  memset (self.device, number, sizeof self.device);
  memset (self.secret, number + 100, sizeof self.secret);
  crypto_scalarmult_base (self.seal, self.secret);

  return self;
}

static GByteArray *
seal (const char *words, gboolean is_own)
{
  static const gint32 day = DAY;
  GByteArray *out = g_byte_array_new ();
  FarMapWriter map = far_map_begin (out);
  FarNoteReader readers[N_READERS];
  guint8 seeds[FAR_NOTE_SEEDS_LEN (N_READERS)];

  for (guint i = 0; i < N_READERS; i++)
    {
      Machine machine = make_machine (i + 1);

      memcpy (readers[i].device, machine.device, FAR_KEY_LEN);
      memcpy (readers[i].seal_key, machine.seal, FAR_KEY_LEN);
    }
  for (guint i = 0; i < sizeof seeds; i++)
    seeds[i] = i * 7 + 1;
  if (!is_own)
    {
      far_map_int (&map, FAR_NOTE_DAY, day);
      far_map_bytes (&map, FAR_NOTE_ROTA, rota, sizeof rota);
      far_map_array (&map, FAR_NOTE_FROM, 2);
      far_cbor_put_bytes (out, from, FAR_ID_LEN);
      far_cbor_put_bytes (out, from + FAR_ID_LEN, FAR_ID_LEN);
    }
  far_note_put (&map, &here, is_own ? NULL : &day, is_own ? NULL : rota, from, is_own ? 0 : 2,
                readers, N_READERS, words, strlen (words), seeds);
  far_map_end (&map);

  return out;
}

static FarPayloadError
parse (FarPayload *payload, const GByteArray *bytes)
{
  return far_payload_parse (payload, far_kind_get_schema (FAR_KIND_NOTE), bytes->data, bytes->len);
}

/* @who: number of a machine */
static char *
open_as (const GByteArray *bytes, const FarNotePlace *place, guint8 who)
{
  Machine machine = make_machine (who);
  FarPayload payload;

  if (parse (&payload, bytes) != FAR_PAYLOAD_OK)
    return NULL;

  return far_note_open (&payload, place, machine.device, machine.secret);
}

static void
assert_opens (const GByteArray *bytes, const FarNotePlace *place, guint8 who, const char *expected)
{
  char *words = open_as (bytes, place, who);

  g_assert_cmpstr (words, ==, expected);
  if (words != NULL)
    sodium_free (words);
}

/* ---- */

static void
test_opens_to_its_readers (void)
{
  for (guint own = 0; own < 2; own++)
    {
      g_autoptr (GByteArray) bytes = seal (WORDS, own);
      FarPayload payload;

      g_assert_cmpint (parse (&payload, bytes), ==, FAR_PAYLOAD_OK);
      for (guint8 who = 1; who <= N_READERS; who++)
        {
          g_assert_true (far_note_is_for (&payload, make_machine (who).device));
          assert_opens (bytes, &here, who, WORDS);
        }
      g_assert_false (far_note_is_for (&payload, make_machine (4).device));
      assert_opens (bytes, &here, 4, NULL);
    }
}

/* How much was written is nobody's business. */
static void
test_has_one_length (void)
{
  g_autofree char *longest = g_strnfill (FAR_NOTE_WORDS_MAX, 'x');
  g_autoptr (GByteArray) one = seal ("x", FALSE);
  g_autoptr (GByteArray) all = seal (longest, FALSE);

  g_assert_cmpuint (one->len, ==, all->len);
  assert_opens (one, &here, 1, "x");
  assert_opens (all, &here, 1, longest);
}

/* The words are not in it, nor any four bytes of them. */
static void
test_hides_the_words (void)
{
  g_autoptr (GByteArray) bytes = seal (WORDS, FALSE);

  for (gsize i = 0; i + 4 <= strlen (WORDS); i++)
    g_assert_null (memmem (bytes->data, bytes->len, WORDS + i, 4));
}

/* Whoever is a reader has the key, and nobody believes what they make of it elsewhere. */
static void
test_opens_nowhere_else (void)
{
  static const guint8 other[32] = "somebody, or something, else";
  const FarNotePlace elsewhere[] = {
    { other, author, child },
    { collective, other, child },
    { collective, author, other },
  };
  g_autoptr (GByteArray) bytes = seal (WORDS, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    assert_opens (bytes, &elsewhere[i], 1, NULL);
}

/* Of the day and the rota, of what it is from, of who reads it and of what is sealed no byte can be
 * another one: it is not of the format then, or it does not open. */
static void
test_no_byte_changes (void)
{
  g_autoptr (GByteArray) bytes = seal (WORDS, FALSE);

  for (gsize i = 0; i < bytes->len; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autoptr (GByteArray) bad = g_byte_array_new ();
        FarPayload payload;
        FarPayloadIter iter;
        FarPayload first;
        char *words;

        g_byte_array_append (bad, bytes->data, bytes->len);
        bad->data[i] ^= 1 << bit;
        words = open_as (bad, &here, 1);
        if (words == NULL)
          continue;

        /* another reader's key is that one's, and no matter to this one */
        g_assert_cmpint (parse (&payload, bad), ==, FAR_PAYLOAD_OK);
        iter = far_payload_iter (&payload, FAR_NOTE_READERS);
        g_assert_true (far_payload_iter_map (&iter, &first));
        g_assert_true (bad->data + i >= far_payload_bytes (&first, FAR_READER_KEY) + FAR_KEY_LEN +
                                            FAR_SEAL_OVERHEAD);
        g_assert_true (bad->data + i < far_payload_bytes (&payload, FAR_NOTE_BODY));
        sodium_free (words);
        assert_opens (bad, &here, 1, WORDS);
      }
}

/* Taken from one note and put into another of the same author, a reader's key opens nothing. */
static void
test_readers_are_bound (void)
{
  g_autoptr (GByteArray) own = seal (WORDS, TRUE);
  g_autoptr (GByteArray) bytes = seal (WORDS, FALSE);
  FarPayload source;
  FarPayload target;

  g_assert_cmpint (parse (&source, own), ==, FAR_PAYLOAD_OK);
  g_assert_cmpint (parse (&target, bytes), ==, FAR_PAYLOAD_OK);
  memcpy ((guint8 *)far_payload_bytes (&target, FAR_NOTE_BODY),
          far_payload_bytes (&source, FAR_NOTE_BODY), FAR_NOTE_BODY_LEN);
  memcpy ((guint8 *)target.values[FAR_NOTE_READERS].bytes, source.values[FAR_NOTE_READERS].bytes,
          source.values[FAR_NOTE_READERS].len);
  assert_opens (bytes, &here, 1, NULL);
  assert_opens (own, &here, 1, WORDS);
}

/* ---- what stands inside */

static void
test_bad_content (void)
{
  static const struct
  {
    const char *name;
    guint8 begin[8];
    gsize at;
    guint8 byte;
    gsize expected; /* words; 0 if it is bad */
  } cases[] = {
    { "a word", { 1, 3, 0, 'n', 'u', 't' }, 1023, 0, 3 },
    { "two lines", { 1, 3, 0, 'a', '\n', 'b' }, 1023, 0, 3 },
    { "another version", { 2, 3, 0, 'n', 'u', 't' }, 1023, 0, 0 },
    { "no version", { 0 }, 1023, 0, 0 },
    { "nothing", { 1, 0, 0 }, 1023, 0, 0 },
    { "shorter than its words", { 1, 2, 0, 'n', 'u', 't' }, 1023, 0, 0 },
    { "longer than its words", { 1, 4, 0, 'n', 'u', 't' }, 1023, 0, 0 },
    { "longer than it may be", { 1, 0xe9, 3, 'n', 'u', 't' }, 1023, 0, 0 },
    { "as long as can be said", { 1, 0xff, 0xff, 'n', 'u', 't' }, 1023, 0, 0 },
    { "something after it", { 1, 3, 0, 'n', 'u', 't' }, 6, 1, 0 },
    { "something at the end", { 1, 3, 0, 'n', 'u', 't' }, 1023, 1, 0 },
    { "a control character", { 1, 3, 0, 'n', 7, 't' }, 1023, 0, 0 },
    { "a tabulator", { 1, 3, 0, 'n', '\t', 't' }, 1023, 0, 0 },
    { "no UTF-8", { 1, 3, 0, 'n', 0xff, 't' }, 1023, 0, 0 },
    { "half a character", { 1, 2, 0, 'n', 0xc3 }, 1023, 0, 0 },
    { "a zero", { 1, 3, 0, 'n', 0, 't' }, 1023, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 content[FAR_NOTE_CONTENT_LEN] = { 0 };
      gsize len = 99;

      memcpy (content, cases[i].begin, sizeof cases[i].begin);
      if (cases[i].byte != 0)
        content[cases[i].at] = cases[i].byte;
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (far_note_read_content (content, &len), ==, cases[i].expected > 0);
      g_assert_cmpuint (len, ==, cases[i].expected);
    }
}

/* A key to which nothing can be sealed is told before anything is. */
static void
test_bad_keys (void)
{
  static const guint8 zero[FAR_KEY_LEN];
  static const guint8 one[FAR_KEY_LEN] = { 1 };

  g_assert_false (far_seal_key_is_good (zero));
  g_assert_false (far_seal_key_is_good (one));
  g_assert_true (far_seal_key_is_good (make_machine (1).seal));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/note/opens-to-its-readers", test_opens_to_its_readers);
  g_test_add_func ("/far/note/has-one-length", test_has_one_length);
  g_test_add_func ("/far/note/hides-the-words", test_hides_the_words);
  g_test_add_func ("/far/note/opens-nowhere-else", test_opens_nowhere_else);
  g_test_add_func ("/far/note/no-byte-changes", test_no_byte_changes);
  g_test_add_func ("/far/note/readers-are-bound", test_readers_are_bound);
  g_test_add_func ("/far/note/bad-content", test_bad_content);
  g_test_add_func ("/far/note/bad-keys", test_bad_keys);

  return g_test_run ();
}
