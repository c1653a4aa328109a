/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Meeting places out of a table: what is new, what is there already, and what is brought up to
 * date.
 *
 * What the file calls a place for good finds it again, whatever it is called by now; else its name
 * and its town do.  What the file leaves empty stays as somebody wrote it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-places-private.h"

#include <string.h>

/* name, address, town, source, whether it is known where, latitude, longitude */
#define WORDS "(ssssbii)"
/* A place, whether it came onto the list, what was said of it before, and what then. */
#define REMEMBERED "(ayb" WORDS WORDS ")"

static void
clear_words (FarPlaceWords *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->town, g_free);
  g_clear_pointer (&self->source, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarPlaceWords, clear_words)

static void
free_plan (gpointer data)
{
  FarPlacePlan *self = data;

  clear_words (&self->now);
  clear_words (&self->before);
  g_free (self);
}

/* ---- which place it is */

typedef struct
{
  GPtrArray *places;  /* owned (element-type FarPlaceFacts): all of them */
  GHashTable *by_key; /* owned: those that are listed */
  /* owned: by name and town those that a file does not call anything, and then any */
  GHashTable *unnamed;
  GHashTable *named;
  GHashTable *found; /* owned: keys of those that were found: no two rows are one place */
} Known;

static void
known_clear (Known *self)
{
  g_clear_pointer (&self->by_key, g_hash_table_unref);
  g_clear_pointer (&self->unnamed, g_hash_table_unref);
  g_clear_pointer (&self->named, g_hash_table_unref);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

/* Of two of one name what is there goes before what was taken off. */
static void
note (GHashTable *table, char *name, const FarPlaceFacts *facts)
{
  const FarPlaceFacts *other = g_hash_table_lookup (table, name);

  if (other == NULL || (other->is_gone && !facts->is_gone) ||
      (other->is_gone == facts->is_gone && memcmp (facts->id, other->id, FAR_RECORD_ID_LEN) < 0))
    g_hash_table_replace (table, name, (gpointer)facts);
  else
    g_free (name);
}

static gboolean
known_init (Known *self, FarView *view, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  self->places = _far_view_places (view, error);
  if (self->places == NULL)
    return FALSE;

  self->by_key = _far_places_index (self->places);
  self->unnamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->found = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const FarPlaceFacts *facts = value;

      if (facts->source[0] == '\0')
        note (self->unnamed, far_listed_place_fold (facts->name, facts->town), facts);
      note (self->named, far_listed_place_fold (facts->name, facts->town), facts);
    }

  return TRUE;
}

static const FarPlaceFacts *
find_known (const Known *self, const FarListedPlace *row)
{
  g_autofree char *key = _far_place_key (row->source, row->name, row->town);
  g_autofree char *name = far_listed_place_fold (row->name, row->town);
  const FarPlaceFacts *found = g_hash_table_lookup (self->by_key, key);

  if (found == NULL)
    found = g_hash_table_lookup (row->source[0] != '\0' ? self->unnamed : self->named, name);

  return found != NULL && g_hash_table_add (self->found, found->key) ? found : NULL;
}

/* ---- what becomes of it */

static char *
dup_either (const char *said, const char *before)
{
  return g_strdup (said[0] != '\0' ? said : before);
}

static FarPlaceWords
dup_words (const FarListedPlace *row, const FarPlaceWords *before)
{
  return (FarPlaceWords){
    .name = g_strdup (row->name),
    .address = dup_either (row->address, before->address),
    .town = dup_either (row->town, before->town),
    .source = dup_either (row->source, before->source),
    .at = row->has_at ? (FarPosition){ TRUE, row->lat, row->lon } : before->at,
  };
}

static FarPlaceWords
dup_facts (const FarPlaceFacts *facts)
{
  return (FarPlaceWords){
    .name = g_strdup (facts != NULL ? facts->name : ""),
    .address = g_strdup (facts != NULL ? facts->address : ""),
    .town = g_strdup (facts != NULL ? facts->town : ""),
    .source = g_strdup (facts != NULL ? facts->source : ""),
    .at = facts != NULL ? facts->at : (FarPosition){ 0 },
  };
}

