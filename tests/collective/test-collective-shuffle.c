/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A collective's season with every kind of conflict in it, given to fresh machines in random
 * orders: all of them show the same. */

#include <string.h>

#include "far-collective-places.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define N_ORDERS 1000
#define N_WHOLE_CHECKS 20 /* of these, as many are compared with a rebuild */

enum
{
  ADA, /* founds, holds the baton */
  BO,  /* takes it over */
  CY,
  DI,
  ED,       /* will be removed */
  CY_AGAIN, /* Cy's second machine */
  N_MEMBERS = CY_AGAIN,
};

typedef struct
{
  Party *party; /* owned */
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 key[FAR_RECORD_ID_LEN];
  guint8 hazard[FAR_RECORD_ID_LEN];
  guint8 place[FAR_RECORD_ID_LEN];
  guint8 rotas[2][FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN]; /* whom Di answers for */
  guint8 words[2][8][FAR_ID_LEN];   /* entries that are to be kept, and to be gone */
  guint n_words[2];
} Season;

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
expect (gboolean good, GError *error)
{
  g_assert_no_error (error);
  g_assert_true (good);
}

static void
take (Season *self, guint who, guint rota, gint32 day, guint8 *out)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GError) error = NULL;

  expect (far_collective_take_turn (&writer, self->rotas[rota], PARTY_MONDAY + day, NULL,
                                    PARTY_MONDAY, out, &error),
          error);
}

static void
release (Season *self, guint who, const guint8 *turn)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GError) error = NULL;

  expect (far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED, PARTY_MONDAY, NULL,
                                      &error),
          error);
}

/* The newest entries of kind @kind that @who holds, as what a new one replaces. */
static guint
find_refs (Season *self, guint who, FarKind kind, FarPos refs[static 2])
{
  FarStore *store = self->party->members[who].store;
  guint n = 0;

  for (gint64 i = far_store_get_n_entries (store); i > 0 && n < 2; i--)
    {
      FarRow row;
      g_autoptr (GError) error = NULL;

      expect (far_store_read (store, i, &row, &error), error);
      if (row.kind == kind)
        refs[n++] = row.pos;
    }

  return n;
}

static void
write_record (Season *self, guint who, FarKind kind, guint32 term, GByteArray *payload)
{
  FarPos refs[2];
  guint n = find_refs (self, who, kind, refs);

  party_write (self->party, who, kind, term, payload, refs, n);
}

static void
rename_line (Season *self, guint who, const char *name)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_LINE_ID, self->line, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_LINE_NAME, name);
  far_map_end (&map);
  write_record (self, who, FAR_KIND_LINE, 0, payload);
}

/* @note: (nullable) */
static void
give_key (Season *self, guint who, guint whom, const char *note)
{
  FarWriter writer = party_writer (self->party, who);
  FarThingChange change = { .note = note,
                            .keeper = self->party->members[whom].me.member,
                            .gone = -1 };
  g_autoptr (GError) error = NULL;

  expect (far_collective_change_thing (&writer, self->key, &change, &error), error);
}

static void
edit_rota (Season *self, guint who, guint rota, guint32 term, const char *title, int n_max)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_ROTA_ID, self->rotas[rota], FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_ROTA_TITLE, title);
  far_map_int (&map, FAR_ROTA_MAX, n_max);
  far_map_end (&map);
  write_record (self, who, FAR_KIND_ROTA, term, payload);
}

static void
rename_person (Season *self, guint who, guint whom, const char *name)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_PERSON_ID, self->party->members[whom].me.member, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_NAME, name);
  far_map_end (&map);
  write_record (self, who, FAR_KIND_PERSON, 0, payload);
}

static void
change_turn (Season *self, guint who, guint rota, gint32 day, const guint8 *turn, int state)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_TURN_ROTA, self->rotas[rota], FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, PARTY_MONDAY + day);
  far_map_bytes (&map, FAR_TURN_ID, turn, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_STATE, state);
  far_map_end (&map);
  write_record (self, who, FAR_KIND_TURN, 0, payload);
}

static void
plan_outing (Season *self, guint who, guint32 term, guint rota, gint32 day, const guint8 *turn)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_OUTING_ROTA, self->rotas[rota], FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, PARTY_MONDAY + day);
  far_map_array (&map, FAR_OUTING_PLAN, 1);
  far_cbor_put_bytes (payload, turn, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  write_record (self, who, FAR_KIND_OUTING, term, payload);
}

