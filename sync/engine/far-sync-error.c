/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-sync-error.h"

#include "far-collective.h"
#include "far-events.h"
#include "far-holidays.h"
#include "far-ics.h"
#include "far-invite.h"
#include "far-line-import.h"
#include "far-link-tcp.h"
#include "far-session.h"
#include "far-store.h"

G_DEFINE_QUARK (far_sync_error, far_sync_error)

typedef struct
{
  GQuark (*domain) (void);
  int code;
  FarSource sources; /* in which the row is meant */
  FarSyncError meaning;
} Row;

#define ANYWHERE (FAR_FROM_STORE | FAR_FROM_FILE | FAR_FROM_PEER)

#define STORE(from, to) \
  { \
    far_store_error_quark, FAR_STORE_ERROR_##from, ANYWHERE, FAR_SYNC_ERROR_##to \
  }
#define SESSION(from, sources, to) \
  { \
    far_session_error_quark, FAR_SESSION_ERROR_##from, sources, FAR_SYNC_ERROR_##to \
  }
/* the collective's codes have the same names */
#define COLLECTIVE(name) \
  { \
    far_collective_error_quark, FAR_COLLECTIVE_ERROR_##name, ANYWHERE, FAR_SYNC_ERROR_##name \
  }
#define CALENDAR(from, to) \
  { \
    far_holidays_error_quark, FAR_HOLIDAYS_ERROR_##from, ANYWHERE, FAR_SYNC_ERROR_CALENDAR_##to \
  }
#define IMPORT(from, to) \
  { \
    far_import_error_quark, FAR_IMPORT_ERROR_##from, ANYWHERE, FAR_SYNC_ERROR_##to \
  }
#define ICS(from, to) \
  { \
    far_ics_error_quark, FAR_ICS_ERROR_##from, ANYWHERE, FAR_SYNC_ERROR_##to \
  }
#define IO(from, sources, to) \
  { \
    g_io_error_quark, G_IO_ERROR_##from, sources, FAR_SYNC_ERROR_##to \
  }

