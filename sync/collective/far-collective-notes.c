/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What whoever walks with a child has to know: the family's own note, and what is sealed of it for
 * each outing (docs/records.md, "What is sealed").
 *
 * Words are in the clear in locked memory alone, and as short as can be: they are opened to be read
 * or to be sealed to somebody else, and no fact that is handed on holds them. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-notes-private.h"

#include <string.h>

#include "far-day.h"

G_STATIC_ASSERT (FAR_KIND_NOTE == 48);
/* ---- what the family says */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_ID_LEN);
}

void
_far_own_clear (FarOwn *self)
{
  _far_history_clear (&self->history);
  g_clear_pointer (&self->live, g_array_unref);
  g_clear_pointer (&self->from, g_array_unref);
}

gboolean
_far_note_has_words (const FarWrite *write)
{
  return far_payload_has (&write->payload, FAR_NOTE_BODY);
}

gboolean
_far_own_load (FarOwn *self, FarView *view, guint32 child, GError **error)
{
  g_autoptr (GArray) all = NULL;

  self->live = self->from = NULL;
  if (!_far_history_load_daily (&self->history, view, FAR_KIND_NOTE, child, 0, FAR_NOTE_NO_DAY,
                                error))
    return FALSE;

  self->live = g_array_new (FALSE, FALSE, sizeof (FarLive));
  self->from = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  all = _far_history_live (&self->history, FAR_NOTE_READERS);
  for (guint i = 0; i < all->len && self->live->len < FAR_NOTE_FROM_MAX; i++)
    {
      const FarLive *live = &g_array_index (all, FarLive, i);

      if (!live->is_right || !_far_note_has_words (live->write))
        continue;
      g_array_append_vals (self->live, live, 1);
      g_array_append_vals (self->from, live->write->id, 1);
    }
  g_array_sort (self->from, compare_ids);

  return TRUE;
}

/* ---- whose machines */

static int
compare_readers (gconstpointer a, gconstpointer b)
{
  return memcmp (((const FarNoteReader *)a)->device, ((const FarNoteReader *)b)->device,
                 FAR_KEY_LEN);
}

static gboolean
has_reader (const GArray *readers, const guint8 *device)
{
  for (guint i = 0; i < readers->len; i++)
    if (memcmp (g_array_index (readers, FarNoteReader, i).device, device, FAR_KEY_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* Who that person is as a member, today; NULL if they have no machine. */
gboolean
_far_note_find_member (FarView *view,
                       const guint8 *person,
                       const FarGovMember **out,
                       GError **error)
{
  guint32 ident = far_store_find_ident (view->store, person);

  *out = far_governance_find_member (view->gov, person);

  return *out != NULL || ident == 0 || _far_view_now (view, ident, out, error);
}

/* The machines of that person that are not closed.  @readers: (element-type FarNoteReader) */
static gboolean
add_readers (FarView *view, const guint8 *person, GArray *readers, GError **error)
{
  const FarGovMember *member;
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (view->gov, &n);

  if (!_far_note_find_member (view, person, &member, error))
    return FALSE;
  if (member == NULL || member->standing != FAR_GOV_ACTIVE)
    return TRUE;

  for (guint i = 0; i < n && readers->len < FAR_NOTE_READERS_MAX; i++)
    {
      FarNoteReader reader;

      if (!devices[i].active || memcmp (devices[i].member, member->id, FAR_RECORD_ID_LEN) != 0 ||
          has_reader (readers, devices[i].key) || !far_seal_key_is_good (devices[i].seal_key))
        continue;
      memcpy (reader.device, devices[i].key, FAR_KEY_LEN);
      memcpy (reader.seal_key, devices[i].seal_key, FAR_KEY_LEN);
      g_array_append_val (readers, reader);
    }

  return TRUE;
}

/* Returns: (transfer full) (element-type FarNoteReader): of all who speak for a child; NULL with
 * @error.  @guardians: (element-type guint8[16]) */
GArray *
_far_note_list_family (FarView *view, const guint8 *owner, const GArray *guardians, GError **error)
{
  g_autoptr (GArray) readers = g_array_new (FALSE, FALSE, sizeof (FarNoteReader));

  if (!add_readers (view, owner, readers, error))
    return NULL;
  for (guint i = 0; i < guardians->len; i++)
    if (!add_readers (view, (const guint8 *)guardians->data + (gsize)i * FAR_RECORD_ID_LEN, readers,
                      error))
      return NULL;
  g_array_sort (readers, compare_readers);

  return g_steal_pointer (&readers);
}

/* Who comes, and answers for the children. */
gboolean
_far_turn_is_adult (const FarTurnFacts *turn)
{
  return (turn->place == FAR_TURN_PLACE_STANDING || turn->place == FAR_TURN_PLACE_SEEKING) &&
         !turn->is_helper && turn->role != FAR_ROLE_ALONG;
}

/* The same of the adults who come, to whatever walks as one; whoever speaks for the child has the
 * family's own. */
GArray *
_far_note_list_walking (FarView *view,
                        const FarOutingFacts *outing,
                        const FarChildFacts *child,
                        GError **error)
{
  g_autoptr (GArray) readers = g_array_new (FALSE, FALSE, sizeof (FarNoteReader));

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if (_far_turn_is_adult (turn) && !far_child_facts_has_guardian (child, turn->person) &&
          !add_readers (view, turn->person, readers, error))
        return NULL;
    }
  for (guint i = 0; outing->beside != NULL && i < outing->beside->len; i++)
    {
      const guint8 *id = (const guint8 *)outing->beside->data + (gsize)i * FAR_RECORD_ID_LEN;

      if (!far_child_facts_has_guardian (child, id) && !add_readers (view, id, readers, error))
        return NULL;
    }
  g_array_sort (readers, compare_readers);

  return g_steal_pointer (&readers);
}

GArray *
_far_note_list_helping (FarView *view, const FarHelpFacts *help, GError **error)
{
  g_autoptr (GArray) readers = g_array_new (FALSE, FALSE, sizeof (FarNoteReader));

  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaimFacts *claim = help->claims->pdata[i];

      if (far_claim_facts_comes (claim) &&
          !far_record_id_equal (claim->person, help->facts->owner) &&
          !add_readers (view, claim->person, readers, error))
        return NULL;
    }
  g_array_sort (readers, compare_readers);

  return g_steal_pointer (&readers);
}

gboolean
_far_help_wants_note (const FarHelpFacts *self, gint32 today)
{
  return far_help_is_open (self, today);
}

/* Whether all who can open it are among these, and, with @exactly, they among those. */
gboolean
_far_note_is_for (const FarPayload *payload, const GArray *readers, gboolean exactly)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_NOTE_READERS);
  FarPayload reader;

  while (far_payload_iter_map (&iter, &reader))
    if (!has_reader (readers, far_payload_bytes (&reader, FAR_READER_DEVICE)))
      return FALSE;
  for (guint i = 0; i < readers->len && exactly; i++)
    if (!far_note_is_for (payload, g_array_index (readers, FarNoteReader, i).device))
      return FALSE;

  return TRUE;
}

