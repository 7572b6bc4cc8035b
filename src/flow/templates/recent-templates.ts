import type { SendOrder } from '../../core/send/send.ts';
import { templateKey } from '../../core/template/template.ts';
import type { Log } from '../ports/ports.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import type { TextCache } from './template-ports.ts';

/** Whose recent choices are wanted. */
export interface Whose {
  readonly teamId: string;
  readonly actorId: string;
  readonly channelId: string;
}

export interface RecentTemplates {
  /** Template keys, this person's first, then this channel's; empty when nobody can say in time. */
  of(whose: Whose): Promise<readonly string[]>;
  remember(order: Pick<SendOrder, 'teamId' | 'actorId' | 'channelId' | 'template'>): Promise<void>;
}

const MOST_KEPT = 8;
const LIFE_MS = 90 * 24 * 60 * 60_000;
/** The picker has three seconds for everything, and a list without recent ones is better than none. */
const PATIENCE_MS = 250;

/** What people sent lately. It may be lost: then the picker starts with the alphabet. */
export function createRecentTemplates({
  cache,
  log,
}: {
  readonly cache: TextCache;
  readonly log: Log;
}): RecentTemplates {
  const read = async (place: string): Promise<readonly string[]> => keysIn(await cache.get(place));

  async function put(place: string, key: string): Promise<void> {
    const keys = [key, ...(await read(place)).filter((one) => one !== key)].slice(0, MOST_KEPT);
    await cache.set(place, JSON.stringify(keys), LIFE_MS);
  }

  return {
    async of(whose) {
      const lists = Promise.all(placesOf(whose).map(read)).catch((error: unknown) => {
        log.debug({ err: error }, 'recent templates not read');
        return [];
      });
      const found = await withTimeout(PATIENCE_MS, lists);
      return found.kind === 'done' ? [...new Set(found.value.flat())] : [];
    },
    async remember({ template, ...whose }) {
      if (template === undefined) return;
      try {
        for (const place of placesOf(whose)) await put(place, templateKey(template));
      } catch (error) {
        log.debug({ err: error }, 'recent template not kept');
      }
    },
  };
}

function placesOf({ teamId, actorId, channelId }: Whose): readonly [string, string] {
  return [`${teamId}:${actorId}`, `${teamId}:${channelId}`];
}

function keysIn(text: string | undefined): readonly string[] {
  const keys: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}
