/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words.h"

#include "far-words-joined.h"
#include "far-words-events.h"
#include "far-words-baton.h"
#include "far-words-children.h"
#include "far-words-lines.h"
#include "far-words-roles.h"
#include "far-words-rota.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#define SECONDS_PER_DAY (24 * 3600)

/* characters of a passphrase: below the first a patient machine guesses it; from the second on not
 * even if it is made of common words */
#define PASSPHRASE_SHORT 12
#define PASSPHRASE_LONG 20

void
far_words_init (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, FAR_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* The sentence of each code.  Whoever reads it is a tired parent: what happened, then what to do.
 */
static const char *
sentence_of_code (FarSyncError code)
{
  switch (code)
    {
    case FAR_SYNC_ERROR_NOT_A_MEMBER:
      return _ ("This device is not a member of the collective at the moment. Ask a member for an "
                "invitation.");
    case FAR_SYNC_ERROR_NOT_THE_HOLDER:
      return _ ("Only the person who holds the baton, or their deputy, may do this. Ask them to do "
                "it for you.");
    case FAR_SYNC_ERROR_HOLDER_ONLY:
      return _ ("Only the person who holds the baton can pass it on or keep it. Please talk to "
                "them.");
    case FAR_SYNC_ERROR_HOLDER_ALREADY:
      return _ ("This person holds the baton already. There is nothing more to do.");
    case FAR_SYNC_ERROR_NO_STANDING:
      return _ ("The baton is for people who are members now, on a machine of their own. Choose "
                "one of them.");
    case FAR_SYNC_ERROR_NO_OFFER:
      return _ ("No offer of the baton is open. Perhaps it was taken back, or has not arrived yet: "
                "exchange with another member and try again.");
    case FAR_SYNC_ERROR_TERM_RUNS:
      return _ ("The holder’s term is not over yet, and only then can somebody else ask for the "
                "baton. Please talk to them.");
    case FAR_SYNC_ERROR_NOT_YOURS:
      return _ (
          "This promise is somebody else’s, so only they can change it. Please talk to them.");
    case FAR_SYNC_ERROR_DRAFT_NOT_YOURS:
      return _ (
          "A draft belongs to whoever wrote it. They can change it, and so can the person who "
          "holds the baton. Please talk to them.");
    case FAR_SYNC_ERROR_NOT_YOUR_CHOICE:
      return _ ("Whoever made this chooses what holds, or the person who holds the baton. Please "
                "talk to them.");
    case FAR_SYNC_ERROR_CHOICE_OF_PERSON:
      return _ ("How a person is called is chosen by that person, by whoever answers for them, or "
                "by the person who holds the baton. Please talk to them.");
    case FAR_SYNC_ERROR_CHOICE_OF_HOLDER:
      return _ ("What is published, and what the collective is called, is chosen by the person who "
                "holds the baton, or their deputy. Please talk to them.");
    case FAR_SYNC_ERROR_INVITE_NOT_YOURS:
      return _ (
          "Somebody else made this invitation, and only they can take it back. Please talk to "
          "them.");
    case FAR_SYNC_ERROR_SAME_NOT_YOURS:
      return _ ("Whether these two are one person is for that member to say, and for whoever "
                "answers for the person. Please talk to them.");
    case FAR_SYNC_ERROR_NOT_STANDING:
      return _ ("This person is not a member now, so there is nothing to take from them.");
    case FAR_SYNC_ERROR_PERSON_IS_MEMBER:
      return _ ("This person is a member, and members promise for themselves. Ask them to do it on "
                "their own machine.");
    case FAR_SYNC_ERROR_PERSON_NOT_YOURS:
      return _ (
          "Another member answers for this person, and only that member may promise for them. "
          "Please talk to them.");
    case FAR_SYNC_ERROR_ALREADY_TAKEN:
      return _ ("This person is already on the list for that day. There is nothing more to do.");
    case FAR_SYNC_ERROR_ALREADY_RELEASED:
      return _ ("This turn was already given back. Whoever comes after all takes the day anew.");
    case FAR_SYNC_ERROR_ALREADY_SAID:
      return _ ("The list says so already. There is nothing more to do.");
    case FAR_SYNC_ERROR_LINE_NOT_YOURS:
      return _ ("Whoever wrote the line down, or coordinates, takes it off the list or puts it "
                "back. Please talk to them.");
    case FAR_SYNC_ERROR_CHILD_NOT_YOURS:
      return _ ("Only the people who speak for this child can say that. Please talk to them.");
    case FAR_SYNC_ERROR_FULL_GUARDIANS:
      return _ (
          "A child has at most four guardians, and eight others to whom it may be handed over. "
          "Please name fewer.");
    case FAR_SYNC_ERROR_NO_LINE:
      return _ (
          "This child is on no line yet. Say first which line it walks on, or book it for one "
          "rota.");
    case FAR_SYNC_ERROR_NOT_BOOKED:
      return _ ("Nobody expects this child on that day, so there is nothing to say.");
    case FAR_SYNC_ERROR_NOT_YET:
      return _ ("That day has not come yet. The roll is called on the day itself.");
    case FAR_SYNC_ERROR_NO_NOTE:
      return _ ("The family wrote down nothing to know about this child.");
    case FAR_SYNC_ERROR_NOTE_SEALED:
      return _ ("This is not sealed to this machine. Please ask the family.");
    case FAR_SYNC_ERROR_NOT_A_CHILD:
      return _ ("Only children are handed over to somebody.");
    case FAR_SYNC_ERROR_NO_SUCH_STOP:
      return _ ("That line has no such stop. Look at the line for the names of its stops.");
    case FAR_SYNC_ERROR_HOLIDAYS:
      return _ ("On that day there are holidays, and the rota does not run in them.");
    case FAR_SYNC_ERROR_NO_OUTING:
      return _ ("Nobody goes out on that day. Look at the week and choose one of its days.");
    case FAR_SYNC_ERROR_CANCELLED:
      return _ ("That outing is cancelled, so nobody needs to come. Choose another day.");
    case FAR_SYNC_ERROR_OUTING_OVER:
      return _ ("That outing is over, so nothing can be promised or given back for it any more. "
                "Choose a day from today on.");
    case FAR_SYNC_ERROR_COUNTED_ON:
      return _ ("It is published, or somebody has promised to come: they count on it. Give it an "
                "earlier last day, or call off its outings.");
    case FAR_SYNC_ERROR_ALREADY_PUBLISHED:
      return _ ("This plan is published already. There is nothing more to do.");
    case FAR_SYNC_ERROR_JOINED:
      return _ ("One of the two walks with another one already. Take that back first, or choose "
                "another walk.");
    case FAR_SYNC_ERROR_NOT_JOINED:
      return _ ("Nobody has proposed that this walk join another one.");
    case FAR_SYNC_ERROR_NOBODY_COMES:
      return _ ("Nobody comes to that walk, so there is nobody to walk with.");
    case FAR_SYNC_ERROR_NOT_PUBLISHED:
      return _ ("That is a draft still, so there is nothing that everybody should have seen.");
    case FAR_SYNC_ERROR_INVITE_USED:
      return _ ("This invitation has been used or withdrawn. Ask a member for a new one.");
    case FAR_SYNC_ERROR_INVITE_EXPIRED:
      return _ ("This invitation is too old. Ask a member for a new one.");
    case FAR_SYNC_ERROR_REFUSED:
      return _ ("The other machine said no. Ask the member who invited you what happened.");
    case FAR_SYNC_ERROR_ALREADY_HERE:
      return _ ("This device belongs to that collective already. You can simply go on using it.");
    case FAR_SYNC_ERROR_COPY:
      return _ ("The data on this machine were copied from another one, or set back, and both "
                "cannot write as one. What you can see here stays right, but nothing new can be "
                "written from here until this machine is let in as a machine of its own.");
    case FAR_SYNC_ERROR_FULL:
      return _ (
          "There is no more room: a limit of the collective is reached. Nothing was changed.");
    case FAR_SYNC_ERROR_FULL_MEMBERS:
      return _ ("The collective has 500 members, and more it cannot have. Nobody else can come in "
                "before somebody leaves.");
    case FAR_SYNC_ERROR_FULL_MACHINES:
      return _ ("A member can have five machines, and all five are there. Take away one that is "
                "not used any more, then try again.");
    case FAR_SYNC_ERROR_FULL_INVITES:
      return _ ("64 invitations are open, and more there cannot be. Take back some that nobody "
                "will use, then try again.");
    case FAR_SYNC_ERROR_FULL_ORDER:
      return _ ("The order has room for 50 people. Please name fewer.");
    case FAR_SYNC_ERROR_FULL_SAME:
      return _ ("Ten names already belong to this person, and there is no room for another one.");
    case FAR_SYNC_ERROR_FULL_SAID:
      return _ ("So much about this was written on this machine that no more of it counts. Ask "
                "another member to write it.");
    case FAR_SYNC_ERROR_FULL_LATER:
      return _ ("This rota has been changed from a day on so often that no more of it fits. "
                "Please add a rota that begins on that day.");
    case FAR_SYNC_ERROR_NOTICE:
      return _ ("It is too late to give this turn back just so: your collective has agreed on a "
                "notice. Look for a stand-in, or say that you cannot come.");
    case FAR_SYNC_ERROR_CAP:
      return _ ("That would be more turns in that week than your collective has agreed on, so that "
                "there is room for others. From the day before on you may take it all the same.");
    case FAR_SYNC_ERROR_NOT_PROPOSED:
      return _ ("The plan does not propose that turn, or not any more, or to somebody else. Only "
                "they answer for themselves.");
    case FAR_SYNC_ERROR_NOBODY_TO_ASK:
      return _ (
          "There is nobody to ask: a plan asks those who said when they can, or who have taken "
          "turns since the school year began.");
    case FAR_SYNC_ERROR_NOTHING_OPEN:
      return _ ("Nobody else is needed on those days: there is nothing to plan.");
    case FAR_SYNC_ERROR_SWAP_OWN:
      return _ ("Both turns are yours. Give one back and take the other.");
    case FAR_SYNC_ERROR_SWAP_HELD:
      return _ ("One of you comes on that day already, so these turns cannot be exchanged.");
    case FAR_SYNC_ERROR_SWAP_RESERVE:
      return _ ("Somebody else is waiting there, or has come in their place: the turn can just be "
                "given back.");
    case FAR_SYNC_ERROR_NO_SWAP:
      return _ ("Nobody offers to exchange that turn any more.");
    case FAR_SYNC_ERROR_FULL_ROLES:
      return _ ("A rota has at most eight roles.");
    case FAR_SYNC_ERROR_ROLE_TWICE:
      return _ ("Two roles have the same name. Please give each its own.");
    case FAR_SYNC_ERROR_STOP_TWICE:
      return _ ("Two stops have the same name. Please give each its own.");
    case FAR_SYNC_ERROR_STOPS_EMPTY:
      return _ ("A line needs one stop at least: write its name, and when it is passed.");
    case FAR_SYNC_ERROR_STOPS_ORDER:
      return _ ("A stop would be passed earlier than the one before it. Please look at the times.");
    case FAR_SYNC_ERROR_NAME_TAKEN:
      return _ ("There is a line of that name already. Change that one, or choose another name.");
    case FAR_SYNC_ERROR_NO_SUCH_ROLE:
      return _ ("That rota has no such role.");
    case FAR_SYNC_ERROR_FULL_DRAFTS:
      return _ (
          "You have fifty drafts of rotas already, and more are not shown to anybody. Publish "
          "some of them first.");
    case FAR_SYNC_ERROR_NOT_ERASABLE:
      return _ ("There are no words in it that could be erased. There is nothing more to do.");
    case FAR_SYNC_ERROR_NOT_YOURS_TO_ERASE:
      return _ ("Only who wrote these words, or whom they are about, may erase them. Ask them to.");
    case FAR_SYNC_ERROR_RETURNING:
      return _ (
          "This machine still has to be let in again. Until then everything can be read here, "
          "and nothing written.");
    case FAR_SYNC_ERROR_THIS_DEVICE:
      return _ ("That is this machine itself. Please do it from another one of yours.");
    case FAR_SYNC_ERROR_INVITE_CLOSED:
      return _ ("This invitation has let somebody in, or was taken back before. There is nothing "
                "more to do.");
    case FAR_SYNC_ERROR_YOURSELF:
      return _ ("That is you. If you want to go, leave the collective instead.");
    case FAR_SYNC_ERROR_TOO_FEW_MEMBERS:
      return _ ("Of two members neither can have the other go. Please talk it over; whoever wants "
                "to go can leave.");
    case FAR_SYNC_ERROR_TOO_FEW_WORDS:
      return _ ("Of two members neither decides about the other’s machines. Ask them to do it on "
                "another machine of theirs. If they have none left, invite them anew, as a new "
                "member: then you two can have the old one go.");
    case FAR_SYNC_ERROR_KEEPER_GONE:
      return _ ("This person is not a member any more. Choose somebody who is here.");
    case FAR_SYNC_ERROR_RIDES_OFF:
      return _ ("This collective does not use rides yet. They are switched on in its rules, which "
                "the members decide on.");
    case FAR_SYNC_ERROR_RIDE_NOT_YOURS:
      return _ ("Whoever offers or asks for a ride changes it. Please call them.");
    case FAR_SYNC_ERROR_RIDE_OWN:
      return _ ("That is their own ride: nobody takes a seat on it for themselves.");
    case FAR_SYNC_ERROR_NO_RIDE:
      return _ ("There is no such ride on that day, or not that way. Look at the list of rides for "
                "its dates.");
    case FAR_SYNC_ERROR_RIDE_OFF:
      return _ ("That ride falls out then. Look at the list of rides for another one.");
    case FAR_SYNC_ERROR_RIDE_OVER:
      return _ ("That is over. Choose a date from today on.");
    case FAR_SYNC_ERROR_SEAT_TAKEN:
      return _ ("There is a seat for this person on that ride already. Give it back first if you "
                "need more, or fewer.");
    case FAR_SYNC_ERROR_NO_SEAT:
      return _ ("There is no seat on that ride that you could give back.");
    case FAR_SYNC_ERROR_HELP_OFF:
      return _ ("This collective does not use help among neighbours yet. It is switched on in its "
                "rules, which the members decide on.");
    case FAR_SYNC_ERROR_HELP_NOT_YOURS:
      return _ ("Whoever asks for a hand, or offers one, changes it. Please call them.");
    case FAR_SYNC_ERROR_HELP_OWN:
      return _ ("That is their own: nobody takes it up for themselves.");
    case FAR_SYNC_ERROR_HELP_OVER:
      return _ ("That is over. Choose a day from today on.");
    case FAR_SYNC_ERROR_HELP_CLOSED:
      return _ ("That is done, or withdrawn: nobody needs to come any more.");
    case FAR_SYNC_ERROR_HELP_TAKEN:
      return _ ("This person has said so already.");
    case FAR_SYNC_ERROR_NO_CLAIM:
      return _ ("This person has not said that they help there.");
    case FAR_SYNC_ERROR_CATEGORY_INVALID:
      return _ ("There is no such kind of help.");
    case FAR_SYNC_ERROR_HELP_LONG:
      return _ (
          "That is too long: it lasts a year at most, and is moved by a year at most. Write a "
          "new one then.");
    case FAR_SYNC_ERROR_SEATS_INVALID:
      return _ ("This number of seats makes no sense. There are from 1 to 20, with a child seat on "
                "each of them at most.");
    case FAR_SYNC_ERROR_PERIOD_INVALID:
      return _ ("The period ends before it begins. Write the first day before the last one.");
    case FAR_SYNC_ERROR_LENDING_OFF:
      return _ ("This collective does not lend things yet. That is switched on in its rules, which "
                "the members decide on.");
    case FAR_SYNC_ERROR_ROOMS_OFF:
      return _ ("This collective does not share rooms yet. That is switched on in its rules, which "
                "the members decide on.");
    case FAR_SYNC_ERROR_NOT_LENT:
      return _ ("This is not to be borrowed. Ask whose it is.");
    case FAR_SYNC_ERROR_THING_NOT_YOURS:
      return _ ("Whoever wrote this down says how many there are, whose they are and whether they "
                "may be borrowed; of what is the collective’s, whoever coordinates does too.");
    case FAR_SYNC_ERROR_LOAN_LONG:
      return _ ("That is longer than it may be had at once. Choose fewer days.");
    case FAR_SYNC_ERROR_LOAN_OVER:
      return _ ("That is over. Choose days from today on.");
    case FAR_SYNC_ERROR_LOAN_HELD:
      return _ ("This person has booked it for that time already. Give that back first if you need "
                "it for longer, or more of it.");
    case FAR_SYNC_ERROR_LOAN_NOT_YOURS:
      return _ ("Whose it is, and who borrows it, say whether it was handed out or brought back.");
    case FAR_SYNC_ERROR_LOAN_RESERVE:
      return _ (
          "Somebody else has it then, so it is not handed out for this booking. The list says "
          "who.");
    case FAR_SYNC_ERROR_LOAN_OUT:
      return _ ("It was handed out. Bring it back, and say so, instead of giving up the booking.");
    case FAR_SYNC_ERROR_LOAN_NOT_OUT:
      return _ ("Nobody said that it was handed out, so it is not brought back.");
    case FAR_SYNC_ERROR_PIECES_INVALID:
      return _ ("There are not so many. Choose at least one, and no more than there are.");
    case FAR_SYNC_ERROR_REPAIR_OFF:
      return _ ("This collective does not mend bikes yet. That is switched on in its rules, which "
                "the members decide on.");
    case FAR_SYNC_ERROR_FAULT_NOT_YOURS:
      return _ ("Whoever reported this changes what is wrong, or withdraws it. What was done about "
                "it, and whether the bike may be ridden, is for everybody to say.");
    case FAR_SYNC_ERROR_FAULT_CLOSED:
      return _ ("There is nothing to mend any more: it is repaired, given up or withdrawn.");
    case FAR_SYNC_ERROR_FAULT_EMPTY:
      return _ ("Say what is wrong: name a part, or write a few words.");
    case FAR_SYNC_ERROR_NO_WORKSHOP:
      return _ ("Nobody mends bikes on that day. Choose a day on which there is a workshop.");
    case FAR_SYNC_ERROR_FULL_PLACES:
      return _ ("You have entered 1,000 meeting places, and more of one person are not shown. Take "
                "some off the list first.");
    case FAR_SYNC_ERROR_HOURS_OFF:
      return _ ("This collective does not note hours yet. They are switched on in its rules, which "
                "the members decide on.");
    case FAR_SYNC_ERROR_HOURS_NOT_YOURS:
      return _ ("This is in somebody else’s account. They share it with you to read; only they "
                "write in it.");
    case FAR_SYNC_ERROR_FULL_HOURS:
      return _ ("You have noted 4,000 lines, and more are not shown. Take some off first.");
    case FAR_SYNC_ERROR_FULL_SHARED:
      return _ ("An account is shared with eight others at most. Stop sharing it with somebody "
                "first.");
    case FAR_SYNC_ERROR_SKILLS_OFF:
      return _ ("This collective does not use skills yet. They are switched on in its rules, which "
                "the members decide on.");
    case FAR_SYNC_ERROR_SKILL_NOT_YOURS:
      return _ ("What somebody can do they say themselves. Please ask them.");
    case FAR_SYNC_ERROR_SKILL_OWN:
      return _ (
          "That you hold a training you say yourself; that it was seen is for somebody else to "
          "say.");
    case FAR_SYNC_ERROR_NO_TRAINING:
      return _ ("Only of a training can somebody say that they have seen it.");
    case FAR_SYNC_ERROR_TRAINING:
      return _ (
          "This role asks for a training that is not held on that day. Write the training down "
          "among the skills if it is, choose another role, or come along to see how it is "
          "done.");
    case FAR_SYNC_ERROR_FULL_SKILLS:
      return _ (
          "You have said 200 things that you and those you answer for can do or would like to "
          "learn, and more of one person are not shown. Take some off the list first.");
    case FAR_SYNC_ERROR_NAME_EMPTY:
      return _ ("The name is empty. Please write a name.");
    case FAR_SYNC_ERROR_NAME_LONG:
      return _ ("The name is too long. Please write it with at most 200 characters.");
    case FAR_SYNC_ERROR_PLACE_LONG:
      return _ ("The place is too long. Please write it with at most 200 characters.");
    case FAR_SYNC_ERROR_HOLIDAYS_LONG:
      return _ ("That calendar has more holidays than fit into one. Take one with fewer years.");
    case FAR_SYNC_ERROR_LINE_LONG:
      return _ ("The line has too many stops, or too much is said of them. Please shorten it.");
    case FAR_SYNC_ERROR_BACKUP_LARGE:
      return _ ("There is more here than fits into a saved copy. The other members’ machines hold "
                "all of it: meet one of them instead.");
    case FAR_SYNC_ERROR_TEXT_INVALID:
      return _ ("The text is too long or holds characters that cannot be shown. Please write it "
                "again, more simply.");
    case FAR_SYNC_ERROR_PHONE_INVALID:
      return _ (
          "This is no telephone number. Write it with its digits, for example 06 12 34 56 78, "
          "in at most 80 letters.");
    case FAR_SYNC_ERROR_REASON_EMPTY:
      return _ ("The reason is empty. Please write in a few words why, for everyone to read.");
    case FAR_SYNC_ERROR_DATE_INVALID:
      return _ ("This date does not exist or does not fit here. Write it as year-month-day, for "
                "example 2026-09-01.");
    case FAR_SYNC_ERROR_DAY_TO_COME:
      return _ ("That day is still to come. Choose today, or a day before.");
    case FAR_SYNC_ERROR_TIME_INVALID:
      return _ ("This time does not exist. Write hours and minutes, for example 08:10.");
    case FAR_SYNC_ERROR_NUMBER_INVALID:
      return _ ("This number is too small, too large, or does not fit the others. Please choose "
                "another one.");
    case FAR_SYNC_ERROR_RULE_VALUE:
      return _ (
          "This rule cannot have that value: vouchers are 1 to 20; removals 3 to 20, or 1 for "
          "always more than half; months 1 to 1200, or -1 for ever; and 0 is as it was from the "
          "start.");
    case FAR_SYNC_ERROR_SERVERS_INVALID:
      return _ ("These are not servers. Write stun:HOST or turn:USER:PASSWORD@HOST, with a port "
                "after a colon where it is not 3478; at most four with blanks between them, or "
                "nothing for none.");
    case FAR_SYNC_ERROR_CARD_WHOM:
      return _ ("A connection card is for one machine, and several are meant. Say which one.");
    case FAR_SYNC_ERROR_FILE_THERE:
      return _ (
          "There is a file of that name already, and it is as it was. Choose another name, or "
          "say that it is to be replaced.");
    case FAR_SYNC_ERROR_EVENTS_MANY:
      return _ ("That is more outings than fit into one calendar. Take fewer days, or one rota.");
    case FAR_SYNC_ERROR_DAY_OUTSIDE:
      return _ ("A day that is added is before the first day of the rota, or after the last: there "
                "would be no outing. Let the rota begin earlier or end later, or write one for "
                "that day alone.");
    case FAR_SYNC_ERROR_ROTA_EMPTY:
      return _ ("There is no date in it: none of these days is between the first one and the last "
                "one. Please choose others.");
    case FAR_SYNC_ERROR_DAYS_INVALID:
      return _ (
          "These are not days of the week. Choose at least one of mo, tu, we, th, fr, sa, su.");
    case FAR_SYNC_ERROR_ZONE_INVALID:
      return _ ("There is no such time zone. Write it as continent and city, for example "
                "Europe/Paris.");
    case FAR_SYNC_ERROR_ADDRESS_INVALID:
      return _ ("This is not an address of a machine. Write the name or number, a colon and the "
                "port, for example 192.168.1.20:4711.");
    case FAR_SYNC_ERROR_ID_AMBIGUOUS:
      return _ ("This identifier is too short, or fits several things. Write more of its letters, "
                "at least 6.");
    case FAR_SYNC_ERROR_WHICH_COLLECTIVE:
      return _ ("This device belongs to several collectives. Please say which one you mean.");
    case FAR_SYNC_ERROR_ADDRESS_BUSY:
      return _ ("Others cannot call this machine at that address: another program uses it, or it "
                "belongs to another machine. Choose another port.");
    case FAR_SYNC_ERROR_PASSPHRASE_EMPTY:
      return _ ("The passphrase is empty. Please write one, and keep it where you will find it.");
    case FAR_SYNC_ERROR_NO_COLLECTIVE:
      return _ (
          "This device does not belong to a collective yet, or not to that one. Found one, or "
          "join with an invitation.");
    case FAR_SYNC_ERROR_NO_SUCH_ID:
      return _ ("Nothing here has this identifier, or nothing waits for an answer there. Perhaps "
                "it is done already, or has not arrived yet: exchange with another member and try "
                "again.");
    case FAR_SYNC_ERROR_NO_SUCH_FILE:
      return _ ("There is no such file that could be read or written here. Check its name and its "
                "folder, and try again.");
    case FAR_SYNC_ERROR_NO_SUCH_RULE:
      return _ (
          "There is no rule of that name. Look at the rules that there are, and choose one of "
          "them.");
    case FAR_SYNC_ERROR_CARD_DAMAGED:
      return _ ("This is not a complete connection card: letters are missing or wrong. Copy all of "
                "it again, from “FARANDOLE:” to its end.");
    case FAR_SYNC_ERROR_CARD_NEWER:
      return _ ("This connection card was made by a newer version of Farandole. Please update the "
                "program and try again.");
    case FAR_SYNC_ERROR_CARD_FILE:
      return _ ("This file holds no complete connection card. Ask for the card again, as a file or "
                "as a text.");
    case FAR_SYNC_ERROR_CARD_NOT_FOR_US:
      return _ ("This connection card is for another machine, or its own no longer belongs to the "
                "collective. Ask for one that is made for this machine.");
    case FAR_SYNC_ERROR_CARD_EXPIRED:
      return _ ("This connection card is too old: it is good for ten minutes only. Make a new one, "
                "and check the clocks of both machines if it was new.");
    case FAR_SYNC_ERROR_URI_CARD:
      return _ ("This is a connection card, not an invitation: it connects machines of members. "
                "Open it under “Meet across the Internet”, on the page “Meeting”.");
    case FAR_SYNC_ERROR_CARD_WRONG:
      return _ ("This connection card does not fit here: an answer goes back to the machine that "
                "made its card, once. Begin again with a new card.");
    case FAR_SYNC_ERROR_URI_DAMAGED:
      return _ ("This is not a complete invitation: letters are missing or wrong. Copy all of it "
                "again, from “farandole:” to its end.");
    case FAR_SYNC_ERROR_URI_NEWER:
      return _ ("This invitation was made by a newer version of Farandole. Please update the "
                "program, then try again.");
    case FAR_SYNC_ERROR_URI_FILE:
      return _ ("This file holds no complete invitation. Choose the file that a member gave you, "
                "or ask them for it again.");
    case FAR_SYNC_ERROR_BUNDLE_FOREIGN:
      return _ ("This file is not a bundle of Farandole. Choose the file that a member gave you.");
    case FAR_SYNC_ERROR_BUNDLE_NEWER:
      return _ ("This bundle was made by a newer version of Farandole. Please update the program, "
                "then read it again.");
    case FAR_SYNC_ERROR_BUNDLE_CUT:
      return _ ("This bundle ends too early; what was complete in it has been kept. Ask for the "
                "file again to get the rest.");
    case FAR_SYNC_ERROR_BUNDLE_DAMAGED:
      return _ ("This bundle is damaged; what came before the damage has been kept. Ask for the "
                "file again to get the rest.");
    case FAR_SYNC_ERROR_BUNDLE_NOT_FOR_US:
      return _ ("This bundle was made for other machines or for another collective. Ask for one "
                "that is meant for this device.");
    case FAR_SYNC_ERROR_BUNDLE_LARGE:
      return _ ("This file is larger than any bundle of Farandole, so it was left alone. If it is "
                "one after all, read it by its name.");
    case FAR_SYNC_ERROR_BUNDLE_LATER:
      return _ ("This bundle begins after what this machine has; what fitted has been kept. Read "
                "the one that was written before it, or ask for a whole one.");
    case FAR_SYNC_ERROR_LINE_FORMAT:
      return _ (
          "This file holds no walking line that Farandole can read. Choose a GeoJSON, JSON or "
          "CSV file with stops.");
    case FAR_SYNC_ERROR_CALENDAR_FORMAT:
      return _ ("This file holds no holidays that Farandole can read. Choose a calendar (ICS) or a "
                "table (CSV) of holidays.");
    case FAR_SYNC_ERROR_CALENDAR_LARGE:
      return _ ("This file holds more holidays than fit into one calendar. Choose one with fewer "
                "years.");
    case FAR_SYNC_ERROR_EVENTS_FORMAT:
      return _ ("This file holds no events that Farandole can read. Choose a calendar (ICS), or a "
                "table (CSV) whose columns are a title, a date and a time.");
    case FAR_SYNC_ERROR_EVENTS_LARGE:
      return _ ("This file holds more than can be taken over at once. Choose a smaller one.");
    case FAR_SYNC_ERROR_PEOPLE_FORMAT:
      return _ (
          "This file holds no list of people that Farandole can read. Choose vCards (VCF), or "
          "a table (CSV) with a column of names.");
    case FAR_SYNC_ERROR_PLACES_FORMAT:
      return _ ("This file holds no meeting places that Farandole can read. Choose a table (CSV) "
                "with a column of names, and one of towns, addresses or coordinates.");
    case FAR_SYNC_ERROR_PLACES_MANY:
      return _ ("This file holds more than 500 places. Name the towns whose places you need.");
    case FAR_SYNC_ERROR_CALENDAR_SLOW:
      return _ ("Reading this file takes too long, so nothing was taken from it. Choose another "
                "one.");
    case FAR_SYNC_ERROR_CALENDAR_READER:
      return _ ("This file could not be read safely, so nothing was taken from it. Choose another "
                "one.");
    case FAR_SYNC_ERROR_PEER_INVALID:
      return _ ("The other machine sent something that no sound program sends, so the exchange was "
                "stopped. Nothing here is harmed; tell its owner.");
    case FAR_SYNC_ERROR_BACKUP_FOREIGN:
      return _ ("This file is not a saved copy of Farandole. Please choose another one.");
    case FAR_SYNC_ERROR_BACKUP_NEWER:
      return _ (
          "This saved copy was made by a newer version of Farandole. Please update the program "
          "first.");
    case FAR_SYNC_ERROR_BACKUP_DAMAGED:
      return _ (
          "This saved copy is incomplete or damaged, so nothing of it was taken over. Look for "
          "another one.");
    case FAR_SYNC_ERROR_BACKUP_PASSPHRASE:
      return _ (
          "This passphrase does not open the saved copy. Please type it again; capital letters "
          "count.");
    case FAR_SYNC_ERROR_STORE_IN_USE:
      return _ ("Another window or program has this collective open. Close it, then try again.");
    case FAR_SYNC_ERROR_STORE_NEWER:
      return _ ("The data here were written by a newer version of Farandole and were not touched. "
                "Please update the program.");
    case FAR_SYNC_ERROR_STORE_FOREIGN:
      return _ ("The data file here is not one of Farandole’s and was not touched. Choose another "
                "folder, or move that file away.");
    case FAR_SYNC_ERROR_STORE_DAMAGED:
      return _ ("The data on this machine are damaged. The other members still have theirs: make a "
                "new start with an invitation, and keep this folder for whoever helps you.");
    case FAR_SYNC_ERROR_STORE_BUSY:
      return _ ("An exchange is still going on here. End it, on the page “Meeting”, then try "
                "again.");
    case FAR_SYNC_ERROR_STORE_KEY:
      return _ ("The file device.key here belongs to another machine or another collective, so "
                "nothing was done with it. Put the right one back, or set this folder aside and "
                "join anew with an invitation.");
    case FAR_SYNC_ERROR_DISK_FULL:
      return _ ("The disk is full, so nothing was saved. Delete something you no longer need, then "
                "try again.");
    case FAR_SYNC_ERROR_PAPER_WRITER:
      return _ ("The part of the program that draws what is printed is missing. Install Farandole "
                "anew, then try again.");
    case FAR_SYNC_ERROR_CALENDAR_WRITER:
      return _ ("The part of the program that writes calendars is missing or broke down. Install "
                "Farandole anew, then try again.");
    case FAR_SYNC_ERROR_NO_PEER:
      return _ ("Nobody answers there. Check that the other machine is on and its program is "
                "running, or use a bundle file.");
    case FAR_SYNC_ERROR_PEER_SILENT:
      return _ ("The other machine answered and then fell silent. What arrived is kept; try again, "
                "and it goes on from there.");
    case FAR_SYNC_ERROR_PEER_STRANGER:
      return _ ("A machine answers there, but it is not one of this collective’s. Check the "
                "address.");
    case FAR_SYNC_ERROR_NOBODY_NEARBY:
      return _ ("Nobody of the collective was found on this network. Check that another member’s "
                "machine is on it and runs Farandole, or call its address.");
    case FAR_SYNC_ERROR_NO_AVAHI:
      return _ ("Machines on the same network cannot be found, because the service “Avahi” does "
                "not run on this one. Start it, or call the other machine’s address.");
    case FAR_SYNC_ERROR_NO_ROAD:
      return _ ("The two machines cannot reach each other across the Internet from where they are "
                "now: write what is new to a file instead, and send or carry that.");
    case FAR_SYNC_ERROR_NOBODY_LATELY:
      return _ ("No address is known here at which another machine was reached in the last thirty "
                "days. Call one by its address once, or meet on the same network.");
    case FAR_SYNC_ERROR_NO_LIBNICE:
      return _ (
          "Connection cards need libnice, which is not installed on this machine. Install it, "
          "or write what is new to a file, and send or carry that.");
    case FAR_SYNC_ERROR_NO_NETWORK:
      return _ ("This machine is on no local network that it could know again. Connect it to one, "
                "and try again.");
    /* These show a detail: error_of_sync(). */
    case FAR_SYNC_ERROR_LINE_VALUE:
    case FAR_SYNC_ERROR_CALENDAR_DAMAGED:
    case FAR_SYNC_ERROR_READ_ONLY:
    case FAR_SYNC_ERROR_DISK:
    default:
      return NULL;
    }
}

static char *
error_of_sync (const GError *error)
{
  switch ((FarSyncError)error->code)
    {
    case FAR_SYNC_ERROR_LINE_VALUE:
    case FAR_SYNC_ERROR_CALENDAR_DAMAGED:
      /* Translators: %s is a technical detail in English, such as "line 4: time 25:00" */
      return g_strdup_printf (_ ("A value in this file is wrong, and nothing was taken from it. "
                                 "Correct it in the file and try again. (%s)"),
                              error->message);
    case FAR_SYNC_ERROR_DATE_INVALID:
      if (error->message[0] == '\0')
        return g_strdup (sentence_of_code (FAR_SYNC_ERROR_DATE_INVALID));
      /* Translators: %s is a technical detail in English, such as "not a date: 2026-02-31" */
      return g_strdup_printf (_ ("This date does not exist or does not fit here. Write it as "
                                 "year-month-day, for example 2026-09-01. (%s)"),
                              error->message);
    case FAR_SYNC_ERROR_NUMBER_INVALID:
      if (error->message[0] == '\0')
        return g_strdup (sentence_of_code (FAR_SYNC_ERROR_NUMBER_INVALID));
      /* Translators: %s is a technical detail in English, such as "every 1 to 52 weeks" */
      return g_strdup_printf (_ ("This number is too small, too large, or does not fit the others. "
                                 "Please choose another one. (%s)"),
                              error->message);
    case FAR_SYNC_ERROR_STORE_IN_USE:
      if (error->message[0] == '\0')
        return g_strdup (sentence_of_code (FAR_SYNC_ERROR_STORE_IN_USE));
      /* Translators: %s is the name of a program, and a technical detail in English */
      return g_strdup_printf (_ ("Another program has this collective open: %s. Close it, then try "
                                 "again."),
                              error->message);
    case FAR_SYNC_ERROR_READ_ONLY:
      /* Translators: %s is the name of a file or folder */
      return g_strdup_printf (_ ("Nothing can be written there: %s. Make that folder yours to "
                                 "write, or copy it to a disk that can be written, then try "
                                 "again."),
                              error->message);
    case FAR_SYNC_ERROR_DISK:
      /* Translators: %s is a technical detail in English */
      return g_strdup_printf (_ ("The disk could not be read or written. Check that it is "
                                 "connected and that you may write there. (%s)"),
                              error->message);
    default:
      return g_strdup (sentence_of_code ((FarSyncError)error->code));
    }
}

static char *
error_of_io (const GError *error)
{
  switch (error->code)
    {
    case G_IO_ERROR_CANCELLED:
      return g_strdup (_ ("This was stopped before it was done. You can start it again."));
    case G_IO_ERROR_NOT_FOUND:
      return g_strdup (_ ("There is no such file. Check its name and its folder, and try again."));
    case G_IO_ERROR_NO_SPACE:
      return g_strdup (_ ("The disk is full, so nothing was saved. Delete something you no longer "
                          "need, then try again."));
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      return g_strdup (_ ("You may not read or write there. Choose another folder, then try "
                          "again."));
    case G_IO_ERROR_IS_DIRECTORY:
    case G_IO_ERROR_NOT_REGULAR_FILE:
      return g_strdup (_ ("This is a folder, not a file. Choose a file, then try again."));
    default:
      return NULL;
    }
}

char *
far_words_error (const GError *error)
{
  char *words = NULL;

  if (error == NULL)
    return g_strdup (_ ("Something went wrong, and nobody knows what. Please try again."));

  if (error->domain == FAR_SYNC_ERROR)
    words = error_of_sync (error);
  else if (error->domain == G_IO_ERROR)
    words = error_of_io (error);

  if (words == NULL)
    /* Translators: %s is a technical detail in English */
    words =
        g_strdup_printf (_ ("Something unexpected went wrong. Please try again, and if it stays "
                            "so, tell whoever helps you with the program. (%s)"),
                         error->message);

  return words;
}

static char *
verdict_words (const FarOuting *outing)
{
  int n_missing = outing->n_needed - outing->n_have;

  if (outing->why == FAR_VERDICT_NO_DAY)
    return g_strdup (_ ("Does not run on this day any more"));
  if (outing->why == FAR_VERDICT_JOINED)
    return far_words_join (far_words_find_join (outing));
  if (outing->why == FAR_VERDICT_HOLIDAYS)
    {
      if (outing->cancel_reason[0] == '\0')
        return g_strdup (_ ("No outing: holidays"));
      /* Translators: %s is the name of the holidays, such as “Winter holidays” */
      return g_strdup_printf (_ ("No outing: %s"), outing->cancel_reason);
    }
  if (outing->why == FAR_VERDICT_CANCELLED)
    {
      if (outing->cancel_reason[0] == '\0')
        return g_strdup (_ ("Cancelled"));
      /* Translators: %s is the reason, as the coordinator wrote it */
      return g_strdup_printf (_ ("Cancelled: %s"), outing->cancel_reason);
    }

  if (outing->why == FAR_VERDICT_ROLE)
    {
      g_autofree char *vacant = far_words_vacant_roles (outing);

      /* Translators: %s are roles, such as “Head, Tail” */
      return g_strdup_printf (_ ("Still without: %s"), vacant);
    }
  if (outing->why == FAR_VERDICT_TRAINING)
    return far_words_untrained_roles (outing);
  if (outing->n_children > 0)
    return far_words_verdict_of_children (outing);
  if (outing->runs)
    {
      if (outing->n_have == 0)
        return g_strdup (_ ("Runs, though nobody is on the list yet"));
      return g_strdup_printf (ngettext ("Runs with %d adult", "Runs with %d adults",
                                        (gulong)outing->n_have),
                              outing->n_have);
    }

  if (n_missing == 1)
    /* Translators: the numbers are the adults that there are and the adults that are needed */
    return g_strdup_printf (_ ("One more adult is needed (%1$d of %2$d)"), outing->n_have,
                            outing->n_needed);

  return g_strdup_printf (
      /* Translators: adults who are missing; of those needed, how many there are */
      ngettext ("%1$d more adult is needed (%2$d of %3$d)",
                "%1$d more adults are needed (%2$d of %3$d)", (gulong)MAX (n_missing, 0)),
      n_missing, outing->n_have, outing->n_needed);
}

/* Where somebody has to look before the walk: the first two, which is what one reads. */
static char *
add_looks (const FarOuting *outing, char *verdict)
{
  GString *words = g_string_new (verdict);

  g_free (verdict);
  for (guint i = 0; i < MIN (outing->looks->len, 2); i++)
    {
      g_autofree char *look = far_words_look (outing->looks->pdata[i]);

      g_string_append_printf (words, i == 0 ? ". %s" : " %s", look);
    }

  for (guint i = 0; outing->skipped[i] != NULL; i++)
    {
      /* Translators: %s is a stop where a child stands in vain */
      g_autofree char *look = g_strdup_printf (_ ("Look at the stop %s: a child is booked there, "
                                                  "and the walk does not pass on that day."),
                                               outing->skipped[i]);

      g_string_append_printf (words, i == 0 && outing->looks->len == 0 ? ". %s" : " %s", look);
    }

  return g_string_free (words, FALSE);
}

/* Which roles are without, where that is not all that is said. */
static char *
add_vacant (const FarOuting *outing, char *verdict)
{
  g_autofree char *words = verdict;
  g_autofree char *vacant = far_words_vacant_roles (outing);

  if (vacant == NULL)
    return g_steal_pointer (&words);

  /* Translators: that adults are needed; roles that are without, such as “Head, Tail” */
  return g_strdup_printf (_ ("%1$s: %2$s"), words, vacant);
}

char *
far_words_verdict_alone (const FarOuting *outing)
{
  return verdict_words (outing);
}

/* Who promised to come at another time. */
static char *
add_moved (const FarOuting *outing, char *verdict)
{
  g_autofree char *words = verdict;
  g_autofree char *at = far_words_time (outing->at);

  /* Translators: whether an outing runs; how many promised to come at another time and did not say
   * yes to the new one yet; that time */
  return g_strdup_printf (ngettext ("%1$s; %2$d person has not said yes to %3$s yet",
                                    "%1$s; %2$d people have not said yes to %3$s yet",
                                    (gulong)outing->n_moved),
                          words, outing->n_moved, at);
}

char *
far_words_verdict (const FarOuting *outing)
{
  g_autofree char *words = verdict_words (outing);

  if (outing->why == FAR_VERDICT_SHORT)
    words = add_vacant (outing, g_steal_pointer (&words));
  if (outing->n_moved > 0 && outing->why != FAR_VERDICT_CANCELLED &&
      outing->why != FAR_VERDICT_HOLIDAYS)
    words = add_moved (outing, g_steal_pointer (&words));
  if (outing->why == FAR_VERDICT_ENOUGH || outing->why == FAR_VERDICT_SHORT ||
      outing->why == FAR_VERDICT_ROLE || outing->why == FAR_VERDICT_TRAINING)
    words = add_looks (outing, g_steal_pointer (&words));

  return g_steal_pointer (&words);
}

static gboolean
turn_is_my_own (const FarTurn *turn, const FarOuting *outing)
{
  return outing->my_turn != NULL && strcmp (outing->my_turn, turn->id) == 0;
}

static char *
reserve_words (const FarTurn *turn, const FarOuting *outing)
{
  gboolean me = turn_is_my_own (turn, outing);
  int place = turn->reserve;

  if (place <= 1)
    {
      if (me)
        return g_strdup (_ ("You are first reserve"));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s is first reserve"), turn->member_name);
    }
  if (place == 2)
    {
      if (me)
        return g_strdup (_ ("You are second reserve"));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s is second reserve"), turn->member_name);
    }

  if (me)
    /* Translators: %d is 3 or more */
    return g_strdup_printf (_ ("You are reserve number %d"), place);
  /* Translators: %1$s is a person's name, %2$d is 3 or more */
  return g_strdup_printf (_ ("%1$s is reserve number %2$d"), turn->member_name, place);
}

static char *
relieved_words (const FarTurn *turn, gboolean me)
{
  if (turn->stand_in_name == NULL)
    {
      if (me)
        return g_strdup (_ ("Others come in your place"));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("Others come in the place of %s"), turn->member_name);
    }

  if (me)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s stands in for you"), turn->stand_in_name);
  /* Translators: both are persons' names */
  return g_strdup_printf (_ ("%1$s stands in for %2$s"), turn->stand_in_name, turn->member_name);
}

