import { sql } from 'kysely';
import { addMonths, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor, type Scope } from '#platform/door.ts';
import { groupIsHers } from '#domain/people/index.server.ts';
import { dossier } from './dossier.queries.server.ts';
import { forecast } from './forecast.server.ts';
import { LineRef, Nothing, ShareAsked, type Fund, type LineState } from './funds.model.ts';
import { GapAsk } from './gap.model.ts';
import { gap } from './gap.queries.server.ts';
import { CertificateRef, Grading, GroupRef } from './grading.model.ts';
import { certificate, grading } from './grading.queries.server.ts';
import { groundOf } from './ground.server.ts';
import { group, namesIn, type Named, type PersonNames } from './group.queries.server.ts';
import { InterestAsked } from './interest.model.ts';
import { interestPage } from './interest.server.ts';
import { keptList, keptPage } from './kept.queries.server.ts';
import { line } from './lines.queries.server.ts';
import { sharesOf, type Share } from './plan.rules.ts';
import { decisionsOf, openDemands, plansOf, type DecisionRow, type DemandRow, type PlanRow } from './plans.server.ts';
import { shareFacts, surplusOn } from './share.server.ts';
import { tellSettings } from './tell-settings.server.ts';
import { tells } from './tells.server.ts';
import { PairAsked, PairsAsked } from './two-books.model.ts';
import { twoBooks, twoBooksList } from './two-books.queries.server.ts';
import { YearAsked } from './year.model.ts';
import { groupYear } from './year.server.ts';

const inGroup = (input: { groupId: string }): Scope => ({ kind: 'group', id: input.groupId });
const may = 'linkage.read';

export const questions = defineQuestions('linkage', {
  groups: { input: Nothing, may, scope: () => OWN, run: groups },
  group: { input: GroupRef, may, scope: inGroup, run: group },
  grading: { input: Grading, may, scope: inGroup, run: grading },
  certificate: { input: CertificateRef, may, scope: inGroup, run: certificate },
  plan: { input: GroupRef, may, scope: inGroup, run: plan },
  line: { input: LineRef, may, scope: inGroup, run: line },
  interest: { input: InterestAsked, may, scope: inGroup, run: interestPage },
  shares: { input: ShareAsked, may, scope: inGroup, run: shares },
  year: { input: YearAsked, may: 'ledger.read', scope: inGroup, run: groupYear },
  twoBooksList: { input: PairsAsked, may, scope: () => OWN, run: twoBooksList },
  twoBooks: {
    input: PairAsked,
    may,
    scope: inGroup,
    run: (tx: Tx, _who: Actor, asked: PairAsked) => twoBooks(tx, asked),
  },
  keptList: { input: Nothing, may, scope: () => OWN, run: keptList },
  kept: { input: GroupRef, may, scope: inGroup, run: keptPage },
  dossier: { input: GroupRef, may, scope: inGroup, run: dossier },
  // on the page of a group, for whoever reads its books
  forecast: { input: GroupRef, may: 'ledger.read', scope: inGroup, run: forecast },
  tells: { input: GroupRef, may, scope: inGroup, run: tells },
  tellSettings: { input: Nothing, may, scope: () => OWN, run: tellSettings },
  gap: { input: GapAsk, may, scope: () => OWN, run: gap },
});

export type LinkageRow = {
  readonly groupId: string;
  readonly name: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly formedOn: IsoDate;
  readonly members: number;
  readonly grade: string | null;
  readonly gradeScheme: string | null;
  readonly gradedOn: IsoDate | null;
  readonly planOn: IsoDate | null;
  readonly fund: Fund | null;
  readonly lineState: LineState | null;
  readonly lineOn: IsoDate | null;
};
/** Groups that may be linked to a bank, with the last paper of each kind. */
async function groups(tx: Tx, who: Actor): Promise<LinkageRow[]> {
  const { rows } =
    await sql<LinkageRow>`select g.group_id as "groupId", g.name, g.name_hi as "nameHi", g.name_ur as "nameUr",
      g.formed_on as "formedOn",
      (select count(*) from membership m where m.org_id = g.org_id and m.group_id = g.group_id and m.left_on is null)::int as members,
      c.grade, c.scheme as "gradeScheme", c.assessed_on as "gradedOn",
      (select max(p.approved_on) from credit_plan p where p.org_id = g.org_id and p.group_id = g.group_id) as "planOn",
      l.fund, l.state as "lineState", l.last_on as "lineOn"
    from groups g
      left join lateral (select * from grade_certificate c where c.org_id = g.org_id and c.group_id = g.group_id
        order by c.assessed_on desc, c.entered_at desc limit 1) c on true
      left join lateral (select * from credit_line l where l.org_id = g.org_id and l.group_id = g.group_id
        order by l.last_on desc, l.entered_at desc limit 1) l on true
    where g.org_id = ${tx.orgId} and g.kind = 'self_help_group' and not g.practice and g.state <> 'closed'
      and ${groupIsHers(tx, who, 'g.group_id')}
      and exists (select from group_rule r where r.org_id = g.org_id and r.group_id = g.group_id)
    order by g.name, g.group_id`.execute(tx.db);
  return rows;
}

export type PlanPage = {
  readonly names: Named;
  readonly plans: readonly PlanRow[];
  readonly demands: readonly DemandRow[];
  readonly decisions: readonly DecisionRow[];
  readonly members: Readonly<Record<string, PersonNames>>;
  /** Members of today, in the order of their names. */
  readonly now: readonly string[];
};
async function plan(tx: Tx, _who: Actor, { groupId }: GroupRef): Promise<PlanPage | null> {
  const ground = await groundOf(tx, groupId);
  if (!ground) return null;
  return {
    names: ground.context.names,
    plans: await plansOf(tx, groupId),
    demands: await openDemands(tx, groupId, tx.today),
    decisions: await decisionsOf(tx, groupId, tx.today),
    members: namesIn(ground),
    now: ground.context.members.filter((one) => one.leftOn === null).map((one) => one.personId),
  };
}

export type SharesPage = {
  readonly surplusPaise: number;
  readonly shares: readonly Share[];
  readonly code: string | null;
};
/** The surplus as each woman's share, before anybody resolves. */
async function shares(tx: Tx, _who: Actor, { groupId, on, from, key }: ShareAsked): Promise<SharesPage | null> {
  const ground = await groundOf(tx, groupId);
  if (!ground || on > tx.today || from > on || from < addMonths(on, -120)) return null;
  const surplusPaise = Math.min(await surplusOn(tx, ground.bookId, on), await surplusOn(tx, ground.bookId, tx.today));
  const ruling = sharesOf(key, Math.max(0, surplusPaise), await shareFacts(tx, ground, { from, on }));
  return { surplusPaise, shares: ruling.ok ? ruling.value : [], code: ruling.ok ? null : ruling.code };
}
