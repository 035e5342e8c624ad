/** The part of a group that warns of the limit at a vote: made for the phone, with her consent alone. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { consentOn } from '#domain/people/index.server.ts';
import { limitsOn, modeOn } from '#domain/obligations/index.server.ts';
import type { GroupSafety, WomanSafety } from './phone-safety.model.ts';
import { loadHousehold, safetyOf } from './safety.server.ts';

/** What is the same for every group: read once for many of them. */
export type SafetyFrame = Omit<GroupSafety, 'women'>;
export const safetyFrame = async (tx: Tx): Promise<SafetyFrame> => ({
  on: tx.today,
  mode: await modeOn(tx, tx.today),
  limits: await limitsOn(tx, tx.today),
});

/**
 * Members who consented. @param whole with incomes and lenders, for who may see them; otherwise only what still fits
 * @param among of these alone
 */
export async function womenSafety(
  tx: Tx,
  { groupId, whole, among }: { groupId: string; whole: boolean; among?: readonly string[] },
): Promise<GroupSafety['women']> {
  const asked = among ? sql`and m.person_id = any(${[...among]}::uuid[])` : sql``;
  const { rows } = await sql<{ person_id: string }>`select distinct m.person_id from membership m
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.left_on is null ${asked}
      and ${consentOn(tx, 'income_and_debts', 'm.person_id')}`.execute(tx.db);
  const women: Record<string, WomanSafety> = {};
  for (const { person_id: personId } of rows) women[personId] = await womanSafety(tx, { personId, whole });
  return women;
}

async function womanSafety(tx: Tx, { personId, whole }: { personId: string; whole: boolean }): Promise<WomanSafety> {
  const household = await loadHousehold(tx, personId);
  const { parts, roomMonthlyPaise, hidden, incomeYearlyPaise } = safetyOf(household, { on: tx.today });
  if (!whole) return { whole, incomeKnown: incomeYearlyPaise !== null, roomMonthlyPaise: roomMonthlyPaise ?? 0 };
  return { whole, incomeYearlyPaise, claims: parts.map(({ label, obligation }) => ({ label, obligation })), hidden };
}
