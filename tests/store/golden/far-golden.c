/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-golden: makes a store of the version that this tree writes, with an entry of every kind, and
 * prints its two digests.  Run once, before the version rises; what it made then is opened for ever
 * by test-migrate.c and never made again.
 *
 *   far-golden PATH > DIGESTS */

#include <stdlib.h>
#include <string.h>

#include "far-collective-facts.h"
#include "far-invite.h"
#include "far-kind-schema.h"
#include "far-world.h"

#define N 5
#define DAY 20840
#define KIND_UNKNOWN 99

static FarWorld *world;
static guint8 nothing[FAR_ID_LEN];

static void
must (gboolean good, GError *error)
{
  if (!good)
    g_error ("%s", error != NULL ? error->message : "it did not work");
}

static void
begin (FarStore *store)
{
  GError *error = NULL;

  must (far_store_begin (store, &error), error);
}

static void
commit (FarStore *store)
{
  GError *error = NULL;

  must (far_store_commit (store, &error), error);
}

static void
get_id (FarStore *store, FarPos pos, guint8 out[static FAR_ID_LEN])
{
  must (far_store_get_id (store, pos, out, NULL), NULL);
}

/* The record that the next entry of @who creates, as its first. */
static void
next_record (FarStore *store, guint who, guint8 out[static FAR_RECORD_ID_LEN])
{
  const FarWorldDevice *device = &world->devices[who];

  far_record_id (world->collective, device->device, far_store_next_seq (store, device->device), 0,
                 out);
}

/* ---- entries */

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

static FarPos
write_words (FarStore *store, guint who, guint kind, const guint8 *subject, Words *self)
{
  FarPos pos;

  far_map_end (&self->map);
  pos = far_world_write (world, store, who, kind, subject, self->payload, NULL, 0);
  g_byte_array_unref (self->payload);

  return pos;
}

static FarPos
write_cut (FarStore *store, guint kind, guint whom, const guint8 *proposal)
{
  const FarWorldDevice *device = &world->devices[whom];
  const FarLog *log = far_store_peek_log (store, far_store_find_log (store, device->device));
  Words self = words ();
  FarMapWriter cut;

  if (kind == FAR_KIND_REMOVE)
    far_map_bytes (&self.map, FAR_REMOVE_MEMBER, device->member, FAR_RECORD_ID_LEN);
  else
    far_map_bytes (&self.map, FAR_REMOVE_DEVICE, device->device, FAR_KEY_LEN);
  far_map_array (&self.map, FAR_REMOVE_CUTS, 1);
  cut = far_map_begin (self.payload);
  far_map_bytes (&cut, FAR_CUT_DEVICE, device->device, FAR_KEY_LEN);
  far_map_int (&cut, FAR_CUT_SEQ, log->head_seq);
  far_map_bytes (&cut, FAR_CUT_ID, log->head_id, FAR_ID_LEN);
  far_map_bytes (&cut, FAR_CUT_SIGNATURE, log->signature, FAR_SIG_LEN);
  far_map_end (&cut);
  far_map_bytes (&self.map, FAR_REMOVE_SECRET, nothing, 32);
  if (proposal != NULL)
    far_map_bytes (&self.map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);

  return write_words (store, 0, kind, NULL, &self);
}

