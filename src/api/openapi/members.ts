/** Operations of a member at somebody else's phone. */
import { shared } from './problems.ts';
import { fixed } from './shapes.ts';

export const memberOperations = fixed('Phones', [
  {
    ...{ at: 'post /api/sync/member/lock', id: 'memberLock', sends: 'MemberLockRequest', gives: 'MemberLock' },
    ...{
      summary: 'How a phone stretches what a member types; it can check nothing with it',
      refusals: [400, 401, 422],
    },
  },
  {
    ...{ at: 'post /api/sync/member/open', id: 'memberOpen', sends: 'MemberOpenRequest', gives: 'MemberBook' },
    ...{ summary: 'Her own passbook, once she proved herself; each call is a try', refusals: [400, 401, 422] },
    responses: { 503: shared('Later') },
  },
  {
    ...{ at: 'post /api/sync/member/face', id: 'memberFace', sends: 'MemberFaceRequest', gives: 'MemberFace' },
    ...{ summary: 'Her picture for a phone of her group, while she consents to it', refusals: [400, 401, 422] },
  },
]);
