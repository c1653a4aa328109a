/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-nice"

#include "far-quic.h"

#include <ngtcp2/ngtcp2.h>
#include <netinet/in.h>
#include <sodium.h>
#include <string.h>

/* Debian 12 has 0.12; from 1.0 on names stay. */
#if NGTCP2_VERSION_NUM < 0x010000
#define ngtcp2_encryption_level ngtcp2_crypto_level
#define NGTCP2_ENCRYPTION_LEVEL_INITIAL NGTCP2_CRYPTO_LEVEL_INITIAL
#define NGTCP2_ENCRYPTION_LEVEL_HANDSHAKE NGTCP2_CRYPTO_LEVEL_HANDSHAKE
#define ngtcp2_ccerr ngtcp2_connection_close_error
#define ngtcp2_ccerr_default ngtcp2_connection_close_error_default
#define ngtcp2_conn_tls_handshake_completed ngtcp2_conn_handshake_completed
#define ngtcp2_conn_decode_and_set_remote_transport_params \
  ngtcp2_conn_decode_remote_transport_params
#endif

#define NS_PER_US 1000
/* What a cipher would add to each packet: here its whole number, of which QUIC sends only the end
 * and has the cipher notice when it is taken for another; and room for our tag, which is used in
 * the last packet of a datagram. */
#define NUMBER_LEN 8
#define OVERHEAD_LEN (NUMBER_LEN + FAR_QUIC_TAG_LEN)
/* What else ngtcp2 wants of a cipher. */
#define NO_CIPHER_IV_LEN 12
#define NO_CIPHER_SECRET_LEN 32
#define PARAMS_LEN 512
/* What was written is kept in blocks, so that a road on which little is said takes little. */
#define BLOCK_LEN (64 * 1024)
#define N_BLOCKS (FAR_QUIC_WINDOW / BLOCK_LEN + 1)

struct _FarQuic
{
  ngtcp2_conn *conn; /* owned */
  ngtcp2_path path;  /* unowned: there is but one, and libnice knows it */
  gboolean is_first;
  guint8 send_key[FAR_KEY_LEN];    /* secret */
  guint8 receive_key[FAR_KEY_LEN]; /* secret */
  gboolean is_over;

  int64_t stream;           /* ours; -1 until it is open */
  guint8 *blocks[N_BLOCKS]; /* (nullable): owned: what was written and the peer may not have */
  guint64 n_written;
  guint64 n_sent; /* once, or more often */
  guint64 n_acked;
  gboolean will_end;
  gboolean has_sent_end;
  gboolean has_acked_end;
  gsize n_burst; /* since it last had nothing to send */

  GByteArray *in; /* owned: what came, FAR_QUIC_WINDOW at most */
  gsize n_taken;  /* of that */
  gboolean peer_has_ended;
};

/* ---- what both ends know beforehand */

static const struct sockaddr_in nowhere = { .sin_family = AF_INET };
static const ngtcp2_cid first_id = { 8, "farfirst" };
static const ngtcp2_cid second_id = { 8, "farsecon" };

/* Of one end.  Nobody says them: a peer's would have to be read. */
static void
set_params (ngtcp2_transport_params *out, gboolean is_first)
{
  ngtcp2_transport_params_default (out);
  out->initial_max_streams_uni = 1;
  out->initial_max_stream_data_uni = FAR_QUIC_WINDOW;
  out->initial_max_data = FAR_QUIC_WINDOW;
  out->max_idle_timeout = 0;
  if (is_first)
    return;

  out->original_dcid = second_id;
#if NGTCP2_VERSION_NUM >= 0x010000
  out->original_dcid_present = 1;
#endif
}

static int
take_params (const FarQuic *self)
{
  ngtcp2_transport_params params;
  guint8 bytes[PARAMS_LEN];
  ngtcp2_ssize n;

  set_params (&params, !self->is_first);
  params.initial_scid = self->is_first ? second_id : first_id;
#if NGTCP2_VERSION_NUM >= 0x010000
  params.initial_scid_present = 1;
  n = ngtcp2_transport_params_encode (bytes, sizeof bytes, &params);
#else
  n = ngtcp2_encode_transport_params (bytes, sizeof bytes,
                                      self->is_first
                                          ? NGTCP2_TRANSPORT_PARAMS_TYPE_ENCRYPTED_EXTENSIONS
                                          : NGTCP2_TRANSPORT_PARAMS_TYPE_CLIENT_HELLO,
                                      &params);
#endif

  return n < 0 ? (int)n : ngtcp2_conn_decode_and_set_remote_transport_params (self->conn, bytes, n);
}

