/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roles: what somebody does on an outing, and how many of each come. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- what a rota says */

static void
clear_role (gpointer data)
{
  g_free (((FarRoleFacts *)data)->name);
  g_free (((FarRoleFacts *)data)->training);
}

GArray *
far_role_facts_array_new (void)
{
  GArray *roles = g_array_new (FALSE, FALSE, sizeof (FarRoleFacts));

  g_array_set_clear_func (roles, clear_role);

  return roles;
}

static const FarRoleFacts *
find_number (const GArray *roles, guint number)
{
  for (guint i = 0; i < roles->len; i++)
    if (g_array_index (roles, FarRoleFacts, i).number == number)
      return &g_array_index (roles, FarRoleFacts, i);

  return NULL;
}

/* As they were written, and the first role first. */
static void
put_in_order (GArray *roles, const FarRoleFacts *role)
{
  if (role->number == 0)
    g_array_prepend_vals (roles, role, 1);
  else
    g_array_append_vals (roles, role, 1);
}

/* Of two with one number the one that is written first; the first role without a name says no
 * more than that there are none. */
static void
take_role (GArray *roles, const FarPayload *item)
{
  FarRoleFacts facts = {
    .number = far_payload_int (item, FAR_ROLE_NUMBER, 0),
    .n_min = far_payload_int (item, FAR_ROLE_MIN, 1),
    .n_max = far_payload_int (item, FAR_ROLE_MAX, 1),
  };

  if (!far_payload_has (item, FAR_ROLE_NAME) || find_number (roles, facts.number) != NULL)
    return;

  facts.n_max = MAX (facts.n_max, facts.n_min);
  facts.name = far_payload_dup_text (item, FAR_ROLE_NAME);
  if (far_payload_has (item, FAR_ROLE_TRAINING))
    facts.training = far_payload_dup_text (item, FAR_ROLE_TRAINING);
  put_in_order (roles, &facts);
}

GArray *
_far_roles_read (const FarPayload *payload, guint key)
{
  GArray *roles = far_role_facts_array_new ();
  FarPayloadIter iter;
  FarPayload item;

  if (payload == NULL)
    return roles;

  iter = far_payload_iter (payload, key);
  while (far_payload_iter_map (&iter, &item))
    take_role (roles, &item);

  return roles;
}

/* Where nothing else is different on that day, it comes among the others. */
static FarLaterFacts *
find_later (GArray *later, gint32 from)
{
  FarLaterFacts new = { .from = from, .at = -1, .n_min = -1, .n_max = -1 };
  guint i = 0;

  while (i < later->len && g_array_index (later, FarLaterFacts, i).from < from)
    i++;
  if (i == later->len || g_array_index (later, FarLaterFacts, i).from != from)
    g_array_insert_val (later, i, new);

  return &g_array_index (later, FarLaterFacts, i);
}

void
_far_later_take_roles (GArray *self, const GArray *from)
{
  for (guint i = 0; i < self->len; i++)
    g_clear_pointer (&g_array_index (self, FarLaterFacts, i).roles, g_array_unref);
  for (guint i = 0; i < from->len; i++)
    {
      const FarLaterFacts *facts = &g_array_index (from, FarLaterFacts, i);

      if (facts->roles != NULL)
        find_later (self, facts->from)->roles = _far_roles_copy (facts->roles);
    }
}

void
_far_roles_read_later (GArray *later, const FarPayload *payload)
{
  FarPayloadIter iter;
  FarPayload item;

  if (payload == NULL)
    return;

  iter = far_payload_iter (payload, FAR_ROTA_LATER_ROLES);
  while (far_payload_iter_map (&iter, &item))
    {
      FarLaterFacts *facts = find_later (later, far_payload_int (&item, FAR_ROLE_FROM, 0));

      if (facts->roles == NULL)
        facts->roles = far_role_facts_array_new ();
      take_role (facts->roles, &item);
    }
}

static void
put_role (GByteArray *out, const FarRoleFacts *facts, const gint32 *from)
{
  FarMapWriter item = far_map_begin (out);

  far_map_int (&item, FAR_ROLE_NUMBER, facts->number);
  if (facts->name != NULL)
    far_map_text (&item, FAR_ROLE_NAME, facts->name);
  if (facts->number != 0)
    {
      far_map_int (&item, FAR_ROLE_MIN, facts->n_min);
      far_map_int (&item, FAR_ROLE_MAX, facts->n_max);
    }
  if (from != NULL)
    far_map_int (&item, FAR_ROLE_FROM, *from);
  if (facts->training != NULL)
    far_map_text (&item, FAR_ROLE_TRAINING, facts->training);
  far_map_end (&item);
}

