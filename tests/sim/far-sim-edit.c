/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members change of what is there: turns that are swapped, sought for and taken over, lines
 * and rotas brought up to date, names, who has what, confirmed plans, deletions, retention.  For
 * what the program has no call yet the entry is written as it would be: it has seen, and replaces,
 * what is shown. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

#include <string.h>

#include "far-collective-private.h"
#include "far-day.h"

/* How many entries of one retention are looked for afterwards. */
#define EXPIRED_LOOKED_FOR_MAX 4
#define WEEK_ROTAS_MAX 6

/* ---- one entry about what is there */

/* What an entry says, and of what: of a record, or of an outing of a rota if there is a day. */
typedef struct
{
  FarKind kind;
  const guint8 *record;
  gint32 day;
  gboolean is_holders; /* written under the newest term */
  const guint8 *subject;
  GByteArray *payload;
} Change;

static gboolean
write_change (FarPen *pen, const Change *change, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, change->record);
  FarSaying saying = {
    .kind = change->kind,
    .term = change->is_holders ? _far_pen_get_publishing_term (pen) : 0,
    .subject = change->subject,
    .payload = change->payload,
  };
  FarHistory history;
  gboolean good;

  if (!(change->kind == FAR_KIND_OUTING
            ? _far_history_load_outing (&history, &pen->view, ident, change->day, error)
            : _far_history_load (&history, &pen->view, change->kind, ident, error)))
    return FALSE;

  good = _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

static gboolean
make_change (FarSimUser *user, const char *what, const Change *change)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarPen pen;
  gboolean good = _far_pen_init (&pen, &writer, &error) &&
                  _far_pen_close (&pen, write_change (&pen, change, &error), &error);

  far_sim_user_report (user, what, good, &error);

  return good;
}

/* ---- turns */

/* What there is of turns on the days of a few rotas. */
typedef struct
{
  GPtrArray *rotas;   /* owned */
  GPtrArray *outings; /* (nullable): owned (element-type FarOutingFacts) */
} Week;

static void
week_clear (Week *self)
{
  g_clear_pointer (&self->outings, g_ptr_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Week, week_clear)

static void
week_read (Week *self, const FarSimUser *user)
{
  FarStore *store = user->device->store;

  self->rotas = far_collective_rotas (store, NULL);
  if (self->rotas == NULL)
    return;

  if (self->rotas->len > WEEK_ROTAS_MAX)
    g_ptr_array_set_size (self->rotas, WEEK_ROTAS_MAX);
  self->outings = far_collective_outings (store, self->rotas, user->device->me.member,
                                          FAR_SIM_EPOCH_DAY + 10, FAR_SIM_N_DAYS, NULL);
}

static gboolean
is_held (const FarSimUser *user, const FarTurnFacts *turn)
{
  return far_sim_user_is (user, turn->by) && turn->place != FAR_TURN_PLACE_RELEASED;
}

static gboolean
is_moved (const FarSimUser *user, const FarTurnFacts *turn)
{
  return is_held (user, turn) && turn->is_moved;
}

static gboolean
is_sought (const FarSimUser *user, const FarTurnFacts *turn)
{
  return !far_sim_user_is (user, turn->by) &&
         (turn->place == FAR_TURN_PLACE_SEEKING || turn->place == FAR_TURN_PLACE_ABSENT);
}

/* One of the turns that are @wanted.  @out_outing: (nullable): NULL too if there is none.
 * Returns: (nullable) */
static const FarTurnFacts *
week_pick (const Week *self,
           FarSimUser *user,
           gboolean (*wanted) (const FarSimUser *user, const FarTurnFacts *turn),
           const FarOutingFacts **out_outing)
{
  const FarTurnFacts *picked = NULL;
  guint n = 0;

  *out_outing = NULL;
  for (guint i = 0; self->outings != NULL && i < self->outings->len; i++)
    {
      const FarOutingFacts *outing = g_ptr_array_index (self->outings, i);

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *turn = g_ptr_array_index (outing->turns, j);

          if (!wanted (user, turn) || far_sim_random_below (&user->random, ++n) != 0)
            continue;
          picked = turn;
          *out_outing = outing;
        }
    }

  return picked;
}

/* Looks for a stand-in, is absent, or comes after all. */
static void
change_turn (FarSimUser *user)
{
  static const struct
  {
    FarTurnChange change;
    const char *what;
  } acts[] = {
    { FAR_TURN_STATE_SEEKING, "looks for a stand-in" },
    { FAR_TURN_STATE_ABSENT, "will be absent" },
    { FAR_TURN_STATE_STANDS, "will come after all" },
  };
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint act = far_sim_random_below (&user->random, G_N_ELEMENTS (acts));
  g_auto (Week) week = { 0 };
  const FarOutingFacts *outing;
  const FarTurnFacts *held;
  g_autoptr (GError) error = NULL;
  gboolean good;

  week_read (&week, user);
  held = week_pick (&week, user, is_held, &outing);
  if (held == NULL)
    return;

  good = far_collective_change_turn (&writer, held->id, acts[act].change,
                                     far_sim_get_today (user->sim, user->device), NULL, &error);
  far_sim_user_report (user, acts[act].what, good, &error);
}