static void
publish (Season *self, guint who, guint rota)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GError) error = NULL;

  expect (far_collective_publish_rota (&writer, self->rotas[rota], &error), error);
}

static void
cancel (Season *self, guint who, guint rota, gint32 day, const char *why)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GError) error = NULL;

  expect (far_collective_cancel_outing (&writer, self->rotas[rota], PARTY_MONDAY + day, why,
                                        &error),
          error);
}

/* A stop that is reached later, another colour, and somebody to ask. */
static void
change_line (Season *self, guint who, int colour)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
  FarStopChange stop = FAR_STOP_CHANGE_NONE;
  FarLineChange change = FAR_LINE_CHANGE_NONE;
  g_autoptr (GError) error = NULL;

  stop.time_out = 480 + colour;
  stop.way[FAR_ACCESS_KERB] = colour % FAR_ACCESS_MAX + 1;
  g_array_append_val (stops, stop);
  change.colour = colour;
  change.referent = self->party->members[who].me.member;
  change.stops = stops;
  expect (far_collective_change_line (&writer, self->line, &change, &error), error);
}

/* Open, dealt with, gone. */
static void
say_of_hazard (Season *self, guint who, int state)
{
  FarWriter writer = party_writer (self->party, who);
  FarHazardChange change = { .state = state };
  g_autoptr (GError) error = NULL;

  expect (far_collective_change_hazard (&writer, self->hazard, &change, &error), error);
}

/* Which town it is in. */
static void
say_of_place (Season *self, guint who, const char *town, int gone)
{
  FarWriter writer = party_writer (self->party, who);
  FarPlaceChange change = { .town = town, .gone = gone };
  g_autoptr (GError) error = NULL;

  expect (far_collective_change_place (&writer, self->place, &change, &error), error);
}

static void
import_line (Season *self)
{
  FarPlaceChange place = { .name = "Stazione", .gone = -1 };
  FarWriter writer = party_writer (self->party, ADA);
  FarStopDraft stop = { .name = (char *)"Piazza", .time_out = 480, .time_back = -1 };
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  FarLineDraft draft = { .name = (char *)"Blu", .school = (char *)"", .stops = stops };
  FarHazardChange hole = { .stop = "Piazza", .words = "Buca" };
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (stops, &stop);
  expect (far_collective_import_line (&writer, &draft, self->line, NULL, &error), error);
  hole.line = self->line;
  expect (far_collective_add_hazard (&writer, &hole, self->hazard, &error), error);
  expect (far_collective_add_thing (&writer, &(FarThingChange){ .name = "Chiave" }, self->key,
                                    &error),
          error);
  expect (far_collective_add_place (&writer, &place, self->place, &error), error);
}

/* ---- governance */

static void
find_id (Season *self, guint who, FarPos pos, guint8 *out)
{
  g_autoptr (GError) error = NULL;

  expect (far_store_get_id (self->party->members[who].store, pos, out, &error), error);
}

static void
pass_baton (Season *self)
{
  Party *party = self->party;
  g_autoptr (GByteArray) offer = g_byte_array_new ();
  g_autoptr (GByteArray) term = g_byte_array_new ();
  FarMapWriter map = far_map_begin (offer);
  guint8 proposal[FAR_ID_LEN];
  guint8 secret[32];
  FarPos refs[2];

  far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_TERM);
  far_map_bytes (&map, FAR_PROPOSE_MEMBER, party->members[BO].me.member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_PROPOSE_NUMBER, 2);
  far_map_end (&map);
  party_write (party, ADA, FAR_KIND_PROPOSE, 0, offer, NULL, 0);
  party_tell (party, ADA, BO);

  find_refs (self, BO, FAR_KIND_PROPOSE, refs);
  find_id (self, BO, refs[0], proposal);
  party_random (secret, sizeof secret);
  map = far_map_begin (term);
  far_map_int (&map, FAR_TERM_NUMBER, 2);
  far_map_bytes (&map, FAR_TERM_HOLDER, party->members[BO].me.member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TERM_START, PARTY_MONDAY);
  far_map_int (&map, FAR_TERM_END, PARTY_MONDAY + 365);
  far_map_bytes (&map, FAR_TERM_SECRET, secret, sizeof secret);
  far_map_bytes (&map, FAR_TERM_PREVIOUS, far_store_peek_collective (party->members[BO].store),
                 FAR_ID_LEN);
  far_map_bytes (&map, FAR_TERM_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  party_write (party, BO, FAR_KIND_TERM, 0, term, refs, 1);
}

