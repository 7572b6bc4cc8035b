import type { Edges } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';

export type MutantName = 'none';

/** A bot that is broken in one way. */
export interface Mutation {
  readonly edges: Edges;
  readonly stopsAtOnce: boolean;
}

export function mutate(_name: MutantName | undefined, edges: Edges, _config: Config): Mutation {
  return { edges, stopsAtOnce: false };
}
