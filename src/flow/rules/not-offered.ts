import { formatNoun } from '../../core/format.ts';
import { isSendable } from '../../core/template/sendability.ts';
import type { Log } from '../ports/log.ts';
import type { Catalogue } from '../ports/templates.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import type { WhyNotOffered } from './ask-rules.ts';

/** Says that the picker leaves templates out, and by which rules; undefined where it leaves out none. Never rejects. */
export type NoteNotOffered = (actorId: string, channelId: string) => Promise<string | undefined>;

/** A form opens without the note when the rules take longer: its `trigger_id` lives three seconds. */
const MAX_WAIT_MS = 700;

interface Needs {
  readonly whyNotOffered: WhyNotOffered;
  readonly catalogue: Pick<Catalogue, 'search'>;
  readonly log: Log;
}

export function createNoteNotOffered({ catalogue, log, whyNotOffered }: Needs): NoteNotOffered {
  return async (actorId, channelId) => {
    try {
      const why = await withTimeout(MAX_WAIT_MS, whyNotOffered(actorId, channelId));
      if (why.kind !== 'done' || why.value === undefined) return undefined;
      const notOffered = why.value;
      const templates = catalogue.search('', Number.POSITIVE_INFINITY);
      return noteOf(templates.filter(isSendable).flatMap((one) => notOffered(one) ?? []));
    } catch (error) {
      log.warn({ err: error }, 'rules of the picker not asked');
      return undefined;
    }
  };
}

/** `3 templates are not offered to you here (policy.yml, rules 1 and 4).` */
function noteOf(hidden: readonly { readonly rule: number; readonly file: string }[]): string | undefined {
  const [first] = hidden;
  if (first === undefined) return undefined;
  const rules = [...new Set(hidden.map(({ rule }) => rule))].toSorted((a, b) => a - b);
  const last = rules.at(-1);
  const words = rules.length === 1 ? `rule ${last}` : `rules ${rules.slice(0, -1).join(', ')} and ${last}`;
  const are = hidden.length === 1 ? 'is' : 'are';
  return `${formatNoun(hidden.length, 'template')} ${are} not offered to you here (${first.file}, ${words}).`;
}
