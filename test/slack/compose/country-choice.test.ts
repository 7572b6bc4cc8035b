import { describe, expect, it } from 'vitest';
import { countriesToAsk } from '../../../src/slack/compose/country-choice.ts';

const INDIA = { code: 'IN', label: 'India (+91)', numbers: ['98765 43210'] };

describe('a form that has to ask for the country of its numbers', () => {
  it('says what is wrong with the numbers above the question, and everything else above the form', () => {
    const asked = countriesToAsk(
      [
        { field: 'recipients', sentence: 'Which country are they of?', countries: [INDIA] },
        { field: 'template', sentence: 'Choose a template.' },
        { field: 'recipients', sentence: 'One number is too long.' },
      ],
      undefined,
    );

    expect(asked).toEqual({
      choices: [{ code: 'IN', label: 'India (+91)' }],
      problem: 'Which country are they of? One number is too long.',
      banner: 'Choose a template.',
    });
  });
});
