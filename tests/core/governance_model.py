#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second implementation of the rule of docs/governance.md, and what compares it with the first.

The model is plain: it does what the page says, in the page's words, with no care for speed.  Random
histories (members who do not hear of each other, forks, lost machines, liars) are judged by it and
by the C code, in several orders of arrival: what counts and what is provisional after each entry,
and at the end all that is said of it; and shuffled without any regard to what had seen what.  A
run says how often it met each verdict and each rule; one of ENOUGH histories fails unless it met all.

    governance_model.py DRIVER [--histories N] [--seconds S] [--seed N]

Sets of entries are integers: bit i stands for entry i.
"""

import argparse
import collections
import hashlib
import json
import random
import subprocess
import sys
import time

MEMBERS_MAX = 500
DEVICES_MAX = 5
ACTS_MAX = 1000
SMALL = 7
SECRETS_MAX = 8
ZERO_ID = bytes(32)
TIES = ("witnesses", "signers", "seniority", "the id")


def blake(context, *parts, size=32):
    state = hashlib.blake2b(digest_size=size, person=context.encode().ljust(16, b"\0"))
    for part in parts:
        state.update(part)
    return state.digest()


def member_id(collective, device):
    return blake("far1 member", collective, device, size=16)


def bits(mask):
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def kept(function):
    """A question to the model, which is answered once."""
    name = function.__name__

    def ask(self, *question):
        answers = self.answers[name]
        if question not in answers:
            answers[question] = function(self, *question)
        return answers[question]

    return ask


# --------------------------------------------------------------------------------------------------
# The rule

# Each of these is to be met among random histories: what is never met is not compared.
RULES = (
    "anyone: signed by a member",
    "anyone: the author does not stand",
    "INVITE_END: by the inviter", "INVITE_END: by another device of the inviter",
    "INVITE_END: not the inviter",
    "ADMIT: one voucher", "ADMIT: two vouchers", "ADMIT: as many vouchers as the rules say",
    "ADMIT: vouchers are missing", "ADMIT: the invitation was used",
    "ADMIT: the invitation was taken back", "ADMIT: somebody else's member id",
    "ADMIT: somebody who stands", "ADMIT: a known key", "ADMIT: somebody comes back",
    "DEVICE_ADD: by the owner", "DEVICE_ADD: by approvals", "DEVICE_ADD: too few",
    "DEVICE_ADD: the member is out", "DEVICE_ADD: a known key", "DEVICE_ADD: five devices",
    "DEVICE_REVOKE: by the owner", "DEVICE_REVOKE: by approvals", "DEVICE_REVOKE: too few",
    "DEVICE_REVOKE: closed before",
    "REMOVE: more than half of a few", "REMOVE: a quarter", "REMOVE: as many as the rules say",
    "REMOVE: always a majority", "REMOVE: a majority for the same approvers again",
    "REMOVE: too few", "REMOVE: who is out", "REMOVE: the target signed too",
    "LEAVE", "RULES: a majority", "RULES: too few",
    "TERM: the holder offered", "TERM: a majority", "TERM: too few",
    "TERM: the one before is not in effect", "TERM: there is one", "TERM: not its holder",
    "strike: REMOVE", "strike: DEVICE_REVOKE", "strike: TERM", "strike: RULES", "strike: ADMIT",
    "strike: not complete when it was written", "strike: by witnesses", "strike: by signers",
    "strike: by seniority", "strike: by the id", "strike: skipped, as it would close a ring",
    "strike: what was hit stands by the others' signatures", "strike: takes the signatures needed",
    "stance: both ways", "stance: by a device that came later",
    "standing: a removal against a return apart from it",
    "standing: a device let in before its member came back", "standing: one key let in twice",
    "fork: nobody else saw it", "fork: another member saw it",
    "a second use for the same newcomer", "settled", "provisional",
    "cut: between two entries of one number",
)
REACHED = collections.Counter()

# What the code says of acts; a flood takes a thousand acts of one device, see test-governance.c.
MET = ("counts", "outside", "witness", "unreadable", "malformed", "forked", "no-proof",
       "no-standing", "struck", "too-few", "not-entitled", "invite-used", "invite-ended", "target",
       "full", "term")
VERDICTS = collections.Counter()
SIZES = collections.Counter()

ARRIVALS = 3  # orders of arrival for each history, each looked at after every entry
ENOUGH = 10000  # histories, to meet every rule


def reached(rule):
    REACHED[rule] += 1


def no(rule):
    reached(rule)
    return False


class Model:
    """acts: list of dictionaries, see World.write; past: an integer."""

    def __init__(self, collective, acts):
        self.collective = collective
        self.acts = acts
        self.n = len(acts)
        self.judged = sum(1 << i for i in range(self.n) if acts[i]["kind"] != "WITNESS")
        self.rank = [bin(a["past"] & self.judged).count("1") for a in acts]
        self.order = sorted(range(self.n), key=self.key)
        self.of_kinds = {}
        self.answers = collections.defaultdict(dict)
        self.by_device = collections.Counter()
        for i, a in enumerate(acts):
            self.by_device[a["author"]] += 1 << i
        self.sound = 0
        for i in self.order:
            if self.is_sound(i):
                self.sound |= 1 << i

    def key(self, i):
        return (self.rank[i], self.acts[i]["id"])

    def kind(self, i):
        return self.acts[i]["kind"]

    def before(self, a, b):
        return self.acts[b]["past"] >> a & 1

    def closure(self, x):
        return self.acts[x]["past"] | 1 << x

    def apart(self, a, b):
        return a != b and not self.before(a, b) and not self.before(b, a)

    @kept
    def sorted(self, mask, *kinds):
        """Those of some kinds, in order."""
        if kinds not in self.of_kinds:
            self.of_kinds[kinds] = [i for i in self.order if self.acts[i]["kind"] in kinds]
        return [i for i in self.of_kinds[kinds] if mask >> i & 1]

    # -- what can be said of an act alone

    def may_name(self, x, i, *kinds):
        return (
            i is not None
            and i < self.n
            and self.before(i, x)
            and self.kind(i) in kinds
            and self.sound >> i & 1
        )

    def number(self, term):
        return 1 if self.kind(term) == "GENESIS" else self.acts[term]["number"]

    def is_sound(self, x):
        a = self.acts[x]
        kind = a["kind"]
        if kind == "WITNESS" or not a["has_effect"]:
            return False
        mine = [i for i in bits(a["past"] & self.judged) if self.acts[i]["author"] == a["author"]]
        if len(mine) >= ACTS_MAX:
            return False
        if kind == "GENESIS":
            return a["id"] == self.collective and a["member"] == member_id(ZERO_ID, a["author"])
        if kind == "INVITE_END":
            return self.may_name(x, a["invite"], "INVITE")
        if kind == "ASK" and a["is_further"]:
            return a["proofs_ok"]
        if kind in ("ASK", "ADMIT"):
            return self.may_name(x, a["invite"], "INVITE") and a["proofs_ok"]
        if kind == "DEVICE_ADD":
            return a["proofs_ok"]
        if kind == "APPROVE":
            return self.may_name(x, a["what"], "PROPOSE", "ASK")
        if kind == "TERM":
            return (
                self.may_name(x, a["previous"], "TERM", "GENESIS")
                and a["number"] >= 2
                and self.number(a["previous"]) == a["number"] - 1
                and a["start_day"] <= a["end_day"]
            )
        if kind == "RULES" and a["number"] == 1:
            return 0 <= a["value"] <= 20
        if kind == "RULES" and a["number"] == 2:
            return a["value"] in (0, 1) or 3 <= a["value"] <= 20
        return True

    # -- signatures

    def names_same(self, p, x):
        p, x = self.acts[p], self.acts[x]
        if p["proposes"] != x["kind"]:
            return False
        if x["kind"] == "REMOVE":
            return p["member"] == x["member"]
        if x["kind"] == "DEVICE_ADD":
            return p["member"] == x["member"] and p["device"] == x["device"]
        if x["kind"] == "DEVICE_REVOKE":
            return p["device"] == x["device"]
        if x["kind"] == "TERM":
            return (
                p["number"] == x["number"]
                and p["member"] == x["holder"]
                and p["value"] in (0, x["end_day"])
            )
        if x["kind"] == "RULES":
            return p["number"] == x["number"] and p["value"] == x["value"]
        return False

    def same_newcomer(self, a, b):
        a, b = self.acts[a], self.acts[b]
        return all(a[f] == b[f] for f in ("invite", "member", "device", "noise_key", "seal_key"))

    @kept
    def sigs(self, x):
        a = self.acts[x]
        seen = self.sorted(a["past"] & self.sound, "APPROVE")
        if a["kind"] == "ADMIT":
            asked = [
                s
                for s in seen
                if self.kind(self.acts[s]["what"]) == "ASK"
                and self.same_newcomer(self.acts[s]["what"], x)
            ]
            return [a["invite"]] + asked
        proposal = a["proposal"]
        if a["kind"] not in ("DEVICE_ADD", "DEVICE_REVOKE", "REMOVE", "TERM", "RULES"):
            return [x]
        if not self.may_name(x, proposal, "PROPOSE") or not self.names_same(proposal, x):
            return [x]
        return [x, proposal] + [s for s in seen if self.acts[s]["what"] == proposal]

    # -- standing; fp: acts in effect, in some past

    @kept
    def enrolments(self, fp, device):
        return [
            i
            for i in self.sorted(fp & self.sound, "GENESIS", "ADMIT", "DEVICE_ADD")
            if self.enrolled_key(i) == device
        ]

    def enrolled_key(self, i):
        return self.acts[i]["author"] if self.kind(i) == "GENESIS" else self.acts[i]["device"]

    def enrolled_for(self, fp, device):
        found = self.enrolments(fp, device)
        return self.acts[found[0]]["member"] if found else None

    @kept
    def endings(self, fp, member):
        found = []
        for i in self.sorted(fp, "REMOVE", "LEAVE"):
            if self.kind(i) == "REMOVE":
                who = self.acts[i]["member"]
            else:
                who = self.enrolled_for(fp & self.acts[i]["past"], self.acts[i]["author"])
            if who == member:
                found.append(i)
        return found

    def admissions(self, fp, member):
        return [i for i in self.sorted(fp, "GENESIS", "ADMIT") if self.acts[i]["member"] == member]

    @kept
    def standing_by(self, fp, member):
        """The first admission after every end, or None."""
        ends = self.endings(fp, member)
        for a in self.admissions(fp, member):
            if all(self.before(e, a) for e in ends):
                return a
            if any(self.kind(e) == "REMOVE" and self.apart(e, a) for e in ends):
                reached("standing: a removal against a return apart from it")
        return None

    @kept
    def members(self, fp):
        """Members in standing."""
        ids = {self.acts[i]["member"] for i in self.sorted(fp, "GENESIS", "ADMIT")}
        return {m for m in ids if self.standing_by(fp, m) is not None}

    @kept
    def owner(self, fp, device):
        """The member whose device it is, if it stands."""
        found = self.enrolments(fp, device)
        if not found:
            return None
        if len(found) > 1:
            reached("standing: one key let in twice")
        if any(self.acts[i]["device"] == device for i in self.sorted(fp, "DEVICE_REVOKE")):
            return None
        member = self.acts[found[0]]["member"]
        if not all(self.before(e, found[0]) for e in self.endings(fp, member)):
            if self.standing_by(fp, member) is not None:
                reached("standing: a device let in before its member came back")
            return None
        return member if self.standing_by(fp, member) is not None else None

    # -- what each kind asks for

    def terms(self, fp):
        return self.sorted(fp, "GENESIS", "TERM")

    def term_now(self, fp):
        return max((self.number(t) for t in self.terms(fp)), default=0)

    def newest_term(self, fp):
        now = self.term_now(fp)
        found = [t for t in self.terms(fp) if self.number(t) == now]
        return found[-1] if found else None

    def rule(self, fp, number):
        found = [i for i in self.sorted(fp, "RULES") if self.acts[i]["number"] == number]
        return self.acts[found[-1]]["value"] if found else 0

    def vouchers_needed(self, fp):
        value = self.rule(fp, 1)
        return value if value else (1 if len(self.members(fp)) <= SMALL else 2)

    @kept
    def removal_named(self, fp, i):
        """Whom this act has to do with removing, or None: itself, a proposal or an approval."""
        a = self.acts[i]
        if a["kind"] == "APPROVE":
            a = self.acts[a["what"]]
        what = a["proposes"] if a["kind"] == "PROPOSE" else a["kind"]
        if what == "REMOVE":
            return ("member", a["member"])
        if what == "DEVICE_REVOKE":
            return ("member", self.enrolled_for(fp, a["device"]))
        return None

    def repeats(self, fp, signers, target):
        now = self.term_now(fp)
        for i in bits(fp):
            named = self.removal_named(fp, i)
            if named is None or named[1] == target:
                continue
            approver = self.enrolled_for(fp, self.acts[i]["author"])
            if approver is None or approver == named[1] or approver not in signers:
                continue
            if self.term_now(fp & self.acts[i]["past"]) == now:
                return True
        return False

    def removal_rule(self, fp, signers, target):
        if len(self.members(fp)) <= SMALL:
            return "more than half of a few"
        if self.rule(fp, 2) == 1:
            return "always a majority"
        if self.repeats(fp, signers, target):
            return "a majority for the same approvers again"
        return "as many as the rules say" if self.rule(fp, 2) else "a quarter"

    def removal_needed(self, fp, signers, target):
        n = len(self.members(fp))
        majority = n // 2 + 1
        rule = self.removal_rule(fp, signers, target)
        if rule == "a quarter":
            return min(max(3, min(20, -(-n // 4))), majority)
        return min(self.rule(fp, 2), majority) if rule == "as many as the rules say" else majority

    def signers(self, x, fp, lost, but=None):
        found = {self.owner(fp, self.acts[s]["author"]) for s in self.sigs(x) if not lost >> s & 1}
        return found - {None, but}

    def majority(self, fp, signers):
        return 2 * len(signers) > len(self.members(fp))

    def uses(self, fp, invite):
        return [i for i in self.sorted(fp, "ADMIT") if self.acts[i]["invite"] == invite]

    def ends_of_invite(self, fp, invite):
        return [i for i in self.sorted(fp, "INVITE_END") if self.acts[i]["invite"] == invite]

    @kept
    def judge(self, x, fp, lost):
        if not self.sound >> x & 1:
            return False
        a = self.acts[x]
        kind = a["kind"]
        if kind == "GENESIS":
            return True
        author = self.owner(fp, a["author"])
        if author is None:
            return no("anyone: the author does not stand")

        if kind == "INVITE_END":
            inviter = self.enrolled_for(fp, self.acts[a["invite"]]["author"])
            if author != inviter:
                return no("INVITE_END: not the inviter")
            same = a["author"] == self.acts[a["invite"]]["author"]
            reached("INVITE_END: by " + ("the inviter" if same else "another device of the inviter"))
            return not lost >> x & 1

        if kind == "ADMIT":
            if self.uses(fp, a["invite"]):
                return no("ADMIT: the invitation was used")
            if self.ends_of_invite(fp, a["invite"]):
                return no("ADMIT: the invitation was taken back")
            known = self.admissions(fp, a["member"])
            if a["member"] != member_id(self.collective, a["device"]) and not known:
                return no("ADMIT: somebody else's member id")
            if a["member"] in self.members(fp):
                return no("ADMIT: somebody who stands")
            if self.enrolments(fp, a["device"]):
                return no("ADMIT: a known key")
            if len(self.members(fp)) >= MEMBERS_MAX:
                return False
            needed = self.vouchers_needed(fp)
            if len(self.signers(x, fp, lost, a["member"])) < needed:
                return no("ADMIT: vouchers are missing")
            ruled = self.rule(fp, 1)
            reached("ADMIT: as many vouchers as the rules say" if ruled else
                    "ADMIT: one voucher" if needed == 1 else "ADMIT: two vouchers")
            if known:
                reached("ADMIT: somebody comes back")
            return True

        if kind in ("DEVICE_ADD", "DEVICE_REVOKE"):
            if kind == "DEVICE_ADD":
                target = a["member"]
                if target not in self.members(fp):
                    return no("DEVICE_ADD: the member is out")
                if self.enrolments(fp, a["device"]):
                    return no("DEVICE_ADD: a known key")
                keys = {self.enrolled_key(i) for i in self.sorted(fp, "GENESIS", "ADMIT", "DEVICE_ADD")}
                if len([k for k in keys if self.owner(fp, k) == target]) >= DEVICES_MAX:
                    return no("DEVICE_ADD: five devices")
            else:
                target = self.owner(fp, a["device"])
                if target is None:
                    return no("DEVICE_REVOKE: closed before")
            if author == target and not lost >> x & 1:
                reached(kind + ": by the owner")
                return True
            signers = self.signers(x, fp, lost, target)
            enough = len(signers) >= self.removal_needed(fp, signers, target)
            reached(kind + (": by approvals" if enough else ": too few"))
            return enough

        if kind == "REMOVE":
            if a["member"] not in self.members(fp):
                return no("REMOVE: who is out")
            signers = self.signers(x, fp, lost, a["member"])
            if len(signers) < self.removal_needed(fp, signers, a["member"]):
                return no("REMOVE: too few")
            if a["member"] in self.signers(x, fp, lost):
                reached("REMOVE: the target signed too")
            reached("REMOVE: " + self.removal_rule(fp, signers, a["member"]))
            return True

        if kind == "RULES":
            enough = self.majority(fp, self.signers(x, fp, lost))
            reached("RULES: a majority" if enough else "RULES: too few")
            return enough

        if kind == "TERM":
            if not fp >> a["previous"] & 1:
                return no("TERM: the one before is not in effect")
            if any(self.number(t) == a["number"] for t in self.terms(fp)):
                return no("TERM: there is one")
            if author != a["holder"]:
                return no("TERM: not its holder")
            signers = self.signers(x, fp, lost)
            previous = self.acts[a["previous"]]
            before = previous["member"] if previous["kind"] == "GENESIS" else previous["holder"]
            if before in signers:
                reached("TERM: the holder offered")
                return True
            enough = self.majority(fp, signers)
            reached("TERM: a majority" if enough else "TERM: too few")
            return enough

        reached("LEAVE" if kind == "LEAVE" else "anyone: signed by a member")
        return not lost >> x & 1

    # -- strikes

    @kept
    def made_by(self, s, member):
        author = self.acts[s]["author"]
        return any(
            self.acts[i]["member"] == member
            for i in self.enrolments(self.acts[s]["past"], author)
        )

    @kept
    def hits(self, r, x):
        """None, "whole", or the set of signatures of x that r hits."""
        if not self.apart(r, x):
            return None
        a, b = self.acts[r], self.acts[x]
        if a["kind"] in ("REMOVE", "DEVICE_REVOKE"):
            found = 0
            for s in self.sigs(x):
                by = (
                    self.made_by(s, a["member"])
                    if a["kind"] == "REMOVE"
                    else self.acts[s]["author"] == a["device"]
                )
                if by and not self.before(s, r):
                    found |= 1 << s
            return found or None
        if a["kind"] != b["kind"]:
            return None
        if a["kind"] in ("TERM", "RULES") and a["number"] == b["number"]:
            return "whole"
        if a["kind"] == "ADMIT" and a["invite"] == b["invite"]:
            if not self.same_newcomer(r, x):
                return "whole"
            reached("a second use for the same newcomer")
        return None

    @kept
    def strikes(self):
        strikers = self.sorted(self.sound, "REMOVE", "DEVICE_REVOKE", "TERM", "RULES", "ADMIT")
        acts = [x for x in self.order if self.sound >> x & 1]
        return [(r, x) for r in strikers for x in acts if self.hits(r, x) is not None]

    @kept
    def complete_at_birth(self, r):
        return self.judge(r, self.replay(self.acts[r]["past"]), 0)

    @kept
    def target(self, x):
        a = self.acts[x]
        if a["kind"] in ("REMOVE", "ADMIT", "DEVICE_ADD"):
            return a["member"]
        if a["kind"] == "DEVICE_REVOKE":
            return self.enrolled_for(self.replay(a["past"]), a["device"])
        return None

    @kept
    def seers(self, x):
        """Everything that is x or has it in its past."""
        return 1 << x | sum(1 << e for e in range(self.n) if self.before(x, e))

    def voices(self, s, fq):
        """Device -> the member it testifies for."""
        found = {}
        for i in self.sorted(fq, "GENESIS", "ADMIT", "DEVICE_ADD"):
            owner = self.owner(fq, self.enrolled_key(i))
            if owner is not None:
                found[self.enrolled_key(i)] = owner
        for i in self.sorted(s & self.sound, "DEVICE_ADD"):
            a = self.acts[i]
            if (
                found.get(a["author"]) == a["member"]
                and a["device"] not in found
                and not self.enrolments(fq, a["device"])
            ):
                found[a["device"]] = a["member"]
                reached("stance: by a device that came later")
        return found

    def weigh(self, s, r, x):
        """The tuple of the page, and how many of the electorate have no stance."""
        fq = self.replay(self.acts[r]["past"] & self.acts[x]["past"])
        voices = self.voices(s, fq)
        electorate = self.members(fq) - {self.target(r), self.target(x)}
        margin = silent = 0
        only_r = s & self.seers(r) & ~self.seers(x)
        only_x = s & self.seers(x) & ~self.seers(r)
        for m in electorate:
            spoken = sum(self.by_device[d] for d in voices if voices[d] == m)
            saw_r, saw_x = bool(spoken & only_r), bool(spoken & only_x)
            margin += (saw_r and not saw_x) - (saw_x and not saw_r)
            silent += not saw_r and not saw_x
            if saw_r and saw_x:
                reached("stance: both ways")
        seniority = self.sorted(fq, "GENESIS", "ADMIT")

        def signers(act):
            return {voices[self.acts[i]["author"]] for i in self.sigs(act)
                    if self.acts[i]["author"] in voices}

        def best(members):
            return min((seniority.index(self.standing_by(fq, m)) for m in members),
                       default=len(seniority))

        by_r, by_x = signers(r), signers(x)
        last = 1 if self.acts[r]["id"] < self.acts[x]["id"] else -1
        return (margin, len(by_r) - len(by_x), best(by_x) - best(by_r), last), silent

    # -- replay

    @kept
    def replay(self, s):
        """What counts in s, of the past of an act: forks do not matter to who built on them."""
        return self.decide(s, 0)[0]

    def decide(self, s, dropped):
        among = s & self.sound & ~dropped
        acts = [i for i in self.order if among >> i & 1]
        need = {x: self.acts[x]["past"] for x in acts}
        ranked = []
        provisional = 0
        for r, x in self.strikes():
            if not (among >> r & 1 and among >> x & 1):
                continue
            if not self.complete_at_birth(r):
                reached("strike: not complete when it was written")
                continue
            strength, silent = self.weigh(s, r, x)
            settled = not silent or abs(strength[0]) > silent
            reached("settled" if settled else "provisional")
            if not settled:
                provisional |= 1 << r | 1 << x
            if strength > (0, 0, 0, 0):
                ranked.append((strength, r, x))
                reached("strike: " + self.kind(r))
                reached("strike: by " + TIES[[bool(part) for part in strength].index(True)])
        ranked.sort(key=lambda l: ([-p for p in l[0]], self.acts[l[1]]["id"], self.acts[l[2]]["id"]))

        def waits(a, b):
            everything, before = need[a], 0
            while everything != before:
                before = everything
                for x in late:
                    if everything >> x & 1:
                        everything |= need[x]
            return everything >> b & 1

        late = set()  # acts that wait for more than their past
        hits = {x: [] for x in acts}
        for _, r, x in ranked:
            if waits(r, x):
                reached("strike: skipped, as it would close a ring")
            else:
                need[x] |= self.closure(r)
                late.add(x)
                hits[x].append((r, self.hits(r, x)))

        f = 0
        left = among
        while left:
            waiting = left
            for x in acts:
                if not left >> x & 1 or need[x] & left:
                    continue
                struck = dropped
                whole = False
                for r, hit in hits[x]:
                    if f >> r & 1:
                        whole = whole or hit == "whole"
                        struck |= 0 if hit == "whole" else hit
                counts = not whole and self.judge(x, f & self.acts[x]["past"], struck)
                f |= counts << x
                if struck & ~dropped:
                    reached("strike: what was hit stands by the others' signatures" if counts
                            else "strike: takes the signatures needed")
                left &= ~(1 << x)
            assert left != waiting, "replay would wait for ever"
        return f, provisional

    @kept
    def known_members(self, e):
        past, author = self.acts[e]["past"], self.acts[e]["author"]
        return {self.acts[i]["member"] for i in self.enrolments(past, author)}

    def unseen_on_branches(self, s):
        dropped = 0
        for a in bits(s & self.sound):
            if not self.acts[a]["branch"]:
                continue
            mine = self.known_members(a)
            others = [self.known_members(e) for e in bits(s & self.seers(a) & ~(1 << a))]
            if any(o and not o & mine for o in others):
                reached("fork: another member saw it")
            else:
                reached("fork: nobody else saw it")
                dropped |= 1 << a
        return dropped

    @kept
    def effect(self, s):
        return self.decide(s, self.unseen_on_branches(s))

    @kept
    def result(self, s):
        return Result(self, *self.effect(s)).value


class Result:
    """What the replay says to the outside, in the driver's words."""

    def __init__(self, model, f, provisional):
        self.m, self.f = model, f
        acts = model.acts
        ids = lambda mask: sorted(acts[i]["id"].hex() for i in bits(mask))
        self.value = {
            "counts": ids(f),
            "provisional": ids(provisional),
            "members": self.members(),
            "devices": self.devices(),
            "terms": self.terms(),
            "rules": self.rules(),
            "invites": self.invites(),
            "asks": self.asks(),
            "further": self.further(),
            "proposals": self.proposals(),
            "secrets": self.secrets(),
        }

    def members(self):
        m, f = self.m, self.f
        out = []
        for member in {m.acts[i]["member"] for i in m.sorted(f, "GENESIS", "ADMIT")}:
            since = m.standing_by(f, member)
            standing, end = "active", None
            if since is None:
                since = m.admissions(f, member)[-1]
                ends = [e for e in m.endings(f, member) if not m.before(e, since)]
                removals = [e for e in ends if m.kind(e) == "REMOVE"]
                end = (removals or ends)[-1]
                standing = "removed" if removals else "left"
            fp = f & m.acts[since]["past"]
            vouchers = []
            if m.kind(since) == "ADMIT":
                for sig in m.sigs(since):
                    who = m.owner(fp, m.acts[sig]["author"])
                    if f >> sig & 1 and who not in (None, member) and who.hex() not in vouchers:
                        vouchers.append(who.hex())
            out.append((m.key(since), [member.hex(), standing, m.acts[since]["id"].hex(),
                                       m.acts[end]["id"].hex() if end is not None else "", vouchers]))
        return [o[1] for o in sorted(out)]

    def seen_of(self, act, device):
        """Sequence number and id of the last entry of device that act shows to have seen."""
        m = self.m
        best = (0, bytes(32))
        for i in [i for i in m.order if m.closure(act) >> i & 1]:
            a = m.acts[i]
            if a["author"] == device and a["seq"] == best[0]:
                reached("cut: between two entries of one number")
            if a["author"] == device and a["seq"] > best[0]:
                best = (a["seq"], a["id"])
        if m.kind(act) != "LEAVE":
            for key, seq, ident in m.acts[act]["cuts"]:
                if key == device and seq > best[0]:
                    best = (seq, ident)
        return best

    def devices(self):
        m, f = self.m, self.f
        out = []
        for key in {m.enrolled_key(i) for i in m.sorted(f, "GENESIS", "ADMIT", "DEVICE_ADD")}:
            let_in = m.enrolments(f, key)[0]
            member = m.acts[let_in]["member"]
            cuts = []
            for e in m.endings(f, member):
                if not m.before(e, let_in):
                    if m.kind(e) == "REMOVE" or m.acts[e]["author"] == key:
                        cuts.append(self.seen_of(e, key))
            for e in m.sorted(f, "DEVICE_REVOKE"):
                if m.acts[e]["device"] == key:
                    cuts.append(self.seen_of(e, key))
            cut = min(cuts, key=lambda c: c[0]) if cuts else None
            out.append((m.key(let_in), [
                key.hex(), member.hex(), m.acts[let_in]["noise_key"].hex(),
                m.acts[let_in]["seal_key"].hex(), m.owner(f, key) is not None,
                cut[0] if cut else -1, cut[1].hex() if cut else ""]))
        return [o[1] for o in sorted(out)]

    def terms(self):
        m = self.m
        found = {}
        for t in m.terms(self.f):
            a = m.acts[t]
            genesis = a["kind"] == "GENESIS"
            holder = a["member"] if genesis else a["holder"]
            deputy = bytes(16) if genesis else a["deputy"]
            found[m.number(t)] = [m.number(t), holder.hex(), deputy.hex(), a["start_day"], a["end_day"]]
        return [found[n] for n in sorted(found)]

    def rules(self):
        m = self.m
        numbers = {1, 2} | {m.acts[i]["number"] for i in m.sorted(self.f, "RULES")}
        return [[n, m.rule(self.f, n)] for n in sorted(numbers)]

    def invites(self):
        m, f = self.m, self.f
        out = []
        for i in m.sorted(f, "INVITE"):
            if m.uses(f, i):
                state = "used"
            elif m.ends_of_invite(f, i):
                state = "ended"
            else:
                state = "open" if m.owner(f, m.acts[i]["author"]) is not None else "lapsed"
            out.append([m.acts[i]["id"].hex(), state, m.enrolled_for(f, m.acts[i]["author"]).hex()])
        return out

    def asks(self):
        m, f = self.m, self.f
        out, done = [], []
        needed = m.vouchers_needed(f)
        for i in m.sorted(f, "ASK"):
            a = m.acts[i]
            if a["is_further"]:
                continue
            if m.uses(f, a["invite"]) or m.ends_of_invite(f, a["invite"]):
                continue
            if a["member"] in m.members(f) or m.enrolments(f, a["device"]):
                continue
            if any(m.same_newcomer(i, k) for k in done):
                continue
            done.append(i)
            sigs = [a["invite"]] + [
                s for s in m.sorted(f, "APPROVE")
                if m.kind(m.acts[s]["what"]) == "ASK" and m.same_newcomer(m.acts[s]["what"], i)]
            who = {m.owner(f, m.acts[s]["author"]) for s in sigs} - {None, a["member"]}
            out.append([a["id"].hex(), len(who), max(0, needed - len(who))])
        return out

    def further(self):
        """Machines that ask to be let in as a further one of a member in standing."""
        m, f = self.m, self.f
        out, done = [], []
        for i in m.sorted(f, "ASK"):
            a = m.acts[i]
            if not a["is_further"] or a["member"] not in m.members(f):
                continue
            if m.enrolments(f, a["device"]) or any(m.same_newcomer(i, k) for k in done):
                continue
            done.append(i)
            best, signers = None, set()
            for p in m.sorted(f, "PROPOSE"):
                b = m.acts[p]
                if (b["proposes"], b["member"], b["device"]) == ("DEVICE_ADD", a["member"], a["device"]):
                    sigs = [p] + [s for s in m.sorted(f, "APPROVE") if m.acts[s]["what"] == p]
                    who = {m.owner(f, m.acts[s]["author"]) for s in sigs} - {None, a["member"]}
                    if best is None or len(who) > len(signers):
                        best, signers = p, who
            needed = m.removal_needed(f, signers, a["member"])
            out.append([a["id"].hex(), m.acts[best]["id"].hex() if best is not None else "",
                        max(0, needed - len(signers))])
        return out

    def proposals(self):
        m, f = self.m, self.f
        out = []
        for p in m.sorted(f, "PROPOSE"):
            a = m.acts[p]
            target = None
            if a["proposes"] in ("REMOVE", "DEVICE_ADD"):
                target = a["member"]
            elif a["proposes"] == "DEVICE_REVOKE":
                target = m.enrolled_for(f, a["device"])
            sigs = [p] + [s for s in m.sorted(f, "APPROVE") if m.acts[s]["what"] == p]
            who = {m.owner(f, m.acts[s]["author"]) for s in sigs} - {None, target}
            if a["proposes"] in ("REMOVE", "DEVICE_ADD", "DEVICE_REVOKE"):
                needed = m.removal_needed(f, who, target)
            else:
                needed = len(m.members(f)) // 2 + 1
                term = m.acts[m.newest_term(f)]
                holder = term["member"] if term["kind"] == "GENESIS" else term["holder"]
                if a["proposes"] == "TERM" and holder in who:
                    needed = 1
            done = any(x != p and p in m.sigs(x) for x in bits(f))
            out.append([a["id"].hex(), needed, len(who), done])
        return out

    def secrets(self):
        m, f = self.m, self.f
        sources = m.sorted(f, "GENESIS", "REMOVE", "DEVICE_REVOKE", "TERM")

        def secret(acts):
            acts = sorted(acts, key=lambda i: m.acts[i]["id"])
            return blake("far1 secret", *[m.acts[i]["secret"] for i in acts]).hex()

        out = [secret(sources)] if sources else []
        for last in reversed(sources):
            if len(out) <= SECRETS_MAX:
                older = secret([i for i in sources if i == last or m.before(i, last)])
                if older not in out:
                    out.append(older)
        return out