static gboolean
take (FarSimUser *user,
      const FarRotaFacts *rota,
      gint32 day,
      const guint8 *person,
      const char *what)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  guint8 turn[FAR_RECORD_ID_LEN];
  guint role = far_sim_user_pick_role (user, rota);
  gboolean good =
      far_collective_take_role (&writer, rota->id, day, role, person,
                                far_sim_get_today (user->sim, user->device), turn, &error);

  far_sim_user_report (user, what, good, &error);
  if (good && role != 0)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_ROLE);

  return good;
}

/* Notes how somebody is called, perhaps while another does. */
static void
note_phone (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GPtrArray) members = far_collective_members (user->device->store, NULL);
  g_autofree char *phone = NULL;
  g_autoptr (GError) error = NULL;
  const FarMemberFacts *whose;

  if (members == NULL || members->len == 0)
    return;

  whose = members->pdata[far_sim_random_below (&user->random, members->len)];
  if (far_sim_random_chance (&user->random, 80))
    phone = g_strdup_printf ("06 %06u", far_sim_random_below (&user->random, 1000000));
  far_sim_user_report (user, "notes a telephone number",
                       far_collective_set_phone (&writer, whose->id, phone != NULL ? phone : "",
                                                 &error),
                       &error);
}

/* For a term; or gives back what it has each week. */
static void
promise_weekly (FarSimUser *user, const FarRotaFacts *rota)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today = far_sim_get_today (user->sim, user->device);
  FarSeriesPlan plan = { .rota = rota->id, .first_day = far_sim_user_pick_day (user) };
  gboolean takes = far_sim_random_chance (&user->random, 70);
  g_autoptr (GError) error = NULL;
  FarSeries series;
  gboolean good;

  plan.role = far_sim_user_pick_role (user, rota);
  good = takes ? far_collective_take_series (&writer, &plan, today, &series, &error)
               : far_collective_release_series (&writer, &plan, today, &series, &error);

  if (good)
    far_series_clear (&series);
  far_sim_user_report (user, takes ? "promises for a term" : "ends it", good, &error);
}

/* Where somebody looks for a stand-in, or is absent. */
static void
stand_in (FarSimUser *user)
{
  g_auto (Week) week = { 0 };
  const FarOutingFacts *outing;

  week_read (&week, user);
  if (week_pick (&week, user, is_sought, &outing) != NULL)
    take (user, outing->rota, outing->day, NULL, "stands in");
}

/* A turn of a person without a machine, for whom the user answers. */
static void
take_for_other (FarSimUser *user, const FarRotaFacts *rota)
{
  for (guint i = 0; i < user->sim->words->len; i++)
    {
      const FarSimWord *word = g_ptr_array_index (user->sim->words, i);

      if (!word->has_person || !far_sim_user_is (user, word->maker->me.member))
        continue;
      take (user, rota, far_sim_user_pick_day (user), word->person, "takes a turn for another");
      if (far_sim_random_chance (&user->random, 50))
        return;
    }
}

/* Gives back a turn and takes one of another outing. */
static void
move_turn (FarSimUser *user, const FarTurnFacts *turn, const FarOutingFacts *to)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  gboolean good =
      far_collective_change_turn (&writer, turn->id, FAR_TURN_STATE_RELEASED,
                                  far_sim_get_today (user->sim, user->device), NULL, &error);

  far_sim_user_report (user, "gives a turn in exchange", good, &error);
  if (good && far_sim_user_is_well (user))
    take (user, to->rota, to->day, NULL, "takes one in exchange");
}

static gboolean
knows (const FarSimUser *user, const FarRotaFacts *rota)
{
  return far_store_find_ident (user->device->store, rota->id) != 0;
}

/* Two talk, and each writes down a half of it. */
static void
swap (FarSimUser *user)
{
  FarSim *sim = user->sim;
  FarSimUser other = { sim,
                       far_sim_get_device (sim,
                                           far_sim_random_below (&user->random, sim->devices->len)),
                       { ~user->random.state } };
  g_auto (Week) mine = { 0 };
  g_auto (Week) theirs = { 0 };
  const FarOutingFacts *outings[2];
  const FarTurnFacts *turns[2];

  if (!far_sim_user_is_well (&other) || far_sim_user_is (user, other.device->me.member))
    return;

  week_read (&mine, user);
  week_read (&theirs, &other);
  turns[0] = week_pick (&mine, user, is_held, &outings[0]);
  turns[1] = week_pick (&theirs, &other, is_held, &outings[1]);
  if (turns[0] == NULL || turns[1] == NULL || !knows (user, outings[1]->rota) ||
      !knows (&other, outings[0]->rota))
    return;

  move_turn (user, turns[0], outings[1]);
  if (far_sim_user_is_well (&other))
    move_turn (&other, turns[1], outings[0]);
}

static gboolean
is_others (const FarSimUser *user, const FarTurnFacts *turn)
{
  return !far_sim_user_is (user, turn->by) && turn->place == FAR_TURN_PLACE_STANDING;
}

