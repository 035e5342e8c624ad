/** Operations that stand by themselves: signing in, verification, health; those of phones are in `phones.ts`. */
import { answer, fixed, ref, words, type Fixed } from './shapes.ts';
import { memberOperations } from './members.ts';
import { phoneOperations } from './phones.ts';

const uuid = { type: 'string', format: 'uuid' };
const severalOrganisations = answer('Phone and secret fit several organisations: name one', ref('Problem'));
const signedIn = answer('Signed in', { type: 'object', properties: { userId: uuid }, required: ['userId'] });

const signIn = fixed('Signing in', [
  {
    ...{ at: 'post /api/session', id: 'signIn', open: true, sends: 'SignInRequest', refusals: [400, 401] },
    summary: 'Sign in by phone and PIN or password; the answer sets a cookie',
    responses: { 200: signedIn, 409: severalOrganisations },
  },
  {
    ...{ at: 'get /api/session', id: 'whoAmI', gives: 'Session', refusals: [401] },
    summary: 'Who is signed in, in which roles and where',
  },
  { at: 'delete /api/session', id: 'signOut', open: true, gives: 'Done', summary: 'Sign out' },
]);

const open = fixed('Verification', [
  {
    ...{ at: 'get /api/verification', id: 'verificationKeys', open: true, gives: 'Verification' },
    summary: 'The public keys that receipts and slips are or were signed with, the one in use first',
  },
  {
    ...{ at: 'get /api/openapi.json', id: 'document', open: true, summary: 'This document' },
    responses: { 200: answer('OpenAPI 3.1', { type: 'object' }) },
  },
]);

/** Answered by the server itself, before and beside the app. */
const health: readonly Fixed[] = [
  ['get', '/healthz', words('alive', 'The process is alive', { 200: 'alive' })],
  ['get', '/readyz', words('ready', 'The app serves and reaches its database', { 200: 'ready', 503: 'not ready' })],
];

export const fixedOperations: readonly Fixed[] = [
  ...signIn,
  ...phoneOperations,
  ...memberOperations,
  ...open,
  ...health,
];
