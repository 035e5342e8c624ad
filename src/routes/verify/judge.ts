/** Whether a slip is what it says. Needs nothing but the slip and the installation's public keys. */
import {
  checkableText,
  isReceipt,
  readReceipt,
  readSigned,
  type ReceiptStatement,
  type VerifyKey,
} from '#app/receipts/receipt.ts';
import { readSlipCode, type SlipFacts } from '#field/slip.ts';
import type { IsoDate } from '#platform/dates.ts';
import { verifySlip } from '#field/sealed-envelope.ts';

export type Verdict =
  | { readonly kind: 'genuine'; readonly receipt: ReceiptStatement; readonly retiredOn: IsoDate | null }
  /** Signed at the meeting by a phone of this installation; the office may know better by now. */
  | { readonly kind: 'phone'; readonly facts: SlipFacts; readonly retiredOn: IsoDate | null }
  | { readonly kind: 'false' }
  /** Another installation's, or no slip at all. */
  | { readonly kind: 'other' };

/** @param here the origin of this page: a slip says in its address who can check it */
export async function judge(
  given: string,
  { keys, here }: { keys: readonly VerifyKey[]; here: string },
): Promise<Verdict> {
  const text = checkableText(given);
  const issuer = /^(https?:\/\/[^/]+)\/verify\/#/.exec(given.trim())?.[1];
  if (issuer && issuer !== here) return { kind: 'other' };
  if (isReceipt(text)) {
    const read = await readReceipt(text, keys);
    return read ? { kind: 'genuine', receipt: read.receipt, retiredOn: read.key.retiredOn } : { kind: 'false' };
  }
  const slip = readSlipCode(text);
  if (!slip) return { kind: 'other' };
  const signed = await readSigned(slip.certificate, keys);
  const phone = signed?.said as { deviceId?: unknown; key?: unknown } | undefined;
  const isHers = phone?.deviceId === slip.deviceId && typeof phone.key === 'string';
  const genuine = isHers && (await verifySlip(String(phone.key), slip.text, slip.signature));
  return genuine && signed ? { kind: 'phone', facts: slip.facts, retiredOn: signed.key.retiredOn } : { kind: 'false' };
}