/* ---- opening */

char *
_far_note_open (const FarHistory *history, const FarWrite *write, const FarIdentity *me)
{
  FarStore *store = history->view->store;
  FarNotePlace about = {
    .collective = far_store_peek_collective (store),
    .author = far_store_peek_log (store, write->pos.log)->device,
    .child = history->record,
  };

  return far_note_open (&write->payload, &about, me->device, me->seal_secret);
}

void
_far_words_free (gpointer data)
{
  sodium_free (data);
}

/* What two guardians wrote without knowing of each other is told one after the other: a child's
 * safety is not settled by a clock.  NULL if this machine cannot open all of it. */
char *
_far_note_open_live (const FarHistory *history, const GArray *live, const FarIdentity *me)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (_far_words_free);
  gsize len = 1;
  char *joined;

  for (guint i = 0; i < live->len; i++)
    {
      char *words = _far_note_open (history, g_array_index (live, FarLive, i).write, me);
      gboolean is_new = TRUE;

      if (words == NULL)
        return NULL;
      for (guint j = 0; j < all->len && is_new; j++)
        is_new = strcmp (all->pdata[j], words) != 0;
      if (!is_new)
        {
          sodium_free (words);
          continue;
        }
      g_ptr_array_add (all, words);
      len += strlen (words) + 1;
    }

  joined = all->len > 0 ? sodium_malloc (len) : NULL;
  if (joined == NULL)
    return NULL;

  *joined = '\0';
  for (guint i = 0; i < all->len; i++)
    {
      if (i > 0)
        g_strlcat (joined, "\n", len);
      g_strlcat (joined, all->pdata[i], len);
    }

  return joined;
}

/* ---- writing one */

