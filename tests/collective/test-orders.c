/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each kind of record: what two and three machines say of one without knowing of each other comes
 * out the same in whatever order it comes.
 *
 * What they say is drawn from the kind's schema, so a new field is in it by itself; a new kind
 * needs a row in the table, and the test fails without one. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

#define N_ORDERS 200
#define N_ROUNDS 3
#define DAYS 5

enum
{
  ADA, /* founds, holds the baton; what is written of is hers, and maybe a second machine */
  BO,
};

/* What the header's subject is. */
typedef enum
{
  ABOUT_NOBODY,
  ABOUT_RECORD, /* the record itself */
  ABOUT_OWNER,  /* whose record it is */
  ABOUT_CHILD,
} About;

/* How one of a kind is found again. */
typedef enum
{
  BY_ID,      /* the first key, which a new one leaves out */
  BY_ITSELF,  /* all entries with the same fixed keys are of one */
  BY_TURN,    /* a turn's own id, at one outing */
  NO_RECORDS, /* nothing is built from it */
} Found;

typedef struct
{
  FarKind kind;
  Found found;
  About about;
} Row;

static const Row rows[] = {
  { FAR_KIND_COLLECTIVE, BY_ITSELF, ABOUT_NOBODY },
  { FAR_KIND_PERSON, BY_ID, ABOUT_RECORD },
  { FAR_KIND_LINE, BY_ID, ABOUT_NOBODY },
  { FAR_KIND_ROTA, BY_ID, ABOUT_NOBODY },
  { FAR_KIND_OUTING, BY_ITSELF, ABOUT_NOBODY },
  { FAR_KIND_TURN, BY_TURN, ABOUT_NOBODY },
  { FAR_KIND_BATON, BY_ITSELF, ABOUT_NOBODY },
  { FAR_KIND_REASON, BY_ITSELF, ABOUT_NOBODY },
  { FAR_KIND_THING, BY_ID, ABOUT_NOBODY },
  { FAR_KIND_SERVERS, NO_RECORDS, ABOUT_NOBODY },
  { FAR_KIND_HOLIDAYS, BY_ID, ABOUT_NOBODY },
  { FAR_KIND_CHILD, BY_ID, ABOUT_RECORD },
  { FAR_KIND_BOOKING, BY_ID, ABOUT_CHILD },
  { FAR_KIND_ABSENCE, BY_ITSELF, ABOUT_CHILD },
  { FAR_KIND_NOTE, BY_ITSELF, ABOUT_CHILD },
  { FAR_KIND_ROLL, BY_ITSELF, ABOUT_CHILD },
  { FAR_KIND_HAZARD, BY_ID, ABOUT_NOBODY },
  { FAR_KIND_AVAILABILITY, BY_ITSELF, ABOUT_OWNER },
  { FAR_KIND_FAIR_PLAN, BY_ID, ABOUT_NOBODY },
  { FAR_KIND_SEEN, BY_ITSELF, ABOUT_OWNER },
  { FAR_KIND_RIDE, BY_ID, ABOUT_OWNER },
  { FAR_KIND_PLACE, BY_ID, ABOUT_NOBODY },
  { FAR_KIND_HELP, BY_ID, ABOUT_OWNER },
  { FAR_KIND_FAULT, BY_ID, ABOUT_OWNER },
  { FAR_KIND_SKILL, BY_ID, ABOUT_OWNER },
  { FAR_KIND_HOURS, BY_ID, ABOUT_OWNER },
};

/* Who quarrels. */
typedef enum
{
  TWO_OF_ONE, /* machines of one member */
  TWO_MEMBERS,
  THREE, /* both of them */
} Sides;

typedef struct
{
  const Row *row;
  Sides sides;
} Case;