static void
propose_removal (Season *self, guint8 *out_id, FarPos *out_pos)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_REMOVE);
  far_map_bytes (&map, FAR_PROPOSE_MEMBER, self->party->members[ED].me.member, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  *out_pos = party_write (self->party, ADA, FAR_KIND_PROPOSE, 0, payload, NULL, 0);
  find_id (self, ADA, *out_pos, out_id);
}

static void
approve (Season *self, guint who, const guint8 *id)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos refs[2];

  far_map_bytes (&map, FAR_APPROVE_WHAT, id, FAR_ID_LEN);
  far_map_end (&map);
  find_refs (self, who, FAR_KIND_PROPOSE, refs);
  party_write (self->party, who, FAR_KIND_APPROVE, 0, payload, refs, 1);
}

/* The season is what it is meant to be: two terms, a member removed, a promise beyond the cut. */
static void
assert_season (Season *self)
{
  FarStore *store = self->party->members[ADA].store;
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovDevice *ed = far_governance_find_device (gov, self->party->members[ED].me.device);
  FarBatonFacts baton;
  g_autofree char *day_of_ed = party_turns (self->party, ADA, self->rotas[0], PARTY_MONDAY + 8);
  g_autofree char *day_of_all = party_turns (self->party, ADA, self->rotas[0], PARTY_MONDAY + 1);

  far_collective_baton (store, &baton);
  g_assert_cmpuint (baton.number, ==, 2);
  g_assert_cmpuint (far_governance_get_n_active (gov), ==, 4);
  g_assert_true (ed->cut);
  g_assert_cmpuint (ed->cut_seq, <,
                    far_store_peek_log (store, far_store_find_log (store, ed->key))->head_seq);
  g_assert_cmpstr (day_of_ed, ==, "Cy");
  g_assert_nonnull (strchr (day_of_all, '+'));
  g_assert_nonnull (strchr (day_of_all, '-'));
}

/* Cuts Ed's log at what Ada has of it. */
static void
remove_ed (Season *self)
{
  Party *party = self->party;
  FarStore *store = party->members[ADA].store;
  const PartyMember *ed = &party->members[ED];
  const FarLog *log;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map;
  FarMapWriter cut;
  guint8 proposal[FAR_ID_LEN];
  guint8 secret[32];
  guint8 sig[FAR_SIG_LEN];
  FarPos pos;
  FarPos refs[2];

  propose_removal (self, proposal, &pos);
  party_tell (party, ADA, BO);
  party_tell (party, ADA, DI);
  approve (self, BO, proposal);
  approve (self, DI, proposal);
  party_tell (party, BO, ADA);
  party_tell (party, DI, ADA);

  log = far_store_peek_log (store, far_store_find_log (store, ed->me.device));
  far_sign (ed->me.sign_secret, log->head_id, FAR_ID_LEN, sig);
  party_random (secret, sizeof secret);
  map = far_map_begin (payload);
  far_map_bytes (&map, FAR_REMOVE_MEMBER, ed->me.member, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_REMOVE_CUTS, 1);
  cut = far_map_begin (payload);
  far_map_bytes (&cut, FAR_CUT_DEVICE, ed->me.device, FAR_KEY_LEN);
  far_map_int (&cut, FAR_CUT_SEQ, log->head_seq);
  far_map_bytes (&cut, FAR_CUT_ID, log->head_id, FAR_ID_LEN);
  far_map_bytes (&cut, FAR_CUT_SIGNATURE, sig, FAR_SIG_LEN);
  far_map_end (&cut);
  far_map_bytes (&map, FAR_REMOVE_SECRET, secret, sizeof secret);
  far_map_bytes (&map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);

  g_assert_cmpuint (find_refs (self, ADA, FAR_KIND_APPROVE, refs), ==, 2);
  party_write (party, ADA, FAR_KIND_REMOVE, 0, payload, refs, 2);
}

/* ---- the season */

static void
begin (Season *self)
{
  g_autoptr (GError) error = NULL;
  FarWriter writer;
  guint8 turn[FAR_RECORD_ID_LEN];

  self->party = party_new (1, N_MEMBERS);
  party_agree (self->party, FAR_RULE_RIDES, 1);
  import_line (self);
  party_add_rota (self->party, ADA, "Andata", 2, self->rotas[0]);
  party_add_rota (self->party, CY, "Ritorno", 1, self->rotas[1]);
  party_meet (self->party);
  g_assert_cmpuint (party_add_device (self->party, CY), ==, CY_AGAIN);
  party_meet (self->party);

  writer = party_writer (self->party, DI);
  expect (far_collective_add_person (&writer, "Nonna", self->person, &error), error);
  expect (far_collective_take_turn (&writer, self->rotas[0], PARTY_MONDAY, self->person,
                                    PARTY_MONDAY, turn, &error),
          error);
}

