import '#ui/app.css';
import '#ui/fonts.css';
import { mount } from 'svelte';
import { newId } from '#platform/ids.ts';
import { createVault, openThisPhone } from '#field/index.ts';
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
const docs = await sealJson(store.dataKey, groupBound(group.groupId), [
  { kind: 'context', id: group.groupId, doc: group },
  ...(safety ? [{ kind: 'safety', id: group.groupId, doc: safety }] : []),
]);
await store.db.put('groups', { groupId: group.groupId, version: '1', docs } as Parameters<
  typeof store.db.put<'groups'>
>[1]);
await openStore(store);
mount(Page, { target: document.body, props: { groupId: group.groupId } });
