/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of an account: whom they were meant for can open them, where they were meant to stand, and
 * nobody else anything anywhere else. */

#include "far-hours.h"

#include <string.h>

#include "far-kind-schema.h"

#define N_READERS 3
#define DAY 20703

/* where each field of the content begins */
#define AT_DAY 1
#define AT_MINUTES 5
#define AT_RECEIVED 7
#define AT_SORT 8
#define AT_HAS_PERSON 9
#define AT_PERSON 10
#define AT_FROM 26
#define AT_FROM_ID 27
#define AT_FROM_DAY 43
#define AT_LENS 47
#define AT_WORDS 53

static const guint8 collective[FAR_ID_LEN] = "the collective that all are in";
static const guint8 author[FAR_KEY_LEN] = "the machine of whoever wrote it";
static const guint8 member[FAR_RECORD_ID_LEN] = "whose account";
static const guint8 record[FAR_RECORD_ID_LEN] = "a line";

static const FarHoursPlace here = { collective, author, member, record };

static const FarHoursLine full = {
  .day = DAY,
  .minutes = 90,
  .is_received = TRUE,
  .sort = FAR_HOURS_SORT_IN_KIND,
  .from = FAR_HOURS_FROM_HELP,
  .from_id = "a hand",
  .from_day = DAY - 1,
  .who = "the neighbour of number 4",
  .what = "carried the fridge",
  .against = "a basket of plums",
};

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint8 seal[FAR_KEY_LEN];
  guint8 secret[FAR_KEY_LEN];
} Machine;

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
seal (const FarHoursLine *line)
{
  GByteArray *out = g_byte_array_new ();
  FarMapWriter map = far_map_begin (out);
  FarSealedReader readers[N_READERS];
  guint8 seeds[FAR_SEALED_SEEDS_LEN (N_READERS)];

  for (guint i = 0; i < N_READERS; i++)
    {
      Machine machine = make_machine (i + 1);

      memcpy (readers[i].device, machine.device, FAR_KEY_LEN);
      memcpy (readers[i].seal_key, machine.seal, FAR_KEY_LEN);
    }
  for (guint i = 0; i < sizeof seeds; i++)
    seeds[i] = i * 7 + 1;
  far_hours_put (&map, &here, readers, N_READERS, line, seeds);
  far_map_end (&map);

  return out;
}

static gboolean
parse (FarPayload *payload, const GByteArray *bytes)
{
  return far_payload_parse (payload, far_kind_get_schema (FAR_KIND_HOURS), bytes->data,
                            bytes->len) == FAR_PAYLOAD_OK;
}

/* @who: number of a machine */
static gboolean
opens (const GByteArray *bytes, const FarHoursPlace *place, guint8 who, FarHoursLine *out)
{
  Machine machine = make_machine (who);
  FarPayload payload;

  return parse (&payload, bytes) &&
         far_hours_open (&payload, place, machine.device, machine.secret, out);
}

static void
test_opens_to_its_readers (void)
{
  g_autoptr (GByteArray) bytes = seal (&full);
  FarHoursLine line;
  FarPayload payload;

  g_assert_true (parse (&payload, bytes));
  for (guint8 who = 1; who <= N_READERS; who++)
    {
      g_assert_true (far_hours_is_for (&payload, make_machine (who).device));
      g_assert_true (opens (bytes, &here, who, &line));
      g_assert_true (far_hours_line_equal (&line, &full));
    }
  g_assert_false (far_hours_is_for (&payload, make_machine (4).device));
  g_assert_false (opens (bytes, &here, 4, &line));
}

/* How much was written is nobody's business, nor any four bytes of it. */
static void
test_hides_what_it_says (void)
{
  FarHoursLine least = { .minutes = 1 };
  g_autoptr (GByteArray) one = seal (&least);
  g_autoptr (GByteArray) all = seal (&full);
  FarHoursLine line;

  g_assert_cmpuint (one->len, ==, all->len);
  g_assert_true (opens (one, &here, 1, &line));
  g_assert_true (far_hours_line_equal (&line, &least));
  for (gsize i = 0; i + 4 <= strlen (full.what); i++)
    g_assert_null (memmem (all->data, all->len, full.what + i, 4));
}

/* Whoever is a reader has the key, and nobody believes what they make of it elsewhere. */
static void
test_opens_nowhere_else (void)
{
  static const guint8 other[32] = "somebody, or something, else";
  const FarHoursPlace elsewhere[] = {
    { other, author, member, record },
    { collective, other, member, record },
    { collective, author, other, record },
    { collective, author, member, other },
  };
  g_autoptr (GByteArray) bytes = seal (&full);
  FarHoursLine line;

  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    g_assert_false (opens (bytes, &elsewhere[i], 1, &line));
}

/* Of who reads it and of what is sealed no byte can be another one. */
static void
test_no_byte_changes (void)
{
  g_autoptr (GByteArray) bytes = seal (&full);
  FarPayload payload;
  FarPayloadIter iter;
  FarPayload first;
  gsize own;
  gsize body;

  g_assert_true (parse (&payload, bytes));
  iter = far_payload_iter (&payload, FAR_HOURS_READERS);
  g_assert_true (far_payload_iter_map (&iter, &first));
  own = far_payload_bytes (&first, FAR_READER_KEY) + FAR_KEY_LEN + FAR_SEAL_OVERHEAD - bytes->data;
  body = far_payload_bytes (&payload, FAR_HOURS_BODY) - bytes->data;

  for (gsize i = 0; i < bytes->len; i++)
    {
      g_autoptr (GByteArray) bad = g_byte_array_new ();
      FarHoursLine line;

      g_byte_array_append (bad, bytes->data, bytes->len);
      bad->data[i] ^= 1 << (i % 8);
      /* another reader's key is that one's, and no matter to this one */
      if (opens (bad, &here, 1, &line))
        g_assert_true (i >= own && i < body && far_hours_line_equal (&line, &full));
    }
}

