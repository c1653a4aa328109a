/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much of what one machine says has effect, and how far what it has seen is followed. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

enum
{
  ADA,
  BO,
  CY,
  N
};

typedef struct
{
  Party *party;
  guint8 rota[FAR_RECORD_ID_LEN];
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->party = party_new (7, N);
  party_add_rota (self->party, ADA, "The walk", 3, self->rota);
  party_harvest (self->party);
  party_meet (self->party);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  party_free (self->party);
}

/* @who says something of a turn that nobody has taken. */
static FarPos
write_nothing (Fixture *self, guint who, gint32 day, const FarPos *refs, guint n_refs)
{
  static const guint8 nobody[FAR_RECORD_ID_LEN] = "nobody took it";
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_TURN_ROTA, self->rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, day);
  far_map_bytes (&map, FAR_TURN_ID, nobody, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_STATE, 1);
  far_map_end (&map);

  return party_write (self->party, who, FAR_KIND_TURN, 0, payload, refs, n_refs);
}

static FarPos
write_turn (Fixture *self, guint who, gint32 day, const FarPos *refs, guint n_refs)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_TURN_ROTA, self->rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, day);
  far_map_bytes (&map, FAR_TURN_PERSON, self->party->members[who].me.member, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  return party_write (self->party, who, FAR_KIND_TURN, 0, payload, refs, n_refs);
}

static guint
get_n_turns (Fixture *self, guint who, gint32 day)
{
  FarOutingFacts *outing = party_outing (self->party, who, self->rota, day);
  guint n = outing->turns->len;

  far_outing_facts_free (outing);

  return n;
}

static void
assert_rebuilt_alike (FarStore *store)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  guint8 before[FAR_HASH_LEN];
  guint8 after[FAR_HASH_LEN];

  g_assert_true (far_store_check (store, TRUE, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_true (far_collective_records_digest (store, before, &error));
  g_assert_true (far_store_rebuild (store, &error));
  g_assert_true (far_collective_records_digest (store, after, &error));
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

/* ---- one outing */

static void
test_outing (Fixture *self, gconstpointer data)
{
  FarWriter bo = party_writer (self->party, BO);
  FarStore *store = self->party->members[BO].store;
  FarPos first = write_nothing (self, BO, PARTY_MONDAY, NULL, 0);
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 id[FAR_ID_LEN];
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) full = NULL;
  gint64 n_entries;
  FarPos pos;

  for (guint i = 1; i < FAR_CHAIN_SAID_MAX; i++)
    write_nothing (self, BO, PARTY_MONDAY, NULL, 0);

  /* our own pen writes nothing in vain, and elsewhere it writes */
  n_entries = far_store_get_n_entries (store);
  g_assert_false (
      far_collective_take_turn (&bo, self->rota, PARTY_MONDAY, NULL, PARTY_MONDAY, turn, &full));
  g_assert_error (full, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_FULL_SAID);
  g_assert_cmpint (far_store_get_n_entries (store), ==, n_entries);
  g_assert_true (far_collective_take_turn (&bo, self->rota, PARTY_MONDAY + 1, NULL, PARTY_MONDAY,
                                           turn, &error));
  g_assert_no_error (error);

  /* what a foreign one writes has no effect, here or there, and hinders nobody else */
  write_turn (self, BO, PARTY_MONDAY, NULL, 0);
  write_turn (self, CY, PARTY_MONDAY, NULL, 0);
  party_harvest (self->party);
  party_meet (self->party);
  for (guint who = 0; who < N; who++)
    {
      g_assert_cmpuint (get_n_turns (self, who, PARTY_MONDAY), ==, 1);
      g_assert_cmpuint (get_n_turns (self, who, PARTY_MONDAY + 1), ==, 1);
      assert_rebuilt_alike (self->party->members[who].store);
    }

  /* what is erased says nothing any more */
  g_assert_true (far_store_get_id (store, first, id, NULL));
  bo = party_writer (self->party, BO);
  g_assert_true (far_collective_erase_entry (&bo, id, &pos, &error));
  g_assert_no_error (error);
  party_harvest (self->party);
  party_meet (self->party);
  for (guint who = 0; who < N; who++)
    {
      g_assert_cmpuint (get_n_turns (self, who, PARTY_MONDAY), ==, 2);
      assert_rebuilt_alike (self->party->members[who].store);
    }
}

/* ---- one record */

static void
write_name (Fixture *self, guint who, const char *name, gboolean is_new)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  if (!is_new)
    far_map_bytes (&map, FAR_PERSON_ID, self->party->members[who].me.member, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_NAME, name);
  far_map_end (&map);
  party_write (self->party, who, FAR_KIND_PERSON, 0, payload, NULL, 0);
}

static void
assert_has_name (Fixture *self, guint who, const char *name, gboolean expected)
{
  g_autoptr (GPtrArray) members = far_collective_members (self->party->members[who].store, NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = g_ptr_array_index (members, i);

      found = found || strcmp (member->name, name) == 0;
    }
  g_assert_true (found == expected);
}

static void
test_record (Fixture *self, gconstpointer data)
{
  guint n_before = 0;

  /* some have a name from when they came in */
  write_name (self, BO, "Bo the first", FALSE);
  assert_has_name (self, BO, "Bo the first", TRUE);
  while (n_before < FAR_CHAIN_SAID_MAX)
    {
      write_name (self, BO, "Bo the next", FALSE);
      n_before++;
    }
  assert_has_name (self, BO, "Bo the next", TRUE);

  write_name (self, BO, "Bo the last", FALSE);
  party_harvest (self->party);
  party_meet (self->party);
  for (guint who = 0; who < N; who++)
    {
      assert_has_name (self, who, "Bo the last", FALSE);
      assert_rebuilt_alike (self->party->members[who].store);
    }

  write_name (self, CY, "Cy", FALSE);
  assert_has_name (self, CY, "Cy", TRUE);
}

