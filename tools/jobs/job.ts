import type { Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Effort, User } from './user.ts';

/** Where a job is played. */
export interface Stage {
  readonly page: Page;
  readonly user: User;
  readonly sandbox: Sandbox;
}

/** What a job may cost at most. */
export interface Goal {
  readonly keys?: number;
  readonly clicks?: number;
  readonly seconds?: number;
}

export interface Task {
  /** As `--only` takes it. */
  readonly name: string;
  /** What a person wants. */
  readonly wish: string;
  readonly goal: Goal;
}

/** A task at the desk: it is played on a sandbox of its own. */
export interface Job extends Task {
  /** What has happened before it; not counted. */
  readonly before?: (stage: Stage) => Promise<void>;
  /** Throws, with what was expected, when it does not end as it should. */
  readonly play: (stage: Stage) => Promise<void>;
}

export interface Outcome extends Effort {
  readonly seconds: number;
  /** What was expected and did not happen. */
  readonly problem: string | undefined;
}

/** The goal as it stands in the table: `90 keys, 0 clicks`. */
export function goalText(goal: Goal): string {
  return Object.entries(goal)
    .map(([what, most]) => `${most} ${what}`)
    .join(', ');
}

/** What keeps a job from its goal, in sentences; empty when it is met. */
export function missed({ name, goal }: Task, outcome: Outcome): readonly string[] {
  if (outcome.problem !== undefined) return [`${name}: ${outcome.problem}.`];
  return (['keys', 'clicks', 'seconds'] as const).flatMap((what) => {
    const most = goal[what];
    const took = outcome[what];
    return most === undefined || took <= most ? [] : [`${name}: ${took} ${what}, and ${most} is the goal.`];
  });
}
