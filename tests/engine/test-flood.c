/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A member whose machine writes more than anybody could mean, all of it valid: the others are told
 * who it is, get their answers, exchange as before, and can close that machine. */

#include <glib/gstdio.h>
#include <string.h>

#include "far-kind-schema.h"
#include "far-world.h"
#include "party.h"

enum
{
  ANNA,
  BO, /* whose machine it is */
  CLEO,
  N
};

/* Far more than it takes, and far less than a test may: the bench knows how fast it is. */
#define ANSWER_US ((g_test_thorough () ? 120 : 30) * G_USEC_PER_SEC)
#define N_LISTED (g_test_thorough () ? FAR_CHAIN_KIND_MAX + 1 : 300)
/* With -m thorough, to measure. */
#define N_MORE (g_test_thorough () ? 180000 : 2)

typedef struct
{
  GByteArray *payload; /* owned */
  FarMapWriter map;
} Words;

static Words
words (void)
{
  Words self = { .payload = g_byte_array_new () };

  self.map = far_map_begin (self.payload);

  return self;
}

static void
write_words (FarWorld *world, FarStore *store, guint who, guint kind, Words *self)
{
  far_map_end (&self->map);
  far_world_write (world, store, who, kind, world->devices[who].member, self->payload, NULL, 0);
  g_byte_array_unref (self->payload);
}

/* Where a machine with the keys of @who keeps its store.  Returns: (transfer full) */
static char *
make_folder (FarWorld *world, Party *party, guint who)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *folder = NULL;
  g_autofree char *key = NULL;
  guint8 bytes[1 + 32] = { 1 };

  for (guint i = 0; i < 8; i++)
    g_string_append_printf (name, "%02x", world->collective[i]);
  folder = g_build_filename (party->home, name->str, NULL);
  key = g_build_filename (folder, "device.key", NULL);
  memcpy (bytes + 1, world->devices[who].seed, 32);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (key, (const char *)bytes, sizeof bytes,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));

  return g_build_filename (folder, "log.db", NULL);
}

static void
write_records (FarWorld *world, FarStore *store, guint8 rota[static FAR_RECORD_ID_LEN])
{
  static const char *const names[N] = { "Anna", "Bo", "Cleo" };
  Words self;

  for (guint i = 0; i < N; i++)
    {
      self = words ();
      far_map_bytes (&self.map, FAR_PERSON_ID, world->devices[i].member, FAR_RECORD_ID_LEN);
      far_map_text (&self.map, FAR_PERSON_NAME, names[i]);
      write_words (world, store, i, FAR_KIND_PERSON, &self);
    }

  far_record_id (world->collective, world->devices[ANNA].device,
                 far_store_next_seq (store, world->devices[ANNA].device), 0, rota);
  self = words ();
  far_map_text (&self.map, FAR_ROTA_TITLE, "The walk");
  far_map_int (&self.map, FAR_ROTA_WEEKDAYS, 31);
  far_map_int (&self.map, FAR_ROTA_FIRST, PARTY_MONDAY);
  far_map_int (&self.map, FAR_ROTA_LAST, PARTY_MONDAY + 27);
  far_map_int (&self.map, FAR_ROTA_AT, 460);
  far_map_int (&self.map, FAR_ROTA_STATE, 1);
  write_words (world, store, ANNA, FAR_KIND_ROTA, &self);
}

/* More rotas of every day, and persons, than a list shows. */
static void
flood_lists (FarWorld *world, FarStore *store)
{
  GError *error = NULL;

  g_assert_true (far_store_begin (store, &error));
  for (guint i = 0; i < N_LISTED; i++)
    {
      Words rota = words ();
      Words person = words ();

      far_map_text (&rota.map, FAR_ROTA_TITLE, "Another walk");
      far_map_int (&rota.map, FAR_ROTA_WEEKDAYS, 127);
      far_map_int (&rota.map, FAR_ROTA_FIRST, PARTY_MONDAY);
      far_map_int (&rota.map, FAR_ROTA_LAST, PARTY_MONDAY + 27);
      far_map_int (&rota.map, FAR_ROTA_AT, 400);
      write_words (world, store, BO, FAR_KIND_ROTA, &rota);

      far_map_text (&person.map, FAR_PERSON_NAME, "Another person");
      write_words (world, store, BO, FAR_KIND_PERSON, &person);
    }
  g_assert_true (far_store_commit (store, &error));
}

/* Turns of one week, as many as it takes, with as many refs and as long words as can be. */
static void
flood (FarWorld *world, FarStore *store, const guint8 *rota, guint n)
{
  g_autofree char *note = g_strnfill (FAR_TEXT_MAX, 'x');
  FarPos refs[FAR_REFS_MAX];
  GError *error = NULL;

  for (guint i = 0; i < n; i++)
    {
      FarPos pos;

      if (i % 5000 == 0)
        g_assert_true (far_store_begin (store, &error));
      pos =
          far_world_take (world, store, BO, rota, PARTY_MONDAY + i % 5, i % 100 == 0 ? note : NULL,
                          refs, i % 3 == 0 ? MIN (i, FAR_REFS_MAX) : 0);
      refs[i % FAR_REFS_MAX] = pos;
      if (i % 5000 == 4999 || i == n - 1)
        g_assert_true (far_store_commit (store, &error));
    }
}