/* ---- no cipher: the datagram has its tag, and what it carries is sealed */

static const ngtcp2_crypto_aead_ctx no_aead;
static const ngtcp2_crypto_cipher_ctx no_cipher;
static const guint8 no_iv[NO_CIPHER_IV_LEN];
static const guint8 no_secret[NO_CIPHER_SECRET_LEN];

static int
encrypt_cb (uint8_t *out,
            const ngtcp2_crypto_aead *aead,
            const ngtcp2_crypto_aead_ctx *context,
            const uint8_t *plain,
            size_t len,
            const uint8_t *nonce,
            size_t nonce_len,
            const uint8_t *beside,
            size_t beside_len)
{
  memmove (out, plain, len);
  memcpy (out + len, nonce + nonce_len - NUMBER_LEN, NUMBER_LEN);
  memset (out + len + NUMBER_LEN, 0, FAR_QUIC_TAG_LEN);

  return 0;
}

static int
decrypt_cb (uint8_t *out,
            const ngtcp2_crypto_aead *aead,
            const ngtcp2_crypto_aead_ctx *context,
            const uint8_t *sealed,
            size_t len,
            const uint8_t *nonce,
            size_t nonce_len,
            const uint8_t *beside,
            size_t beside_len)
{
  if (len < OVERHEAD_LEN ||
      memcmp (sealed + len - OVERHEAD_LEN, nonce + nonce_len - NUMBER_LEN, NUMBER_LEN) != 0)
    return NGTCP2_ERR_DECRYPT;
  memmove (out, sealed, len - OVERHEAD_LEN);

  return 0;
}

static int
mask_cb (uint8_t *out,
         const ngtcp2_crypto_cipher *cipher,
         const ngtcp2_crypto_cipher_ctx *context,
         const uint8_t *sample)
{
  memset (out, 0, NGTCP2_HP_MASKLEN);

  return 0;
}

static int
update_key_cb (ngtcp2_conn *conn,
               uint8_t *receive_secret,
               uint8_t *send_secret,
               ngtcp2_crypto_aead_ctx *receive_context,
               uint8_t *receive_iv,
               ngtcp2_crypto_aead_ctx *send_context,
               uint8_t *send_iv,
               const uint8_t *old_receive_secret,
               const uint8_t *old_send_secret,
               size_t secret_len,
               void *data)
{
  memset (receive_secret, 0, secret_len);
  memset (send_secret, 0, secret_len);
  memset (receive_iv, 0, NO_CIPHER_IV_LEN);
  memset (send_iv, 0, NO_CIPHER_IV_LEN);
  *receive_context = no_aead;
  *send_context = no_aead;

  return 0;
}

static void
forget_aead_cb (ngtcp2_conn *conn, ngtcp2_crypto_aead_ctx *context, void *data)
{
}

static void
forget_cipher_cb (ngtcp2_conn *conn, ngtcp2_crypto_cipher_ctx *context, void *data)
{
}

/* ---- the handshake: each end says a byte on each level, where TLS would say more */

static int
say_hello (ngtcp2_conn *conn, ngtcp2_encryption_level level)
{
  static const guint8 hello = 1;

  return ngtcp2_conn_submit_crypto_data (conn, level, &hello, sizeof hello);
}

static int
begin (ngtcp2_conn *conn)
{
  ngtcp2_crypto_ctx context = { .aead.max_overhead = OVERHEAD_LEN,
                                .max_encryption = G_MAXUINT64,
                                .max_decryption_failure = G_MAXUINT64 };

  ngtcp2_conn_set_initial_crypto_ctx (conn, &context);
  ngtcp2_conn_set_crypto_ctx (conn, &context);

  return ngtcp2_conn_install_initial_key (conn, &no_aead, no_iv, &no_cipher, &no_aead, no_iv,
                                          &no_cipher, NO_CIPHER_IV_LEN);
}

static int
client_initial_cb (ngtcp2_conn *conn, void *data)
{
  int error = begin (conn);

  return error != 0 ? error : say_hello (conn, NGTCP2_ENCRYPTION_LEVEL_INITIAL);
}

