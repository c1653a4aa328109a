/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who can open what is to be known of a child, and opening it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-notes-private.h"

#include <string.h>

/* ---- who can open it */

static gboolean
has_device (const GArray *devices, const guint8 *device)
{
  for (guint i = 0; i < devices->len; i++)
    if (memcmp (devices->data + (gsize)i * FAR_KEY_LEN, device, FAR_KEY_LEN) == 0)
      return TRUE;

  return FALSE;
}

static void
add_devices (GArray *devices, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_NOTE_READERS);
  FarPayload reader;

  while (far_payload_iter_map (&iter, &reader))
    {
      const guint8 *device = far_payload_bytes (&reader, FAR_READER_DEVICE);

      if (!has_device (devices, device))
        g_array_append_vals (devices, device, 1);
    }
}

static void
free_own_note (gpointer data)
{
  FarOwnNote *self = data;

  g_array_unref (self->from);
  g_array_unref (self->devices);
  g_free (self);
}

/* @live: the family's own that hold; who can open one and not the other lacks something */
static void
find_devices (FarOwnNote *self, const GArray *live)
{
  add_devices (self->devices, &g_array_index (live, FarLive, 0).write->payload);
  for (guint i = self->devices->len; i-- > 0;)
    for (guint j = 1; j < live->len; j++)
      if (!far_note_is_for (&g_array_index (live, FarLive, j).write->payload,
                            (const guint8 *)self->devices->data + (gsize)i * FAR_KEY_LEN))
        {
          g_array_remove_index (self->devices, i);
          break;
        }
}

/* Of whom a family may have said something, by whoever: one question instead of one for each child.
 */
static gboolean
find_noted (FarView *view, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (view->store,
                           "SELECT DISTINCT about FROM daily WHERE kind = 48 AND day = ?");
  int code;

  if (view->noted != NULL)
    return TRUE;
  if (statement == NULL)
    return far_store_fail (view->store, error);

  view->noted = g_hash_table_new (NULL, NULL);
  view->notes = g_hash_table_new_full (NULL, NULL, NULL, free_own_note);
  sqlite3_bind_int64 (statement, 1, FAR_NOTE_NO_DAY);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_hash_table_add (view->noted, GUINT_TO_POINTER ((guint32)sqlite3_column_int64 (statement, 0)));
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE;
}

gboolean
_far_view_is_noted (FarView *view, guint32 ident, gboolean *out, GError **error)
{
  *out = FALSE;
  if (!find_noted (view, error))
    return FALSE;
  *out = g_hash_table_contains (view->noted, GUINT_TO_POINTER (ident));

  return TRUE;
}

/* @out: (out): what the family says of the child, or who asks for a hand; NULL if nothing.
 * Borrowed of the view */
static gboolean
find_own (FarView *view, const guint8 *id, const FarOwnNote **out, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, id);
  FarOwnNote *note;
  FarOwn own;

  *out = NULL;
  if (!find_noted (view, error))
    return FALSE;
  if (!g_hash_table_contains (view->noted, GUINT_TO_POINTER (ident)))
    return TRUE;
  if ((*out = g_hash_table_lookup (view->notes, GUINT_TO_POINTER (ident))) != NULL)
    return TRUE;
  if (!_far_own_load (&own, view, ident, error))
    return FALSE;

  if (own.live->len > 0)
    {
      note = g_new0 (FarOwnNote, 1);
      note->from = g_array_ref (own.from);
      note->devices = g_array_new (FALSE, FALSE, FAR_KEY_LEN);
      find_devices (note, own.live);
      g_hash_table_insert (view->notes, GUINT_TO_POINTER (ident), note);
      *out = note;
    }
  else
    g_hash_table_remove (view->noted, GUINT_TO_POINTER (ident));
  _far_own_clear (&own);

  return TRUE;
}

