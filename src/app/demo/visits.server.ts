/** Who came to see: two groups graded, a sign answered together, and a loan officer's day whose cash nobody has received yet. */
import type { TellsPage } from '#domain/linkage/index.server.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import { notesOf } from './sheet-close.ts';
import { randomOf } from './random.server.ts';

/** By the five rules, and by ten points with the three that a person judges. */
export async function gradeGroups(desk: Desk, cast: Cast): Promise<void> {
  const random = randomOf(`${desk.plan.seed} grades`);
  const supervisor = actorAs(cast, 'supervisor');
  const { endOn, groups } = desk.plan;
  const certify = (at: number, of: object) =>
    command(desk, supervisor, [
      'linkage.certify',
      { certificateId: random.id(endOn), groupId: groups[at]!.groupId, assessedOn: endOn, ...of },
    ]);
  const five = { scheme: 'panchasutra', assessorName: 'Sunita Yadav', assessorOf: 'Village organisation' };
  await certify(0, { ...five, answers: [] });
  const ten = { scheme: 'ten_points', assessorName: 'Manoj Tripathi', assessorOf: 'Block office' };
  const answers = [
    { code: 'participation', answer: 'high' },
    { code: 'rules_known', answer: 'medium' },
    { code: 'homogeneity', answer: 'yes' },
    { code: 'purpose', answer: 'high' },
  ];
  await certify(3, { ...ten, answers });
}

/** The first group with a sign says what it is; others stand unanswered. On some day of the year there may be none at all. */
export async function answerSign(desk: Desk, cast: Cast): Promise<void> {
  const random = randomOf(`${desk.plan.seed} signs`);
  for (const { groupId, bookkeeper } of desk.plan.groups) {
    const answer = await desk.app.ask<TellsPage | null>('linkage.tells', desk.administrator, { groupId });
    const sign = answer.kind === 'answer' ? answer.value?.tells[0] : undefined;
    if (!sign) continue;
    const of = { groupId, tell: sign.code, meetingId: sign.sinceMeetingId, atVisit: false };
    const note = 'हमने साथ देखा। बैंक दूर है; अब से हर बैठक के अगले दिन दो जनी जमा करेंगी।';
    const noteId = random.id(desk.plan.endOn);
    await command(desk, actorAs(cast, bookkeeper), ['linkage.noteTell', { noteId, ...of, note }, { id: noteId }]);
    return;
  }
}

/** Two instalments taken at their doors on the last day, counted in the evening, and in her hand still. */
export async function collectUnreceived(desk: Desk, cast: Cast, loanIds: readonly string[]): Promise<void> {
  const random = randomOf(`${desk.plan.seed} takes`);
  const officer = actorAs(cast, 'loan_officer');
  const on = desk.plan.endOn;
  const send = (name: string, id: string, payload: object) =>
    command(desk, officer, [`collections.${name}`, payload, { id }]);
  const items: string[] = [];
  const each = 50_000;
  for (const [at, loanId] of loanIds.entries()) {
    const collectionId = random.id(on);
    items.push(collectionId);
    await send('take', collectionId, {
      ...{ collectionId, loanId, on, at: `${on}T0${5 + at}:30:00Z`, paise: each, excessTo: 'next' },
      ...{ notes: null, slipNo: String(at + 1), metAt: 'meeting', spot: null, shown: [] },
    });
  }
  const sum = each * items.length;
  const dayId = random.id(on);
  const counted = { statedPaise: sum, countedPaise: sum, notes: notesOf(sum), reason: null };
  await send('closeDay', dayId, { dayId, on, at: `${on}T12:30:00Z`, ...counted, items });
}
