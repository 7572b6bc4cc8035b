import type { SourcePath } from '../yaml.ts';

/** Something to fix: where it stands within its template, and what is wrong with it, as a predicate. */
export interface Complaint {
  readonly path: SourcePath;
  readonly what: string;
}

export type Complain = (path: SourcePath, what: string) => void;

/**
 * Something that is right by itself and that cannot be sent from here: the template is listed all the same, with `has` as
 * its reason, a predicate of the whole template.
 */
type Refuse = (path: SourcePath, what: string, has: string) => void;

export interface Findings {
  readonly complain: Complain;
  readonly refuse: Refuse;
}