gboolean
_far_view_add_own_notes (FarView *view, GPtrArray *children, GError **error)
{
  for (guint i = 0; i < children->len; i++)
    {
      FarChildFacts *child = children->pdata[i];
      const FarOwnNote *note;

      g_clear_pointer (&child->note_devices, g_array_unref);
      if (!find_own (view, child->id, &note, error))
        return FALSE;
      if (note != NULL)
        child->note_devices = g_array_ref (note->devices);
    }

  return TRUE;
}

/* Adds to @devices those that can open what was sealed for that outing and says what the family
 * says now. */
static gboolean
add_sealed (FarView *view,
            const FarOwnNote *own,
            guint32 child,
            guint32 rota,
            gint32 day,
            GArray *devices,
            GError **error)
{
  g_autoptr (GArray) live = NULL;
  FarHistory history;

  if (!_far_history_load_daily (&history, view, FAR_KIND_NOTE, child, rota, day, error))
    return FALSE;

  live = _far_history_live (&history, FAR_NOTE_READERS);
  for (guint i = 0; i < live->len; i++)
    {
      const FarLive *one = &g_array_index (live, FarLive, i);

      if (one->is_right && _far_note_has_words (one->write) &&
          _far_note_is_from (&one->write->payload, own->from))
        add_devices (devices, &one->write->payload);
    }
  _far_history_clear (&history);

  return TRUE;
}

/* Adds the person if none of their machines can open it. */
static gboolean
add_unreached (FarView *view,
               const guint8 *person,
               const GArray *note_devices,
               GArray *unreached,
               GError **error)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (view->gov, &n);
  const FarGovMember *member;
  gboolean is_reached = FALSE;

  if (!_far_note_find_member (view, person, &member, error))
    return FALSE;
  for (guint i = 0; i < n && member != NULL && !is_reached; i++)
    is_reached = devices[i].active &&
                 memcmp (devices[i].member, member->id, FAR_RECORD_ID_LEN) == 0 &&
                 has_device (note_devices, devices[i].key);
  if (!is_reached)
    g_array_append_vals (unreached, person, 1);

  return TRUE;
}

/* Adds the adults who come, to whatever walks as one, and of whom no machine can open it. */
static gboolean
find_unreached (FarView *view, const FarOutingFacts *outing, FarWalkerFacts *walker, GError **error)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if (_far_turn_is_adult (turn) &&
          !add_unreached (view, turn->person, walker->note_devices, walker->unreached, error))
        return FALSE;
    }
  for (guint i = 0; outing->beside != NULL && i < outing->beside->len; i++)
    if (!add_unreached (view, (const guint8 *)outing->beside->data + (gsize)i * FAR_RECORD_ID_LEN,
                        walker->note_devices, walker->unreached, error))
      return FALSE;

  return TRUE;
}

/* The rota for which the child is booked: its own, or one that walks with it. */
static guint32
find_booked_rota (FarView *view, const FarOutingFacts *outing, const FarWalkerFacts *walker)
{
  return far_store_find_ident (view->store,
                               walker->from_title != NULL ? walker->from_rota : outing->rota->id);
}

