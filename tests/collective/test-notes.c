/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealed notes: who can open what is to be known of a child, when, and when no more. */

#include <string.h>

#include "far-kind-schema.h"
#include "far-note.h"
#include "test-party.h"

#define ADA 0 /* holds the baton */
#define BO 1  /* whose child it is */
#define CY 2  /* who comes along */
#define DI 3
#define EM 4
#define TODAY PARTY_MONDAY
#define NUTS "Nut allergy. The pen is in the red pouch."

typedef struct
{
  Party *party; /* owned */
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 child[FAR_RECORD_ID_LEN];
} Walk;

static void
walk_clear (Walk *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
take (Walk *self, guint who, gint32 day, guint8 *out)
{
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_take_turn (&writer, self->rota, day, NULL, TODAY,
                                               out != NULL ? out : turn, error));
  party_meet (self->party);
}

/* Bo's child is booked on all days of a walk that is published; two have a place. */
static Walk
walk_new (guint32 seed, guint n_members)
{
  Walk self = { party_new (seed, n_members) };
  FarRotaPlan plan = {
    .title = "The walk",
    .rule = { .weekdays = 31,
              .every_n_weeks = 1,
              .first_day = TODAY - 400,
              .last_day = TODAY + 400 },
    .at = 460,
    .n_min = 1,
    .n_max = 2,
  };
  FarBookingPlan booking = { .first_day = TODAY - 400, .last_day = TODAY + 400 };
  FarChildChange lea = FAR_CHILD_CHANGE_NONE;
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (self.party, ADA);

  party_assert_done (far_collective_add_rota (&writer, &plan, self.rota, error));
  party_assert_done (far_collective_publish_rota (&writer, self.rota, error));
  party_meet (self.party);
  lea.name = "Léa";
  writer = party_writer (self.party, BO);
  party_assert_done (far_collective_add_child (&writer, &lea, self.child, error));
  booking.rota = self.rota;
  party_assert_done (far_collective_book_child (&writer, self.child, &booking, id, error));
  party_meet (self.party);

  return self;
}

static void
note (Walk *self, guint who, const char *words)
{
  FarWriter writer = party_writer (self->party, who);
  gboolean is_written;

  party_assert_done (
      far_collective_set_note (&writer, self->child, words, TODAY, &is_written, error));
}

/* Returns: whether anything was written */
static gboolean
keep (Walk *self, guint who, gint32 today)
{
  FarWriter writer = party_writer (self->party, who);
  gboolean is_written;

  party_assert_done (far_collective_keep_notes (&writer, today, &is_written, error));

  return is_written;
}

static void
meet_and_keep (Walk *self, gint32 today)
{
  party_meet (self->party);
  for (guint i = 0; i < self->party->n_members; i++)
    keep (self, i, today);
  party_meet (self->party);
}

/* What @who reads for the walk on @day; of the family, with day 0.  "!" and a code of what is
 * refused: n nothing to know, s sealed, y not theirs */
static void
assert_reads (Walk *self, guint who, gint32 day, const char *expected)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GError) error = NULL;
  FarNoteFacts facts;
  const char *got = NULL;

  if (far_collective_read_note (member->store, &member->me, self->child,
                                day != 0 ? self->rota : NULL, day, &facts, &error))
    got = facts.words;
  else if (g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NO_NOTE))
    got = "!n";
  else if (g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NOTE_SEALED))
    got = "!s";
  else if (g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NOT_YOURS) ||
           g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS))
    got = "!y";
  else
    g_assert_no_error (error);
  g_assert_cmpstr (got, ==, expected);
  far_note_facts_clear (&facts);
}