static void
write_governance (FarStore *store)
{
  static const guint8 secret[FAR_INVITE_SECRET_LEN] = "an invitation!!";
  guint8 public_half[FAR_KEY_LEN];
  guint8 id[FAR_ID_LEN];
  Words self = words ();

  far_invite_derive_public (secret, public_half);
  far_map_bytes (&self.map, FAR_INVITE_PUBLIC, public_half, FAR_KEY_LEN);
  far_map_int (&self.map, FAR_INVITE_EXPIRES, world->now_ms);
  get_id (store, write_words (store, 0, FAR_KIND_INVITE, NULL, &self), id);

  self = words ();
  far_map_bytes (&self.map, FAR_INVITE_END_INVITE, id, FAR_ID_LEN);
  write_words (store, 0, FAR_KIND_INVITE_END, NULL, &self);

  /* of nobody's machine: as far as their bytes go */
  for (guint kind = FAR_KIND_ASK; kind <= FAR_KIND_DEVICE_ADD; kind += 2)
    {
      self = words ();
      far_map_bytes (&self.map, FAR_ADMIT_MEMBER, world->devices[0].member, FAR_RECORD_ID_LEN);
      far_map_bytes (&self.map, FAR_ADMIT_DEVICE, world->devices[N - 1].device, FAR_KEY_LEN);
      far_map_bytes (&self.map, FAR_ADMIT_NOISE, world->devices[N - 1].noise, FAR_KEY_LEN);
      far_map_bytes (&self.map, FAR_ADMIT_SEAL, world->devices[N - 1].seal, FAR_KEY_LEN);
      far_map_bytes (&self.map, FAR_ADMIT_DEVICE_PROOF, (guint8[FAR_SIG_LEN]){ 0 }, FAR_SIG_LEN);
      write_words (store, 0, kind, NULL, &self);
    }

  self = words ();
  far_map_int (&self.map, FAR_PROPOSE_KIND, FAR_KIND_REMOVE);
  far_map_bytes (&self.map, FAR_PROPOSE_MEMBER, world->devices[3].member, FAR_RECORD_ID_LEN);
  get_id (store, write_words (store, 0, FAR_KIND_PROPOSE, NULL, &self), id);
  for (guint i = 1; i <= 2; i++)
    {
      self = words ();
      far_map_bytes (&self.map, FAR_APPROVE_WHAT, id, FAR_ID_LEN);
      write_words (store, i, FAR_KIND_APPROVE, NULL, &self);
    }
  write_cut (store, FAR_KIND_REMOVE, 3, id);

  self = words ();
  far_map_int (&self.map, FAR_TERM_NUMBER, 2);
  far_map_bytes (&self.map, FAR_TERM_HOLDER, world->devices[1].member, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_TERM_START, DAY);
  far_map_int (&self.map, FAR_TERM_END, DAY + 365);
  far_map_bytes (&self.map, FAR_TERM_SECRET, nothing, 32);
  far_map_bytes (&self.map, FAR_TERM_PREVIOUS, world->collective, FAR_ID_LEN);
  write_words (store, 0, FAR_KIND_TERM, NULL, &self);
}

static void
write_order (FarStore *store)
{
  Words self = words ();
  FarMapWriter place;

  far_map_bytes (&self.map, FAR_BATON_MEMBER, world->devices[1].member, FAR_RECORD_ID_LEN);
  far_map_array (&self.map, FAR_BATON_ORDER, 1);
  place = far_map_begin (self.payload);
  far_map_bytes (&place, FAR_PLACE_MEMBER, world->devices[2].member, FAR_RECORD_ID_LEN);
  far_map_end (&place);
  write_words (store, 1, FAR_KIND_BATON, NULL, &self);
}

/* Of a proposal that nobody has. */
static void
write_reason (FarStore *store)
{
  Words self = words ();

  far_map_bytes (&self.map, FAR_REASON_PROPOSAL, world->devices[2].member, FAR_RECORD_ID_LEN);
  far_map_text (&self.map, FAR_REASON_WHY, "moved away");
  write_words (store, 0, FAR_KIND_REASON, world->devices[3].member, &self);
}

static void
write_thing (FarStore *store)
{
  guint8 thing[FAR_RECORD_ID_LEN];
  Words self = words ();

  next_record (store, 0, thing);
  far_map_text (&self.map, FAR_THING_NAME, "Chiave");
  far_map_bytes (&self.map, FAR_THING_KEEPER, world->devices[0].member, FAR_RECORD_ID_LEN);
  write_words (store, 0, FAR_KIND_THING, NULL, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_THING_ID, thing, FAR_RECORD_ID_LEN);
  far_map_bytes (&self.map, FAR_THING_KEEPER, world->devices[1].member, FAR_RECORD_ID_LEN);
  write_words (store, 1, FAR_KIND_THING, NULL, &self);
}

static void
write_holidays (FarStore *store)
{
  Words self = words ();
  FarMapWriter span;

  far_map_text (&self.map, FAR_HOLIDAYS_NAME, "Zone B");
  far_map_array (&self.map, FAR_HOLIDAYS_SPANS, 1);
  span = far_map_begin (self.payload);
  far_map_int (&span, FAR_SPAN_FIRST, DAY + 20);
  far_map_int (&span, FAR_SPAN_LAST, DAY + 35);
  far_map_text (&span, FAR_SPAN_NAME, "Toussaint");
  far_map_end (&span);
  write_words (store, 0, FAR_KIND_HOLIDAYS, NULL, &self);
}

