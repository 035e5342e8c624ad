/** One ordinary meeting of a demo group as its bookkeeper would tap it: the same taps as the phone's, drawn by chance. */
import {
  addDemand,
  addLine,
  declineDemand,
  everyoneSavedUsual,
  exitAmount,
  expectedClosingCash,
  grantLoan,
  isHere,
  membersOn,
  moneyAvailable,
  newSheet,
  quorumOf,
  rulesOn,
  setAttendance,
  setFine,
  setRepaid,
  setSaving,
  usualSaving,
  type GroupContext,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import { dueAt, isCleared } from '#domain/loans/index.ts';
import type { GroupPlan, WomanPlan } from './plan.model.ts';
import type { Random } from './random.server.ts';
import { LOW_LIMIT_PAISE } from './plan-rules.ts';

export type Meeting = {
  readonly group: GroupPlan;
  readonly context: GroupContext;
  readonly heldOn: string;
  readonly recorder: MeetingSheet['recorders'][number];
  readonly random: Random;
  /** 0 for the first of the group. */
  readonly number: number;
};
export type Tap = (sheet: MeetingSheet, meeting: Meeting) => MeetingSheet;

export const clockOf = (heldOn: string, minutes: number): string => {
  const at = 14 * 60 + minutes;
  return `${heldOn}T${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00+05:30`;
};

/** All eight steps but the closing count; `extra` comes before money is lent, so that what it needs is in the box. */
export function ordinarySheet(meeting: Meeting, extra: Tap = (sheet) => sheet): MeetingSheet {
  const { context, heldOn, recorder, random } = meeting;
  const empty = newSheet(context, {
    meetingId: random.id(heldOn),
    heldOn,
    kind: 'regular',
    source: 'phone',
    startedAt: clockOf(heldOn, random.between(0, 20)),
    recorder,
  });
  return [rollCall, saveMoney, repay, payFines, otherReceipts, extra, lend, withdraw, otherPayments, takeToBank].reduce(
    (sheet, tap) => tap(sheet, meeting),
    empty,
  );
}

const womanOf = ({ group }: Meeting, personId: string): WomanPlan | undefined =>
  group.women.find((woman) => woman.personId === personId);

/** At least two officers come: without them nothing could be confirmed. */
const rollCall: Tap = (sheet, meeting) => {
  const { context, heldOn, random } = meeting;
  const officers = officersOn(context, heldOn);
  let marked = sheet;
  for (const { personId } of membersOn(context, heldOn)) {
    const absentShare = womanOf(meeting, personId)?.absentShare ?? 0;
    const state = random.chance(absentShare)
      ? random.pick(['absent', 'absent', 'absent_notice'] as const)
      : random.chance(0.05)
        ? 'late'
        : 'present';
    const needed = officers.indexOf(personId) >= 0 && officers.indexOf(personId) < 2;
    if (state !== 'present' && !(needed && state !== 'late'))
      marked = setAttendance(marked, context, { personId, state });
  }
  return marked;
};

/** Who may confirm that day, the president first. */
export const officersOn = (context: GroupContext, on: string): string[] => {
  const rank = ['president', 'secretary', 'treasurer'];
  return context.officers
    .filter((officer) => officer.fromOn <= on && (officer.untilOn === null || on < officer.untilOn))
    .toSorted((a, b) => rank.indexOf(a.office) - rank.indexOf(b.office))
    .map((officer) => officer.personId);
};

const saveMoney: Tap = (sheet, meeting) => {
  const { context, heldOn, random } = meeting;
  const { finePaise } = rulesOn(context, heldOn);
  let saved = everyoneSavedUsual(sheet, context);
  for (const { personId } of saved.savings) {
    const usual = usualSaving(context, heldOn, personId);
    if (random.chance(0.02)) {
      saved = setSaving(saved, { personId, compulsoryPaise: 0, voluntaryPaise: 0 });
      if (finePaise.missed_saving > 0)
        saved = setFine(saved, {
          personId,
          reason: 'missed_saving',
          chargedPaise: finePaise.missed_saving,
          paidPaise: 0,
        });
    } else if (random.chance(womanOf(meeting, personId)?.savesMoreShare ?? 0)) {
      saved = setSaving(saved, { ...usual, voluntaryPaise: random.pick([2_000, 5_000, 5_000, 10_000, 20_000]) });
    }
  }
  return saved;
};

/** Who is not here sometimes sends the money; some pay a part, some later, now and then one pays more. */
const repay: Tap = (sheet, meeting) => {
  const { context, heldOn, random } = meeting;
  let paid = sheet;
  for (const loan of context.loans) {
    const duePaise = dueAt(loan, heldOn).totalPaise;
    const draw = random.next();
    const extra = random.pick([10_000, 20_000, 50_000]);
    const late = womanOf(meeting, loan.personId)?.paysLateShare ?? 0.1;
    if (duePaise === 0 || (!isHere(sheet, loan.personId) && draw > 0.4) || draw < late * 0.6) continue;
    const part = draw < late ? Math.ceil(duePaise / 200) * 100 : duePaise;
    const more = draw > 0.97 ? extra : 0;
    paid = setRepaid(paid, context, {
      loanId: loan.loanId,
      paidPaise: part + more,
      excessTo: more > 0 ? 'savings' : null,
    });
  }
  return paid;
};

/** Fines of today are mostly paid at once; those owed from earlier, half of the time. */
const payFines: Tap = (sheet, { context, random }) => {
  let paid = sheet;
  for (const fine of sheet.fines)
    if (isHere(sheet, fine.personId) && random.chance(0.75))
      paid = setFine(paid, { ...fine, paidPaise: fine.chargedPaise });
  for (const { personId, finesOwedPaise } of context.balances)
    if (finesOwedPaise > 0 && isHere(sheet, personId) && random.chance(0.5))
      paid = setFine(paid, { personId, reason: 'earlier', chargedPaise: 0, paidPaise: finesOwedPaise });
  return paid;
};

const otherReceipts: Tap = (sheet, { context, random, number }) => {
  const bank = context.banks[0];
  if (!bank || number % 3 !== 2 || bank.balancePaise < 100_000) return sheet;
  const amountPaise = Math.round((bank.balancePaise * random.between(5, 8)) / 100_000) * 100;
  if (amountPaise === 0) return sheet;
  const { bankAccountId } = bank;
  return addLine(sheet, 'otherReceipts', {
    head: 'bank_interest',
    amountPaise,
    partyId: null,
    to: 'bank',
    bankAccountId,
    note: '',
  });
};

const PURPOSES = [
  'craft_material',
  'craft_material',
  'craft_tools',
  'health',
  'school',
  'house',
  'wedding',
  'festival',
  'trade',
] as const;

/** Once there is money in the box and enough women to decide, one or two ask for a loan. */
const lend: Tap = (sheet, { context, heldOn, random, number }) => {
  if (number < 2 || !quorumOf(sheet, context).met) return sheet;
  const busy = new Set(context.loans.filter((loan) => !isCleared(loan)).map((loan) => loan.personId));
  const free = random.shuffled(membersOn(context, heldOn).filter((member) => isHere(sheet, member.personId)));
  let lent = sheet;
  for (const { personId } of free.filter((member) => !busy.has(member.personId)).slice(0, random.pick([1, 1, 2]))) {
    const { loan, cashLimitPaise } = rulesOn(context, heldOn);
    const { maxPrincipalPaise } = loan;
    const keptPaise = cashLimitPaise === LOW_LIMIT_PAISE ? 3 * LOW_LIMIT_PAISE : 20_000;
    const freePaise = Math.min(moneyAvailable(lent, context).cashPaise - keptPaise, maxPrincipalPaise ?? Infinity);
    const amountPaise = Math.min(random.between(2, 20) * 50_000, Math.floor(freePaise / 50_000) * 50_000);
    const asked = random.chance(0.2) ? 100_000 : 0;
    if (amountPaise < 50_000) continue;
    lent = addDemand(lent, { personId, amountPaise: amountPaise + asked, purpose: random.pick(PURPOSES) });
    const index = lent.demands.length - 1;
    const instalments = random.pick([undefined, undefined, 4, 6, 12]);
    lent = random.chance(0.1)
      ? declineDemand(lent, index, 'postponed')
      : grantLoan(lent, context, {
          index,
          loanId: random.id(heldOn),
          grantedPaise: amountPaise,
          ...(instalments === undefined ? {} : { instalments }),
          paidFrom: 'cash',
          bankAccountId: null,
          acknowledged: random.pick(['signature', 'thumb', 'pin'] as const),
        });
  }
  return lent;
};

const withdraw: Tap = (sheet, { context, random }) => {
  if (!quorumOf(sheet, context).met || !random.chance(0.12)) return sheet;
  const leaving = new Set(sheet.exits.map((exit) => exit.personId));
  const holder = context.balances.find(
    ({ personId, voluntaryPaise }) => voluntaryPaise >= 10_000 && isHere(sheet, personId) && !leaving.has(personId),
  );
  const freePaise = expectedClosingCash(sheet);
  if (!holder || freePaise < 10_000) return sheet;
  const amountPaise = Math.min(
    Math.floor(holder.voluntaryPaise / 10_000) * 10_000,
    Math.floor(freePaise / 10_000) * 10_000,
  );
  const votesFor = quorumOf(sheet, context).here;
  return addLine(sheet, 'withdrawals', {
    personId: holder.personId,
    kind: 'voluntary',
    amountPaise,
    from: 'cash',
    bankAccountId: null,
    resolution: { votesFor, votesAgainst: 0, text: 'School fees' },
  });
};

const otherPayments: Tap = (sheet, { random, number }) => {
  const pay = (head: 'bookkeeper' | 'running_costs', amountPaise: number) => (before: MeetingSheet) =>
    expectedClosingCash(before) < amountPaise
      ? before
      : addLine(before, 'otherPayments', {
          head,
          amountPaise,
          partyId: null,
          from: 'cash',
          bankAccountId: null,
          note: '',
          voucherPhotoId: null,
        });
  const paid = number > 2 ? pay('bookkeeper', 5_000)(sheet) : sheet;
  return random.chance(0.2) ? pay('running_costs', random.between(2, 12) * 1_000)(paid) : paid;
};

/** What is more than the box may hold goes to the bank with the treasurer or another who is here. */
const takeToBank: Tap = (sheet, { context, heldOn }) => {
  const limit = rulesOn(context, heldOn).cashLimitPaise ?? Infinity;
  const amountPaise = Math.floor((expectedClosingCash(sheet) - limit / 2) / 50_000) * 50_000;
  const carrier = officersOn(context, heldOn).findLast((personId) => isHere(sheet, personId));
  const bank = context.banks[0];
  if (!bank || !carrier || expectedClosingCash(sheet) <= limit || amountPaise <= 0) return sheet;
  const { bankAccountId } = bank;
  return addLine(sheet, 'transfers', {
    way: 'cash_to_bank',
    bankAccountId,
    amountPaise,
    byPersonId: carrier,
    note: '',
  });
};

/** A member with a loan that her savings cover moves away: set off and paid out. The sheet as it was when nobody can. */
export const leaveWithSetOff: Tap = (sheet, { context, heldOn }) => {
  if (!quorumOf(sheet, context).met) return sheet;
  const officers = new Set(officersOn(context, heldOn));
  for (const { personId } of membersOn(context, heldOn)) {
    const owes = context.loans.some((loan) => loan.personId === personId && !isCleared(loan));
    const settled = exitAmount(sheet, context, personId);
    if (!owes || officers.has(personId) || !isHere(sheet, personId) || !settled.ok || settled.value.owedPaise === 0)
      continue;
    if (settled.value.paidPaise > expectedClosingCash(sheet)) continue;
    const resolution = { votesFor: quorumOf(sheet, context).here, votesAgainst: 0, text: 'She moves to her daughter' };
    const exit = {
      personId,
      reason: 'moved' as const,
      paidPaise: settled.value.paidPaise,
      from: 'cash' as const,
      bankAccountId: null,
    };
    return addLine(sheet, 'exits', { ...exit, resolution });
  }
  return sheet;
};
