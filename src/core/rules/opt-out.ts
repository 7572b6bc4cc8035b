import { formatCount } from '../format.ts';

/** What a person said no to: marketing alone, or every message. */
export type OptOutScope = 'marketing' | 'all';

/** How the bot came to know of it. */
export type OptOutSource =
  /** The person wrote one of the words, such as `stop`. */
  | 'word'
  /** The person tapped a button that means it. */
  | 'button'
  /** A delivery report says that the person does not take marketing (131050). */
  | 'report'
  /** The provider's own list has the number. */
  | 'provider'
  /** A colleague entered it. */
  | 'person'
  /** It stood in a list that was imported. */
  | 'import';

const MAX_NAMED = 5;

/** `2 of them said no and get nothing: •••• 3210, •••• 1234.` @param named their numbers, masked; all or some of them, or none */
export function optedOutSentence(count: number, named: readonly string[]): string {
  const shown = named.slice(0, MAX_NAMED);
  const more = count - shown.length;
  const whom = shown.length === 0 ? '' : `: ${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  return `${formatCount(count)} of them said no and ${count === 1 ? 'gets' : 'get'} nothing${whom}.`;
}