static void
write_servers (FarStore *store)
{
  Words self = words ();
  FarMapWriter server;

  far_map_array (&self.map, FAR_SERVERS_LIST, 1);
  server = far_map_begin (self.payload);
  far_map_int (&server, FAR_SERVERS_TURN, 0);
  far_map_text (&server, FAR_SERVERS_HOST, "stun.example.org");
  far_map_int (&server, FAR_SERVERS_PORT, 3478);
  far_map_end (&server);
  write_words (store, 0, FAR_KIND_SERVERS, NULL, &self);
}

static void
write_records (FarStore *store, guint8 rota[static FAR_RECORD_ID_LEN])
{
  guint8 line[FAR_RECORD_ID_LEN];
  Words self = words ();

  far_map_text (&self.map, FAR_COLLECTIVE_NAME, "Pedibus");
  far_map_text (&self.map, FAR_COLLECTIVE_ZONE, "Europe/Rome");
  write_words (store, 0, FAR_KIND_COLLECTIVE, NULL, &self);

  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "Anna", "Bruno", "Carla" };

      self = words ();
      far_map_bytes (&self.map, FAR_PERSON_ID, world->devices[i].member, FAR_RECORD_ID_LEN);
      far_map_text (&self.map, FAR_PERSON_NAME, names[i]);
      write_words (store, i, FAR_KIND_PERSON, world->devices[i].member, &self);
    }
  self = words ();
  far_map_text (&self.map, FAR_PERSON_NAME, "Bepi");
  write_words (store, 1, FAR_KIND_PERSON, NULL, &self);

  next_record (store, 0, line);
  self = words ();
  far_map_text (&self.map, FAR_LINE_NAME, "Blu");
  far_map_array (&self.map, FAR_LINE_STOPS, 2);
  for (guint i = 0; i < 2; i++)
    {
      FarMapWriter stop = far_map_begin (self.payload);

      far_map_text (&stop, FAR_STOP_NAME, i == 0 ? "Fontana" : "Scuola");
      far_map_int (&stop, FAR_STOP_OUT, 460 + 10 * i);
      far_map_end (&stop);
    }
  write_words (store, 0, FAR_KIND_LINE, NULL, &self);

  next_record (store, 0, rota);
  self = words ();
  far_map_text (&self.map, FAR_ROTA_TITLE, "Blu");
  far_map_int (&self.map, FAR_ROTA_WEEKDAYS, 31);
  far_map_int (&self.map, FAR_ROTA_FIRST, DAY);
  far_map_int (&self.map, FAR_ROTA_LAST, DAY + 100);
  far_map_int (&self.map, FAR_ROTA_AT, 460);
  far_map_bytes (&self.map, FAR_ROTA_LINE, line, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_ROTA_STATE, 1);
  write_words (store, 0, FAR_KIND_ROTA, NULL, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_OUTING_DAY, DAY + 2);
  far_map_int (&self.map, FAR_OUTING_CANCELLED, 1);
  write_words (store, 0, FAR_KIND_OUTING, NULL, &self);
}

static void
write_turns (FarStore *store, const guint8 *rota)
{
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 id[FAR_ID_LEN];
  FarPos pos;
  Words self;

  next_record (store, 1, turn);
  pos = far_world_take (world, store, 1, rota, DAY, "what is to stay", NULL, 0);
  for (guint i = 0; i < 70; i++)
    far_world_take (world, store, i % 3, rota, DAY + i % 20, NULL, &pos, i % 2);

  self = words ();
  far_map_bytes (&self.map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_TURN_DAY, DAY);
  far_map_bytes (&self.map, FAR_TURN_ID, turn, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_TURN_STATE, 1);
  write_words (store, 1, FAR_KIND_TURN, world->devices[1].member, &self);

  /* written by a later version, and by nobody who keeps to the schema */
  self = words ();
  far_map_int (&self.map, 1, 1);
  write_words (store, 2, KIND_UNKNOWN, NULL, &self);
  self = words ();
  far_map_int (&self.map, FAR_TURN_ROTA, 1);
  write_words (store, 2, FAR_KIND_TURN, NULL, &self);

  get_id (store, far_world_take (world, store, 2, rota, DAY, "what is to go", NULL, 0), id);
  self = words ();
  far_map_array (&self.map, FAR_ERASE_ENTRIES, 1);
  far_cbor_put_bytes (self.payload, id, FAR_ID_LEN);
  write_words (store, 2, FAR_KIND_ERASE, NULL, &self);
}