/* Two promises for one outing. */
static char *
words_of_double (const FarTurn *turn, gboolean me)
{
  const char *name = turn->member_name;

  if (turn->is_along_too && me)
    return g_strdup (_ ("You promised to come along too, to see how it is done. Please give one of "
                        "the two turns back."));
  if (turn->is_along_too)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s promised to come along too, to see how it is done: one of the "
                               "two turns is to be given back."),
                            name);
  if (turn->other_role[0] == '\0' && me)
    return g_strdup (_ ("You promised to come as one of the others too. Please give one of the two "
                        "turns back."));
  if (turn->other_role[0] == '\0')
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s promised to come as one of the others too: one of the two turns "
                               "is to be given back."),
                            name);
  if (me)
    /* Translators: %s is a role, such as “Head” */
    return g_strdup_printf (_ ("You promised this one too: %s. Please give one of the two turns "
                               "back."),
                            turn->other_role);

  /* Translators: %1$s is a person's name, %2$s a role, such as “Head” */
  return g_strdup_printf (_ ("%1$s promised another role too: %2$s. One of the two turns is to be "
                             "given back."),
                          name, turn->other_role);
}

static char *
words_of_lending_clash (const FarClash *clash, const char *name, const char *at)
{
  switch (clash->kind)
    {
    case FAR_CLASH_KIND_ROOM:
    default:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s the name of a room */
        return g_strdup_printf (_ ("You have booked a room at %1$s too: %2$s"), at, clash->title);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s the name of a room */
      return g_strdup_printf (_ ("%1$s has booked a room at %2$s too: %3$s"), name, at,
                              clash->title);

    case FAR_CLASH_KIND_OPEN:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s the name of a room */
        return g_strdup_printf (_ ("You are to open a room at %1$s too: %2$s"), at, clash->title);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s the name of a room */
      return g_strdup_printf (_ ("%1$s is to open a room at %2$s too: %3$s"), name, at,
                              clash->title);

    case FAR_CLASH_KIND_CLOSE:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s the name of a room */
        return g_strdup_printf (_ ("You are to close a room at %1$s too: %2$s"), at, clash->title);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s the name of a room */
      return g_strdup_printf (_ ("%1$s is to close a room at %2$s too: %3$s"), name, at,
                              clash->title);

    case FAR_CLASH_KIND_FETCH:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s the name of a thing that is borrowed */
        return g_strdup_printf (_ ("You are to fetch something at %1$s too: %2$s"), at,
                                clash->title);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s the name of a thing that is
       * borrowed */
      return g_strdup_printf (_ ("%1$s is to fetch something at %2$s too: %3$s"), name, at,
                              clash->title);

    case FAR_CLASH_KIND_RETURN:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s the name of a thing that is borrowed */
        return g_strdup_printf (_ ("You are to bring something back at %1$s too: %2$s"), at,
                                clash->title);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s the name of a thing that is
       * borrowed */
      return g_strdup_printf (_ ("%1$s is to bring something back at %2$s too: %3$s"), name, at,
                              clash->title);
    }
}

