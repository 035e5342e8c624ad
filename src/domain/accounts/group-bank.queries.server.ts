/** The bank beside a group's own book: the office's reconciliation, asked by whoever may see the group's books. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import { Day, Id } from '#domain/ledger/index.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor, Scope } from '#platform/door.ts';
import { bankMatches } from './bank-matches.queries.server.ts';
import { bankWork, reconciliation } from './bank.queries.server.ts';
import { tillOf, type Till } from './bank-tills.server.ts';

const OfGroup = z.strictObject({ groupId: Id });
const OfTill = z.strictObject({ groupId: Id, headId: Id });
const OfTillOn = z.strictObject({ groupId: Id, headId: Id, asOf: z.optional(z.nullable(Day)) });
const read = {
  may: 'ledger.read',
  scope: ({ groupId }: { groupId: string }): Scope => ({ kind: 'group', id: groupId }),
};

const ofTill =
  <Ask extends Till, A>(answer: (tx: Tx, ask: Ask) => Promise<A>) =>
  async (tx: Tx, _who: Actor, { groupId, ...rest }: { groupId: string } & Omit<Ask, 'bookId'>): Promise<A | null> => {
    const { headId } = rest as unknown as Till;
    const till = await tillOf(tx, { bodyKind: 'group', bodyId: groupId, headId });
    return till ? answer(tx, { ...rest, ...till } as unknown as Ask) : null;
  };

export type GroupTill = {
  readonly headId: string;
  readonly bank: string;
  readonly branch: string | null;
  readonly number: string;
};
/** Bank accounts of a group, closed ones too: their statements may still come. */
async function groupTills(tx: Tx, _who: Actor, { groupId }: { groupId: string }): Promise<GroupTill[]> {
  const { rows } =
    await sql<GroupTill>`select a.bank_account_id as "headId", a.bank, a.branch, right(a.number, 4) as number
    from bank_account a join groups g on g.org_id = a.org_id and g.group_id = a.group_id and g.book_id is not null and not g.practice
    where a.org_id = ${tx.orgId} and a.group_id = ${groupId} order by a.bank, a.bank_account_id`.execute(tx.db);
  return rows;
}

export const groupBankQuestions = {
  groupTills: { input: OfGroup, ...read, run: groupTills },
  groupBankWork: { input: OfTill, ...read, run: ofTill(bankWork) },
  groupBankMatches: { input: OfTill, ...read, run: ofTill(bankMatches) },
  groupReconciliation: { input: OfTillOn, ...read, run: ofTill(reconciliation) },
};
