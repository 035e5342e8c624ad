/** From the office's one-time QR to a store that can record. */
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from './bytes.ts';
import type { ServerKey } from './wire.ts';
import { EnrolmentCode, EnrolResponse } from './wire.ts';
import { FieldError } from './errors.ts';
import { post, type Net, type Reply } from './transport.ts';
import { createVault, headerOf, lock, patchHeader, type Phone, type Store } from './vault.ts';

/** What the office's QR holds: a link any camera opens; the code travels behind `#`, which browsers send to nobody. */
export const enrolmentLink = (code: EnrolmentCode): string =>
  `${code.origin}/field/enrol/#${toBase64Url(utf8(JSON.stringify(code)))}`;

/** From the link, from what stands behind its `#`, or from the code itself; null when it is not one of ours. */
export function readEnrolmentCode(text: string): EnrolmentCode | null {
  const given = text.trim();
  try {
    const json = given.startsWith('{') ? given : fromUtf8(fromBase64Url(given.slice(given.indexOf('#') + 1)));
    const parsed = EnrolmentCode.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export type Enrolling = { token: string; serverKey: ServerKey; pin: string; deviceName: string; pepper?: string };

/**
 * Makes the store, then enrols it. Throws `field.enrolFailed` (params.code: message key) when the server did not take it: the empty
 * store is left and `finishEnrolment` with the same token may be tried again, since the server answers the same key the same.
 */
export async function enrol(net: Net, phone: Phone, given: Enrolling): Promise<Store> {
  const { store } = await createVault(phone, given);
  try {
    await finishEnrolment(net, store, given);
    return store;
  } catch (fault) {
    lock(store);
    throw fault;
  }
}

export async function finishEnrolment(
  net: Net,
  store: Store,
  given: { token: string; deviceName: string },
): Promise<void> {
  const header = await headerOf(store.db);
  if (!header.escrow) throw new FieldError('field.enrolFailed', { code: 'sync.strangeAnswer' });
  const { signingSpki: signingKey, escrow } = header;
  const request = { token: given.token, deviceName: given.deviceName, signingKey, escrow };
  const reply = await post(net, '/enrol', { body: request, shape: EnrolResponse });
  if (reply.kind !== 'ok') {
    throw new FieldError('field.enrolFailed', {
      code: codeFor(reply),
    });
  }
  await completeEnrolment(store, reply.body);
}

/** `sync.token_used` and its like come from the server; a busy or broken one is told apart from a wrong code. */
function codeFor(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): string {
  if (reply.kind === 'noAnswer') return reply.code;
  if (reply.kind === 'wait') return 'sync.serverBusy';
  return (reply.kind === 'trouble' && reply.code) || 'sync.serverTrouble';
}

/** Public for a server that enrols by another way; harmless when repeated. */
export async function completeEnrolment(store: Store, answer: EnrolResponse): Promise<void> {
  const { deviceId, userId, displayName, orgId, serverKey, certificate, epoch } = answer;
  if (!(await store.db.get('chains', deviceId))) {
    await store.db.put('chains', { deviceId, seq: 0, head: null, lastReceipt: 0, epochSeen: epoch });
  }
  await patchHeader(store.db, { deviceId, userId, displayName, orgId, serverKey, certificate, escrow: null });
  const row = await store.phone.db.get('vaults', store.vaultId);
  if (row) await store.phone.db.put('vaults', { ...row, userId, displayName, orgId });
}
