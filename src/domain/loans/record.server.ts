/**
 * One event of a loan: judged by replaying the whole, posted in the lender's book, and, where it comes before others, the journals of
 * those reversed and written again as they come out now. Nothing is ever changed in place.
 */
import { sql } from 'kysely';
import { cashShortfall, headsOf, officeBook, type OfficeBook } from '#domain/accounts/index.server.ts';
import { isMoney, judgeDate } from '#domain/accounts/index.ts';
import { accountSumsOf, balanceOf, post, postReversal, type PostedOr } from '#domain/ledger/index.server.ts';
import { CHART, type AccountCode } from '#domain/ledger/index.ts';
import { tellHerPhones } from '#domain/people/index.server.ts';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Already, type Outcome, type Refused } from '#platform/outcomes.ts';
import { entriesOf, type EntryGround } from './book-entries.rules.ts';
import { groupBankWrong, tellGroup } from './group-view.server.ts';
import { NO_EFFECT, type Effect, type LoanEvent } from './life.model.ts';
import {
  eventsOf,
  lockLoan,
  saveEffect,
  saveRunning,
  signedOf,
  type OfficeLoan,
  type Signed,
  type StoredEvent,
} from './office-loan.server.ts';
import type { EventReceipt, EventUndoing, MoneyUsed } from './office.model.ts';
import { changedBy, replay, type Changed, type Replayed } from './replay.rules.ts';
import { nextStage } from './stages.rules.ts';
import { saveStood } from './stood.server.ts';

type Done<T> = Exclude<Outcome<T>, Already<unknown>>;
type Ground = {
  readonly loan: OfficeLoan;
  readonly signed: Signed;
  readonly book: OfficeBook;
  readonly stored: readonly StoredEvent[];
  readonly before: Replayed;
};

async function groundOf(tx: Tx, loanId: string): Promise<Done<Ground>> {
  const loan = await lockLoan(tx, loanId);
  if (!loan) return refused('loans.unknown_loan');
  const book = await officeBook(tx, loan.lender);
  if (!book) return refused('loans.no_book');
  const signed = await signedOf(tx, loanId);
  if (!signed) return refused('loans.step_not_now', { stage: loan.stage, step: 'serve' });
  const stored = await eventsOf(tx, loanId);
  const before = replay(
    signed.contract,
    stored.map((one) => one.event),
  );
  if (!before.ok) throw new Error(`A loan's own events do not fit: ${before.code}`);
  return applied({ loan, signed, book, stored, before: before.value });
}

export type Recorded = { readonly event: LoanEvent; readonly money: MoneyUsed | null };

/**
 * Refuses `loans.*` and, of days and cash, `accounts.*`.
 * @param isTaken the money is in somebody's hand already: it is never too much, what finds no place is owed back
 */
export async function record(
  tx: Tx,
  who: Actor,
  { loanId, event, money, isTaken = false }: Recorded & { loanId: string; isTaken?: boolean },
) {
  const found = await groundOf(tx, loanId);
  if (found.kind !== 'applied') return found;
  const ground = found.receipt;
  const step = nextStage(ground.loan.stage, event.kind === 'disbursed' ? 'disburse' : 'serve');
  if (!step.ok) return refused(step.code, step.params);
  const dated = judgeDate(event.on, { ...ground.book, today: tx.today });
  if (!dated.ok) return refused(dated.code, dated.params);
  const all = [...ground.stored.map((one) => one.event), event];
  const after = replay(ground.signed.contract, all, isTaken ? '' : event.eventId);
  if (!after.ok) return refused(after.code, after.params);
  const short = await moneyWrong(tx, ground, { event, money, isTaken });
  if (short) return short;
  await insertEvent(tx, who, {
    loanId,
    event,
    money,
    entryNo: (await lastEntry(tx, loanId)) + 1,
  });
  const changed = changedBy(all, ground.before, after.value);
  const again = await postAgain(tx, ground, { changed, because: event.eventId });
  if (again) return again;
  const effect = after.value.effects.get(event.eventId) ?? NO_EFFECT;
  const posted = await postEvent(tx, ground, { one: { event, money }, effect, on: event.on });
  if (posted.failed) return posted.failed;
  const { bookId } = ground.book;
  await saveEffect(tx, { loanId, eventId: event.eventId, effectNo: 1, effect, bookId, seq: posted.seq, because: null });
  const told = await tellGroup(tx, ground, { event, money, effectNo: 1, seq: posted.seq });
  if (told) return told;
  await saveRunning(tx, after.value.loan);
  await saveStood(tx, ground.signed.contract, all);
  await tellPhones(tx, ground.loan);
  return applied(receiptOf(loanId, event.eventId, { after: after.value, changed }));
}

/**
 * Takes an event back, and with a paying out what it settled of another loan. Refuses `loans.undo_top_up`, `loans.undo_by_swap`: those
 * are taken back where they were done.
 */
