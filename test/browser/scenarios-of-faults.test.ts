import { expect, it } from 'vitest';
import { SCENARIOS_OF_FAULTS, watchScenarios } from './watch-scenarios.ts';

const { sandbox, watch } = watchScenarios(SCENARIOS_OF_FAULTS);

it('says in words what was not seen when it does not come out as it should', { timeout: 120_000 }, async () => {
  await fetch(`${sandbox().url}/sandbox/phone`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number: '919876543210', do: 'leave_whatsapp' }),
  });

  const { words } = await watch('reports-never');

  expect(words).toBe('✕ Not seen in 20 s: Priya’s phone has the message.');
});