char *
far_words_clash_with (const FarClash *clash, const char *name)
{
  g_autofree char *at = far_words_time (clash->at);

  switch (clash->kind)
    {
    case FAR_CLASH_KIND_NONE:
      return NULL;

    case FAR_CLASH_KIND_WALK:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s the title of a rota */
        return g_strdup_printf (_ ("You have promised to come at %1$s too: %2$s"), at,
                                clash->title);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s the title of a rota */
      return g_strdup_printf (_ ("%1$s has promised to come at %2$s too: %3$s"), name, at,
                              clash->title);

    case FAR_CLASH_KIND_RIDE:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s and %3$s are places */
        return g_strdup_printf (_ ("You are on the road at %1$s too: from %2$s to %3$s"), at,
                                clash->title, clash->to);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s and %4$s are places */
      return g_strdup_printf (_ ("%1$s is on the road at %2$s too: from %3$s to %4$s"), name, at,
                              clash->title, clash->to);

    case FAR_CLASH_KIND_HELP:
      if (name == NULL)
        /* Translators: %1$s is a time, %2$s for what a hand is lent */
        return g_strdup_printf (_ ("You have promised a hand at %1$s too: %2$s"), at, clash->title);
      /* Translators: %1$s is a person's name, %2$s a time, %3$s for what a hand is lent */
      return g_strdup_printf (_ ("%1$s has promised a hand at %2$s too: %3$s"), name, at,
                              clash->title);

    case FAR_CLASH_KIND_ROOM:
    case FAR_CLASH_KIND_OPEN:
    case FAR_CLASH_KIND_CLOSE:
    case FAR_CLASH_KIND_FETCH:
    case FAR_CLASH_KIND_RETURN:
      return words_of_lending_clash (clash, name, at);
    }

  g_assert_not_reached ();
}

