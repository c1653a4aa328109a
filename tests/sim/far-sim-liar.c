/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A liar has a key that is good, a program of their own, and time.  What they write stands in their
 * own store, well signed. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-kind-schema.h"

#define LONG_LEN (FAR_BLOB_MAX - FAR_SALT_LEN) /* of a payload: zeros after an empty map */
#define N_LONG_MAX 8

/* ---- what liars write */

/* Whatever the schema wants, in the words of a liar. */
static void
put_anything (FarMapWriter *map, FarSimRandom *random, const guint8 *id)
{
  guint8 bytes[FAR_SIG_LEN];

  for (guint key = 1; key <= 14; key++)
    switch (far_sim_random_below (random, 8))
      {
      case 0:
        far_map_int (map, key, far_sim_random_below (random, 3));
        break;
      case 1:
        far_map_int (map, key, (gint64)far_sim_random_next (random));
        break;
      case 2:
        far_map_bytes (map, key, id, FAR_RECORD_ID_LEN);
        break;
      case 3:
        far_sim_random_fill (random, bytes, sizeof bytes);
        far_map_bytes (map, key, bytes, far_sim_random_chance (random, 50) ? FAR_ID_LEN : 16);
        break;
      case 4:
        far_map_text (map, key, "liar");
        break;
      default:
        break;
      }
}

