/** One scheme on one day with what stands behind each mark; a certificate as it was given. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { Answer, CertificateRef, Grading, Scheme } from './grading.model.ts';
import type { Graded, Lift } from './grading.rules.ts';
import { gradeOn, lastAnswers } from './grading.server.ts';
import { groundOf } from './ground.server.ts';
import { namesIn, type CertificateRow, type Named, type PersonNames } from './group.queries.server.ts';
import { schemesOn } from './reference.server.ts';

export type GradingPage = {
  readonly names: Named;
  readonly on: IsoDate;
  readonly from: IsoDate;
  readonly scheme: Scheme;
  readonly graded: Graded;
  readonly lift: Lift | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly members: Readonly<Record<string, PersonNames>>;
};
/** One scheme on one day, with what stands behind each mark; an assessor's last answers stand where no book can say. */
export async function grading(
  tx: Tx,
  _who: Actor,
  { groupId, scheme: code, on = tx.today }: Grading,
): Promise<GradingPage | null> {
  const ground = await groundOf(tx, groupId);
  const scheme = (await schemesOn(tx, on)).find((one) => one.scheme === code);
  if (!ground || !scheme || on > tx.today || on < ground.context.booksFromOn) return null;
  const answers = await lastAnswers(tx, { groupId, scheme: code, on });
  const { graded, lift, facts } = await gradeOn(tx, ground, { scheme, on, answers });
  return {
    names: ground.context.names,
    on,
    from: facts.from,
    scheme,
    graded,
    lift,
    answers: Object.fromEntries(answers),
    members: namesIn(ground),
  };
}

export type CertificatePage = CertificateRow & {
  readonly names: Named;
  readonly from: IsoDate;
  readonly schemeWhole: Scheme;
  readonly graded: Graded;
  readonly hash: string;
  readonly recordedBy: string | null;
};
export async function certificate(
  tx: Tx,
  _who: Actor,
  { groupId, certificateId }: CertificateRef,
): Promise<CertificatePage | null> {
  const { rows } = await sql<
    CertificateRow & {
      content: { scheme: Scheme; graded: Graded; from: IsoDate };
      hash: string;
      recordedBy: string | null;
      names: Named;
    }
  >`select c.certificate_id as "certificateId", c.number, c.scheme, c.assessed_on as "assessedOn", c.assessor_name as "assessorName",
      c.assessor_of as "assessorOf", c.total_marks as total, c.most_marks as most, c.grade, c.content, encode(c.hash, 'hex') as hash,
      (select u.name from app_user u where u.org_id = c.org_id and u.user_id = c.recorded_by) as "recordedBy",
      jsonb_build_object('en', g.name, 'hi', g.name_hi, 'ur', g.name_ur) as names
    from grade_certificate c join groups g on g.org_id = c.org_id and g.group_id = c.group_id
    where c.org_id = ${tx.orgId} and c.group_id = ${groupId} and c.certificate_id = ${certificateId}`.execute(tx.db);
  const row = rows[0];
  if (!row) return null;
  const { content, ...rest } = row;
  return { ...rest, from: content.from, schemeWhole: content.scheme, graded: content.graded };
}
