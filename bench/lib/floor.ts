/**
 * The floor: hand-written multi-row SQL that puts the same rows of a meeting into tables of the same shape and indexes, without
 * triggers, foreign keys or row-level security, in one transaction.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { PostingDraft } from '#domain/ledger/index.ts';
import { NO_ID } from '#domain/ledger/post.server.ts';
import { monthOf } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import type { Recorded } from './devices.ts';

const TABLES = [
  'command',
  'meeting',
  'meeting_line',
  'journal',
  'posting',
  'account_balance',
  'party_balance',
  'party_total',
  'loan',
  'loan_row',
  'loan_payment',
  'audit',
  'change',
];

export async function makeFloor(owner: pg.Pool): Promise<void> {
  for (const table of TABLES) await owner.query(`create table floor_${table} (like ${table} including all)`);
}

type Row = readonly unknown[];

/** One statement for all rows of a table. `types` are casts by position. */
async function insert(
  client: pg.PoolClient,
  [into, rows, after = '']: [string, readonly Row[], string?],
): Promise<void> {
  if (rows.length === 0) return;
  const values: unknown[] = [];
  const tuples = rows.map((row) => `(${row.map((value) => `$${values.push(value)}`).join(',')})`);
  await client.query(`insert into floor_${into} values ${tuples.join(',')} ${after}`, values);
}

export async function writeFloor(pool: pg.Pool, orgId: string, meeting: Recorded): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await writeCommand(client, orgId, meeting);
    await writeDocuments(client, orgId, meeting);
    await writeBooks(client, orgId, meeting);
    await writeLoans(client, orgId, meeting);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function writeCommand(
  client: pg.PoolClient,
  orgId: string,
  { item, sheet, judgement, userId, groupId }: Recorded,
) {
  const { id, name, deviceId, deviceSeq, prevHash, deviceAt, businessDate } = item.envelope;
  const payload = JSON.stringify(sheet);
  const receipt = JSON.stringify({
    kind: 'applied',
    receipt: { meetingId: id, members: judgement.memberLines.map((line) => line.after) },
  });
  await insert(client, [
    'command (org_id, command_id, name, schema_version, user_id, device_id, device_seq, prev_hash, business_date, device_at, payload, payload_hash, payload_salt, payload_commitment, status, outcome, scope_kind, scope_id)',
    [
      [
        orgId,
        id,
        name,
        1,
        userId,
        deviceId,
        deviceSeq,
        prevHash,
        businessDate,
        deviceAt,
        payload,
        randomBytes(32).toString('hex'),
        randomBytes(16),
        randomBytes(32),
        'applied',
        receipt,
        'group',
        groupId,
      ],
    ],
  ]);
}

async function writeDocuments(
  client: pg.PoolClient,
  orgId: string,
  { item, sheet, judgement, userId, groupId, seq }: Recorded,
) {
  const { id, name, deviceId } = item.envelope;
  const payload = JSON.stringify(sheet);
  await insert(client, [
    'meeting (org_id, meeting_id, group_id, kind, held_on, state, source, previous_meeting_id, command_id, journal_seq, recorded_by, sheet, opening_cash_paise, closing_cash_paise, present_count, member_count, next_on, undo)',
    [
      [
        orgId,
        id,
        groupId,
        'regular',
        sheet.heldOn,
        'closed',
        'phone',
        sheet.previousMeetingId,
        id,
        seq,
        userId,
        payload,
        sheet.opening.cashPaise,
        judgement.closingCashPaise,
        15,
        15,
        sheet.nextMeeting?.on,
        '{}',
      ],
    ],
  ]);
  const lines = judgement.memberLines.map((line) => [
    ...[
      orgId,
      id,
      line.personId,
      line.attendance,
      line.savedCompulsoryPaise,
      line.savedVoluntaryPaise,
      line.withdrawnPaise,
    ],
    ...[line.repaid.principalPaise, line.repaid.interestPaise, line.finesPaidPaise, line.borrowedPaise, 0],
    ...[line.after.compulsoryPaise + line.after.voluntaryPaise, line.loanLeftPaise],
  ]);
  await insert(client, ['meeting_line', lines]);
  await insert(client, [
    'audit (org_id, user_id, device_id, action, command_id, subject_kind, subject_id, outcome)',
    [[orgId, userId, deviceId, name, id, 'group', groupId, 'applied']],
  ]);
  await insert(client, [
    'change (org_id, scope_id, kind, doc_id)',
    [
      [orgId, groupId, 'group', groupId],
      [orgId, groupId, 'meeting', id],
    ],
  ]);
}

