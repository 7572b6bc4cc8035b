import { FORM_DRAFT_LIFE_MS, MAX_FORM_DRAFT_WAIT_MS } from '../../core/limits.ts';
import type { Log } from '../ports/log.ts';
import type { TextCache } from '../ports/store/text-cache.ts';
import { withTimeout } from '../timing/with-timeout.ts';

/** Whose form it is, and where it was opened. */
export interface FormPlace {
  readonly teamId: string;
  readonly actorId: string;
  readonly channelId: string;
}

/** What people typed into a form that they have not sent. It may be lost; nothing here ever rejects. */
export interface FormDrafts {
  /** Saves what a form holds. @param formId of the form: what was sent from it is not saved any more */
  save(place: FormPlace, formId: string, text: string): Promise<void>;
  /** Gives back what was saved last; undefined when there is nothing, or the cache does not answer in time. */
  load(place: FormPlace): Promise<string | undefined>;
  /** Forgets the draft, because it was sent or the person starts over. */
  forget(place: FormPlace, formId: string): Promise<void>;
}

interface Needs {
  readonly cache: TextCache;
  readonly log: Log;
}

/** An empty text stands for a draft that is gone. */
const GONE = '';

export function createFormDrafts({ cache, log }: Needs): FormDrafts {
  const quietly = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      (error: unknown) => log.debug({ err: error }, 'form draft not saved'),
    );

  async function saveUnlessSent(place: FormPlace, formId: string, text: string): Promise<void> {
    // Slack may tell late that a form was closed, after it was sent.
    if ((await cache.get(sentKey(formId))) !== undefined) return;
    await cache.set(placeKey(place), text, FORM_DRAFT_LIFE_MS);
  }

  return {
    save: (place, formId, text) => quietly(saveUnlessSent(place, formId, text)),
    async load(place) {
      const reading = cache.get(placeKey(place)).catch((error: unknown) => {
        log.debug({ err: error }, 'form draft not read');
        return undefined;
      });
      const read = await withTimeout(MAX_FORM_DRAFT_WAIT_MS, reading);
      return (read.kind === 'done' && read.value) || undefined;
    },
    forget: (place, formId) =>
      quietly(
        Promise.all([
          cache.set(sentKey(formId), 'sent', FORM_DRAFT_LIFE_MS),
          cache.set(placeKey(place), GONE, FORM_DRAFT_LIFE_MS),
        ]),
      ),
  };
}

function placeKey(place: FormPlace): string {
  return JSON.stringify([place.teamId, place.actorId, place.channelId]);
}

function sentKey(formId: string): string {
  return `sent ${formId}`;
}
