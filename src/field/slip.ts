/** The QR of a slip made offline: this meeting's hash and the last head seen, signed by the phone, with the phone's certificate beside it. */
import { signSlip } from './sealed-envelope.ts';
import { headerOf, type Store } from './vault.ts';

const MARK = 'BAKHIYA-SLIP1';

export type SlipFacts = {
  readonly meetingId: string;
  readonly groupId: string;
  readonly heldOn: string;
  readonly closingCashPaise: number;
  /** SHA-256 of the canonical meeting sheet, hex. */
  readonly sheetHash: string;
  /** Head of the group's book as last seen by this phone; empty when none was. */
  readonly headHash: string;
};

const statement = (facts: SlipFacts, deviceId: string): string =>
  [
    facts.meetingId,
    facts.groupId,
    facts.heldOn,
    facts.closingCashPaise,
    facts.sheetHash,
    facts.headHash,
    deviceId,
  ].join(':');

/** The text a QR carries. Null on a phone that is not enrolled: it has no certificate to sign under. */
export async function makeSlipCode(store: Store, facts: SlipFacts): Promise<string | null> {
  const { deviceId, certificate } = await headerOf(store.db);
  if (!deviceId || !certificate) return null;
  const text = statement(facts, deviceId);
  return [MARK, text, await signSlip(store.signKey, text), certificate].join(':');
}

/** What a scanned slip says; the caller checks `signature` over `text` with the key its certificate names. Null when it is no slip. */
export function readSlipCode(
  code: string,
): { facts: SlipFacts; deviceId: string; text: string; signature: string; certificate: string } | null {
  const [mark, meetingId, groupId, heldOn, cash, sheetHash, headHash, deviceId, signature, certificate] =
    code.split(':');
  const closingCashPaise = Number(cash);
  if (mark !== MARK || !meetingId || !groupId || !heldOn || !sheetHash || !deviceId || !signature || !certificate)
    return null;
  if (!Number.isSafeInteger(closingCashPaise)) return null;
  const facts = { meetingId, groupId, heldOn, closingCashPaise, sheetHash, headHash: headHash ?? '' };
  return { facts, deviceId, text: statement(facts, deviceId), signature, certificate };
}
