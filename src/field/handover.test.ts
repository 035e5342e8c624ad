import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, GROUP, newPhone, Wires } from '#test/field/phone.ts';
import {
  acceptDraft,
  confirmHandover,
  makeCollector,
  packDraft,
  readDraft,
  readHandoverFile,
  saveDraft,
  takeBack,
  type Store,
} from './index.ts';

const DRAFT = '0190a000-0000-7000-8000-0000000000d1';
let sunita: Store;
let meera: Store;

beforeEach(async () => {
  const wires = new Wires(await ModelServer.start());
  sunita = await enrolled(await newPhone(), wires, 'Sunita');
  meera = await enrolled(await newPhone(), wires, 'Meera');
  const rows = Array.from({ length: 15 }, (_, n) => ({
    member: crypto.randomUUID(),
    name: `रुख़साना ${n}`,
    saved: n * 100,
  }));
  await saveDraft(sunita, { id: DRAFT, kind: 'meeting', groupId: GROUP, body: { rows } });
});

const code = (fault: unknown): string => (fault as { code: string }).code;

test('QR pieces in any order, some twice, continue under both names', async () => {
  const pieces = await packDraft(sunita, DRAFT, { pieceChars: 300 });
  expect(pieces.length).toBeGreaterThan(2);
  const mixed = [...pieces.toReversed(), pieces[0] ?? '', 'https://example.org'];
  const collector = makeCollector();
  const seen = [];
  for (const piece of mixed) seen.push(await collector.add(piece));
  expect(seen[0]).toMatchObject({ have: 1, total: pieces.length, whole: null });
  const whole = seen.at(-1)?.whole ?? '';
  const draft = await acceptDraft(meera, whole);
  expect(draft.recordedBy.map((person) => person.displayName)).toEqual(['Sunita', 'Meera']);
  expect(draft.body).toEqual((await readDraft(sunita, DRAFT))?.body);
  expect(await acceptDraft(meera, whole)).toEqual(draft);
});

test('any order of any pieces joins to the same draft; a damaged piece never does', async () => {
  const pieces = await packDraft(sunita, DRAFT, { pieceChars: 200 });
  const order = fc.shuffledSubarray(pieces, { minLength: pieces.length });
  await fc.assert(
    fc.asyncProperty(order, fc.nat({ max: pieces.length - 1 }), async (shuffled, bad) => {
      const [sound, damaged] = [makeCollector(), makeCollector()];
      let [last, lastDamaged] = [await sound.add('x'), await damaged.add('x')];
      for (const [index, piece] of shuffled.entries()) {
        last = await sound.add(piece);
        const flipped = piece.slice(0, -1) + (piece.endsWith('A') ? 'B' : 'A');
        lastDamaged = await damaged.add(index === bad ? flipped : piece);
      }
      expect(last.whole).not.toBeNull();
      expect(lastDamaged.whole).toBeNull();
    }),
    { numRuns: 30 },
  );
});

test('the sender keeps a read-only copy, may take it back; a file is closed by a spoken code', async () => {
  const [file = ''] = await packDraft(sunita, DRAFT, { code: '4711' });
  await confirmHandover(sunita, DRAFT);
  const save = saveDraft(sunita, { id: DRAFT, kind: 'meeting', groupId: GROUP, body: {} });
  expect(await save.catch(code)).toBe('field.draftHandedOver');
  const whole = await readHandoverFile(file);
  expect(await acceptDraft(meera, whole).catch(code)).toBe('field.handoverNeedsCode');
  expect(await acceptDraft(meera, whole, '0000').catch(code)).toBe('field.handoverNeedsCode');
  await acceptDraft(meera, whole, '4711');
  const further = await saveDraft(meera, { id: DRAFT, kind: 'meeting', groupId: GROUP, body: { rows: [] } });
  expect(further.recordedBy).toHaveLength(2);
  expect(await acceptDraft(meera, whole, '4711').catch(code)).toBe('field.draftIsNewer');
  const [back = ''] = await packDraft(meera, DRAFT);
  expect(await acceptDraft(sunita, await readHandoverFile(back))).toMatchObject({
    handedOverAt: null,
    body: { rows: [] },
  });
  await takeBack(sunita, DRAFT);
  await saveDraft(sunita, { id: DRAFT, kind: 'meeting', groupId: GROUP, body: { rows: [1] } });
});

test('autosaves of one draft land in the order of the taps', async () => {
  const id = '0190a000-0000-7000-8000-0000000000d2';
  const saves = Array.from({ length: 20 }, (_, tap) =>
    saveDraft(sunita, { id, kind: 'meeting', groupId: GROUP, body: { tap } }),
  );
  await Promise.all(saves);
  expect(await readDraft(sunita, id)).toMatchObject({ rev: 20, body: { tap: 19 } });
});
