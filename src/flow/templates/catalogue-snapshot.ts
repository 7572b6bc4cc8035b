import { readTemplateStatus } from '../../core/template/status.ts';
import type { ProviderTemplate } from './template-ports.ts';

/** The provider's list as it was at a time. */
interface Snapshot {
  readonly asOf: Date;
  readonly listed: readonly ProviderTemplate[];
}

export function writeSnapshot({ asOf, listed }: Snapshot): string {
  return JSON.stringify({ asOf: asOf.toISOString(), listed });
}

/** Reads what {@link writeSnapshot} wrote; what another release wrote differently is nothing. */
export function readSnapshot(text: string | undefined): Snapshot | undefined {
  if (text === undefined) return undefined;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null || !('asOf' in kept) || !('listed' in kept)) return undefined;
    const asOf = new Date(String(kept.asOf));
    if (Number.isNaN(asOf.getTime()) || !Array.isArray(kept.listed)) return undefined;
    return { asOf, listed: kept.listed.filter(isListed).map(withStatus) };
  } catch {
    return undefined;
  }
}

function isListed(one: unknown): one is ProviderTemplate {
  return typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string';
}

/** Another release may have had other words. */
function withStatus(one: ProviderTemplate): ProviderTemplate {
  return { ...one, status: one.status === undefined ? undefined : readTemplateStatus(String(one.status)) };
}