async function writeBooks(client: pg.PoolClient, orgId: string, { item, sheet, judgement, bookId, seq }: Recorded) {
  const postings = judgement.journal?.postings ?? [];
  const { heldOn } = sheet;
  const entered = new Date().toISOString();
  const today = entered.slice(0, 10);
  await insert(client, [
    'journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, source_kind, source_id, posting_count, body_hash, source_commitment, hash)',
    [
      [
        orgId,
        bookId,
        seq,
        heldOn,
        entered,
        today,
        item.envelope.id,
        'meetings.regular',
        'meeting',
        item.envelope.id,
        postings.length,
        randomBytes(32),
        randomBytes(32),
        randomBytes(32),
      ],
    ],
  ]);
  await insert(client, [
    'posting',
    postings.map((p, at) => [
      orgId,
      bookId,
      seq,
      at + 1,
      p.account,
      p.amountPaise,
      p.partyId ?? NO_ID,
      p.itemId ?? NO_ID,
      heldOn,
      today,
    ]),
  ]);
  await writeBalances(client, orgId, { postings, bookId, months: [monthOf(heldOn), monthOf(today)] });
}

type Balanced = { postings: readonly PostingDraft[]; bookId: string; months: readonly string[] };
async function writeBalances(client: pg.PoolClient, orgId: string, { postings, bookId, months }: Balanced) {
  const add =
    'do update set debit_paise = t.debit_paise + excluded.debit_paise, credit_paise = t.credit_paise + excluded.credit_paise';
  const accounts = sums(postings.map((p) => ({ key: p.account, paise: p.amountPaise })));
  await insert(client, [
    'account_balance as t',
    accounts.map(([key, debit, credit]) => [orgId, bookId, key, ...months, debit, credit]),
    `on conflict (org_id, book_id, account, event_month, entry_month) ${add}`,
  ]);
  const parties = sums(
    postings.flatMap((p) =>
      p.partyId ? [{ key: [p.partyId, p.account, p.itemId ?? NO_ID].join(' '), paise: p.amountPaise }] : [],
    ),
  );
  await insert(client, [
    'party_balance as t',
    parties.map(([key, debit, credit]) => [orgId, bookId, ...key.split(' '), ...months, debit, credit]),
    `on conflict (org_id, book_id, party_id, account, item_id, event_month, entry_month) ${add}`,
  ]);
  const totals = sums(
    postings.flatMap((p) =>
      p.partyId && !p.itemId ? [{ key: `${p.partyId} ${p.account}`, paise: p.amountPaise }] : [],
    ),
  );
  await insert(client, [
    'party_total as t',
    totals.map(([key, debit, credit]) => [orgId, bookId, ...key.split(' '), debit - credit]),
    'on conflict (org_id, book_id, party_id, account) do update set paise = t.paise + excluded.paise',
  ]);
}

function sums(lines: readonly { key: string; paise: number }[]): [key: string, debit: number, credit: number][] {
  const found = new Map<string, [string, number, number]>();
  for (const { key, paise } of lines) {
    const [, debit, credit] = found.get(key) ?? [key, 0, 0];
    found.set(key, [key, debit + Math.max(0, paise), credit + Math.max(0, -paise)]);
  }
  return [...found.values()].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function writeLoans(client: pg.PoolClient, orgId: string, { item, sheet, judgement, groupId, bookId }: Recorded) {
  const fresh = judgement.loans.filter((loan) => sheet.loans.some((line) => line.loanId === loan.loanId));
  await insert(client, [
    'loan (org_id, loan_id, book_id, group_id, borrower_kind, borrower_id, purpose, source, terms, principal_paise, level_paise, disbursed_on, source_kind, source_id, state, principal_left_paise)',
    fresh.map((loan) => [
      orgId,
      loan.loanId,
      bookId,
      groupId,
      'person',
      loan.personId,
      loan.purpose,
      loan.source,
      JSON.stringify(loan.terms),
      loan.terms.principalPaise,
      loan.levelPaise,
      loan.disbursedOn,
      'meeting',
      item.envelope.id,
      'active',
      loan.terms.principalPaise,
    ]),
  ]);
  const rows = fresh.flatMap((loan) =>
    loan.rows.map((row) => [orgId, loan.loanId, row.no, row.dueOn, row.asked.principalPaise, row.asked.interestPaise]),
  );
  await insert(client, ['loan_row (org_id, loan_id, no, due_on, principal_paise, interest_paise)', rows]);
  const paid = sheet.repayments.map((line) => [
    orgId,
    line.loanId,
    newId(),
    sheet.heldOn,
    item.envelope.id,
    0,
    0,
    line.interestPaise,
    line.principalPaise,
  ]);
  await insert(client, [
    'loan_payment (org_id, loan_id, payment_id, paid_on, source_id, fine_paise, fee_paise, interest_paise, principal_paise)',
    paid,
  ]);
}