/* Who is told to ask the family, as @who sees it; NULL if there is nothing to know. */
static void
assert_unreached (Walk *self, guint who, gint32 day, const char *expected)
{
  g_autoptr (FarOutingFacts) outing = party_outing (self->party, who, self->rota, day);
  const FarWalkerFacts *walker = outing->walkers->pdata[0];
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpint (walker->note_devices != NULL, ==, expected != NULL);
  for (guint i = 0; walker->unreached != NULL && i < walker->unreached->len; i++)
    {
      const guint8 *id = (guint8 *)walker->unreached->data + (gsize)i * FAR_RECORD_ID_LEN;
      char letter = '*';

      for (guint j = 0; j < self->party->n_members; j++)
        if (memcmp (self->party->members[j].me.member, id, FAR_RECORD_ID_LEN) == 0)
          letter = "abcdefghijkl"[j];
      g_string_append_c (text, letter);
    }
  if (expected != NULL)
    g_assert_cmpstr (text->str, ==, expected);
}

/* How many notes @who still holds the words of. */
static guint
count_notes (Walk *self, guint who)
{
  FarStore *store = self->party->members[who].store;
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT count (*) FROM entry WHERE kind = 48 AND blob NOT NULL");
  guint n;

  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);

  return n;
}

/* Where these are, on @who's machine, as refs want them. */
static guint
list_notes (Walk *self, guint who, FarPos out[static FAR_REFS_MAX])
{
  FarStore *store = self->party->members[who].store;
  sqlite3_stmt *statement = far_store_statement (
      store, "SELECT log, seq FROM entry WHERE kind = 48 AND blob NOT NULL AND log <> ?");
  guint n = 0;

  sqlite3_bind_int64 (statement, 1,
                      far_store_find_log (store, self->party->members[who].me.device));
  while (sqlite3_step (statement) == SQLITE_ROW && n < FAR_REFS_MAX)
    out[n++] = (FarPos){ sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };
  sqlite3_reset (statement);

  return n;
}

static void
set_guardians (Walk *self, guint who, guint first, guint second)
{
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  FarWriter writer = party_writer (self->party, who);

  if (first < PARTY_MAX)
    g_array_append_vals (ids, self->party->members[first].me.member, 1);
  if (second < PARTY_MAX)
    g_array_append_vals (ids, self->party->members[second].me.member, 1);
  change.guardians = ids;
  party_assert_done (far_collective_change_child (&writer, self->child, &change, error));
  party_meet (self->party);
}

/* ---- who reads it */

static void
test_who_walks (void)
{
  g_auto (Walk) walk = walk_new (1, 4);

  take (&walk, CY, TODAY, NULL);
  assert_unreached (&walk, CY, TODAY, NULL);
  assert_reads (&walk, CY, TODAY, "!n");
  note (&walk, BO, NUTS);
  party_meet (walk.party);

  assert_reads (&walk, BO, 0, NUTS);
  assert_reads (&walk, BO, TODAY, NUTS);
  assert_reads (&walk, CY, TODAY, NUTS);
  assert_reads (&walk, CY, TODAY + 1, "!y");
  assert_reads (&walk, CY, 0, "!y");
  assert_reads (&walk, DI, TODAY, "!y");
  assert_reads (&walk, ADA, TODAY, "!y");
  for (guint who = 0; who < 4; who++)
    assert_unreached (&walk, who, TODAY, "");
  /* nothing more is to be said of it, by anybody */
  for (guint who = 0; who < 4; who++)
    g_assert_false (keep (&walk, who, TODAY));
}

/* Whoever steps in on the morning reads it, and who was relieved no more. */
static void
test_stand_in (void)
{
  g_auto (Walk) walk = walk_new (2, 4);
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer;

  take (&walk, CY, TODAY, turn);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  writer = party_writer (walk.party, CY);
  party_assert_done (
      far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED, TODAY, NULL, error));
  take (&walk, DI, TODAY, NULL);

  /* the guardian's machine is not on: it is said, and nobody reads it who does not come */
  assert_unreached (&walk, DI, TODAY, "d");
  assert_reads (&walk, DI, TODAY, "!s");
  assert_reads (&walk, CY, TODAY, "!y");

  g_assert_true (keep (&walk, BO, TODAY));
  party_meet (walk.party);
  assert_unreached (&walk, DI, TODAY, "");
  assert_reads (&walk, DI, TODAY, NUTS);
  /* what was sealed to Cy is gone from all machines: the family's own, and Di's */
  for (guint who = 0; who < 4; who++)
    g_assert_cmpuint (count_notes (&walk, who), ==, 2);
  g_assert_false (keep (&walk, BO, TODAY));
}

