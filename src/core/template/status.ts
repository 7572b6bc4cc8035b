import { storable } from '../text.ts';
import { type TemplateStatus, wordKey } from './template.ts';

/** What a status means for a person who wants to send. */
interface StatusMeaning {
  /** How Meta and Kaleyra write it; case, blanks and signs between words do not count. */
  readonly words: readonly string[];
  /** Why the template cannot be sent; left out when it can. */
  readonly obstacle?: StatusObstacle;
  /** What to know about one that can be sent, as a predicate. Such a word frees no template that was held back before. */
  readonly warning?: string;
}

interface StatusObstacle {
  /** For a line that has little room. */
  readonly short: string;
  /** As a predicate: `is paused by WhatsApp …`. */
  readonly why: string;
  readonly instead: string;
}

type KnownStatus = Exclude<TemplateStatus, UnknownStatus>;
type UnknownStatus = `UNKNOWN ${string}`;

/**
 * Every word for a template's status in a file, in Kaleyra's list and in its callback: Meta's statuses and events, the
 * names that WhatsApp Manager shows for them, and Kaleyra's.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
export const TEMPLATE_STATUSES: Readonly<Record<KnownStatus, StatusMeaning>> = {
  APPROVED: {
    words: [
      'APPROVED',
      'REINSTATED',
      'UNARCHIVED',
      'ACTIVE',
      'ACTIVE_QUALITY_PENDING',
      'ACTIVE_HIGH_QUALITY',
      'ACTIVE_MEDIUM_QUALITY',
    ],
  },
  FLAGGED: {
    words: ['FLAGGED', 'ACTIVE_LOW_QUALITY'],
    warning:
      'was flagged by WhatsApp because people blocked or reported it; if that goes on, WhatsApp pauses or disables it',
  },
  LOCKED: {
    words: ['LOCKED'],
    warning: 'was locked by WhatsApp: it cannot be edited, and it may be paused',
  },
  PENDING: {
    words: ['PENDING', 'IN_REVIEW'],
    obstacle: {
      short: 'waits for approval',
      why: 'waits for approval by WhatsApp, so it cannot be sent yet',
      instead: 'Choose another template, or look again once it is approved; that takes up to a day.',
    },
  },
  IN_APPEAL: {
    words: ['IN_APPEAL', 'APPEAL_REQUESTED'],
    obstacle: {
      short: 'rejected, appeal under way',
      why: 'was rejected by WhatsApp and its owner has appealed, so it cannot be sent until WhatsApp decides',
      instead: 'Choose another template, or look again once the appeal is decided.',
    },
  },
  REJECTED: {
    words: ['REJECTED', 'SUBMISSION_REJECTED'],
    obstacle: {
      short: 'rejected by WhatsApp',
      why: 'was rejected by WhatsApp, so it cannot be sent',
      instead: 'Choose another template. Its owner has to change it and hand it in again.',
    },
  },
  PAUSED: {
    words: ['PAUSED'],
    obstacle: {
      short: 'paused by WhatsApp',
      why: 'is paused by WhatsApp because too many people blocked or reported it, so it cannot be sent now',
      instead: 'Choose another template. A pause ends by itself after 3 or 6 hours; a third one disables the template.',
    },
  },
  DISABLED: {
    words: ['DISABLED'],
    obstacle: {
      short: 'disabled by WhatsApp',
      why: 'was disabled by WhatsApp, so it cannot be sent any more',
      instead: 'Choose another template. Its owner has to make a new one and have it approved.',
    },
  },
  LIMIT_EXCEEDED: {
    words: ['LIMIT_EXCEEDED'],
    obstacle: {
      short: 'over the account’s limit',
      why: 'is one more than WhatsApp allows the account to have, so it cannot be sent',
      instead: 'Choose another template. Its owner has to delete one that nobody needs and hand this one in again.',
    },
  },
  PENDING_DELETION: {
    words: ['PENDING_DELETION'],
    obstacle: {
      short: 'being deleted',
      why: 'is being deleted at WhatsApp, so it cannot be sent any more',
      instead: 'Choose another template. If it should not go, its owner has to make a new one and have it approved.',
    },
  },
  DELETED: {
    words: ['DELETED'],
    obstacle: {
      short: 'deleted',
      why: 'was deleted at WhatsApp, so it cannot be sent any more',
      instead: 'Choose another template. Its owner can make a new one and have it approved.',
    },
  },
  ARCHIVED: {
    words: ['ARCHIVED'],
    obstacle: {
      short: 'archived',
      why: 'is archived at WhatsApp because it was not used for long, so it cannot be sent now',
      instead: 'Choose another template. Its owner can unarchive it in WhatsApp Manager; after 28 days it is deleted.',
    },
  },
};

const NOT_SAID: StatusObstacle = {
  short: 'approval not known',
  why: 'is in Kaleyra’s list without a status, so it is not sent: nobody can say whether it is approved',
  instead: 'Choose another template. Your admin can ask Kaleyra whether it is approved.',
};

const BY_WORD: ReadonlyMap<string, KnownStatus> = new Map(
  (Object.keys(TEMPLATE_STATUSES) as KnownStatus[]).flatMap((status) =>
    TEMPLATE_STATUSES[status].words.map((word) => [wordKey(word), status] as const),
  ),
);

const MAX_WORD_LENGTH = 40;

/** The status of a template that came without one. */
export const STATUS_NOT_SAID: TemplateStatus = 'UNKNOWN ';

/**
 * Reads any word for a status. One that is not in the table is kept as it is, so that it can be shown and logged; its
 * template is not sent.
 *
 * @returns undefined when there is no word.
 */
export function readTemplateStatus(text: string): TemplateStatus | undefined {
  const word = unknownWord(text as TemplateStatus) ?? text;
  const known = BY_WORD.get(wordKey(word));
  if (known !== undefined) return known;
  const shown = word.replace(/[^\p{L}\p{N} _-]/gu, '').trim();
  if (wordKey(shown) === '') return undefined;
  // Seven digits in a row may be a phone number; no status has them.
  return `UNKNOWN ${/\p{N}{7}/u.test(shown) ? '…' : storable(shown, MAX_WORD_LENGTH)}`;
}

/** The word of a status that is not in the table, empty when there was none; undefined for a status that is known. */
export function unknownWord(status: TemplateStatus): string | undefined {
  return isUnknown(status) ? status.slice('UNKNOWN '.length) : undefined;
}

export function statusObstacle(status: TemplateStatus): StatusObstacle | undefined {
  if (!isUnknown(status)) return TEMPLATE_STATUSES[status].obstacle;
  if (status === STATUS_NOT_SAID) return NOT_SAID;
  return {
    short: 'status not known',
    why: `has the status “${unknownWord(status)}”, which is not known here, so it is not sent`,
    instead: 'Choose another template. Your admin can ask Kaleyra what this status means.',
  };
}

/** As a predicate; undefined when there is nothing to know. */
export function statusWarning(status: TemplateStatus): string | undefined {
  return isUnknown(status) ? undefined : TEMPLATE_STATUSES[status].warning;
}

/** What a template's status is after a change: a warning says nothing of a template that is held back already. */
export function statusAfter(before: TemplateStatus | undefined, changed: TemplateStatus): TemplateStatus {
  const isHeldBack = before !== undefined && statusObstacle(before) !== undefined;
  return isHeldBack && statusWarning(changed) !== undefined ? before : changed;
}

function isUnknown(status: TemplateStatus): status is UnknownStatus {
  return status.startsWith('UNKNOWN ');
}