static const Row rows[] = {
  STORE (IN_USE, STORE_IN_USE),
  STORE (NEWER, STORE_NEWER),
  STORE (FOREIGN, STORE_FOREIGN),
  STORE (DAMAGED, STORE_DAMAGED),
  STORE (FULL, DISK_FULL),
  STORE (IO, DISK),
  STORE (MISSING, STORE_DAMAGED),
  STORE (LIMIT, FULL),
  STORE (STALE, COPY),

  SESSION (STRANGER, ANYWHERE, PEER_STRANGER),
  SESSION (NO_STANDING, ANYWHERE, PEER_STRANGER),
  SESSION (INVALID, FAR_FROM_FILE, BUNDLE_DAMAGED),
  SESSION (INVALID, ANYWHERE, PEER_INVALID),
  SESSION (CUT, FAR_FROM_FILE, BUNDLE_CUT),
  SESSION (CUT, ANYWHERE, PEER_SILENT),
  SESSION (SILENT, ANYWHERE, PEER_SILENT),
  SESSION (FOREIGN, ANYWHERE, BUNDLE_FOREIGN),
  SESSION (NEWER, ANYWHERE, BUNDLE_NEWER),
  SESSION (NOT_FOR_US, ANYWHERE, BUNDLE_NOT_FOR_US),
  SESSION (LATER, ANYWHERE, BUNDLE_LATER),

  COLLECTIVE (NOT_A_MEMBER),
  COLLECTIVE (NOT_THE_HOLDER),
  COLLECTIVE (HOLDER_ONLY),
  COLLECTIVE (HOLDER_ALREADY),
  COLLECTIVE (NO_STANDING),
  COLLECTIVE (NO_OFFER),
  COLLECTIVE (TERM_RUNS),
  COLLECTIVE (NOT_YOURS),
  COLLECTIVE (DRAFT_NOT_YOURS),
  COLLECTIVE (NOT_YOUR_CHOICE),
  COLLECTIVE (PERSON_IS_MEMBER),
  COLLECTIVE (PERSON_NOT_YOURS),
  COLLECTIVE (ALREADY_TAKEN),
  COLLECTIVE (ALREADY_RELEASED),
  COLLECTIVE (ALREADY_SAID),
  COLLECTIVE (SWAP_OWN),
  COLLECTIVE (SWAP_HELD),
  COLLECTIVE (SWAP_RESERVE),
  COLLECTIVE (NO_SWAP),
  COLLECTIVE (NOTICE),
  COLLECTIVE (CAP),
  COLLECTIVE (NOT_PROPOSED),
  COLLECTIVE (NOBODY_TO_ASK),
  COLLECTIVE (NO_OUTING),
  COLLECTIVE (HOLIDAYS),
  COLLECTIVE (CANCELLED),
  COLLECTIVE (OUTING_OVER),
  COLLECTIVE (ALREADY_PUBLISHED),
  COLLECTIVE (NOT_PUBLISHED),
  COLLECTIVE (JOINED),
  COLLECTIVE (NOT_JOINED),
  COLLECTIVE (NOBODY_COMES),
  COLLECTIVE (FULL_MEMBERS),
  COLLECTIVE (FULL_MACHINES),
  COLLECTIVE (FULL_INVITES),
  COLLECTIVE (FULL_ORDER),
  COLLECTIVE (FULL_SAME),
  COLLECTIVE (FULL_SAID),
  COLLECTIVE (FULL_DRAFTS),
  COLLECTIVE (FULL_LATER),
  COLLECTIVE (FULL_ROLES),
  COLLECTIVE (ROLE_TWICE),
  COLLECTIVE (STOP_TWICE),
  COLLECTIVE (STOPS_EMPTY),
  COLLECTIVE (NAME_TAKEN),
  COLLECTIVE (NO_SUCH_ROLE),
  COLLECTIVE (NOT_ERASABLE),
  COLLECTIVE (NOT_YOURS_TO_ERASE),
  COLLECTIVE (THIS_DEVICE),
  COLLECTIVE (INVITE_CLOSED),
  COLLECTIVE (YOURSELF),
  COLLECTIVE (TOO_FEW_MEMBERS),
  COLLECTIVE (TOO_FEW_WORDS),
  COLLECTIVE (CHOICE_OF_PERSON),
  COLLECTIVE (CHOICE_OF_HOLDER),
  COLLECTIVE (INVITE_NOT_YOURS),
  COLLECTIVE (SAME_NOT_YOURS),
  COLLECTIVE (NOT_STANDING),
  COLLECTIVE (CHILD_NOT_YOURS),
  COLLECTIVE (FULL_GUARDIANS),
  COLLECTIVE (NO_SUCH_STOP),
  COLLECTIVE (NO_LINE),
  COLLECTIVE (NOT_BOOKED),
  COLLECTIVE (NOT_YET),
  COLLECTIVE (NO_NOTE),
  COLLECTIVE (NOTE_SEALED),
  COLLECTIVE (NOT_A_CHILD),
  COLLECTIVE (KEEPER_GONE),
  COLLECTIVE (RIDES_OFF),
  COLLECTIVE (RIDE_NOT_YOURS),
  COLLECTIVE (RIDE_OWN),
  COLLECTIVE (NO_RIDE),
  COLLECTIVE (RIDE_OFF),
  COLLECTIVE (RIDE_OVER),
  COLLECTIVE (SEAT_TAKEN),
  COLLECTIVE (NO_SEAT),
  COLLECTIVE (SEATS_INVALID),
  COLLECTIVE (PERIOD_INVALID),
  COLLECTIVE (LINE_NOT_YOURS),
  COLLECTIVE (FULL_PLACES),
  COLLECTIVE (NAME_EMPTY),
  COLLECTIVE (NAME_LONG),
  COLLECTIVE (LINE_LONG),
  COLLECTIVE (HOLIDAYS_LONG),
  COLLECTIVE (TEXT_INVALID),
  COLLECTIVE (REASON_EMPTY),
  COLLECTIVE (PHONE_INVALID),
  COLLECTIVE (DATE_INVALID),
  COLLECTIVE (TIME_INVALID),
  COLLECTIVE (NUMBER_INVALID),
  COLLECTIVE (RULE_VALUE),
  COLLECTIVE (DAYS_INVALID),
  COLLECTIVE (ZONE_INVALID),
  COLLECTIVE (ID_AMBIGUOUS),
  COLLECTIVE (NO_SUCH_ID),
  COLLECTIVE (PEER_INVALID),

  { far_invite_error_quark, FAR_INVITE_ERROR_DAMAGED, ANYWHERE, FAR_SYNC_ERROR_URI_DAMAGED },
  { far_invite_error_quark, FAR_INVITE_ERROR_NEWER, ANYWHERE, FAR_SYNC_ERROR_URI_NEWER },

  CALENDAR (FORMAT, FORMAT),
  CALENDAR (DAMAGED, DAMAGED),
  CALENDAR (TOO_BIG, LARGE),
  CALENDAR (TOO_SLOW, SLOW),
  CALENDAR (HELPER, READER),

  IMPORT (FORMAT, EVENTS_FORMAT),
  IMPORT (NAMES, PEOPLE_FORMAT),
  IMPORT (DAMAGED, CALENDAR_DAMAGED),
  IMPORT (TOO_BIG, EVENTS_LARGE),
  IMPORT (PLACES, PLACES_FORMAT),
  IMPORT (PLACES_MANY, PLACES_MANY),
  IMPORT (TOO_SLOW, CALENDAR_SLOW),
  IMPORT (HELPER, CALENDAR_READER),

  { far_line_import_error_quark, FAR_LINE_IMPORT_ERROR_FORMAT, ANYWHERE,
    FAR_SYNC_ERROR_LINE_FORMAT },
  { far_line_import_error_quark, FAR_LINE_IMPORT_ERROR_VALUE, ANYWHERE, FAR_SYNC_ERROR_LINE_VALUE },

  { far_tcp_error_quark, FAR_TCP_ERROR_ADDRESS, ANYWHERE, FAR_SYNC_ERROR_ADDRESS_INVALID },

  ICS (ZONE, ZONE_INVALID),
  ICS (TOO_BIG, EVENTS_MANY),
  ICS (INVALID, CALENDAR_WRITER),
  ICS (HELPER, CALENDAR_WRITER),

  IO (NO_SPACE, ANYWHERE, DISK_FULL),
  IO (NOT_FOUND, FAR_FROM_FILE, NO_SUCH_FILE),
  IO (NOT_DIRECTORY, FAR_FROM_FILE, NO_SUCH_FILE),
  IO (IS_DIRECTORY, FAR_FROM_FILE, NO_SUCH_FILE),
  IO (NOT_REGULAR_FILE, FAR_FROM_FILE, NO_SUCH_FILE),
  IO (INVALID_FILENAME, FAR_FROM_FILE, NO_SUCH_FILE),
  IO (FILENAME_TOO_LONG, FAR_FROM_FILE, NO_SUCH_FILE),
};

