/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The turns of one outing: who has seen whom, what each has come to, and their ranks.
 *
 * The graph's nodes are the outing's entries of kind TURN, turns and changes of turns alike. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* Used while the graph is made. */
typedef struct
{
  GArray *refs;      /* owned (element-type FarPos): of node i from first_ref[i] on */
  GArray *first_ref; /* owned (element-type guint) */
} Graph;

static FarTurnNode *
get_node (const FarTurns *self, guint i)
{
  return &g_array_index (self->nodes, FarTurnNode, i);
}

/* ---- loading */

static void
unpack_refs (Graph *graph, const guint8 *packed, gsize len)
{
  FarReader reader = far_reader (packed, len);
  guint first = graph->refs->len;

  g_array_append_val (graph->first_ref, first);
  while (far_reader_left (&reader) > 0)
    {
      FarPos pos;

      pos.log = far_reader_varint (&reader);
      pos.seq = far_reader_varint (&reader);
      g_array_append_val (graph->refs, pos);
    }
}

static gboolean
load_rows (FarTurns *self, Graph *graph, GError **error)
{
  FarSayings rows;
  GError *local = NULL;

  if (self->is_booking
          ? !_far_sayings_of_bookings (&rows, self->view->store, self->rota, error)
          : !_far_sayings_of_turns (&rows, self->view->store, self->rota, self->day, error))
    return FALSE;

  while (_far_sayings_next (&rows, &local))
    {
      FarTurnNode node = { 0 };

      node.pos.log = sqlite3_column_int64 (rows.statement, 0);
      node.pos.seq = sqlite3_column_int64 (rows.statement, 1);
      node.role = sqlite3_column_int (rows.statement, 2);
      node.person = sqlite3_column_int64 (rows.statement, 3);
      node.turn = sqlite3_column_int64 (rows.statement, 4);
      node.state = sqlite3_column_int (rows.statement, 5);
      unpack_refs (graph, sqlite3_column_blob (rows.statement, 6),
                   sqlite3_column_bytes (rows.statement, 6));
      node.at = sqlite3_column_int (rows.statement, 7);
      node.day = self->is_booking ? sqlite3_column_int (rows.statement, 8) : self->day;
      g_array_append_val (self->nodes, node);
    }
  if (local != NULL)
    g_propagate_error (error, local);

  return local == NULL;
}

static gboolean
link_nodes (FarTurns *self, Graph *graph, GError **error)
{
  g_autofree FarPlace *places = g_new (FarPlace, self->nodes->len);
  guint end = graph->refs->len;
  FarSight sight;

  for (guint i = 0; i < self->nodes->len; i++)
    places[i] = (FarPlace){ get_node (self, i)->pos, i };
  _far_sight_init (&sight, self->view->store, FAR_KIND_TURN, places, self->nodes->len);
  g_array_append_val (graph->first_ref, end);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      FarTurnNode *node = get_node (self, i);
      guint first_ref = g_array_index (graph->first_ref, guint, i);
      guint n_refs = g_array_index (graph->first_ref, guint, i + 1) - first_ref;

      node->first_seen = self->seen->len;
      if (!_far_sight_find (&sight, node->pos,
                            n_refs > 0 ? &g_array_index (graph->refs, FarPos, first_ref) : NULL,
                            n_refs, self->seen, error))
        return FALSE;
      node->n_seen = self->seen->len - node->first_seen;
    }

  return TRUE;
}

/* ---- what a turn has come to */

static void
walk_seen (const FarTurns *self, guint from, guint8 *is_seen)
{
  g_autofree guint *stack = g_new (guint, self->nodes->len);
  guint n = 0;

  stack[n++] = from;
  while (n > 0)
    {
      const FarTurnNode *node = get_node (self, stack[--n]);

      for (guint i = 0; i < node->n_seen; i++)
        {
          guint next = g_array_index (self->seen, guint, node->first_seen + i);

          if (!is_seen[next])
            {
              is_seen[next] = TRUE;
              stack[n++] = next;
            }
        }
    }
}