static int
recv_client_initial_cb (ngtcp2_conn *conn, const ngtcp2_cid *id, void *data)
{
  return begin (conn);
}

/* The peer is there. */
static int
go_on (const FarQuic *self)
{
  ngtcp2_conn *conn = self->conn;
  int error = take_params (self);

  if (error == 0 && !self->is_first)
    error = say_hello (conn, NGTCP2_ENCRYPTION_LEVEL_INITIAL);
  if (error == 0)
    error =
        ngtcp2_conn_install_rx_handshake_key (conn, &no_aead, no_iv, NO_CIPHER_IV_LEN, &no_cipher);
  if (error == 0)
    error =
        ngtcp2_conn_install_tx_handshake_key (conn, &no_aead, no_iv, NO_CIPHER_IV_LEN, &no_cipher);
  if (error == 0)
    error = ngtcp2_conn_install_rx_key (conn, no_secret, NO_CIPHER_SECRET_LEN, &no_aead, no_iv,
                                        NO_CIPHER_IV_LEN, &no_cipher);
  if (error == 0)
    error = ngtcp2_conn_install_tx_key (conn, no_secret, NO_CIPHER_SECRET_LEN, &no_aead, no_iv,
                                        NO_CIPHER_IV_LEN, &no_cipher);

  return error != 0 ? error : say_hello (conn, NGTCP2_ENCRYPTION_LEVEL_HANDSHAKE);
}

static int
recv_crypto_data_cb (ngtcp2_conn *conn,
                     ngtcp2_encryption_level level,
                     uint64_t offset,
                     const uint8_t *bytes,
                     size_t len,
                     void *data)
{
  /* a byte, once */
  if (offset != 0 || len != 1)
    return NGTCP2_ERR_CALLBACK_FAILURE;
  if (level == NGTCP2_ENCRYPTION_LEVEL_INITIAL)
    return go_on (data);
  if (level != NGTCP2_ENCRYPTION_LEVEL_HANDSHAKE)
    return NGTCP2_ERR_CALLBACK_FAILURE;

  ngtcp2_conn_tls_handshake_completed (conn);

  return 0;
}

/* Before this end is through with it, nobody can say that it is over: libngtcp2 would look at what
 * it has thrown away by then. */
static int
handshake_confirmed_cb (ngtcp2_conn *conn, void *data)
{
  return ngtcp2_conn_get_handshake_completed (conn) ? 0 : NGTCP2_ERR_CALLBACK_FAILURE;
}

/* Nobody asks for that here: one that has the keys is broken. */
static int
recv_retry_cb (ngtcp2_conn *conn, const ngtcp2_pkt_hd *head, void *data)
{
  return NGTCP2_ERR_CALLBACK_FAILURE;
}

static int
version_negotiation_cb (ngtcp2_conn *conn, uint32_t version, const ngtcp2_cid *id, void *data)
{
  return NGTCP2_ERR_CALLBACK_FAILURE;
}

/* ---- randomness */

static void
rand_cb (uint8_t *out, size_t len, const ngtcp2_rand_ctx *context)
{
  randombytes_buf (out, len);
}

static int
get_new_connection_id_cb (ngtcp2_conn *conn,
                          ngtcp2_cid *id,
                          uint8_t *token,
                          size_t id_len,
                          void *data)
{
  randombytes_buf (id->data, id_len);
  id->datalen = id_len;
  randombytes_buf (token, NGTCP2_STATELESS_RESET_TOKENLEN);

  return 0;
}

static int
get_path_challenge_data_cb (ngtcp2_conn *conn, uint8_t *out, void *data)
{
  randombytes_buf (out, NGTCP2_PATH_CHALLENGE_DATALEN);

  return 0;
}

/* ---- streams */

static int
recv_stream_data_cb (ngtcp2_conn *conn,
                     uint32_t flags,
                     int64_t stream,
                     uint64_t offset,
                     const uint8_t *bytes,
                     size_t len,
                     void *data,
                     void *stream_data)
{
  FarQuic *self = data;

  g_byte_array_append (self->in, bytes, len);
  if (flags & NGTCP2_STREAM_DATA_FLAG_FIN)
    self->peer_has_ended = TRUE;

  return 0;
}

static guint8 **
find_block (FarQuic *self, guint64 at)
{
  return &self->blocks[at / BLOCK_LEN % N_BLOCKS];
}

