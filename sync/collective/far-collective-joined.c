/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two outings of one day that walk as one (docs/records.md).
 *
 * Whoever coordinates proposes it, and it holds as long as all who come to either say yes.  Turns
 * and bookings stay where they are, so that all is as before once it is taken back. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-joined.h"

#include "far-collective-private.h"

#include <string.h>

void
_far_join_facts_free (gpointer data)
{
  FarJoinFacts *facts = data;

  g_free (facts->title);
  g_clear_pointer (&facts->missing, g_array_unref);
  g_clear_pointer (&facts->coming, g_array_unref);
  g_clear_pointer (&facts->adults, g_array_unref);
  g_clear_pointer (&facts->walkers, g_ptr_array_unref);
  g_free (facts);
}

const guint8 *
_far_history_into (const FarHistory *history, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (history, FAR_OUTING_INTO, also);
  const guint8 *into = shown != NULL ? far_payload_bytes (shown, FAR_OUTING_INTO) : NULL;

  return into != NULL && !sodium_is_zero (into, FAR_RECORD_ID_LEN) ? into : NULL;
}

/* ---- who said yes */

static void
add_id (GArray *ids, const guint8 *id)
{
  if (!_far_ids_have (ids, id))
    g_array_append_vals (ids, id, 1);
}

/* Persons for whom it is said, by who may: a yes to walk with another one is none to this. */
static gboolean
add_agreed (FarView *view, const FarWrite *write, const guint8 *into, GArray *out, GError **error)
{
  FarPayloadIter iter = far_payload_iter (&write->payload, FAR_OUTING_AGREES);
  FarPayload agrees;
  FarPayloadIter persons;
  const guint8 *id;

  if (!far_payload_iter_map (&iter, &agrees) ||
      memcmp (far_payload_bytes (&agrees, FAR_AGREES_ROTA), into, FAR_RECORD_ID_LEN) != 0)
    return TRUE;

  persons = far_payload_iter (&agrees, FAR_AGREES_PERSONS);
  while (far_payload_iter_bytes (&persons, &id))
    {
      guint32 ident = far_store_find_ident (view->store, id);
      const FarPerson *person = ident != 0 ? _far_view_person (view, ident, error) : NULL;

      if (ident != 0 && person == NULL)
        return FALSE;
      if (person != NULL && (person->member != NULL || person->is_answered_for) &&
          _far_person_is_spoken_for_by (person, write->author))
        add_id (out, id);
    }

  return TRUE;
}

/* Returns: (transfer full) (element-type guint8[16]): NULL with @error */
static GArray *
list_agreed (FarView *view, const FarHistory *history, const guint8 *into, GError **error)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_OUTING_AGREES);
  g_autoptr (GArray) agreed = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < live->len; i++)
    if (!add_agreed (view, g_array_index (live, FarLive, i).write, into, agreed, error))
      return NULL;

  return g_steal_pointer (&agreed);
}

/* ---- who answers for all the children of one walk */

static void
add_adults (GArray *ids, const FarOutingFacts *outing)
{
  for (guint i = 0; i < outing->turns->len; i++)
    if (_far_turn_is_adult (outing->turns->pdata[i]))
      add_id (ids, ((const FarTurnFacts *)outing->turns->pdata[i])->person);
}

/* But for those who come to it themselves. */
static void
add_beside (FarOutingFacts *self, const GArray *adults)
{
  if (self->beside == NULL)
    self->beside = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  for (guint i = 0; i < adults->len; i++)
    {
      const guint8 *id = (const guint8 *)adults->data + (gsize)i * FAR_RECORD_ID_LEN;
      gboolean is_here = FALSE;

      for (guint j = 0; j < self->turns->len && !is_here; j++)
        {
          const FarTurnFacts *turn = self->turns->pdata[j];

          is_here = _far_turn_is_adult (turn) && far_record_id_equal (turn->person, id);
        }
      if (!is_here)
        add_id (self->beside, id);
    }
}

void
_far_outing_find_beside (FarOutingFacts *self)
{
  for (guint i = 0; self->guests != NULL && i < self->guests->len; i++)
    {
      const FarJoinFacts *guest = self->guests->pdata[i];

      if (guest->is_agreed)
        add_beside (self, guest->adults);
    }
}

