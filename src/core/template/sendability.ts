import type { Template } from './template.ts';

/** What keeps a template from being sent. */
export interface Obstacle {
  /** For a line that has little room. */
  readonly short: string;
  /** The whole of it, as a sentence. */
  readonly sentence: string;
  /** What to do instead. */
  readonly instead: string;
}

type Unapproved = Exclude<Template['status'], 'APPROVED'>;

const BY_STATUS = {
  PENDING: {
    short: 'waits for approval',
    why: 'waits for approval by WhatsApp, so it cannot be sent yet',
    instead: 'Choose another template, or look again once it is approved; that takes up to a day.',
  },
  REJECTED: {
    short: 'rejected by WhatsApp',
    why: 'was rejected by WhatsApp, so it cannot be sent',
    instead: 'Choose another template. Its owner has to change it and hand it in again.',
  },
  PAUSED: {
    short: 'paused by WhatsApp',
    why: 'is paused by WhatsApp because too many people blocked or reported it, so it cannot be sent now',
    instead: 'Choose another template. A pause ends by itself after 3 or 6 hours; a third one disables the template.',
  },
  DISABLED: {
    short: 'disabled by WhatsApp',
    why: 'was disabled by WhatsApp, so it cannot be sent any more',
    instead: 'Choose another template. Its owner has to make a new one and have it approved.',
  },
} as const satisfies Record<Unapproved, { short: string; why: string; instead: string }>;

/** @returns undefined for a template that can be sent. */
export function obstacleTo({ name, status, unsendable }: Template): Obstacle | undefined {
  if (status !== 'APPROVED') {
    const { short, why, instead } = BY_STATUS[status];
    return { short, sentence: `${name} ${why}.`, instead };
  }
  if (unsendable === undefined) return undefined;
  return {
    short: `cannot be sent from here: ${unsendable}`,
    sentence: `${name} cannot be sent from here: it ${unsendable}.`,
    instead: 'Choose another template, or send this one from Kaleyra’s own console.',
  };
}
