import type { SourcePath } from './template-source.ts';

/** Something to mend: where it stands within its template, and what is wrong with it, as a predicate. */
export interface Complaint {
  readonly path: SourcePath;
  readonly what: string;
}

export type Complain = (path: SourcePath, what: string) => void;
