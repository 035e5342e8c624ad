/** The part of a group that warns of the limit at a vote: made for the phone, with her consent alone. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { consentOn } from '#domain/people/index.server.ts';
import { limitsOn, modeOn } from '#domain/obligations/index.server.ts';
import type { GroupSafety, WomanSafety } from './phone-safety.model.ts';
import { loadHousehold, safetyOf } from './safety.server.ts';

/** What is the same for every group: read once for many of them. */
export type SafetyFrame = Omit<GroupSafety, 'women' | 'homes'>;
/** @param on the day the vote was taken; for phones, today */
export const safetyFrame = async (tx: Tx, on: IsoDate): Promise<SafetyFrame> => ({
  on,
  mode: await modeOn(tx, on),
  limits: await limitsOn(tx, on),
});

/**
 * Members who consent. Of their homes what is known now: an income may be asked for after the vote too.
 * @param whole with incomes and lenders, for who may see them; otherwise only what still fits
 * @param on asks for the members of that day; otherwise those who never left
 * @param among of these alone
 */
export async function womenSafety(
  tx: Tx,
  { groupId, whole, on, among }: { groupId: string; whole: boolean; on?: IsoDate; among?: readonly string[] },
): Promise<GroupSafety['women']> {
  const asked = among ? sql`and m.person_id = any(${[...among]}::uuid[])` : sql``;
  const there = on ? sql`m.joined_on <= ${on} and (m.left_on is null or m.left_on > ${on})` : sql`m.left_on is null`;
  const { rows } = await sql<{ person_id: string }>`select distinct m.person_id from membership m
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and ${there} ${asked}
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
