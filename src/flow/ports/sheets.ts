import type { Sheet, SheetProblem } from '../../core/list/sheet.ts';
import type { Result } from '../../core/result.ts';

/**
 * Reads the bytes of a CSV file, or rows pasted as text. Says what is wrong in a sentence; never throws.
 *
 * @param maxRows rows with content that are taken, the one with the names not counted; 2,000 when left out, 10,000 at most.
 */
export type ReadSheet = (content: Uint8Array | string, maxRows?: number) => Result<Sheet, SheetProblem>;