static int
acked_stream_data_offset_cb (ngtcp2_conn *conn,
                             int64_t stream,
                             uint64_t offset,
                             uint64_t len,
                             void *data,
                             void *stream_data)
{
  FarQuic *self = data;

  for (; self->n_acked / BLOCK_LEN < (offset + len) / BLOCK_LEN; self->n_acked += BLOCK_LEN)
    g_clear_pointer (find_block (self, self->n_acked), g_free);
  self->n_acked = offset + len;

  return 0;
}

static int
stream_close_cb (ngtcp2_conn *conn,
                 uint32_t flags,
                 int64_t stream,
                 uint64_t code,
                 void *data,
                 void *stream_data)
{
  FarQuic *self = data;

  if (stream == self->stream)
    {
      /* by a peer that wants no more of it, perhaps */
      if (!self->has_sent_end || self->n_acked < self->n_written)
        return NGTCP2_ERR_CALLBACK_FAILURE;
      self->has_acked_end = TRUE;
    }
  else if (!self->peer_has_ended)
    return NGTCP2_ERR_CALLBACK_FAILURE;

  return 0;
}

/* ---- packets */

static ngtcp2_tstamp
to_ns (gint64 us)
{
  return (ngtcp2_tstamp)us * NS_PER_US;
}

/* Of a datagram, all but its end. */
static void
make_tag (const guint8 *key, const guint8 *bytes, gsize len, guint8 out[static FAR_QUIC_TAG_LEN])
{
  crypto_generichash_blake2b (out, FAR_QUIC_TAG_LEN, bytes, len - FAR_QUIC_TAG_LEN, key,
                              FAR_KEY_LEN);
}

static gsize
seal (const FarQuic *self, guint8 *bytes, gsize len)
{
  make_tag (self->send_key, bytes, len, bytes + len - FAR_QUIC_TAG_LEN);

  return len;
}

static void
judge (FarQuic *self, int error)
{
  if (error == 0)
    return;

  g_debug ("over: %s", ngtcp2_strerror (error));
  self->is_over = TRUE;
}

void
far_quic_receive (FarQuic *self, const guint8 *bytes, gsize len, gint64 now_us)
{
  static const ngtcp2_pkt_info info;
  guint8 tag[FAR_QUIC_TAG_LEN];

  if (self->is_over || len <= FAR_QUIC_TAG_LEN || len > FAR_QUIC_DATAGRAM_LEN)
    return;

  make_tag (self->receive_key, bytes, len, tag);
  if (sodium_memcmp (tag, bytes + len - FAR_QUIC_TAG_LEN, FAR_QUIC_TAG_LEN) != 0)
    return;

  judge (self, ngtcp2_conn_read_pkt (self->conn, &self->path, &info, bytes, len, to_ns (now_us)));
}

void
far_quic_handle_timeout (FarQuic *self, gint64 now_us)
{
  if (!self->is_over)
    judge (self, ngtcp2_conn_handle_expiry (self->conn, to_ns (now_us)));
}

gint64
far_quic_get_deadline (const FarQuic *self)
{
  ngtcp2_tstamp at = self->is_over ? G_MAXUINT64 : ngtcp2_conn_get_expiry (self->conn);

  return at == G_MAXUINT64 ? G_MAXINT64 : (gint64)(at / NS_PER_US) + (at % NS_PER_US != 0);
}

/* What is written and was not sent yet, as much as a packet takes: of two blocks at most. */
static gsize
find_unsent (FarQuic *self, ngtcp2_vec out[static 2])
{
  gsize at = self->n_sent % BLOCK_LEN;
  gsize len = MIN (self->n_written - self->n_sent, FAR_QUIC_DATAGRAM_LEN);
  gsize first = MIN (len, BLOCK_LEN - at);

  if (len == 0)
    return 0;

  out[0] = (ngtcp2_vec){ *find_block (self, self->n_sent) + at, first };
  out[1] = (ngtcp2_vec){ *find_block (self, self->n_sent + first), len - first };

  return first == len ? 1 : 2;
}