static gboolean
has_turn_of_mine (const Week *week, FarSimUser *user, const guint8 *turn)
{
  for (guint i = 0; week->outings != NULL && i < week->outings->len; i++)
    {
      const FarOutingFacts *outing = g_ptr_array_index (week->outings, i);

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *one = g_ptr_array_index (outing->turns, j);

          if (is_held (user, one) && memcmp (one->id, turn, FAR_RECORD_ID_LEN) == 0)
            return TRUE;
        }
    }

  return FALSE;
}

/* Returns: (nullable): a turn that somebody offers for one of the user's */
static const FarTurnFacts *
find_offered (const Week *week, FarSimUser *user)
{
  for (guint i = 0; week->outings != NULL && i < week->outings->len; i++)
    {
      const FarOutingFacts *outing = g_ptr_array_index (week->outings, i);

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *one = g_ptr_array_index (outing->turns, j);

          if (is_sought (user, one) && one->has_swap &&
              has_turn_of_mine (week, user, one->swap_turn))
            return one;
        }
    }

  return NULL;
}

/* Somebody asked for it, perhaps days ago.  Returns: whether anybody did */
static gboolean
accept_exchange (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_auto (Week) week = { 0 };
  const FarTurnFacts *offered;
  g_autoptr (GError) error = NULL;
  FarTurnPoint point;

  week_read (&week, user);
  offered = find_offered (&week, user);
  if (offered != NULL)
    far_sim_user_report (user, "accepts to exchange turns",
                         far_collective_accept_swap (&writer, offered->id,
                                                     far_sim_get_today (user->sim, user->device),
                                                     &point, &error),
                         &error);

  return offered != NULL;
}

/* One offers, and another accepts: all else each machine does by itself. */
static void
offer_exchange (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_auto (Week) week = { 0 };
  const FarOutingFacts *outing;
  g_autoptr (GError) error = NULL;
  gboolean good = FALSE;
  FarTurnPoint point;

  week_read (&week, user);
  for (guint i = 0; i < 4 && !good; i++)
    {
      const FarTurnFacts *mine = week_pick (&week, user, is_held, &outing);
      const FarTurnFacts *theirs = week_pick (&week, user, is_others, &outing);

      if (mine == NULL || theirs == NULL)
        return;
      g_clear_error (&error);
      good =
          far_collective_offer_swap (&writer, mine->id, theirs->id,
                                     far_sim_get_today (user->sim, user->device), &point, &error);
    }
  far_sim_user_report (user, "offers to exchange turns", good, &error);
}

static gboolean
is_there (const FarSimUser *user, const FarTurnFacts *turn)
{
  return turn->place == FAR_TURN_PLACE_STANDING || turn->place == FAR_TURN_PLACE_RESERVE;
}

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  return memcmp ((*(const FarTurnFacts *const *)a)->id, (*(const FarTurnFacts *const *)b)->id,
                 FAR_RECORD_ID_LEN);
}

/* The holder confirms who is there. */
static void
publish_plan (FarSimUser *user)
{
  g_auto (Week) week = { 0 };
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  Change change = { .kind = FAR_KIND_OUTING, .is_holders = TRUE, .payload = payload };
  const FarOutingFacts *outing;
  guint n;

  if (!far_collective_may_publish (user->device->store, user->device->me.member))
    return;
  week_read (&week, user);
  if (week_pick (&week, user, is_there, &outing) == NULL)
    return;

  n = MIN (outing->turns->len, FAR_PLAN_MAX);
  change.record = outing->rota->id;
  change.day = outing->day;
  far_map_bytes (&map, FAR_OUTING_ROTA, outing->rota->id, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, outing->day);
  far_map_array (&map, FAR_OUTING_PLAN, n);
  g_ptr_array_sort (outing->turns, compare_turns);
  for (guint i = 0; i < n; i++)
    {
      const FarTurnFacts *turn = g_ptr_array_index (outing->turns, i);

      far_cbor_put_bytes (payload, turn->id, FAR_RECORD_ID_LEN);
    }
  far_map_end (&map);
  make_change (user, "publishes the plan of a day", &change);
}

/* ---- lines, rotas, names */

/* Whether what was written last made the record. */
static gboolean
is_new (FarSimUser *user, const guint8 *record)
{
  const guint8 *key = user->device->me.device;
  guint8 last[FAR_RECORD_ID_LEN];

  far_record_id (user->sim->collective, key, far_store_next_seq (user->device->store, key) - 1, 0,
                 last);

  return memcmp (record, last, FAR_RECORD_ID_LEN) == 0;
}

static void
import_line (FarSimUser *user)
{
  static const char *const stop_names[] = { "Bridge", "Market", "Old Mill", "School" };
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GPtrArray) stops = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = g_strdup_printf ("Line %u", far_sim_random_below (&user->random, 3));
  FarLineDraft draft = { .name = name, .school = (char *)"", .colour = (char *)"", .stops = stops };
  g_autoptr (GError) error = NULL;
  guint8 line[FAR_RECORD_ID_LEN];
  guint n = 1 + far_sim_random_below (&user->random, G_N_ELEMENTS (stop_names));
  gboolean good;

  for (guint i = 0; i < n; i++)
    {
      FarStopDraft *stop = g_new0 (FarStopDraft, 1);

      stop->name = (char *)stop_names[i];
      stop->time_out = 7 * 60 + 5 * i + far_sim_random_below (&user->random, 5);
      stop->time_back = -1;
      g_ptr_array_add (stops, stop);
    }
  if (far_sim_random_chance (&user->random, 50))
    draft.school = (char *)"Colibri";
  good = far_collective_import_line (&writer, &draft, line, NULL, &error);
  if (good && is_new (user, line))
    far_sim_user_note_made (user, FAR_KIND_LINE, line);
  far_sim_user_report (user, "brings a line up to date", good, &error);
}