/* ---- the daily life of a line */

static void
write_child (FarStore *store, const guint8 *rota, guint8 child[static FAR_RECORD_ID_LEN])
{
  Words self = words ();

  next_record (store, 0, child);
  far_map_text (&self.map, FAR_CHILD_NAME, "Lea");
  far_map_int (&self.map, FAR_CHILD_BORN, 2019);
  far_map_int (&self.map, FAR_CHILD_WHEELCHAIR, 1);
  write_words (store, 0, FAR_KIND_CHILD, child, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_BOOKING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_BOOKING_WEEKDAYS, 21);
  far_map_int (&self.map, FAR_BOOKING_FIRST, DAY);
  far_map_int (&self.map, FAR_BOOKING_LAST, DAY + 90);
  write_words (store, 0, FAR_KIND_BOOKING, child, &self);

  self = words ();
  far_map_int (&self.map, FAR_ABSENCE_DAY, DAY + 3);
  far_map_int (&self.map, FAR_ABSENCE_ABSENT, 1);
  write_words (store, 1, FAR_KIND_ABSENCE, child, &self);

  self = words ();
  far_map_int (&self.map, FAR_ROLL_DAY, DAY);
  far_map_bytes (&self.map, FAR_ROLL_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_ROLL_STATE, 2);
  write_words (store, 1, FAR_KIND_ROLL, child, &self);

  /* the family's own: there is nothing to know */
  self = words ();
  far_map_array (&self.map, FAR_NOTE_READERS, 0);
  write_words (store, 0, FAR_KIND_NOTE, child, &self);
}

static void
write_hazard (FarStore *store)
{
  Words self = words ();

  far_map_text (&self.map, FAR_HAZARD_STOP, "Fontana");
  far_map_text (&self.map, FAR_HAZARD_WORDS, "a hole in the pavement");
  far_map_int (&self.map, FAR_HAZARD_STATE, 1);
  write_words (store, 2, FAR_KIND_HAZARD, NULL, &self);
}

static void
write_availability (FarStore *store, const guint8 *rota)
{
  Words self = words ();
  FarMapWriter week;

  far_map_bytes (&self.map, FAR_AVAILABILITY_PERSON, world->devices[1].member, FAR_RECORD_ID_LEN);
  far_map_array (&self.map, FAR_AVAILABILITY_WEEKS, 1);
  week = far_map_begin (self.payload);
  far_map_bytes (&week, FAR_AVAILABLE_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&week, FAR_AVAILABLE_CANNOT, 4);
  far_map_end (&week);
  write_words (store, 1, FAR_KIND_AVAILABILITY, world->devices[1].member, &self);
}

static void
write_fair_plan (FarStore *store, const guint8 *rota)
{
  Words self = words ();
  FarMapWriter line;

  far_map_bytes (&self.map, FAR_FAIR_PLAN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_FAIR_PLAN_FIRST, DAY);
  far_map_int (&self.map, FAR_FAIR_PLAN_LAST, DAY + 30);
  far_map_array (&self.map, FAR_FAIR_PLAN_LINES, 1);
  line = far_map_begin (self.payload);
  far_map_int (&line, FAR_FAIR_LINE_DAY, DAY + 7);
  far_map_int (&line, FAR_FAIR_LINE_ROLE, 1);
  far_map_bytes (&line, FAR_FAIR_LINE_PERSON, world->devices[1].member, FAR_RECORD_ID_LEN);
  far_map_end (&line);
  write_words (store, 0, FAR_KIND_FAIR_PLAN, NULL, &self);
}

