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