static gboolean
is_same_at (const FarPosition *one, const FarPosition *other)
{
  return one->is_known == other->is_known && one->lat == other->lat && one->lon == other->lon;
}

static gboolean
is_same (const FarPlaceWords *one, const FarPlaceWords *other)
{
  return strcmp (one->name, other->name) == 0 && strcmp (one->address, other->address) == 0 &&
         strcmp (one->town, other->town) == 0 && strcmp (one->source, other->source) == 0 &&
         is_same_at (&one->at, &other->at);
}

static FarPlacePlan *
make_plan (const Known *known, const FarListedPlace *row, guint *n_room)
{
  const FarPlaceFacts *facts = find_known (known, row);
  FarPlacePlan *plan = g_new0 (FarPlacePlan, 1);

  plan->row = row->row;
  plan->before = dup_facts (facts);
  plan->now = dup_words (row, &plan->before);
  if (facts != NULL)
    memcpy (plan->place, facts->id, FAR_RECORD_ID_LEN);

  if (facts == NULL && *n_room == 0)
    plan->what = FAR_PLACE_IS_TOO_MANY;
  else if (facts == NULL)
    {
      plan->what = FAR_PLACE_IS_NEW;
      (*n_room)--;
    }
  else if (facts->is_gone)
    plan->what = FAR_PLACE_COMES_BACK;
  else
    plan->what = is_same (&plan->before, &plan->now) ? FAR_PLACE_IS_THERE : FAR_PLACE_CHANGES;

  return plan;
}

static GPtrArray *
make_plans (FarPen *pen, const FarListedPlaces *places, GError **error)
{
  g_auto (Known) known = { 0 };
  GPtrArray *plans;
  guint n_room;

  if (!_far_pen_check_rides (pen, error) || !known_init (&known, &pen->view, error))
    return NULL;

  n_room = _far_places_room (known.places, pen->writer->me->member);
  plans = g_ptr_array_new_with_free_func (free_plan);
  for (guint i = 0; i < places->places->len; i++)
    g_ptr_array_add (plans, make_plan (&known, places->places->pdata[i], &n_room));

  return plans;
}

GPtrArray *
far_collective_plan_places (const FarWriter *writer, const FarListedPlaces *places, GError **error)
{
  g_autoptr (GPtrArray) plans = NULL;
  FarPen pen;

  if (!_far_pen_init (&pen, writer, error))
    return NULL;

  plans = make_plans (&pen, places, error);

  return _far_pen_close (&pen, plans != NULL, error) ? g_steal_pointer (&plans) : NULL;
}

/* ---- writing */

static FarPlaceChange
say_all (const FarPlaceWords *words)
{
  return (FarPlaceChange){
    .name = words->name,
    .address = words->address,
    .town = words->town,
    .at = &words->at,
    .source = words->source,
    .gone = -1,
  };
}

static const FarPlaceFacts *
find_place (const GPtrArray *places, const guint8 *id)
{
  for (guint i = 0; i < places->len; i++)
    if (far_record_id_equal (((const FarPlaceFacts *)places->pdata[i])->id, id))
      return places->pdata[i];

  return NULL;
}

static GVariant *
pack_words (const FarPlaceWords *words)
{
  return g_variant_new (WORDS, words->name, words->address, words->town, words->source,
                        words->at.is_known, words->at.lat, words->at.lon);
}

static gboolean
write_one (FarPen *pen,
           const GPtrArray *places,
           const FarPlacePlan *plan,
           GVariantBuilder *done,
           GError **error)
{
  FarPlaceChange change = say_all (&plan->now);
  gboolean is_new = plan->what == FAR_PLACE_IS_NEW;
  gboolean comes = is_new || plan->what == FAR_PLACE_COMES_BACK;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  memcpy (id, plan->place, FAR_RECORD_ID_LEN);
  change.gone = comes && !is_new ? 0 : -1;
  if (is_new)
    good = _far_pen_add_place (pen, &change, id, error);
  else
    good = _far_pen_change_place (pen, places, find_place (places, id), &change, error);
  if (good)
    g_variant_builder_add (done, "(@ayb@" WORDS "@" WORDS ")",
                           g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, id, FAR_RECORD_ID_LEN,
                                                      1),
                           comes, pack_words (&plan->before), pack_words (&plan->now));

  return good;
}

