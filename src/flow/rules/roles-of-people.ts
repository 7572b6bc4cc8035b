import type { RoleFinder } from '../ports/rules.ts';

/** The roles of these people; those of whom Slack does not say them are left out. */
export async function rolesOfPeople(
  roles: Pick<RoleFinder, 'rolesOf'>,
  people: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await Promise.all([...new Set(people)].map(async (id) => [id, await roles.rolesOf(id)] as const));
  return new Map(found.flatMap(([id, own]) => (own === undefined ? [] : [[id, own] as const])));
}
