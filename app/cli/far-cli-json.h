/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-cli-json: what --json prints, by names that scripts rely on (farandole-cli(1)).
 *
 * A key may be NULL inside an array.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "far-sync.h"

G_BEGIN_DECLS

void far_cli_json_text (JsonBuilder *builder, const char *key, const char *value);
/* null where there is none: NULL or "" */
void far_cli_json_id (JsonBuilder *builder, const char *key, const char *id);
/* {"lat", "lon"}, or null */
void far_cli_json_where (JsonBuilder *builder, const char *key, const FarWhere *where);
/* "clash": what is promised at nearly that time too, or null */
void far_cli_json_clash (JsonBuilder *builder, const FarClash *clash);
void far_cli_json_int (JsonBuilder *builder, const char *key, gint64 value);
void far_cli_json_bool (JsonBuilder *builder, const char *key, gboolean value);
void far_cli_json_strings (JsonBuilder *builder, const char *key, const char *const *values);
/* YYYY-MM-DD */
void far_cli_json_day (JsonBuilder *builder, const char *key, gint32 day);
void far_cli_json_days (JsonBuilder *builder, const char *key, const gint32 *days, int n);
/* HH:MM, null if negative */
void far_cli_json_time (JsonBuilder *builder, const char *key, int minutes);
/* RFC 3339 in UTC, null for 0 and for what no calendar holds */
void far_cli_json_instant (JsonBuilder *builder, const char *key, gint64 ms);

const char *far_cli_colour_name (FarColour colour);
const char *far_cli_access_name (FarAccess level);
const char *far_cli_hazard_state_name (FarHazardState state);
/* @key: (nullable): in an array */
void far_cli_json_hazards (JsonBuilder *builder, const char *key, GPtrArray *hazards);
void far_cli_json_line (JsonBuilder *builder, const FarLine *line);
void far_cli_json_rota (JsonBuilder *builder, const FarRota *rota);
/* @plan: (nullable): what became of it; of a draft, and of what is over, there is none */
void far_cli_json_rota_and_plan (JsonBuilder *builder, const FarRota *rota, const FarPlan *plan);
/* The members of it, inside an object that is begun; (nullable).  In far-cli-published.c */
void far_cli_json_plan (JsonBuilder *builder, const FarPlan *plan);
/* As the member "roles". */
void far_cli_json_roles (JsonBuilder *builder, GPtrArray *roles);
void far_cli_json_outing (JsonBuilder *builder, const FarOuting *outing);
/* In far-cli-children.c */
/* "open", "ask", "later"; NULL if there is nothing to know */
const char *far_cli_json_note_state (FarNoteState state);
void far_cli_json_walker (JsonBuilder *builder, const FarWalker *walker);
/* An array of (element-type FarJoin).  In far-cli-joined.c */
void far_cli_json_joins (JsonBuilder *builder, const char *key, GPtrArray *joins);
/* An array of (element-type FarThing).  In far-cli-things.c */
void far_cli_json_things (JsonBuilder *builder, const char *key, GPtrArray *things);
/* The members of a turn, inside an object that is begun. */
void far_cli_json_mark (JsonBuilder *builder, const FarRollMark *mark);
void far_cli_json_turn (JsonBuilder *builder, const FarTurn *turn);
/* "volunteer", "paid", "kind" */
const char *far_cli_hours_sort_name (FarHoursSort sort);
/* What a line says, inside an object that is begun; and all of one. */
void far_cli_json_hours_said (JsonBuilder *builder, const FarHours *line);
void far_cli_json_hours (JsonBuilder *builder, const FarHours *line);
void far_cli_json_entry (JsonBuilder *builder, const FarEntryView *entry);

const char *far_cli_standing_name (FarStanding standing);
const char *far_cli_belonging_name (FarBelonging state);
const char *far_cli_turn_state_name (FarTurnState state);
const char *far_cli_promise_name (FarPromise promise);

/* Prints what was built as one line, and hands it over at once. */
void far_cli_json_print (JsonBuilder *builder);

G_END_DECLS