char *
far_words_clash (const FarTurn *turn, const FarOuting *outing)
{
  gboolean me = turn_is_my_own (turn, outing);
  char *words;

  if (turn->other_role != NULL)
    return words_of_double (turn, me);

  words = far_words_clash_with (&turn->clash, me ? NULL : turn->member_name);
  if (words != NULL || !turn->is_untrained)
    return words;
  if (me)
    return g_strdup (_ ("You do not have the training that this role asks for on that day."));

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("%s does not have the training that this role asks for on that day."),
                          turn->member_name);
}

/* Nobody walks. */
static gboolean
is_off (const FarOuting *outing)
{
  return outing->why == FAR_VERDICT_CANCELLED || outing->why == FAR_VERDICT_HOLIDAYS ||
         outing->why == FAR_VERDICT_NO_DAY;
}

static char *
words_of_state (const FarTurn *turn, const FarOuting *outing)
{
  gboolean me = turn_is_my_own (turn, outing);

  if (is_off (outing) && (turn->state == FAR_TURN_RESERVE || turn->state == FAR_TURN_SEEKING ||
                          turn->state == FAR_TURN_STANDING))
    {
      if (me)
        /* Translators: to an outing that is cancelled */
        return g_strdup (_ ("You had promised to come"));
      /* Translators: to an outing that is cancelled; %s is a person's name */
      return g_strdup_printf (_ ("%s had promised to come"), turn->member_name);
    }

  switch (turn->state)
    {
    case FAR_TURN_RESERVE:
      return reserve_words (turn, outing);
    case FAR_TURN_SEEKING:
      if (turn->swap_turn != NULL)
        return far_words_swap (turn, me);
      if (me)
        return g_strdup (_ ("You are looking for a stand-in"));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s is looking for a stand-in"), turn->member_name);
    case FAR_TURN_ABSENT:
      if (me)
        return g_strdup (_ ("You cannot come, and nobody stands in"));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s cannot come, and nobody stands in"), turn->member_name);
    case FAR_TURN_RELIEVED:
      return relieved_words (turn, me);
    case FAR_TURN_RELEASED:
      /* Never my own turn of now: a released one is not in my_turn. */
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s gave the turn back"), turn->member_name);
    case FAR_TURN_STANDING:
    default:
      if (turn->role == FAR_TURN_ROLE_ALONG && me)
        return g_strdup (_ ("You come along to see how it is done"));
      if (turn->role == FAR_TURN_ROLE_ALONG)
        /* Translators: %s is a person's name */
        return g_strdup_printf (_ ("%s comes along to see how it is done"), turn->member_name);
      if (turn->is_helper && me)
        return g_strdup (_ ("You help, beside the adults"));
      if (turn->is_helper)
        /* Translators: %s is the name of somebody who is no adult yet */
        return g_strdup_printf (_ ("%s helps, beside the adults"), turn->member_name);
      if (me)
        return g_strdup (_ ("You walk"));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s walks"), turn->member_name);
    }
}

