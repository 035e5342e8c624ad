/** What groups asked for outside: a federation's loan followed by its terms, a bank's by its letter, a request that waits, one refused, a plan. */
import { addDays } from '#platform/dates.ts';
import { rupees } from '#platform/money.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import { FUND_STORIES, fundGroups, INSTALMENTS, partOf } from './funds.ts';
import type { GroupPlan } from './plan.model.ts';
import { randomOf } from './random.server.ts';

export async function askFunds(desk: Desk, cast: Cast): Promise<void> {
  const random = randomOf(`${desk.plan.seed} funds`);
  const accountant = actorAs(cast, 'accountant');
  const { endOn } = desk.plan;
  const run = (name: string, payload: object) => command(desk, accountant, [`linkage.${name}`, payload]);
  const groups = fundGroups(desk.plan);
  const ask = async (group: GroupPlan, more: { appliedOn: string; askedPaise: number } & object) => {
    const of = { groupId: group.groupId, lineId: random.id(more.appliedOn) };
    await run('apply', { ...of, planId: null, ...more });
    const step = (name: string, on: string, change: object = {}) =>
      run('takeStep', { ...of, step: name, on, amountPaise: null, note: null, ...change });
    return { of, step };
  };
  const [lent, banked, waiting, refused] = groups;
  const [cif, term] = FUND_STORIES;
  if (lent && cif) {
    const cameOn = lent.meetingDays[cif.cameAt]!;
    const { step, of } = await ask(lent, {
      ...{ fund: 'cif', dose: null, lender: 'Sursa Village Organisation' },
      ...{ askedPaise: cif.paise, appliedOn: addDays(cameOn, -30) },
    });
    const amountPaise = cif.paise;
    await step('sanction', addDays(cameOn, -7), { amountPaise, note: 'VO/2025/14' });
    await step('receive', cameOn, { amountPaise });
    const terms = {
      ...{ firstDueOn: lent.meetingDays[cif.cameAt + 1]!, method: 'EQUAL_PRINCIPAL', instalments: INSTALMENTS },
      ...{
        rate: { rateBps: 1_200, per: 'year' },
        interval: { unit: 'month', every: 1 },
        fixedPaise: null,
      },
    };
    await run('setTerms', { ...of, on: cameOn, terms, loanId: null, note: null });
  }
  if (banked && term) {
    const cameOn = banked.meetingDays[term.cameAt]!;
    const { step } = await ask(banked, {
      ...{ fund: 'bank_term', dose: 1, lender: 'Gramin Bank, Hardoi' },
      ...{ askedPaise: rupees(1_00_000), appliedOn: addDays(cameOn, -60) },
    });
    const firstDueOn = banked.meetingDays[term.cameAt + 1]!;
    const instalments = { firstDueOn, instalmentPaise: partOf(term) + term.interest(term.paise) };
    const amountPaise = term.paise;
    await step('sanction', addDays(cameOn, -12), { amountPaise, note: 'GB/HRD/318', instalments });
    await step('receive', cameOn, { amountPaise });
  }
  if (waiting) {
    const first = { fund: 'bank_term', dose: 1, lender: 'Gramin Bank, Hardoi', askedPaise: rupees(1_50_000) };
    await planCredit(desk, cast, waiting);
    await ask(waiting, { ...first, appliedOn: addDays(endOn, -18) });
  }
  if (refused) {
    const limit = { fund: 'cash_credit', dose: 1, lender: 'Gramin Bank, Hardoi', askedPaise: rupees(2_00_000) };
    const { step } = await ask(refused, { ...limit, appliedOn: addDays(endOn, -70) });
    await step('refuse', addDays(endOn, -41), { note: 'The branch asks for six months of savings in its own account' });
  }
}

/** Who needs what, in the order the money shall go in; the members still have to resolve it. */
async function planCredit(desk: Desk, cast: Cast, group: GroupPlan): Promise<void> {
  const random = randomOf(`${desk.plan.seed} plan`);
  const purposes = ['craft_material', 'trade', 'craft_tools', 'school', 'house'] as const;
  const lines = group.women.slice(0, 5).map(({ personId }, at) => ({
    ...{ personId, purpose: purposes[at]! },
    amountPaise: rupees(15_000 + 5_000 * at),
  }));
  const madeOn = addDays(desk.plan.endOn, -24);
  await command(desk, actorAs(cast, 'accountant'), [
    'linkage.writePlan',
    { planId: random.id(madeOn), groupId: group.groupId, madeOn, lines },
  ]);
}
