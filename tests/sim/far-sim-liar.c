/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A liar has a key that is good, a program of their own, and time.  What they write stands in their
 * own store, well signed; what they say in a session goes through a replica that lies. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-kind-schema.h"

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
draw_refs (FarSimDevice *device, FarSimRandom *random, FarPos out[static FAR_REFS_MAX])
{
  guint n_logs = far_store_get_n_logs (device->store);
  guint n = far_sim_random_below (random, 4) == 0 ? far_sim_random_below (random, FAR_REFS_MAX) : 0;
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
    FAR_KIND_INVITE,
    FAR_KIND_INVITE_END,
    FAR_KIND_ASK,
    FAR_KIND_ADMIT,
    FAR_KIND_DEVICE_ADD,
    FAR_KIND_DEVICE_REVOKE,
    FAR_KIND_PROPOSE,
    FAR_KIND_APPROVE,
    FAR_KIND_REMOVE,
    FAR_KIND_TERM,
    FAR_KIND_RULES,
    FAR_KIND_WITNESS,
    FAR_KIND_ERASE,
    FAR_KIND_PERSON,
    FAR_KIND_ROTA,
    FAR_KIND_OUTING,
    FAR_KIND_TURN,
    FAR_KIND_COLLECTIVE,
    77,
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

/* What was said of a person, in an entry of the liar's own. */
static gboolean
say_again (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  static const guint8 kinds[] = { FAR_KIND_PERSON, FAR_KIND_TURN, 99 };
  const FarSimWord *word =
      g_ptr_array_index (self->words, far_sim_random_below (random, self->words->len));
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree char *name =
      g_strndup (g_bytes_get_data (word->word, NULL), g_bytes_get_size (word->word));
  FarMapWriter map = far_map_begin (payload);
  FarDraft draft = {
    .kind = kinds[far_sim_random_below (random, G_N_ELEMENTS (kinds))],
    .time_ms = draw_time (self, device, random),
    .subject = word->person,
  };
  guint8 id[FAR_ID_LEN];
  FarPos pos;

  if (!word->has_person || far_store_find_ident (device->store, word->person) == 0)
    return TRUE;

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

static gboolean
write_flood (FarSim *self, FarSimDevice *device, FarSimRandom *random)
{
  static const guint8 payload[] = { 0xa0 };
  guint n = 1u << far_sim_random_below (random, 9);
  FarKind kind = far_sim_random_chance (random, 30) ? FAR_KIND_WITNESS : 99;

  for (guint i = 0; i < n; i++)
    {
      FarDraft draft = {
        .kind = kind,
        .time_ms = draw_time (self, device, random),
        .payload = payload,
        .payload_len = sizeof payload,
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

void
far_sim_lie (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom random = { dice };
  FarWriter writer = far_sim_writer (self, device);
  gboolean good;

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

  if ((device->lies & FAR_SIM_LIE_RESURRECT) && self->words->len > 0 &&
      far_sim_random_chance (&random, 30))
    good = say_again (self, device, &random);
  else if ((device->lies & FAR_SIM_LIE_FLOOD) && far_sim_random_chance (&random, 30))
    {
      far_sim_tell (self, "%s floods", device->name);
      good = write_flood (self, device, &random);
    }
  else
    good = write_absurd (self, device, &random);

  if (!good)
    far_store_rollback (device->store);
  else if (far_store_commit (device->store, NULL))
    far_sim_wake (self, device);
}

/* ---- what liars say */

typedef struct
{
  FarReplica parent;
  FarSimDevice *device; /* unowned */
  FarReplica *real;     /* unowned */
  guint32 lies;
  FarSimRandom random;
  guint damage_at; /* which entry to send is the damaged one */
  guint n_sent;
  guint withhold_from; /* how many of those to send are sent */
  guint8 blob[FAR_BLOB_MAX];
  guint8 sig[FAR_SIG_LEN];
  guint8 hash[FAR_HASH_LEN];
} LiarReplica;

static LiarReplica *
get_liar (FarReplica *replica)
{
  return (LiarReplica *)replica;
}

static FarReplica *
get_real (FarReplica *replica)
{
  return ((LiarReplica *)replica)->real;
}

/* ---- what was erased */

static void
hoard (LiarReplica *self, const guint8 *blob, gsize len)
{
  guint8 hash[FAR_HASH_LEN];

  if (!(self->lies & FAR_SIM_LIE_RESURRECT) || blob == NULL)
    return;

  if (self->device->hoard == NULL)
    self->device->hoard =
        g_hash_table_new_full (far_id_hash, far_id_equal, g_free, (GDestroyNotify)g_bytes_unref);
  far_blob_hash (blob, len, hash);
  if (!g_hash_table_contains (self->device->hoard, hash))
    g_hash_table_insert (self->device->hoard, g_memdup2 (hash, sizeof hash),
                         g_bytes_new (blob, len));
}

/* Returns: (transfer none) (nullable) */
static GBytes *
find_hoarded (LiarReplica *self, const guint8 *hash)
{
  return self->device->hoard != NULL && hash != NULL
             ? g_hash_table_lookup (self->device->hoard, hash)
             : NULL;
}

static void
resurrect (LiarReplica *self, FarEntryParts *parts)
{
  GBytes *bytes = parts->blob == NULL ? find_hoarded (self, parts->hash) : NULL;
  gsize len;

  hoard (self, parts->blob, parts->blob_len);
  if (bytes == NULL)
    return;

  parts->blob = g_bytes_get_data (bytes, &len);
  parts->blob_len = len;
  parts->hash = NULL;
}

/* ---- what is held */

static gboolean
claims (LiarReplica *self, guint pct)
{
  return (self->lies & FAR_SIM_LIE_CLAIM) && far_sim_random_chance (&self->random, pct);
}

static void
get_digest (FarReplica *replica, guint8 out[static FAR_HASH_LEN])
{
  get_real (replica)->iface->get_digest (get_real (replica), out);
  if (claims (get_liar (replica), 30))
    out[0] ^= 1;
}

static guint
get_n_logs (FarReplica *replica)
{
  return get_real (replica)->iface->get_n_logs (get_real (replica));
}

static void
get_log (FarReplica *replica, guint32 log, FarReplicaLog *out)
{
  LiarReplica *self = get_liar (replica);

  self->real->iface->get_log (self->real, log, out);
  if (out->head_seq == 0 || !claims (self, 20))
    return;

  if (far_sim_random_chance (&self->random, 50))
    out->head_seq = 1 + far_sim_random_below (&self->random, out->head_seq);
  else
    out->head_seq += 1 + far_sim_random_below (&self->random, 1000);
  out->head_id[0] ^= 1;
}

static guint32
find_leaf (FarReplica *replica, const guint8 *device)
{
  return get_real (replica)->iface->find_leaf (get_real (replica), device);
}

static FarPos
locate (FarReplica *replica, const guint8 *device, guint32 seq, const guint8 *prefix)
{
  return get_real (replica)->iface->locate (get_real (replica), device, seq, prefix);
}

/* Liars talk with anybody. */
static FarPeerStanding
authorize (FarReplica *replica, const guint8 *noise_key, guint8 *device)
{
  get_real (replica)->iface->authorize (get_real (replica), noise_key, device);

  return FAR_PEER_STANDS;
}

static gint64
start_sending (FarReplica *replica, const GArray *have, gint32 today, GError **error)
{
  LiarReplica *self = get_liar (replica);
  g_autoptr (GArray) nothing = NULL;
  gint64 n;

  /* all of it once more, to whom may have erased it */
  if ((self->lies & FAR_SIM_LIE_RESURRECT) && far_sim_random_chance (&self->random, 70))
    {
      nothing = g_array_new (FALSE, TRUE, sizeof (guint32));
      g_array_set_size (nothing, have->len);
      have = nothing;
    }
  n = self->real->iface->start_sending (self->real, have, today, error);

  if (n > 0 && (self->lies & FAR_SIM_LIE_WITHHOLD) && far_sim_random_chance (&self->random, 60))
    self->withhold_from = self->n_sent + far_sim_random_below (&self->random, n);
  if (n > 0 && (self->lies & (FAR_SIM_LIE_BYTES | FAR_SIM_LIE_SIGNATURE)) &&
      far_sim_random_chance (&self->random, 60))
    self->damage_at = self->n_sent + far_sim_random_below (&self->random, n);

  return n;
}

/* A signature whose R has a part of small order: some libraries take it, others do not. */
static void
twist (guint8 *sig)
{
  static const guint8 order_8[32] = {
    0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
    0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
  };

  if (crypto_core_ed25519_add (sig, sig, order_8) != 0)
    sig[0] ^= 1;
}

static void
damage_sig (LiarReplica *self, FarEntryParts *parts)
{
  if (parts->sig == NULL)
    return;

  memcpy (self->sig, parts->sig, FAR_SIG_LEN);
  if (far_sim_random_chance (&self->random, 60))
    twist (self->sig);
  else
    self->sig[far_sim_random_below (&self->random, FAR_SIG_LEN)] ^= 1;
  parts->sig = self->sig;
}

static void
damage_bytes (LiarReplica *self, FarEntryParts *parts)
{
  switch (far_sim_random_below (&self->random, 7))
    {
    case 6:
      if (parts->blob == NULL)
        break;
      /* as if it had been erased */
      far_blob_hash (parts->blob, parts->blob_len, self->hash);
      parts->hash = self->hash;
      parts->blob = NULL;
      break;
    case 0:
      if (parts->blob == NULL)
        break;
      memcpy (self->blob, parts->blob, parts->blob_len);
      self->blob[far_sim_random_below (&self->random, parts->blob_len)] ^= 1;
      parts->blob = self->blob;
      break;
    case 1:
      parts->kind = 1 + far_sim_random_below (&self->random, 255);
      break;
    case 2:
      parts->time_ms = (gint64)far_sim_random_next (&self->random);
      break;
    case 3:
      parts->sig = NULL;
      break;
    case 4:
      if (parts->n_refs > 0)
        parts->n_refs--;
      break;
    default:
      if (parts->n_refs > 0)
        parts->refs[parts->n_refs - 1] = parts->refs[0];
      break;
    }
}

static gboolean
next_entry (FarReplica *replica, FarEntryParts *out, GError **error)
{
  LiarReplica *self = get_liar (replica);

  if (self->n_sent >= self->withhold_from ||
      !self->real->iface->next_entry (self->real, out, error))
    return FALSE;

  resurrect (self, out);
  if (self->n_sent++ == self->damage_at)
    {
      if (self->lies & FAR_SIM_LIE_SIGNATURE)
        damage_sig (self, out);
      if (self->lies & FAR_SIM_LIE_BYTES)
        damage_bytes (self, out);
    }

  return TRUE;
}

static GPtrArray *
read_headers (FarReplica *replica, FarPos pos, guint8 *sig, GError **error)
{
  return get_real (replica)->iface->read_headers (get_real (replica), pos, sig, error);
}

static gboolean
get_id (FarReplica *replica, FarPos pos, guint8 *out)
{
  LiarReplica *self = get_liar (replica);

  if (self->real->iface->get_id (self->real, pos, out))
    return TRUE;
  if (!(self->lies & FAR_SIM_LIE_CLAIM))
    return FALSE;

  /* of an entry that is only claimed */
  far_sim_random_fill (&self->random, out, FAR_ID_LEN);

  return TRUE;
}

/* Liars do not mind to be known for what they are. */
static void
suspect (FarReplica *replica, const guint8 *device)
{
}

static gboolean
give_up_key (FarReplica *replica, GError **error)
{
  return TRUE;
}

static guint32
open_run (FarReplica *replica, const guint8 *device)
{
  return get_real (replica)->iface->open_run (get_real (replica), device);
}

static void
bind_run (FarReplica *replica, guint32 run, guint32 log)
{
  get_real (replica)->iface->bind_run (get_real (replica), run, log);
}

static gboolean
start_run (FarReplica *replica, guint32 run, guint32 seq, const guint8 *prefix)
{
  return get_real (replica)->iface->start_run (get_real (replica), run, seq, prefix);
}

static FarVerdict
put (FarReplica *replica, const FarEntryParts *parts, FarPos *at, GError **error)
{
  hoard (get_liar (replica), parts->blob, parts->blob_len);

  return get_real (replica)->iface->put (get_real (replica), parts, at, error);
}

static FarVerdict
cover (FarReplica *replica, guint32 run, GPtrArray *headers, const guint8 *sig, GError **error)
{
  return get_real (replica)->iface->cover (get_real (replica), run, headers, sig, error);
}

static gboolean
has_news (FarReplica *replica)
{
  return get_real (replica)->iface->has_news (get_real (replica));
}

static guint
get_n_waiting (FarReplica *replica)
{
  return get_real (replica)->iface->get_n_waiting (get_real (replica));
}

static FarVerdict
settle (FarReplica *replica, guint *n_accepted, GError **error)
{
  return get_real (replica)->iface->settle (get_real (replica), n_accepted, error);
}

static FarVerdict
leave (FarReplica *replica, guint *n_pending, GError **error)
{
  return get_real (replica)->iface->leave (get_real (replica), n_pending, error);
}

static guint
get_n_missing (FarReplica *replica)
{
  return get_real (replica)->iface->get_n_missing (get_real (replica));
}

static GArray *
list_missing (FarReplica *replica)
{
  return get_real (replica)->iface->list_missing (get_real (replica));
}

/* Returns: (transfer full) (nullable) */
static GBytes *
dup_hoarded (LiarReplica *self, const guint8 *id)
{
  FarStore *store = self->device->store;
  GBytes *bytes = NULL;
  FarPos pos;
  FarRow row;

  if (far_store_find_id (store, id, &pos) && far_store_read_pos (store, pos, &row, NULL) &&
      row.blob == NULL)
    bytes = find_hoarded (self, row.hash);

  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

static GBytes *
dup_blob (FarReplica *replica, const guint8 *id)
{
  LiarReplica *self = get_liar (replica);
  GBytes *bytes = self->real->iface->dup_blob (self->real, id);
  guint8 *data;
  gsize len;

  if (bytes == NULL)
    bytes = dup_hoarded (self, id);

  if (bytes == NULL || !(self->lies & (FAR_SIM_LIE_BYTES | FAR_SIM_LIE_WITHHOLD)) ||
      far_sim_random_chance (&self->random, 50))
    return bytes;

  if (self->lies & FAR_SIM_LIE_WITHHOLD)
    {
      g_bytes_unref (bytes);
      return NULL;
    }
  data = g_bytes_unref_to_data (bytes, &len);
  data[far_sim_random_below (&self->random, len)] ^= 1;

  return g_bytes_new_take (data, len);
}

static FarVerdict
put_blobs (FarReplica *replica, const FarBlobParts *blobs, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    hoard (get_liar (replica), blobs[i].blob, blobs[i].len);

  return get_real (replica)->iface->put_blobs (get_real (replica), blobs, n, error);
}

static const FarReplicaIface liar_iface = {
  .get_digest = get_digest,
  .get_n_logs = get_n_logs,
  .get_log = get_log,
  .find_leaf = find_leaf,
  .locate = locate,
  .authorize = authorize,
  .start_sending = start_sending,
  .next_entry = next_entry,
  .read_headers = read_headers,
  .get_id = get_id,
  .suspect = suspect,
  .give_up_key = give_up_key,
  .open_run = open_run,
  .bind_run = bind_run,
  .start_run = start_run,
  .put = put,
  .cover = cover,
  .has_news = has_news,
  .get_n_waiting = get_n_waiting,
  .settle = settle,
  .leave = leave,
  .get_n_missing = get_n_missing,
  .list_missing = list_missing,
  .dup_blob = dup_blob,
  .put_blobs = put_blobs,
};

FarReplica *
far_sim_liar_replica_new (FarSimDevice *device, FarReplica *real, guint64 dice)
{
  LiarReplica *self = g_new0 (LiarReplica, 1);

  self->parent.iface = &liar_iface;
  self->device = device;
  self->real = real;
  self->lies = device->lies;
  self->random.state = dice;
  self->damage_at = G_MAXUINT;
  self->withhold_from = G_MAXUINT;

  return &self->parent;
}

void
far_sim_liar_replica_free (FarReplica *replica)
{
  g_free (replica);
}