/* What says that there are none. */
static const FarRoleFacts none = { .number = 0, .name = NULL };

static void
put_roles (GByteArray *out, const GArray *roles, const gint32 *from)
{
  for (guint i = 0; i < roles->len; i++)
    put_role (out, &g_array_index (roles, FarRoleFacts, i), from);
}

void
_far_roles_put (FarMapWriter *map, const GArray *roles)
{
  far_map_array (map, FAR_ROTA_ROLES, roles->len);
  put_roles (map->out, roles, NULL);
}

void
_far_roles_put_of_date (FarMapWriter *map, const GArray *roles)
{
  guint n = roles != NULL ? MAX (roles->len, 1) : 0;

  far_map_array (map, FAR_OUTING_ROLES, n);
  if (roles != NULL && roles->len == 0)
    put_role (map->out, &none, NULL);
  else if (roles != NULL)
    put_roles (map->out, roles, NULL);
}

guint
_far_roles_count_later (const GArray *later)
{
  guint n = 0;

  for (guint i = 0; i < later->len; i++)
    {
      const FarLaterFacts *facts = &g_array_index (later, FarLaterFacts, i);

      n += facts->roles != NULL ? MAX (facts->roles->len, 1) : 0;
    }

  return n;
}

void
_far_roles_put_later (FarMapWriter *map, const GArray *later)
{
  far_map_array (map, FAR_ROTA_LATER_ROLES, _far_roles_count_later (later));
  for (guint i = 0; i < later->len; i++)
    {
      const FarLaterFacts *facts = &g_array_index (later, FarLaterFacts, i);

      if (facts->roles != NULL && facts->roles->len == 0)
        put_role (map->out, &none, &facts->from);
      else if (facts->roles != NULL)
        put_roles (map->out, facts->roles, &facts->from);
    }
}

GArray *
_far_roles_copy (const GArray *roles)
{
  GArray *copy = far_role_facts_array_new ();

  for (guint i = 0; i < roles->len; i++)
    {
      FarRoleFacts facts = g_array_index (roles, FarRoleFacts, i);

      facts.name = g_strdup (facts.name);
      facts.training = g_strdup (facts.training);
      g_array_append_val (copy, facts);
    }

  return copy;
}

gboolean
_far_roles_are_same (const GArray *a, const GArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;

  for (guint i = 0; i < a->len; i++)
    {
      const FarRoleFacts *one = &g_array_index (a, FarRoleFacts, i);
      const FarRoleFacts *other = find_number (b, one->number);

      if (other == NULL || strcmp (one->name, other->name) != 0 ||
          g_strcmp0 (one->training, other->training) != 0 ||
          (one->number != 0 && (one->n_min != other->n_min || one->n_max != other->n_max)))
        return FALSE;
    }

  return TRUE;
}

/* Numbers and names are those of whoever says it first. */
static void
add_unknown (GArray *out, const GArray *roles)
{
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      FarRoleFacts facts = g_array_index (roles, FarRoleFacts, i);

      if (find_number (out, facts.number) != NULL)
        continue;
      facts.name = g_strdup (facts.name);
      facts.training = g_strdup (facts.training);
      g_array_append_val (out, facts);
    }
}

GArray *
_far_roles_ever (const FarRotaFacts *rota, const GArray *of_date)
{
  GArray *roles = _far_roles_copy (rota->roles);

  for (guint i = 0; i < rota->later->len; i++)
    add_unknown (roles, g_array_index (rota->later, FarLaterFacts, i).roles);
  add_unknown (roles, of_date);

  return roles;
}

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *one = g_utf8_casefold (a, -1);
  g_autofree char *other = g_utf8_casefold (b, -1);

  return strcmp (one, other) == 0;
}

static const FarRoleFacts *
find_name (const GArray *roles, const char *name)
{
  for (guint i = 0; i < roles->len; i++)
    if (is_same_name (g_array_index (roles, FarRoleFacts, i).name, name))
      return &g_array_index (roles, FarRoleFacts, i);

  return NULL;
}

const char *
_far_roles_name (const GArray *roles, guint number)
{
  const FarRoleFacts *facts = find_number (roles, number);

  return facts != NULL ? facts->name : "";
}

const char *
far_rota_facts_role_name (const FarRotaFacts *self, gint32 day, guint number)
{
  return _far_roles_name (_far_rota_on (self, day).roles, number);
}

gboolean
far_rota_facts_find_role (const FarRotaFacts *self, const char *name, guint *out)
{
  g_autoptr (GArray) roles = _far_roles_ever (self, NULL);
  const FarRoleFacts *facts = find_name (roles, name);

  if (facts != NULL)
    *out = facts->number;

  return facts != NULL;
}

