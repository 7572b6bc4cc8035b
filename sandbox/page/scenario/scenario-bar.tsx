import type { SandboxState } from '../../protocol.ts';
import { sentenceOf } from './sentence.ts';
import type { Performance, Scenarios } from './use-scenario.ts';

/** What is being performed, step by step, over everything else. */
export function ScenarioBar({ scenarios, sandbox }: { readonly scenarios: Scenarios; readonly sandbox: SandboxState }) {
  const { performance, leave, run } = scenarios;
  if (performance === undefined) return undefined;
  const { scenario, at, outcome } = performance;
  const { length } = scenario.steps;
  return (
    <section class={`scenario-bar scenario-${outcome}`} aria-label="Scenario" data-outcome={outcome}>
      <div class="scenario-words">
        <strong>{scenario.title}</strong>
        <p role="status">{lineOf(performance, sandbox)}</p>
      </div>
      <progress max={length} value={at} aria-label={`${at} of ${length} steps`} />
      {outcome === 'running' ? undefined : (
        <button type="button" class="button button-small" onClick={() => run(scenario)}>
          Again
        </button>
      )}
      <button type="button" class="button button-small" onClick={leave}>
        {outcome === 'running' ? 'Stop' : 'Close'}
      </button>
    </section>
  );
}

function lineOf({ scenario, at, outcome, problem }: Performance, sandbox: SandboxState): string {
  if (outcome === 'passed') return `✓ ${scenario.shows}`;
  if (outcome === 'failed') return `✕ ${problem ?? ''}`;
  const step = scenario.steps[at];
  return step === undefined ? '' : `${at + 1} of ${scenario.steps.length} · ${sentenceOf(step, sandbox)}`;
}