static void
write_seen (FarStore *store, const guint8 *rota)
{
  Words self = words ();

  far_map_bytes (&self.map, FAR_SEEN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_array (&self.map, FAR_SEEN_ENTRIES, 0);
  write_words (store, 1, FAR_KIND_SEEN, world->devices[1].member, &self);
}

/* An outing that is to walk with that of another rota, which nobody has. */
static void
write_joined (FarStore *store, const guint8 *rota)
{
  Words self = words ();

  far_map_bytes (&self.map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_OUTING_DAY, DAY + 4);
  far_map_bytes (&self.map, FAR_OUTING_INTO, world->devices[2].member, FAR_RECORD_ID_LEN);
  write_words (store, 0, FAR_KIND_OUTING, NULL, &self);
}

/* ---- rides */

static void
write_spot (Words *self, guint key, const char *words_of_it)
{
  FarMapWriter spot;

  far_map_array (&self->map, key, 1);
  spot = far_map_begin (self->payload);
  far_map_text (&spot, FAR_SPOT_WORDS, words_of_it);
  far_map_end (&spot);
}

static void
write_ride (FarStore *store)
{
  guint8 ride[FAR_RECORD_ID_LEN];
  Words self = words ();

  next_record (store, 0, ride);
  write_spot (&self, FAR_RIDE_FROM, "Fontana");
  write_spot (&self, FAR_RIDE_TO, "Stazione");
  far_map_int (&self.map, FAR_RIDE_WEEKDAYS, 2);
  far_map_int (&self.map, FAR_RIDE_FIRST, DAY);
  far_map_int (&self.map, FAR_RIDE_LAST, DAY + 60);
  far_map_int (&self.map, FAR_RIDE_THERE, 450);
  far_map_int (&self.map, FAR_RIDE_SEATS, 3);
  write_words (store, 0, FAR_KIND_RIDE, world->devices[0].member, &self);
  far_world_take (world, store, 1, ride, DAY + 1, NULL, NULL, 0);
}

/* A hand, and somebody who lends it. */
static void
write_help (FarStore *store)
{
  guint8 help[FAR_RECORD_ID_LEN];
  Words self = words ();
  FarMapWriter when;

  next_record (store, 1, help);
  far_map_text (&self.map, FAR_HELP_WHAT, "Portare un armadio");
  far_map_array (&self.map, FAR_HELP_WHEN, 1);
  when = far_map_begin (self.payload);
  far_map_int (&when, FAR_PERIOD_FIRST, DAY);
  far_map_int (&when, FAR_PERIOD_LAST, DAY + 2);
  far_map_end (&when);
  write_words (store, 1, FAR_KIND_HELP, world->devices[1].member, &self);
  far_world_take (world, store, 2, help, DAY + 2, NULL, NULL, 0);
}

/* A training, and somebody who has looked at it. */
static void
write_skill (FarStore *store)
{
  guint8 skill[FAR_RECORD_ID_LEN];
  Words self = words ();
  FarMapWriter held;

  next_record (store, 0, skill);
  far_map_int (&self.map, FAR_SKILL_SORT, 2);
  far_map_text (&self.map, FAR_SKILL_NAME, "Pronto soccorso");
  far_map_array (&self.map, FAR_SKILL_HELD, 1);
  held = far_map_begin (self.payload);
  far_map_int (&held, FAR_HELD_OBTAINED, DAY - 300);
  far_map_int (&held, FAR_HELD_EXPIRES, DAY + 400);
  far_map_end (&held);
  write_words (store, 0, FAR_KIND_SKILL, world->devices[0].member, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_SKILL_ID, skill, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_SKILL_ATTESTED, 1);
  write_words (store, 2, FAR_KIND_SKILL, world->devices[0].member, &self);
}

/* An account, with whom it is shared; what stands in it is sealed, and what is no key seals
 * nothing. */
static void
write_hours (FarStore *store)
{
  static const guint8 sealed[FAR_HOURS_BODY_LEN] = { 59 };
  static const guint8 key[FAR_KEY_LEN + FAR_SEAL_OVERHEAD] = { 60 };
  const guint8 *member = world->devices[0].member;
  Words self = words ();
  FarMapWriter reader;

  far_map_array (&self.map, FAR_HOURS_READERS, 1);
  reader = far_map_begin (self.payload);
  far_map_bytes (&reader, FAR_READER_DEVICE, world->devices[0].device, FAR_KEY_LEN);
  far_map_bytes (&reader, FAR_READER_KEY, key, sizeof key);
  far_map_end (&reader);
  far_map_bytes (&self.map, FAR_HOURS_BODY, sealed, sizeof sealed);
  write_words (store, 0, FAR_KIND_HOURS, member, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_HOURS_ID, member, FAR_RECORD_ID_LEN);
  far_map_array (&self.map, FAR_HOURS_SHARED, 1);
  far_cbor_put_bytes (self.payload, world->devices[1].member, FAR_RECORD_ID_LEN);
  write_words (store, 0, FAR_KIND_HOURS, member, &self);
}

/* Two cups that are lent, and somebody who has booked one for three days. */
static void
write_loan (FarStore *store)
{
  guint8 thing[FAR_RECORD_ID_LEN];
  Words self = words ();

  next_record (store, 2, thing);
  far_map_text (&self.map, FAR_THING_NAME, "Tazze");
  far_map_int (&self.map, FAR_THING_PIECES, 2);
  far_map_int (&self.map, FAR_THING_LENT, 1);
  write_words (store, 2, FAR_KIND_THING, NULL, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_TURN_ROTA, thing, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_TURN_DAY, DAY + 1);
  far_map_bytes (&self.map, FAR_TURN_PERSON, world->devices[1].member, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_TURN_LAST, DAY + 3);
  write_words (store, 1, FAR_KIND_TURN, world->devices[1].member, &self);
}

/* A bike that broke, a place at a workshop for it, and what was done. */
static void
write_fault (FarStore *store, const guint8 *rota)
{
  guint8 bike[FAR_RECORD_ID_LEN];
  guint8 places[FAR_RECORD_ID_LEN];
  guint8 fault[FAR_RECORD_ID_LEN];
  Words self = words ();
  FarMapWriter work;

  next_record (store, 1, bike);
  far_map_text (&self.map, FAR_THING_NAME, "Bici rossa");
  far_map_int (&self.map, FAR_THING_WHAT, 1);
  write_words (store, 1, FAR_KIND_THING, NULL, &self);

  self = words ();
  next_record (store, 0, places);
  far_map_text (&self.map, FAR_THING_NAME, "Officina");
  far_map_int (&self.map, FAR_THING_PIECES, 2);
  far_map_bytes (&self.map, FAR_THING_WORKSHOP, rota, FAR_RECORD_ID_LEN);
  write_words (store, 0, FAR_KIND_THING, NULL, &self);

  self = words ();
  next_record (store, 1, fault);
  far_map_bytes (&self.map, FAR_FAULT_THING, bike, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_FAULT_DAY, DAY);
  far_map_int (&self.map, FAR_FAULT_PARTS, 5);
  far_map_text (&self.map, FAR_FAULT_WORDS, "stride");
  far_map_int (&self.map, FAR_FAULT_UNSAFE, 1);
  write_words (store, 1, FAR_KIND_FAULT, world->devices[1].member, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_TURN_ROTA, places, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_TURN_DAY, DAY + 7);
  far_map_int (&self.map, FAR_TURN_ROLE, 1);
  far_map_bytes (&self.map, FAR_TURN_PERSON, world->devices[1].member, FAR_RECORD_ID_LEN);
  far_map_bytes (&self.map, FAR_TURN_FAULT, fault, FAR_RECORD_ID_LEN);
  write_words (store, 1, FAR_KIND_TURN, world->devices[1].member, &self);

  self = words ();
  far_map_bytes (&self.map, FAR_FAULT_ID, fault, FAR_RECORD_ID_LEN);
  far_map_array (&self.map, FAR_FAULT_WORK, 1);
  work = far_map_begin (self.map.out);
  far_map_int (&work, FAR_WORK_STATE, 2);
  far_map_int (&work, FAR_WORK_DAY, DAY + 7);
  far_map_text (&work, FAR_WORK_DONE, "pastiglie nuove");
  far_map_end (&work);
  write_words (store, 2, FAR_KIND_FAULT, world->devices[1].member, &self);
}

static void
write_place (FarStore *store)
{
  Words self = words ();

  far_map_text (&self.map, FAR_PLACE_NAME, "Parcheggio del cimitero");
  write_words (store, 2, FAR_KIND_PLACE, NULL, &self);
}

/* A word to all on one date. */
static void
write_remark (FarStore *store, const guint8 *rota)
{
  Words self = words ();

  far_map_bytes (&self.map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&self.map, FAR_OUTING_DAY, DAY + 7);
  far_map_text (&self.map, FAR_OUTING_REMARK, "bring umbrellas");
  write_words (store, 0, FAR_KIND_OUTING, NULL, &self);
}

/* ---- what came from elsewhere */

static void
copy_entry (FarStore *from, FarPos pos, FarStore *to)
{
  guint8 header[FAR_HEADER_MAX];
  GError *error = NULL;
  FarRow row;
  gsize len;

  must (far_store_read_pos (from, pos, &row, &error), error);
  len = far_store_read_header (from, &row, header, &error);
  must (len > 0, error);
  must (far_store_add (to, header, len, row.blob, row.blob_len,
                       far_store_peek_log (from, pos.log)->signature, &error) != FAR_VERDICT_FAILED,
        error);
}

/* Two machines with the key of one: a fork, and an entry whose predecessor never came. */
static void
write_elsewhere (FarStore *store, const guint8 *rota)
{
  FarStore *other = far_world_join (world, NULL);
  GError *error = NULL;
  FarPos pos;

  must (far_world_meet (world, other, 2, store, 0, 65536, -1, NULL, &error), error);
  begin (other);
  pos = far_world_take (world, other, 2, rota, DAY + 5, "on one machine", NULL, 0);
  commit (other);
  begin (store);
  far_world_take (world, store, 2, rota, DAY + 6, "on the other", NULL, 0);
  commit (store);
  begin (store);
  copy_entry (other, pos, store);
  commit (store);

  begin (other);
  far_world_take (world, other, 1, rota, DAY + 5, NULL, NULL, 0);
  pos = far_world_take (world, other, 1, rota, DAY + 6, NULL, NULL, 0);
  commit (other);
  begin (store);
  copy_entry (other, pos, store);
  commit (store);
  far_store_close (other);
}

static void
print_hex (const char *name, const guint8 *bytes)
{
  g_autoptr (GString) line = g_string_new (name);

  g_string_append_c (line, ' ');
  for (guint i = 0; i < FAR_HASH_LEN; i++)
    g_string_append_printf (line, "%02x", bytes[i]);
  g_print ("%s\n", line->str);
}

int
main (int argc, char **argv)
{
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 child[FAR_RECORD_ID_LEN];
  guint8 digest[FAR_HASH_LEN];
  GError *error = NULL;
  FarStore *store;
  Words self;

  if (argc != 2)
    return EXIT_FAILURE;

  world = far_world_new (20261121, N);
  store = far_world_found (world, argv[1]);
  far_world_admit_all (world, store);
  begin (store);
  write_records (store, rota);
  write_turns (store, rota);
  write_governance (store);
  write_order (store);
  write_reason (store);
  write_thing (store);
  write_servers (store);
  write_holidays (store);
  write_child (store, rota, child);
  write_hazard (store);
  write_availability (store, rota);
  write_fair_plan (store, rota);
  write_seen (store, rota);
  write_joined (store, rota);
  write_ride (store);
  write_place (store);
  write_help (store);
  write_skill (store);
  write_loan (store);
  write_hours (store);
  write_fault (store, rota);
  write_remark (store, rota);
  write_cut (store, FAR_KIND_DEVICE_REVOKE, 4, NULL);
  self = words ();
  write_words (store, 4, FAR_KIND_LEAVE, NULL, &self);
  commit (store);
  write_elsewhere (store, rota);

  g_print ("entries %" G_GINT64_FORMAT "\n", far_store_get_n_entries (store));
  g_print ("pending %" G_GINT64_FORMAT "\n", far_store_get_n_pending (store));
  far_store_digest (store, digest);
  print_hex ("log", digest);
  must (far_collective_records_digest (store, digest, &error), error);
  print_hex ("records", digest);
  far_store_close (store);
  far_world_free (world);

  return EXIT_SUCCESS;
}
