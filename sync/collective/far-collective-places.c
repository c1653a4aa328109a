/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where people who share a car meet: what is known of each place, and who said it.
 *
 * Two members may write down the same place without knowing of each other, most of all out of the
 * same file.  Both records stay, one is listed, and whoever says something of it says it of both:
 * so it comes out the same whichever of them is listed, and what is taken off stays off. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-places.h"

#include <string.h>

#include "far-collective-places-private.h"

/* ---- reading */

static void
clear_place (gpointer data)
{
  FarPlaceFacts *facts = data;

  g_free (facts->name);
  g_free (facts->address);
  g_free (facts->town);
  g_free (facts->source);
  g_free (facts->key);
  g_free (facts->sort_key);
}

void
far_place_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_place);
}

static gboolean
is_gone (const FarHistory *history)
{
  const FarPayload *shown = _far_history_shown (history, FAR_PLACE_GONE, NULL);

  return shown != NULL && far_payload_int (shown, FAR_PLACE_GONE, 0) != 0;
}

static FarPosition
read_at (const FarHistory *history, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (history, FAR_PLACE_AT, also);
  FarPosition at = { 0 };
  FarPayloadIter iter;
  FarPayload item;

  if (shown == NULL)
    return at;

  iter = far_payload_iter (shown, FAR_PLACE_AT);
  if (far_payload_iter_map (&iter, &item))
    at = (FarPosition){
      .is_known = TRUE,
      .lat = (gint32)far_payload_int (&item, FAR_POSITION_LAT, 0),
      .lon = (gint32)far_payload_int (&item, FAR_POSITION_LON, 0),
    };

  return at;
}

static char *
make_sort_key (const FarPlaceFacts *place)
{
  g_autofree char *town = g_utf8_collate_key (place->town, -1);
  g_autofree char *name = g_utf8_collate_key (place->name, -1);
  g_autofree char *address = g_utf8_collate_key (place->address, -1);

  return g_strjoin ("\1", town, name, address, NULL);
}

static FarPlaceFacts *
read_place (const FarHistory *history)
{
  FarPlaceFacts *facts = g_rc_box_new0 (FarPlaceFacts);

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->name = _far_history_dup_text (history, FAR_PLACE_NAME, &facts->also);
  facts->address = _far_history_dup_text (history, FAR_PLACE_ADDRESS, &facts->also);
  facts->town = _far_history_dup_text (history, FAR_PLACE_TOWN, &facts->also);
  facts->at = read_at (history, &facts->also);
  facts->source = _far_history_dup_text (history, FAR_PLACE_SOURCE, &facts->also);
  facts->is_gone = is_gone (history);
  facts->key = _far_place_key (facts->source, facts->name, facts->town);
  facts->sort_key = make_sort_key (facts);

  return facts;
}

char *
_far_place_key (const char *source, const char *name, const char *town)
{
  return source[0] != '\0' ? g_strconcat ("\n", source, NULL) : far_listed_place_fold (name, town);
}

gboolean
_far_view_place (FarView *view, guint32 ident, FarPlaceFacts **out, GError **error)
{
  FarHistory history;

  *out = NULL;
  if (!_far_history_load (&history, view, FAR_KIND_PLACE, ident, error))
    return FALSE;

  *out = read_place (&history);
  _far_history_clear (&history);
  if ((*out)->name[0] == '\0')
    g_clear_pointer (out, far_place_facts_unref);

  return TRUE;
}

GPtrArray *
_far_view_places (FarView *view, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_PLACE, error);
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (far_place_facts_unref);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      FarPlaceFacts *facts;

      if (!_far_view_place (view, g_array_index (records, guint32, i), &facts, error))
        return NULL;
      if (facts != NULL)
        g_ptr_array_add (places, facts);
    }

  return records != NULL ? g_steal_pointer (&places) : NULL;
}

int
_far_place_compare (const FarPlaceFacts *one, const FarPlaceFacts *other)
{
  int order;

  if (one->is_gone != other->is_gone)
    return one->is_gone ? 1 : -1;
  order = strcmp (one->sort_key, other->sort_key);

  return order != 0 ? order : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* Of several that are one, the one with the smallest id, wherever it was read first; and those that
 * are gone are not looked for while one is there. */
static gboolean
goes_before (const FarPlaceFacts *one, const FarPlaceFacts *other)
{
  if (one->is_gone != other->is_gone)
    return other->is_gone;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN) < 0;
}

GHashTable *
_far_places_index (const GPtrArray *places)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < places->len; i++)
    {
      const FarPlaceFacts *one = places->pdata[i];
      const FarPlaceFacts *other = g_hash_table_lookup (index, one->key);

      if (other == NULL || goes_before (one, other))
        g_hash_table_replace (index, one->key, (gpointer)one);
    }

  return index;
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarPlaceFacts *)row)->owner;
}