/* Who is asked, the colour, when it leaves, how a wheelchair gets along. */
static void
change_line (FarSimUser *user)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (user->device->store, NULL);
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
  FarWriter writer = far_sim_writer (user->sim, user->device);
  const FarSimDevice *other =
      far_sim_get_device (user->sim, far_sim_random_below (&user->random, user->sim->devices->len));
  FarLineChange change = FAR_LINE_CHANGE_NONE;
  FarStopChange stop = FAR_STOP_CHANGE_NONE;
  g_autoptr (GArray) patterns = g_array_new (FALSE, FALSE, sizeof (FarPatternChange));
  g_autoptr (GPtrArray) all_stops = g_ptr_array_new ();
  FarPatternChange pattern = { .to = "" };
  FarStopDraft first = { .name = (char *)"The first one", .is_bare = TRUE };
  g_autoptr (GError) error = NULL;
  const FarLineFacts *line;
  gboolean good;

  if (lines == NULL || lines->len == 0)
    return;

  line = lines->pdata[far_sim_random_below (&user->random, lines->len)];
  stop.stop = far_sim_random_below (&user->random, line->stops->len);
  switch (far_sim_random_below (&user->random, 7))
    {
    case 6:
      first.time_out = 7 * 60 + (int)far_sim_random_below (&user->random, 60);
      first.time_back = -1;
      g_ptr_array_add (all_stops, &first);
      g_ptr_array_add (all_stops,
                       line->stops->pdata[far_sim_random_below (&user->random, line->stops->len)]);
      change.all_stops = all_stops;
      stop.stop = 0;
      break;
    case 4:
      pattern.weekdays = 1 + far_sim_random_below (&user->random, 127);
      pattern.shift = (int)far_sim_random_below (&user->random, 30);
      pattern.from = ((const FarStopDraft *)line->stops->pdata[0])->name;
      g_array_append_val (patterns, pattern);
      change.patterns = patterns;
      break;
    case 0:
      change.referent = other->me.member;
      break;
    case 1:
      change.colour = far_sim_random_below (&user->random, FAR_LINE_COLOUR_MAX + 1);
      break;
    case 2:
      change.start = 7 * 60 + far_sim_random_below (&user->random, 60);
      break;
    case 3:
      stop.walk = 1 + far_sim_random_below (&user->random, 12);
      break;
    default:
      stop.way[far_sim_random_below (&user->random, FAR_N_ACCESS)] =
          far_sim_random_below (&user->random, FAR_ACCESS_MAX + 1);
      break;
    }
  g_array_append_val (stops, stop);
  change.stops = stops;
  good = far_collective_change_line (&writer, line->id, &change, &error);
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_LINE);
  far_sim_user_report (user, "says something of a line", good, &error);
}

/* Something is seen there, dealt with, or gone. */
static void
say_of_hazard (FarSimUser *user)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (user->device->store, NULL);
  g_autoptr (GPtrArray) hazards = far_collective_hazards (user->device->store, TRUE, NULL);
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *words = g_strdup_printf ("hole %u", far_sim_random_below (&user->random, 1000));
  FarHazardChange change = { .state = (int)far_sim_random_below (&user->random, 3) };
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  if (lines == NULL || hazards == NULL || lines->len == 0)
    return;

  if (hazards->len == 0 || (hazards->len < 4 && far_sim_random_chance (&user->random, 30)))
    {
      const FarLineFacts *line = lines->pdata[far_sim_random_below (&user->random, lines->len)];

      change.line = line->id;
      change.words = words;
      good = far_collective_add_hazard (&writer, &change, id, &error);
    }
  else
    {
      const FarHazardFacts *hazard =
          hazards->pdata[far_sim_random_below (&user->random, hazards->len)];

      good = far_collective_change_hazard (&writer, hazard->id, &change, &error);
    }
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_HAZARD);
  far_sim_user_report (user, "says something of a hazard", good, &error);
}

/* Mostly there is one, and it is only said otherwise. */
static void
see_to_line (FarSimUser *user)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (user->device->store, NULL);

  if (lines == NULL || lines->len == 0 || far_sim_random_chance (&user->random, 30))
    import_line (user);
  if (!far_sim_user_is_well (user))
    return;
  if (far_sim_random_chance (&user->random, 50))
    change_line (user);
  else
    say_of_hazard (user);
}