export async function undo(tx: Tx, who: Actor, input: EventUndoing): Promise<Outcome<EventReceipt>> {
  const { rows } = await sql<{ money: MoneyUsed | null }>`select money from loan_event
    where org_id = ${tx.orgId} and loan_id = ${input.loanId} and event_id = ${input.eventId}`.execute(tx.db);
  const money = rows[0]?.money;
  if (money?.toppedUpBy) return refused('loans.undo_top_up');
  if (money?.swapId) return refused('loans.undo_by_swap');
  return undoWhole(tx, who, input);
}

export async function undoWhole(tx: Tx, who: Actor, input: EventUndoing): Promise<Outcome<EventReceipt>> {
  const { rows } = await sql<{ money: MoneyUsed | null }>`select money from loan_event
    where org_id = ${tx.orgId} and loan_id = ${input.loanId} and event_id = ${input.eventId}`.execute(tx.db);
  const done = await undoOne(tx, who, input);
  const settled = rows[0]?.money?.settled;
  if (done.kind !== 'applied' || !settled) return done;
  const back = await undoOne(tx, who, { ...input, loanId: settled.loanId, eventId: settled.eventId });
  return back.kind === 'applied' ? done : back;
}

/** Its journal is reversed, later ones are told anew. Refuses `loans.later_event_fails` when one cannot be. */
async function undoOne(tx: Tx, who: Actor, input: EventUndoing): Promise<Outcome<EventReceipt>> {
  const { loanId, eventId } = input;
  const found = await groundOf(tx, loanId);
  if (found.kind !== 'applied') return found;
  const ground = found.receipt;
  const gone = ground.stored.find((one) => one.event.eventId === eventId);
  if (!gone) return refused('loans.unknown_event');
  const rest = ground.stored.filter((one) => one !== gone).map((one) => one.event);
  const after = replay(ground.signed.contract, rest, '');
  if (!after.ok) return refused(after.code, after.params);
  const of = { org_id: tx.orgId, loan_id: loanId, event_id: eventId, reason: input.reason };
  await tx.db
    .insertInto('loan_event_undone')
    .values({ ...of, undone_on: tx.today, undone_by: who.userId, undone_at: tx.now })
    .execute();
  const changed = changedBy(rest, ground.before, after.value);
  const again = await postAgain(tx, ground, { changed, because: eventId });
  if (again) return again;
  const back = gone.seq === null ? null : await reverse(tx, ground.book, gone);
  if (back && !back.ok) return asRefusal(back.outcome);
  const { bookId } = ground.book;
  const effectNo = gone.effectNo + 1;
  const seq = back?.ok ? back.posted.seq : null;
  await saveEffect(tx, { loanId, eventId, effectNo, effect: NO_EFFECT, bookId, seq, because: eventId });
  const told = await tellGroup(tx, ground, { ...gone, effectNo, seq: null });
  if (told) return told;
  await saveRunning(tx, after.value.loan);
  await saveStood(tx, ground.signed.contract, rest);
  await tellPhones(tx, ground.loan);
  return applied(receiptOf(loanId, eventId, { after: after.value, changed }));
}

/** A vote in her group is held against what she owes here too. */
async function tellPhones(tx: Tx, { borrowerKind, borrowerId }: OfficeLoan): Promise<void> {
  if (borrowerKind === 'person') await tellHerPhones(tx, borrowerId);
}

const numbersOf = ({ parts, overPaise }: Effect): number[] => [
  parts.finePaise,
  parts.feePaise,
  parts.interestPaise,
  parts.principalPaise,
  overPaise,
];
const receiptOf = (
  loanId: string,
  eventId: string,
  { after, changed }: { after: Replayed; changed: readonly Changed[] },
): EventReceipt => ({
  loanId,
  eventId,
  status: after.loan.status,
  changed: changed.map((one) => ({
    eventId: one.event.eventId,
    on: one.event.on,
    kind: one.event.kind,
    beforePaise: numbersOf(one.before),
    afterPaise: numbersOf(one.after),
  })),
});

/** The head must be there that day, be money (or for a set-off no money), and hold enough to pay out. */
async function moneyWrong(
  tx: Tx,
  { book, loan }: Ground,
  { event, money, isTaken }: Recorded & { isTaken: boolean },
): Promise<Refused | null> {
  if (!money) return null;
  if (money.toppedUpBy) return groupBankWrong(tx, { loan, account: undefined }, { event, money });
  const head = (await headsOf(tx, book.bookId, event.on)).find((one) => one.headId === money.headId);
  const isOpen = head && head.openedOn <= event.on && (head.closedOn === null || event.on < head.closedOn);
  if (!isOpen) return refused('loans.head_unknown');
  // an officer's cash: into it by her own takes, out of it by a receipt
  if (head.officerId !== null && !isTaken) return refused('accounts.officers_cash');
  if (isMoney(head.account) !== (event.kind !== 'set_off')) return refused('loans.head_not_for_this');
  const wrong = await groupBankWrong(tx, { loan, account: head.account }, { event, money });
  if (wrong) return wrong;
  const settledPaise = money.settled?.paise ?? 0;
  const neededPaise = event.kind === 'disbursed' || event.kind === 'refunded' ? event.paise - settledPaise : 0;
  if (neededPaise === 0 || head.account !== CHART.cash) return null;
  return cashShortfall(tx, { book, headId: money.headId, eventOn: event.on, neededPaise });
}