gboolean
_far_roles_have (const GArray *roles, guint number)
{
  return number == 0 || number == FAR_ROLE_ALONG || find_number (roles, number) != NULL;
}

guint
_far_roles_place_of (const GArray *roles, guint number)
{
  const FarRoleFacts *facts = number != 0 ? find_number (roles, number) : NULL;

  if (number == 0 || number == FAR_ROLE_ALONG)
    return number;

  return facts != NULL ? 1 + (guint)(facts - &g_array_index (roles, FarRoleFacts, 0))
                       : FAR_ROTA_ROLES_MAX + 1;
}

guint
_far_roles_count_named (const GArray *roles)
{
  guint n = 0;

  for (guint i = 0; i < roles->len; i++)
    if (g_array_index (roles, FarRoleFacts, i).number != 0)
      n += g_array_index (roles, FarRoleFacts, i).n_min;

  return n;
}

/* ---- what somebody wants it to say */

/* Who promised to be at the head is not to be at the tail because the roles are written anew: a
 * number is that of its name, wherever it is drawn. */
static guint8
draw_number (const char *name, const GArray *before, const GArray *taken)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  guint8 hash[FAR_HASH_LEN];
  guint number;
  FarHash state;

  far_hash_init (&state, FAR_CONTEXT_ROLE, FAR_HASH_LEN);
  far_hash_update (&state, folded, strlen (folded));
  far_hash_finish (&state, hash, FAR_HASH_LEN);

  number = hash[0] % (FAR_ROLE_ALONG - 1);
  do
    number = number % (FAR_ROLE_ALONG - 1) + 1;
  while (find_number (before, number) != NULL || find_number (taken, number) != NULL);

  return number;
}

static gboolean
check_role (const FarRoleFacts *role, const GArray *others, GError **error)
{
  if (role->number != 0 &&
      (role->n_max < 1 || role->n_max > FAR_ROTA_ADULTS_MAX || role->n_min > role->n_max))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
                        "at least 0, at most 99, and the least not above the most", error);

  return find_name (others, role->name) == NULL ||
         _far_refuse (FAR_COLLECTIVE_ERROR_ROLE_TWICE, "two roles have that name", error);
}

GArray *
_far_roles_revise (const GArray *before, const GArray *wanted, GError **error)
{
  g_autoptr (GArray) after = far_role_facts_array_new ();

  if (wanted->len > FAR_ROTA_ROLES_MAX)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_FULL_ROLES, "a rota has at most 8 roles", error);
      return NULL;
    }

  for (guint i = 0; i < wanted->len; i++)
    {
      const FarRoleFacts *one = &g_array_index (wanted, FarRoleFacts, i);
      g_autofree char *name = far_collective_tidy_name (one->name, error);
      const FarRoleFacts *known = name != NULL ? find_name (before, name) : NULL;
      g_autofree char *training = NULL;
      FarRoleFacts facts = *one;

      if (name == NULL)
        return NULL;
      facts.name = name;
      facts.training = NULL;
      if (one->training != NULL &&
          (training = far_collective_tidy_name (one->training, error)) == NULL)
        return NULL;
      if (facts.number == FAR_ROLE_UNNUMBERED)
        facts.number =
            known != NULL && known->number != 0 ? known->number : draw_number (name, before, after);
      if (!check_role (&facts, after, error))
        return NULL;
      facts.name = g_steal_pointer (&name);
      facts.training = g_steal_pointer (&training);
      put_in_order (after, &facts);
    }

  return g_steal_pointer (&after);
}

/* ---- how many of each come */

/* The roles of an outing: the first one, then those that are named. */
GArray *
_far_outing_count_roles (const FarOutingFacts *outing)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (FarRoleCount));
  const GArray *roles = outing->here.roles;
  FarRoleCount first = {
    .name = _far_roles_name (roles, 0),
    .n_min = outing->here.n_min,
    .n_max = outing->here.n_max,
  };

  g_array_append_val (counts, first);
  for (guint i = 0; i < roles->len; i++)
    {
      const FarRoleFacts *facts = &g_array_index (roles, FarRoleFacts, i);
      FarRoleCount count = {
        .number = facts->number,
        .name = facts->name,
        .training = facts->training,
        .n_min = facts->n_min,
        .n_max = facts->n_max,
      };

      if (facts->number != 0)
        g_array_append_val (counts, count);
      else
        g_array_index (counts, FarRoleCount, 0).training = facts->training;
    }

  return counts;
}