GPtrArray *
far_collective_places (FarStore *store, gboolean with_gone, GError **error)
{
  g_autoptr (GPtrArray) listed = g_ptr_array_new_with_free_func (far_place_facts_unref);
  FarPlaceMemo *memo;
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  memo = _far_memo_peek_places (_far_memo_of (&view));
  good = _far_place_memo_fill (memo, &view, error);
  for (guint i = 0; good && i < _far_place_memo_peek (memo)->len; i++)
    {
      FarPlaceFacts *place = _far_place_memo_peek (memo)->pdata[i];

      if ((with_gone || !place->is_gone) && _far_place_memo_is_listed (memo, place))
        g_ptr_array_add (listed, g_rc_box_acquire (place));
    }
  _far_view_clear (&view);
  _far_keep_first (listed, FAR_SHOWN_PLACES_MAX, get_owner);

  return good ? g_steal_pointer (&listed) : NULL;
}

/* ---- writing */

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *name; /* owned, as are the others */
  char *address;
  char *town;
  char *source;
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->town, g_free);
  g_clear_pointer (&self->source, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

/* One line, or nothing. */
static gboolean
tidy_line (const char *typed, char **out, GError **error)
{
  g_autofree char *tidy = typed != NULL ? _far_tidy_text (typed, error) : NULL;

  if (typed == NULL || (tidy != NULL && tidy[0] == '\0'))
    {
      *out = g_steal_pointer (&tidy);
      return TRUE;
    }

  *out = tidy != NULL ? far_collective_tidy_name (tidy, error) : NULL;

  return *out != NULL;
}

static gboolean
tidy_texts (Texts *self, const FarPlaceChange *change, GError **error)
{
  if ((change->name != NULL &&
       (self->name = far_collective_tidy_name (change->name, error)) == NULL) ||
      !tidy_line (change->address, &self->address, error) ||
      !tidy_line (change->town, &self->town, error) ||
      !tidy_line (change->source, &self->source, error))
    return FALSE;

  return self->source == NULL || strlen (self->source) <= FAR_PLACE_SOURCE_MAX ||
         _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "the source is too long", error);
}

/* The items of the field, without how many: as FarValue has them. */
static GByteArray *
encode_at (const FarPosition *at)
{
  GByteArray *item = g_byte_array_new ();
  FarMapWriter map;

  if (at == NULL || !at->is_known)
    return item;

  map = far_map_begin (item);
  far_map_int (&map, FAR_POSITION_LAT, at->lat);
  far_map_int (&map, FAR_POSITION_LON, at->lon);
  far_map_end (&map);

  return item;
}

static gboolean
is_new_gone (const FarHistory *history, int gone)
{
  FarAlso also = { 0 };

  _far_history_shown (history, FAR_PLACE_GONE, &also);

  return gone >= 0 && (also.n_others > 0 || is_gone (history) != (gone > 0));
}

/* Of a new place @history is empty.  Returns: whether there is anything to write */
static gboolean
encode (GByteArray *payload,
        const FarHistory *history,
        const Texts *texts,
        const FarPlaceChange *change)
{
  g_autoptr (GByteArray) at = encode_at (change->at);
  gboolean with_name = _far_history_is_new_text (history, FAR_PLACE_NAME, texts->name);
  gboolean with_address = _far_history_is_new_text (history, FAR_PLACE_ADDRESS, texts->address);
  gboolean with_town = _far_history_is_new_text (history, FAR_PLACE_TOWN, texts->town);
  gboolean with_at =
      change->at != NULL && _far_history_is_news (history, FAR_PLACE_AT, at->data, at->len);
  gboolean with_source = _far_history_is_new_text (history, FAR_PLACE_SOURCE, texts->source);
  gboolean with_gone = is_new_gone (history, change->gone);
  FarMapWriter map = far_map_begin (payload);

  if (history->writes->len > 0)
    far_map_bytes (&map, FAR_PLACE_ID, history->record, FAR_RECORD_ID_LEN);
  if (with_name)
    far_map_text (&map, FAR_PLACE_NAME, texts->name);
  if (with_address)
    far_map_text (&map, FAR_PLACE_ADDRESS, texts->address);
  if (with_town)
    far_map_text (&map, FAR_PLACE_TOWN, texts->town);
  if (with_at)
    {
      far_map_array (&map, FAR_PLACE_AT, change->at->is_known);
      g_byte_array_append (payload, at->data, at->len);
    }
  if (with_source)
    far_map_text (&map, FAR_PLACE_SOURCE, texts->source);
  if (with_gone)
    far_map_int (&map, FAR_PLACE_GONE, change->gone > 0);
  far_map_end (&map);

  return with_name || with_address || with_town || with_at || with_source || with_gone;
}

