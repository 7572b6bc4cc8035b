import { readTemplateStatus } from '../../core/template/status.ts';
import type { ProviderTemplate } from '../ports/templates.ts';

/** The provider's list of templates as it was at a time, saved over a restart. */
interface Snapshot {
  readonly asOf: Date;
  readonly listed: readonly ProviderTemplate[];
}

export function writeSnapshot({ asOf, listed }: Snapshot): string {
  return JSON.stringify({ asOf: asOf.toISOString(), listed });
}

/** Reads what {@link writeSnapshot} wrote; undefined for what another release wrote in another form. */
export function readSnapshot(text: string | undefined): Snapshot | undefined {
  if (text === undefined) return undefined;
  try {
    const snapshot: unknown = JSON.parse(text);
    if (typeof snapshot !== 'object' || snapshot === null || !('asOf' in snapshot) || !('listed' in snapshot))
      return undefined;
    const asOf = new Date(String(snapshot.asOf));
    if (Number.isNaN(asOf.getTime()) || !Array.isArray(snapshot.listed)) return undefined;
    return { asOf, listed: snapshot.listed.filter(isListed).map(withStatus) };
  } catch {
    return undefined;
  }
}

function isListed(one: unknown): one is ProviderTemplate {
  return typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string';
}

/** Another release may have written statuses in another form. */
function withStatus(one: ProviderTemplate): ProviderTemplate {
  return { ...one, status: one.status === undefined ? undefined : readTemplateStatus(String(one.status)) };
}
