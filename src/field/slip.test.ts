import { expect, test } from 'vitest';
import { makeSlipCode, readSlipCode, verifySlip, createVault, openThisPhone } from './index.ts';
import { makeServerKey } from './sealed-envelope.ts';
import { headerOf, patchHeader } from './vault.ts';
import { QUICK_LOCK } from '#test/field/phone.ts';

const FACTS = {
  meetingId: '01900000-0000-7000-8004-000000000002',
  groupId: '01900000-0000-7000-8005-000000000001',
  heldOn: '2026-05-12',
  closingCashPaise: 120_050,
  sheetHash: 'a'.repeat(64),
  headHash: '',
};

test('a slip reads back as it was signed; a changed amount is found out', async () => {
  const phone = await openThisPhone({ prefix: 'slips', rules: QUICK_LOCK });
  const { store } = await createVault(phone, { pin: '482913', serverKey: (await makeServerKey()).key });
  expect(await makeSlipCode(store, FACTS)).toBeNull();
  await patchHeader(store.db, { deviceId: 'd-1', certificate: 'body.signature' });
  const code = (await makeSlipCode(store, FACTS)) ?? '';
  const read = readSlipCode(code);
  expect(read).toMatchObject({ facts: FACTS, deviceId: 'd-1', certificate: 'body.signature' });
  const { signingSpki } = await headerOf(store.db);
  expect(await verifySlip(signingSpki, read?.text ?? '', read?.signature ?? '')).toBe(true);
  const forged = readSlipCode(code.replace(':120050:', ':999999:'));
  expect(await verifySlip(signingSpki, forged?.text ?? '', forged?.signature ?? '')).toBe(false);
  expect(readSlipCode('https://example.org')).toBeNull();
});
