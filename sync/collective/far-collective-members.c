/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Leaving, and proposing that somebody else no longer belongs. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- leaving */

static gboolean
leave (FarPen *pen, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_LEAVE, .payload = payload };

  far_map_end (&map);

  return _far_pen_open (pen, error) && _far_writer_append (pen->writer, &saying, NULL, NULL, error);
}

gboolean
far_collective_leave (const FarWriter *writer, GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) && _far_pen_close (&pen, leave (&pen, error), error);
}

static void
free_promise (gpointer data)
{
  FarPromiseFacts *facts = data;

  g_free (facts->title);
  g_free (facts);
}

static gboolean
add_promises (FarView *view,
              guint32 rota,
              gint32 day,
              const FarGovMember *member,
              GPtrArray *out,
              GError **error)
{
  const guint8 *id = far_store_peek_ident (view->store, rota);
  FarRotaFacts *facts = NULL;
  FarRotaDay here;
  FarTurns turns;
  g_autoptr (GError) failure = NULL;

  if (!_far_turns_load (&turns, view, rota, day, error))
    return FALSE;

  for (guint i = 0; i < turns.nodes->len && failure == NULL; i++)
    {
      const FarTurnNode *node = &g_array_index (turns.nodes, FarTurnNode, i);
      const FarGovMember *whose =
          node->now != NULL ? node->now : _far_view_author (view, node->pos.log);
      FarPromiseFacts *promise;

      if (!_far_turn_counts (node) || whose != member)
        continue;
      if (facts == NULL)
        facts = _far_rota_read (view, id, &failure);
      if (facts == NULL || !_far_view_read_day (view, facts, day, &here, &failure))
        break;

      promise = g_new0 (FarPromiseFacts, 1);
      memcpy (promise->rota, id, FAR_RECORD_ID_LEN);
      memcpy (promise->person, far_store_peek_ident (view->store, node->person), FAR_RECORD_ID_LEN);
      promise->title = g_strdup (facts->title);
      promise->day = day;
      promise->at = here.at;
      g_ptr_array_add (out, promise);
    }
  g_clear_pointer (&facts, _far_rota_facts_free);
  _far_turns_clear (&turns);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return failure == NULL;
}

/* Returns: (transfer full) (element-type gint64): rota and day in turn; NULL with @error */
static GArray *
list_outings (FarStore *store, gint32 today, GError **error)
{
  g_autoptr (GArray) outings = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement =
      far_store_statement (store,
                           "SELECT DISTINCT rota, day FROM turn WHERE day >= ? ORDER BY day, rota");
  int code;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, today);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 pair[2] = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };

      g_array_append_vals (outings, pair, 2);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&outings) : NULL;
}

GPtrArray *
far_collective_promises (FarStore *store,
                         const guint8 member[static FAR_RECORD_ID_LEN],
                         gint32 today,
                         GError **error)
{
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (free_promise);
  g_autoptr (GArray) outings = list_outings (store, today, error);
  const FarGovMember *found;
  FarView view;
  gboolean good = outings != NULL;

  _far_view_init (&view, store);
  found = far_governance_find_member (view.gov, member);
  for (guint i = 0; good && found != NULL && i < outings->len; i += 2)
    good = add_promises (&view, g_array_index (outings, gint64, i),
                         g_array_index (outings, gint64, i + 1), found, promises, error);
  _far_view_clear (&view);

  return good ? g_steal_pointer (&promises) : NULL;
}

/* ---- removing */

/* The keys of the member's machines that stand, one after the other. */
static GByteArray *
list_machines (const FarGovernance *gov, const guint8 *member)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (gov, &n);
  GByteArray *keys = g_byte_array_new ();

  for (guint i = 0; i < n && keys->len < FAR_MEMBER_DEVICES_MAX * FAR_KEY_LEN; i++)
    if (devices[i].active && memcmp (devices[i].member, member, FAR_RECORD_ID_LEN) == 0)
      far_put (keys, devices[i].key, FAR_KEY_LEN);

  return keys;
}

gboolean
_far_member_remove (const FarWriter *writer,
                    const guint8 member[static FAR_RECORD_ID_LEN],
                    const guint8 proposal[static FAR_ID_LEN],
                    GError **error)
{
  g_autoptr (GByteArray) keys = list_machines (far_store_peek_governance (writer->store), member);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_REMOVE, .payload = payload };
  guint8 secret[FAR_HASH_LEN];

  far_map_bytes (&map, FAR_REMOVE_MEMBER, member, FAR_RECORD_ID_LEN);
  if (!_far_put_cuts (&map, writer->store, keys->data, keys->len / FAR_KEY_LEN, error))
    return FALSE;

  writer->random (secret, sizeof secret);
  far_map_bytes (&map, FAR_REMOVE_SECRET, secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);
  far_map_bytes (&map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, NULL, NULL, error);
}

static gboolean
check_target (const FarPen *pen, const guint8 *member, GError **error)
{
  const FarGovMember *found = far_governance_find_member (pen->view.gov, member);

  if (found == NULL || found->standing != FAR_GOV_ACTIVE)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_STANDING, "that is no member in standing", error);
  if (found == pen->me)
    return _far_refuse (FAR_COLLECTIVE_ERROR_YOURSELF, "that is yourself: you can leave", error);
  if (far_governance_get_n_active (pen->view.gov) < 3)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TOO_FEW_MEMBERS,
                        "of two members neither can remove the other", error);

  return TRUE;
}

static gboolean
propose_removal (FarPen *pen,
                 const guint8 *member,
                 const char *why,
                 FarApproval *out,
                 GError **error)
{
  FarMatter matter = { .kind = FAR_KIND_REMOVE };

  memcpy (matter.member, member, FAR_RECORD_ID_LEN);

  return check_target (pen, member, error) &&
         _far_matter_support (pen, &matter, _far_matter_find (pen->writer->store, &matter), out,
                              error) &&
         _far_proposal_write_reason (pen, out->proposal, member, why, error);
}

gboolean
far_collective_propose_removal (const FarWriter *writer,
                                const guint8 member[static FAR_RECORD_ID_LEN],
                                const char *why,
                                FarApproval *out,
                                GError **error)
{
  g_autofree char *tidy = _far_tidy_text (why, error);
  FarPen pen;

  if (tidy == NULL)
    return FALSE;
  if (*tidy == '\0')
    return _far_refuse (FAR_COLLECTIVE_ERROR_REASON_EMPTY, "a removal needs a reason", error);

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, propose_removal (&pen, member, tidy, out, error), error);
}
