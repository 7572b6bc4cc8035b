import type { Arguments } from './method.ts';

/** Slack's published rates, a workspace and app at a time. */
export interface RateLimits {
  /** Seconds to wait before this call may be made; 0 when it may be made now, and then it is counted. */
  waitSeconds(method: string, args: Arguments): number;
}

interface Rate {
  /** Calls that may come at once. */
  readonly burst: number;
  readonly perSecond: number;
}

const TIER_2: Rate = { burst: 20, perSecond: 20 / 60 };
const TIER_3: Rate = { burst: 50, perSecond: 50 / 60 };
const TIER_4: Rate = { burst: 100, perSecond: 100 / 60 };
/** "Special": about one a second in each channel, short bursts allowed. How short is not published. */
const POSTING: Rate = { burst: 10, perSecond: 1 };

const RATES: Readonly<Record<string, Rate>> = {
  'chat.postMessage': POSTING,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'functions.completeSuccess': TIER_3,
  'functions.completeError': TIER_3,
  'views.update': TIER_4,
  'conversations.info': TIER_3,
  'conversations.list': TIER_2,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'files.completeUploadExternal': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.info': TIER_4,
  'users.info': TIER_4,
};

export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    waitSeconds(method, args) {
      const rate = Object.hasOwn(RATES, method) ? RATES[method] : undefined;
      if (rate === undefined) return 0;
      const key = method === 'chat.postMessage' ? `${method} ${args.text('channel')}` : method;
      const bucket = buckets.get(key) ?? { left: rate.burst, at: now() };
      const left = Math.min(rate.burst, bucket.left + ((now() - bucket.at) / 1000) * rate.perSecond);
      if (left < 1) {
        buckets.set(key, { left, at: now() });
        return Math.ceil((1 - left) / rate.perSecond);
      }
      buckets.set(key, { left: left - 1, at: now() });
      return 0;
    },
  };
}
