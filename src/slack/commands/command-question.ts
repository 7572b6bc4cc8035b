import { decodeCommandText } from './command-text.ts';

/** A command that asks something instead of sending. */
export type Question =
  | { readonly kind: 'help' }
  /** The form for a list; what follows the word may name a template. */
  | { readonly kind: 'list'; readonly text: string }
  /** The saved groups. */
  | { readonly kind: 'groups' }
  /** Whom messages are kept from, or no longer. */
  | { readonly kind: 'opt_out'; readonly word: 'optout' | 'optin'; readonly text: string }
  /** A number of one's own that is to be proved. */
  | { readonly kind: 'my_number'; readonly text: string }
  | {
      readonly kind: 'search';
      /** The first word. Only `recent` alone already asks something. */
      readonly word: 'status' | 'recent' | 'find';
      /** What follows it. */
      readonly text: string;
      /** The people that were named, by ID. */
      readonly people: readonly string[];
    };

/** A person as Slack writes them into a command's text. */
const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g;
/** A word that asks, with any decoration. With a sign that joins words it is part of a template's name. */
const ASKS =
  /^[^\p{L}\p{N}_]*(status|recent|find|help|list|groups|opt[\s-]?out|opt[\s-]?in|my[\s-]?number)(?![\p{L}\p{N}_-])(.*)$/isu;
const ONLY_QUESTION_MARKS = /^[?？¿؟!\s]+$/u;

/** @param text as Slack sends it. @returns undefined for what opens the form */
export function readQuestion(text: string): Question | undefined {
  const people = [...text.matchAll(MENTION)].map(([, id = '']) => id);
  const typed = decodeCommandText(text.replace(MENTION, ' ')).normalize('NFKC');
  if (ONLY_QUESTION_MARKS.test(typed)) return { kind: 'help' };
  const [, asked = '', rest = ''] = ASKS.exec(typed) ?? [];
  const word = asked.toLowerCase().replace(/[\s-]/, '');
  if (word === 'help') return { kind: 'help' };
  if (word === 'list') return { kind: 'list', text: rest.trim() };
  if (word === 'groups') return { kind: 'groups' };
  if (word === 'optout' || word === 'optin') return { kind: 'opt_out', word, text: rest.trim() };
  if (word === 'mynumber') return { kind: 'my_number', text: rest.trim() };
  if (word !== 'status' && word !== 'recent' && word !== 'find') return undefined;
  return { kind: 'search', word, text: rest.trim(), people };
}
