import type { SourcePath } from '../yaml.ts';

/** What has to be fixed: where it stands in its template, and what is wrong, as a predicate. */
export interface EntryProblem {
  readonly path: SourcePath;
  readonly what: string;
}

export type AddProblem = (path: SourcePath, what: string) => void;

/**
 * Reports what is correct but cannot be sent from here. The template is listed all the same, with `has` as the reason: a
 * predicate of the whole template.
 */
type Refuse = (path: SourcePath, what: string, has: string) => void;

export interface Findings {
  readonly addProblem: AddProblem;
  readonly refuse: Refuse;
}
