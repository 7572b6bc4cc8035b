import { describe, expect, it } from 'vitest';
import { checkVariables } from '../../../src/programs/doctor/variables-check.ts';

describe('the check of the variables', () => {
  it('says how long answers may take', async () => {
    const check = checkVariables({ KALEYRA_MESSAGES_PER_SECOND: 80, KALEYRA_MAX_IN_FLIGHT: 256 });

    expect(await check()).toEqual({
      state: 'well',
      says: 'Every variable has a value that can be used. A number keeps its 80 messages a second while Kaleyra answers within 3.2 s.',
    });
  });

  it('says what to raise when that is short', async () => {
    const check = checkVariables({ KALEYRA_MESSAGES_PER_SECOND: 1_000, KALEYRA_MAX_IN_FLIGHT: 100 });

    expect(await check()).toEqual({
      state: 'note',
      says: 'Every variable has a value that can be used. A number keeps its 1000 messages a second while Kaleyra answers within 0.10 s.',
      fix: 'Raise KALEYRA_MAX_IN_FLIGHT if answers take longer.',
    });
  });
});