char *
far_words_turn_state (const FarTurn *turn, const FarOuting *outing)
{
  g_autofree char *state = words_of_state (turn, outing);

  return far_words_in_role (turn, state);
}

const char *
far_words_turn_released (FarTurnAct act)
{
  return act == FAR_TURN_ACT_SEEK ? _ ("The turn is given back, since a reserve was waiting")
                                  : _ ("The turn is given back");
}

char *
far_words_turn_told (const FarTurn *turn, const FarOuting *outing)
{
  g_autofree char *state = far_words_turn_state (turn, outing);

  if (turn->by_name == NULL)
    return g_steal_pointer (&state);

  /* Translators: %1$s is as in “Rosa walks”, %2$s the name of whoever wrote that down for Rosa */
  return g_strdup_printf (_ ("%1$s (written down by %2$s)"), state, turn->by_name);
}

static char *
series_taken (const FarSeriesReport *report)
{
  if (report->n_days == 0)
    return g_strdup (_ ("No day is left on which somebody is missing."));
  if (report->is_me)
    return g_strdup_printf (ngettext ("You come on %u day.", "You come on %u days.",
                                      report->n_days),
                            report->n_days);

  return g_strdup_printf (
      /* Translators: %1$s is a person's name */
      ngettext ("%1$s comes on %2$u day.", "%1$s comes on %2$u days.", report->n_days),
      report->member_name, report->n_days);
}

char *
far_words_series (const FarSeriesReport *report)
{
  g_autoptr(GStrvBuilder) sentences = g_strv_builder_new ();
  g_autofree char *taken = series_taken (report);
  g_autofree char *full =
      g_strdup_printf (ngettext ("On %u day enough come already.",
                                 "On %u days enough come already.", report->n_full),
                       report->n_full);
  g_autofree char *closed =
      g_strdup_printf (ngettext ("On %u day there is no outing.", "On %u days there is no outing.",
                                 report->n_closed),
                       report->n_closed);
  g_autofree char *capped =
      g_strdup_printf (ngettext ("On %u day it would be more turns in the week than was agreed.",
                                 "On %u days it would be more turns in the week than was agreed.",
                                 report->n_capped),
                       report->n_capped);
  g_autofree char *untrained =
      g_strdup_printf (ngettext ("On %u day the role asks for a training that is not held then.",
                                 "On %u days the role asks for a training that is not held then.",
                                 report->n_untrained),
                       report->n_untrained);
  g_auto(GStrv) all = NULL;

  g_strv_builder_add (sentences, taken);
  if (report->n_untrained > 0)
    g_strv_builder_add (sentences, untrained);
  if (report->n_full > 0)
    g_strv_builder_add (sentences, full);
  if (report->n_capped > 0)
    g_strv_builder_add (sentences, capped);
  if (report->n_closed > 0)
    g_strv_builder_add (sentences, closed);
  all = g_strv_builder_end (sentences);

  return g_strjoinv (" ", all);
}

char *
far_words_series_released (const FarSeriesReport *report)
{
  g_autofree char *released =
      g_strdup_printf (ngettext ("%u turn is given back.", "%u turns are given back.",
                                 report->n_days),
                       report->n_days);
  g_autofree char *late = NULL;

  if (report->n_late == 0)
    return g_steal_pointer (&released);

  late = g_strdup_printf (ngettext ("For %u day it is too late.", "For %u days it is too late.",
                                    report->n_late),
                          report->n_late);

  return g_strjoin (" ", released, late, NULL);
}

char *
far_words_rank_why (const FarTurn *turn, const FarOuting *outing)
{
  gboolean me = turn_is_my_own (turn, outing);

  if (turn->state == FAR_TURN_ABSENT)
    {
      if (me)
        return g_strdup (_ ("You keep your place on the list, and hold nobody else’s."));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s keeps the place on the list, and holds nobody else’s."),
                              turn->member_name);
    }

  switch (turn->why)
    {
    case FAR_RANK_WHY_SEEN:
      if (me)
        return g_strdup (_ ("You saw who was on the list and joined after them."));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s saw who was on the list and joined after them."),
                              turn->member_name);
    case FAR_RANK_WHY_LOTTERY:
      if (me)
        /* Translators: %d is a place in the list, from 1 */
        return g_strdup_printf (_ ("You and others chose this day without knowing of each other; "
                                   "the draw of the day gave you place %d."),
                                turn->rank);
      /* Translators: %1$s is a person's name, %2$d a place in the list, from 1 */
      return g_strdup_printf (_ ("%1$s and others chose this day without knowing of each other; "
                                 "the draw of the day gave %1$s place %2$d."),
                              turn->member_name, turn->rank);
    case FAR_RANK_WHY_CONFIRMED:
      if (me)
        return g_strdup (_ ("The published plan names you."));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("The published plan names %s."), turn->member_name);
    case FAR_RANK_WHY_FIRST:
    default:
      if (me)
        return g_strdup (_ ("Nobody is before you."));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("Nobody is before %s."), turn->member_name);
    }
}

char *
far_words_promise (FarPromise promise)
{
  switch (promise)
    {
    case FAR_PROMISE_SHARED:
      return g_strdup (_ ("Another member’s machine knows of it."));
    case FAR_PROMISE_KNOWN:
      return g_strdup (_ ("The coordinator’s machine knows of it."));
    case FAR_PROMISE_HERE:
    default:
      return g_strdup (_ ("No other machine has confirmed it yet."));
    }
}

char *
far_words_standing (const FarMember *member)
{
  switch (member->standing)
    {
    case FAR_STANDING_PENDING:
      if (member->n_missing < 0)
        return g_strdup_printf (
            /* Translators: %d counts members who have to vouch for a newcomer */
            ngettext ("Asked to come in; by the rule %d member has to vouch, and there are not so "
                      "many",
                      "Asked to come in; by the rule %d members have to vouch, and there are not "
                      "so many",
                      (gulong)member->n_needed),
            member->n_needed);
      if (member->n_missing > 0)
        return g_strdup_printf (
            /* Translators: %d counts members who have yet to vouch for this newcomer */
            ngettext ("Asked to come in; %d more member has yet to vouch",
                      "Asked to come in; %d more members have yet to vouch",
                      (gulong)member->n_missing),
            member->n_missing);
      return g_strdup (_ ("Asked to come in, not admitted yet"));
    case FAR_STANDING_LEFT:
      return g_strdup (_ ("Has left the collective"));
    case FAR_STANDING_REMOVED:
      return g_strdup (_ ("Was removed from the collective"));
    case FAR_STANDING_NO_MACHINE:
      if (member->i_answer)
        return g_strdup (_ ("Without a machine; you answer for this person"));
      return g_strdup (_ ("Without a machine; a member answers for this person"));
    case FAR_STANDING_ACTIVE:
    default:
      if (member->is_me && member->holds_baton)
        return g_strdup (_ ("You, member and holder of the baton"));
      if (member->is_me)
        return g_strdup (_ ("You, member"));
      if (member->holds_baton)
        return g_strdup (_ ("Member and holder of the baton"));
      return g_strdup (_ ("Member"));
    }
}

char *
far_words_people (const char *const *names)
{
  g_autofree char *list = NULL;
  const char *last = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *before = g_steal_pointer (&list);

      if (last != NULL && before != NULL)
        /* Translators: a list that goes on, as in "Anna, Karim" */
        list = g_strdup_printf (C_ ("list of people", "%1$s, %2$s"), before, last);
      else
        list = g_strdup (last);
      last = names[i][0] != '\0' ? names[i] : _ ("somebody not known by name yet");
    }

  if (list == NULL)
    return g_strdup (last);

  /* Translators: the end of a list, as in "Anna, Karim and Sophie" */
  return g_strdup_printf (C_ ("list of people", "%1$s and %2$s"), list, last);
}

char *
far_words_vouchers (const FarMember *member)
{
  g_autofree char *others = far_words_people (member->other_vouchers);

  if (member->invited_by[0] == '\0' && others == NULL)
    return NULL;
  if (others == NULL)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("Invited by %s"), member->invited_by);
  if (member->invited_by[0] == '\0')
    /* Translators: %s is one or several names */
    return g_strdup_printf (_ ("Vouched for by %s"), others);

  /* Translators: %1$s is a person's name, %2$s is one or several others */
  return g_strdup_printf (_ ("Invited by %1$s, also vouched for by %2$s"), member->invited_by,
                          others);
}

char *
far_words_vouch_question (const FarMember *member)
{
  if (member->name[0] == '\0')
    return g_strdup (_ ("Somebody asks to come in, and their name has not arrived yet."));
  if (member->invited_by[0] == '\0')
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("Do you know %s?"), member->name);

  /* Translators: %1$s is who asks to come in, %2$s is the member who invited them */
  return g_strdup_printf (_ ("Do you know %1$s? %2$s invited them."), member->name,
                          member->invited_by);
}

