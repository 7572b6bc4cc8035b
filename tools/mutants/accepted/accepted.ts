import { IN_CORE_AND_FLOW } from './core-and-flow.ts';
import { AT_EDGES } from './edges.ts';
import type { Accepted } from './reasons.ts';
import { IN_STORE } from './store.ts';

export const ACCEPTED: readonly Accepted[] = [...IN_CORE_AND_FLOW, ...IN_STORE, ...AT_EDGES];