static void
edit_rota (FarSimUser *user, const FarRotaFacts *rota)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autofree char *title = g_strdup_printf ("walk %u", far_sim_random_below (&user->random, 1000));
  Change change = { .kind = FAR_KIND_ROTA,
                    .record = rota->id,
                    .is_holders = far_sim_random_chance (&user->random, 50),
                    .payload = payload };
  guint what = far_sim_random_below (&user->random, 10);

  far_map_bytes (&map, FAR_ROTA_ID, rota->id, FAR_RECORD_ID_LEN);
  if (what < 4)
    far_map_text (&map, FAR_ROTA_TITLE, title);
  if (what >= 3 && what < 7)
    {
      far_map_int (&map, FAR_ROTA_AT, 8 * 60 + far_sim_random_below (&user->random, 60));
      far_map_int (&map, FAR_ROTA_MAX, 1 + far_sim_random_below (&user->random, 4));
    }
  if (what >= 6 && what < 9)
    {
      far_map_array (&map, FAR_ROTA_DROPPED, 1);
      far_cbor_put_int (payload, far_sim_user_pick_day (user));
    }
  if (what == 9)
    far_map_int (&map, FAR_ROTA_STATE, 0);
  far_map_end (&map);
  make_change (user, "changes a rota", &change);
}

/* Of a rota, the turns that somebody promised and that are shown; -1 if a disk does not tell. */
static int
count_promised (const FarSimUser *user, const guint8 *rota)
{
  FarStore *store = user->device->store;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, NULL);
  g_autoptr (GPtrArray) outings = NULL;
  int n = 0;

  /* after an error a store seems empty until it could be read again */
  if (rotas == NULL || far_store_get_n_entries (store) == 0)
    return -1;
  for (guint i = rotas->len; i-- > 0;)
    if (memcmp (((const FarRotaFacts *)rotas->pdata[i])->id, rota, FAR_RECORD_ID_LEN) != 0)
      g_ptr_array_remove_index (rotas, i);
  outings = far_collective_outings (store, rotas, user->device->me.member, FAR_SIM_EPOCH_DAY + 10,
                                    FAR_SIM_N_DAYS, NULL);
  if (outings == NULL)
    return -1;

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      for (guint j = 0; j < outing->turns->len; j++)
        n += ((const FarTurnFacts *)outing->turns->pdata[j])->place != FAR_TURN_PLACE_RELEASED;
    }

  return n;
}

/* What was promised stays, whatever is changed about it. */
static void
check_promised (const FarSimUser *user, const guint8 *rota, int n_before, const char *what)
{
  int n = far_sim_user_is_well (user) && n_before >= 0 ? count_promised (user, rota) : -1;

  if (n >= 0 && n != n_before)
    far_sim_fail (user->sim, "promised", "%s %s, and %d promises are shown instead of %d",
                  user->device->name, what, n, n_before);
}

/* As the program does it, and says first what it would do.  No promise goes with it. */
static void
revise_rota (FarSimUser *user, const FarRotaFacts *rota)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today = far_sim_get_today (user->sim, user->device);
  gint32 dropped = far_sim_user_pick_day (user);
  FarRotaRevision revision = {
    .fields = 1 + far_sim_random_below (&user->random, FAR_CHANGES_HOLIDAYS),
    .plan = { .title = "A new title",
              .rule = { .weekdays = 1 + far_sim_random_below (&user->random, 127),
                        .every_n_weeks = 1,
                        .first_day = rota->rule.first_day,
                        .last_day = far_sim_user_pick_day (user),
                        .dropped = &dropped,
                        .n_dropped = far_sim_random_below (&user->random, 2) },
              .at = 8 * 60 + 10 * far_sim_random_below (&user->random, 3),
              .n_min = far_sim_random_below (&user->random, 2),
              .n_max = 1 + far_sim_random_below (&user->random, 3) },
  };
  g_autoptr (GArray) roles = far_sim_user_make_roles (user);
  g_autoptr (FarRotaEffect) effect = NULL;
  g_autoptr (GError) error = NULL;
  int n_before = count_promised (user, rota->id);
  gboolean is_suggestion;
  gboolean good;

  if (far_sim_random_chance (&user->random, 50))
    revision.fields = FAR_CHANGES_AT;
  if (far_sim_random_chance (&user->random, 30))
    revision.fields |= FAR_CHANGES_ROLES;
  revision.plan.roles = roles;
  revision.has_from = far_sim_random_chance (&user->random, 40);
  revision.from = far_sim_user_pick_day (user);
  effect = far_collective_rota_effect (&writer, rota->id, &revision, today, &error);
  good = effect != NULL &&
         far_collective_change_rota (&writer, rota->id, &revision, &is_suggestion, &error);
  far_sim_user_report (user, "revises a rota", good, &error);
  if (good && !is_suggestion && effect->outings->len > 0)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_REVISED);
  if (good && !is_suggestion && revision.has_from && (revision.fields & FAR_CHANGES_ROLES) != 0)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_ROLES_LATER);
  if (good)
    check_promised (user, rota->id, n_before, "changed a rota");
}