/* For those who come soon, and on the next day for nobody. */
static void
test_days (void)
{
  g_auto (Walk) walk = walk_new (3, 4);

  take (&walk, CY, TODAY, NULL);
  take (&walk, CY, TODAY + FAR_NOTE_AHEAD_DAYS, NULL);
  take (&walk, CY, TODAY + FAR_NOTE_AHEAD_DAYS + 1, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY + FAR_NOTE_AHEAD_DAYS, NUTS);
  assert_reads (&walk, CY, TODAY + FAR_NOTE_AHEAD_DAYS + 1, "!s");
  assert_unreached (&walk, CY, TODAY + FAR_NOTE_AHEAD_DAYS + 1, "c");

  g_assert_true (keep (&walk, BO, TODAY + 1));
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, "!s");
  assert_reads (&walk, CY, TODAY + FAR_NOTE_AHEAD_DAYS + 1, NUTS);
  g_assert_cmpuint (count_notes (&walk, CY), ==, 3);

  g_assert_true (keep (&walk, BO, TODAY + 30));
  party_meet (walk.party);
  g_assert_cmpuint (count_notes (&walk, CY), ==, 1);
  assert_reads (&walk, BO, 0, NUTS);
}

/* Two machines of one family need not agree on what day it is: neither erases what the other takes
 * to be due, and so they come to rest. */
static void
test_wrong_clock (void)
{
  g_auto (Walk) walk = walk_new (15, 4);

  set_guardians (&walk, BO, DI, PARTY_MAX);
  take (&walk, CY, TODAY, NULL);
  take (&walk, CY, TODAY + 10, NULL);
  note (&walk, DI, NUTS);
  party_meet (walk.party);
  /* Bo wrote the child down, and so may erase what Di writes */
  g_assert_true (keep (&walk, BO, TODAY + 10));
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, NUTS);
  assert_reads (&walk, CY, TODAY + 10, NUTS);
  g_assert_false (keep (&walk, DI, TODAY));
  g_assert_false (keep (&walk, BO, TODAY + 10));
}

