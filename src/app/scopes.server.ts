import { sql } from 'kysely';
import type { Actor, Grant, Scope } from '#platform/door.ts';
import type { Db } from '#platform/db.server.ts';
import { holds, isOwnRight } from './rights.ts';

/** Whether one of the actor's grants holds the right over this scope. Equality is answered here; places ask the database. */
export async function mayDo(db: Db, who: Actor, { right, scope }: { right: string; scope: Scope }): Promise<boolean> {
  if (who.kind === 'system' || isOwnRight(right)) return true;
  const grants = who.grants.filter((grant) => holds(grant.role, right));
  if (grants.some((grant) => grant.scope === null)) return true;
  if (scope?.kind === 'case') return helpsIn(db, who, scope.id);
  if (scope === null || grants.length === 0) return false;
  if (scope.kind === 'loan') return reachesLoan(db, who, { grants, loanId: scope.id });
  if (scope.kind === 'own') return true;
  if (scope.kind === 'enterprise') return reachesEnterprise(db, who, { grants, enterpriseId: scope.id });
  return reachesAny(db, who.orgId, { grants, subjects: [scope] });
}

/** Her roles that bring the right over this scope; the system is a role of its own. */
export async function rolesFor(db: Db, who: Actor, asked: { right: string; scope: Scope }): Promise<readonly string[]> {
  if (who.kind === 'system') return ['system'];
  const roles = new Set(who.grants.map((grant) => grant.role));
  const held: string[] = [];
  for (const role of roles) {
    const grants = who.grants.filter((grant) => grant.role === role);
    if (await mayDo(db, { ...who, grants }, asked)) held.push(role);
  }
  return held;
}

/** A loan of the office is reached through its borrower; an unknown one by nobody whose grants are narrow. */
async function reachesLoan(
  db: Db,
  who: Actor,
  { grants, loanId }: { grants: readonly Grant[]; loanId: string },
): Promise<boolean> {
  const { rows } = await sql<Subject>`select borrower_kind as kind, borrower_id as id from office_loan
    where org_id = ${who.orgId} and loan_id = ${loanId}::uuid`.execute(db);
  const borrower = rows[0];
  if (!borrower) return false;
  if (borrower.kind === 'enterprise') return reachesEnterprise(db, who, { grants, enterpriseId: borrower.id });
  return reachesAny(db, who.orgId, { grants, subjects: [borrower] });
}

/** An enterprise by its place, or by any of those who own it now; an unknown one by nobody whose grants are narrow. */
async function reachesEnterprise(
  db: Db,
  who: Actor,
  { grants, enterpriseId }: { grants: readonly Grant[]; enterpriseId: string },
): Promise<boolean> {
  const { rows } = await sql<Subject>`select 'place' as kind, place_id as id from enterprise
      where org_id = ${who.orgId} and enterprise_id = ${enterpriseId}::uuid
    union all select case when group_id is null then 'person' else 'group' end, coalesce(group_id, person_id) from enterprise_owner
      where org_id = ${who.orgId} and enterprise_id = ${enterpriseId}::uuid and until_on is null`.execute(db);
  return reachesAny(db, who.orgId, { grants, subjects: rows });
}

/** Whether she is the named helper of this case, or of any when none is named. No role stands for that: the register says it. */
async function helpsIn(db: Db, who: Actor, caseId: string): Promise<boolean> {
  const { rows } = await sql`select from case_file where org_id = ${who.orgId} and helper_id = ${who.userId}
    and (${caseId} = '' or case_id = nullif(${caseId}, '')::uuid) limit 1`.execute(db);
  return rows.length > 0;
}

type Subject = NonNullable<Scope>;
/** Whether one of the grants covers one of these places, groups and persons: itself, or what lies above it. */
async function reachesAny(
  db: Db,
  orgId: string,
  { grants, subjects }: { grants: readonly Grant[]; subjects: readonly Subject[] },
): Promise<boolean> {
  const isNamed = ({ kind, id }: Subject) => grants.some(({ scope }) => scope?.kind === kind && scope.id === id);
  if (subjects.some(isNamed)) return true;
  const granted = (kind: string) => grants.flatMap(({ scope }) => (scope?.kind === kind ? [scope.id] : []));
  const asked = (kind: string) => subjects.flatMap((one) => (one.kind === kind ? [one.id] : []));
  const [places, groups] = [granted('place'), granted('group')];
  const { rows } = await sql<{ covered: boolean }>`
    with recursive wanted_groups as (
      select g.group_id, g.place_id, g.parent_group_id from groups g
      where g.org_id = ${orgId} and g.group_id in (select unnest(${asked('group')}::uuid[]) union all select m.group_id from membership m
        where m.org_id = ${orgId} and m.person_id = any(${asked('person')}::uuid[]))
    ),
    upward_groups as (
      select group_id, place_id, parent_group_id from wanted_groups
      union select g.group_id, g.place_id, g.parent_group_id from groups g join upward_groups u
        on g.org_id = ${orgId} and g.group_id = u.parent_group_id
    ),
    upward_places as (
      select p.place_id, p.parent_id from place p where p.org_id = ${orgId} and p.place_id in (
        select unnest(${asked('place')}::uuid[]) union all select place_id from wanted_groups
        union all select h.place_id from person h where h.org_id = ${orgId} and h.person_id = any(${asked('person')}::uuid[]))
      union select p.place_id, p.parent_id from place p join upward_places u on p.org_id = ${orgId} and p.place_id = u.parent_id
    )
    select (exists (select from upward_groups where group_id = any(${groups}::uuid[]))
         or exists (select from upward_places where place_id = any(${places}::uuid[]))) as covered`.execute(db);
  return rows[0]?.covered ?? false;
}