/* One date is not as the others, or is again. */
static void
change_date (FarSimUser *user, const FarRotaFacts *rota)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gboolean is_usual = far_sim_random_chance (&user->random, 30);
  FarDateChange change = {
    .fields = far_sim_random_chance (&user->random, 50)
                  ? FAR_CHANGES_AT | FAR_CHANGES_PLACE
                  : FAR_CHANGES_AT | FAR_CHANGES_MIN | FAR_CHANGES_MAX,
    .at = is_usual ? -1 : 8 * 60 + 5 * (int)far_sim_random_below (&user->random, 5),
    .n_min = is_usual ? -1 : 1,
    .n_max = is_usual ? -1 : 1 + (int)far_sim_random_below (&user->random, 3),
    .place = is_usual ? NULL : "The gym",
    .remark = is_usual ? NULL : "Bring umbrellas",
  };
  g_autoptr (GArray) roles = far_sim_user_make_roles (user);
  int n_before = count_promised (user, rota->id);
  g_autoptr (GError) error = NULL;
  gint32 day = far_sim_user_pick_day (user);
  g_autoptr (FarRotaEffect) effect = NULL;
  gboolean is_suggestion;
  gboolean good;

  if (far_sim_random_chance (&user->random, 30))
    change.fields |= FAR_CHANGES_ROLES;
  if (far_sim_random_chance (&user->random, 30))
    change.fields |= FAR_CHANGES_REMARK;
  change.roles = is_usual ? NULL : roles;
  effect = far_collective_date_effect (&writer, rota->id, day, &change, &error);
  good = effect != NULL &&
         far_collective_change_outing (&writer, rota->id, day, &change, &is_suggestion, &error);
  far_sim_user_report (user, "changes one date", good, &error);
  if (good && !is_suggestion)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_DATED);
  if (good && !is_suggestion && (change.fields & FAR_CHANGES_ROLES) != 0 && !is_usual)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_ROLES_DATED);
  if (good)
    check_promised (user, rota->id, n_before, "changed one date");
}

/* Of an outing that is at another time now. */
static void
keep_turn (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint8 where[FAR_RECORD_ID_LEN];
  g_auto (Week) week = { 0 };
  const FarOutingFacts *outing;
  const FarTurnFacts *held;
  g_autoptr (GError) error = NULL;
  gboolean good;
  gint32 day;

  week_read (&week, user);
  held = week_pick (&week, user, is_moved, &outing);
  if (held == NULL)
    return;

  good = far_collective_keep_turn (&writer, held->id, far_sim_get_today (user->sim, user->device),
                                   where, &day, &error);
  far_sim_user_report (user, "says that it suits them", good, &error);
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_SUITS);
}

/* Several days in one go, and sometimes back in one go. */
static void
call_off (FarSimUser *user, const FarRotaFacts *rota)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today = far_day_of_utc (writer.now_ms);
  gint32 first_day = far_sim_user_pick_day (user);
  FarCallOff scope = { .rota = far_sim_random_chance (&user->random, 50) ? rota->id : NULL,
                       .first_day = first_day,
                       .last_day = first_day + (gint32)far_sim_random_below (&user->random, 14) };
  g_autoptr (GError) error = NULL;
  FarCalledOffFacts done;
  FarResume what = { 0 };
  gboolean is_suggestion;
  gboolean good;
  guint n;

  scope.asks_rides = far_collective_uses (writer.store, FAR_RULE_RIDES);
  good = far_collective_call_off (&writer, &scope, "ice", today, &done, &error);
  if (good && !done.is_suggestion)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_CALLED_OFF);
  far_sim_user_report (user, "cancels several outings", good, &error);
  if (!good || !far_sim_user_is_well (user) || far_sim_random_chance (&user->random, 60))
    return;

  g_clear_error (&error);
  what.act = done.act;
  writer = far_sim_writer (user->sim, user->device);
  good = far_collective_resume (&writer, &what, today, &n, &is_suggestion, &error);
  far_sim_user_report (user, "lets them walk after all", good, &error);
}

/* By its owner, who may think better of it. */
static void
delete_rota (FarSimUser *user, const FarRotaFacts *rota)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  Change change = { .kind = FAR_KIND_ROTA, .record = rota->id, .payload = payload };

  if (!far_sim_user_is (user, rota->owner))
    return;

  far_map_bytes (&map, FAR_ROTA_ID, rota->id, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROTA_GONE, far_sim_random_chance (&user->random, 70));
  far_map_end (&map);
  /* what a failing disk refuses may be there at the next start */
  make_change (user, "deletes a rota", &change);
  far_sim_user_note_deleted (user, rota->id);
}

/* By its owner or who coordinates, who may think better of it; for all others it is refused. */
static void
remove_line (FarSimUser *user)
{
  FarStore *store = user->device->store;
  gboolean is_gone = far_sim_random_chance (&user->random, 70);
  g_autoptr (GPtrArray) lines = is_gone ? far_collective_lines (store, NULL)
                                        : far_collective_lines_gone (store, NULL);
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  const FarLineFacts *line;
  gboolean good;

  if (lines == NULL || lines->len == 0)
    return;

  line = g_ptr_array_index (lines, far_sim_random_below (&user->random, lines->len));
  good = far_collective_set_line_gone (&writer, line->id, is_gone, &error);
  if (good)
    far_sim_user_note_deleted (user, line->id);
  far_sim_user_report (user, is_gone ? "takes a line off the list" : "puts a line back", good,
                       &error);
}

static void
say_own_name (FarSimUser *user)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autofree char *name =
      g_strdup_printf ("%s %u", user->device->name, far_sim_random_below (&user->random, 1000));
  Change change = { .kind = FAR_KIND_PERSON,
                    .record = user->device->me.member,
                    .subject = user->device->me.member,
                    .payload = payload };

  far_map_bytes (&map, FAR_PERSON_ID, user->device->me.member, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_NAME, name);
  far_map_end (&map);
  if (make_change (user, "says what they are called", &change))
    far_sim_user_note_made (user, FAR_KIND_PERSON, user->device->me.member);
}

