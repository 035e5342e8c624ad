/** From the office's one-time QR to a store that can record. */
import type { ServerKey } from './wire.ts';
import { EnrolmentCode, EnrolResponse } from './wire.ts';
import { FieldError } from './errors.ts';
import { post, type Net } from './transport.ts';
import { createVault, headerOf, lock, patchHeader, type Phone, type Store } from './vault.ts';

/** Null when the QR is not one of ours. */
export function readEnrolmentCode(text: string): EnrolmentCode | null {
  try {
    const parsed = EnrolmentCode.safeParse(JSON.parse(text));
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
      code: reply.kind === 'noAnswer' ? reply.code : `sync.enrol.${reply.kind}`,
    });
  }
  await completeEnrolment(store, reply.body);
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