/* ---- one kind */

static void
test_kind (Fixture *self, gconstpointer data)
{
  FarStore *store = self->party->members[BO].store;
  FarWriter bo = party_writer (self->party, BO);
  guint8 person[FAR_RECORD_ID_LEN];
  g_autoptr (GError) full = NULL;
  gint64 n_entries;
  guint32 log;

  /* how many there are from when Bo came in, the count knows */
  write_name (self, BO, "Grandmother", TRUE);
  log = far_store_find_log (store, self->party->members[BO].me.device);
  while (far_store_peek_log (store, log)->counts[2].n < FAR_CHAIN_KIND_MAX)
    write_name (self, BO, "Grandmother", TRUE);
  assert_has_name (self, BO, "Grandmother", TRUE);

  n_entries = far_store_get_n_entries (store);
  g_assert_false (far_collective_add_person (&bo, "Grandfather", person, &full));
  g_assert_error (full, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_FULL_SAID);
  g_assert_cmpint (far_store_get_n_entries (store), ==, n_entries);

  write_name (self, BO, "Nobody", TRUE);
  assert_has_name (self, BO, "Nobody", FALSE);
  assert_rebuilt_alike (store);
  assert_has_name (self, BO, "Nobody", FALSE);
}

/* ---- seen through others */

typedef struct
{
  const char *name;
  guint n_through;
  guint n_beside; /* more, in the first level */
  gboolean is_seen;
} Through;

static const Through throughs[] = {
  { "directly", 0, 0, TRUE },
  { "through-one", 1, 0, TRUE },
  { "through-as-many-as-may-be", FAR_SEEN_THROUGH_MAX, 0, TRUE },
  { "through-one-more", FAR_SEEN_THROUGH_MAX + 1, 0, FALSE },
  { "with-some-beside", FAR_SEEN_THROUGH_MAX - 20, 20, TRUE },
  { "with-one-more-beside", FAR_SEEN_THROUGH_MAX - 19, 20, FALSE },
};

/* Ada's turn; entries about another day by two in turns, each naming the one before; Cy's turn,
 * which names the last of these. */
static void
test_through (gconstpointer data)
{
  const Through *row = data;
  Fixture self;
  FarPos refs[FAR_REFS_MAX];
  guint n_refs = 1;
  FarOutingFacts *outing;
  FarStore *bo;
  FarStore *cy;

  set_up (&self, NULL);
  refs[0] = write_turn (&self, ADA, PARTY_MONDAY, NULL, 0);
  party_harvest (self.party);
  party_meet (self.party);
  /* one store, so that positions mean the same */
  cy = self.party->members[CY].store;
  self.party->members[CY].store = self.party->members[ADA].store;
  bo = self.party->members[BO].store;
  self.party->members[BO].store = self.party->members[ADA].store;

  for (guint i = 0; i < row->n_beside; i++)
    refs[1 + i] = write_nothing (&self, BO, PARTY_MONDAY + 2, NULL, 0);
  for (guint i = 0; i < row->n_through; i++)
    refs[0] = write_nothing (&self, i % 2 == 0 ? BO : ADA, PARTY_MONDAY + 1, refs, 1);
  n_refs += row->n_beside;
  write_turn (&self, CY, PARTY_MONDAY, refs, n_refs);

  outing = party_outing (self.party, ADA, self.rota, PARTY_MONDAY);
  g_assert_cmpuint (outing->turns->len, ==, 2);
  g_assert_true ((((FarTurnFacts *)g_ptr_array_index (outing->turns, 1))->reason ==
                  FAR_RANK_REASON_SEEN) == row->is_seen);
  far_outing_facts_free (outing);
  assert_rebuilt_alike (self.party->members[ADA].store);

  self.party->members[CY].store = cy;
  self.party->members[BO].store = bo;
  tear_down (&self, NULL);
}

/* One draft more than a list shows is not written at all; what is published does not count. */
static void
test_drafts (Fixture *self, gconstpointer data)
{
  FarWriter writer;
  FarRotaPlan plan = { .title = "One more",
                       .rule = { .weekdays = 1,
                                 .every_n_weeks = 1,
                                 .first_day = PARTY_MONDAY,
                                 .last_day = PARTY_MONDAY + 6 },
                       .n_min = 1,
                       .n_max = 1 };
  guint8 rota[FAR_RECORD_ID_LEN];

  for (guint i = 1; i < FAR_SHOWN_DRAFTS_MAX; i++)
    party_add_rota (self->party, ADA, "A draft", 3, rota);
  writer = party_writer (self->party, ADA);
  party_assert_refused (far_collective_add_rota (&writer, &plan, rota, error),
                        FAR_COLLECTIVE_ERROR_FULL_DRAFTS);
  writer = party_writer (self->party, BO);
  party_assert_done (far_collective_add_rota (&writer, &plan, rota, error));

  writer = party_writer (self->party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, self->rota, error));
  writer = party_writer (self->party, ADA);
  party_assert_done (far_collective_add_rota (&writer, &plan, rota, error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/far/bounds/outing", Fixture, NULL, set_up, test_outing, tear_down);
  g_test_add ("/far/bounds/record", Fixture, NULL, set_up, test_record, tear_down);
  g_test_add ("/far/bounds/kind", Fixture, NULL, set_up, test_kind, tear_down);
  g_test_add ("/far/bounds/drafts", Fixture, NULL, set_up, test_drafts, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (throughs); i++)
    {
      g_autofree char *path = g_strconcat ("/far/bounds/", throughs[i].name, NULL);

      g_test_add_data_func (path, &throughs[i], test_through);
    }

  return g_test_run ();
}
