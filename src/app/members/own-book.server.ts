/** A member's own passbook on somebody else's phone, and her secret set at the office. */
import type { Actor } from '#platform/door.ts';
import { newStretching, stretch } from '#platform/stretch.ts';
import { refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { sealTo } from '#field/sealed-envelope.ts';
import type { Passbook } from '#domain/meetings/index.server.ts';
import type { App } from '../app-type.server.ts';
import { rightsOf } from '../rights.ts';
import { boxBound, type FoundLock, type Open, type Opened, type SignKeyFacts } from './model.ts';
import { judgeMemberSecret, secretText, type MemberWay } from './secret.rules.ts';

export type OwnBook =
  | { readonly kind: 'opened'; readonly book: Passbook }
  | { readonly kind: 'wrong'; readonly waitSeconds: number }
  | Exclude<Outcome<never>, { kind: 'applied' | 'already' }>;

/** She herself, for this one question: a member, and nothing of what the phone's owner may do. */
const asMember = (who: Actor, personId: string): Actor => ({
  ...who,
  personId,
  orgIds: [who.orgId],
  grants: [{ role: 'member', scope: null }],
  rights: rightsOf(['member']),
});

/**
 * Each call is a try of its own: what was sent before opens nothing when it is sent again.
 * @returns refused `members.not_set` and those of the door
 */
export async function openOwnBook(app: App, who: Actor, given: Open): Promise<OwnBook> {
  await app.keys();
  const outcome = await app.do<Opened>('members.open', who, given);
  if (outcome.kind !== 'applied' && outcome.kind !== 'already') return outcome;
  const { opened, waitSeconds } = outcome.receipt;
  if (!opened) return { kind: 'wrong', waitSeconds };
  const answer = await app.ask<Passbook | null>('meetings.ownPassbook', asMember(who, given.personId), {});
  if (answer.kind !== 'answer') return answer;
  return answer.value ? { kind: 'opened', book: answer.value } : refused('members.unknown', {});
}

/** @returns refused `members.secret_short`, `members.secret_easy` and those of `members.setSecret` */
export async function setSecretAtOffice(
  app: App,
  who: Actor,
  { personId, way, secret }: { personId: string; way: MemberWay; secret: string },
): Promise<Outcome<{ personId: string }> | Refused> {
  const problem = judgeMemberSecret(way, secret);
  if (problem) return refused(`members.secret_${problem}`, {});
  const { sealingKey } = await app.keys();
  const how = newStretching();
  const { proof, check } = await stretch(secretText(way, secret), how);
  const box = await sealTo(sealingKey, new TextEncoder().encode(proof), boxBound(personId));
  return app.do('members.setSecret', who, { personId, lock: { way, ...how, check }, box });
}

/**
 * She types her PIN at the office's desk under the statement that is shown to her.
 * @returns refused `members.not_set` and those of `members.signKeyFacts`
 */
export async function signKeyFactsAtOffice(
  app: App,
  who: Actor,
  { secret, ...of }: Omit<SignKeyFacts, 'box'> & { readonly secret: string },
): Promise<Outcome<Opened>> {
  const answer = await app.ask<FoundLock | null>('members.lockOfBorrower', who, { loanId: of.loanId });
  if (answer.kind !== 'answer') return answer;
  const lock = answer.value;
  if (!lock) return refused('members.not_set');
  const { sealingKey } = await app.keys();
  const { proof } = await stretch(secretText(lock.way, secret), lock);
  const box = await sealTo(sealingKey, new TextEncoder().encode(proof), boxBound(lock.personId));
  return app.do('members.signKeyFacts', who, { ...of, box });
}