char *
far_words_vouch_missing (const FarMember *member)
{
  if (member->n_missing < 0)
    return g_strdup_printf (
        /* Translators: %d counts members who have to vouch for a newcomer */
        ngettext ("By the rule %d member has to vouch for a newcomer, and there are not so many. "
                  "You can say that you know them; they come in when the members agree on a lower "
                  "number, under “Our Rules”.",
                  "By the rule %d members have to vouch for a newcomer, and there are not so many. "
                  "You can say that you know them; they come in when the members agree on a lower "
                  "number, under “Our Rules”.",
                  (gulong)member->n_needed),
        member->n_needed);

  return g_strdup_printf (
      /* Translators: %d counts members who have yet to vouch for a newcomer */
      ngettext ("They come in when %d more member vouches for them. Say yes only if you know "
                "who this is.",
                "They come in when %d more members vouch for them. Say yes only if you know who "
                "this is.",
                (gulong)member->n_missing),
      member->n_missing);
}

char *
far_words_same_question (const FarMember *member)
{
  /* Translators: %s is the name of a person without a machine */
  return g_strdup_printf (_ ("Turns were noted for “%s”. Was that you?"), member->name);
}

char *
far_words_formerly (const FarMember *member)
{
  g_autofree char *names = far_words_people (member->formerly);

  if (names == NULL)
    return NULL;

  /* Translators: %s is one or several names */
  return g_strdup_printf (_ ("Turns were noted before as %s"), names);
}

char *
far_words_invitation_state (FarInviteState state)
{
  switch (state)
    {
    case FAR_INVITE_USED:
      return g_strdup (_ ("Used"));
    case FAR_INVITE_ENDED:
      return g_strdup (_ ("Taken back"));
    case FAR_INVITE_EXPIRED:
      return g_strdup (_ ("Too old"));
    case FAR_INVITE_OPEN:
    default:
      return g_strdup (_ ("Open"));
    }
}

char *
far_words_belonging (FarBelonging state, int n_missing, int n_needed)
{
  switch (state)
    {
    case FAR_BELONGING_ASKED:
      return g_strdup (_ ("Your request is ready, but no machine of the collective has answered "
                          "yet. Reach one at its address, or bring it the request as a file."));
    case FAR_BELONGING_WAITING:
      if (n_missing < 0)
        return g_strdup (_ ("Your request has arrived. But more members are to vouch for you than "
                            "there are. Please talk to whoever invited you: the members can agree "
                            "on another rule."));
      if (n_needed > 1)
        return g_strdup_printf (
            /* Translators: %1$d counts members who have yet to vouch for the newcomer, %2$d all who
             * have to, two or more */
            ngettext ("Your request has arrived. By the members’ rule %2$d of them have to vouch "
                      "for a newcomer, and %1$d more has yet to vouch for you. Anyone there who "
                      "knows you can do it; then ask again.",
                      "Your request has arrived. By the members’ rule %2$d of them have to vouch "
                      "for a newcomer, and %1$d more have yet to vouch for you. Anyone there who "
                      "knows you can do it; then ask again.",
                      (gulong)n_missing),
            n_missing, n_needed);
      return g_strdup_printf (
          /* Translators: %d counts members who have yet to vouch for the newcomer */
          ngettext ("Your request has arrived. %d more member has yet to vouch for you; ask again "
                    "later.",
                    "Your request has arrived. %d more members have yet to vouch for you; ask "
                    "again later.",
                    (gulong)n_missing),
          n_missing);
    case FAR_BELONGING_ADMITTED:
      return g_strdup (_ ("You are a member of the collective."));
    case FAR_BELONGING_REFUSED:
      return g_strdup (_ ("The collective did not let this machine in. Ask a member for a new "
                          "invitation."));
    case FAR_BELONGING_NONE:
    default:
      return g_strdup (_ ("This device does not belong to a collective yet. Found one, or join "
                          "with an invitation."));
    }
}

char *
far_words_returning (FarBelonging state, int n_missing)
{
  if (state == FAR_BELONGING_ADMITTED)
    return g_strdup (_ ("This machine was let in again."));
  if (state != FAR_BELONGING_WAITING)
    return g_strdup (_ ("This machine comes from a saved copy and asks to be let in again. Reach a "
                        "machine of the collective, or bring it the request as a file."));
  if (n_missing < 0)
    return g_strdup (_ ("Your request has arrived. Say on another machine of yours that it is you, "
                        "then ask again. There are too few members to say it for you: if you have "
                        "no other machine, ask one of them for an invitation."));
  if (n_missing == 0)
    return g_strdup (_ ("This machine asks to be let in again. Say on another machine of yours "
                        "that it is you, or ask the other members to; then ask again."));

  return g_strdup_printf (
      /* Translators: %d counts members who have yet to say that it is really this person */
      ngettext ("Your request has arrived. Say on another machine of yours that it is you; without "
                "one, %d other member has yet to say so. Then ask again.",
                "Your request has arrived. Say on another machine of yours that it is you; without "
                "one, %d other members have yet to say so. Then ask again.",
                (gulong)n_missing),
      n_missing);
}

/* The first digits of a machine's id, which both machines show. */
static char *
machine_number (const char *device)
{
  return g_strdup_printf ("%.2s %.2s %.2s", device, device + MIN (strlen (device), 2),
                          device + MIN (strlen (device), 4));
}

char *
far_words_further (FarBelonging state, int n_missing, const char *device)
{
  g_autofree char *number = machine_number (device);

  if (state == FAR_BELONGING_ADMITTED)
    return g_strdup (_ ("This machine was let in."));
  if (state != FAR_BELONGING_WAITING)
    return g_strdup (
        _ ("This machine asks to be let in. Reach the machine that showed the code, or "
           "bring it the request as a file."));
  if (n_missing < 0)
    return g_strdup_printf (
        /* Translators: %s are a few digits */
        _ ("This machine’s number is %s. Say yes on another machine of yours, if it shows the same "
           "number; then ask again. There are too few members to say it for you: if you have no "
           "other machine, ask one of them for an invitation."),
        number);
  if (n_missing == 0)
    /* Translators: %s are a few digits */
    return g_strdup_printf (
        _ ("This machine’s number is %s. Say yes on the machine that showed the "
           "code, if it shows the same number. If nothing happens then, ask "
           "again."),
        number);

  return g_strdup_printf (
      /* Translators: %1$s are a few digits; %2$d counts members who have yet to say yes */
      ngettext (
          "This machine’s number is %1$s. Say yes on another machine of yours, if it shows the "
          "same number; without one, %2$d other member has yet to say yes. Then ask again.",
          "This machine’s number is %1$s. Say yes on another machine of yours, if it shows the "
          "same number; without one, %2$d other members have yet to say yes. Then ask again.",
          (gulong)n_missing),
      number, n_missing);
}

char *
far_words_passphrase (const char *passphrase)
{
  glong length = g_utf8_strlen (passphrase, -1);

  if (length == 0)
    return g_strdup (_ ("Four or five words that only you put together are good, and easy to keep. "
                        "Write them down where you will find them."));
  if (length < PASSPHRASE_SHORT)
    return g_strdup (_ ("That is short: whoever finds the file could guess it."));
  if (length < PASSPHRASE_LONG)
    return g_strdup (_ ("That will do. Longer is safer."));

  return g_strdup (_ ("That is a good length."));
}

char *
far_words_machine (const FarDevice *device)
{
  if (device->is_me)
    return g_strdup (_ ("This machine"));
  if (device->is_mine)
    return g_strdup (_ ("Your other machine"));

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("%s’s machine"), device->member_name);
}

char *
far_words_machine_alone (const FarDevice *device)
{
  if (device->is_me || device->may_close || *device->closing != '\0')
    return NULL;

  return g_strdup_printf (
      /* Translators: %s is a person's name */
      _ ("Only %s can close it, on another machine of theirs: of two members neither decides about "
         "the other’s. If they have lost their only one, invite them anew, as a new member: then "
         "you two can have the old one go."),
      device->member_name);
}

char *
far_words_machine_question (const FarDevice *device)
{
  if (device->is_asking && device->is_mine)
    return g_strdup (_ ("Is This Your Machine?"));
  if (device->is_asking)
    /* Translators: %s is a person's name */
    return g_strdup_printf (
        _ ("%s’s machine asks to be let in again. Is it really theirs? Best ask them yourself."),
        device->member_name);

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("Is one of %s’s machines no longer in use? They stay a member, and "
                             "their other machines go on as before."),
                          device->member_name);
}

char *
far_words_lost_question (void)
{
  return g_strdup (_ ("Is the machine that you had before lost?"));
}

char *
far_words_lost_detail (const FarDevice *device)
{
  g_autofree char *number = machine_number (device->id);

  /* Translators: %s are a few digits */
  return g_strdup_printf (
      _ ("The other members let this machine in as yours. If the old one is lost "
         "or stolen, close it: then it learns nothing new, and what is written "
         "on it does not count any more. Its number is %s."),
      number);
}

char *
far_words_machine_approvals (const FarDevice *device)
{
  int n_needed = device->n_approvals + device->n_missing;

  if (device->is_asking && device->is_mine)
    {
      g_autofree char *number = machine_number (device->id);

      /* Translators: %s are a few digits */
      return g_strdup_printf (_ ("A machine asks to be let in as yours; its number is %s. Say yes "
                                 "only if you have just asked from it."),
                              number);
    }

  if (device->n_missing < 0)
    return g_strdup_printf (
        /* Translators: %s is a person's name */
        _ ("There are too few members to say it for %s, who can say so on another machine of "
           "theirs. If they have none, invite them anew."),
        device->member_name);

  return g_strdup_printf (
      /* Translators: %1$d of %2$d members have said yes */
      ngettext ("%1$d of the %2$d member who is needed has said yes.",
                "%1$d of the %2$d members who are needed have said yes.", (gulong)n_needed),
      device->n_approvals, n_needed);
}

char *
far_words_approved (const FarApproved *approved)
{
  if (approved->is_done)
    return g_strdup (_ ("It is done."));

  return g_strdup_printf (
      /* Translators: %1$d of %2$d members have said yes */
      ngettext ("Noted: %1$d of the %2$d member who is needed has said yes.",
                "Noted: %1$d of the %2$d members who are needed have said yes.",
                (gulong)approved->n_needed),
      approved->n_approvals, approved->n_needed);
}

char *
far_words_rota_state (const FarRota *rota)
{
  if (rota->is_suggestion)
    return g_strdup (_ ("Suggestion"));
  if (rota->state == FAR_ROTA_PUBLISHED && rota->n_unheard > 0)
    return g_strdup_printf (
        /* Translators: of a rota; members whose machines do not have it as it is */
        ngettext ("Published, not yet received by %d member",
                  "Published, not yet received by %d members", (gulong)rota->n_unheard),
        rota->n_unheard);
  if (rota->state == FAR_ROTA_PUBLISHED)
    return g_strdup (_ ("Published"));
  return g_strdup (_ ("Draft"));
}

static char *
news_words (const FarNews *news)
{
  g_autofree char *day = NULL;

  if (news->is_holidays)
    /* Translators: %s is the name of a calendar of holidays, such as “Zone B” */
    return g_strdup_printf (_ ("the holidays “%s”"), news->title);
  if (news->day == 0)
    return g_strdup (news->title);

  day = far_words_day (news->day);
  if (news->is_cancelled)
    /* Translators: %1$s is the title of a rota, %2$s a day on which it does not run */
    return g_strdup_printf (_ ("%1$s is cancelled on %2$s"), news->title, day);

  /* Translators: %1$s is the title of a rota, %2$s a day of which something was published */
  return g_strdup_printf (_ ("%1$s on %2$s"), news->title, day);
}

char *
far_words_callable (const char *name, const char *phone)
{
  const char *shown = name[0] != '\0' ? name : _ ("Not known by name yet");

  if (phone[0] == '\0')
    return g_strdup (shown);

  /* Translators: a person's name and telephone number */
  return g_strdup_printf (_ ("%1$s, %2$s"), shown, phone);
}