/* Who has no machine cannot be told, and who comes along to learn, or is too young, is not. */
static void
test_not_reached (void)
{
  g_auto (Walk) walk = walk_new (4, 5);
  guint8 nana[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (walk.party, CY);
  FarWriter young = party_writer (walk.party, DI);

  party_assert_done (far_collective_add_person (&writer, "Nana", nana, error));
  party_assert_done (
      far_collective_take_turn (&writer, walk.rota, TODAY, nana, TODAY, turn, error));
  party_assert_done (
      far_collective_set_helper (&young, walk.party->members[DI].me.member, TRUE, error));
  party_meet (walk.party);
  take (&walk, DI, TODAY, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  assert_unreached (&walk, CY, TODAY, "*");
  assert_reads (&walk, DI, TODAY, "!y");
  /* who answers for her is not she */
  assert_reads (&walk, CY, TODAY, "!y");
  /* a note for nobody is not written */
  g_assert_cmpuint (count_notes (&walk, CY), ==, 1);
}

/* A child that does not come, a walk that is called off: nobody needs to know. */
static void
test_does_not_come (void)
{
  g_auto (Walk) walk = walk_new (5, 4);
  FarWriter writer;
  gboolean is_written;

  take (&walk, CY, TODAY, NULL);
  take (&walk, CY, TODAY + 1, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  g_assert_cmpuint (count_notes (&walk, CY), ==, 3);

  writer = party_writer (walk.party, CY);
  party_assert_done (far_collective_set_absent (&writer, walk.child, NULL, TODAY, TRUE, TODAY,
                                                &is_written, error));
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_cancel_outing (&writer, walk.rota, TODAY + 1, "Ice", error));
  party_meet (walk.party);
  assert_unreached (&walk, CY, TODAY, NULL);
  assert_unreached (&walk, CY, TODAY + 1, NULL);
  assert_reads (&walk, CY, TODAY, "!y");
  assert_reads (&walk, CY, TODAY + 1, "!y");
  g_assert_true (keep (&walk, BO, TODAY));
  party_meet (walk.party);
  g_assert_cmpuint (count_notes (&walk, CY), ==, 1);
}

/* Who has left is told nothing more, and of what was sealed to them nothing is kept. */
static void
test_left (void)
{
  g_auto (Walk) walk = walk_new (18, 4);
  FarWriter writer;

  take (&walk, CY, TODAY + 1, NULL);
  take (&walk, DI, TODAY + 1, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY + 1, NUTS);
  writer = party_writer (walk.party, CY);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY + 1, "!y");
  g_assert_true (keep (&walk, BO, TODAY));
  party_harvest (walk.party);
  party_tell (walk.party, BO, DI);
  assert_reads (&walk, DI, TODAY + 1, NUTS);
  g_assert_cmpuint (count_notes (&walk, DI), ==, 2);
  {
    FarStore *store = walk.party->members[DI].store;
    sqlite3_stmt *statement = far_store_statement (
        store, "SELECT n FROM entry WHERE kind = 48 AND blob NOT NULL ORDER BY n DESC");
    FarPayload payload;
    gint64 n;
    FarRow row;

    g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
    n = sqlite3_column_int64 (statement, 0);
    sqlite3_reset (statement);
    g_assert_true (far_store_read (store, n, &row, NULL));
    g_assert_true (far_row_parse (&row, &payload));
    g_assert_true (far_note_is_for (&payload, walk.party->members[DI].me.device));
    g_assert_false (far_note_is_for (&payload, walk.party->members[CY].me.device));
  }
}

/* ---- what the family says */

static void
test_changed (void)
{
  g_auto (Walk) walk = walk_new (6, 4);
  FarWriter writer = party_writer (walk.party, BO);
  gboolean is_written;

  take (&walk, CY, TODAY, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  g_assert_cmpuint (count_notes (&walk, CY), ==, 2);

  /* the same again is nothing new, however it was typed */
  party_assert_done (
      far_collective_set_note (&writer, walk.child, "  " NUTS "\n", TODAY, &is_written, error));
  g_assert_false (is_written);

  note (&walk, BO, "No nuts.");
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, "No nuts.");
  g_assert_cmpuint (count_notes (&walk, CY), ==, 2);

  note (&walk, BO, NULL);
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, "!n");
  assert_reads (&walk, BO, 0, "!n");
  assert_unreached (&walk, CY, TODAY, NULL);
  /* that there is nothing to know */
  g_assert_cmpuint (count_notes (&walk, CY), ==, 1);
  writer = party_writer (walk.party, BO);
  party_assert_done (far_collective_set_note (&writer, walk.child, "", TODAY, &is_written, error));
  g_assert_false (is_written);
}

/* What was sealed before is not read any more, though nobody has erased it or sealed anew. */
static void
test_stale (void)
{
  g_auto (Walk) walk = walk_new (16, 4);
  FarWriter writer;
  gboolean is_written;

  set_guardians (&walk, BO, DI, PARTY_MAX);
  take (&walk, CY, TODAY, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, NUTS);
  /* on a machine for which that day is far off */
  writer = party_writer (walk.party, DI);
  party_assert_done (
      far_collective_set_note (&writer, walk.child, "No nuts.", TODAY - 20, &is_written, error));
  party_meet (walk.party);
  g_assert_cmpuint (count_notes (&walk, CY), ==, 3);
  assert_reads (&walk, CY, TODAY, "!s");
  assert_unreached (&walk, CY, TODAY, "c");
  g_assert_true (keep (&walk, BO, TODAY));
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, "No nuts.");
  g_assert_cmpuint (count_notes (&walk, CY), ==, 2);
}