static ngtcp2_ssize
write_packet (FarQuic *self, guint8 *out, gint64 now_us)
{
  ngtcp2_vec pieces[2];
  gsize n_pieces = find_unsent (self, pieces);
  gboolean is_last = self->will_end && self->n_written - self->n_sent <= FAR_QUIC_DATAGRAM_LEN;
  gboolean has_data = self->n_sent < self->n_written || (is_last && !self->has_sent_end);
  ngtcp2_ssize n_data = -1;
  ngtcp2_ssize n = NGTCP2_ERR_STREAM_DATA_BLOCKED;
  ngtcp2_pkt_info info;

  if (self->stream >= 0 && has_data)
    n = ngtcp2_conn_writev_stream (self->conn, NULL, &info, out, FAR_QUIC_DATAGRAM_LEN, &n_data,
                                   is_last ? NGTCP2_WRITE_STREAM_FLAG_FIN
                                           : NGTCP2_WRITE_STREAM_FLAG_NONE,
                                   self->stream, pieces, n_pieces, to_ns (now_us));
  /* the peer has no room for it now, but may have to hear something else */
  if (n == NGTCP2_ERR_STREAM_DATA_BLOCKED)
    n = ngtcp2_conn_writev_stream (self->conn, NULL, &info, out, FAR_QUIC_DATAGRAM_LEN, NULL,
                                   NGTCP2_WRITE_STREAM_FLAG_NONE, -1, NULL, 0, to_ns (now_us));
  if (n_data >= 0)
    {
      self->n_sent += n_data;
      self->has_sent_end = is_last && self->n_sent == self->n_written;
    }

  return n;
}

gsize
far_quic_poll_transmit (FarQuic *self, guint8 out[static FAR_QUIC_DATAGRAM_LEN], gint64 now_us)
{
  ngtcp2_ssize n = 0;

  if (self->is_over)
    return 0;

  /* not before the peer is there */
  if (self->stream < 0 && ngtcp2_conn_open_uni_stream (self->conn, &self->stream, NULL) != 0)
    self->stream = -1;
  if (self->n_burst < MAX (ngtcp2_conn_get_send_quantum (self->conn), FAR_QUIC_DATAGRAM_LEN))
    n = write_packet (self, out, now_us);
  if (n <= 0)
    {
      /* the next is due when these are on their way */
      ngtcp2_conn_update_pkt_tx_time (self->conn, to_ns (now_us));
      self->n_burst = 0;
      judge (self, (int)n);
      return 0;
    }

  self->n_burst += n;

  return seal (self, out, n);
}

gsize
far_quic_close (FarQuic *self, guint8 out[static FAR_QUIC_DATAGRAM_LEN], gint64 now_us)
{
  ngtcp2_pkt_info info;
  ngtcp2_ccerr why;
  ngtcp2_ssize n;

  if (self->is_over)
    return 0;

  self->is_over = TRUE;
  ngtcp2_ccerr_default (&why);
  n = ngtcp2_conn_write_connection_close (self->conn, NULL, &info, out, FAR_QUIC_DATAGRAM_LEN, &why,
                                          to_ns (now_us));

  return n > 0 ? seal (self, out, n) : 0;
}

/* ---- bytes */

gsize
far_quic_get_room (const FarQuic *self)
{
  return self->will_end ? 0 : FAR_QUIC_WINDOW - (self->n_written - self->n_acked);
}

void
far_quic_write (FarQuic *self, const guint8 *bytes, gsize len)
{
  g_return_if_fail (len <= far_quic_get_room (self));

  while (len > 0)
    {
      guint8 **block = find_block (self, self->n_written);
      gsize at = self->n_written % BLOCK_LEN;
      gsize n = MIN (len, BLOCK_LEN - at);

      if (*block == NULL)
        *block = g_malloc (BLOCK_LEN);
      memcpy (*block + at, bytes, n);
      self->n_written += n;
      bytes += n;
      len -= n;
    }
}

void
far_quic_write_end (FarQuic *self)
{
  self->will_end = TRUE;
}

const guint8 *
far_quic_peek (const FarQuic *self, gsize *len)
{
  *len = self->in->len - self->n_taken;

  return self->in->data + self->n_taken;
}

