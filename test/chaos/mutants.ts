import type { Config } from '../../src/config.ts';
import type { BrokenEdges } from './deadly-edges.ts';

export type MutantName = 'none';

/** A bot that is broken in one way. */
export interface Mutation {
  readonly edges: BrokenEdges;
  readonly stopsAtOnce: boolean;
}

export function mutate(_name: MutantName | undefined, edges: BrokenEdges, _config: Config): Mutation {
  return { edges, stopsAtOnce: false };
}
