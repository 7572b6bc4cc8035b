import { type RawBuilder, sql } from 'kysely';
import type { Engine } from '../engine/engine.ts';

/** A condition on a row of `batches`: it waits for the end of quiet hours. One that waits for another try was tried. */
export function isQuiet({ now }: Pick<Engine, 'now'>): RawBuilder<boolean> {
  return sql<boolean>`batches.state = 'queued' and batches.attempts = 0 and batches.not_before > ${now}`;
}

/** A condition on a row of `batches` that is queued: it does not wait for the end of quiet hours. */
export function isNotQuiet({ now }: Pick<Engine, 'now'>): RawBuilder<boolean> {
  return sql<boolean>`(batches.attempts > 0 or batches.not_before <= ${now})`;
}