/* All of them hold it, and who is one no more has nothing to say, and nothing to read. */
static void
test_guardians (void)
{
  g_auto (Walk) walk = walk_new (7, 5);

  take (&walk, CY, TODAY, NULL);
  set_guardians (&walk, BO, DI, EM);
  note (&walk, DI, NUTS);
  party_meet (walk.party);
  assert_reads (&walk, BO, 0, NUTS);
  assert_reads (&walk, EM, 0, NUTS);
  assert_reads (&walk, CY, TODAY, NUTS);

  /* the others said so, and whoever takes Di off says the same from now on */
  set_guardians (&walk, BO, EM, PARTY_MAX);
  meet_and_keep (&walk, TODAY);
  /* where two sealed it at once, one is enough */
  g_assert_cmpuint (count_notes (&walk, DI), ==, 3);
  meet_and_keep (&walk, TODAY);
  assert_reads (&walk, BO, 0, NUTS);
  assert_reads (&walk, EM, 0, NUTS);
  assert_reads (&walk, CY, TODAY, NUTS);
  assert_reads (&walk, DI, 0, "!y");
  g_assert_cmpuint (count_notes (&walk, DI), ==, 2);

  /* who speaks for the child no more changes nothing, even with a program that lets them */
  {
    g_autoptr (GByteArray) payload = g_byte_array_new ();
    FarMapWriter map = far_map_begin (payload);
    FarPos refs[FAR_REFS_MAX];
    guint n = list_notes (&walk, DI, refs);

    far_map_array (&map, FAR_NOTE_READERS, 0);
    far_map_end (&map);
    party_write_about (walk.party, DI, FAR_KIND_NOTE, walk.child, 0, payload, refs, n);
    party_write_about (walk.party, ADA, FAR_KIND_NOTE, walk.child, 1, payload, refs, n);
  }
  meet_and_keep (&walk, TODAY);
  assert_reads (&walk, CY, TODAY, NUTS);
  {
    FarWriter writer = party_writer (walk.party, DI);
    gboolean is_written;

    party_assert_refused (far_collective_set_note (&writer, walk.child, "He is fine.", TODAY,
                                                   &is_written, error),
                          FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS);
  }
}

/* A guardian who comes later reads it as soon as a machine that can has been on. */
static void
test_new_guardian (void)
{
  g_auto (Walk) walk = walk_new (8, 4);

  note (&walk, BO, NUTS);
  set_guardians (&walk, BO, DI, PARTY_MAX);
  assert_reads (&walk, DI, 0, "!s");
  g_assert_false (keep (&walk, DI, TODAY));
  g_assert_true (keep (&walk, BO, TODAY));
  party_meet (walk.party);
  assert_reads (&walk, DI, 0, NUTS);
  g_assert_cmpuint (count_notes (&walk, DI), ==, 1);

  /* and seals it as well as the first */
  take (&walk, CY, TODAY, NULL);
  g_assert_true (keep (&walk, DI, TODAY));
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, NUTS);
  g_assert_false (keep (&walk, BO, TODAY));
}

/* Two who did not know of each other: both are told. */
static void
test_side_by_side (void)
{
  g_auto (Walk) walk = walk_new (9, 4);

  set_guardians (&walk, BO, DI, PARTY_MAX);
  take (&walk, CY, TODAY, NULL);
  note (&walk, BO, "No nuts.");
  note (&walk, DI, "Asthma, too.");
  meet_and_keep (&walk, TODAY);
  assert_reads (&walk, CY, TODAY, "Asthma, too.\nNo nuts.");
  assert_reads (&walk, BO, 0, "Asthma, too.\nNo nuts.");

  note (&walk, BO, "No nuts, and asthma.");
  meet_and_keep (&walk, TODAY);
  for (guint who = 0; who < 4; who++)
    g_assert_cmpuint (count_notes (&walk, who), ==, 2);
  assert_reads (&walk, CY, TODAY, "No nuts, and asthma.");
  assert_reads (&walk, DI, 0, "No nuts, and asthma.");
}

/* ---- who means no good */

/* The words that somebody could read, sealed again by them to whom they like, under their own name:
 * it is no word of the family.  And a copy of what the family sealed is none either. */
