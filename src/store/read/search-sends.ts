import type { SendPosition, SendQuery, SendSearch } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';
import { type Candidate, createCandidates } from './send-candidates.ts';
import { createSummaries } from './send-summaries.ts';

/** Sends that are read at once. */
const STEP = 100;
/** Sends that one page looks at, at most. */
const MAX_LOOKED_AT = 500;

/** Searches the sends that a person may see, the latest first. */
export function createSearchSends(engine: Engine): SendSearch['searchSends'] {
  const candidates = createCandidates(engine);
  const summariesOf = createSummaries(engine);

  return async (asker, query, { limit, after: start, isOwnOnly = false }) => {
    const isFiltered = query.recipient !== undefined || query.statuses !== undefined || query.template !== undefined;
    const step = isFiltered ? STEP : limit + 1;
    const found: Found[] = [];
    let after = start;
    for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += step) {
      const rows = await candidates({ asker, query, isOwnOnly, after, limit: step });
      found.push(...(await summariesOf(rows, asker, query)));
      if (found.length > limit) return pageOf(found.slice(0, limit), query);
      if (rows.length < step)
        return { summaries: found.map(({ summary }) => summary), next: undefined, stoppedAfter: undefined };
      after = positionOf(rows.at(-1));
    }
    const next = after && { query: withoutNumber(query, found), after };
    return { summaries: found.map(({ summary }) => summary), next, stoppedAfter: MAX_LOOKED_AT };
  };
}

type Found = Awaited<ReturnType<ReturnType<typeof createSummaries>>>[number];

function pageOf(found: readonly Found[], query: SendQuery) {
  const after = positionOf(found.at(-1)?.row);
  const next = after && { query: withoutNumber(query, found), after };
  return { summaries: found.map(({ summary }) => summary), next, stoppedAfter: undefined };
}

/** The query of the next page travels through Slack, so it names a delivery instead of the number. */
function withoutNumber(query: SendQuery, found: readonly Found[]): SendQuery {
  const deliveryId = found.at(-1)?.matchedId;
  if (query.recipient?.kind !== 'number' || deliveryId === undefined) return query;
  return { ...query, recipient: { kind: 'as_in', deliveryId } };
}

function positionOf(row: Candidate | undefined): SendPosition | undefined {
  return row && { at: new Date(row.created_at), id: row.id };
}