gboolean
_far_outing_is_taken_along (const FarOutingFacts *self)
{
  return self->join != NULL && self->join->is_agreed;
}

guint
_far_outing_count_brought (const FarOutingFacts *self)
{
  guint n = 0;

  for (guint i = 0; self->guests != NULL && i < self->guests->len; i++)
    {
      const FarJoinFacts *guest = self->guests->pdata[i];

      n += guest->is_agreed ? guest->n_adults : 0;
    }

  return n;
}

/* ---- two outings */

static void
add_coming (GArray *ids, const FarOutingFacts *outing)
{
  for (guint i = 0; i < outing->turns->len; i++)
    if (_far_turn_is_coming (outing->turns->pdata[i]))
      add_id (ids, ((const FarTurnFacts *)outing->turns->pdata[i])->person);
}

/* Who comes to both is one adult. */
static guint
count_adults (const FarOutingFacts *outing, const GArray *without)
{
  guint n = 0;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      n += _far_turn_is_coming (turn) && !turn->is_helper && turn->role != FAR_ROLE_ALONG &&
           !_far_ids_have (without, turn->person);
    }

  return n;
}

/* What is said at @here of @there; @source: the one of them that is to walk with the other. */
static FarJoinFacts *
join_new (FarView *view,
          const FarOutingFacts *here,
          const FarOutingFacts *there,
          const FarHistory *source,
          GError **error)
{
  g_autoptr (GArray) agreed = list_agreed (view, source, _far_history_into (source, NULL), error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  FarJoinFacts *facts;

  if (agreed == NULL)
    return NULL;

  facts = g_new0 (FarJoinFacts, 1);
  memcpy (facts->rota, there->rota->id, FAR_RECORD_ID_LEN);
  facts->title = g_strdup (there->rota->title);
  facts->at = there->here.at;
  facts->missing = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  facts->coming = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  facts->walkers = g_ptr_array_ref (there->walkers);
  facts->adults = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  add_adults (facts->adults, there);
  add_coming (own, here);
  add_coming (facts->coming, there);
  add_coming (all, here);
  add_coming (all, there);
  facts->n_adults = count_adults (there, own);
  for (guint i = 0; i < all->len; i++)
    if (!_far_ids_have (agreed, (const guint8 *)all->data + (gsize)i * FAR_RECORD_ID_LEN))
      g_array_append_vals (facts->missing, all->data + (gsize)i * FAR_RECORD_ID_LEN, 1);

  return facts;
}

/* Loads what is said of the outing. @out_into: (out) (nullable): borrowed of @history */
static gboolean
load_into (FarHistory *history,
           FarView *view,
           guint32 rota,
           gint32 day,
           const guint8 **out_into,
           GError **error)
{
  if (!_far_history_load_outing (history, view, rota, day, error))
    return FALSE;
  *out_into = _far_history_into (history, NULL);

  return TRUE;
}

/* ---- what walks with it */

/* The rotas of which somebody said that day that they are to walk with another one, or not any
 * more. Returns: (transfer full) (element-type guint32): idents, by id; NULL with @error */
static GArray *
list_sources (FarView *view, gint32 day, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (view->store,
                           "SELECT DISTINCT about FROM daily WHERE kind = 36 AND day = ?");
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (guint32));
  int code;

  G_STATIC_ASSERT (FAR_KIND_OUTING == 36);
  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, day);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 source = sqlite3_column_int64 (statement, 0);

      g_array_append_val (sources, source);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&sources) : NULL;
}

/* Reads the other one by itself. @out: (out) (nullable): none if it is not there */
static gboolean
read_other (FarView *view,
            FarReachMap *reach,
            const guint8 *rota,
            gint32 day,
            FarRotaFacts **out_rota,
            FarOutingFacts **out,
            GError **error)
{
  g_autoptr (GError) failure = NULL;

  *out = NULL;
  *out_rota = _far_rota_read (view, rota, &failure);
  if (*out_rota == NULL)
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return failure == NULL;
    }
  *out = _far_view_read_alone (view, reach, *out_rota, day, NULL, error);
  if (*out == NULL)
    g_clear_pointer (out_rota, _far_rota_facts_free);

  return *out != NULL;
}

