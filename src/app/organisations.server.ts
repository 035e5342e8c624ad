/** The one write that cannot pass `perform`: an organisation must be there before anyone can act in it. Made by the owner of the tables. */
import type pg from 'pg';
import { newId } from '#platform/ids.ts';

export type NewOrganisation = {
  readonly orgId?: string;
  readonly parentOrgId?: string | null;
  readonly kind: 'mission' | 'district' | 'federation' | 'trust';
  readonly name: string;
  readonly nameHi?: string | null;
  readonly nameUr?: string | null;
};
export type NewUser = {
  readonly userId?: string;
  readonly orgId: string;
  readonly name: string;
  /** Ten digits. */
  readonly phone: string;
  readonly locale?: 'en' | 'hi' | 'ur';
  readonly personId?: string | null;
  /** The secret she is given was seen by others (on a terminal): she chooses her own at once. */
  readonly mustChangeSecret?: boolean;
  readonly grants: readonly {
    readonly role: string;
    readonly scopeKind?: 'place' | 'group' | 'person';
    readonly scopeId?: string;
  }[];
};

export async function makeOrganisation(owner: pg.Pool | pg.Client, org: NewOrganisation): Promise<string> {
  const orgId = org.orgId ?? newId();
  await owner.query(
    'insert into org (org_id, parent_org_id, kind, name, name_hi, name_ur) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
    [orgId, org.parentOrgId ?? null, org.kind, org.name, org.nameHi ?? null, org.nameUr ?? null],
  );
  return orgId;
}

/** The first administrator of an organisation; everybody after her is added by `users.add`. */
export async function makeFirstUser(owner: pg.Pool | pg.Client, user: NewUser): Promise<string> {
  const userId = user.userId ?? newId();
  await owner.query(
    'insert into app_user (org_id, user_id, person_id, name, phone, locale, must_change_secret) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
    [
      user.orgId,
      userId,
      user.personId ?? null,
      user.name,
      user.phone,
      user.locale ?? 'en',
      user.mustChangeSecret ?? false,
    ],
  );
  for (const grant of user.grants) {
    await owner.query(
      `insert into user_grant (org_id, user_id, role, scope_kind, scope_id) values ($1, $2, $3, $4, coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'))
       on conflict do nothing`,
      [user.orgId, userId, grant.role, grant.scopeKind ?? null, grant.scopeId ?? null],
    );
  }
  return userId;
}
