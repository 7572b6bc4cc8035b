import { useCallback, useRef, useState } from 'preact/hooks';
import type { SandboxState } from '../../protocol.ts';
import type { Scenario, Step } from '../../scenarios/scenario.ts';
import type { Pane } from '../bottom-bar.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { type Beginning, beginningOf } from './page-checks.ts';
import { createPageDriver, StepFailed } from './page-driver.ts';
import { perform, type Stage } from './perform.ts';
import { giveBack, tidyUp } from './tidy.ts';

/** A scenario that is performed, or has been. */
export interface Performance {
  readonly scenario: Scenario;
  /** The step that is under way; all of them when it is over. */
  readonly at: number;
  readonly outcome: 'running' | 'passed' | 'failed';
  readonly problem: string | undefined;
}

export interface Scenarios {
  readonly performance: Performance | undefined;
  readonly run: (scenario: Scenario) => void;
  /**
   * Performs some steps outside any scenario; what was there before the newest that starts anew does not count.
   * False when they could not be done.
   */
  readonly play: (steps: readonly Step[], startsAnew: boolean) => Promise<boolean>;
  /** Ends what is under way and takes its bar away. */
  readonly leave: () => void;
}

const STEP_MS = 900;
/** `?pace=fast`: nothing waits only to be watched. */
const IS_FAST = new URLSearchParams(location.search).get('pace') === 'fast';
const IS_STILL = matchMedia('(prefers-reduced-motion: reduce)').matches;

export function useScenarios(sandbox: SandboxState, show: (pane: Pane) => void): Scenarios {
  const { ask } = useSandbox();
  const [performance, setPerformance] = useState<Performance | undefined>();
  const { latest, stageOf } = useStage(sandbox, show);
  const ending = useRef(new AbortController());
  const played = useRef<Beginning | undefined>(undefined);

  const begin = useCallback(() => {
    ending.current.abort();
    ending.current = new AbortController();
    return ending.current.signal;
  }, []);

  const run = useCallback(
    async (scenario: Scenario) => {
      const signal = begin();
      const progress = (next: Omit<Performance, 'scenario'>) =>
        signal.aborted ? undefined : setPerformance({ scenario, ...next });
      const putBack = () => tidyUp(latest.current, ask);
      let at = 0;
      let problem: string | undefined;
      progress({ at, outcome: 'running', problem });
      try {
        await putBack();
        const stage = stageOf(signal);
        for (const step of scenario.steps) {
          progress({ at, outcome: 'running', problem });
          await perform(step, stage);
          at += 1;
          await stage.driver.pause(IS_FAST ? 0 : STEP_MS);
        }
      } catch (error) {
        problem = error instanceof StepFailed ? error.message : 'The sandbox did not answer.';
      }
      // Before the outcome is shown, because whoever has read it may close the page.
      await putBack()
        .then(() => giveBack(scenario.steps, ask))
        .catch(() => undefined);
      progress({ at, outcome: problem === undefined ? 'passed' : 'failed', problem });
    },
    [ask, begin, latest, stageOf],
  );

  const play = useCallback(
    async (steps: readonly Step[], startsAnew: boolean) => {
      const signal = begin();
      const fresh = stageOf(signal);
      if (startsAnew) played.current = fresh.before;
      const stage = { ...fresh, before: played.current ?? fresh.before };
      try {
        for (const step of steps) await perform(step, stage);
        return true;
      } catch {
        return false;
      }
    },
    [begin, stageOf],
  );

  const leave = useCallback(() => {
    ending.current.abort();
    setPerformance(undefined);
  }, []);

  return { performance, run, play, leave };
}

/** What performing a step takes; it reads the state as it is then. */
function useStage(sandbox: SandboxState, show: (pane: Pane) => void) {
  const { ask, change } = useSandbox();
  const latest = useRef(sandbox);
  latest.current = sandbox;
  const stageOf = useCallback(
    (signal: AbortSignal): Stage => ({
      driver: createPageDriver(signal, IS_FAST || IS_STILL),
      before: beginningOf(latest.current),
      sandbox: () => latest.current,
      parts: { ask, change },
      show,
    }),
    [ask, change, show],
  );
  return { latest, stageOf };
}
