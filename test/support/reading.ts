import { createEncoding } from '../../src/kaleyra/request/encoding.ts';
import { createLazyNumbering } from '../../src/numbering/lazy-numbering.ts';

/** What reads a message back from its request, and numbers, for a card. */
export const READING = { provider: createEncoding(undefined), loadNumbering: createLazyNumbering(undefined) };