/* @id: (nullable): of a new one NULL.  @out_id: (out) (optional): what the entry makes */
static gboolean
write_one (FarPen *pen,
           const guint8 *id,
           const Texts *texts,
           const FarPlaceChange *change,
           guint8 *out_id,
           GError **error)
{
  guint32 ident = id != NULL ? far_store_find_ident (pen->view.store, id) : 0;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_PLACE, .payload = payload };
  FarHistory history;
  gboolean good = TRUE;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_PLACE, ident, error))
    return FALSE;

  if (encode (payload, &history, texts, change))
    {
      good = _far_pen_open (pen, error);
      if (good && out_id != NULL)
        _far_pen_next_record (pen, out_id);
      good = good && _far_pen_append_about (pen, &saying, &history, NULL, error);
    }
  _far_history_clear (&history);

  return good;
}

gboolean
_far_pen_add_place (FarPen *pen,
                    const FarPlaceChange *place,
                    guint8 out_id[static FAR_RECORD_ID_LEN],
                    GError **error)
{
  g_auto (Texts) texts = { 0 };

  return tidy_texts (&texts, place, error) && write_one (pen, NULL, &texts, place, out_id, error);
}

gboolean
_far_pen_take_off_place (FarPen *pen, const guint8 *id, GError **error)
{
  FarPlaceChange change = { .gone = 1 };
  Texts nothing = { 0 };

  return write_one (pen, id, &nothing, &change, NULL, error);
}

gboolean
_far_pen_change_place (FarPen *pen,
                       const GPtrArray *places,
                       const FarPlaceFacts *place,
                       const FarPlaceChange *change,
                       GError **error)
{
  g_auto (Texts) texts = { 0 };
  gboolean good = tidy_texts (&texts, change, error);

  for (guint i = 0; i < places->len && good; i++)
    {
      const FarPlaceFacts *one = places->pdata[i];

      if (one->is_gone == place->is_gone && strcmp (one->key, place->key) == 0)
        good = write_one (pen, one->id, &texts, change, NULL, error);
    }

  return good;
}

static guint
count_mine (const GPtrArray *places, const guint8 *me)
{
  guint n = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const FarPlaceFacts *facts = places->pdata[i];

      n += !facts->is_gone && far_record_id_equal (facts->owner, me);
    }

  return n;
}

guint
_far_places_room (const GPtrArray *places, const guint8 *me)
{
  guint n = count_mine (places, me);

  return n < FAR_SHOWN_PLACES_MAX ? FAR_SHOWN_PLACES_MAX - n : 0;
}

/* Nobody writes down what is there: it keeps the name by which it was found. */
static gboolean
add (FarPen *pen, const FarPlaceChange *place, guint8 *out_id, GError **error)
{
  g_autoptr (GPtrArray) places = _far_view_places (&pen->view, error);
  g_autoptr (GHashTable) index = places != NULL ? _far_places_index (places) : NULL;
  g_auto (Texts) texts = { 0 };
  g_autofree char *key = NULL;
  const FarPlaceFacts *known;

  if (places == NULL || !tidy_texts (&texts, place, error))
    return FALSE;

  key = _far_place_key ("", texts.name, texts.town != NULL ? texts.town : "");
  known = g_hash_table_lookup (index, key);
  if (known != NULL && !known->is_gone)
    {
      FarPlaceChange rest = { .address = place->address, .at = place->at, .gone = -1 };

      memcpy (out_id, known->id, FAR_RECORD_ID_LEN);
      return _far_pen_change_place (pen, places, known, &rest, error);
    }
  if (_far_places_room (places, pen->writer->me->member) == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_PLACES, "more places than are listed", error);

  return write_one (pen, NULL, &texts, place, out_id, error);
}

gboolean
far_collective_add_place (const FarWriter *writer,
                          const FarPlaceChange *place,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         _far_pen_check_rides (&pen, error) && add (&pen, place, out_id, error),
                         error);
}

static gboolean
change_place (FarPen *pen, const guint8 *id, const FarPlaceChange *change, GError **error)
{
  g_autoptr (GPtrArray) places = _far_view_places (&pen->view, error);
  const FarPlaceFacts *found = NULL;

  if (places == NULL)
    return FALSE;

  for (guint i = 0; i < places->len && found == NULL; i++)
    if (far_record_id_equal (((const FarPlaceFacts *)places->pdata[i])->id, id))
      found = places->pdata[i];
  if (found == NULL || (found->is_gone && change->gone < 0))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such place", error);

  return _far_pen_change_place (pen, places, found, change, error);
}

gboolean
far_collective_change_place (const FarWriter *writer,
                             const guint8 place[static FAR_RECORD_ID_LEN],
                             const FarPlaceChange *change,
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         _far_pen_check_rides (&pen, error) &&
                             change_place (&pen, place, change, error),
                         error);
}
