/** The page of one group: graded by the five rules, and what money it may ask for. */
import type * as z from 'zod/mini';
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { Names } from '#domain/meetings/index.ts';
import { duesOf, type GroupDue } from './dues.server.ts';
import { eligibilityOf, linesOf, type Corpus, type Eligibility, type LineRow } from './funds.server.ts';
import type { Basis, GroupRef, Scheme } from './grading.model.ts';
import type { Graded, Lift } from './grading.rules.ts';
import { gradeOn } from './grading.server.ts';
import { groundOf, type Ground } from './ground.server.ts';
import { plansOf, shareOutsOf, type PlanRow, type ShareOutRow } from './plans.server.ts';
import { fundRules, schemesOn } from './reference.server.ts';
import { surplusOn } from './share.server.ts';

export type PersonNames = z.infer<typeof Names>;
export const namesIn = ({ context }: Ground): Record<string, PersonNames> =>
  Object.fromEntries(context.members.map((one) => [one.personId, one.names]));

export type CertificateRow = {
  readonly certificateId: string;
  readonly number: number;
  readonly scheme: string;
  readonly assessedOn: IsoDate;
  readonly assessorName: string;
  readonly assessorOf: string;
  readonly total: number;
  readonly most: number;
  readonly grade: string | null;
};
export async function certificatesOf(tx: Tx, groupId: string): Promise<CertificateRow[]> {
  const { rows } =
    await sql<CertificateRow>`select certificate_id as "certificateId", number, scheme, assessed_on as "assessedOn",
      assessor_name as "assessorName", assessor_of as "assessorOf", total_marks as total, most_marks as most, grade
    from grade_certificate where org_id = ${tx.orgId} and group_id = ${groupId} order by assessed_on desc, number desc limit 40`.execute(
      tx.db,
    );
  return rows;
}

export type Named = { readonly en: string; readonly hi: string | null; readonly ur: string | null };
export type SchemeName = { readonly scheme: string; readonly names: Named; readonly basis: Basis };
export type LinkageGroup = {
  readonly names: Named;
  readonly on: IsoDate;
  readonly from: IsoDate;
  readonly schemes: readonly SchemeName[];
  readonly five: { readonly scheme: Scheme; readonly graded: Graded; readonly lift: Lift | null };
  readonly certificates: readonly CertificateRow[];
  readonly corpus: Corpus;
  readonly funds: readonly Eligibility[];
  readonly lines: readonly LineRow[];
  /** What the group itself owes outside, and what of it is late. */
  readonly dues: readonly GroupDue[];
  readonly plans: readonly PlanRow[];
  readonly shareOuts: readonly ShareOutRow[];
  readonly surplusPaise: number;
};
const FIVE = 'panchasutra';

/** The page of one group: graded by the five rules from its own records, and what money it may ask for. Null without rules of its own. */
export async function group(tx: Tx, _who: Actor, { groupId }: GroupRef): Promise<LinkageGroup | null> {
  const ground = await groundOf(tx, groupId);
  const schemes = await schemesOn(tx, tx.today);
  const scheme = schemes.find((one) => one.scheme === FIVE);
  if (!ground || !scheme) return null;
  const five = await gradeOn(tx, ground, { scheme, on: tx.today });
  const lines = await linesOf(tx, groupId);
  const rules = await fundRules(tx);
  const dues = await duesOf(tx, groupId, lines);
  const { corpus, funds } = await eligibilityOf(tx, ground, { five, rules, on: tx.today, lines, dues });
  return {
    names: ground.context.names,
    on: tx.today,
    from: five.facts.from,
    schemes: schemes.map(({ scheme: code, names, basis }) => ({ scheme: code, names, basis })),
    five: { scheme, graded: five.graded, lift: five.lift },
    certificates: await certificatesOf(tx, groupId),
    corpus,
    funds,
    lines,
    dues,
    plans: await plansOf(tx, groupId),
    shareOuts: await shareOutsOf(tx, groupId),
    surplusPaise: await surplusOn(tx, ground.bookId, tx.today),
  };
}