/* A person whom somebody named, and of whom the user has heard.  Returns: (nullable) */
static FarSimWord *
pick_person (FarSimUser *user)
{
  GPtrArray *words = user->sim->words;
  guint first = far_sim_random_below (&user->random, words->len);

  for (guint i = 0; i < words->len; i++)
    {
      FarSimWord *word = g_ptr_array_index (words, (first + i) % words->len);

      if (word->has_person && far_store_find_ident (user->device->store, word->person) != 0)
        return word;
    }

  return NULL;
}

/* Somebody who had no machine is a member now: who that is, one of the two may have wrong. */
static void
say_same (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarSimWord *word = pick_person (user);
  gboolean is_mine = word != NULL && far_sim_user_is (user, word->maker->me.member);
  gboolean is_same = far_sim_random_chance (&user->random, 80);
  const FarSimDevice *other;
  g_autoptr (GError) error = NULL;
  gboolean is_now = FALSE;
  gboolean good;

  if (word == NULL)
    return;

  other = far_sim_get_device (user->sim, word->person[0] % user->sim->plan->n_devices);
  if (!is_mine && far_sim_random_chance (&user->random, 80) &&
      !far_sim_user_is (user, other->me.member))
    return;
  if (!is_mine || far_sim_random_chance (&user->random, 10))
    other = user->device;
  /* what fails may be on the disk all the same */
  if (is_same && is_mine)
    far_sim_note_same (user->sim, word->person, other->me.member);
  if (is_same && far_sim_user_is (user, other->me.member))
    far_sim_note_same (user->sim, other->me.member, word->person);
  good = far_collective_same_person (&writer, word->person, other->me.member, is_same, &is_now,
                                     &error);
  word->is_said_same |= good && is_mine;
  if (is_now)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_SAME);
  far_sim_user_report (user,
                       is_same ? "says who somebody is now" : "takes back who somebody is now",
                       good, &error);
}

static void
name_collective (FarSimUser *user)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autofree char *name = g_strdup_printf ("Linea %u", far_sim_random_below (&user->random, 1000));
  Change change = { .kind = FAR_KIND_COLLECTIVE,
                    .record = user->sim->collective,
                    .is_holders = TRUE,
                    .payload = payload };

  far_map_text (&map, FAR_COLLECTIVE_NAME, name);
  far_map_end (&map);
  make_change (user, "names the collective", &change);
}

/* ---- things */

static void
add_thing (FarSimUser *user, const guint8 *keeper)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *name = g_strdup_printf ("Key %u", far_sim_random_below (&user->random, 10));
  g_autoptr (GError) error = NULL;
  guint8 thing[FAR_RECORD_ID_LEN];
  gboolean good =
      far_collective_add_thing (&writer, &(FarThingChange){ .name = name, .keeper = keeper }, thing,
                                &error);

  far_sim_user_report (user, "adds a thing", good, &error);
}

/* Whoever knows where something is says so, of whomever it is. */
static void
say_of_thing (FarSimUser *user)
{
  g_autoptr (GPtrArray) things = far_collective_things (user->device->store, TRUE, NULL);
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *note = g_strdup_printf ("Door %u", far_sim_random_below (&user->random, 10));
  const FarSimDevice *other =
      far_sim_get_device (user->sim, far_sim_random_below (&user->random, user->sim->devices->len));
  guint what = far_sim_random_below (&user->random, 10);
  FarThingChange change = { .gone = -1 };
  const FarThingFacts *thing;
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (things == NULL || things->len == 0 || (what == 0 && things->len < 5))
    {
      add_thing (user, other->me.member);
      return;
    }

  thing = g_ptr_array_index (things, far_sim_random_below (&user->random, things->len));
  change.keeper = what < 7 ? other->me.member : NULL;
  change.note = what > 5 ? note : NULL;
  if (thing->is_gone || what > 8)
    change.gone = !thing->is_gone;
  good = far_collective_change_thing (&writer, thing->id, &change, &error);
  if (good && change.keeper != NULL)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_GIVEN);
  far_sim_user_report (user, "says of a thing who has it", good, &error);
}

/* ---- what is kept for a time only */

typedef struct
{
  FarPos pos;
  guint8 salt[FAR_SALT_LEN];
} Kept;

/* Of the user's own log, what may be erased when its time is up. */
static GArray *
list_own_words (FarSimUser *user)
{
  FarStore *store = user->device->store;
  FarPos pos = { far_store_find_log (store, user->device->me.device),
                 far_store_next_seq (store, user->device->me.device) - 1 };
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (Kept));

  for (; pos.seq > 0 && kept->len < EXPIRED_LOOKED_FOR_MAX; pos.seq--)
    {
      Kept one = { .pos = pos };
      FarRow row;

      if (!far_store_read_pos (store, pos, &row, NULL) || row.blob == NULL ||
          (row.kind != FAR_KIND_TURN && row.kind != FAR_KIND_OUTING))
        continue;
      memcpy (one.salt, row.blob, FAR_SALT_LEN);
      g_array_append_val (kept, one);
    }

  return kept;
}