gboolean
_far_view_add_notes (FarView *view, FarOutingFacts *outing, GError **error)
{
  for (guint i = 0; i < outing->walkers->len; i++)
    {
      FarWalkerFacts *walker = outing->walkers->pdata[i];
      guint32 child = far_store_find_ident (view->store, walker->child->id);
      const FarOwnNote *own;

      if ((walker->is_absent && !walker->is_contested) || !_far_outing_walks (outing))
        continue;
      if (!find_own (view, walker->child->id, &own, error))
        return FALSE;
      if (own == NULL)
        continue;

      walker->note_devices = g_array_copy (own->devices);
      walker->unreached = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
      if (!add_sealed (view, own, child, find_booked_rota (view, outing, walker), outing->day,
                       walker->note_devices, error) ||
          !find_unreached (view, outing, walker, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_far_view_add_help_note (FarView *view, FarHelpFacts *self, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, self->facts->id);
  const FarOwnNote *own;

  if (!find_own (view, self->facts->id, &own, error))
    return FALSE;
  if (own == NULL)
    return TRUE;

  self->note_devices = g_array_copy (own->devices);
  self->unreached = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  if (!add_sealed (view, own, ident, ident, self->facts->claims_day, self->note_devices, error))
    return FALSE;
  for (guint i = 0; i < self->claims->len; i++)
    {
      const FarClaimFacts *claim = self->claims->pdata[i];

      if (far_claim_facts_comes (claim) &&
          !add_unreached (view, claim->person, self->note_devices, self->unreached, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
far_devices_has (const GArray *devices, const guint8 device[static FAR_KEY_LEN])
{
  return devices != NULL && has_device (devices, device);
}

gboolean
far_outing_facts_is_adult (const FarOutingFacts *self,
                           const guint8 person[static FAR_RECORD_ID_LEN])
{
  for (guint i = 0; i < self->turns->len; i++)
    {
      const FarTurnFacts *turn = self->turns->pdata[i];

      if (_far_turn_is_adult (turn) && memcmp (turn->person, person, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return self->beside != NULL && _far_ids_have (self->beside, person);
}

/* ---- reading */

void
far_note_facts_clear (FarNoteFacts *self)
{
  g_clear_pointer (&self->words, _far_words_free);
  memset (self, 0, sizeof *self);
}

static gboolean
take_words (FarNoteFacts *out, char *words, const FarWrite *write, GError **error)
{
  if (words == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOTE_SEALED, "it is not sealed to this machine",
                        error);

  out->words = words;
  out->time_ms = write->time_ms;
  if (write->author != NULL)
    memcpy (out->by, write->author->id, FAR_RECORD_ID_LEN);

  return TRUE;
}

static gboolean
read_own (const FarOwn *own, const FarIdentity *me, FarNoteFacts *out, GError **error)
{
  out->n = own->live->len;

  return take_words (out, _far_note_open_live (&own->history, own->live, me),
                     g_array_index (own->live, FarLive, 0).write, error);
}

/* The newest of those that hold and that this machine can open. */
static gboolean
read_sealed (FarView *view,
             const FarOwn *own,
             const FarIdentity *me,
             guint32 child,
             guint32 rota,
             gint32 day,
             FarNoteFacts *out,
             GError **error)
{
  g_autoptr (GArray) live = NULL;
  char *words = NULL;
  FarHistory history;
  gboolean good;
  guint i;

  if (!_far_history_load_daily (&history, view, FAR_KIND_NOTE, child, rota, day, error))
    return FALSE;

  live = _far_history_live (&history, FAR_NOTE_READERS);
  for (i = 0; i < live->len && words == NULL; i++)
    {
      const FarLive *one = &g_array_index (live, FarLive, i);

      if (one->is_right && _far_note_has_words (one->write) &&
          _far_note_is_from (&one->write->payload, own->from))
        words = _far_note_open (&history, one->write, me);
    }
  out->n = own->live->len;
  good = take_words (out, words, words != NULL ? g_array_index (live, FarLive, i - 1).write : NULL,
                     error);
  _far_history_clear (&history);

  return good;
}

/* Whoever does not come has no business with it, whatever a machine still holds.
 * @out_rota: (out): for which the child is booked, and it is sealed */
static gboolean
check_comes (FarView *view,
             const FarIdentity *me,
             const FarChildFacts *child,
             const guint8 *id,
             gint32 day,
             guint32 *out_rota,
             GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarRotaFacts *rota = _far_rota_read (view, id, &failure);
  FarOutingFacts *outing;
  gboolean is_there;
  FarReachMap reach;

  if (rota == NULL)
    {
      if (failure == NULL)
        return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such rota", error);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  _far_reach_map_init (&reach, view, me->member);
  outing = _far_view_read_outing (view, &reach, rota, day, error);
  _far_reach_map_clear (&reach);
  is_there = outing != NULL && _far_outing_walks (outing) &&
             _far_walkers_have (outing->walkers, child) &&
             far_outing_facts_is_adult (outing, me->member);
  for (guint i = 0; is_there && i < outing->walkers->len; i++)
    {
      const FarWalkerFacts *walker = outing->walkers->pdata[i];

      if (far_record_id_equal (walker->child->id, child->id))
        {
          *out_rota = find_booked_rota (view, outing, walker);
          break;
        }
    }
  if (outing != NULL && !is_there)
    _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "who walks with the child is told", error);
  far_outing_facts_free (outing);
  _far_rota_facts_free (rota);

  return is_there;
}

static gboolean
read_note (FarView *view,
           const FarIdentity *me,
           const FarChildFacts *child,
           guint32 ident,
           const guint8 *rota,
           gint32 day,
           FarNoteFacts *out,
           GError **error)
{
  gboolean is_mine = far_child_facts_has_guardian (child, me->member);
  guint32 booked = 0;
  gboolean good;
  FarOwn own;

  if (!is_mine && rota == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS, "its guardians read that", error);
  if (!is_mine && !check_comes (view, me, child, rota, day, &booked, error))
    return FALSE;
  if (!_far_own_load (&own, view, ident, error))
    return FALSE;

  if (own.live->len == 0)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_NO_NOTE, "there is nothing to know", error);
  else if (is_mine)
    good = read_own (&own, me, out, error);
  else
    good = read_sealed (view, &own, me, ident, booked, day, out, error);
  _far_own_clear (&own);

  return good;
}

gboolean
far_collective_read_note (FarStore *store,
                          const FarIdentity *me,
                          const guint8 child[static FAR_RECORD_ID_LEN],
                          const guint8 *rota,
                          gint32 day,
                          FarNoteFacts *out,
                          GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint32 ident = far_store_find_ident (store, child);
  FarChildFacts *facts = NULL;
  gboolean good = FALSE;
  FarView view;

  memset (out, 0, sizeof *out);
  _far_view_init (&view, store);
  if (ident != 0)
    facts = _far_child_read (&view, ident, &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (facts == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such child", error);
  else
    good = read_note (&view, me, facts, ident, rota, day, out, error);
  g_clear_pointer (&facts, far_child_facts_unref);
  _far_view_clear (&view);

  return good;
}

/* Whoever does not help has no business with it, whatever a machine still holds. */
static gboolean
read_help_note (FarView *view,
                const FarIdentity *me,
                const FarHelpFacts *help,
                FarNoteFacts *out,
                GError **error)
{
  guint32 ident = far_store_find_ident (view->store, help->facts->id);
  gboolean is_mine = far_record_id_equal (help->facts->owner, me->member);
  gboolean helps = FALSE;
  gboolean good;
  FarOwn own;

  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaimFacts *claim = help->claims->pdata[i];

      helps |= far_claim_facts_comes (claim) && far_record_id_equal (claim->person, me->member);
    }
  if (!is_mine && !helps)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "who helps is told", error);
  if (!_far_own_load (&own, view, ident, error))
    return FALSE;

  if (own.live->len == 0)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_NO_NOTE, "there is nothing to know", error);
  else if (is_mine)
    good = read_own (&own, me, out, error);
  else
    good = read_sealed (view, &own, me, ident, ident, help->facts->claims_day, out, error);
  _far_own_clear (&own);

  return good;
}

gboolean
far_collective_read_help_note (FarStore *store,
                               const FarIdentity *me,
                               const guint8 help[static FAR_RECORD_ID_LEN],
                               FarNoteFacts *out,
                               GError **error)
{
  g_autoptr (FarHelpFacts) found = far_collective_one_help (store, help, me->member, error);
  gboolean good;
  FarView view;

  memset (out, 0, sizeof *out);
  if (found == NULL)
    return FALSE;
  _far_view_init (&view, store);
  good = read_help_note (&view, me, found, out, error);
  _far_view_clear (&view);

  return good;
}
