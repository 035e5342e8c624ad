/** Operations of the phone; their shapes are `#field/wire.ts`. */
import { fixed } from './shapes.ts';

const parameters = [
  { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  {
    ...{ name: 'x-photo-sha256', in: 'header', required: true },
    description: 'SHA-256 of the photo as base64url text, in hexadecimal',
    schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
];
const photo = { required: true, content: { 'image/jpeg': {}, 'image/png': {}, 'image/webp': {} } };

export const phoneOperations = fixed('Phones', [
  {
    ...{ at: 'post /api/sync/enrol', id: 'enrol', open: true, sends: 'EnrolRequest', gives: 'EnrolResponse' },
    ...{ summary: 'A phone joins by the one-time code of the office', refusals: [400, 422] },
  },
  {
    ...{ at: 'post /api/sync/challenge', id: 'challenge', open: true, sends: 'ChallengeRequest', gives: 'Challenge' },
    ...{ summary: 'What a phone must sign to open its session again', refusals: [400] },
  },
  {
    ...{ at: 'post /api/sync/session', id: 'openPhoneSession', open: true, sends: 'SessionProof', gives: 'Done' },
    ...{ summary: 'The signed challenge opens a session; the answer sets a cookie', refusals: [400, 401, 410] },
  },
  {
    ...{ at: 'post /api/sync/push', id: 'push', sends: 'PushRequest', gives: 'PushResponse' },
    ...{ summary: 'Signed commands of one phone; one answer for each', refusals: [400, 401, 410] },
  },
  {
    ...{ at: 'post /api/sync/quarantine', id: 'quarantine', open: true, sends: 'PushRequest', gives: 'PushResponse' },
    ...{ summary: 'What a stopped phone has not sent, kept until a person decides', refusals: [400, 401, 410] },
  },
  {
    ...{ at: 'post /api/sync/pull', id: 'pull', sends: 'PullRequest', gives: 'PullResponse' },
    ...{ summary: 'Groups in the scope of the user that changed since the cursor', refusals: [400, 401] },
  },
  {
    ...{ at: 'post /api/sync/escrow', id: 'escrow', sends: 'EscrowRequest', gives: 'EscrowResponse' },
    ...{ summary: 'A new recovery code for the office to keep', refusals: [400, 401, 404] },
  },
  {
    ...{ at: 'put /api/sync/photos/{id}', id: 'storePhoto', parameters, requestBody: photo, gives: 'PhotoAnswer' },
    ...{ summary: 'A photo of a page or a person, at most 2 MB', refusals: [400, 401, 422] },
  },
]);