static FarSyncError
find_meaning (const GError *error, FarSource source)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_error_matches (error, rows[i].domain (), rows[i].code) && (rows[i].sources & source) != 0)
      return rows[i].meaning;

  /* whatever keeps two machines apart, nobody is there */
  return source == FAR_FROM_PEER ? FAR_SYNC_ERROR_NO_PEER : FAR_SYNC_ERROR_DISK;
}

GError *
far_sync_error_take (GError *error, FarSource source)
{
  GError *translated;

  if (error->domain == FAR_SYNC_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;

  translated = g_error_new_literal (FAR_SYNC_ERROR, find_meaning (error, source), error->message);
  g_error_free (error);

  return translated;
}

gboolean
far_sync_error_translate (GError **error, FarSource source)
{
  if (error != NULL && *error != NULL)
    *error = far_sync_error_take (*error, source);

  return FALSE;
}

gboolean
far_sync_fail (GError **error, FarSyncError code, const char *message)
{
  g_set_error_literal (error, FAR_SYNC_ERROR, code, message);

  return FALSE;
}

FarBlame
far_sync_error_get_blame (const GError *error)
{
  if (error == NULL)
    return FAR_BLAME_NONE;
  if (error->domain != FAR_SYNC_ERROR || error->code < 100 || error->code >= 700)
    return FAR_BLAME_STORE;

  /* the hundreds are the blame, in this order from RULE on */
  return (FarBlame)(error->code / 100);
}