gboolean
_far_note_append (FarPen *pen,
                  const FarHistory *history,
                  const gint32 *day,
                  const guint8 *rota,
                  const GArray *from,
                  const GArray *readers,
                  const char *words,
                  GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_NOTE, .subject = history->record, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarNotePlace about = {
    .collective = far_store_peek_collective (pen->view.store),
    .author = pen->writer->me->device,
    .child = history->record,
  };
  guint n_from = from != NULL ? from->len : 0;

  if (day != NULL)
    far_map_int (&map, FAR_NOTE_DAY, *day);
  if (rota != NULL)
    far_map_bytes (&map, FAR_NOTE_ROTA, rota, FAR_RECORD_ID_LEN);
  if (n_from > 0)
    {
      far_map_array (&map, FAR_NOTE_FROM, n_from);
      for (guint i = 0; i < n_from; i++)
        far_cbor_put_bytes (payload, from->data + (gsize)i * FAR_ID_LEN, FAR_ID_LEN);
    }
  if (words != NULL)
    {
      gsize seeds_len = FAR_NOTE_SEEDS_LEN (readers->len);
      g_autofree guint8 *seeds = g_malloc (seeds_len);

      pen->writer->random (seeds, seeds_len);
      far_note_put (&map, &about, day, rota, from != NULL ? (const guint8 *)from->data : NULL,
                    n_from, (const FarNoteReader *)readers->data, readers->len, words,
                    strlen (words), seeds);
      sodium_memzero (seeds, seeds_len);
    }
  else
    far_map_array (&map, FAR_NOTE_READERS, 0);
  far_map_end (&map);

  return _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, history, NULL, error);
}

gboolean
_far_note_is_from (const FarPayload *payload, const GArray *from)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_NOTE_FROM);
  const guint8 *id;
  guint n = 0;

  while (far_payload_iter_bytes (&iter, &id))
    if (n >= from->len || memcmp (id, from->data + FAR_ID_LEN * (gsize)n++, FAR_ID_LEN) != 0)
      return FALSE;

  return n == from->len && n > 0;
}

gboolean
_far_outing_walks (const FarOutingFacts *outing)
{
  return outing->verdict.reason != FAR_VERDICT_REASON_CANCELLED &&
         outing->verdict.reason != FAR_VERDICT_REASON_HOLIDAYS &&
         outing->verdict.reason != FAR_VERDICT_REASON_NO_DAY;
}

gboolean
_far_walkers_have (const GPtrArray *walkers, const FarChildFacts *child)
{
  for (guint i = 0; i < walkers->len; i++)
    {
      const FarWalkerFacts *walker = walkers->pdata[i];

      if (memcmp (walker->child->id, child->id, FAR_RECORD_ID_LEN) == 0)
        return !walker->is_absent || walker->is_contested;
    }

  return FALSE;
}

/* ---- who speaks for a child */

/* What there is to know for who helps is said by who asks for it, or offers it. */
static gboolean
add_asker (FarView *view, guint32 help, GPtrArray *speakers, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarHelpWords *facts = _far_view_help_words (view, help, &failure);
  const FarGovMember *owner =
      facts != NULL ? far_governance_find_member (view->gov, facts->owner) : NULL;

  if (owner != NULL)
    g_ptr_array_add (speakers, (gpointer)owner);
  g_clear_pointer (&facts, _far_help_words_unref);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return failure == NULL;
}

const GPtrArray *
_far_view_speakers (FarView *view, guint32 child, GError **error)
{
  GPtrArray *speakers = g_hash_table_lookup (view->speakers, GUINT_TO_POINTER (child));
  g_autoptr (GError) failure = NULL;
  FarChildFacts *facts;
  guint n_members;
  const FarGovMember *members = far_governance_peek_members (view->gov, &n_members);

  if (speakers != NULL)
    return speakers;

  facts = _far_child_read (view, child, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  speakers = g_ptr_array_new ();
  for (guint i = 0; i < n_members && facts != NULL; i++)
    if (far_child_facts_has_guardian (facts, members[i].id))
      g_ptr_array_add (speakers, (gpointer)&members[i]);
  if (facts == NULL && !add_asker (view, child, speakers, error))
    {
      g_ptr_array_unref (speakers);
      return NULL;
    }
  g_clear_pointer (&facts, far_child_facts_unref);
  g_hash_table_insert (view->speakers, GUINT_TO_POINTER (child), speakers);

  return speakers;
}

/* ---- what the family writes */

gboolean
_far_pen_adopt_note (FarPen *pen,
                     const FarChildFacts *child,
                     const GArray *guardians,
                     GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, child->id);
  g_autoptr (GArray) family = NULL;
  gboolean is_left = FALSE;
  gboolean good = TRUE;
  char *words = NULL;
  FarOwn own;

  if (!far_record_id_equal (child->owner, pen->me->id) && !_far_ids_have (guardians, pen->me->id))
    return TRUE;
  family = _far_note_list_family (&pen->view, child->owner, guardians, error);
  if (family == NULL || !_far_own_load (&own, &pen->view, ident, error))
    return FALSE;

  for (guint i = 0; i < own.live->len; i++)
    {
      const FarGovMember *author = g_array_index (own.live, FarLive, i).write->author;

      is_left |=
          !far_record_id_equal (child->owner, author->id) && !_far_ids_have (guardians, author->id);
    }
  if (is_left)
    words = _far_note_open_live (&own.history, own.live, pen->writer->me);
  if (words != NULL && strlen (words) <= FAR_NOTE_WORDS_MAX)
    good = _far_note_append (pen, &own.history, NULL, NULL, NULL, family, words, error);
  g_clear_pointer (&words, _far_words_free);
  _far_own_clear (&own);

  return good;
}