gboolean
_far_turn_has_seen (const FarTurns *self, guint from, guint what)
{
  g_autofree guint8 *is_seen = g_new0 (guint8, self->nodes->len);

  walk_seen (self, from, is_seen);

  return is_seen[what];
}

/* Whether change @a is shown rather than @b: neither had seen the other. */
static gboolean
goes_before (const FarTurns *self, guint a, guint b, gboolean *out, GError **error)
{
  FarRow row;
  gint64 time_ms;
  guint8 id[FAR_ID_LEN];

  if (!far_store_read_pos (self->view->store, get_node (self, a)->pos, &row, error))
    return FALSE;
  time_ms = row.time_ms;
  memcpy (id, row.id, FAR_ID_LEN);
  if (!far_store_read_pos (self->view->store, get_node (self, b)->pos, &row, error))
    return FALSE;

  *out = time_ms != row.time_ms ? time_ms > row.time_ms : memcmp (id, row.id, FAR_ID_LEN) > 0;

  return TRUE;
}

static gboolean
says_when (const FarTurnNode *change)
{
  return change->at >= 0;
}

static gboolean
says_what (const FarTurnNode *change)
{
  return change->state != FAR_TURN_STATE_UNSAID;
}

gboolean
_far_turns_find_best (FarTurns *self,
                      const guint *changes,
                      guint n,
                      gboolean (*says) (const FarTurnNode *change),
                      guint *out,
                      GError **error)
{
  g_autofree guint8 *is_seen = g_new0 (guint8, self->nodes->len);
  guint best = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    if (says == NULL || says (get_node (self, changes[i])))
      walk_seen (self, changes[i], is_seen);

  for (guint i = 0; i < n; i++)
    {
      gboolean is_better = best == G_MAXUINT;

      if (is_seen[changes[i]] || (says != NULL && !says (get_node (self, changes[i]))))
        continue;
      if (!is_better && !goes_before (self, changes[i], best, &is_better, error))
        return FALSE;
      if (is_better)
        best = changes[i];
    }
  *out = best;

  return TRUE;
}

/* Who looks for a stand-in says nothing of the time, and who says yes to that nothing else. */
static gboolean
apply_changes (FarTurns *self, guint turn, const guint *changes, guint n, GError **error)
{
  guint what;
  guint at;

  if (!_far_turns_find_best (self, changes, n, says_what, &what, error) ||
      !_far_turns_find_best (self, changes, n, says_when, &at, error))
    return FALSE;

  if (what != G_MAXUINT)
    {
      get_node (self, turn)->state = get_node (self, what)->state;
      get_node (self, turn)->change = what;
    }
  if (at != G_MAXUINT)
    get_node (self, turn)->at = get_node (self, at)->at;

  return TRUE;
}

/* Turns and changes that their author had the right to write.  Only who may take a turn for
 * somebody may change it, so whose it is decides both. */
static gboolean
judge_nodes (FarTurns *self, gboolean *has_changes, GError **error)
{
  FarView *view = self->view;

  *has_changes = FALSE;
  for (guint i = 0; i < self->nodes->len; i++)
    {
      FarTurnNode *node = get_node (self, i);
      const FarPerson *person;

      if (node->person == 0)
        {
          *has_changes = TRUE;
          continue;
        }

      person = _far_view_person (view, node->person, error);
      if (person == NULL)
        return FALSE;

      node->is_good = far_store_row_counts (view->store, node->pos) &&
                      _far_person_is_spoken_for_by (person, _far_view_author (view, node->pos.log));
      if (!_far_view_now (view, node->person, &node->now, error))
        return FALSE;
      node->state = FAR_TURN_STATE_STANDS;
      node->change = i;
      node->stand_in = i;
      far_record_id (far_store_peek_collective (view->store),
                     far_store_peek_log (view->store, node->pos.log)->device, node->pos.seq, 0,
                     node->id);
    }

  return TRUE;
}