static gboolean
add_guest (FarView *view, FarReachMap *reach, FarOutingFacts *host, guint32 source, GError **error)
{
  const guint8 *into;
  FarOutingFacts *guest = NULL;
  FarRotaFacts *rota = NULL;
  FarJoinFacts *facts;
  FarHistory history;
  gboolean good;

  if (!load_into (&history, view, source, host->day, &into, error))
    return FALSE;
  if (into == NULL || memcmp (into, host->rota->id, FAR_RECORD_ID_LEN) != 0)
    {
      _far_history_clear (&history);
      return TRUE;
    }

  good = read_other (view, reach, far_store_peek_ident (view->store, source), host->day, &rota,
                     &guest, error);
  if (good && guest != NULL && _far_outing_can_walk (guest))
    {
      facts = join_new (view, host, guest, &history, error);
      good = facts != NULL;
      if (good)
        {
          facts->is_agreed = facts->missing->len == 0 && count_adults (host, facts->missing) > 0;
          g_ptr_array_add (host->guests, facts);
        }
    }
  g_clear_pointer (&guest, far_outing_facts_free);
  g_clear_pointer (&rota, _far_rota_facts_free);
  _far_history_clear (&history);

  return good;
}

static int
compare_guests (gconstpointer a, gconstpointer b)
{
  const FarJoinFacts *one = *(const FarJoinFacts *const *)a;
  const FarJoinFacts *other = *(const FarJoinFacts *const *)b;

  return memcmp (one->rota, other->rota, FAR_RECORD_ID_LEN);
}

/* Who comes to two of those that walk with it is one adult there too. */
static void
count_once (GPtrArray *guests)
{
  for (guint i = 1; i < guests->len; i++)
    {
      FarJoinFacts *guest = guests->pdata[i];

      for (guint j = 0; j < i && guest->is_agreed; j++)
        {
          const FarJoinFacts *before = guests->pdata[j];

          for (guint k = 0; k < guest->coming->len && before->is_agreed; k++)
            if (guest->n_adults > 0 &&
                _far_ids_have (before->coming,
                               (const guint8 *)guest->coming->data + (gsize)k * FAR_RECORD_ID_LEN))
              guest->n_adults--;
        }
    }
}

static gboolean
find_guests (FarView *view,
             FarReachMap *reach,
             FarOutingFacts *host,
             const GArray *sources,
             gboolean *out_any,
             GError **error)
{
  *out_any = FALSE;
  host->guests = g_ptr_array_new_with_free_func (_far_join_facts_free);
  for (guint i = 0; i < sources->len; i++)
    if (!add_guest (view, reach, host, g_array_index (sources, guint32, i), error))
      return FALSE;

  g_ptr_array_sort (host->guests, compare_guests);
  count_once (host->guests);
  for (guint i = 0; i < host->guests->len; i++)
    *out_any |= ((const FarJoinFacts *)host->guests->pdata[i])->is_agreed;

  return TRUE;
}

/* ---- with which it walks */

/* Whether those who walk as one can: the other one's verdict, with all that walk with it; and who
 * they are. */
static gboolean
read_walk (FarView *view,
           FarReachMap *reach,
           const FarRotaFacts *rota,
           FarOutingFacts *guest,
           GError **error)
{
  g_autoptr (FarOutingFacts) host = _far_view_read_outing (view, reach, rota, guest->day, error);
  g_autoptr (GArray) adults = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  if (host == NULL)
    return FALSE;

  guest->verdict.reason = FAR_VERDICT_REASON_JOINED;
  guest->verdict.runs = host->verdict.runs;
  guest->verdict.n_missing = 0;
  add_adults (adults, host);
  add_beside (guest, adults);
  if (host->beside != NULL)
    add_beside (guest, host->beside);

  return TRUE;
}