/* As _far_tidy_text(), and nothing of it stays behind.  Returns: (transfer full): in locked memory;
 * "" of nothing; NULL with @error */
static char *
tidy_words (const char *typed, GError **error)
{
  char *composed = g_utf8_normalize (typed, -1, G_NORMALIZE_NFC);
  char *words = NULL;
  gsize len;

  if (composed == NULL)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "the text is not UTF-8", error);
      return NULL;
    }

  len = strlen (composed);
  g_strstrip (composed);
  if (strlen (composed) > FAR_NOTE_WORDS_MAX || !far_text_check (composed, strlen (composed)))
    _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID,
                 "a note has at most 1,000 bytes and no control characters", error);
  else
    words = sodium_malloc (strlen (composed) + 1);
  if (words != NULL)
    memcpy (words, composed, strlen (composed) + 1);
  sodium_memzero (composed, len);
  g_free (composed);

  return words;
}

/* The machines of all who speak for a child. */
static GArray *
list_family_of (FarPen *pen, const guint8 *id, GError **error)
{
  FarChildFacts *child = _far_pen_read_child (pen, id, TRUE, error);
  GArray *family;

  if (child == NULL)
    return NULL;
  family = _far_note_list_family (&pen->view, child->owner, child->guardians, error);
  far_child_facts_unref (child);

  return family;
}

/* The machines of who asks for a hand, or offers one. */
static GArray *
list_asker_of (FarPen *pen, const guint8 *id, GError **error)
{
  g_autoptr (GArray) nobody = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  FarHelpWords *facts = _far_pen_own_help (pen, id, error);
  GArray *own;

  if (facts == NULL)
    return NULL;
  own = _far_note_list_family (&pen->view, facts->owner, nobody, error);
  _far_help_words_unref (facts);

  return own;
}

static gboolean
set_note (FarPen *pen,
          const guint8 *id,
          gboolean is_help,
          const char *words,
          gboolean *out_written,
          GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, id);
  g_autoptr (GArray) family =
                 is_help ? list_asker_of (pen, id, error) : list_family_of (pen, id, error);
  char *was;
  gboolean good = TRUE;
  FarOwn own;

  if (family == NULL || !_far_own_load (&own, &pen->view, ident, error))
    return FALSE;

  was = _far_note_open_live (&own.history, own.live, pen->writer->me);
  if (*words == '\0' ? own.live->len > 0
                     : own.live->len != 1 || was == NULL || strcmp (was, words) != 0)
    {
      *out_written = TRUE;
      good = _far_note_append (pen, &own.history, NULL, NULL, NULL, family,
                               *words != '\0' ? words : NULL, error);
    }
  g_clear_pointer (&was, _far_words_free);
  _far_own_clear (&own);

  return good;
}

static gboolean
set_and_keep (const FarWriter *writer,
              const guint8 *id,
              gboolean is_help,
              const char *words,
              gint32 today,
              gboolean *out_written,
              GError **error)
{
  char *tidy = tidy_words (words != NULL ? words : "", error);
  gboolean is_kept;
  gboolean good;
  FarPen pen;

  *out_written = FALSE;
  if (tidy == NULL)
    return FALSE;

  good = _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_note (&pen, id, is_help, tidy, out_written, error), error);
  sodium_free (tidy);

  /* what it says is written, whatever a clock says of the days to come */
  if (!far_day_is_valid (today) || !far_day_is_valid (today + FAR_NOTE_AHEAD_DAYS))
    return good;

  return good && far_collective_keep_notes (writer, today, &is_kept, error);
}

gboolean
far_collective_set_note (const FarWriter *writer,
                         const guint8 child[static FAR_RECORD_ID_LEN],
                         const char *words,
                         gint32 today,
                         gboolean *out_written,
                         GError **error)
{
  return set_and_keep (writer, child, FALSE, words, today, out_written, error);
}

gboolean
far_collective_set_help_note (const FarWriter *writer,
                              const guint8 help[static FAR_RECORD_ID_LEN],
                              const char *words,
                              gint32 today,
                              gboolean *out_written,
                              GError **error)
{
  return set_and_keep (writer, help, TRUE, words, today, out_written, error);
}