char *
far_words_unheard (const FarUnheard *unheard)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < unheard->news->len; i++)
    {
      g_autofree char *news = news_words (unheard->news->pdata[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? " · " : "", news);
    }

  return g_string_free (words, FALSE);
}

static char *
activity_with_percent (FarActivity activity, int percent)
{
  switch (activity)
    {
    case FAR_ACTIVITY_RECEIVING:
      /* Translators: how much of it is done */
      return g_strdup_printf (_ ("Receiving … %d%%"), percent);
    case FAR_ACTIVITY_SENDING:
      /* Translators: how much of it is done */
      return g_strdup_printf (_ ("Sending … %d%%"), percent);
    case FAR_ACTIVITY_READING_FILE:
      /* Translators: how much of it is done */
      return g_strdup_printf (_ ("Reading the file … %d%%"), percent);
    case FAR_ACTIVITY_WRITING_FILE:
      /* Translators: how much of it is done */
      return g_strdup_printf (_ ("Writing the file … %d%%"), percent);
    case FAR_ACTIVITY_BUILDING:
      /* Translators: how much of it is done */
      return g_strdup_printf (_ ("Going through what is kept … %d%%"), percent);
    case FAR_ACTIVITY_IDLE:
    case FAR_ACTIVITY_LISTENING:
    case FAR_ACTIVITY_TOGETHER:
    case FAR_ACTIVITY_CONNECTING:
    default:
      return NULL;
    }
}

char *
far_words_activity (FarActivity activity, double fraction)
{
  if (fraction >= 0)
    {
      char *words = activity_with_percent (activity, (int)(CLAMP (fraction, 0.0, 1.0) * 100));

      if (words != NULL)
        return words;
    }

  switch (activity)
    {
    case FAR_ACTIVITY_LISTENING:
      return g_strdup (_ ("Waiting for other machines"));
    case FAR_ACTIVITY_TOGETHER:
      return g_strdup (_ ("In step with the other machines"));
    case FAR_ACTIVITY_CONNECTING:
      return g_strdup (_ ("Connecting …"));
    case FAR_ACTIVITY_RECEIVING:
      return g_strdup (_ ("Receiving …"));
    case FAR_ACTIVITY_SENDING:
      return g_strdup (_ ("Sending …"));
    case FAR_ACTIVITY_READING_FILE:
      return g_strdup (_ ("Reading the file …"));
    case FAR_ACTIVITY_WRITING_FILE:
      return g_strdup (_ ("Writing the file …"));
    case FAR_ACTIVITY_BUILDING:
      return g_strdup (_ ("Going through what is kept …"));
    case FAR_ACTIVITY_IDLE:
    default:
      return g_strdup (_ ("Ready"));
    }
}

char *
far_words_nearby (const char *state)
{
  static const struct
  {
    const char *state;
    const char *sentence;
  } states[] = {
    { "off", N_ ("Nobody is looked for nearby any more.") },
    { "starting", N_ ("Looking for a network …") },
    { "no-network", N_ ("This machine is on no local network.") },
    { "unasked", N_ ("This machine is on a network of which it does not know yet whether the "
                     "collective meets there.") },
    { "not-trusted", N_ ("Nobody is looked for on this network: it is not one where the "
                         "collective meets.") },
    { "no-avahi", N_ ("Machines on this network cannot be found, because the service “Avahi” does "
                      "not run here. It is looked for again every moment; addresses can be "
                      "called.") },
    { "alone", N_ ("Nobody of the collective is on this network.") },
    { "together", N_ ("Connected with somebody of the collective.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (state, states[i].state) == 0)
      return g_strdup (_ (states[i].sentence));

  return g_strdup (state);
}

char *
far_words_host_name (void)
{
  /* Translators: %s is the name of this computer, such as anna-laptop */
  return g_strdup_printf (_ ("What Farandole shows there says neither who you are nor which "
                             "collective is yours, and changes every day. But your computer shows "
                             "its own name on every network, whether Farandole runs or not: “%s”."),
                          g_get_host_name ());
}

char *
far_words_peer_event (const char *what, const char *detail)
{
  static const struct
  {
    const char *what;
    const char *sentence;
  } events[] = {
    /* Translators: %s is an address, such as 192.168.1.20:4711 */
    { "listening", N_ ("Other machines can reach this one at %s.") },
    /* Translators: %s is an address or the identifier of a machine */
    { "connected", N_ ("Connected with %s.") },
    /* Translators: %s is the identifier of a machine; both hold the same now */
    { "in-step", N_ ("In step with %s.") },
    /* Translators: %s is a person's name */
    { "asked", N_ ("%s asks to come in.") },
    /* Translators: %s is a person's name */
    { "admitted", N_ ("%s is now a member.") },
    /* Translators: %s is a person's name */
    { "machine-asked", N_ ("A machine of %s asks to be let in again.") },
    /* Translators: %s is a person's name */
    { "machine-admitted", N_ ("A machine of %s was let in again.") },
    /* Translators: %s is an address or the identifier of a machine */
    { "closed", N_ ("The connection with %s has ended.") },
    /* Translators: %s is an address */
    { "refused", N_ ("A machine at %s was turned away.") },
  };

  if (strcmp (what, "nearby") == 0)
    return far_words_nearby (detail);

  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    if (strcmp (what, events[i].what) == 0)
      {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        return g_strdup_printf (_ (events[i].sentence), detail);
#pragma GCC diagnostic pop
      }

  /* Translators: %1$s is a technical word in English, %2$s what it is about */
  return g_strdup_printf (_ ("Something happened: %1$s (%2$s)."), what, detail);
}

static char *
describe_request (const FarBundleReport *report)
{
  if (report->was_machine && report->newcomer_state == FAR_BELONGING_ADMITTED)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("A machine of %s is let in. Write a file and take it back to it, so "
                               "that it knows too."),
                            report->newcomer);
  if (report->was_machine)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("A machine of %s asks to be let in. Under Members you can say "
                               "whether it is really theirs."),
                            report->newcomer);
  if (report->newcomer_state == FAR_BELONGING_ADMITTED)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s is now a member. Write a file and take it back to them, so "
                               "that their machine knows too."),
                            report->newcomer);

  /* Translators: %s is a person's name */
  return g_strdup_printf (
      _ ("%s asks to come in. Another member has to vouch for them first. A file "
         "that you take back to them says what is missing."),
      report->newcomer);
}

char *
far_words_bundle_report (const FarBundleReport *report)
{
  g_autofree char *added = far_words_n_entries (report->n_added);
  g_autofree char *refused = far_words_n_entries (report->n_refused);
  g_autofree char *pending = far_words_n_entries (report->n_pending);

  if (report->was_request)
    return describe_request (report);
  if (report->n_refused > 0)
    /* Translators: each is an amount, as in "3 entries" */
    return g_strdup_printf (_ ("New in this file: %1$s. Refused: %2$s."), added, refused);
  if (report->n_pending > 0)
    /* Translators: each is an amount, as in "3 entries" */
    return g_strdup_printf (_ ("New in this file: %1$s. Still waiting for something that another "
                               "file holds: %2$s."),
                            added, pending);
  if (report->n_added == 0)
    return g_strdup (_ ("Nothing in this file is new to you."));

  /* Translators: %s is an amount, as in "3 entries" */
  return g_strdup_printf (_ ("New in this file: %s."), added);
}

char *
far_words_line_warning (const char *warning)
{
  const char *name = strchr (warning, ' ');

  if (g_str_has_prefix (warning, "swapped "))
    /* Translators: %s is the name of a walking line */
    return g_strdup_printf (_ ("In “%s” latitude and longitude were exchanged; this was put "
                               "right. Please check its stops."),
                            name + 1);
  if (g_str_has_prefix (warning, "no-time "))
    /* Translators: %s is the name of a walking line */
    return g_strdup_printf (_ ("In “%s” some stops have no time. You can ask the author of the "
                               "file for them."),
                            name + 1);
  if (g_str_has_prefix (warning, "skipped "))
    /* Translators: %s is the name of a walking line */
    return g_strdup_printf (_ ("“%s” was left out, because the file names no stop of "
                               "it."),
                            name + 1);

  /* Translators: %s is a technical detail in English */
  return g_strdup_printf (_ ("Something in this file is unusual: %s"), warning);
}

/* @told: "NUMBER NAME" */
static char *
dup_many_entries (const char *told)
{
  char *name;
  guint64 n = g_ascii_strtoull (told, &name, 10);

  return g_strdup_printf (
      /* Translators: %1$s is a member's name, %2$d a large number */
      ngettext ("A machine of %1$s has written %2$d entry, far more than people do. If nobody "
                "knows why, you can close that machine together.",
                "A machine of %1$s has written %2$d entries, far more than people do. If nobody "
                "knows why, you can close that machine together.",
                n),
      name + strspn (name, " "), (int)MIN (n, G_MAXINT));
}

/* @told: "INVITER\nIN\nOUT" */
static char *
dup_invited_twice (const char *told)
{
  g_auto(GStrv) names = g_strsplit (told, "\n", 3);

  for (guint i = 0; i < g_strv_length (names); i++)
    if (names[i][0] == '\0')
      {
        g_free (names[i]);
        names[i] = g_strdup (_ ("somebody not known by name yet"));
      }
  if (g_strv_length (names) != 3)
    return NULL;

  /* Translators: %1$s is who made the invitation; %2$s and %3$s are who came in with it */
  return g_strdup_printf (_ ("Two people used one invitation of %1$s, on machines that had not "
                             "heard of each other: %2$s is in, %3$s is not. Ask %1$s whom it was "
                             "meant for."),
                          names[0], names[1], names[2]);
}

/* Something that was settled is the other way round.  Returns: (nullable): NULL if it is not that
 */
static char *
dup_turned (const char *warning)
{
  const char *name = strchr (warning, ' ');

  if (strcmp (warning, "turned-baton") == 0)
    return g_strdup (_ ("Who holds the baton was settled, and it has changed after all: something "
                        "came that most had not heard of. Please talk to each other."));
  if (strcmp (warning, "turned-rule") == 0)
    return g_strdup (_ ("A rule was settled, and it has changed after all: something came that "
                        "most had not heard of. Please talk to each other."));
  if (g_str_has_prefix (warning, "turned-member "))
    /* Translators: %s is a member's name */
    return g_strdup_printf (_ ("Whether %s belongs was settled, and it has changed after all: "
                               "something came that most had not heard of. Please talk to each "
                               "other."),
                            name + 1);
  if (g_str_has_prefix (warning, "turned-machine "))
    /* Translators: %s is a member's name */
    return g_strdup_printf (_ ("Whether a machine of %s belongs was settled, and it has changed "
                               "after all: something came that most had not heard of. Please talk "
                               "to each other."),
                            name + 1);

  return NULL;
}

char *
far_words_status_warning (const char *warning)
{
  char *words = NULL;

  if (strcmp (warning, "clock-behind") == 0)
    return g_strdup (_ ("This machine’s clock seems to be wrong: others have written at a later "
                        "time. Please set the clock."));
  if (strcmp (warning, "not-a-member") == 0)
    return g_strdup (_ ("This machine does not belong to the collective any more. What you see is "
                        "how things stood when it left."));
  if (g_str_has_prefix (warning, "forked "))
    /* Translators: %s is a member's name */
    return g_strdup_printf (_ ("Two machines have written as one machine of %s, so what came after "
                               "that does not count. Please talk to each other: it can be let in "
                               "anew."),
                            strchr (warning, ' ') + 1);

  if (g_str_has_prefix (warning, "many "))
    return dup_many_entries (strchr (warning, ' ') + 1);
  if (g_str_has_prefix (warning, "invited-twice "))
    words = dup_invited_twice (strchr (warning, ' ') + 1);
  if (words == NULL)
    words = dup_turned (warning);
  if (words == NULL)
    words = far_words_term_warning (warning);
  if (words != NULL)
    return words;

  /* Translators: %s is a technical detail in English */
  return g_strdup_printf (_ ("Something needs your attention: %s"), warning);
}

static GDateTime *
date_time_of_day (gint32 day)
{
  return g_date_time_new_from_unix_utc ((gint64)day * SECONDS_PER_DAY);
}

/* Names of our own: those of the C library come in the language of LC_TIME, which need not be the
 * one in which the rest of the sentence is. */