typedef struct
{
  Party *party; /* owned */
  const Row *row;
  guint n_sides;
  guint sides[3];
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 rotas[2][FAR_RECORD_ID_LEN];
  guint8 thing[FAR_RECORD_ID_LEN];
  guint8 child[FAR_RECORD_ID_LEN];
  guint8 record[FAR_RECORD_ID_LEN];
  guint8 turns[16][FAR_RECORD_ID_LEN];
  guint n_turns;
} Quarrel;

static gboolean
is_record (const FarField *field)
{
  return field->min == FAR_RECORD_ID_LEN && field->max == FAR_RECORD_ID_LEN;
}

/* ---- what is said, drawn from a schema */

/* From the party's own seed: what is said is the same in each run, and the orders are not. */
static guint
draw (guint n)
{
  guint32 number;

  party_random (&number, sizeof number);

  return number % n;
}

static gint64
draw_int (const FarField *field)
{
  gboolean is_day = field->min == FAR_DAY_MIN;
  gint64 most = MIN (field->max - field->min, DAYS);

  return is_day ? PARTY_MONDAY + draw (DAYS) : field->min + draw (most + 1);
}

static const guint8 *
draw_member (Quarrel *self)
{
  return self->party->members[draw (2)].me.member;
}

static void
draw_bytes (Quarrel *self, const FarField *field, guint8 *out)
{
  const guint8 *known = NULL;

  if (is_record (field) && strcmp (field->name, "line") == 0)
    known = self->line;
  else if (is_record (field) && strcmp (field->name, "rota") == 0)
    known = self->rotas[0];
  else if (is_record (field) && strcmp (field->name, "into") == 0)
    known = self->rotas[1];
  else if (is_record (field) && strcmp (field->name, "thing") == 0)
    known = self->thing;
  else if (is_record (field))
    known = draw_member (self);

  if (known != NULL)
    memcpy (out, known, FAR_RECORD_ID_LEN);
  else
    party_random (out, field->min);
}

/* One or two, in order, since no id may be there twice.  Returns: how many */
static guint
draw_ids (Quarrel *self, const FarField *field, GByteArray *out)
{
  guint8 ids[2][FAR_ID_LEN];
  guint n = CLAMP (1 + draw (2), field->min, field->max);

  for (guint i = 0; i < n; i++)
    if (field->item_len == FAR_RECORD_ID_LEN)
      memcpy (ids[i], self->party->members[i == 0 ? ADA : BO].me.member, FAR_RECORD_ID_LEN);
    else
      party_random (ids[i], field->item_len);
  if (n == 2 && memcmp (ids[0], ids[1], field->item_len) > 0)
    {
      guint8 other[FAR_ID_LEN];

      memcpy (other, ids[0], field->item_len);
      memcpy (ids[0], ids[1], field->item_len);
      memcpy (ids[1], other, field->item_len);
    }
  for (guint i = 0; i < n; i++)
    far_cbor_put_bytes (out, ids[i], field->item_len);

  return n;
}

static void draw_map (Quarrel *self, const FarSchema *schema, GByteArray *out);

static void
draw_field (Quarrel *self, const FarField *field, FarMapWriter *map)
{
  static const char *const words[] = { "one", "two", "three", "four", "five" };
  guint8 bytes[FAR_HOURS_BODY_LEN + FAR_NOTE_BODY_LEN];
  guint n;

  switch ((FarType)field->type)
    {
    case FAR_TYPE_INT:
      far_map_int (map, field->key, draw_int (field));
      break;
    case FAR_TYPE_BYTES:
      g_assert_cmpint (field->min, <=, sizeof bytes);
      draw_bytes (self, field, bytes);
      far_map_bytes (map, field->key, bytes, field->min);
      break;
    case FAR_TYPE_TEXT:
    case FAR_TYPE_NAME:
      far_map_text (map, field->key, words[draw (G_N_ELEMENTS (words))]);
      break;
    case FAR_TYPE_INTS:
      far_map_array (map, field->key, 1);
      far_cbor_put_int (map->out, PARTY_MONDAY + draw (DAYS));
      break;
    case FAR_TYPE_IDS:
      {
        g_autoptr (GByteArray) ids = g_byte_array_new ();

        n = draw_ids (self, field, ids);
        far_map_array (map, field->key, n);
        g_byte_array_append (map->out, ids->data, ids->len);
        break;
      }
    case FAR_TYPE_MAPS:
      n = CLAMP (1, field->min, field->max);
      far_map_array (map, field->key, n);
      for (guint i = 0; i < n; i++)
        draw_map (self, field->item, map->out);
      break;
    }
}