async function lastEntry(tx: Tx, loanId: string): Promise<number> {
  const { no } = await tx.db
    .selectFrom('loan_event')
    .select((eb) => eb.fn.max('entry_no').as('no'))
    .where('org_id', '=', tx.orgId)
    .where('loan_id', '=', loanId)
    .executeTakeFirstOrThrow();
  return no ?? 0;
}

const insertEvent = (
  tx: Tx,
  who: Actor,
  { loanId, event, money, entryNo }: Recorded & { loanId: string; entryNo: number },
) =>
  tx.db
    .insertInto('loan_event')
    .values({
      org_id: tx.orgId,
      loan_id: loanId,
      event_id: event.eventId,
      entry_no: entryNo,
      on_date: event.on,
      kind: event.kind,
      event: JSON.stringify(event),
      money: money === null ? null : JSON.stringify(money),
      made_by: who.userId,
      made_at: tx.now,
    })
    .execute();

async function entryGround(
  tx: Tx,
  { loan, signed, book, stored }: Ground,
  { event, money }: Recorded,
): Promise<EntryGround> {
  const heads = money ? await headsOf(tx, book.bookId, event.on) : [];
  const head = heads.find((one) => one.headId === money?.headId);
  const first = stored.find((one) => one.event.kind === 'disbursed');
  const reserve =
    event.kind === 'written_off'
      ? (await accountSumsOf(tx, { bookId: book.bookId, asOf: event.on, accounts: [CHART.loanLossReserve] }))[0]
      : undefined;
  return {
    loanId: loan.loanId,
    borrowerKind: loan.borrowerKind,
    borrowerId: loan.borrowerId,
    terms: signed.contract.terms,
    money: money?.toppedUpBy
      ? { account: CHART.unappliedReceipts, headId: loan.borrowerId }
      : head
        ? { account: head.account as AccountCode, headId: head.headId }
        : null,
    settledPaise: money?.settled?.paise ?? 0,
    isFirstMoney: !first || first.event.eventId === event.eventId,
    reservePaise: reserve ? -balanceOf(reserve) : 0,
  };
}

type Once = { readonly one: Recorded; readonly effect: Effect; readonly on: IsoDate };
type Posting = { readonly seq: number | null; readonly failed?: undefined } | { readonly failed: Done<never> };

async function postEvent(tx: Tx, ground: Ground, { one, effect, on }: Once): Promise<Posting> {
  const postings = entriesOf(one.event, effect, await entryGround(tx, ground, one));
  if (postings.length === 0) return { seq: null };
  const done = await post(tx, ground.book.bookId, {
    draft: { eventOn: on, narration: `loans.${one.event.kind}`, postings },
    source: { kind: 'loan', id: one.event.eventId },
  });
  return done.ok ? { seq: done.posted.seq } : { failed: asRefusal(done.outcome) };
}

/** The day a journal of an older event may be written for now: its own, or the first one open. */
const openDay = (book: OfficeBook, on: IsoDate): IsoDate =>
  book.closedTo !== null && on <= book.closedTo ? addDays(book.closedTo, 1) : on;

const reverse = (tx: Tx, book: OfficeBook, { event, seq }: StoredEvent): Promise<PostedOr> =>
  postReversal(tx, book.bookId, {
    seq: seq ?? -1,
    eventOn: openDay(book, event.on),
    narration: 'loans.reversed',
    source: { kind: 'loan', id: event.eventId },
  });

/** Older events whose effect is another now: the journal that said otherwise is reversed, then the right one posted. */
async function postAgain(
  tx: Tx,
  ground: Ground,
  { changed, because }: { changed: readonly Changed[]; because: string },
): Promise<Done<never> | null> {
  for (const { event, after: effect } of changed) {
    const stored = ground.stored.find((one) => one.event.eventId === event.eventId);
    if (!stored) continue;
    const back = stored.seq === null ? null : await reverse(tx, ground.book, stored);
    if (back && !back.ok) return asRefusal(back.outcome);
    const on = openDay(ground.book, event.on);
    const posted = await postEvent(tx, ground, { one: { event, money: stored.money }, effect, on });
    if (posted.failed) return posted.failed;
    const { loanId } = ground.loan;
    const { bookId } = ground.book;
    const effectNo = stored.effectNo + 1;
    await saveEffect(tx, { loanId, eventId: event.eventId, effectNo, effect, bookId, seq: posted.seq, because });
    const told = await tellGroup(tx, ground, { event, money: stored.money, effectNo, seq: posted.seq });
    if (told) return told;
  }
  return null;
}

const asRefusal = (outcome: Outcome<never>): Done<never> => {
  if (outcome.kind === 'already') throw new Error('The ledger posts a journal once');
  return outcome.kind === 'held' ? refused(outcome.code, outcome.params) : outcome;
};
