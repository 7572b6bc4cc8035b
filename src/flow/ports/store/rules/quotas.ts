import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { DayLimits, QuotaShortage } from '../../../../core/rules/send-rules.ts';

/** How much of today's quotas is left; the statement that accepts a send reserves it. */
export interface QuotaLookup {
  /** The quota that is shortest for a send of so many recipients; undefined where all of them fit. */
  findShortage(send: {
    readonly teamId: string;
    readonly channelId: string;
    readonly actorId: string;
    readonly recipients: readonly PhoneNumber[];
    readonly day: string;
    readonly limits: DayLimits;
  }): Promise<QuotaShortage | undefined>;
}