static gboolean
change_turns (FarTurns *self, GError **error)
{
  g_autofree guint *changes = g_new (guint, self->nodes->len);
  FarView *view = self->view;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      FarTurnNode *turn = get_node (self, i);
      guint32 ident = turn->person != 0 ? far_store_find_ident (view->store, turn->id) : 0;
      guint n = 0;

      /* what has no ident, no entry names */
      for (guint j = 0; j < self->nodes->len && ident != 0; j++)
        {
          FarTurnNode *change = get_node (self, j);

          if (change->turn != ident)
            continue;

          change->is_good = far_store_row_counts (view->store, change->pos) &&
                            _far_turn_is_of (self, i, _far_view_author (view, change->pos.log));
          if (change->is_good)
            changes[n++] = j;
        }

      if (n > 0 && !apply_changes (self, i, changes, n, error))
        return FALSE;
    }

  return TRUE;
}

/* ---- who it is under another record */

const guint8 *
_far_turn_peek_person (const FarTurns *self, guint i)
{
  const FarTurnNode *node = get_node (self, i);

  return node->now != NULL ? node->now->id : far_store_peek_ident (self->view->store, node->person);
}

gboolean
_far_turn_is_same_person (const FarTurns *self, guint a, guint b)
{
  return memcmp (_far_turn_peek_person (self, a), _far_turn_peek_person (self, b),
                 FAR_RECORD_ID_LEN) == 0;
}

gboolean
_far_turn_is_of (const FarTurns *self, guint node, const FarGovMember *member)
{
  const FarTurnNode *turn = get_node (self, node);

  return member != NULL &&
         (member == _far_view_author (self->view, turn->pos.log) || member == turn->now);
}

/* Who is one person comes once: the member's own word goes before what was noted for them, and of
 * that the smaller id. */
static void
drop_doubles (FarTurns *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      FarTurnNode *node = get_node (self, i);

      if (node->now == NULL || !_far_turn_counts (node))
        continue;

      for (guint j = 0; j < self->nodes->len && !node->is_double; j++)
        {
          const FarTurnNode *other = get_node (self, j);

          node->is_double =
              other->person != 0 && other->person != node->person && other->role == node->role &&
              _far_turn_counts (other) && _far_turn_is_same_person (self, i, j) &&
              (other->now == NULL || memcmp (other->id, node->id, FAR_RECORD_ID_LEN) < 0);
        }
    }
}

/* Whoever is gone does not come.  What was noted for one who is a member now goes with that one,
 * and not with who noted it. */
static void
release_gone (FarTurns *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      FarTurnNode *node = get_node (self, i);
      gint32 gone_on = node->now != NULL ? _far_view_member_gone_on (self->view, node->now)
                                         : _far_view_gone_on (self->view, node->pos.log);

      if (node->person != 0 && node->day >= gone_on)
        node->state = FAR_TURN_STATE_RELEASED;
    }
}

static gboolean
load (FarTurns *self, GError **error)
{
  Graph graph;
  gboolean has_changes;
  gboolean good;

  self->nodes = g_array_new (FALSE, FALSE, sizeof (FarTurnNode));
  self->seen = g_array_new (FALSE, FALSE, sizeof (guint));
  graph.refs = g_array_new (FALSE, FALSE, sizeof (FarPos));
  graph.first_ref = g_array_new (FALSE, FALSE, sizeof (guint));

  good = load_rows (self, &graph, error) && link_nodes (self, &graph, error) &&
         judge_nodes (self, &has_changes, error) && (!has_changes || change_turns (self, error));
  release_gone (self);
  if (!self->is_booking)
    drop_doubles (self);

  g_array_unref (graph.refs);
  g_array_unref (graph.first_ref);
  if (!good)
    _far_turns_clear (self);

  return good;
}

gboolean
_far_turns_load (FarTurns *self, FarView *view, guint32 rota, gint32 day, GError **error)
{
  *self = (FarTurns){ .view = view, .rota = rota, .day = day };

  return load (self, error);
}

gboolean
_far_turns_load_thing (FarTurns *self, FarView *view, guint32 thing, GError **error)
{
  *self = (FarTurns){ .view = view, .rota = thing, .is_booking = TRUE };

  return load (self, error);
}

void
_far_turns_clear (FarTurns *self)
{
  g_clear_pointer (&self->nodes, g_array_unref);
  g_clear_pointer (&self->seen, g_array_unref);
  g_clear_pointer (&self->places, g_free);
}

/* ---- ranks */