typedef struct
{
  char conversion; /* as in g_date_time_format() */
  const char *context;
  const char *names[12];
} Names;

static const Names all_names[] = {
  { 'A',
    "weekday",
    { NC_ ("weekday", "Monday"), NC_ ("weekday", "Tuesday"), NC_ ("weekday", "Wednesday"),
      NC_ ("weekday", "Thursday"), NC_ ("weekday", "Friday"), NC_ ("weekday", "Saturday"),
      NC_ ("weekday", "Sunday") } },
  { 'a',
    "short weekday",
    { NC_ ("short weekday", "Mon"), NC_ ("short weekday", "Tue"), NC_ ("short weekday", "Wed"),
      NC_ ("short weekday", "Thu"), NC_ ("short weekday", "Fri"), NC_ ("short weekday", "Sat"),
      NC_ ("short weekday", "Sun") } },
  { 'B',
    "month, in a date",
    { NC_ ("month, in a date", "January"), NC_ ("month, in a date", "February"),
      NC_ ("month, in a date", "March"), NC_ ("month, in a date", "April"),
      NC_ ("month, in a date", "May"), NC_ ("month, in a date", "June"),
      NC_ ("month, in a date", "July"), NC_ ("month, in a date", "August"),
      NC_ ("month, in a date", "September"), NC_ ("month, in a date", "October"),
      NC_ ("month, in a date", "November"), NC_ ("month, in a date", "December") } },
  { 'b',
    "short month, in a date",
    { NC_ ("short month, in a date", "Jan"), NC_ ("short month, in a date", "Feb"),
      NC_ ("short month, in a date", "Mar"), NC_ ("short month, in a date", "Apr"),
      NC_ ("short month, in a date", "May"), NC_ ("short month, in a date", "Jun"),
      NC_ ("short month, in a date", "Jul"), NC_ ("short month, in a date", "Aug"),
      NC_ ("short month, in a date", "Sep"), NC_ ("short month, in a date", "Oct"),
      NC_ ("short month, in a date", "Nov"), NC_ ("short month, in a date", "Dec") } },
};

/* Returns: (nullable): what @conversion gives, if it is a name */
static const char *
name_of (char conversion, GDateTime *when)
{
  gboolean is_weekday = g_ascii_tolower (conversion) == 'a';
  int idx = (is_weekday ? g_date_time_get_day_of_week (when) : g_date_time_get_month (when)) - 1;

  for (gsize i = 0; i < G_N_ELEMENTS (all_names); i++)
    if (all_names[i].conversion == conversion)
      return g_dpgettext2 (NULL, all_names[i].context, all_names[i].names[idx]);

  return NULL;
}

/* g_date_time_format() with our names. Returns: (transfer full) (nullable) */
static char *
format_date (GDateTime *when, const char *format)
{
  g_autoptr(GString) numbers = g_string_new (NULL);

  for (const char *at = format; *at != '\0'; at++)
    {
      const char *name = NULL;

      if (at[0] != '%' || at[1] == '\0')
        {
          g_string_append_c (numbers, *at);
          continue;
        }

      at++;
      name = name_of (*at, when);
      if (name != NULL)
        g_string_append (numbers, name);
      else
        g_string_append_printf (numbers, "%%%c", *at);
    }

  return g_date_time_format (when, numbers->str);
}

static char *
format_day (gint32 day, const char *format, const char *format_of_first)
{
  g_autoptr(GDateTime) when = date_time_of_day (day);
  char *words = NULL;

  if (when != NULL)
    words = format_date (when, g_date_time_get_day_of_month (when) == 1 ? format_of_first : format);

  return words != NULL ? words : g_strdup (_ ("an unknown day"));
}

char *
far_words_day_as (gint32 day, const char *format)
{
  return format_day (day, format, format);
}

char *
far_words_day (gint32 day)
{
  return format_day (
      day,
      /* Translators: date format, as in "Tuesday 22 September"; see g_date_time_format() */
      C_ ("day", "%A %-e %B"),
      /* Translators: date format for the first day of a month, which has a form of its own in
       * some languages, such as "mardi 1er septembre" */
      C_ ("day, the first of a month", "%A %-e %B"));
}

char *
far_words_day_short (gint32 day)
{
  return format_day (day,
                     /* Translators: short date format, as in "Tue 22 Sep" */
                     C_ ("short day", "%a %-e %b"),
                     /* Translators: short date format for the first day of a month */
                     C_ ("short day, the first of a month", "%a %-e %b"));
}

char *
far_words_date (gint32 day)
{
  return format_day (day,
                     /* Translators: date format, as in "22 September 2026" */
                     C_ ("date", "%-e %B %Y"),
                     /* Translators: date format for the first day of a month */
                     C_ ("date, the first of a month", "%-e %B %Y"));
}

char *
far_words_time (int minutes)
{
  g_autoptr(GDateTime) when = NULL;
  char *words = NULL;

  if (minutes < 0 || minutes >= 24 * 60)
    /* Translators: stands where a time of day is not known */
    return g_strdup (C_ ("time of day", "–"));

  when = g_date_time_new_utc (2000, 1, 1, minutes / 60, minutes % 60, 0);
  /* Translators: time of day, as in "08:10"; see g_date_time_format() */
  words = g_date_time_format (when, C_ ("time of day", "%H:%M"));

  return words != NULL ? words : g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

/* Of the collective: its plans are in it.  NULL: the machine's own. */
static GTimeZone *the_zone;

void
far_words_set_zone (const char *zone)
{
  g_clear_pointer (&the_zone, g_time_zone_unref);
  if (zone != NULL && zone[0] != '\0')
    the_zone = g_time_zone_new_identifier (zone);
}

GDateTime *
far_words_at (gint64 ms)
{
  g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc (ms / 1000);

  if (when == NULL)
    return NULL;

  return the_zone != NULL ? g_date_time_to_timezone (when, the_zone) : g_date_time_to_local (when);
}

char *
far_words_instant (gint64 ms)
{
  g_autoptr(GDateTime) when = NULL;
  char *words = NULL;

  if (ms == 0)
    /* Translators: stands for the time of something that has not happened */
    return g_strdup (C_ ("instant", "never"));

  when = far_words_at (ms);
  if (when != NULL)
    words =
        format_date (when, g_date_time_get_day_of_month (when) == 1
                               /* Translators: date and time on the first day of a month */
                               ? C_ ("instant, the first of a month", "%-e %B %Y, %H:%M")
                               /* Translators: date and time, as in "22 September 2026, 08:10" */
                               : C_ ("instant", "%-e %B %Y, %H:%M"));

  return words != NULL ? words : g_strdup (C_ ("instant", "at an unknown time"));
}

/* 1970-01-05 was a Monday. */
static char *
weekday_name (int weekday)
{
  g_autoptr(GDateTime) when = date_time_of_day (4 + weekday);

  return g_strdup (name_of ('A', when));
}

char *
far_words_weekdays (guint weekdays)
{
  g_autofree char *list = NULL;
  g_autofree char *last = NULL;

  for (int i = 0; i < 7; i++)
    {
      g_autofree char *before = NULL;

      if ((weekdays & 1u << i) == 0)
        continue;

      if (list != NULL)
        {
          before = g_steal_pointer (&list);
          /* Translators: a list that goes on, as in "Monday, Tuesday" */
          list = g_strdup_printf (C_ ("list of weekdays", "%1$s, %2$s"), before, last);
        }
      else
        list = g_steal_pointer (&last);
      g_free (last);
      last = weekday_name (i);
    }

  if (list == NULL)
    return last != NULL ? g_steal_pointer (&last) : g_strdup ("–");

  /* Translators: the end of a list, as in "Monday, Tuesday and Friday" */
  return g_strdup_printf (C_ ("list of weekdays", "%1$s and %2$s"), list, last);
}

char *
far_words_each_week_of_term (gint32 day, gint32 last_day)
{
  g_autoptr(GDateTime) when = date_time_of_day (day);
  g_autofree char *date = far_words_date (last_day);

  /* Translators: %1$s is a day of the week, %2$s a date */
  return g_strdup_printf (_ ("Come Each %1$s until the Holidays (%2$s)"), name_of ('A', when),
                          date);
}

char *
far_words_each_week (gint32 day, gint32 last_day)
{
  g_autoptr(GDateTime) when = date_time_of_day (day);
  g_autofree char *date = far_words_date (last_day);

  /* Translators: %1$s is a day of the week, %2$s a date */
  return g_strdup_printf (_ ("Come Each %1$s until %2$s"), name_of ('A', when), date);
}

gboolean
far_words_read_date (const char *text, gint32 *out_day)
{
  g_autoptr(GDateTime) date = NULL;
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);

  date = g_date_time_new_from_iso8601 (midnight, utc);
  if (date != NULL)
    *out_day = g_date_time_to_unix (date) / (24 * 60 * 60);

  return date != NULL;
}

static char *
rule_words (const FarRota *rota)
{
  g_autofree char *days = far_words_weekdays (rota->weekdays);
  g_autofree char *at = far_words_time (rota->at);
  g_autofree char *from = far_words_date (rota->first_day);
  g_autofree char *until = far_words_date (rota->last_day);

  if (rota->every_n_weeks <= 1)
    /* Translators: weekdays, time of day, first and last date, as in "every Monday and Tuesday at
     * 08:10, from 1 September 2026 to 3 July 2027" */
    return g_strdup_printf (_ ("every %1$s at %2$s, from %3$s to %4$s"), days, at, from, until);

  return g_strdup_printf (
      /* Translators: number of weeks (2 or more), weekdays, time of day, first and last date */
      ngettext ("every %1$d week on %2$s at %3$s, from %4$s to %5$s",
                "every %1$d weeks on %2$s at %3$s, from %4$s to %5$s", (gulong)rota->every_n_weeks),
      rota->every_n_weeks, days, at, from, until);
}

char *
far_words_rule (const FarRota *rota)
{
  g_autofree char *words = far_words_chosen_days (rota);

  if (words != NULL)
    return g_steal_pointer (&words);

  words = rule_words (rota);
  if (rota->n_added > 0)
    {
      g_autofree char *before = g_steal_pointer (&words);
      g_autofree char *days = far_words_days (rota->added, rota->n_added);

      /* Translators: when a rota runs, and days on which it runs besides */
      words = g_strdup_printf (_ ("%1$s, also on %2$s"), before, days);
    }
  if (rota->n_dropped > 0)
    {
      g_autofree char *before = g_steal_pointer (&words);
      g_autofree char *days = far_words_days (rota->dropped, rota->n_dropped);

      /* Translators: when a rota runs, and days on which it does not */
      words = g_strdup_printf (_ ("%1$s, not on %2$s"), before, days);
    }
  for (guint i = 0; i < rota->later->len; i++)
    {
      g_autofree char *before = g_steal_pointer (&words);
      g_autofree char *later = far_words_later (rota->later->pdata[i]);

      /* Translators: when a rota runs, and what is different from a day on */
      words = g_strdup_printf (C_ ("rule", "%1$s; %2$s"), before, later);
    }
  if (rota->roles->len > 0)
    {
      g_autofree char *before = g_steal_pointer (&words);
      g_autofree char *roles = far_words_roles (rota->roles);

      /* Translators: when a rota runs, and its roles, such as “Head (1), Tail (1)” */
      words = g_strdup_printf (C_ ("roles", "%1$s; %2$s"), before, roles);
    }

  return g_steal_pointer (&words);
}

char *
far_words_bytes (gint64 n_bytes)
{
  return g_format_size ((guint64)MAX (n_bytes, 0));
}

char *
far_words_erased_on (int n_done, int n_machines)
{
  /* Translators: the first number is how many of all machines, the second number, have done it */
  return g_strdup_printf (ngettext ("Erased on %1$d of %2$d machine",
                                    "Erased on %1$d of %2$d machines", (gulong)n_machines),
                          n_done, n_machines);
}

const char *
far_words_link (const char *link)
{
  return g_str_equal (link, "nice") ? _ ("The two machines spoke over UDP.")
                                    : _ ("The two machines spoke over TCP.");
}

char *
far_words_n_entries (gint64 n)
{
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, n);

  /* Translators: %s is a number; an entry is one signed item of the collective's log */
  return g_strdup_printf (ngettext ("%s entry", "%s entries", (gulong)MAX (n, 0)), number);
}