/* ---- what stands inside */

typedef struct
{
  const char *name;
  gsize at;
  guint8 bytes[4];
  guint n;
  gboolean is_good;
} Change;

static void
test_contents (void)
{
  static const Change changes[] = {
    { "as it is", 0, { 1 }, 1, TRUE },
    { "another version", 0, { 2 }, 1, FALSE },
    { "the first of all days", AT_DAY, { 0x21, 0x9c, 0xff, 0xff }, 4, TRUE },
    { "before all days", AT_DAY, { 0x20, 0x9c, 0xff, 0xff }, 4, FALSE },
    { "the last day", AT_DAY, { 0x93, 0x49, 0x01, 0x00 }, 4, TRUE },
    { "after all days", AT_DAY, { 0x94, 0x49, 0x01, 0x00 }, 4, FALSE },
    { "no time", AT_MINUTES, { 0, 0 }, 2, FALSE },
    { "a hundred hours", AT_MINUTES, { 0x70, 0x17 }, 2, TRUE },
    { "more than that", AT_MINUTES, { 0x71, 0x17 }, 2, FALSE },
    { "neither given nor received", AT_RECEIVED, { 2 }, 1, FALSE },
    { "a fourth sort", AT_SORT, { 3 }, 1, FALSE },
    { "a gift for something", AT_SORT, { 0 }, 1, FALSE },
    { "with somebody who is both", AT_HAS_PERSON, { 1 }, 1, FALSE },
    { "with half of somebody", AT_HAS_PERSON, { 2 }, 1, FALSE },
    { "with nobody who has an id", AT_PERSON + 15, { 1 }, 1, FALSE },
    { "from nothing that has an id", AT_FROM, { 0 }, 1, FALSE },
    { "from an outing", AT_FROM, { 1 }, 1, TRUE },
    { "from something else", AT_FROM, { 4 }, 1, FALSE },
    { "from before all days", AT_FROM_DAY, { 0x20, 0x9c, 0xff, 0xff }, 4, FALSE },
    { "shorter than its words", AT_LENS, { 1, 0 }, 2, FALSE },
    { "longer than its words", AT_LENS + 4, { 18, 0 }, 2, FALSE },
    { "with whom, longer than that may be", AT_LENS, { 121, 0 }, 2, FALSE },
    { "what for, as long as can be said", AT_LENS + 2, { 0xff, 0xff }, 2, FALSE },
    { "in return, longer than that may be", AT_LENS + 4, { 121, 0 }, 2, FALSE },
    { "a control character", AT_WORDS, { 7 }, 1, FALSE },
    { "a zero", AT_WORDS + 1, { 0 }, 1, FALSE },
    { "no UTF-8", AT_WORDS + 30, { 0xff }, 1, FALSE },
    { "something at the end", FAR_HOURS_CONTENT_LEN - 1, { 1 }, 1, FALSE },
  };
  static const FarHoursLine nothing;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      guint8 content[FAR_HOURS_CONTENT_LEN];
      guint8 again[FAR_HOURS_CONTENT_LEN];
      FarHoursLine line;

      far_hours_put_content (&full, content);
      memcpy (content + changes[i].at, changes[i].bytes, changes[i].n);
      g_test_message ("%s", changes[i].name);
      g_assert_cmpint (far_hours_read_content (content, &line), ==, changes[i].is_good);
      if (changes[i].is_good)
        {
          far_hours_put_content (&line, again);
          g_assert_cmpmem (again, sizeof again, content, sizeof content);
        }
      else
        g_assert_cmpmem (&line, sizeof line, &nothing, sizeof nothing);
    }
}

/* Written down once, and read by whoever writes the program a second time. */
static void
test_content_is_as_described (void)
{
  static const guint8 begin[] = { 1, 0xdf, 0x50, 0, 0, 90, 0, 1, 2, 0 };
  static const guint8 lens[] = { 25, 0, 18, 0, 17, 0 };
  guint8 content[FAR_HOURS_CONTENT_LEN];

  far_hours_put_content (&full, content);
  g_assert_cmpmem (content, sizeof begin, begin, sizeof begin);
  g_assert_cmpuint (content[AT_FROM], ==, FAR_HOURS_FROM_HELP);
  g_assert_cmpuint (content[AT_FROM_DAY], ==, 0xde);
  g_assert_cmpmem (content + AT_LENS, sizeof lens, lens, sizeof lens);
  g_assert_cmpint (memcmp (content + AT_WORDS, "the neighbour of number 4carried", 32), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/hours/opens-to-its-readers", test_opens_to_its_readers);
  g_test_add_func ("/far/hours/hides-what-it-says", test_hides_what_it_says);
  g_test_add_func ("/far/hours/opens-nowhere-else", test_opens_nowhere_else);
  g_test_add_func ("/far/hours/no-byte-changes", test_no_byte_changes);
  g_test_add_func ("/far/hours/contents", test_contents);
  g_test_add_func ("/far/hours/content-is-as-described", test_content_is_as_described);

  return g_test_run ();
}