static gboolean
is_planned (const FarPayload *plan, const guint8 *id)
{
  FarPayloadIter iter;
  const guint8 *named;

  if (plan == NULL)
    return FALSE;

  iter = far_payload_iter (plan, FAR_OUTING_PLAN);
  while (far_payload_iter_bytes (&iter, &named))
    {
      if (memcmp (named, id, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Entry ids tell apart the turns of one person only, which hardly anybody has two of. */
static gboolean
fill_entry_ids (const FarTurns *self, FarRankTurn *ranked, GError **error)
{
  g_autoptr (GHashTable) first = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const FarTurnNode *node = get_node (self, i);
      gpointer key = GUINT_TO_POINTER (node->person);
      guint other;

      if (!ranked[i].counts)
        continue;

      other = GPOINTER_TO_UINT (g_hash_table_lookup (first, key));
      if (other == 0)
        {
          g_hash_table_insert (first, key, GUINT_TO_POINTER (i + 1));
          continue;
        }
      if (!far_store_get_id (self->view->store, node->pos, ranked[i].entry, error) ||
          !far_store_get_id (self->view->store, get_node (self, other - 1)->pos,
                             ranked[other - 1].entry, error))
        return FALSE;
    }

  return TRUE;
}

/* ---- who stands in for whom */

/* The other way round: by whom each node was seen. */
typedef struct
{
  guint *first; /* owned: in @later, of node i; one more at the end */
  guint *later; /* owned */
} Later;

static void
find_later (const FarTurns *self, Later *out)
{
  guint n = self->nodes->len;
  g_autofree guint *next = g_new0 (guint, n);

  out->first = g_new0 (guint, n + 1);
  out->later = g_new (guint, self->seen->len);
  for (guint i = 0; i < self->seen->len; i++)
    out->first[g_array_index (self->seen, guint, i) + 1]++;
  for (guint i = 0; i < n; i++)
    {
      out->first[i + 1] += out->first[i];
      next[i] = out->first[i];
    }

  for (guint i = 0; i < n; i++)
    {
      const FarTurnNode *node = get_node (self, i);

      for (guint j = 0; j < node->n_seen; j++)
        out->later[next[g_array_index (self->seen, guint, node->first_seen + j)]++] = i;
    }
}

/* Of the turns that others took knowing that @seeker looked for somebody, the one with the smallest
 * id that stands in for nobody yet; one that was given back meanwhile too, since a duty that was
 * taken over does not come back unasked.  Returns: @seeker if there is none */
static guint
find_stand_in (const FarTurns *self, const Later *seen_by, guint seeker, const guint8 *is_used)
{
  g_autofree guint *stack = g_new (guint, self->nodes->len);
  g_autofree guint8 *is_reached = g_new0 (guint8, self->nodes->len);
  guint best = seeker;
  guint n = 0;

  stack[n++] = get_node (self, seeker)->change;
  while (n > 0)
    {
      guint at = stack[--n];

      for (guint i = seen_by->first[at]; i < seen_by->first[at + 1]; i++)
        {
          guint next = seen_by->later[i];
          const FarTurnNode *node = get_node (self, next);

          if (is_reached[next])
            continue;
          is_reached[next] = TRUE;
          stack[n++] = next;

          if (node->person != 0 && node->is_good && !node->is_double && !is_used[next] &&
              node->role == get_node (self, seeker)->role &&
              !_far_turn_is_same_person (self, seeker, next) &&
              (best == seeker ||
               memcmp (node->id, get_node (self, best)->id, FAR_RECORD_ID_LEN) < 0))
            best = next;
        }
    }

  return best;
}

static int
compare_ranks (gconstpointer a, gconstpointer b, gpointer data)
{
  const FarTurns *self = data;
  guint one = *(const guint *)a;
  guint other = *(const guint *)b;

  if (get_node (self, one)->role != get_node (self, other)->role)
    return get_node (self, one)->role < get_node (self, other)->role ? -1 : 1;

  return self->places[one].rank < self->places[other].rank ? -1 : 1;
}

/* One who comes stands in for one, who looked for somebody first by rank. */
static void
relieve_seekers (FarTurns *self)
{
  g_autoptr (GArray) seekers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint8 *is_used = NULL;
  Later seen_by;

  for (guint i = 0; i < self->nodes->len; i++)
    if (self->places[i].rank > 0 && get_node (self, i)->state == FAR_TURN_STATE_SEEKING)
      g_array_append_val (seekers, i);
  if (seekers->len == 0)
    return;

  g_array_sort_with_data (seekers, compare_ranks, self);
  is_used = g_new0 (guint8, self->nodes->len);
  find_later (self, &seen_by);
  for (guint i = 0; i < seekers->len; i++)
    {
      guint seeker = g_array_index (seekers, guint, i);
      guint found = find_stand_in (self, &seen_by, seeker, is_used);

      get_node (self, seeker)->stand_in = found;
      is_used[found] = found != seeker;
    }
  g_free (seen_by.first);
  g_free (seen_by.later);
}

gboolean
_far_turns_rank (FarTurns *self, const FarPayload *plan, GError **error)
{
  FarStore *store = self->view->store;
  guint n = self->nodes->len;
  g_autofree FarRankTurn *ranked = g_new0 (FarRankTurn, n);

  if (n == 0)
    return TRUE;

  for (guint i = 0; i < n; i++)
    {
      const FarTurnNode *node = get_node (self, i);

      memcpy (ranked[i].person, far_store_peek_ident (store, node->person), FAR_RECORD_ID_LEN);
      ranked[i].role = self->is_booking ? 0 : node->role;
      ranked[i].is_own = self->is_booking;
      ranked[i].counts = _far_turn_counts (node);
      ranked[i].confirmed = ranked[i].counts && (node->is_handed || is_planned (plan, node->id));
      ranked[i].n_seen = node->n_seen;
      if (node->n_seen > 0)
        ranked[i].seen = &g_array_index (self->seen, guint, node->first_seen);
    }
  if (!fill_entry_ids (self, ranked, error))
    return FALSE;

  self->places = g_new0 (FarRankPlace, n);
  far_rank_turns (far_store_peek_ident (store, self->rota), self->day, ranked, n, self->places);
  if (!self->is_booking)
    relieve_seekers (self);

  return TRUE;
}

guint
_far_turns_refs (const FarTurns *self, FarPos prev, FarPos out[static FAR_REFS_MAX])
{
  g_autofree guint8 *is_seen = g_new0 (guint8, self->nodes->len);
  guint n = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const FarTurnNode *node = get_node (self, i);

      if (far_pos_equal (node->pos, prev))
        continue;
      for (guint j = 0; j < node->n_seen; j++)
        is_seen[g_array_index (self->seen, guint, node->first_seen + j)] = TRUE;
    }

  /* should there be too many, those who stand matter most */
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->nodes->len && n < FAR_REFS_MAX; i++)
        {
          gboolean is_ranked = self->places[i].rank > 0;

          if (!is_seen[i] && is_ranked == (pass == 0) &&
              !far_pos_equal (get_node (self, i)->pos, prev))
            out[n++] = get_node (self, i)->pos;
        }
    }

  return n;
}

guint
_far_turns_refs_of (const FarTurns *self, guint node, FarPos prev, FarPos out[static FAR_REFS_MAX])
{
  FarStore *store = self->view->store;
  const FarTurnNode *turn = get_node (self, node);
  g_autofree guint8 *is_seen = g_new0 (guint8, self->nodes->len);
  g_autofree guint8 *is_of_turn = g_new0 (guint8, self->nodes->len);
  guint n = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const FarTurnNode *other = get_node (self, i);

      is_of_turn[i] =
          !far_pos_equal (other->pos, prev) &&
          (i == node || (other->turn != 0 && memcmp (far_store_peek_ident (store, other->turn),
                                                     turn->id, FAR_RECORD_ID_LEN) == 0));
      if (is_of_turn[i])
        walk_seen (self, i, is_seen);
    }

  for (guint i = self->nodes->len; i-- > 0 && n < FAR_REFS_MAX;)
    {
      if (is_of_turn[i] && !is_seen[i])
        out[n++] = get_node (self, i)->pos;
    }

  return n;
}