static void
quarrel_over_words (Season *self)
{
  rename_line (self, ADA, "Blu mare");
  rename_line (self, BO, "Blu cielo");
  rename_line (self, CY, "Blu notte");
  change_line (self, BO, 3);
  change_line (self, CY, 5);
  say_of_hazard (self, BO, FAR_HAZARD_SEEN_TO);
  say_of_hazard (self, CY, FAR_HAZARD_GONE);
  say_of_place (self, ADA, "Meano", 1);
  say_of_place (self, BO, "Trento", -1);
  say_of_place (self, CY, "Gardolo", 1);
  give_key (self, ADA, BO, "Cancello");
  give_key (self, BO, CY, NULL);
  give_key (self, CY, CY, "Portone");
  rename_person (self, BO, DI, "Diana");
  rename_person (self, DI, DI, "Dina");
  edit_rota (self, ADA, 0, 0, "Andata A", 3);
  edit_rota (self, DI, 0, 0, "Andata D", 4);
  edit_rota (self, CY, 1, 0, "Ritorno C", 2);
  publish (self, ADA, 1);
  party_meet (self->party);

  rename_line (self, DI, "Blu");
  rename_line (self, BO, "Azzurro");
  give_key (self, DI, DI, NULL);
  give_key (self, BO, BO, "Porta");
  edit_rota (self, CY, 1, 0, "Ritorno solo", 2);
  edit_rota (self, CY_AGAIN, 1, 0, "Ritorno doppio", 2);
  publish (self, ADA, 0);
}

/* More want the places than there are, none of them knowing of the others. */
static void
quarrel_over_turns (Season *self, guint8 turns[static N_MEMBERS + 1][FAR_RECORD_ID_LEN])
{
  guint8 again[FAR_RECORD_ID_LEN];

  for (guint who = 0; who <= CY_AGAIN; who++)
    take (self, who, 0, 1, turns[who]);
  party_tell (self->party, ADA, BO);
  take (self, BO, 1, 2, again);
  take (self, DI, 1, 2, again);
  party_meet (self->party);

  /* Cy's two machines do not agree; nor do Ada and Bo on the plan */
  change_turn (self, CY, 0, 1, turns[CY], 2);
  change_turn (self, CY_AGAIN, 0, 1, turns[CY], 3);
  change_turn (self, BO, 0, 1, turns[DI], 1);
  release (self, ADA, turns[ADA]);
  plan_outing (self, ADA, 1, 0, 1, turns[DI]);
  plan_outing (self, BO, 1, 0, 1, turns[BO]);
  party_meet (self->party);

  take (self, ADA, 0, 1, again);
  release (self, CY, turns[CY]);
  change_turn (self, CY_AGAIN, 0, 1, turns[CY_AGAIN], 0);
}

static void
part (Season *self)
{
  guint8 turn[FAR_RECORD_ID_LEN];

  /* the new holder and the old one, who does not know it yet */
  pass_baton (self);
  cancel (self, ADA, 0, 5, "Neve");
  cancel (self, BO, 0, 5, "Sciopero");
  cancel (self, BO, 1, 6, "Pioggia");
  edit_rota (self, ADA, 0, 1, "Andata di Ada", 5);
  party_meet (self->party);
  edit_rota (self, BO, 0, 2, "Andata di Bo", 3);

  /* Ed goes on beyond the cut, and Cy answers what he says */
  take (self, ED, 0, 7, turn);
  party_tell (self->party, ED, ADA);
  remove_ed (self);
  take (self, ED, 0, 8, turn);
  rename_line (self, ED, "Nero");
  give_key (self, ED, ED, "Perduta");
  take (self, ED, 1, 8, turn);
  party_tell (self->party, ED, CY);
  take (self, CY, 0, 8, turn);
  take (self, CY, 1, 8, turn);
  rename_line (self, CY, "Verde");
  party_meet (self->party);
  take (self, BO, 0, 7, turn);
  take (self, DI, 0, 7, turn);
  party_meet (self->party);
}

