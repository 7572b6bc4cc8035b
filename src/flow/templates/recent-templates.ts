import { MAX_RECENT_TEMPLATES_MS, MAX_REMEMBERED_TEMPLATES, RECENT_TEMPLATES_LIFE_MS } from '../../core/limits.ts';
import type { SendOrder } from '../../core/send/send.ts';
import { templateKey } from '../../core/template/template.ts';
import type { Log } from '../ports/log.ts';
import type { Asker } from '../ports/store/lookup.ts';
import type { TextCache } from '../ports/store/text-cache.ts';
import { withTimeout } from '../timing/with-timeout.ts';

export interface RecentTemplates {
  /** Template keys, this person's first, then this channel's; empty when the cache does not answer in time. */
  of(asker: Asker): Promise<readonly string[]>;
  /** Adds the template of a send to the lists of its person and of its channel. Never rejects. */
  remember(order: Pick<SendOrder, 'teamId' | 'actorId' | 'channelId' | 'template'>): Promise<void>;
}

interface Needs {
  readonly cache: TextCache;
  readonly log: Log;
}

/** The templates that people sent lately. They may be lost: then the picker starts with the alphabet. */
export function createRecentTemplates({ cache, log }: Needs): RecentTemplates {
  const read = async (cacheKey: string): Promise<readonly string[]> => keysIn(await cache.get(cacheKey));

  async function add(cacheKey: string, key: string): Promise<void> {
    const keys = [key, ...(await read(cacheKey)).filter((one) => one !== key)].slice(0, MAX_REMEMBERED_TEMPLATES);
    await cache.set(cacheKey, JSON.stringify(keys), RECENT_TEMPLATES_LIFE_MS);
  }

  return {
    async of(asker) {
      const lists = Promise.all(cacheKeysOf(asker).map(read)).catch((error: unknown) => {
        log.debug({ err: error }, 'recent templates not read');
        return [];
      });
      const found = await withTimeout(MAX_RECENT_TEMPLATES_MS, lists);
      return found.kind === 'done' ? [...new Set(found.value.flat())] : [];
    },
    async remember({ template, ...asker }) {
      if (template === undefined) return;
      try {
        for (const cacheKey of cacheKeysOf(asker)) await add(cacheKey, templateKey(template));
      } catch (error) {
        log.debug({ err: error }, 'recent template not saved');
      }
    },
  };
}

function cacheKeysOf({ teamId, actorId, channelId }: Asker): readonly [string, string] {
  return [`${teamId}:${actorId}`, `${teamId}:${channelId}`];
}

function keysIn(text: string | undefined): readonly string[] {
  const keys: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}