static gboolean
is_warned (Party *party)
{
  g_autoptr (FarStatus) status = party_status (party);
  g_autofree char *wanted = g_strdup_printf ("many %d Bo", FAR_DEVICE_MANY + N_MORE);

  for (guint i = 0; status->warnings[i] != NULL; i++)
    if (g_str_has_prefix (status->warnings[i], "many "))
      {
        g_assert_cmpstr (status->warnings[i], ==, wanted);
        return TRUE;
      }

  return FALSE;
}

static void
say_time (const char *what, gint64 begin_us)
{
  gint64 us = g_get_monotonic_time () - begin_us;

  g_test_message ("%s: %" G_GINT64_FORMAT " ms", what, us / 1000);
  g_assert_cmpint (us, <, ANSWER_US);
}

static void
test_named_and_closed (void)
{
  g_autoptr (FarWorld) world = far_world_new (31, N);
  g_autoptr (Party) anna = party_new ("flood-anna");
  g_autoptr (Party) cleo = party_new ("flood-cleo");
  g_autofree char *at_anna = NULL;
  g_autofree char *at_cleo = NULL;
  g_autofree char *bo = NULL;
  g_autoptr (GPtrArray) week = NULL;
  g_autoptr (FarApproved) proposed = NULL;
  g_autoptr (FarApproved) approved = NULL;
  g_autoptr (GError) error = NULL;
  guint8 rota[FAR_RECORD_ID_LEN];
  gint64 begin_us;
  FarStore *here;
  FarStore *there;

  party_close (anna);
  party_close (cleo);
  world->now_ms = (gint64)PARTY_MONDAY * 86400 * 1000;
  /* its name hangs on GENESIS, which is made with the store */
  here = far_world_found (world, NULL);
  at_anna = make_folder (world, anna, ANNA);
  at_cleo = make_folder (world, cleo, CLEO);
  far_world_admit_all (world, here);
  g_assert_true (far_store_begin (here, &error));
  write_records (world, here, rota);
  g_assert_true (far_store_commit (here, &error));
  there = far_world_join (world, at_cleo);
  g_assert_true (far_world_meet (world, there, CLEO, here, ANNA, 65536, -1, NULL, &error));
  far_store_close (there);

  /* one less: with the first two entries of that machine it is what nobody is asked about */
  flood_lists (world, here);
  flood (world, here, rota, FAR_DEVICE_MANY - 2 - 2 * N_LISTED);
  there = far_world_join (world, at_anna);
  g_assert_true (far_world_meet (world, there, ANNA, here, CLEO, 65536, -1, NULL, &error));
  far_store_close (there);
  party_open (anna);
  g_assert_false (is_warned (anna));
  party_close (anna);

  flood (world, here, rota, N_MORE);
  there = far_world_join (world, at_anna);
  g_assert_true (far_world_meet (world, there, ANNA, here, CLEO, 65536, -1, NULL, &error));
  far_store_close (there);
  far_store_close (here);

  begin_us = g_get_monotonic_time ();
  party_open (anna);
  party_open (cleo);
  g_assert_true (is_warned (anna));
  g_assert_false (is_warned (cleo));
  say_time ("open and status", begin_us);
  begin_us = g_get_monotonic_time ();
  week = party_week (anna, PARTY_MONDAY, 7);
  say_time ("week", begin_us);
  g_assert_cmpuint (week->len, ==, 5 + 7 * FAR_SHOWN_DRAFTS_MAX);
  begin_us = g_get_monotonic_time ();
  g_free (party_add_person (anna, "Grandmother"));
  say_time ("write", begin_us);

  /* the others' own goes both ways */
  g_free (party_add_person (cleo, "Grandfather"));
  begin_us = g_get_monotonic_time ();
  party_meet (cleo, anna);
  say_time ("exchange", begin_us);
  g_assert_true (is_warned (cleo));

  bo = g_strdup_printf ("%02x%02x%02x%02x", world->devices[BO].device[0],
                        world->devices[BO].device[1], world->devices[BO].device[2],
                        world->devices[BO].device[3]);
  far_engine_revoke_async (anna->engine, bo, NULL, party_done, anna);
  proposed = far_engine_revoke_finish (anna->engine, party_wait (anna), &error);
  g_assert_no_error (error);
  party_meet (cleo, anna);
  far_engine_revoke_async (cleo->engine, bo, NULL, party_done, cleo);
  approved = far_engine_revoke_finish (cleo->engine, party_wait (cleo), &error);
  g_assert_no_error (error);
  party_meet (cleo, anna);
  begin_us = g_get_monotonic_time ();
  g_ptr_array_unref (party_week (anna, PARTY_MONDAY, 7));
  say_time ("week without it", begin_us);
  g_assert_false (is_warned (anna));
  g_assert_false (is_warned (cleo));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/far/flood/named-and-closed", test_named_and_closed);

  return g_test_run ();
}