/* One of what an array holds. */
static void
draw_map (Quarrel *self, const FarSchema *schema, GByteArray *out)
{
  FarMapWriter map = far_map_begin (out);

  for (guint i = 0; i < schema->n_fields; i++)
    if (schema->fields[i].required || draw (2) == 0)
      draw_field (self, &schema->fields[i], &map);
  far_map_end (&map);
}

/* ---- an entry of the kind */

/* Whose words it stands under, and on which day: the same in all that is said. */
static gboolean
say_fixed (Quarrel *self, const FarField *field, FarMapWriter *map)
{
  if (!field->required)
    return FALSE;
  if (field->type == FAR_TYPE_INT && field->min == FAR_DAY_MIN)
    {
      far_map_int (map, field->key, PARTY_MONDAY);
      return TRUE;
    }
  if (field->type != FAR_TYPE_BYTES || !is_record (field) || strcmp (field->name, "rota") == 0)
    return FALSE;
  far_map_bytes (map, field->key, self->party->members[ADA].me.member, FAR_RECORD_ID_LEN);

  return TRUE;
}

/* A family's own note has neither day nor rota, nor a note that it says again. */
static gboolean
is_never_said (const Quarrel *self, guint key)
{
  return self->row->kind == FAR_KIND_NOTE && key <= FAR_NOTE_FROM;
}

/* One field at least that may be said or not, or what is said says nothing. */
static guint32
draw_keys (const Quarrel *self)
{
  const FarSchema *schema = far_kind_get_schema (self->row->kind);
  guint32 may = 0;
  guint32 keys;

  for (guint i = self->row->found == BY_ID; i < schema->n_fields; i++)
    if (!schema->fields[i].required && !is_never_said (self, schema->fields[i].key))
      may |= 1u << schema->fields[i].key;
  do
    party_random (&keys, sizeof keys);
  while ((keys & may) == 0 && may != 0);

  return keys & may;
}

/* @keys: bits of those that are said; all that is required is said in any case */
static void
say (Quarrel *self, guint32 keys, gboolean is_new, GByteArray *out)
{
  const FarSchema *schema = far_kind_get_schema (self->row->kind);
  FarMapWriter map = far_map_begin (out);

  for (guint i = 0; i < schema->n_fields; i++)
    {
      const FarField *field = &schema->fields[i];

      if (self->row->found == BY_ID && i == 0)
        {
          if (!is_new)
            far_map_bytes (&map, field->key, self->record, FAR_RECORD_ID_LEN);
        }
      else if (!is_never_said (self, field->key) && !say_fixed (self, field, &map) &&
               (field->required || (keys >> field->key & 1) != 0))
        draw_field (self, field, &map);
    }
  far_map_end (&map);
}

/* A turn of one's own, or a change of one that was taken. */
static void
say_turn (Quarrel *self, guint who, GByteArray *out)
{
  const PartyMember *me = &self->party->members[who];
  FarMapWriter map = far_map_begin (out);
  gboolean is_new = self->n_turns == 0 || draw (2) == 0;

  far_map_bytes (&map, FAR_TURN_ROTA, self->rotas[0], FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, PARTY_MONDAY);
  if (is_new)
    {
      far_map_bytes (&map, FAR_TURN_PERSON, me->me.member, FAR_RECORD_ID_LEN);
      g_assert_cmpuint (self->n_turns, <, G_N_ELEMENTS (self->turns));
      far_record_id (far_store_peek_collective (me->store), me->me.device,
                     far_store_next_seq (me->store, me->me.device), 0,
                     self->turns[self->n_turns++]);
    }
  else
    {
      far_map_bytes (&map, FAR_TURN_ID, self->turns[draw (self->n_turns)], FAR_RECORD_ID_LEN);
      far_map_int (&map, FAR_TURN_STATE, draw (4));
    }
  far_map_end (&map);
}