void
far_quic_take (FarQuic *self, gsize len)
{
  g_return_if_fail (len <= self->in->len - self->n_taken);

  self->n_taken += len;
  /* what was much once is given back */
  if (self->n_taken == self->in->len && self->in->len > BLOCK_LEN)
    {
      g_byte_array_unref (self->in);
      self->in = g_byte_array_new ();
      self->n_taken = 0;
    }
  else if (self->n_taken == self->in->len || self->n_taken > FAR_QUIC_WINDOW / 2)
    {
      g_byte_array_remove_range (self->in, 0, self->n_taken);
      self->n_taken = 0;
    }
  if (self->is_over)
    return;

  ngtcp2_conn_extend_max_offset (self->conn, len);
  /* not where the peer has ended */
  if (!self->peer_has_ended)
    judge (self, ngtcp2_conn_extend_max_stream_offset (self->conn, self->is_first ? 3 : 2, len));
}

gboolean
far_quic_has_ended (const FarQuic *self)
{
  return self->peer_has_ended && self->in->len == self->n_taken;
}

gboolean
far_quic_is_done (const FarQuic *self)
{
  return self->has_acked_end && self->peer_has_ended;
}

gboolean
far_quic_is_over (const FarQuic *self)
{
  return self->is_over;
}

gboolean
far_quic_is_quiet (const FarQuic *self)
{
  return !self->is_over && ngtcp2_conn_get_handshake_completed (self->conn) &&
         self->n_sent == self->n_written && self->will_end == self->has_sent_end;
}

/* ---- life */

static const ngtcp2_callbacks callbacks = {
  .client_initial = client_initial_cb,
  .recv_client_initial = recv_client_initial_cb,
  .recv_crypto_data = recv_crypto_data_cb,
  .recv_retry = recv_retry_cb,
  .version_negotiation = version_negotiation_cb,
  .encrypt = encrypt_cb,
  .decrypt = decrypt_cb,
  .hp_mask = mask_cb,
  .update_key = update_key_cb,
  .delete_crypto_aead_ctx = forget_aead_cb,
  .delete_crypto_cipher_ctx = forget_cipher_cb,
  .rand = rand_cb,
  .get_new_connection_id = get_new_connection_id_cb,
  .get_path_challenge_data = get_path_challenge_data_cb,
  .handshake_confirmed = handshake_confirmed_cb,
  .recv_stream_data = recv_stream_data_cb,
  .acked_stream_data_offset = acked_stream_data_offset_cb,
  .stream_close = stream_close_cb,
};

FarQuic *
far_quic_new (gboolean is_first,
              const guint8 send_key[static FAR_KEY_LEN],
              const guint8 receive_key[static FAR_KEY_LEN],
              gint64 now_us)
{
  FarQuic *self = g_new0 (FarQuic, 1);
  ngtcp2_transport_params params;
  ngtcp2_settings settings;
  int error;

  self->is_first = is_first;
  memcpy (self->send_key, send_key, FAR_KEY_LEN);
  memcpy (self->receive_key, receive_key, FAR_KEY_LEN);
  self->stream = -1;
  self->in = g_byte_array_new ();
  self->path.local.addr = self->path.remote.addr = (ngtcp2_sockaddr *)&nowhere;
  self->path.local.addrlen = self->path.remote.addrlen = sizeof nowhere;

  ngtcp2_settings_default (&settings);
  settings.cc_algo = NGTCP2_CC_ALGO_BBR;
  settings.initial_ts = to_ns (now_us);
  /* whoever waits for it knows for how long */
  settings.handshake_timeout = G_MAXUINT64;
  settings.max_tx_udp_payload_size = FAR_QUIC_DATAGRAM_LEN;
  settings.no_pmtud = 1;
  set_params (&params, is_first);
  error = is_first ? ngtcp2_conn_client_new (&self->conn, &second_id, &first_id, &self->path,
                                             NGTCP2_PROTO_VER_V1, &callbacks, &settings, &params,
                                             NULL, self)
                   : ngtcp2_conn_server_new (&self->conn, &first_id, &second_id, &self->path,
                                             NGTCP2_PROTO_VER_V1, &callbacks, &settings, &params,
                                             NULL, self);
  /* it has no other than that there is no memory */
  g_assert (error == 0);

  return self;
}

void
far_quic_free (FarQuic *self)
{
  if (self == NULL)
    return;

  ngtcp2_conn_del (self->conn);
  sodium_memzero (self->send_key, sizeof self->send_key);
  sodium_memzero (self->receive_key, sizeof self->receive_key);
  g_byte_array_unref (self->in);
  for (guint i = 0; i < N_BLOCKS; i++)
    g_free (self->blocks[i]);
  g_free (self);
}