/* ---- words that go */

static void
erase_subject (Season *self, guint who, const guint8 *subject)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GError) error = NULL;
  FarPos pos;

  expect (far_collective_erase_subject (&writer, subject, &pos, &error), error);
}

/* The newest of @kind that the member of @of wrote, as @who holds it. */
static void
find_newest (Season *self, guint who, guint of, FarKind kind, guint8 *out_id)
{
  FarStore *store = self->party->members[who].store;
  guint32 log = far_store_find_log (store, self->party->members[of].me.device);

  for (gint64 n = far_store_get_n_entries (store); n > 0; n--)
    {
      FarRow row;

      g_assert_true (far_store_read (store, n, &row, NULL));
      if (row.kind == kind && row.pos.log == log && row.blob != NULL)
        {
          memcpy (out_id, row.id, FAR_ID_LEN);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
note_words (Season *self, gboolean gone, const guint8 *id)
{
  memcpy (self->words[gone][self->n_words[gone]++], id, FAR_ID_LEN);
}

static void
assert_words (Season *self, FarStore *store)
{
  for (guint gone = 0; gone < 2; gone++)
    for (guint i = 0; i < self->n_words[gone]; i++)
      {
        FarPos pos;
        FarRow row;

        g_assert_true (far_store_find_id (store, self->words[gone][i], &pos));
        g_assert_true (far_store_read_pos (store, pos, &row, NULL));
        g_assert_cmpint (row.blob == NULL, ==, gone);
      }
}

static void
erase_entry (Season *self, guint who, guint of, FarKind kind)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_ID_LEN];
  FarPos pos;

  find_newest (self, who, of, kind, id);
  note_words (self, TRUE, id);
  expect (far_collective_erase_entry (&writer, id, &pos, &error), error);
}

/* An ERASE that says what no honest machine would. */
static void
erase_whatever (Season *self, guint who, guint32 term, guint of, FarKind kind, gboolean gone)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 id[FAR_ID_LEN];

  find_newest (self, who, of, kind, id);
  note_words (self, gone, id);
  far_map_array (&map, FAR_ERASE_ENTRIES, 1);
  far_cbor_put_bytes (payload, id, FAR_ID_LEN);
  far_map_bytes (&map, FAR_ERASE_SUBJECT, self->party->members[of].me.member, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  party_write (self->party, who, FAR_KIND_ERASE, term, payload, NULL, 0);
}

/* Authors, subjects, who answers, who holds the baton, who has no right, and who is beyond a cut;
 * each before the others know of it. */
static void
erase (Season *self)
{
  Party *party = self->party;
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 id[FAR_ID_LEN];

  /* Cy takes back his words about the line, and Di all about herself while Bo writes of her */
  erase_entry (self, CY_AGAIN, CY, FAR_KIND_LINE);
  erase_entry (self, CY_AGAIN, CY, FAR_KIND_THING);
  rename_person (self, BO, DI, "Didi");
  find_newest (self, BO, BO, FAR_KIND_PERSON, id);
  note_words (self, TRUE, id);
  erase_subject (self, DI, party->members[DI].me.member);
  rename_person (self, DI, DI, "D.");
  find_newest (self, DI, DI, FAR_KIND_PERSON, id);
  note_words (self, FALSE, id);
  erase_subject (self, DI, self->person);
  party_tell (party, DI, BO);
  rename_person (self, BO, DI, "Diane");
  find_newest (self, BO, BO, FAR_KIND_PERSON, id);
  note_words (self, FALSE, id);
  take (self, DI, 0, 30, turn);

  /* what Ada may not, who has passed the baton on; and what Bo may who has it */
  erase_whatever (self, ADA, 0, BO, FAR_KIND_ROTA, FALSE);
  erase_whatever (self, ADA, 1, BO, FAR_KIND_TURN, FALSE);
  erase_whatever (self, BO, 2, CY, FAR_KIND_TURN, TRUE);
  erase_whatever (self, BO, 2, CY, FAR_KIND_ROTA, FALSE);

  /* Ed, who is out */
  erase_whatever (self, ED, 0, ED, FAR_KIND_TURN, FALSE);
  party_meet (party);
}

/* Which words each entry has left: of the whole set, whatever its order. */
static char *
list_words (FarStore *store)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GString *all = g_string_new (NULL);

  for (gint64 n = 1; n <= far_store_get_n_entries (store); n++)
    {
      FarRow row;
      gboolean erased;

      g_assert_true (far_store_read (store, n, &row, NULL));
      g_ptr_array_add (lines, g_strdup_printf ("%08x%08x %d ", *(const guint32 *)row.id,
                                               *((const guint32 *)row.id + 1), row.blob != NULL));
      g_assert_true (far_store_is_erased (store, &row, &erased, NULL));
      g_assert_true (far_store_read (store, n, &row, NULL));
      g_assert_true (row.blob == NULL || !erased);
    }
  g_ptr_array_sort (lines, (GCompareFunc)compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append (all, lines->pdata[i]);

  return g_string_free (all, FALSE);
}

static void
test_orders (void)
{
  Season season = { NULL };
  guint8 turns[CY_AGAIN + 1][FAR_RECORD_ID_LEN];
  guint8 expected[2 * FAR_HASH_LEN];
  g_autofree guint *order = NULL;
  g_autofree char *words = NULL;
  Party *party;

  begin (&season);
  quarrel_over_words (&season);
  quarrel_over_turns (&season, turns);
  part (&season);
  assert_season (&season);
  party = season.party;
  party_harvest (party);
  erase (&season);
  party_harvest (party);
  party_digests (party->members[ADA].store, expected);
  words = list_words (party->members[ADA].store);
  assert_words (&season, party->members[ADA].store);
  g_assert_cmpuint (far_store_get_n_missing (party->members[ADA].store), ==, 0);
  g_test_message ("%u entries", party->entries->len);
  g_assert_cmpuint (party->entries->len, >=, 80);

  for (guint who = 1; who < party->n_members; who++)
    {
      guint8 digests[2 * FAR_HASH_LEN];

      g_autofree char *own = list_words (party->members[who].store);

      party_digests (party->members[who].store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      g_assert_cmpstr (own, ==, words);
    }

  order = g_new (guint, party->entries->len);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (party->members[ADA].store),
                                     TRUE, NULL);
      g_autofree char *own = NULL;
      guint8 digests[2 * FAR_HASH_LEN];

      party_shuffle (party, order);
      party_add_all (party, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      own = list_words (store);
      g_assert_cmpstr (own, ==, words);

      if (i < N_WHOLE_CHECKS)
        {
          g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

          g_assert_true (far_store_check (store, TRUE, problems, NULL));
          for (guint j = 0; j < problems->len; j++)
            g_test_message ("%s", (const char *)problems->pdata[j]);
          g_assert_cmpuint (problems->len, ==, 0);
          g_assert_true (far_store_rebuild (store, NULL));
          party_digests (store, digests);
          g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
        }
    }

  party_free (party);
}

/* The digest sees what people would see: each act in the season changes it. */
static void
test_tells_apart (void)
{
  Season season = { NULL };
  guint8 turns[CY_AGAIN + 1][FAR_RECORD_ID_LEN];
  guint8 before[2 * FAR_HASH_LEN];
  guint8 after[2 * FAR_HASH_LEN];

  begin (&season);
  quarrel_over_turns (&season, turns);
  party_digests (season.party->members[BO].store, before);

#define ASSERT_CHANGES(act) \
  act; \
  party_digests (season.party->members[BO].store, after); \
  g_assert_cmpint (memcmp (before, after, FAR_HASH_LEN), !=, 0); \
  g_assert_cmpint (memcmp (before + FAR_HASH_LEN, after + FAR_HASH_LEN, FAR_HASH_LEN), !=, 0); \
  memcpy (before, after, sizeof before)

  ASSERT_CHANGES (rename_line (&season, BO, "Giallo"));
  ASSERT_CHANGES (give_key (&season, BO, CY, NULL));
  ASSERT_CHANGES (rename_person (&season, BO, BO, "Bob"));
  ASSERT_CHANGES (edit_rota (&season, BO, 0, 0, "Andata", 9));
  ASSERT_CHANGES (take (&season, BO, 0, 20, turns[0]));
  ASSERT_CHANGES (release (&season, BO, turns[0]));
  ASSERT_CHANGES (plan_outing (&season, BO, 0, 0, 20, turns[0]));
  ASSERT_CHANGES (pass_baton (&season));
  ASSERT_CHANGES (cancel (&season, BO, 0, 21, "Neve"));
#undef ASSERT_CHANGES

  party_free (season.party);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/collective/shuffle/tells-apart", test_tells_apart);
  g_test_add_func ("/far/collective/shuffle/orders", test_orders);

  return g_test_run ();
}