static gboolean
find_host (FarView *view,
           FarReachMap *reach,
           FarOutingFacts *facts,
           const FarHistory *history,
           const guint8 *into,
           GError **error)
{
  FarOutingFacts *host = NULL;
  FarRotaFacts *rota = NULL;
  const guint8 *further;
  FarHistory its;
  gboolean good = read_other (view, reach, into, facts->day, &rota, &host, error);

  if (!good || host == NULL)
    return good;

  good =
      load_into (&its, view, far_store_find_ident (view->store, into), facts->day, &further, error);
  if (good)
    {
      /* what is to walk with a third one takes nobody along, so that all know where they go */
      if (_far_outing_can_walk (host) && _far_outing_can_walk (facts) && further == NULL)
        {
          facts->join = join_new (view, facts, host, history, error);
          good = facts->join != NULL;
        }
      _far_history_clear (&its);
    }
  if (good && facts->join != NULL && facts->join->missing->len == 0 &&
      count_adults (host, facts->join->missing) > 0)
    {
      facts->join->is_agreed = TRUE;
      good = read_walk (view, reach, rota, facts, error);
    }
  far_outing_facts_free (host);
  _far_rota_facts_free (rota);

  return good;
}

gboolean
_far_view_find_joins (FarView *view,
                      FarReachMap *reach,
                      FarOutingFacts *facts,
                      gboolean *out_changed,
                      GError **error)
{
  g_autoptr (GArray) sources = list_sources (view, facts->day, error);
  guint32 ident = far_store_find_ident (view->store, facts->rota->id);
  const guint8 *into;
  FarHistory history;
  gboolean good;

  *out_changed = FALSE;
  if (sources == NULL)
    return FALSE;
  /* as it is on most days */
  if (sources->len == 0)
    return TRUE;
  facts->is_linked = TRUE;
  if (!load_into (&history, view, ident, facts->day, &into, error))
    return FALSE;

  if (into != NULL)
    good = find_host (view, reach, facts, &history, into, error);
  else
    good = !_far_outing_can_walk (facts) ||
           find_guests (view, reach, facts, sources, out_changed, error);
  _far_history_clear (&history);

  return good;
}

/* ---- writing */

static void
put_agrees (FarMapWriter *map, const guint8 *into, GArray *persons)
{
  FarMapWriter item;

  far_map_array (map, FAR_OUTING_AGREES, persons->len > 0 ? 1 : 0);
  if (persons->len == 0)
    return;

  item = far_map_begin (map->out);
  far_map_bytes (&item, FAR_AGREES_ROTA, into, FAR_RECORD_ID_LEN);
  far_map_array (&item, FAR_AGREES_PERSONS, persons->len);
  for (guint i = 0; i < persons->len; i++)
    far_cbor_put_bytes (map->out, persons->data + (gsize)i * FAR_RECORD_ID_LEN, FAR_RECORD_ID_LEN);
  far_map_end (&item);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

/* For whom this member says yes already. */
static GArray *
list_own_yes (FarPen *pen, const FarHistory *history, const guint8 *into, GError **error)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_OUTING_AGREES);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;

      if (write->author == pen->me && !add_agreed (&pen->view, write, into, own, error))
        return NULL;
    }

  return g_steal_pointer (&own);
}

static gboolean
append_outing (FarPen *pen,
               const FarHistory *history,
               const guint8 *rota,
               gint32 day,
               const guint8 *into,
               gboolean says_into,
               GArray *persons,
               guint32 term,
               GError **error)
{
  static const guint8 none[FAR_RECORD_ID_LEN];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_OUTING, .term = term, .payload = payload };
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, day);
  if (says_into)
    far_map_bytes (&map, FAR_OUTING_INTO, into != NULL ? into : none, FAR_RECORD_ID_LEN);
  if (persons != NULL)
    {
      g_array_sort (persons, compare_ids);
      put_agrees (&map, into, persons);
    }
  far_map_end (&map);

  return _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, history, NULL, error);
}

