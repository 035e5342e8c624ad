import type { CertificatePage } from '#domain/linkage/index.server.ts';
import { ask, found } from '../../../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id: groupId, certificate: certificateId } = event.params;
  const asked = { groupId, certificateId };
  return { groupId, one: found(await ask<CertificatePage | null>(event, 'linkage.certificate', asked)) };
};
