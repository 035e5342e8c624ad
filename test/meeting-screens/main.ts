import '#ui/app.css';
import '#ui/fonts.css';
import { mount } from 'svelte';
import { newId } from '#platform/ids.ts';
import { besideId, createVault, openThisPhone, saveView } from '#field/index.ts';
import { makeServerKey } from '#field/sealed-envelope.ts';
import { sealJson } from '#field/sealing.ts';
import { groupBound } from '#field/store.ts';
import { completeEnrolment } from '#field/enrol.ts';
import { switchLanguage } from '#ui/language.svelte.ts';
import { isLanguage } from '#ui/languages.ts';
import { openStore } from '../../src/routes/field/parts/session.svelte.ts';
import { boundGroup, sampleGroup } from './group.ts';
import Page from './Page.svelte';

const asked = new URLSearchParams(location.search);
const to = asked.get('language');
if (isLanguage(to)) switchLanguage(to);
const phone = await openThisPhone({ prefix: `screens ${Math.random()}`, rules: { iterations: 10, delaysMs: [0] } });
const { key } = await makeServerKey();
const { store } = await createVault(phone, { pin: '482913', serverKey: key });
await completeEnrolment(store, {
  deviceId: newId(),
  userId: newId(),
  displayName: 'Rehana',
  orgId: newId(),
  serverKey: key,
  certificate: `${'c'.repeat(440)}.${'s'.repeat(86)}`,
  epoch: newId(),
} as Parameters<typeof completeEnrolment>[1]);
const { group, safety } = asked.has('bound') ? boundGroup() : { group: sampleGroup(), safety: null };
const docs: { kind: string; id: string; doc: unknown }[] = [
  { kind: 'context', id: group.groupId, doc: group },
  ...(safety ? [{ kind: 'safety', id: group.groupId, doc: safety }] : []),
];
async function putGroup(): Promise<void> {
  const sealed = await sealJson(store.dataKey, groupBound(group.groupId), docs);
  await store.db.put('groups', { groupId: group.groupId, version: '1', docs: sealed } as Parameters<
    typeof store.db.put<'groups'>
  >[1]);
}
function picture(): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: 96, height: 96 });
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#7a5230';
  pen.fillRect(0, 0, 96, 96);
  pen.fillStyle = '#f0c9a0';
  pen.arc(48, 40, 22, 0, 7);
  pen.fill();
  return canvas.toDataURL('image/jpeg');
}
if (safety) {
  // a face for some of them, as if the office's pictures had come before
  const some = group.members.slice(0, 5).map(({ personId }) => [personId, newId()] as const);
  for (const [, photoId] of some)
    await saveView(store, 'face', { id: besideId(group.groupId, photoId), view: { url: picture() } });
  docs.push({ kind: 'faces', id: group.groupId, doc: Object.fromEntries(some) });
}
await putGroup();
await openStore(store);
mount(Page, { target: document.body, props: { groupId: group.groupId } });