# --------------------------------------------------------------------------------------------------
# Random histories


class Replica:
    """A copy of one device: a fork is a second one."""

    def __init__(self, key, member, held=0):
        self.key, self.member = key, member
        self.held = held
        self.past = 0
        self.seq = 0

    def copy(self):
        other = Replica(self.key, self.member, self.held)
        other.past, other.seq = self.past, self.seq
        return other


class World:
    def __init__(self, rng):
        self.rng = rng
        self.acts = []
        self.replicas = []
        self.snapshots = []
        key = self.bytes(32)
        founder = Replica(key, member_id(ZERO_ID, key))
        self.replicas.append(founder)
        self.write(founder, "GENESIS", member=founder.member, noise_key=self.bytes(32),
                   seal_key=self.bytes(32), secret=self.bytes(32), start_day=0, end_day=300)
        self.collective = self.acts[0]["id"]
        for _ in range(rng.choice((1, 2, 3, 3, 4, 4, 5, 6, 7, 7, 8, 9, 11))):
            self.admit(fair=True)
        if self.chance(0.4):
            self.rules(agreed=True)
        self.meet_all()

    def bytes(self, n):
        return self.rng.randbytes(n)

    def chance(self, p):
        return self.rng.random() < p

    def closure(self, i):
        return self.acts[i]["past"] | 1 << i

    def write(self, replica, kind, *refs, narrow=False, **fields):
        """A new entry: it has seen what the device named before, what it refers to, and, often, all
        that the device holds."""
        past = replica.past
        for ref in refs:
            past |= self.closure(ref)
        if not narrow and (kind == "WITNESS" or self.chance(0.4)):
            past |= replica.held
        replica.held |= past
        replica.seq += self.rng.choice((1, 1, 2, 4))
        index = len(self.acts)
        act = {
            "id": self.bytes(32), "kind": kind, "author": replica.key, "seq": replica.seq,
            "branch": False, "has_effect": not self.chance(0.01), "past": past,
            "member": bytes(16), "device": bytes(32), "noise_key": bytes(32), "seal_key": bytes(32),
            "proofs_ok": True, "is_further": False, "invite": None, "what": None, "proposal": None,
            "proposes": "", "number": 0, "value": 0, "holder": bytes(16), "deputy": bytes(16), "start_day": 0,
            "end_day": 0, "previous": None, "cuts": [], "secret": bytes(32),
        }
        if kind == "GENESIS":
            act["has_effect"] = True
        act.update(fields)
        self.acts.append(act)
        replica.past = past | 1 << index
        replica.held |= 1 << index
        if self.chance(0.15):
            self.snapshots.append(replica.copy())
        return index

    def any(self):
        return self.rng.choice(self.replicas)

    def others(self, *but):
        """One replica for each of the other members, in random order."""
        found = {}
        for r in self.rng.sample(self.replicas, len(self.replicas)):
            if r.member not in but:
                found.setdefault(r.member, r)
        return list(found.values())

    def meet(self, a, b):
        a.held |= b.held
        b.held |= a.held

    def meet_all(self):
        everything = (1 << len(self.acts)) - 1
        for r in self.replicas:
            r.held = everything
            if self.chance(0.7):
                self.write(r, "WITNESS")

    def find(self, replica, *kinds):
        found = [i for i in bits(replica.held) if self.acts[i]["kind"] in kinds]
        return self.rng.choice(found) if found else None

    def propose(self, author, kind, n, **fields):
        """PROPOSE and up to n approvals by others; returns it and the approvals."""
        p = self.write(author, "PROPOSE", proposes=kind, **fields)
        approvals = []
        against = fields["member"] if kind == "REMOVE" and self.chance(0.9) else None
        for r in self.others(author.member, against)[:n]:
            if self.chance(0.95):
                approvals.append(self.write(r, "APPROVE", p, what=p))
        return p, approvals

    def members_in(self, replica):
        """Who seems to be a member, to the replica."""
        found = {}
        for i in bits(replica.held):
            a = self.acts[i]
            if a["kind"] in ("GENESIS", "ADMIT"):
                found[a["member"]] = True
            elif a["kind"] == "REMOVE":
                found.pop(a["member"], None)
            elif a["kind"] == "LEAVE":
                for r in self.replicas:
                    if r.key == a["author"]:
                        found.pop(r.member, None)
        return list(found)

    def quorum(self, replica):
        n = len(self.members_in(replica))
        return self.rng.choice((n // 2 + 1, n // 2 + 1, n // 2, n, 2, max(0, n // 2 - 1)))

    # -- acts, of one to many entries

    def newcomer(self, replica):
        keys = {"device": self.bytes(32), "noise_key": self.bytes(32), "seal_key": self.bytes(32)}
        keys["member"] = member_id(self.collective, keys["device"])
        gone = [self.acts[i]["member"] for i in bits(replica.held)
                if self.acts[i]["kind"] in ("REMOVE", "ADMIT")]
        if gone and self.chance(0.25):
            keys["member"] = self.rng.choice(gone)
        if self.chance(0.05):
            keys["device"] = self.any().key
        return keys

    def come_back(self, host=None):
        """Somebody who was removed or left is let in once more, by who may not know of all ends."""
        host = host or self.any()
        standing = self.members_in(host)
        gone = [m for m in {self.acts[i]["member"] for i in bits(host.held)
                            if self.acts[i]["kind"] in ("ADMIT", "GENESIS")} if m not in standing]
        if not gone:
            return self.remove(host)
        invite = self.write(host, "INVITE")
        keys = {"device": self.bytes(32), "noise_key": self.bytes(32), "seal_key": self.bytes(32),
                "member": self.rng.choice(sorted(gone))}
        old = [r.key for r in self.replicas if r.member == keys["member"]]
        if old and self.chance(0.15):
            keys["device"] = old[0]
        refs = [invite]
        if len(standing) > SMALL or self.chance(0.3):
            refs.append(self.write(host, "ASK", invite, invite=invite, **keys))
            for r in self.others(host.member)[: self.rng.choice((1, 2, 2, 3))]:
                refs.append(self.write(r, "APPROVE", refs[1], what=refs[1]))
        done = self.write(host, "ADMIT", *refs, invite=invite, **keys)
        self.replicas.append(Replica(keys["device"], keys["member"], host.held))
        self.write(self.replicas[-1], "WITNESS", done)

    def return_race(self):
        """Two remove one person and do not know of each other; somebody who knows of one removal
        lets that person in again."""
        everyone = self.others()
        if len(everyone) < 5:
            return
        self.meet_all()
        target, a, b, friend = everyone[:4]
        held = [r.held for r in (a, b)]
        done = []
        for author in (a, b):
            p = self.write(author, "PROPOSE", narrow=True, proposes="REMOVE", member=target.member)
            refs = [p] + [self.write(r, "APPROVE", p, what=p, narrow=True)
                          for r in everyone[3:] if self.chance(0.9)]
            done.append(self.write(author, "REMOVE", *refs, member=target.member, proposal=p,
                                   narrow=True, secret=self.bytes(32)))
        friend.held = held[0] | self.closure(done[0])
        friend.past |= self.closure(done[0])
        invite = self.write(friend, "INVITE", narrow=True)
        keys = {"device": self.bytes(32), "noise_key": self.bytes(32), "seal_key": self.bytes(32)}
        back = self.write(friend, "ADMIT", invite, invite=invite, member=target.member, narrow=True,
                          **keys)
        self.replicas.append(Replica(keys["device"], target.member, friend.held))
        for r in everyone[4:]:
            self.write(r, "WITNESS", self.rng.choice(done + [back]), narrow=True)

    def admit(self, inviter=None, fair=False):
        inviter = inviter or self.any()
        invite = self.find(inviter, "INVITE") if self.chance(0.25) and not fair else None
        if invite is None:
            invite = self.write(inviter, "INVITE")
        keys = self.newcomer(inviter) if not fair else None
        if fair:
            keys = {"device": self.bytes(32), "noise_key": self.bytes(32), "seal_key": self.bytes(32)}
            keys["member"] = member_id(self.collective, keys["device"])
        keys["proofs_ok"] = not self.chance(0.02)
        refs = [invite]
        if not fair and self.chance(0.2):
            ender = self.rng.choice([r for r in self.replicas if r.member == inviter.member]
                                    if self.chance(0.8) else self.replicas)
            end = self.write(ender, "INVITE_END", invite, invite=invite)
            refs += [end] if self.chance(0.5) else []
        if self.chance(0.5):
            host = self.any()
            ask = self.write(host, "ASK", invite, invite=invite, **keys)
            refs.append(ask)
            for r in self.others()[: self.rng.choice((0, 1, 1, 2))]:
                refs.append(self.write(r, "APPROVE", ask, what=ask))
        if not fair and self.chance(0.2):
            return
        for _ in range(1 if fair else self.rng.choice((1, 1, 1, 2, 2))):
            host = self.any()
            done = self.write(host, "ADMIT", *refs, invite=invite, **keys)
            if self.chance(0.4) and not fair:
                keys = dict(keys, **self.newcomer(host))
        newcomer = Replica(keys["device"], keys["member"], host.held)
        self.write(newcomer, "WITNESS", done)
        self.replicas.append(newcomer)

    def cuts(self, past, devices):
        found = []
        for device in devices:
            best = None
            for i in bits(past):
                a = self.acts[i]
                if a["author"] == device and (best is None or a["seq"] > best[1]):
                    best = (device, a["seq"], a["id"])
            if best is not None and self.chance(0.8):
                if self.chance(0.5):
                    best = (device, best[1] + self.rng.randrange(3), self.bytes(32))
                found.append(best)
        return found

    def remove(self, author=None):
        author = author or self.any()
        target = self.rng.choice(self.members_in(author) or [author.member])
        if target == author.member and self.chance(0.9):
            target = self.rng.choice(self.others()).member
        proposal, approvals = None, []
        if self.chance(0.9):
            proposal, approvals = self.propose(author, "REMOVE", self.quorum(author), member=target)
        final = author if self.chance(0.6) else self.any()
        devices = {r.key for r in self.replicas if r.member == target}
        refs = approvals + ([proposal] if proposal is not None else [])
        x = self.write(final, "REMOVE", *refs, member=target, proposal=proposal,
                       secret=self.bytes(32))
        self.acts[x]["cuts"] = self.cuts(self.acts[x]["past"], devices)
        if self.chance(0.3):
            for r in self.others()[: self.rng.randrange(5)]:
                r.held |= self.closure(x)
                self.write(r, "WITNESS")

    def contest(self):
        """Acts that do not know of each other, with signatures enough, and who heard of which."""
        if self.chance(0.7):
            self.meet_all()
        kinds = [self.remove, self.remove, self.remove, self.device_add, self.device_revoke,
                 self.term, self.rules, self.admit, self.come_back]
        if self.chance(0.3):
            kinds = [self.rng.choice(kinds)]
        held = [r.held for r in self.replicas]
        done = []
        for r in self.others()[: self.rng.choice((2, 2, 3, 4))]:
            before = len(self.acts)
            self.rng.choice(kinds)(r)
            for replica, old in zip(self.replicas, held):
                if self.chance(0.8) and replica is not r:
                    replica.held &= old | replica.past
            done += [i for i in range(before, len(self.acts))
                     if self.acts[i]["kind"] not in ("PROPOSE", "APPROVE", "WITNESS")]
        for _ in range(self.rng.randrange(1 + len(self.replicas))):
            if done:
                self.write(self.any(), "WITNESS", self.rng.choice(done))
        if done and self.chance(0.3):
            self.say_both(*(self.rng.choice(done) for _ in range(2)))

    def say_both(self, a, b):
        """One member tells of either without the other: two machines that were apart, or a liar's
        two logs."""
        teller = self.any()
        own = [r for r in self.replicas if r.member == teller.member and r is not teller]
        if own and self.chance(0.5):
            other = self.rng.choice(own)
        else:
            other = teller.copy()
            self.replicas.append(other)
        self.write(teller, "WITNESS", a, narrow=True)
        self.write(other, "WITNESS", b, narrow=True)

    def ring(self):
        """Each of some members is removed by the one before, with the others' help; then these tell
        which they heard of first."""
        everyone = self.others()
        k = self.rng.choice((2, 3, 3, 4))
        if len(everyone) < k + 1:
            return
        if self.chance(0.8):
            self.meet_all()
        rivals, rest = everyone[:k], everyone[k:]
        done = []
        for i, author in enumerate(rivals):
            target = rivals[(i + 1) % k]
            p = self.write(author, "PROPOSE", proposes="REMOVE", member=target.member)
            friends = [r for r in rest if self.chance(0.8)]
            if self.chance(0.3):
                friends += [r for r in rivals if r not in (author, target)]
            refs = [p] + [self.write(r, "APPROVE", p, what=p) for r in friends]
            x = self.write(author, "REMOVE", *refs, member=target.member, proposal=p,
                           secret=self.bytes(32))
            self.acts[x]["cuts"] = self.cuts(self.acts[x]["past"], [target.key])
            done.append(x)
        for r in rest:
            for x in self.rng.sample(done, self.rng.choice((0, 1, 1, 2, k))):
                self.write(r, "WITNESS", x, narrow=True)
        if self.chance(0.3):
            self.say_both(*self.rng.sample(done, 2))

    def device_add(self, author=None):
        author = author or self.any()
        member = author.member if self.chance(0.75) else self.rng.choice(self.others()).member
        fields = {"member": member, "device": self.bytes(32)}
        if self.chance(0.1):
            fields["device"] = self.any().key
        keys = {"noise_key": self.bytes(32), "seal_key": self.bytes(32)}
        proposal, refs = None, []
        if self.chance(0.5):
            for host in self.rng.sample(self.replicas, min(len(self.replicas), self.rng.choice((1, 1, 2)))):
                refs.append(self.write(host, "ASK", is_further=True, **keys, **fields,
                                       proofs_ok=not self.chance(0.05)))
        if member != author.member:
            proposal, refs = self.propose(author, "DEVICE_ADD", self.quorum(author), **fields)
            refs.append(proposal)
            if self.chance(0.2):
                self.propose(self.any(), "DEVICE_ADD", self.quorum(author), **fields)
        if self.chance(0.2):
            return
        x = self.write(author, "DEVICE_ADD", *refs, **keys, proposal=proposal,
                       proofs_ok=not self.chance(0.05), **fields)
        new = Replica(fields["device"], member, author.held)
        self.write(new, "WITNESS", x)
        self.replicas.append(new)

    def many_devices(self):
        """One member wants more machines than anybody may have."""
        author = self.any()
        for _ in range(self.rng.choice((2, 5, 6))):
            keys = {"device": self.bytes(32), "noise_key": self.bytes(32), "seal_key": self.bytes(32)}
            self.write(author, "DEVICE_ADD", member=author.member, **keys)
        self.replicas.append(Replica(keys["device"], author.member, author.held))

    def device_revoke(self, author=None):
        author = author or self.any()
        own = [r for r in self.replicas if r.member == author.member]
        device = self.rng.choice(own if self.chance(0.7) else self.replicas).key
        proposal, refs = None, []
        if self.chance(0.4):
            proposal, refs = self.propose(author, "DEVICE_REVOKE", self.quorum(author),
                                          device=device)
            refs.append(proposal)
        x = self.write(author, "DEVICE_REVOKE", *refs, device=device, proposal=proposal,
                       secret=self.bytes(32))
        self.acts[x]["cuts"] = self.cuts(self.acts[x]["past"], [device])

    def term(self, holder=None):
        holder = holder or self.any()
        previous = self.find(holder, "GENESIS", "TERM")
        if previous is None:
            return
        known = [i for i in bits(holder.held) if self.acts[i]["kind"] == "TERM"]
        if known and self.chance(0.7):
            previous = max(known, key=lambda i: self.acts[i]["number"])
        number = (self.acts[previous]["number"] or 1) + 1
        start = self.rng.randrange(100)
        fields = {"number": number, "end_day": start + self.rng.randrange(-2, 50)}
        before = self.acts[previous]["holder"] if number > 2 else self.acts[previous]["member"]
        offering = [r for r in self.replicas if r.member == before]
        proposal, refs = None, []
        if offering and self.chance(0.5):
            proposal = self.write(self.rng.choice(offering), "PROPOSE", previous, proposes="TERM",
                                  number=number, member=holder.member,
                                  value=self.rng.choice((0, 0, fields["end_day"], 7)))
            refs = [proposal]
        elif self.chance(0.8):
            proposal, refs = self.propose(holder, "TERM", self.quorum(holder), number=number,
                                          member=holder.member)
            refs.append(proposal)
        named = holder.member if self.chance(0.95) else self.any().member
        self.write(holder, "TERM", previous, *refs, holder=named, start_day=start,
                   deputy=self.rng.choice([bytes(16)] + [r.member for r in self.replicas]),
                   previous=previous, proposal=proposal, secret=self.bytes(32), **fields)

    def rules(self, author=None, agreed=False):
        author = author or self.any()
        number = self.rng.choice((1, 1, 2, 2, 9))
        fields = {"number": number, "value": self.rng.choice((0, 1, 1, 2, 3, 4, 5, 30))}
        n = len(self.members_in(author)) if agreed or self.chance(0.7) else self.quorum(author)
        proposal, refs = self.propose(author, "RULES", n, **fields)
        if self.chance(0.1):
            fields["value"] += 1
        self.write(author, "RULES", proposal, *refs, proposal=proposal, **fields)

    def leave(self):
        self.write(self.any(), "LEAVE")

    def witness(self):
        for r in self.rng.sample(self.replicas, self.rng.randrange(1, 1 + len(self.replicas))):
            self.write(r, "WITNESS")

    def fork(self):
        if self.snapshots:
            self.replicas.append(self.rng.choice(self.snapshots).copy())

    def exchange(self):
        for _ in range(self.rng.randrange(1, 4)):
            self.meet(self.any(), self.any())

    def nonsense(self):
        """An act that names whatever there is."""
        author = self.any()
        kind = self.rng.choice(("ADMIT", "APPROVE", "TERM", "REMOVE", "INVITE_END", "ASK", "RULES"))
        n = len(self.acts)
        some = lambda: self.rng.choice((None, self.rng.randrange(n), self.rng.randrange(n)))
        self.write(author, kind, invite=some(), what=some(), proposal=some(), previous=some(),
                   member=self.any().member, holder=author.member, device=self.bytes(32),
                   number=self.rng.randrange(4), end_day=9, secret=self.bytes(32))

    def live(self):
        acts = (
            (self.exchange, 5), (self.witness, 3), (self.admit, 3), (self.remove, 4),
            (self.come_back, 2), (self.return_race, 1), (self.contest, 6), (self.ring, 2),
            (self.device_add, 2), (self.device_revoke, 2), (self.many_devices, 0.3), (self.term, 2), (self.rules, 3),
            (self.leave, 1), (self.fork, 1), (self.nonsense, 1),
        )
        limit = len(self.acts) + self.rng.choice((10, 20, 30, 40))
        while len(self.acts) < limit:
            self.rng.choices([a for a, _ in acts], [w for _, w in acts])[0]()
        self.mark_branches()

    def mark_branches(self):
        """A fork: two entries of one device of which neither has seen the other on its chain."""
        first = {}
        for i, a in enumerate(self.acts):
            for k in range(i):
                b = self.acts[k]
                if a["author"] == b["author"] and not a["past"] >> k & 1:
                    seq = min(a["seq"], b["seq"])
                    first[a["author"]] = min(seq, first.get(a["author"], seq))
        for a in self.acts:
            a["branch"] = a["seq"] >= first.get(a["author"], 1 << 40)


# --------------------------------------------------------------------------------------------------
# Comparison


def to_set(mask, n):
    return mask.to_bytes(8 * ((n + 63) // 64), "little").hex()


def to_json(world, asked):
    n = len(world.acts)
    out = []
    for a in world.acts:
        b = {k: v.hex() if isinstance(v, bytes) else v for k, v in a.items() if v is not None}
        b["past"] = to_set(a["past"], n)
        b["cuts"] = [[k.hex(), s, i.hex()] for k, s, i in a["cuts"]]
        out.append(b)
    return json.dumps({"collective": world.collective.hex(), "acts": out, "asked": asked})


class Driver:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self):
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("the driver ended")
        return json.loads(answer)


def arrival(world, rng):
    """An order in which the entries may come: each after all that it has seen."""
    order, here, waiting = [], 0, list(range(len(world.acts)))
    # mostly one machine's news at once, as after a partition; sometimes entry by entry
    slow = rng.random() < 0.5
    while waiting:
        ready = [i for i in waiting if not world.acts[i]["past"] & ~here]
        first = rng.choice(ready)
        take = [first]
        if slow:
            author = world.acts[first]["author"]
            take = [i for i in ready if world.acts[i]["author"] == author]
        for i in take:
            order.append(i)
            here |= 1 << i
            waiting.remove(i)
    return order


def questions(world, rng):
    """Orders of arrival, each to be asked at every prefix; then sets that someone may have held on
    the way, given in any order at all.  Yields an order and a set, or None."""
    n = len(world.acts)
    for _ in range(ARRIVALS):
        yield arrival(world, rng), None
    part = 1
    for i in rng.sample(range(n), rng.randrange(1, 6)):
        part |= world.closure(i)
    for subset in ((1 << n) - 1, part):
        yield rng.sample(range(n), n), subset


def describe(world, expected, got):
    names = {a["id"].hex(): "%d:%s" % (i, a["kind"]) for i, a in enumerate(world.acts)}
    for field in expected:
        if expected[field] == got.get(field):
            continue
        print("  differs in", field)
        if field in ("counts", "provisional"):
            a, b = set(expected[field]), set(got[field])
            print("    only the model:", sorted(names[i] for i in a - b))
            print("    only the code: ", sorted(names[i] for i in b - a))
        else:
            print("    model:", expected[field])
            print("    code: ", got.get(field))


def prefixes(model, order):
    """What counts and what is provisional after each entry that came."""
    here, out = 0, []
    for i in order:
        here |= 1 << i
        f, provisional = model.effect(here)
        out.append(to_set(f, model.n) + ":" + to_set(provisional, model.n))
    return out


def compare(driver, seed, tally):
    rng = random.Random(seed)
    world = World(rng)
    world.live()
    model = Model(world.collective, world.acts)
    asked = list(questions(world, rng))
    n = len(world.acts)
    driver.ask(to_json(world, [
        {"order": order, **({} if subset is None else {"subset": to_set(subset, n)})}
        for order, subset in asked]))
    same = True
    for order, subset in asked:
        got = driver.answer()
        everything = (1 << n) - 1
        for verdict, count in got.pop("verdicts").items():
            VERDICTS[verdict] += count
        if subset is None:
            tally["prefixes"] += n
            expected = prefixes(model, order)
            answer = got.pop("prefixes").split()
            for k in range(n):
                if same and answer[k] != expected[k]:
                    print("history %d differs after %d entries of %s" % (seed, k + 1, order))
                    same = False
        expected = model.result(everything if subset is None else subset)
        tally["sets"] += 1
        tally["provisional"] += bool(expected["provisional"])
        if same and got != expected:
            print("history %d differs, set %x" % (seed, everything if subset is None else subset))
            describe(world, expected, got)
            same = False
    tally["acts"] += bin(model.sound).count("1")
    SIZES[len({m for m in (a["member"] for a in world.acts if a["kind"] in ("GENESIS", "ADMIT"))})] += 1
    return same


def report(tally):
    """Says what was met.  Returns: what was not, though it should have been"""
    print("#", ", ".join("%s %d" % item for item in tally.items()))
    print("# members ever let in:", ", ".join("%d: %d" % s for s in sorted(SIZES.items())))
    for name in sorted(VERDICTS):
        print("# verdict %s: %d" % (name, VERDICTS[name]))
    for rule in RULES:
        print("# rule %s: %d" % (rule, REACHED[rule]))
    names = {name.split()[1] for name in VERDICTS}
    return [r for r in RULES if not REACHED[r]] + [v for v in MET if v not in names]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("driver")
    parser.add_argument("--histories", type=int, default=0, help="how many; 0: as time allows")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--seed", type=int, default=None, help="of the first history")
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(1 << 32)
    print("# --seed %d" % seed, flush=True)
    driver = Driver(args.driver)
    tally = dict.fromkeys(("histories", "prefixes", "sets", "acts", "provisional"), 0)
    end = time.monotonic() + args.seconds
    same = True
    while same:
        same = compare(driver, seed + tally["histories"], tally)
        tally["histories"] += 1
        if tally["histories"] % 1000 == 0:
            print("# %d histories, %d prefixes" % (tally["histories"], tally["prefixes"]), flush=True)
        if tally["histories"] >= args.histories and (args.histories or time.monotonic() > end):
            break
    missed = report(tally)
    long = tally["histories"] >= ENOUGH  # a short run meets what is rare by chance alone
    print("1..2" if long else "1..1")
    print("%s 1 - two implementations agree" % ("ok" if same else "not ok"))
    if not long:
        return 0 if same else 1
    for rule in missed:
        print("# never met: " + rule)
    print("%s 2 - every rule is met" % ("not ok" if missed else "ok"))
    return 0 if same and not missed else 1


if __name__ == "__main__":
    sys.exit(main())