GVariant *
far_collective_import_places (const FarWriter *writer, const GPtrArray *plans, GError **error)
{
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GVariant) done = NULL;
  GVariantBuilder builder;
  gboolean good;
  FarPen pen;

  if (!_far_pen_init (&pen, writer, error))
    return NULL;

  /* all of them, or none */
  places = _far_view_places (&pen.view, error);
  good = places != NULL && _far_pen_check_rides (&pen, error) && _far_pen_open (&pen, error);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" REMEMBERED));
  for (guint i = 0; i < plans->len && good; i++)
    {
      const FarPlacePlan *plan = plans->pdata[i];

      if (plan->what != FAR_PLACE_IS_THERE && plan->what != FAR_PLACE_IS_TOO_MANY)
        good = write_one (&pen, places, plan, &builder, error);
    }
  done = g_variant_ref_sink (g_variant_builder_end (&builder));

  return _far_pen_close (&pen, good, error) ? g_steal_pointer (&done) : NULL;
}

/* ---- undoing it */

/* Says again what was said before, of what is still as the import left it. */
static gboolean
write_back (FarPen *pen,
            const GPtrArray *places,
            const FarPlaceFacts *facts,
            gboolean came,
            const FarPlaceWords *before,
            const FarPlaceWords *then,
            GError **error)
{
  FarPlaceChange change = { .gone = came && !facts->is_gone ? 1 : -1 };

  if (strcmp (facts->name, then->name) == 0)
    change.name = before->name;
  if (strcmp (facts->address, then->address) == 0)
    change.address = before->address;
  if (strcmp (facts->town, then->town) == 0)
    change.town = before->town;
  if (strcmp (facts->source, then->source) == 0)
    change.source = before->source;
  if (is_same_at (&facts->at, &then->at))
    change.at = &before->at;

  return _far_pen_change_place (pen, places, facts, &change, error);
}

static gboolean
undo_one (FarPen *pen, const GPtrArray *places, GVariant *one, GError **error)
{
  g_autoptr (GVariant) id = NULL;
  g_auto (FarPlaceWords) before = { 0 };
  g_auto (FarPlaceWords) then = { 0 };
  const FarPlaceFacts *facts = NULL;
  const guint8 *bytes;
  gboolean came;
  gsize len;

  g_variant_get (one, "(@ayb" WORDS WORDS ")", &id, &came, &before.name, &before.address,
                 &before.town, &before.source, &before.at.is_known, &before.at.lat, &before.at.lon,
                 &then.name, &then.address, &then.town, &then.source, &then.at.is_known,
                 &then.at.lat, &then.at.lon);
  bytes = g_variant_get_fixed_array (id, &len, 1);
  if (len == FAR_RECORD_ID_LEN)
    facts = find_place (places, bytes);

  if (facts == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such place", error);

  /* a new one had no name before; another member may have written it down meanwhile */
  return before.name[0] == '\0' ? _far_pen_take_off_place (pen, facts->id, error)
                                : write_back (pen, places, facts, came, &before, &then, error);
}

gboolean
far_collective_undo_places (const FarWriter *writer, GVariant *done, GError **error)
{
  g_autoptr (GPtrArray) places = NULL;
  GVariantIter iter;
  GVariant *child;
  gboolean good;
  FarPen pen;

  if (!g_variant_is_of_type (done, G_VARIANT_TYPE ("a" REMEMBERED)))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nothing was imported", error);
  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  places = _far_view_places (&pen.view, error);
  good = places != NULL && _far_pen_open (&pen, error);
  g_variant_iter_init (&iter, done);
  while (good && (child = g_variant_iter_next_value (&iter)) != NULL)
    {
      good = undo_one (&pen, places, child, error);
      g_variant_unref (child);
    }

  return _far_pen_close (&pen, good, error);
}
