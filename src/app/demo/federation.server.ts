/** The village organisation of Sursa keeps savings of its groups: some told in both books, one that only its own book knows yet. */
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { rupees } from '#platform/money.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import type { Above } from './furnish.server.ts';
import { randomOf } from './random.server.ts';

const GROUPS = 4;

export async function keepSavings(desk: Desk, cast: Cast, above: Above): Promise<void> {
  const random = randomOf(`${desk.plan.seed} kept`);
  const { endOn, groups } = desk.plan;
  const on = addDays(endOn, -20);
  const federationId = above.sursa;
  const body = { bodyKind: 'federation', bodyId: federationId };
  const openedOn = addDays(endOn, -300);
  const limit = { booksFromOn: openedOn, limitPaise: rupees(20_000), decidedBy: 'Sursa Village Organisation' };
  await command(desk, desk.administrator, ['accounts.openBook', { ...body, ...limit }]);
  const headId = random.id(openedOn);
  const more = { groupId: null, tallyName: null, personId: null, openedOn };
  const names = { nameEn: 'Gramin Bank, Sursa', nameHi: 'ग्रामीण बैंक, सुरसा', nameUr: 'گرامین بینک، سرسا' };
  const bank = { bank: 'Gramin Bank', branch: 'Sursa', ifsc: 'DEMO0000002', number: '990000000202' };
  const accountant = actorAs(cast, 'accountant');
  await command(desk, accountant, ['accounts.addHead', { ...body, ...more, ...names, headId, account: '1020', bank }]);
  const hers = groups.filter((group) => group.home.area === 'sursa' && group.bank).slice(0, GROUPS);
  for (const [at, group] of hers.entries()) {
    const of = { groupId: group.groupId, federationId, reference: null };
    const keep = async (change: object) => {
      const payload = { ...of, entryId: random.id(on), headId, groupBankId: group.bank!.bankAccountId, ...change };
      return desk.app.send(accountant, { id: newId(), name: 'linkage.keepSavings', payload });
    };
    const isLast = at === hers.length - 1;
    const paid = { kind: 'paid_in', on, paise: rupees(500 + 100 * at), ...(isLast && { groupBankId: null }) };
    const done = await keep(paid);
    // a group whose bank has less than that keeps nothing there yet
    if (done.kind === 'refused' && done.code === 'loans.group_bank_short') continue;
    if (done.kind !== 'applied') throw new Error(`The demo's kept savings: ${JSON.stringify(done)}`);
    if (at === 0)
      await keep({ kind: 'interest', on: addDays(on, 5), paise: rupees(12), headId: null, groupBankId: null });
  }
}
