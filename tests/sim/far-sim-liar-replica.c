/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What liars say in a session, and in a bundle: their store, told by a replica that lies. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

typedef struct
{
  FarReplica parent;
  FarSimDevice *device; /* unowned */
  FarReplica *real;     /* unowned */
  guint32 lies;
  FarSimRandom random;
  FarSimRandom late;    /* for what came later: see far-sim-plan.c */
  guint damage_at;      /* which entry to send is the damaged one */
  gboolean has_twisted; /* the first signature from there on */
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

  far_sim_hoard (self->device, parts->blob, parts->blob_len);
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

/* A signature by the liar's own key over what it is of, but for an R of mixed order: there are
 * libraries that take it. */
static gboolean
sign_twisted (LiarReplica *self, FarPos pos)
{
  const FarSimDevice *device = self->device;
  guint8 id[FAR_ID_LEN];
  guint8 hash[64];
  guint8 secret[32];
  guint8 nonce[32];
  guint8 product[32];
  crypto_hash_sha512_state state;

  if (memcmp (far_store_peek_log (device->store, pos.log)->device, device->me.device,
              FAR_KEY_LEN) != 0 ||
      !far_store_get_id (device->store, pos, id, NULL))
    return FALSE;

  crypto_hash_sha512 (hash, device->me.sign_secret, 32);
  memcpy (secret, hash, sizeof secret);
  secret[0] &= 248;
  secret[31] = (secret[31] & 127) | 64;

  far_sim_random_fill (&self->late, hash, sizeof hash);
  crypto_core_ed25519_scalar_reduce (nonce, hash);
  if (crypto_scalarmult_ed25519_base_noclamp (self->sig, nonce) != 0)
    return FALSE;
  twist (self->sig);

  crypto_hash_sha512_init (&state);
  crypto_hash_sha512_update (&state, self->sig, 32);
  crypto_hash_sha512_update (&state, device->me.device, FAR_KEY_LEN);
  crypto_hash_sha512_update (&state, id, FAR_ID_LEN);
  crypto_hash_sha512_final (&state, hash);
  crypto_core_ed25519_scalar_reduce (product, hash);
  memset (hash, 0, sizeof hash);
  memcpy (hash, secret, sizeof secret);
  crypto_core_ed25519_scalar_reduce (secret, hash);
  crypto_core_ed25519_scalar_mul (product, product, secret);
  crypto_core_ed25519_scalar_add (self->sig + 32, nonce, product);

  return TRUE;
}

static void
damage_sig (LiarReplica *self, FarEntryParts *parts)
{
  if (far_sim_random_chance (&self->late, 50) && sign_twisted (self, parts->pos))
    {
      parts->sig = self->sig;
      return;
    }

  memcpy (self->sig, parts->sig, FAR_SIG_LEN);
  if (far_sim_random_chance (&self->random, 60))
    twist (self->sig);
  else
    self->sig[far_sim_random_below (&self->random, FAR_SIG_LEN)] ^= 1;
  parts->sig = self->sig;
}

/* As if it had been erased. */
static void
withhold_words (LiarReplica *self, FarEntryParts *parts)
{
  if (parts->blob == NULL)
    return;

  far_blob_hash (parts->blob, parts->blob_len, self->hash);
  parts->hash = self->hash;
  parts->blob = NULL;
}

static void
damage_bytes (LiarReplica *self, FarEntryParts *parts)
{
  switch (far_sim_random_below (&self->random, 7))
    {
    case 6:
      withhold_words (self, parts);
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
  if (self->n_sent >= self->damage_at && out->sig != NULL && !self->has_twisted &&
      (self->lies & FAR_SIM_LIE_SIGNATURE))
    {
      self->has_twisted = TRUE;
      damage_sig (self, out);
    }
  if (self->n_sent++ == self->damage_at && (self->lies & FAR_SIM_LIE_BYTES))
    damage_bytes (self, out);
  if ((self->lies & FAR_SIM_LIE_WITHHOLD) && far_sim_random_chance (&self->late, 3))
    withhold_words (self, out);

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
give_up_key (FarReplica *replica, const guint8 *device, GError **error)
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

static FarVerdict
start_run (FarReplica *replica, guint32 run, guint32 seq, const guint8 *prefix)
{
  return get_real (replica)->iface->start_run (get_real (replica), run, seq, prefix);
}

static FarVerdict
put (FarReplica *replica, const FarEntryParts *parts, FarPos *at, GError **error)
{
  far_sim_hoard (get_liar (replica)->device, parts->blob, parts->blob_len);

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
  LiarReplica *self = get_liar (replica);
  guint n = self->real->iface->get_n_missing (self->real);

  return n == 0 && (self->lies & FAR_SIM_LIE_CLAIM) ? 1 : n;
}

/* Asks for words that there are not, and for those that it has. */
static GArray *
list_missing (FarReplica *replica)
{
  LiarReplica *self = get_liar (replica);
  GArray *missing = self->real->iface->list_missing (self->real);
  guint n = self->lies & FAR_SIM_LIE_CLAIM
                ? far_sim_random_below (&self->late, 1u << far_sim_random_below (&self->late, 8))
                : 0;

  for (guint i = 0; i < n; i++)
    {
      guint32 log =
          1 + far_sim_random_below (&self->late, self->real->iface->get_n_logs (self->real));
      guint32 head = far_store_peek_log (self->device->store, log)->head_seq;
      FarPos pos = { log, 1 + far_sim_random_below (&self->late, head) };
      guint8 id[FAR_ID_LEN];

      if (head == 0 || far_sim_random_chance (&self->late, 50) ||
          !self->real->iface->get_id (self->real, pos, id))
        far_sim_random_fill (&self->late, id, sizeof id);
      g_array_append_vals (missing, id, 1);
    }

  return missing;
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
    far_sim_hoard (get_liar (replica)->device, blobs[i].blob, blobs[i].len);

  return get_real (replica)->iface->put_blobs (get_real (replica), blobs, n, error);
}

static GArray *
list_holdings (FarReplica *replica)
{
  return get_real (replica)->iface->list_holdings (get_real (replica));
}

static GBytes *
dup_holding (FarReplica *replica, const guint8 *id)
{
  LiarReplica *self = get_liar (replica);
  GBytes *bytes = self->real->iface->dup_holding (self->real, id);
  guint8 *data;
  gsize len;

  if (bytes == NULL || !(self->lies & FAR_SIM_LIE_BYTES) || far_sim_random_chance (&self->late, 50))
    return bytes;

  data = g_bytes_unref_to_data (bytes, &len);
  data[far_sim_random_below (&self->late, len)] ^= 1;

  return g_bytes_new_take (data, len);
}

static FarVerdict
put_holdings (FarReplica *replica, GPtrArray *holdings, guint *n_new, GError **error)
{
  return get_real (replica)->iface->put_holdings (get_real (replica), holdings, n_new, error);
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
  .list_holdings = list_holdings,
  .dup_holding = dup_holding,
  .put_holdings = put_holdings,
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
  self->late.state = ~dice;
  self->damage_at = G_MAXUINT;
  self->withhold_from = G_MAXUINT;

  return &self->parent;
}

void
far_sim_liar_replica_free (FarReplica *replica)
{
  g_free (replica);
}