/* Whom this member speaks for, of those who come. */
static gboolean
add_own_coming (FarPen *pen, const FarOutingFacts *outing, GArray *out, GError **error)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];
      const FarPerson *person;

      if (!_far_turn_is_coming (turn) || out->len >= FAR_AGREES_PERSONS_MAX)
        continue;
      person = _far_view_person (&pen->view, far_store_find_ident (pen->view.store, turn->person),
                                 error);
      if (person == NULL)
        return FALSE;
      if (_far_person_is_spoken_for_by (person, pen->me))
        add_id (out, turn->person);
    }

  return TRUE;
}

/* Whether it says so of another one, or another one of it. */
static gboolean
check_free (FarPen *pen, const guint8 *rota, gint32 day, gboolean as_guest, GError **error)
{
  g_autoptr (GArray) sources = list_sources (&pen->view, day, error);
  gboolean is_free = TRUE;

  for (guint i = 0; sources != NULL && i < sources->len && is_free; i++)
    {
      const guint8 *id =
          far_store_peek_ident (pen->view.store, g_array_index (sources, guint32, i));
      const guint8 *into;
      FarHistory history;

      if (!load_into (&history, &pen->view, g_array_index (sources, guint32, i), day, &into, error))
        return FALSE;
      if (into != NULL)
        is_free = as_guest ? memcmp (into, rota, FAR_RECORD_ID_LEN) != 0
                           : memcmp (id, rota, FAR_RECORD_ID_LEN) != 0;
      _far_history_clear (&history);
    }

  return sources != NULL &&
         (is_free || _far_refuse (FAR_COLLECTIVE_ERROR_JOINED,
                                  "one of the two walks with another one already", error));
}

/* Reads both by themselves, and says who of them this member speaks for. @out_persons: (out) */
static gboolean
check_two (FarPen *pen,
           const guint8 *rota,
           const guint8 *into,
           gint32 day,
           GArray *out_persons,
           GError **error)
{
  g_autoptr (GArray) nobody = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  const guint8 *ids[] = { rota, into };
  FarReachMap reach;
  gboolean good = TRUE;

  _far_reach_map_init (&reach, &pen->view, pen->me->id);
  for (guint i = 0; i < G_N_ELEMENTS (ids) && good; i++)
    {
      FarRotaFacts *facts = NULL;
      FarOutingFacts *outing = NULL;

      good = read_other (&pen->view, &reach, ids[i], day, &facts, &outing, error);
      if (good && (outing == NULL || !facts->is_published))
        good = _far_refuse (FAR_COLLECTIVE_ERROR_NOT_PUBLISHED, "it is a draft", error);
      if (good && i == 1 && count_adults (outing, nobody) == 0)
        good = _far_refuse (FAR_COLLECTIVE_ERROR_NOBODY_COMES, "nobody comes to that one", error);
      good = good && add_own_coming (pen, outing, out_persons, error);
      g_clear_pointer (&outing, far_outing_facts_free);
      g_clear_pointer (&facts, _far_rota_facts_free);
    }
  _far_reach_map_clear (&reach);

  return good;
}

static gboolean
check_there (FarPen *pen, const guint8 *rota, gint32 day, GError **error)
{
  FarHistory history;

  if (!_far_pen_check_outing (pen, rota, day, &history, NULL, error))
    return FALSE;
  _far_history_clear (&history);

  return TRUE;
}

static gboolean
write_into (FarPen *pen,
            const FarHistory *history,
            const guint8 *rota,
            gint32 day,
            const guint8 *into,
            gboolean *out_is_suggestion,
            GError **error)
{
  guint32 term = _far_pen_get_publishing_term (pen);
  const guint8 *now = _far_history_into (history, NULL);
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  *out_is_suggestion = term == 0;
  if (into == NULL)
    return now == NULL ? _far_refuse (FAR_COLLECTIVE_ERROR_NOT_JOINED, "it walks by itself", error)
                       : append_outing (pen, history, rota, day, NULL, TRUE, NULL, term, error);

  if (memcmp (rota, into, FAR_RECORD_ID_LEN) == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_JOINED, "that is the same one", error);
  if (!check_there (pen, into, day, error) || !check_free (pen, into, day, FALSE, error) ||
      !check_free (pen, rota, day, TRUE, error) ||
      !check_two (pen, rota, into, day, persons, error))
    return FALSE;

  return append_outing (pen, history, rota, day, into, TRUE, persons->len > 0 ? persons : NULL,
                        term, error);
}