FarRoleCount *
_far_outing_find_role (const FarOutingFacts *outing, guint number)
{
  for (guint i = 0; i < outing->roles->len; i++)
    if (g_array_index (outing->roles, FarRoleCount, i).number == number)
      return &g_array_index (outing->roles, FarRoleCount, i);

  return NULL;
}

guint
_far_outing_role_max (const FarOutingFacts *outing, guint number)
{
  const FarRoleCount *count = _far_outing_find_role (outing, number);

  return count != NULL ? count->n_max : G_MAXUINT;
}

/* Those from @first on who are at @place come by rank, behind @n_before others, until there are
 * @n_max; the others are at @beyond.  Returns: how many come */
static guint
fill_places (GPtrArray *turns,
             guint first,
             FarTurnPlace place,
             guint n_before,
             guint n_max,
             FarTurnPlace beyond)
{
  const guint8 role = ((const FarTurnFacts *)turns->pdata[first])->role;
  guint n = n_before;

  for (guint i = first; i < turns->len; i++)
    {
      FarTurnFacts *facts = turns->pdata[i];

      if (facts->role != role || facts->rank == 0)
        break;
      /* whoever is no adult comes along, and takes no adult's place */
      if (facts->place != place || facts->is_helper)
        continue;
      n++;
      if (n > n_max)
        {
          facts->place = beyond;
          facts->reserve = n - n_max;
        }
    }

  return MIN (n, MAX (n_before, n_max)) - n_before;
}

static gboolean
is_counted (const FarTurnFacts *turn)
{
  return (turn->place == FAR_TURN_PLACE_STANDING || turn->place == FAR_TURN_PLACE_SEEKING) &&
         !turn->is_helper && turn->role != FAR_ROLE_ALONG;
}

/* Whoever has two roles is one adult. */
static guint
count_adults (const GPtrArray *turns)
{
  guint n = 0;

  for (guint i = 0; i < turns->len; i++)
    {
      const FarTurnFacts *turn = turns->pdata[i];
      gboolean is_new = is_counted (turn);

      for (guint j = 0; j < i && is_new; j++)
        {
          const FarTurnFacts *other = turns->pdata[j];

          is_new = !is_counted (other) || !far_record_id_equal (other->person, turn->person);
        }
      n += is_new;
    }

  return n;
}

/* By rank, those who come stand until there are enough.  Who looks for a stand-in comes behind all
 * others, so that one more who comes is the stand-in; who is absent holds nobody's place.  A role
 * that the rota has no more sends nobody home. */
guint
_far_outing_place_turns (FarOutingFacts *outing)
{
  GPtrArray *turns = outing->turns;

  for (guint i = 0; i < turns->len; i++)
    {
      const FarTurnFacts *facts = turns->pdata[i];
      FarRoleCount *count;
      guint n_max;
      guint n;

      if (facts->rank == 0)
        break;
      if (i > 0 && facts->role == ((const FarTurnFacts *)turns->pdata[i - 1])->role)
        continue;

      count = _far_outing_find_role (outing, facts->role);
      n_max = count != NULL ? count->n_max : G_MAXUINT;
      n = fill_places (turns, i, FAR_TURN_PLACE_STANDING, 0, n_max, FAR_TURN_PLACE_RESERVE);
      n += fill_places (turns, i, FAR_TURN_PLACE_SEEKING, n, n_max, FAR_TURN_PLACE_RELIEVED);
      if (count != NULL)
        count->n_have = n;
    }

  return count_adults (turns);
}

gboolean
_far_turn_may_come (const FarTurnFacts *turn)
{
  return turn->place == FAR_TURN_PLACE_STANDING || turn->place == FAR_TURN_PLACE_RESERVE ||
         turn->place == FAR_TURN_PLACE_SEEKING;
}

/* A second one is refused, so it takes two machines that had not heard of each other. */
void
_far_outing_find_doubles (FarOutingFacts *outing)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      FarTurnFacts *turn = outing->turns->pdata[i];

      for (guint j = 0; j < outing->turns->len && _far_turn_may_come (turn) && !turn->is_double;
           j++)
        {
          const FarTurnFacts *other = outing->turns->pdata[j];

          if (other->role == turn->role || !_far_turn_may_come (other) ||
              !far_record_id_equal (other->person, turn->person))
            continue;
          turn->is_double = TRUE;
          turn->other_role = other->role;
        }
    }
}

/* Where there are several, each wants its own. */
guint
_far_outing_count_vacant (const FarOutingFacts *outing)
{
  guint n = 0;

  for (guint i = 0; i < outing->roles->len && outing->roles->len > 1; i++)
    {
      const FarRoleCount *count = &g_array_index (outing->roles, FarRoleCount, i);

      n += count->n_min - MIN (count->n_min, count->n_have);
    }

  return n;
}
