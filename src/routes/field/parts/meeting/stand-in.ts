/** A forgotten officer's PIN set anew: the new secret and the word to the office are kept in one breath, so that none is without a trace. */
import { appendCommand, makeOfficerSecret, saveView, type Officer, type OfficerWay } from '#field/index.ts';
import { standInText, type OfficerPinReset } from '#domain/meetings/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { recorded } from '../session.svelte.ts';
import type { Recording } from './sheet.svelte.ts';

/** Another officer who proved herself by her own secret. */
export type StandIn = { readonly personId: string; readonly signature: string };

const setOn = (r: Recording): string => dayInIndia(new Date(r.store.phone.now()));

/** What the officer who stands in signs here and now. */
export const toSign = (r: Recording, personId: string): string =>
  standInText({ groupId: r.sheet.groupId, personId, setOn: setOn(r) });

/** Throws `field.noRoom`, `field.hidden`; then the old secret still holds. The practice group tells nobody. */
export async function keepNewSecret(
  r: Recording,
  of: Officer,
  given: { way: OfficerWay; secret: string; voucher: StandIn },
): Promise<void> {
  const { way, secret, voucher } = given;
  const view = await makeOfficerSecret(r.store, of, { way, secret });
  if (r.practice) return saveView(r.store, view.kind, view);
  const on = setOn(r);
  const payload: OfficerPinReset = {
    ...of,
    vouchedBy: voucher.personId,
    way,
    setOn: on,
    signature: voucher.signature,
  };
  const told = { name: 'meetings.resetOfficerPin', schemaVersion: 1, payload, businessDate: on, groupId: of.groupId };
  await appendCommand(r.store, told, { views: [view] });
  await recorded();
}