gboolean
far_collective_join (const FarWriter *writer,
                     const guint8 rota[static FAR_RECORD_ID_LEN],
                     gint32 day,
                     const guint8 *into,
                     gint32 today,
                     gboolean *out_is_suggestion,
                     GError **error)
{
  FarHistory history;
  FarPen pen;
  gboolean good;

  if (!_far_check_day (day, today, error) || !_far_pen_init (&pen, writer, error))
    return FALSE;

  good = _far_pen_check_outing (&pen, rota, day, &history, NULL, error);
  if (good)
    {
      good = write_into (&pen, &history, rota, day, into, out_is_suggestion, error);
      _far_history_clear (&history);
    }

  return _far_pen_close (&pen, good, error);
}

/* ---- saying yes */

/* Writes what differs.  @history: of the one that is to walk with another one */
static gboolean
write_yes (FarPen *pen,
           const FarHistory *history,
           const guint8 *rota,
           gint32 day,
           const guint8 *person,
           gboolean is_yes,
           GError **error)
{
  const guint8 *into = _far_history_into (history, NULL);
  g_autoptr (GArray) own = list_own_yes (pen, history, into, error);

  if (own == NULL)
    return FALSE;
  if (_far_ids_have (own, person) == is_yes)
    return TRUE;
  if (is_yes && own->len >= FAR_AGREES_PERSONS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_SAID, "that is for too many", error);

  if (is_yes)
    add_id (own, person);
  for (guint i = own->len; i-- > 0 && !is_yes;)
    if (memcmp (own->data + (gsize)i * FAR_RECORD_ID_LEN, person, FAR_RECORD_ID_LEN) == 0)
      g_array_remove_index (own, i);

  return append_outing (pen, history, rota, day, into, FALSE, own, 0, error);
}

static gboolean
agree (FarPen *pen,
       const guint8 *rota,
       gint32 day,
       const guint8 *person,
       gboolean is_yes,
       GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarPerson *known = ident != 0 ? _far_view_person (&pen->view, ident, error) : NULL;
  FarHistory history;
  gboolean good;

  if (ident != 0 && known == NULL)
    return FALSE;
  if (known == NULL || (known->member == NULL && !known->is_answered_for))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
  if (!_far_person_is_spoken_for_by (known, pen->me))
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS, "that is for them to say", error);
  if (!_far_pen_check_outing (pen, rota, day, &history, NULL, error))
    return FALSE;

  if (_far_history_into (&history, NULL) == NULL)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_NOT_JOINED, "it walks by itself", error);
  else
    good = write_yes (pen, &history, rota, day, person, is_yes, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_agree_join (const FarWriter *writer,
                           const guint8 rota[static FAR_RECORD_ID_LEN],
                           gint32 day,
                           const guint8 *person,
                           gboolean is_yes,
                           gint32 today,
                           GError **error)
{
  FarPen pen;

  return _far_check_day (day, today, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         agree (&pen, rota, day, person != NULL ? person : writer->me->member,
                                is_yes, error),
                         error);
}

gboolean
_far_pen_agree_on_taking (FarPen *pen,
                          const guint8 *rota,
                          gint32 day,
                          const guint8 *person,
                          GError **error)
{
  g_autoptr (GArray) sources = list_sources (&pen->view, day, error);

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      guint32 source = g_array_index (sources, guint32, i);
      const guint8 *id = far_store_peek_ident (pen->view.store, source);
      const guint8 *into;
      FarHistory history;
      gboolean good = TRUE;

      if (!load_into (&history, &pen->view, source, day, &into, error))
        return FALSE;
      if (into != NULL && (memcmp (id, rota, FAR_RECORD_ID_LEN) == 0 ||
                           memcmp (into, rota, FAR_RECORD_ID_LEN) == 0))
        good = write_yes (pen, &history, id, day, person, TRUE, error);
      _far_history_clear (&history);
      if (!good)
        return FALSE;
    }

  return sources != NULL;
}