/* Somebody's calendar is as far ahead as it takes. */
static void
erase_expired (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GArray) kept = list_own_words (user);
  gint32 today = FAR_SIM_EPOCH_DAY + 13 + far_sim_random_below (&user->random, 500);
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gboolean good = far_collective_erase_expired (&writer, today, &n, &error);
  FarPos erase = { far_store_find_log (writer.store, user->device->me.device), 0 };

  if (good && n == 0)
    return;

  /* its own words are in the first of the ERASE entries */
  erase.seq = far_store_next_seq (writer.store, user->device->me.device) - n;
  for (guint i = 0; good && i < kept->len; i++)
    {
      const Kept *one = &g_array_index (kept, Kept, i);
      FarRow row;

      if (far_store_read_pos (writer.store, one->pos, &row, NULL) && row.blob == NULL)
        {
          FarSimWord *word = far_sim_user_add_word (user, one->salt, FAR_SALT_LEN);

          memcpy (word->entry, row.id, FAR_ID_LEN);
          far_sim_user_note_erased (user, word, erase);
        }
    }
  far_sim_user_report (user, "erases what is too old", good, &error);
}

/* ---- holidays */

/* Who publishes closes some days, or opens them again. */
static void
enter_holidays (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GArray) spans = far_span_array_new ();
  guint n = far_sim_random_below (&user->random, 4);
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean is_written;
  gboolean good;

  for (guint i = 0; i < n; i++)
    {
      gint32 first = far_sim_user_pick_day (user);
      FarSpan span = { first, first + far_sim_random_below (&user->random, 3),
                       g_strdup ("Toussaint") };

      g_array_append_val (spans, span);
    }
  good =
      far_collective_set_holidays (&writer,
                                   far_sim_random_chance (&user->random, 50) ? "Zone B" : "Zone C",
                                   spans, id, &is_written, &error);
  far_sim_user_report (user, "enters holidays", good, &error);
}

static void
erase_own_entry (FarSimUser *user)
{
  far_sim_user_erase_entry (user, 0);
}

typedef struct
{
  guint weight;
  void (*act) (FarSimUser *user);                              /* or NULL */
  void (*act_on) (FarSimUser *user, const FarRotaFacts *rota); /* where there is a rota */
} Act;

static const Act acts[] = {
  { 3, say_own_name, NULL },
  { 5, say_same, NULL },
  { 2, name_collective, NULL },
  { 3, see_to_line, NULL },
  { 1, remove_line, NULL },
  { 5, far_sim_user_see_to_places, NULL },
  { 2, enter_holidays, NULL },
  { 1, note_phone, NULL },
  { 1, say_of_thing, NULL },
  { 5, NULL, far_sim_user_see_to_children },
  { 5, far_sim_user_see_to_rides, NULL },
  { 9, far_sim_user_see_to_help, NULL },
  { 5, far_sim_user_see_to_skills, NULL },
  { 6, far_sim_user_see_to_hours, NULL },
  { 9, far_sim_user_see_to_lending, NULL },
  { 9, far_sim_user_see_to_repair, NULL },
  { 4, NULL, far_sim_user_call_roll },
  { 4, erase_expired, NULL },
  { 6, erase_own_entry, NULL },
  { 5, far_sim_user_erase_person, NULL },
  { 9, NULL, take_for_other },
  { 5, change_turn, NULL },
  { 4, keep_turn, NULL },
  { 4, stand_in, NULL },
  { 3, swap, NULL },
  { 17, offer_exchange, NULL },
  { 3, publish_plan, NULL },
  { 4, NULL, call_off },
  { 1, NULL, promise_weekly },
  { 4, NULL, edit_rota },
  { 2, NULL, change_date },
  { 4, NULL, revise_rota },
  { 4, NULL, delete_rota },
  { 3, NULL, far_sim_user_say_available },
  { 4, NULL, far_sim_user_look_at_plan },
  { 8, NULL, far_sim_user_see_to_plan },
  { 8, far_sim_user_join_outings, NULL },
};

/* In each world some acts are never done, and some four times as often: what is rare among all
 * others is common somewhere, and what another act would undo stays somewhere (swarm testing;
 * Groce et al., ISSTA 2012). */
static guint
weigh (const FarSimUser *user, guint act)
{
  static const guint8 factors[] = { 0, 1, 1, 4 };
  FarSimRandom world = { user->sim->plan->seed + act };

  far_sim_random_next (&world);

  return acts[act].weight * factors[far_sim_random_below (&world, G_N_ELEMENTS (factors))];
}

void
far_sim_edit (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimUser user = { self, device, { dice } };
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  const FarRotaFacts *rota = far_sim_user_pick_rota (&user, rotas);
  guint total = 0;
  guint at, what;

  if (far_sim_random_chance (&user.random, 80) && accept_exchange (&user))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    total += weigh (&user, i);
  if (total == 0)
    return;
  at = far_sim_random_below (&user.random, total);
  for (what = 0; at >= weigh (&user, what); what++)
    at -= weigh (&user, what);

  if (acts[what].act != NULL)
    acts[what].act (&user);
  else if (rota != NULL)
    acts[what].act_on (&user, rota);
}