/* Of each log the newest of the kind, but for what the chain names already. */
static guint
find_refs (Quarrel *self, guint who, FarPos refs[static PARTY_MAX])
{
  const PartyMember *me = &self->party->members[who];
  guint32 own = far_store_find_log (me->store, me->me.device);
  guint n = 0;

  for (guint i = 0; i < self->n_sides; i++)
    {
      guint32 log = far_store_find_log (me->store, self->party->members[self->sides[i]].me.device);

      for (gint64 number = far_store_get_n_entries (me->store); number > 0; number--)
        {
          FarRow row;

          g_assert_true (far_store_read (me->store, number, &row, NULL));
          if (row.kind != self->row->kind || row.pos.log != log)
            continue;
          if (log != own || row.pos.seq + 1 != far_store_next_seq (me->store, me->me.device))
            refs[n++] = row.pos;
          break;
        }
    }

  return n;
}

static const guint8 *
find_subject (Quarrel *self)
{
  switch (self->row->about)
    {
    case ABOUT_RECORD:
      return self->record;
    case ABOUT_OWNER:
      return self->party->members[ADA].me.member;
    case ABOUT_CHILD:
      return self->child;
    case ABOUT_NOBODY:
      break;
    }

  return NULL;
}

static void
write_it (Quarrel *self, guint who, GByteArray *payload)
{
  FarPayload parsed;
  FarPos refs[PARTY_MAX];
  guint n = find_refs (self, who, refs);

  g_assert_cmpint (far_payload_parse (&parsed, far_kind_get_schema (self->row->kind), payload->data,
                                      payload->len),
                   ==, FAR_PAYLOAD_OK);
  party_write_about (self->party, who, self->row->kind, find_subject (self),
                     who != BO && draw (2) == 0, payload, refs, n);
}

static void
quarrel_once (Quarrel *self, guint who, guint32 keys)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();

  if (self->row->found == BY_TURN)
    say_turn (self, who, payload);
  else
    say (self, keys, FALSE, payload);
  write_it (self, who, payload);
}

static void
make_record (Quarrel *self)
{
  const PartyMember *ada = &self->party->members[ADA];
  const FarSchema *schema = far_kind_get_schema (self->row->kind);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint32 keys = 0;

  /* a new one is there, and not gone at once */
  for (guint i = 0; i < schema->n_fields; i++)
    if (strcmp (schema->fields[i].name, "gone") != 0)
      keys |= 1u << schema->fields[i].key;
  far_record_id (far_store_peek_collective (ada->store), ada->me.device,
                 far_store_next_seq (ada->store, ada->me.device), 0, self->record);
  say (self, keys, TRUE, payload);
  write_it (self, ADA, payload);
}

/* ---- who quarrels */

static Quarrel
quarrel_new (const Case *one)
{
  Quarrel self = { .row = one->row };
  FarStopDraft stop = { .name = (char *)"one", .time_out = 480, .time_back = -1 };
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  FarLineDraft draft = { .name = (char *)"Blu", .school = (char *)"", .stops = stops };
  FarChildChange lea = FAR_CHILD_CHANGE_NONE;
  FarWriter writer;

  self.party = party_new (one->row->kind * 4 + one->sides, 2);
  self.sides[self.n_sides++] = ADA;
  if (one->sides != TWO_OF_ONE)
    self.sides[self.n_sides++] = BO;
  if (one->sides != TWO_MEMBERS)
    self.sides[self.n_sides++] = party_add_device (self.party, ADA);

  g_ptr_array_add (stops, &stop);
  writer = party_writer (self.party, ADA);
  party_assert_done (far_collective_import_line (&writer, &draft, self.line, NULL, error));
  for (guint i = 0; i < G_N_ELEMENTS (self.rotas); i++)
    party_add_rota (self.party, ADA, "The walk", 2, self.rotas[i]);
  writer = party_writer (self.party, ADA);
  party_assert_done (
      far_collective_add_thing (&writer, &(FarThingChange){ .name = "Bike" }, self.thing, error));
  lea.name = "Léa";
  writer = party_writer (self.party, ADA);
  party_assert_done (far_collective_add_child (&writer, &lea, self.child, error));
  if (one->row->found == BY_ID)
    make_record (&self);
  party_meet (self.party);

  return self;
}

