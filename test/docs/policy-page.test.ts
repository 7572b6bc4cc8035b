import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/files/policy/read-policy.ts';

const PAGE = readFileSync('docs/policy.md', 'utf8');
const EXAMPLES = [...PAGE.matchAll(/^### (\d\. .*)$[^#]*?```yaml\n([\s\S]*?)```/gm)].map(
  ([, title = '', text = '']) => ({
    title,
    text,
  }),
);

describe('docs/policy.md', () => {
  it('has five examples', () => {
    expect(EXAMPLES).toHaveLength(5);
  });

  it.each(EXAMPLES)('has one that is taken as it stands: $title', ({ text }) => {
    const read = readPolicy(text, 'policy.yml');

    expect(read.ok ? [] : read.failure).toEqual([]);
    expect(read.ok && read.value.rules.length).toBeGreaterThan(0);
  });
});
