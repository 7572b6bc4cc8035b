import { randomBytes } from 'node:crypto';
import { SlackError } from './slack-error.ts';

/** Slack's trigger IDs: they open one view, within three seconds. */
export interface Triggers {
  issue(source: TriggerSource): string;
  /** Throws Slack's error for one that is unknown, too old or used. */
  exchange(triggerId: string | undefined): TriggerSource;
}

interface TriggerSource {
  readonly memberId: string;
  /** The view that was clicked in, for pushing another one on it. */
  readonly viewId: string | undefined;
}

const LIFETIME_MS = 3_000;

export function createTriggers(now: () => number = Date.now): Triggers {
  const issued = new Map<string, { source: TriggerSource; until: number; isUsed: boolean }>();
  return {
    issue(source) {
      const id = `${now()}.${randomBytes(6).readUIntBE(0, 6)}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { source, until: now() + LIFETIME_MS, isUsed: false });
      return id;
    },
    exchange(triggerId) {
      if (triggerId === undefined || triggerId === '') throw new SlackError('invalid_arguments');
      const trigger = issued.get(triggerId);
      if (trigger === undefined) throw new SlackError('invalid_trigger_id');
      if (trigger.isUsed) throw new SlackError('exchanged_trigger_id');
      if (now() > trigger.until) throw new SlackError('expired_trigger_id');
      trigger.isUsed = true;
      return trigger.source;
    },
  };
}