/* The record of somebody else, renamed and published under a term that is not the liar's. */
static void
put_usurpation (FarMapWriter *map, const guint8 *rota)
{
  far_map_bytes (map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_text (map, FAR_ROTA_TITLE, FAR_SIM_LIAR_TITLE);
  far_map_int (map, FAR_ROTA_STATE, 1);
}

/* A turn in the name of another member. */
static void
put_foreign_turn (FarMapWriter *map, const guint8 *rota, gint32 day, const guint8 *person)
{
  far_map_bytes (map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (map, FAR_TURN_DAY, day);
  far_map_bytes (map, FAR_TURN_PERSON, person, FAR_RECORD_ID_LEN);
}

/* A cut that names an act which nothing refers to. */
static void
put_blind_cut (FarMapWriter *map, FarSimDevice *device, FarSimRandom *random)
{
  const FarLog *log =
      far_store_peek_log (device->store,
                          1 + far_sim_random_below (random, far_store_get_n_logs (device->store)));
  FarMapWriter cut;
  guint8 secret[32] = { 1 };

  far_map_bytes (map, FAR_REMOVE_DEVICE, log->device, FAR_KEY_LEN);
  far_map_array (map, FAR_REMOVE_CUTS, 1);
  cut = far_map_begin (map->out);
  far_map_bytes (&cut, FAR_CUT_DEVICE, log->device, FAR_KEY_LEN);
  far_map_int (&cut, FAR_CUT_SEQ, MAX (log->signed_seq, 1));
  far_map_bytes (&cut, FAR_CUT_ID, log->head_id, FAR_ID_LEN);
  far_map_bytes (&cut, FAR_CUT_SIGNATURE, log->signature, FAR_SIG_LEN);
  far_map_end (&cut);
  far_map_bytes (map, FAR_REMOVE_SECRET, secret, sizeof secret);
}

static guint
fill_refs (FarSimDevice *device, FarSimRandom *random, guint n, FarPos out[static FAR_REFS_MAX])
{
  guint n_logs = far_store_get_n_logs (device->store);
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    {
      guint32 log = 1 + far_sim_random_below (random, n_logs);
      guint32 head = far_store_peek_log (device->store, log)->head_seq;

      if (head > 0)
        out[kept++] = (FarPos){ log, 1 + far_sim_random_below (random, head) };
    }

  return kept;
}

static guint
draw_refs (FarSimDevice *device, FarSimRandom *random, FarPos out[static FAR_REFS_MAX])
{
  guint n = far_sim_random_below (random, 4) == 0 ? far_sim_random_below (random, FAR_REFS_MAX) : 0;

  return fill_refs (device, random, n, out);
}

static gint64
draw_time (FarSim *self, const FarSimDevice *device, FarSimRandom *random)
{
  gboolean backdates = (device->lies & FAR_SIM_LIE_BACKDATE) != 0;
  gboolean ahead = (device->lies & FAR_SIM_LIE_FUTURE) != 0;
  gint64 far_ms = far_sim_random_next (random) >> far_sim_random_below (random, 63);

  if (far_ms < 0)
    far_ms = G_MAXINT64;
  if (backdates && (!ahead || far_sim_random_chance (random, 50)))
    return -far_ms;
  if (ahead)
    return far_ms;

  return far_sim_get_wall_ms (self, device);
}

/* Returns: whether it is in the liar's own store now */
static gboolean
write_absurd (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  static const guint8 kinds[] = {
    FAR_KIND_INVITE,  FAR_KIND_INVITE_END,   FAR_KIND_ASK,
    FAR_KIND_ADMIT,   FAR_KIND_DEVICE_ADD,   FAR_KIND_DEVICE_REVOKE,
    FAR_KIND_PROPOSE, FAR_KIND_APPROVE,      FAR_KIND_REMOVE,
    FAR_KIND_TERM,    FAR_KIND_RULES,        FAR_KIND_WITNESS,
    FAR_KIND_ERASE,   FAR_KIND_PERSON,       FAR_KIND_ROTA,
    FAR_KIND_OUTING,  FAR_KIND_TURN,         FAR_KIND_COLLECTIVE,
    FAR_KIND_LINE,    FAR_KIND_BATON,        FAR_KIND_REASON,
    FAR_KIND_THING,   FAR_KIND_HOLIDAYS,     FAR_KIND_CHILD,
    FAR_KIND_BOOKING, FAR_KIND_ABSENCE,      FAR_KIND_ROLL,
    FAR_KIND_HAZARD,  FAR_KIND_AVAILABILITY, FAR_KIND_SEEN,
    FAR_KIND_NOTE,    FAR_KIND_FAIR_PLAN,    FAR_KIND_RIDE,
    FAR_KIND_PLACE,   FAR_KIND_SKILL,        FAR_KIND_HELP,
    FAR_KIND_HOURS,   FAR_KIND_FAULT,        77,
  };
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  const FarRotaFacts *rota =
      rotas != NULL && rotas->len > 0
          ? g_ptr_array_index (rotas, far_sim_random_below (random, rotas->len))
          : NULL;
  const FarSimDevice *other =
      far_sim_get_device (self, far_sim_random_below (random, self->devices->len));
  FarPos refs[FAR_REFS_MAX];
  FarPos pos;
  FarDraft draft = {
    .kind = kinds[far_sim_random_below (random, G_N_ELEMENTS (kinds))],
    .time_ms = draw_time (self, device, random),
    .term = far_sim_random_below (random, 3),
    .subject = other->me.member,
    .refs = refs,
  };

  switch (far_sim_random_below (random, 5))
    {
    case 0:
      if (rota != NULL)
        {
          draft.kind = FAR_KIND_ROTA;
          put_usurpation (&map, rota->id);
        }
      break;
    case 1:
      if (rota != NULL)
        {
          draft.kind = FAR_KIND_TURN;
          put_foreign_turn (&map, rota->id, FAR_SIM_EPOCH_DAY + 10, other->me.member);
        }
      break;
    case 2:
      draft.kind = FAR_KIND_DEVICE_REVOKE;
      put_blind_cut (&map, device, random);
      break;
    default:
      put_anything (&map, random, rota != NULL ? rota->id : other->me.member);
      break;
    }
  far_map_end (&map);
  if (far_sim_random_chance (random, 20))
    payload->data[far_sim_random_below (random, payload->len)] ^=
        1 << far_sim_random_below (random, 8);

  draft.n_refs = draw_refs (device, random, refs);
  draft.payload = payload->data;
  draft.payload_len = payload->len;
  far_sim_random_draw (draft.salt, FAR_SALT_LEN);

  far_sim_tell (self, "%s writes an absurd %s", device->name,
                far_kind_get_name (draft.kind) != NULL ? far_kind_get_name (draft.kind) : "thing");

  return far_store_append (device->store, device->me.device, device->me.sign_secret, &draft, &pos,
                           NULL, NULL);
}

void
far_sim_hoard (FarSimDevice *device, const guint8 *blob, gsize len)
{
  guint8 hash[FAR_HASH_LEN];

  if (!(device->lies & FAR_SIM_LIE_RESURRECT) || blob == NULL)
    return;

  if (device->hoard == NULL)
    device->hoard =
        g_hash_table_new_full (far_id_hash, far_id_equal, g_free, (GDestroyNotify)g_bytes_unref);
  far_blob_hash (blob, len, hash);
  if (!g_hash_table_contains (device->hoard, hash))
    g_hash_table_insert (device->hoard, g_memdup2 (hash, sizeof hash), g_bytes_new (blob, len));
}

/* What came in files. */
static void
hoard_all (FarSimDevice *device)
{
  sqlite3_stmt *statement =
      far_store_statement (device->store,
                           "SELECT blob FROM entry WHERE kind >= 32 AND blob IS NOT NULL");

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    far_sim_hoard (device, sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  if (statement != NULL)
    sqlite3_reset (statement);
}

/* Returns: (nullable): somebody of whom the liar has heard */
static const FarSimWord *
pick_person (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  guint first = far_sim_random_below (random, self->words->len);

  for (guint i = 0; i < self->words->len; i++)
    {
      const FarSimWord *word = g_ptr_array_index (self->words, (first + i) % self->words->len);

      if (word->has_person && far_store_find_ident (device->store, word->person) != 0)
        return word;
    }

  return NULL;
}

/* What was said of a person, in an entry of the liar's own. */
static gboolean
say_again (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  static const guint8 kinds[] = { FAR_KIND_PERSON, FAR_KIND_TURN, 99 };
  const FarSimWord *word = pick_person (self, device, random);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree char *name = NULL;
  FarMapWriter map = far_map_begin (payload);
  FarDraft draft = {
    .kind = kinds[far_sim_random_below (random, G_N_ELEMENTS (kinds))],
    .time_ms = draw_time (self, device, random),
  };
  guint8 id[FAR_ID_LEN];
  FarPos pos;

  if (word == NULL)
    return TRUE;

  name = g_strndup (g_bytes_get_data (word->word, NULL), g_bytes_get_size (word->word));
  draft.subject = word->person;

  far_map_bytes (&map, FAR_PERSON_ID, word->person, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_NAME, name);
  far_map_end (&map);
  draft.payload = payload->data;
  draft.payload_len = payload->len;
  far_sim_random_draw (draft.salt, FAR_SALT_LEN);
  far_sim_tell (self, "%s says again what was said of a person", device->name);
  if (!far_store_append (device->store, device->me.device, device->me.sign_secret, &draft, &pos, id,
                         NULL))
    return FALSE;

  if (word->is_erased && far_store_find_id (device->store, word->erase, &pos))
    g_array_append_vals (word->again, id, 1);

  return TRUE;
}

static void
put_name (GByteArray *out, guint key)
{
  static const char name[] = FAR_SIM_CROOKED_TITLE "ed";

  far_put_u8 (out, key);
  far_put_u8 (out, 0x60 + strlen (name));
  far_put (out, name, strlen (name));
}

/* A rota of the liar's own, in bytes that are read by nobody who keeps to the rules. */
static void
put_crooked (GByteArray *out, FarSimRandom *random)
{
  static const guint8 words[] = FAR_SIM_CROOKED_TITLE;
  guint n;

  switch (far_sim_random_below (random, 11))
    {
    case 0: /* something after the end */
      far_put_u8 (out, 0xa1);
      put_name (out, FAR_ROTA_TITLE);
      far_put_u8 (out, 0);
      break;
    case 1: /* a key in two bytes */
      far_put_u8 (out, 0xa1);
      far_put_u8 (out, 0x18);
      put_name (out, FAR_ROTA_TITLE);
      break;
    case 2: /* a map without a length */
      far_put_u8 (out, 0xbf);
      put_name (out, FAR_ROTA_TITLE);
      far_put_u8 (out, 0xff);
      break;
    case 3: /* keys in another order */
      far_put_u8 (out, 0xa2);
      far_put_u8 (out, FAR_ROTA_STATE);
      far_put_u8 (out, 0);
      put_name (out, FAR_ROTA_TITLE);
      break;
    case 4: /* a key twice */
      far_put_u8 (out, 0xa2);
      put_name (out, FAR_ROTA_TITLE);
      put_name (out, FAR_ROTA_TITLE);
      break;
    case 5: /* a name that is too long */
      far_put_u8 (out, 0xa1);
      far_put_u8 (out, FAR_ROTA_TITLE);
      far_put_u8 (out, 0x79);
      n = FAR_NAME_MAX + 1 + far_sim_random_below (random, 20000);
      far_put_u8 (out, n >> 8);
      far_put_u8 (out, n & 0xff);
      for (guint i = 0; i < n; i++)
        far_put_u8 (out, words[MIN (i, 4)]);
      break;
    case 6: /* what is no text */
      far_put_u8 (out, 0xa1);
      far_put_u8 (out, FAR_ROTA_TITLE);
      far_put_u8 (out, 0x66);
      far_put (out, words, 5);
      far_put_u8 (out, far_sim_random_chance (random, 50) ? 0xff : 0x07);
      break;
    case 7: /* too deep */
      far_put_u8 (out, 0xa2);
      put_name (out, FAR_ROTA_TITLE);
      far_put_u8 (out, FAR_ROTA_ADDED);
      n = 1 + far_sim_random_below (random, 20000);
      for (guint i = 0; i < n; i++)
        far_put_u8 (out, 0x81);
      far_put_u8 (out, 0);
      break;
    case 8: /* too many */
      far_put_u8 (out, 0xa2);
      put_name (out, FAR_ROTA_TITLE);
      far_put_u8 (out, FAR_ROTA_ADDED);
      n = FAR_ROTA_DAYS_MAX + 1 + far_sim_random_below (random, 20000);
      far_put_u8 (out, 0x99);
      far_put_u8 (out, n >> 8);
      far_put_u8 (out, n & 0xff);
      for (guint i = 0; i < n; i++)
        far_put_u8 (out, i % 24);
      break;
    case 9: /* a length in two bytes that fits one */
      far_put_u8 (out, 0xa1);
      far_put_u8 (out, FAR_ROTA_TITLE);
      far_put_u8 (out, 0x78);
      far_put_u8 (out, 5);
      far_put (out, words, 5);
      break;
    default: /* a tag before it */
      far_put_u8 (out, 0xa1);
      far_put_u8 (out, FAR_ROTA_TITLE);
      far_put_u8 (out, 0xc1);
      far_put_u8 (out, 0x65);
      far_put (out, words, 5);
      break;
    }
}

static gboolean
write_crooked (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarDraft draft = { .kind = FAR_KIND_ROTA, .time_ms = draw_time (self, device, random) };
  FarPos pos;

  put_crooked (payload, random);
  draft.payload = payload->data;
  draft.payload_len = payload->len;
  far_sim_random_draw (draft.salt, FAR_SALT_LEN);
  far_sim_tell (self, "%s writes crooked bytes", device->name);

  return far_store_append (device->store, device->me.device, device->me.sign_secret, &draft, &pos,
                           NULL, NULL);
}

static gboolean
write_flood (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  static const guint8 payload[LONG_LEN] = { 0xa0 };
  guint n = 1u << far_sim_random_below (random, 9);
  FarKind kind = far_sim_random_chance (random, 30) ? FAR_KIND_WITNESS : 99;
  FarSimRandom late = { ~random->state };
  gboolean has_refs = far_sim_random_chance (&late, 40);
  gboolean is_long = !has_refs && far_sim_random_chance (&late, 30);

  if (is_long)
    n = MIN (n, N_LONG_MAX);
  for (guint i = 0; i < n; i++)
    {
      FarPos refs[FAR_REFS_MAX];
      FarDraft draft = {
        .kind = kind,
        .time_ms = draw_time (self, device, random),
        .payload = payload,
        .payload_len = is_long ? LONG_LEN : 1,
        .refs = refs,
        .n_refs = has_refs ? fill_refs (device, &late, FAR_REFS_MAX, refs) : 0,
      };
      FarPos pos;

      far_sim_random_draw (draft.salt, FAR_SALT_LEN);
      if (!far_store_append (device->store, device->me.device, device->me.sign_secret, &draft, &pos,
                             NULL, NULL))
        return FALSE;
    }

  return TRUE;
}

/* A log begins with what let its device in: without that, nobody would take anything of it. */
static gboolean
has_begun (const FarSimDevice *device)
{
  return far_store_next_seq (device->store, device->me.device) > 1;
}

/* What came later is drawn apart, so that seeds which found something keep their story. */
static gboolean
write_late (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  gboolean good = TRUE;

  if ((device->lies & FAR_SIM_LIE_RESURRECT) && self->words->len > 0 &&
      far_sim_random_chance (random, 60))
    good = say_again (self, device, random);
  if (good && (device->lies & FAR_SIM_LIE_BYTES) && far_sim_random_chance (random, 30))
    good = write_crooked (self, device, random);
  if (good && (device->lies & FAR_SIM_LIE_ABSURD) && far_sim_random_chance (random, 50))
    good = far_sim_usurp (self, device, random);

  return good;
}

/* Whoever holds nothing yet is told everything, with what was erased. */
static void
tell_newcomer (FarSim *self, FarSimDevice *device)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      FarSimDevice *other = far_sim_get_device (self, i);

      if (other->is_liar || !other->has_secret || !far_sim_is_up (self, other) ||
          far_sim_disk_is_dead (other->disk) || far_store_get_n_entries (other->store) > 0 ||
          far_sim_net_is_joined (self, other, device))
        continue;
      far_sim_meet (self, other, device, (gint64)3600 * FAR_SIM_S, self->now_us ^ i);
      return;
    }
}

void
far_sim_lie (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom random = { dice };
  FarSimRandom late = { ~dice };
  FarWriter writer = far_sim_writer (self, device);
  gboolean good;

  if (device->lies & FAR_SIM_LIE_RESURRECT)
    hoard_all (device);
  if ((device->lies & FAR_SIM_LIE_FORK) && far_sim_random_chance (&random, 20))
    {
      if (far_sim_device_clone (self, device) != NULL)
        far_sim_tell (self, "%s begins a second branch", device->name);
      return;
    }

  if (!has_begun (device) && !far_collective_witness (&writer, NULL, NULL))
    return;
  if (!has_begun (device) || !far_store_begin (device->store, NULL))
    return;

  if ((device->lies & FAR_SIM_LIE_FLOOD) && far_sim_random_chance (&random, 30))
    {
      far_sim_tell (self, "%s floods", device->name);
      good = write_flood (self, device, &random);
    }
  else
    good = write_absurd (self, device, &random);

  if (!good || !write_late (self, device, &late))
    far_store_rollback (device->store);
  else if (far_store_commit (device->store, NULL))
    far_sim_wake (self, device);

  if ((device->lies & FAR_SIM_LIE_RESURRECT) && far_sim_is_up (self, device) &&
      !far_sim_disk_is_dead (device->disk))
    tell_newcomer (self, device);
}
