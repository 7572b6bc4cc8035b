import type { DatabaseKind, Databases } from './databases.ts';
import type { Size } from './options.ts';
import type { Result } from './result.ts';
import type { Upstreams } from './start-upstreams.ts';

/** What every row is given. */
export interface Bench {
  readonly size: Size;
  /** Which of them to measure on. */
  readonly kinds: readonly DatabaseKind[];
  readonly databases: Databases;
  readonly upstreams: Upstreams;
  /** For files of this run; deleted when it ends. */
  readonly folder: string;
  /** For every bot that a row starts. */
  readonly nodeFlags: readonly string[];
}

export type Row = (bench: Bench) => Promise<readonly Result[]>;