static void
quarrel_clear (Quarrel *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Quarrel, quarrel_clear)

static void
digest_records (Quarrel *self, guint who, guint8 out[static FAR_HASH_LEN])
{
  party_assert_done (far_collective_records_digest (self->party->members[who].store, out, error));
}

/* What each says without the others is heard by all.  Returns: whether all of it together is more
 * than what any of them had said */
static gboolean
quarrel_and_meet (Quarrel *self)
{
  gboolean is_more = TRUE;
  guint32 keys = draw_keys (self);
  guint8 alone[3][FAR_HASH_LEN];
  guint8 together[FAR_HASH_LEN];

  for (guint i = 0; i < self->n_sides; i++)
    for (guint j = 0; j < 2; j++)
      quarrel_once (self, self->sides[i], j == 0 ? keys : draw_keys (self));
  if (self->n_sides > 2)
    {
      party_tell (self->party, self->sides[0], self->sides[1]);
      quarrel_once (self, self->sides[1], keys);
      quarrel_once (self, self->sides[2], keys);
    }

  for (guint i = 0; i < self->n_sides; i++)
    digest_records (self, self->sides[i], alone[i]);
  party_meet (self->party);
  digest_records (self, ADA, together);
  for (guint i = 0; i < self->n_sides; i++)
    {
      guint8 own[FAR_HASH_LEN];

      digest_records (self, self->sides[i], own);
      g_assert_cmpmem (own, sizeof own, together, sizeof together);
      is_more &= memcmp (alone[i], together, FAR_HASH_LEN) != 0;
    }

  return is_more;
}

static void
test_orders (gconstpointer data)
{
  const Case *one = data;
  g_auto (Quarrel) quarrel = quarrel_new (one);
  guint n_more = 0;

  for (guint i = 0; i < N_ROUNDS; i++)
    n_more += quarrel_and_meet (&quarrel);
  if (one->row->found == NO_RECORDS)
    g_assert_cmpuint (n_more, ==, 0);
  else
    g_assert_cmpuint (n_more, >=, N_ROUNDS - 1);
  party_assert_orders (quarrel.party, N_ORDERS);
}

/* Whoever adds a kind says here how two of it quarrel. */
static void
test_all_kinds (void)
{
  for (guint kind = FAR_KIND_RECORD_FIRST; kind <= FAR_KIND_MAX; kind++)
    {
      guint n = 0;

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        n += rows[i].kind == kind;
      if (n != (far_kind_get_schema (kind) != NULL))
        g_error ("%s has %u rows in the table", far_kind_get_name (kind), n);
    }
}

int
main (int argc, char **argv)
{
  static const char *const sides[] = { "two-of-one", "two-members", "three" };
  static Case cases[G_N_ELEMENTS (rows)][G_N_ELEMENTS (sides)];

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/orders/all-kinds", test_all_kinds);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sides); j++)
      {
        g_autofree char *path =
            g_strdup_printf ("/far/orders/%s/%s", far_kind_get_name (rows[i].kind), sides[j]);

        cases[i][j] = (Case){ &rows[i], (Sides)j };
        g_test_add_data_func (path, &cases[i][j], test_orders);
      }

  return g_test_run ();
}