static void
test_forged (void)
{
  g_auto (Walk) walk = walk_new (10, 4);
  const PartyMember *liar = &walk.party->members[CY];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  gint32 day = TODAY;
  FarNotePlace place = { .collective = far_store_peek_collective (liar->store),
                         .author = liar->me.device,
                         .child = walk.child };
  guint8 seeds[FAR_NOTE_SEEDS_LEN (1)];
  FarNoteReader reader;
  FarMapWriter map;
  guint8 from[FAR_ID_LEN] = { 1 };

  take (&walk, CY, TODAY, NULL);
  take (&walk, DI, TODAY, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  party_random (seeds, sizeof seeds);
  memcpy (reader.device, walk.party->members[DI].me.device, FAR_KEY_LEN);
  memcpy (reader.seal_key, walk.party->members[DI].me.seal, FAR_KEY_LEN);
  map = far_map_begin (payload);
  far_map_int (&map, FAR_NOTE_DAY, day);
  far_map_bytes (&map, FAR_NOTE_ROTA, walk.rota, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_NOTE_FROM, 1);
  far_cbor_put_bytes (payload, from, sizeof from);
  far_note_put (&map, &place, &day, walk.rota, from, 1, &reader, 1, "Peanuts are fine.", 17, seeds);
  far_map_end (&map);
  party_write_about (walk.party, CY, FAR_KIND_NOTE, walk.child, 0, payload, NULL, 0);

  g_byte_array_set_size (payload, 0);
  map = far_map_begin (payload);
  party_random (seeds, sizeof seeds);
  far_note_put (&map, &place, NULL, NULL, NULL, 0, &reader, 1, "Peanuts are fine.", 17, seeds);
  far_map_end (&map);
  party_write_about (walk.party, CY, FAR_KIND_NOTE, walk.child, 0, payload, NULL, 0);
  meet_and_keep (&walk, TODAY);
  assert_reads (&walk, DI, TODAY, NUTS);
  assert_reads (&walk, BO, 0, NUTS);
  assert_unreached (&walk, DI, TODAY, "");
}

/* ---- */

static void
test_refused (void)
{
  g_auto (Walk) walk = walk_new (11, 4);
  g_autofree char *too_long = g_strnfill (FAR_NOTE_WORDS_MAX + 1, 'x');
  g_autofree char *longest = g_strnfill (FAR_NOTE_WORDS_MAX, 'x');
  FarWriter writer = party_writer (walk.party, BO);
  guint32 before = far_store_next_seq (writer.store, writer.me->device);
  gboolean is_written;

  party_assert_refused (far_collective_set_note (&writer, walk.child, too_long, TODAY, &is_written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  party_assert_refused (far_collective_set_note (&writer, walk.child, "a\x07", TODAY, &is_written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  party_assert_refused (far_collective_set_note (&writer, walk.child, "\xff", TODAY, &is_written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  party_assert_refused (far_collective_set_note (&writer, walk.rota, NUTS, TODAY, &is_written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_keep_notes (&writer, FAR_DAY_MAX, &is_written, error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  g_assert_cmpuint (far_store_next_seq (writer.store, writer.me->device), ==, before);

  writer = party_writer (walk.party, CY);
  party_assert_refused (far_collective_set_note (&writer, walk.child, NUTS, TODAY, &is_written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS);

  note (&walk, BO, longest);
  assert_reads (&walk, BO, 0, longest);
}

/* However often somebody steps in and out, one machine says so much of one day and no more. */
static void
test_bounded (void)
{
  g_auto (Walk) walk = walk_new (12, 3);

  take (&walk, CY, TODAY, NULL);
  for (guint i = 0; i < FAR_CHAIN_SAID_MAX + 20; i++)
    {
      g_autofree char *words = g_strdup_printf ("Note %u", i);

      note (&walk, BO, words);
      party_harvest (walk.party);
    }
  party_meet (walk.party);
  /* what is erased is not counted: it goes on */
  assert_reads (&walk, CY, TODAY, "Note 275");
  g_assert_cmpuint (count_notes (&walk, CY), ==, 2);
}

/* Who floods the notes of a child keeps nobody from being told. */
static void
test_flood (void)
{
  g_auto (Walk) walk = walk_new (17, 4);
  guint n_before;

  for (gint32 i = 0; i < FAR_NOTED_OUTINGS_MAX + 20; i++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      FarMapWriter map = far_map_begin (payload);

      far_map_int (&map, FAR_NOTE_DAY, TODAY - 10 - i);
      far_map_bytes (&map, FAR_NOTE_ROTA, walk.rota, FAR_RECORD_ID_LEN);
      far_map_array (&map, FAR_NOTE_READERS, 0);
      far_map_end (&map);
      party_write_about (walk.party, DI, FAR_KIND_NOTE, walk.child, 0, payload, NULL, 0);
    }
  party_meet (walk.party);
  n_before = count_notes (&walk, CY);
  take (&walk, CY, TODAY, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  assert_reads (&walk, CY, TODAY, NUTS);
  g_assert_true (keep (&walk, BO, TODAY + 1));
  party_meet (walk.party);
  g_assert_cmpuint (count_notes (&walk, CY), <=, n_before + 1);
}

/* With the child all of it is gone. */
static void
test_erased (void)
{
  g_auto (Walk) walk = walk_new (13, 4);
  FarWriter writer;
  FarPos pos;

  take (&walk, CY, TODAY, NULL);
  note (&walk, BO, NUTS);
  party_meet (walk.party);
  writer = party_writer (walk.party, BO);
  party_assert_done (far_collective_erase_subject (&writer, walk.child, &pos, error));
  meet_and_keep (&walk, TODAY);
  for (guint who = 0; who < 4; who++)
    g_assert_cmpuint (count_notes (&walk, who), ==, 0);
}

static void
assert_agree (Walk *self)
{
  guint8 first[2 * FAR_HASH_LEN];
  guint8 other[2 * FAR_HASH_LEN];

  party_digests (self->party->members[0].store, first);
  for (guint i = 1; i < self->party->n_members; i++)
    {
      party_digests (self->party->members[i].store, other);
      g_assert_cmpmem (first, sizeof first, other, sizeof other);
    }
}

/* The digest sees a note, and all come to the same. */
static void
test_tells_apart (void)
{
  g_auto (Walk) walk = walk_new (14, 4);
  guint8 before[2 * FAR_HASH_LEN];
  guint8 after[2 * FAR_HASH_LEN];

  party_digests (walk.party->members[BO].store, before);
  note (&walk, BO, NUTS);
  party_digests (walk.party->members[BO].store, after);
  g_assert_cmpint (memcmp (before + FAR_HASH_LEN, after + FAR_HASH_LEN, FAR_HASH_LEN), !=, 0);
  party_meet (walk.party);
  assert_agree (&walk);
  set_guardians (&walk, BO, DI, PARTY_MAX);
  note (&walk, DI, "Asthma");
  note (&walk, BO, "None");
  meet_and_keep (&walk, TODAY);
  assert_agree (&walk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/notes/who-walks", test_who_walks);
  g_test_add_func ("/far/notes/stand-in", test_stand_in);
  g_test_add_func ("/far/notes/days", test_days);
  g_test_add_func ("/far/notes/wrong-clock", test_wrong_clock);
  g_test_add_func ("/far/notes/not-reached", test_not_reached);
  g_test_add_func ("/far/notes/does-not-come", test_does_not_come);
  g_test_add_func ("/far/notes/left", test_left);
  g_test_add_func ("/far/notes/changed", test_changed);
  g_test_add_func ("/far/notes/stale", test_stale);
  g_test_add_func ("/far/notes/guardians", test_guardians);
  g_test_add_func ("/far/notes/new-guardian", test_new_guardian);
  g_test_add_func ("/far/notes/side-by-side", test_side_by_side);
  g_test_add_func ("/far/notes/forged", test_forged);
  g_test_add_func ("/far/notes/refused", test_refused);
  g_test_add_func ("/far/notes/bounded", test_bounded);
  g_test_add_func ("/far/notes/flood", test_flood);
  g_test_add_func ("/far/notes/erased", test_erased);
  g_test_add_func ("/far/notes/tells-apart", test_tells_apart);

  return g_test_run ();
}
